"""What two questions have each alone and both, with typos, roots and abbreviations seen through."""

from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from ankigen.identity.side import Rarity, Side
from ankigen.patterns import pattern

ROMAN = frozenset({"i", "ii", "iii", "iv"})
DIGITS = pattern(r"\d+")
TWICE = pattern(r"([^\W_])\1+")
_DOUBLED = pattern(r"([a-z])\1+")

Alone = dict[str, float]
"""Weights of the words that one question has and the other has not."""


class Parted(Struct, frozen=True):
    """Words that one question has alone, and the other; the weight of what both have; how likely
    it is that one of these is another word, spelt alike.
    """

    lost: Alone
    added: Alone
    both: float
    doubt: float


def part(a: Side, b: Side, rarity: Rarity) -> Parted:
    """What the questions have each alone and both."""
    lost = {key: weight for key, weight in a.weights.items() if weight and key not in b.weights}
    added = {key: weight for key, weight in b.weights.items() if weight and key not in a.weights}
    both = sum(max(weight, b.weights[key]) for key, weight in a.weights.items() if key in b.weights)
    doubt = 0.0
    _no_slips(a, lost, b)
    _no_slips(b, added, a)
    if not lost or not added:
        return Parted(lost, added, both, 0.0)
    both += _written_out(a, b, lost, added) + _written_out(b, a, added, lost)
    for key, weight in list(lost.items()):
        for other in list(added) if weight else ():
            if not added[other]:
                continue
            sure = typo(a.written[key], b.written[other])
            if 0 < sure < 1 and (both >= _SURE or rarity.misspelt(key, other)):
                sure = 1.0
            if sure:
                doubt = max(doubt, 1 - sure)
                both += 0.9 if sure == 1 else sure
                lost[key] = added[other] = 0.0 if sure == 1 else 0.4 * (1 - sure)
                break
            if kindred(a.written[key], b.written[other]):
                least = min(weight, added[other])
                both += 0.6 * least
                lost[key], added[other] = weight - 0.8 * least, added[other] - 0.8 * least
                break
    return Parted(lost, added, both, doubt)


def _no_slips(one: Side, alone: Alone, other: Side) -> None:
    """Take off words that are misspelt ones which only ask: Waht, WWhat."""
    asking = [key for key, weight in other.weights.items() if not weight and key not in one.weights]
    for key in alone:
        if any(typo(one.written[key], other.written[word]) == 1 for word in asking):
            alone[key] = 0.0


def _written_out(short: Side, long: Side, alone: Alone, others: Alone) -> float:
    """The weight of names that the other question writes in full or apart (LRU, quicksort), which
    are taken off both sides.
    """
    found = 0.0
    initials = ""
    apart: dict[str, tuple[str, ...]] = {}
    for key, weight in alone.items():
        name = short.written[key]
        if weight < 0.5 or len(name) < 2 or not (name.isascii() and name.isalpha()):
            continue
        if not initials:
            initials = "".join(_initial(long.written[word]) for word in long.keys)
            apart = {long.written[a] + long.written[b]: (a, b) for a, b in pairwise(long.keys)}
        words = apart.get(name, ())
        at = initials.find(name) if len(name) <= _ACRONYM and key not in ROMAN else -1
        if at >= 0:
            words = tuple(long.keys[at : at + len(name)])
        if sum(others.get(word, 0.0) > 0 for word in words) * 2 < max(len(words), 1):
            continue
        found += 1.0
        alone[key] = 0.0
        others.update((word, 0.0) for word in words if word in others)
    return found


_ACRONYM = 6
"""Letters of an acronym, at most."""


def _initial(word: str) -> str:
    return word[0] if word[0].isascii() and word.isalpha() else " "


@lru_cache(maxsize=1 << 14)
def kindred(a: str, b: str) -> bool:
    """Whether two English words are of one root: recursive and recursion."""
    return len(a) > 4 < len(b) and a != b and _root(a) == _root(b) and len(_root(a)) > 3


_SUFFIX = pattern(r"(?:at)?(?:ions?|ives?|(?<!str)ing|ed|ors?|ers?|es?|s)$")


def _root(word: str) -> str:
    if not word.isascii():
        return word
    root = _SUFFIX.sub("", word)
    return root[:-1] if len(root) > 4 and root[-1] == root[-2] else root


_SURE = 2.0
"""Weight of the common words beside which two words alike are one word, misspelled."""


@lru_cache(maxsize=1 << 14)
def typo(a: str, b: str) -> float:
    """Whether one is a misspelling of the other: 1 surely, 0.5 perhaps (slice, splice), 0 not."""
    if a == b:
        return 1.0  # as code, and as a word of the language by its stem
    shortest = min(len(a), len(b))
    if shortest < 2 or a[0] != b[0] or abs(len(a) - len(b)) > 2:
        return 0.0
    if not (a.isascii() and b.isascii() and a.isalnum() and b.isalnum()):
        return 0.0
    if a in ROMAN or b in ROMAN:
        return 0.0
    if DIGITS.findall(a) != DIGITS.findall(b):
        return 0.5 if not a.isdigit() and TWICE.sub(r"\1", a) == TWICE.sub(r"\1", b) else 0.0
    if _DOUBLED.sub(r"\1", a) == _DOUBLED.sub(r"\1", b):
        return 1.0 if shortest > 2 else 0.5
    if not (a.isalpha() and b.isalpha()):
        return 0.0
    from rapidfuzz.distance import OSA

    limit = 1 if shortest < 8 else 2
    if shortest < 4 or OSA.distance(a, b, score_cutoff=limit) > limit:
        return 0.0
    if shortest >= 10 or sorted(a) == sorted(b):
        return 1.0
    return 0.75 if shortest > 5 and len(a) != len(b) else 0.5
