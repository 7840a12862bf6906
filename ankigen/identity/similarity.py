"""How likely a card and a line of the lock are one card, as log odds from a few measures.

What tells a reworded question from another one on a like matter: a rewording changes how is asked
and keeps the subject, or adds to it; another matter keeps how is asked and puts another subject in
its place. So the measures look at what stands in the place of what, and let the answer outweigh it.
The weights are fitted (logistic regression) on pairs written for the purpose, in Chinese and
English, and on unlike cards of large decks.
"""

import math
from collections.abc import Sequence

from ankigen.identity import common
from ankigen.identity.parted import DIGITS, ROMAN, TWICE, Alone, Parted, part
from ankigen.identity.side import Rarity, Side
from ankigen.identity.words import hash_word, stem

WEIGHTS = {
    "constant": -3.22,
    "swapped": 0.35,
    "common": 3.61,
    "extra": 1.68,
    "parallel": -1.41,
    "inserted": -5.36,
    "opposed": -3.00,
    "number": -2.05,
    "typo": -6.13,
    "typo, answer": 23.09,
    "answer": 3.37,
    "answer, parallel": -4.61,
    "crossed": 0.47,
    "shared": -2.84,
    "contained": 2.76,
    "share": 2.12,
    "surplus": -2.57,
    "text": -2.62,
    "text, answer": 0.89,
    "answer, squared": 7.13,
    "whole": 1.53,
    "opposed, answer": -10.15,
    "opposed, agreed": 1.72,
    "counted": -2.41,
    "counted, answer": -8.23,
    "counted, agreed": 16.33,
    "agreed": 2.67,
    "asked": -1.61,
    "doubt, text": -10.19,
}
"""Log odds for one unit of each measure (see `measures`)."""

_NEGATIONS = frozenset("不无非未没") | {"not", "non", "no", "un", "never", "without"}


def _opposites() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, group in enumerate(common.OPPOSITES):
        for word in group:
            found.setdefault(stem(word), set()).add(number)
    return {word: frozenset(groups) for word, groups in found.items()}


_OPPOSITES = _opposites()


def score(old: Side, new: Side, rarity: Rarity) -> float:
    """Log odds that both are one card: above 0 rather yes, below rather no."""
    found = measures(old, new, rarity)
    odds = WEIGHTS["constant"] + sum(WEIGHTS[name] * value for name, value in found.items())
    return max(odds, SLIP) if odds < SLIP and _slip(old, new, found) else odds


SLIP = 3.5
"""Log odds of a long question in which a letter or two changed, and no word became another."""


def _slip(old: Side, new: Side, found: dict[str, float]) -> bool:
    """The same words asked in another way, or another letter, and no other matter in sight."""
    least = min(len(old.answer), len(new.answer))
    answered = least > 0 and len(old.answer & new.answer) >= 0.75 * least
    if answered and TWICE.sub(r"\1", old.text) == TWICE.sub(r"\1", new.text):
        return True
    if found["opposed"] or found["number"] or found["swapped"] > 0.25:
        return False
    added = found["inserted"] or found["extra"] > 0.5
    if answered and not (found["swapped"] or found["typo"] or added):
        return True
    answered = answered and least > 1
    shortest = min(len(old.text), len(new.text))
    if shortest < (12 if answered else 25) or (found["typo"] and not answered):
        return False
    from rapidfuzz.distance import Indel  # imported where it is used: many builds need none

    return Indel.normalized_similarity(old.text, new.text) >= 0.95


def measures(a: Side, b: Side, rarity: Rarity) -> dict[str, float]:
    """The measures of a pair, by name."""
    parted = part(a, b, rarity)
    lost, added, both, doubt = parted.lost, parted.added, parted.both, parted.doubt
    swapped, extra = sorted((sum(lost.values()), sum(added.values())))
    extra -= swapped
    blocks = _blocks(a.keys, b.keys)
    replaced, frame, inserted = _substitution(a, b, lost, added, blocks)
    number = _numbers_differ(a, b)
    opposed = (
        _negated(a, b, blocks)
        or any(_opposed(a, b, block, parted) for block in blocks)
        or _turned(a, b)
    )
    counted = number and frame == 1
    likeness, shared, whole, kept = answers(a, b)
    agreed = whole * math.log1p(shared) / 3
    text = _text(a, b)
    parallel = min(replaced, 1.5) * frame
    crossed = _crossed(a, lost, b.answer) + _crossed(b, added, a.answer)
    return {
        "swapped": swapped / (1 + swapped),
        "common": both / (1 + both),
        "extra": extra / (extra + both + 1),
        "parallel": parallel,
        "inserted": inserted,
        "opposed": float(opposed),
        "number": float(number),
        "typo": doubt,
        "typo, answer": doubt * kept,
        "answer": likeness,
        "answer, parallel": likeness * parallel,
        "crossed": crossed,
        "shared": math.log1p(shared) / 3,
        "contained": min(both, 4) / 3 * math.exp(-1.5 * replaced - 0.5 * swapped),
        "share": both / (both + swapped + 0.3 * extra + 0.2),
        "surplus": (extra / (extra + both + 0.5)) ** 2 * (1 - likeness),
        "text": text,
        "text, answer": text * kept,
        "answer, squared": likeness * likeness,
        "whole": whole,
        "opposed, answer": float(opposed) * whole,
        "opposed, agreed": float(opposed) * agreed,
        "counted": float(counted),
        "counted, answer": float(counted) * whole,
        "counted, agreed": float(counted) * agreed,
        "agreed": agreed,
        "asked": _asked_alike(a, b),
        "doubt, text": doubt * text,
    }


_Block = tuple[int, int, int, int]
"""A place where the questions differ: start and end in the old one, start and end in the new."""


def _blocks(old: list[str], new: list[str]) -> list[_Block]:
    from rapidfuzz.distance import Levenshtein

    found: list[_Block] = []
    joined = False
    for step in Levenshtein.opcodes(old, new):
        if step.tag == "equal":
            joined = False
            continue
        if joined:
            start, _, new_start, _ = found.pop()
        else:
            start, new_start = step.src_start, step.dest_start
        found.append((start, step.src_end, new_start, step.dest_end))
        joined = True
    return found


def _substitution(
    a: Side, b: Side, lost: Alone, added: Alone, blocks: Sequence[_Block]
) -> tuple[float, float, float]:
    """What was put in the place of a subject; how equal the rest is, up to 1; what was put before
    a subject that stayed, where nothing else changed much.
    """
    replaced = other = before = 0.0
    for start, end, new_start, new_end in blocks:
        out = sum(lost.get(key, 0.0) for key in a.keys[start:end])
        new = sum(added.get(key, 0.0) for key in b.keys[new_start:new_end])
        least = min(out, new)
        replaced += max(0.8, least) if least >= 0.35 else least
        changed = (end - start) + (new_end - new_start)
        other += changed if not least else abs((end - start) - (new_end - new_start)) * 0.25
        inside = 0 < start < len(a.keys) - 1 and 0 < new_start < len(b.keys) - 1
        if (start == end) != (new_start == new_end) and out + new and inside:
            followed = _weight_at(a, end) if start == end else _weight_at(b, new_end)
            before += min(2.0, out + new) * (1.0 if followed >= 0.5 else 0.3)
    if replaced:
        return replaced, math.exp(-0.5 * other), 0.0
    rest = max(0.0, other - before * 2)
    return 0.0, math.exp(-0.5 * other), min(before, 1.5) * math.exp(-0.5 * rest)


def _weight_at(one: Side, place: int) -> float:
    return one.weights[one.keys[place]] if place < len(one.keys) else 0.0


def _negated(a: Side, b: Side, blocks: Sequence[_Block]) -> bool:
    """Nothing differs but a "not"."""
    if len(blocks) != 1:
        return False
    start, end, new_start, new_end = blocks[0]
    one_side = (start == end) != (new_start == new_end)
    return one_side and {*a.keys[start:end], *b.keys[new_start:new_end]} <= _NEGATIONS


def _opposed(a: Side, b: Side, block: _Block, parted: Parted) -> bool:
    """A word's opposite stands in its place, or the same word with another head (`un-`)."""
    start, end, new_start, new_end = block
    gone = [key for key in a.keys[start:end] if key not in b.weights]
    come = [key for key in b.keys[new_start:new_end] if key not in a.weights]
    if not gone or not come:
        return False
    stems = [(other, stem(b.written[other])) for other in come]
    for key in gone:
        old = stem(a.written[key])
        opposites = _OPPOSITES.get(old)
        for other, new in stems:
            if opposites and not opposites.isdisjoint(_OPPOSITES.get(new, ())):
                return True
            if old == new or not (old.endswith(new) or new.endswith(old)):
                continue
            if not parted.lost.get(key, 1.0) or not parted.added.get(other, 1.0):
                continue  # the same word after all
            if min(len(old), len(new)) > 3 and abs(len(old) - len(new)) <= 5:
                return True
    return False


def _numbers_differ(a: Side, b: Side) -> bool:
    """Each has a number, operator or numbered name (`L1`) that the other has not."""
    old, new = (
        {key for key in one.weights if key not in other.weights} for one, other in ((a, b), (b, a))
    )
    if any(
        any(map(kind, old)) and any(map(kind, new)) for kind in (_is_number, _is_mark, _is_roman)
    ):
        return True
    shapes = [
        {DIGITS.sub("#", key) for key in keys if key[0] not in "#~=" and DIGITS.search(key)}
        for keys in (old, new)
    ]
    return bool(shapes[0] & shapes[1])


def _is_number(key: str) -> bool:
    return key.startswith("#")


def _is_mark(key: str) -> bool:
    return key in "+*%&|^<>="


def _is_roman(key: str) -> bool:
    return key in ROMAN


def _turned(a: Side, b: Side) -> bool:
    """The same words in another order, asked in the same way: a queue of stacks."""
    subjects = [[key for key in one.keys if one.weights[key]] for one in (a, b)]
    asking = [[key for key in one.keys if not one.weights[key]] for one in (a, b)]
    return (
        subjects[0] != subjects[1]
        and asking[0] == asking[1]
        and sorted(subjects[0]) == sorted(subjects[1])
    )


def answers(old: Side, new: Side) -> tuple[float, float, float, float]:
    """How much of the shorter answer is in the other; the weight of what both have; how much that
    is of all that either has; and the first once more, where the answers may be short.
    """
    limit = min(old.limit, new.limit)
    said = old.said
    shared = sum([said[word] for word in old.answer & new.answer if word <= limit])
    mine, other = old.up_to(limit), new.up_to(limit)
    least = min(mine, other)
    whole = shared / (mine + other - shared + 1)
    return shared / (least + 2), shared, whole, shared / (least + 0.3)


def _asked_alike(a: Side, b: Side) -> float:
    """How much both ask in the same words, those that weigh nothing."""
    asked = [{key for key, weight in one.weights.items() if not weight} for one in (a, b)]
    either = len(asked[0] | asked[1])
    return len(asked[0] & asked[1]) / either if either else 1.0


def _text(a: Side, b: Side) -> float:
    """How like the questions are, letter by letter: 0 to 1."""
    from rapidfuzz.distance import Indel

    return max(0.0, Indel.normalized_similarity(a.text, b.text) - 0.5) * 2


def _crossed(one: Side, alone: Alone, answer: frozenset[int]) -> float:
    """How much of what one question has alone stands in the other's answer."""
    words = {
        hash_word(stem(one.written[key]))
        for key, weight in alone.items()
        if weight >= 0.5 and len(one.written[key]) > 1
    }
    return len(words & answer) / len(words) if words else 0.0
