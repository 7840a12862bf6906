"""Questions marked as cards: `What is …? #card`, with the answer below."""

import re
from collections.abc import Sequence

from ankigen.model import Piece
from ankigen.patterns import pattern
from ankigen.readers.cards import Draft, Reading, finish
from ankigen.readers.page import Atom, Page
from ankigen.readers.taken import Taken
from ankigen.readers.words import PAIRS, label_at

_MARK = pattern(
    r"(?<=\S)[ \t]+#(?:card|flashcard|anki)(?:[-/][\w/-]{1,40})?"
    r"(?:[ \t]+#[\w/-]{1,60})*[ \t\u200b]*\Z",
    re.IGNORECASE,
)
_PROPERTY = pattern(r"[ \t]*[\w-]{1,40}::[ \t][^\r\n]*\Z")
"""What an outliner keeps beside a block: `card-repeats:: 3`, `collapsed:: true`."""
_TURN = pattern(r"[ \t]*\?{1,2}[ \t\u200b]*\Z")


def read(page: Page, taken: Taken) -> Reading:
    """Every heading, line or list item with such a mark at its end."""
    reading = Reading(looked="questions with `#card` at their end")
    if "#card" not in page.text and "#flashcard" not in page.text and "#anki" not in page.text:
        return reading
    marked = [
        (index, line)
        for index, atom in enumerate(page.atoms)
        if atom.kind in ("heading", "paragraph") and taken.free(atom.start, atom.end)
        for line in [_line(page, atom)]
        if line
    ]
    for number, (index, line) in enumerate(marked):
        following = marked[number + 1][0] if number + 1 < len(marked) else len(page.atoms)
        atom = page.atoms[index]
        end = atom.end
        if atom.kind == "heading" or _goes_on(page, atom, line[1]):
            for later in page.atoms[index + 1 : following]:
                if later.kind == "heading" and later.level <= (atom.level or 6):
                    break
                if atom.kind != "heading" and later.kind == "break":
                    break
                if atom.item is not None and atom.item not in later.path:
                    break
                end = later.end
        begin = atom.end if atom.kind == "heading" else line[1]
        start, stop = _asked(page, index, line)
        draft = Draft(
            page,
            "card",
            "`#card` at the end of the question",
            start,
            end,
            page.cut(start, stop, atom.path),
            _shown(page.text, page.cut(begin, end, atom.path)),
        )
        finish(draft, reading)
    return reading


def _goes_on(page: Page, atom: Atom, start: int) -> bool:
    """Whether an answer is not only what a paragraph says after `start`."""
    rows = [row for row in page.text[start : atom.end].splitlines() if row.strip()]
    return all(map(_PROPERTY.match, rows)) or _TURN.match(rows[0]) is not None


def _shown(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """An answer without the outliner's properties, and without the turn that opens it."""
    kept: list[Piece] = []
    for piece in pieces:
        line = text[piece[0] : piece[1]]
        if not _PROPERTY.match(line) and (kept or not _TURN.match(line)):
            kept.append(piece)
    return kept


def _asked(page: Page, index: int, line: tuple[int, int]) -> tuple[int, int]:
    """The question that ends in a marked line: from the heading above that says `Q:`, if any."""
    mark = _MARK.search(page.text[slice(*line)])
    for above in range(index - 1, -1, -1):
        atom = page.atoms[above]
        if atom.kind == "heading":
            hit = label_at(page.text, *atom.words)
            if mark and hit and (hit.kind == "question" or hit.letter in PAIRS):
                return atom.words[0], line[0] + mark.start()
            break
        if atom.kind not in ("paragraph", "math", "fence", "table") or _line(page, atom):
            break
    return line


def _line(page: Page, atom: Atom) -> tuple[int, int] | None:
    """The marked line that an atom begins with, its mark included."""
    if atom.kind == "heading":
        return atom.words if _MARK.search(page.text[slice(*atom.words)]) else None
    pieces = atom.pieces
    if not pieces or pieces[0][0] < atom.start:
        return None
    start, end, _ = pieces[0]
    return (start, end) if _MARK.search(page.text[start:end]) else None
