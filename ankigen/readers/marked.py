"""Questions marked as cards: `What is …? #card`, with the answer below."""

import re

from ankigen.readers.cards import Draft, Reading, finish
from ankigen.readers.page import Atom, Page
from ankigen.readers.taken import Taken

_MARK = re.compile(
    r"(?<=\S)[ \t]+#(?:card|flashcard|anki)(?:[-/][\w/-]{1,40})?"
    r"(?:[ \t]+#[\w/-]{1,60})*[ \t\u200b]*\Z",
    re.IGNORECASE,
)


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
        rest = page.text[line[1] : atom.end].strip()
        if atom.kind == "heading" or not rest:
            for later in page.atoms[index + 1 : following]:
                if later.kind == "heading" and later.level <= (atom.level or 6):
                    break
                if atom.kind != "heading" and later.kind == "break":
                    break
                if atom.item is not None and atom.item not in later.path:
                    break
                end = later.end
        begin = atom.end if atom.kind == "heading" else line[1]
        draft = Draft(
            page,
            "card",
            "`#card` at the end of the question",
            line[0],
            end,
            page.cut(*line, atom.path),
            page.cut(begin, end, atom.path),
        )
        finish(draft, reading)
    return reading


def _line(page: Page, atom: Atom) -> tuple[int, int] | None:
    """The marked line that an atom begins with, its mark included."""
    if atom.kind == "heading":
        return atom.words if _MARK.search(page.text[slice(*atom.words)]) else None
    pieces = atom.pieces
    if not pieces or pieces[0][0] < atom.start:
        return None
    start, end, _ = pieces[0]
    return (start, end) if _MARK.search(page.text[start:end]) else None
