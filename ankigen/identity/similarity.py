"""How likely a card and a line of the lock are one card, as log odds from a few measures.

What tells a reworded question from another one on a like matter: a rewording changes how is asked
and keeps the subject, or adds to it; another matter keeps how is asked and puts another subject in
its place. So the measures look at what stands in the place of what, and let the answer outweigh it.
The weights are fitted (logistic regression) on pairs written for the purpose, in Chinese and
English, and on unlike cards of large decks.
"""

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ankigen.identity import common
from ankigen.identity.question import read
from ankigen.identity.words import hash_word, stem

WEIGHTS = {
    "constant": -4.94,
    "swapped": -0.40,
    "common": 2.42,
    "extra": 0.84,
    "parallel": -1.81,
    "inserted": -3.60,
    "opposed": -4.29,
    "number": -1.89,
    "typo": -8.00,
    "typo, answer": 2.53,
    "answer": 5.57,
    "answer, parallel": -4.71,
    "crossed": 0.71,
    "shared": 3.34,
    "contained": 2.13,
    "replaced": -0.11,
    "share": 1.34,
    "surplus": -1.34,
}
"""Log odds for one unit of each measure (see `measures`)."""

_NEGATIONS = frozenset("不无非未没") | {"not", "non", "no", "un", "never", "without"}
_ROMAN = frozenset({"i", "ii", "iii", "iv"})
_DIGITS = re.compile(r"\d+")
_CUT_WORD = re.compile(r"[^\W\u2e80-\uffff]{0,40}…$")


def _opposites() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, group in enumerate(common.OPPOSITES):
        for word in group:
            found.setdefault(stem(word), set()).add(number)
    return {word: frozenset(groups) for word, groups in found.items()}


_OPPOSITES = _opposites()


@dataclass(frozen=True, slots=True)
class Face:
    """What is compared of a card: words of its question, hashed words of its answer.

    `limit` is the value up to which `answer` holds all words (a sketch is a sample).
    """

    question: str
    answer: frozenset[int]
    limit: int = 1 << 18


class Rarity:
    """How much a word says in this project: 1 for a rare one, little for one that stands in many
    questions or answers (inverse document frequency).
    """

    def __init__(self, faces: Iterable[Face] = ()) -> None:
        self._questions: Counter[str] = Counter()
        self._answers: Counter[int] = Counter()
        limits = []
        for face in faces:
            self._questions.update({word.key for word in read(face.question) if word.weight})
            self._answers.update(face.answer)
            limits.append(face.limit)
        self._limits = sorted(limits)
        self._known: dict[int, float] = {}

    def of_word(self, key: str) -> float:
        """The weight of a question's word."""
        found = self._questions.get(key, 0)
        if found < 2:
            return 1.0
        return max(0.1, 1 - math.log(found) / math.log(len(self._limits) + 20))

    def misspelt(self, old: str, new: str) -> bool:
        """Whether one is a word of this project, and the other hardly seen before."""
        rare, common = sorted((self._questions.get(old, 0), self._questions.get(new, 0)))
        return rare < 2 and common > 2

    def of_answer(self, word: int) -> float:
        """The weight of an answer's hashed word. Sketches too full to show it do not count."""
        known = self._known.get(word)
        if known is not None:
            return known
        found = self._answers.get(word, 0)
        weight = 1.0
        if found > 1:
            able = len(self._limits) - bisect_left(self._limits, word)
            weight = max(0.05, 1 - math.log(found) / math.log(able + 20))
        self._known[word] = weight
        return weight

    def of_answers(self, words: Iterable[int]) -> float:
        """The summed weight of an answer's words."""
        return sum(map(self.of_answer, words))


@dataclass(frozen=True, slots=True)
class Side:
    """A face made ready to be compared: its question's text folded; keys of the question's words
    in order, and by key their weight and their written form.
    """

    text: str
    keys: list[str]
    weights: dict[str, float]
    written: dict[str, str]
    answer: frozenset[int]
    limit: int


def side(face: Face, rarity: Rarity) -> Side:
    """Make a face ready."""
    words = read(_CUT_WORD.sub("", face.question))
    weights: dict[str, float] = {}
    for word in words:
        weight = word.weight and word.weight * rarity.of_word(word.key)
        weights[word.key] = max(weight, weights.get(word.key, 0.0))
    written = {word.key: word.written for word in words}
    keys = [word.key for word in words]
    return Side(face.question.casefold(), keys, weights, written, face.answer, face.limit)


def score(old: Side, new: Side, rarity: Rarity) -> float:
    """Log odds that both are one card: above 0 rather yes, below rather no."""
    found = measures(old, new, rarity)
    odds = WEIGHTS["constant"] + sum(WEIGHTS[name] * value for name, value in found.items())
    return max(odds, SLIP) if odds < SLIP and _slip(old, new, found) else odds


SLIP = 2.0
"""Log odds of a long question in which a letter or two changed, and no word became another."""


def _slip(old: Side, new: Side, found: dict[str, float]) -> bool:
    """The same words asked in another way, or another letter, and no other matter in sight."""
    if found["opposed"] or found["number"] or found["swapped"] > 0.25:
        return False
    least = min(len(old.answer), len(new.answer))
    answered = least > 0 and len(old.answer & new.answer) >= 0.75 * least
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
    lost, added, both, doubt = _part(a, b, rarity)
    swapped, extra = sorted((sum(lost.values()), sum(added.values())))
    extra -= swapped
    blocks = _blocks(a.keys, b.keys)
    replaced, frame, inserted = _substitution(a, b, lost, added, blocks)
    number = _numbers_differ(a, b)
    opposed = (
        _negated(a, b, blocks)
        or any(_opposed(a, b, block) for block in blocks)
        or (number and frame == 1)
        or _turned(a, b)
    )
    likeness, shared = answers(a, b, rarity)
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
        "typo, answer": doubt * likeness,
        "answer": likeness,
        "answer, parallel": likeness * parallel,
        "crossed": crossed,
        "shared": math.log1p(shared) / 3,
        "contained": min(both, 4) / 3 * math.exp(-1.5 * replaced - 0.5 * swapped),
        "replaced": replaced / (1 + replaced),
        "share": both / (both + swapped + 0.3 * extra + 0.2),
        "surplus": (extra / (extra + both + 0.5)) ** 2 * (1 - likeness),
    }


_Alone = dict[str, float]
"""Weights of the words that one question has and the other has not."""


def _part(a: Side, b: Side, rarity: Rarity) -> tuple[_Alone, _Alone, float, float]:
    """What stands in one question alone; the weight of what both have; doubtful typos."""
    lost = {key: weight for key, weight in a.weights.items() if weight and key not in b.weights}
    added = {key: weight for key, weight in b.weights.items() if weight and key not in a.weights}
    both = sum(max(weight, b.weights[key]) for key, weight in a.weights.items() if key in b.weights)
    doubt = 0.0
    for key in list(lost) if added else ():
        for other in list(added):
            sure = typo(a.written[key], b.written[other])
            if sure == 0.5 and (both >= _SURE or rarity.misspelt(key, other)):
                sure = 1.0
            if sure:
                doubt = max(doubt, 1 - sure)
                both += 0.9 if sure == 1 else 0.5
                lost[key] = added[other] = 0.0 if sure == 1 else 0.2
                break
    return lost, added, both, doubt


_SURE = 2.0
"""Weight of the common words beside which two words alike are one word, misspelled."""


@lru_cache(maxsize=1 << 14)
def typo(a: str, b: str) -> float:
    """Whether one is a misspelling of the other: 1 surely, 0.5 perhaps (slice, splice), 0 not."""
    shortest = min(len(a), len(b))
    if shortest < 3 or a[0] != b[0] or abs(len(a) - len(b)) > 2:
        return 0.0
    if not (a.isascii() and b.isascii() and a.isalpha() and b.isalpha()):
        return 0.0
    if re.sub(r"(.)\1", r"\1", a) == re.sub(r"(.)\1", r"\1", b):
        return 1.0
    from rapidfuzz.distance import OSA

    limit = 1 if shortest < 8 else 2
    if shortest < 4 or OSA.distance(a, b, score_cutoff=limit) > limit:
        return 0.0
    return 1.0 if shortest >= 10 or sorted(a) == sorted(b) else 0.5


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
    a: Side, b: Side, lost: _Alone, added: _Alone, blocks: Sequence[_Block]
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
            followed = max(b.weights.get(b.keys[new_start], 0.0), _weight_at(a, end))
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


def _opposed(a: Side, b: Side, block: _Block) -> bool:
    """A word's opposite stands in its place, or the same word with another head (`un-`)."""
    start, end, new_start, new_end = block
    for key in a.keys[start:end]:
        for other in b.keys[new_start:new_end]:
            if key == other or key in b.weights or other in a.weights:
                continue
            old, new = stem(a.written[key]), stem(b.written[other])
            if _OPPOSITES.get(old, frozenset()) & _OPPOSITES.get(new, frozenset()):
                return True
            if (
                old != new
                and min(len(old), len(new)) > 3
                and abs(len(old) - len(new)) <= 5
                and (old.endswith(new) or new.endswith(old))
            ):
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
        {_DIGITS.sub("#", key) for key in keys if key[0] not in "#~=" and _DIGITS.search(key)}
        for keys in (old, new)
    ]
    return bool(shapes[0] & shapes[1])


def _is_number(key: str) -> bool:
    return key.startswith("#")


def _is_mark(key: str) -> bool:
    return key in "+*%&|^<>="


def _is_roman(key: str) -> bool:
    return key in _ROMAN


def _turned(a: Side, b: Side) -> bool:
    """The same words in another order, asked in the same way: a queue of stacks."""
    subjects = [[key for key in one.keys if one.weights[key]] for one in (a, b)]
    asking = [[key for key in one.keys if not one.weights[key]] for one in (a, b)]
    return (
        subjects[0] != subjects[1]
        and asking[0] == asking[1]
        and sorted(subjects[0]) == sorted(subjects[1])
    )


def answers(old: Side, new: Side, rarity: Rarity) -> tuple[float, float]:
    """How much of the shorter answer is in the other, and the weight of what both have."""
    limit = min(old.limit, new.limit)
    ours = {word for word in old.answer if word <= limit}
    theirs = {word for word in new.answer if word <= limit}
    shared = rarity.of_answers(ours & theirs)
    least = min(rarity.of_answers(ours), rarity.of_answers(theirs))
    return shared / (least + 2), shared


def _crossed(one: Side, alone: _Alone, answer: frozenset[int]) -> float:
    """How much of what one question has alone stands in the other's answer."""
    words = {
        hash_word(stem(one.written[key]))
        for key, weight in alone.items()
        if weight >= 0.5 and len(one.written[key]) > 1
    }
    return len(words & answer) / len(words) if words else 0.0
