"""What is numbered in a part of a file: questions, or answers at its end, by the form they have."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from ankigen.blocks import cells
from ankigen.model import Piece
from ankigen.patterns import pattern
from ankigen.readers.asks import asks
from ankigen.readers.line import OPTION
from ankigen.readers.page import Atom, Page
from ankigen.readers.taken import Taken
from ankigen.readers.words import label_at
from ankigen.text import first_line, lines, number_prefix, plain

_NUMBER = pattern(r"\W{0,6}(?:[^\W\d_]{1,12}\W{0,3})?(\d{1,4})(?=\W|$)")
_LINE = pattern(
    r"[ \t>*_]{0,8}(?:[^\W\d_]{1,9}[ \t]{0,2})?[(#]?(\d{1,4})[*_]{0,2}[ \t]*"
    r"(?:[.):：、]|[-–—=→|]+(?=[ \t]))[*_]{0,2}[ \t]*(?=\S)"
)
_ONLY = pattern(r"[\W_]*(?:[^\W\d_]{1,9}\W{0,2})?\d{1,4}[\W_]*\Z")
_SHORT = pattern(
    r"(?<![\w.])(?:Q\.?[ \t]?)?(\d{1,3})[ \t]*[.):：、=\-–—→]+[ \t]*[*_(]{0,3}"
    r"([A-Ha-h](?:[ \t]*[,&+/][ \t]*[A-H])*|true|false|yes|no)(?![\w])[*_)]{0,3}",
    re.IGNORECASE,
)
_SHORT_AT = pattern(r"\d[ \t]*[.):：、=\-–—→]+[ \t]*[*_(]{0,3}[A-Htyn]", re.IGNORECASE)
"""What each match of `_SHORT` has in it: found much faster, since it begins with a digit."""
_STEM = pattern(r"[:：…][*_ \t]*\Z|_{3,}|[(（]\s*[)）]|\.\.\.\s*[*_]*\Z")
_LONGEST = 1500


class Entry(Struct, frozen=True):
    """A numbered part [start, end), and its text without the number."""

    number: int
    start: int
    end: int
    pieces: tuple[Piece, ...]


def entries(
    page: Page, atoms: Sequence[Atom], taken: Taken, least: int = 1
) -> dict[str, list[Entry]]:
    """The numbered parts of each form that has so many: headings, list items, paragraphs, lines,
    cells, short.
    """
    numbered = [
        (at, *one) for at, atom in enumerate(atoms) if (one := _number(page, atom)) is not None
    ]
    found: dict[str, list[Entry]] = {}
    for sort in ("heading", "item", "paragraph") if numbered else ():
        starts = [(at, number) for at, of, number in numbered if of == sort]
        if len(starts) >= least:
            found[sort] = list(_blocks(page, atoms, taken, sort, starts))
    paragraphs = [atom for atom in atoms if atom.kind == "paragraph" and not atom.fold]
    found["line"] = [one for atom in paragraphs for one in _lines(page, atom)]
    found["cell"] = [one for atom in atoms if atom.kind == "table" for one in _cells(page, atom)]
    found["short"] = [one for atom in paragraphs for one in _short(page, atom)]
    return {sort: row for sort, row in found.items() if len(row) >= least}


def any_numbered(page: Page, atoms: Sequence[Atom]) -> bool:
    """Whether one is a numbered heading, list item or paragraph."""
    return any(_number(page, atom) is not None for atom in atoms)


def _blocks(
    page: Page, atoms: Sequence[Atom], taken: Taken, sort: str, starts: Sequence[tuple[int, int]]
) -> Iterator[Entry]:
    """The parts of one sort that begin at the numbered atoms `starts`."""
    for place, (at, number) in enumerate(starts):
        atom = atoms[at]
        stop = starts[place + 1][0] if place + 1 < len(starts) else len(atoms)
        end = atom.end
        for later in atoms[at + 1 : stop]:
            if later.kind == "heading" and (sort != "heading" or later.level <= atom.level):
                break
            if later.kind != "break" and not page.empty(later):
                end = later.end
        if taken.free(atom.start, end):
            pieces = page.cut(atom.words[0], end, atom.path)
            if sort == "heading":
                pieces = [(*atom.words, 0), *page.cut(atom.end, end, atom.path)]
            counted = atom.item is not None and atom.item.number is not None
            bare = tuple(pieces) if counted else _without_number(page, pieces)
            yield Entry(number, atom.words[0], end, bare)


def _number(page: Page, atom: Atom) -> tuple[str, int] | None:
    """The sort of a numbered atom, and its number."""
    if atom.fold:
        return None
    sort = str(atom.kind)
    if atom.path:
        outer = [block for block in atom.path if block.kind == "item"]
        if len(outer) != 1 or not atom.first_in(outer[0]):
            return None
        sort = "item"
        if outer[0].number is not None:
            return sort, outer[0].number
    elif sort not in ("heading", "paragraph"):
        return None
    if _NUMBER.match(page.text, *atom.words) is None:
        return None
    line = first_line(page.text, *atom.words)
    match = _NUMBER.match(line)
    if match is None:
        return None
    hit = label_at(line, 0, len(line))
    if number_prefix(f"{plain(line)} x") or (hit and hit.numbered):
        return sort, int(match[1])
    return None


def may_ask(page: Page, entry: Entry) -> bool:
    """Whether it reads like a question, or has options below it."""
    stop = min(entry.end, entry.start + _LONGEST)
    rows = [row for row in lines(page.text[entry.start : stop]) if row.strip()]
    options = sum(1 for row in rows if OPTION.match(row))
    stem = rows[0] if rows else ""
    return options >= 2 or bool(_STEM.search(stem)) or any(_asks(row) for row in rows[:4])


def _asks(row: str) -> bool:
    words = plain(row)
    return asks(words[number_prefix(words) :]) > 0


def _without_number(page: Page, pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The lines without the number before them, and emphasis that began before it."""
    if not pieces:
        return ()
    start, end, _ = pieces[0]
    if _ONLY.match(page.text, start, end):
        return tuple(pieces[1:])
    match = _LINE.match(page.text, start, end)
    if not match:
        return tuple(pieces)
    begin = match.end()
    if page.text.count("**", start, begin) % 2 and page.text[begin:end].rstrip().endswith("**"):
        end = page.text.rindex("**", begin, end)
    return ((begin, end, 0), *pieces[1:])


def _lines(page: Page, atom: Atom) -> Iterator[Entry]:
    """The numbered lines of a paragraph that has several, each with those that go on with it."""
    if len(atom.pieces) < 2 or atom.item is not None:
        return
    rows = [piece for piece in atom.pieces if atom.start <= piece[0] < atom.end]
    if len(rows) < 2:
        return
    marks = [(at, m) for at, row in enumerate(rows) if (m := _LINE.match(page.text, *row[:2]))]
    if len(marks) < 2:
        return
    for place, (at, match) in enumerate(marks):
        stop = marks[place + 1][0] if place + 1 < len(marks) else len(rows)
        pieces = ((match.end(), rows[at][1], 0), *rows[at + 1 : stop])
        end = rows[stop - 1][1]
        yield Entry(int(match[1]), rows[at][0], end, pieces)


def _cells(page: Page, table: Atom) -> Iterator[Entry]:
    for start, end, _ in table.pieces[1:]:
        row = cells(page.text, start, end)
        number = _NUMBER.match(plain(page.text[slice(*row[0])])) if len(row) > 1 else None
        if number is None:
            continue
        pieces: list[Piece] = []
        for low, high in row[1:]:
            if page.text[low:high].strip():
                pieces += [(low, low, 0)] * bool(pieces)
                pieces.append((low, high, 0))
        yield Entry(int(number[1]), start, end, tuple(pieces))


def _short(page: Page, atom: Atom) -> Iterator[Entry]:
    """`1. b, 2. a, 3. c`: answers of a word each, in one paragraph with nothing else."""
    if atom.end - atom.start > 4000 or not _SHORT_AT.search(page.text, atom.start, atom.end):
        return
    hit = label_at(page.text, atom.start, atom.end)
    start = hit.end if hit and hit.kind == "answer" else atom.start
    found = list(_SHORT.finditer(page.text, start, atom.end))
    if len(found) < 2:
        return
    said = sum(len(match[0]) for match in found)
    rest = re.sub(r"[\s,;|.·/]+", "", page.text[start : atom.end])
    if said >= 0.6 * len(rest):
        for match in found:
            yield Entry(int(match[1]), match.start(), match.end(), ((*match.span(2), 0),))
