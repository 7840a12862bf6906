"""Cards written as their two sides, each after its name: `Front: …` and `Back: …`."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from ankigen.patterns import pattern
from ankigen.readers.asks import asks
from ankigen.readers.cards import Draft, Reading, finish
from ankigen.readers.page import Atom, Page
from ankigen.readers.taken import Taken

_EDGE = r"(?:\*\*|__)?"
_FRONT = r"front|vorderseite|正面|表面?|앞면|лицо|anverso|recto|frente|fronte|ön yüz|mặt trước"
_BACK = r"back|rückseite|背面|裏面?|뒷면|оборот|reverso|verso|retro|dorso|arka yüz|mặt sau"
_SIDE = pattern(
    rf"[ \t>*-]{{0,6}}{_EDGE}(?:(?P<front>{_FRONT})|(?P<back>{_BACK}))(?![^\W\d_])[ \t]*"
    r"\d{0,3}[ \t]*"
    rf"(?:{_EDGE}[ \t]*[:：][ \t]*{_EDGE}|{_EDGE}[ \t]*\Z)[ \t]*",
    re.IGNORECASE,
)
_ANY = pattern(r"back|rücks|背面|裏|뒷면|оборот|verso|retro|dorso|arka|mặt")
"""The beginnings of the names of a back in folded text: without an i, which is folded in more
ways than one.
"""


class _Mark(Struct, frozen=True):
    kind: Literal["front", "back", "stop"]
    line: int
    begin: int
    atom: Atom


def read(page: Page, taken: Taken) -> Reading:
    """Every pair of the two sides, where there are several or one that asks and nothing else."""
    reading = Reading(looked="sides `Front:` and `Back:`")
    if not _ANY.search(page.text.casefold()):
        return reading
    found = list(_pairs(page, list(_marks(page, taken))))
    if len(found) == 1 and not page.forced:
        front, back, end = found[0]
        alone = end - front.line >= 0.5 * len(page.text.strip())
        if not (alone and asks(page.says((front.begin, back.line)))):
            return reading
    for front, back, end in found:
        draft = Draft(
            page,
            "faces",
            "its two sides, each after its name",
            front.line,
            end,
            page.cut(front.begin, back.line, front.atom.path),
            page.cut(back.begin, end, back.atom.path),
        )
        finish(draft, reading)
    return reading


def _marks(page: Page, taken: Taken) -> Iterator[_Mark]:
    text = page.text
    for atom in page.atoms:
        if atom.fold or not taken.free(atom.start, atom.end):
            continue
        if atom.kind in ("heading", "break"):
            side = _SIDE.match(text, *atom.words) if atom.kind == "heading" else None
            if side and side.end() == atom.words[1]:
                yield _Mark("front" if side["front"] else "back", atom.start, atom.end, atom)
            else:
                yield _Mark("stop", atom.start, atom.end, atom)
        elif atom.kind == "paragraph":
            for start, end, _ in atom.pieces:
                if side := _SIDE.match(text, start, end):
                    kind: Literal["front", "back"] = "front" if side["front"] else "back"
                    yield _Mark(kind, start, side.end(), atom)


def _pairs(page: Page, marks: Sequence[_Mark]) -> Iterator[tuple[_Mark, _Mark, int]]:
    """Where each card's front and back begin, and where it ends."""
    front: _Mark | None = None
    back: _Mark | None = None
    for mark in (*marks, None):
        if mark and mark.kind == "back" and front and back is None:
            back = mark
            continue
        if front and back:
            stop = mark.line if mark else len(page.text)
            inside = page.between(back.atom.start, stop)
            end = max((min(atom.end, stop) for atom in inside), default=stop)
            yield front, back, max(end, back.begin)
        front, back = (mark if mark and mark.kind == "front" else None), None
