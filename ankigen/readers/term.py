"""Flash-card lines: `term :: definition`, one card a line; and `question` / `?` / `answer`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ankigen.model import Piece
from ankigen.readers.cards import Draft, Reading, finish
from ankigen.readers.page import Atom, Page
from ankigen.readers.taken import Taken
from ankigen.readers.trim import at_code
from ankigen.text import lines, plain

_MARK = re.compile(r"(?<![:\w]):{2,3}(?=\s)|(?<=[^\s:])(?::{2,3}(?=\s)|:::(?=[^\s:]))")
_NOT_A_TERM = re.compile(r"\s*(?:[-*+>]\s*)?\Z|.*https?$")
_FLASHCARDS = re.compile(r"(?:^|\s)#(?:flash)?cards?\b|^cards-deck:", re.MULTILINE)
_ASK = re.compile(r"\s*\?{1,2}\s*\Z")


def read_terms(page: Page, taken: Taken) -> Reading:
    """Lines with `::` between a term and its definition, where they are a habit of the file."""
    reading = Reading(looked="lines `term :: definition`")
    paragraphs = [
        _rows(page, atom)
        for atom in page.atoms
        if atom.kind == "paragraph" and taken.free(atom.start, atom.end)
    ]
    count = sum(1 for rows in paragraphs for row in rows if row.mark)
    total = sum(len(rows) for rows in paragraphs)
    meant = _FLASHCARDS.search(page.text) is not None
    if not page.forced and not meant and (count < 3 or count < 0.3 * total):
        if count:
            reading.looked += f" ({count} of {total} lines)"
        return reading
    for rows in paragraphs:
        _cards(page, rows, reading)
    return reading


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a paragraph; `mark` is the range of its `::`, if it has one."""

    piece: Piece
    mark: tuple[int, int] | None


def _rows(page: Page, atom: Atom) -> list[Row]:
    pieces = atom.block.pieces if atom.block else ()
    return [
        Row(piece, _mark(page.text, piece)) for piece in pieces if atom.start <= piece[0] < atom.end
    ]


def _mark(text: str, piece: Piece) -> tuple[int, int] | None:
    start, end, _ = piece
    for match in _MARK.finditer(text, start, end):
        before = text[start : match.start()]
        if at_code(text, start, end, match.start()) or _NOT_A_TERM.match(before):
            continue
        if len(before) <= 400 and plain(before) and text[match.end() : end].strip():
            return match.span()
    return None


def _cards(page: Page, rows: Sequence[Row], reading: Reading) -> None:
    at = 0
    while at < len(rows):
        row = rows[at]
        stop = at + 1
        while stop < len(rows) and rows[stop].mark is None:
            stop += 1
        if row.mark:
            start, end, _ = row.piece
            definition = [(row.mark[1], end, 0), *(line.piece for line in rows[at + 1 : stop])]
            draft = Draft(
                page,
                "term",
                "a term and its definition with `::` between",
                start,
                rows[stop - 1].piece[1],
                [(start, row.mark[0], 0)],
                _trimmed(page.text, definition),
            )
            finish(draft, reading)
        at = stop


def _trimmed(text: str, pieces: list[Piece]) -> list[Piece]:
    start, end, pad = pieces[0]
    while start < end and text[start] in " \t":
        start += 1
    return [(start, end, pad), *pieces[1:]]


_DEFINITION = re.compile(r"[ ]{0,3}:[ \t]+(?=\S)")


def read_definitions(page: Page, taken: Taken) -> Reading:
    """A term on its line and `: its definition` below, three times or more in a file."""
    reading = Reading(looked="terms with `: definition` on the next line")
    found: list[tuple[list[Piece], list[Piece]]] = []
    for atom in page.atoms:
        pieces = list(atom.block.pieces) if atom.block else []
        if atom.kind != "paragraph" or not taken.free(atom.start, atom.end):
            continue
        marks = [
            i for i, (s, e, _) in enumerate(pieces) if i and _DEFINITION.match(page.text, s, e)
        ]
        firsts = [i for i in marks if i - 1 not in marks]
        for number, at in enumerate(firsts):
            stop = firsts[number + 1] - 1 if number + 1 < len(firsts) else len(pieces)
            back = [_bare(page.text, piece) for piece in pieces[at:stop]]
            found.append(([pieces[at - 1]], back))
    if len(found) < 3 and not page.forced:
        return reading
    for front, back in found:
        why = "a term with its definition after a colon"
        finish(Draft(page, "definition", why, front[0][0], back[-1][1], front, back), reading)
    return reading


def _bare(text: str, piece: Piece) -> Piece:
    match = _DEFINITION.match(text, piece[0], piece[1])
    return (match.end(), piece[1], 0) if match else piece


def read_marked(page: Page, taken: Taken) -> Reading:
    """`question`, a line with only `?`, `answer`, down to the next blank line."""
    reading = Reading(looked="a line with only `?` between question and answer")
    for atom, at in _asked(page, taken):
        pieces = atom.block.pieces if atom.block else ()
        end = atom.end
        for later in page.between(atom.end, len(page.text)):
            gap = lines(page.text[end : later.start])
            if len(gap) > 2 or later.kind in ("heading", "break"):
                break
            end = later.end
        back = [*pieces[at + 1 :], *page.cut(atom.end, end, atom.path)]
        draft = Draft(
            page,
            "question-mark",
            "a line with only `?` after the question",
            pieces[0][0],
            end,
            list(pieces[:at]),
            back,
        )
        finish(draft, reading)
    return reading


def _asked(page: Page, taken: Taken) -> Iterator[tuple[Atom, int]]:
    for atom in page.atoms:
        if atom.kind != "paragraph" or not atom.block or not taken.free(atom.start, atom.end):
            continue
        for at, (start, end, _) in enumerate(atom.block.pieces):
            if at and end - start < 8 and _ASK.match(page.text[start:end]):
                yield atom, at
                break
