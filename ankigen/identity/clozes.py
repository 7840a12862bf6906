"""Cloze numbers that follow the text: a cloze keeps its number, and so its card's history, when
others come, go or change places.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec.structs import replace

from ankigen.identity.assign import assign
from ankigen.identity.cards import shown
from ankigen.identity.records import Cloze
from ankigen.identity.words import plain
from ankigen.patterns import pattern
from ankigen.text import normal

_MARK = pattern(r"\{\{c(\d{1,3})::|\}\}")
SHOWN = 24
"""Columns of a cloze's text that the lock holds."""
ALIKE = 60
"""How similar (of 100) two texts must be to be one cloze, mended."""


def renumber(html: str, known: Iterable[Cloze] = ()) -> tuple[str, tuple[Cloze, ...]]:
    """A note's HTML with its clozes numbered by their texts, and what the lock is to say of them.

    Clozes that have one number in the notes are one card: their texts are taken together.
    """
    texts: dict[int, list[str]] = {}
    opened: list[tuple[int, int]] = []
    for mark in _MARK.finditer(html):
        if mark[1]:
            texts.setdefault(int(mark[1]), [])
            opened.append((int(mark[1]), mark.end()))
        elif opened:
            written, start = opened.pop()
            texts[written].append(plain(html[start : mark.start()]).partition("::")[0])
    if not texts:
        return html, tuple(replace(cloze, used=False) for cloze in known)
    numbers, clozes = number([" ".join(parts) for parts in texts.values()], known, tuple(texts))
    given = dict(zip(texts, numbers, strict=True))
    fresh = _MARK.sub(lambda mark: f"{{{{c{given[int(mark[1])]}::" if mark[1] else mark[0], html)
    return fresh, clozes


def number(
    texts: Sequence[str], known: Iterable[Cloze] = (), wanted: Sequence[int] = ()
) -> tuple[tuple[int, ...], tuple[Cloze, ...]]:
    """A number for each cloze of a note, in order, and what the lock is to say of them.

    The same text keeps its number, then the most similar one, then the one between the same
    neighbours. Others get the number `wanted`, or another one that no cloze of the note ever had.
    """
    known = tuple(known)
    kept = [_kept(text) for text in texts]
    last = [cloze for cloze in known if cloze.used]
    gone = [cloze for cloze in known if not cloze.used]
    given: dict[int, int] = {}
    _same(kept, last, given)
    _same(kept, gone, given)
    _alike(kept, last, given)
    _between(kept, last, given)
    ever = {cloze.number for cloze in known}
    for place in range(len(kept)):
        if place not in given:
            wish = wanted[place] if wanted else 0
            given[place] = wish if wish and wish not in ever else max(ever, default=0) + 1
            ever.add(given[place])
    numbers = tuple(given[place] for place in range(len(kept)))
    now = [Cloze(one, text) for one, text in zip(numbers, kept, strict=True)]
    left = [
        Cloze(cloze.number, cloze.text, used=False)
        for cloze in (*last, *gone)
        if cloze.number not in numbers
    ]
    return numbers, (*now, *sorted(left, key=lambda cloze: cloze.number))


def _kept(text: str) -> str:
    """As much of a text as the lock holds, in one line."""
    return shown(" ".join(text.replace("|", "¦").split()), SHOWN)


def _free(clozes: Iterable[Cloze], given: dict[int, int]) -> list[Cloze]:
    taken = set(given.values())
    return [cloze for cloze in clozes if cloze.number not in taken]


def _same(texts: Sequence[str], clozes: Iterable[Cloze], given: dict[int, int]) -> None:
    waiting: dict[str, list[int]] = {}
    for cloze in _free(clozes, given):
        waiting.setdefault(normal(cloze.text), []).append(cloze.number)
    for place, text in enumerate(texts):
        numbers = waiting.get(normal(text))
        if place not in given and numbers:
            given[place] = numbers.pop(0)


def _alike(texts: Sequence[str], clozes: Iterable[Cloze], given: dict[int, int]) -> None:
    places = [place for place in range(len(texts)) if place not in given]
    free = _free(clozes, given)
    if not places or not free:
        return
    from rapidfuzz import fuzz

    rows: list[dict[int, float]] = []
    for place in places:
        likeness = {i: fuzz.ratio(texts[place], cloze.text) for i, cloze in enumerate(free)}
        rows.append({i: value for i, value in likeness.items() if value >= ALIKE})
    for row, chosen in assign(rows).items():
        given[places[row]] = free[chosen].number


def _between(texts: Sequence[str], clozes: Sequence[Cloze], given: dict[int, int]) -> None:
    """Between two that are known, as many as there were: the same ones, in order."""
    place_of = {cloze.number: place for place, cloze in enumerate(clozes)}
    fixed = sorted((place, place_of[n]) for place, n in given.items() if n in place_of)
    edges = [(-1, -1), *fixed, (len(texts), len(clozes))]
    for (start, was_start), (end, was_end) in pairwise(edges):
        if end - start == was_end - was_start:
            for step in range(1, end - start):
                cloze = clozes[was_start + step]
                if start + step not in given and cloze.number not in given.values():
                    given[start + step] = cloze.number
