"""Lines that may be questions: labelled, bold, numbered, in list items and in quotes."""

import re
from collections.abc import Callable, Iterator
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from ankigen.patterns import pattern
from ankigen.readers.asks import asks
from ankigen.readers.line import at_code, question_line
from ankigen.readers.page import Atom, Page
from ankigen.readers.words import label_at
from ankigen.text import first_line, number_prefix, plain

_BOLD = pattern(
    r"(?:\*{2,5}|__|<(?:b|strong)>)(?=\S).{2,600}?(?<=\S)(?:\*{2,5}|__|</(?:b|strong)>)(?!\w)",
    re.IGNORECASE,
)
_ASKED = pattern(r"[^\r\n?？؟]{4,300}[?？؟][\"'”’»]?(?=[ \t]+[^\s?]|[\u4e00-\u9fff])")
_EMOJI = pattern(r"[\U0001F000-\U0001FAFF\u2600-\u27BF\u2B00-\u2BFF★☆]\ufe0f?[\s*_)）]*\Z")


class Line(Struct, frozen=True):
    """A line that may be a question: [start, end), what it asks, and its number."""

    index: int
    start: int
    end: int
    asking: int
    number: int | None
    adorned: bool
    """A sign (a star, a mark of difficulty) ends it."""
    depth: int = 0
    """Of a list item how many items hold it."""
    brief: bool = False
    """A list item of one line that is not in bold: `- Is it so? Yes.`"""
    quoted: bool = False
    """A list item that has nothing in it, and a quote below its list."""


Sort = Literal["label", "bold", "numbered", "item", "quote"]
Finder = Callable[[Page, int, Atom], Iterator[Line]]


def _first_line(page: Page, atom: Atom) -> tuple[int, int]:
    pieces = atom.pieces
    if pieces and atom.start <= pieces[0][0] < atom.end:
        return pieces[0][0], min(pieces[0][1], atom.end)
    return atom.start, atom.start + len(first_line(page.text, atom.start, atom.end))


def _line(page: Page, index: int, start: int, end: int, number: int | None = None) -> Line:
    cleaned = question_line(page.text, start, end)
    words = plain(page.text[cleaned.start : cleaned.end])
    source = page.text[start:end].rstrip()
    return Line(index, start, end, asks(words), number, _EMOJI.search(source) is not None)


def _labels(page: Page, index: int, atom: Atom) -> Iterator[Line]:
    pieces = atom.pieces
    for start, end, _ in pieces:
        if atom.start <= start < atom.end:
            hit = label_at(page.text, start, min(end, atom.end))
            if hit and (hit.kind == "question" or hit.letter == "q") and not hit.alone:
                stop = _told_after(page, start, min(end, atom.end))
                yield _line(page, index, start, stop)


def _told_after(page: Page, start: int, end: int) -> int:
    """Where a question in bold ends on whose line the answer follows: `**Q: What is …?** It is`."""
    bold = _BOLD.match(page.text, start, end)
    if bold and asks(plain(bold[0])) == 2 and plain(page.text[bold.end() : end]):
        return bold.end()
    return end


def _bold(page: Page, index: int, atom: Atom) -> Iterator[Line]:
    if atom.path:
        return
    start, end = _first_line(page, atom)
    size = number_prefix(page.text[start:end])
    match = _BOLD.match(page.text, start + size, end)
    if not match:
        return
    stop = match.end()
    if page.text[start:end].rstrip().endswith("**") and match[0].startswith("**"):
        stop = end  # bold within bold: `**What is **this** for**`
    rest = page.text[stop:end]
    if any(char.isalnum() for char in plain(rest)) and asks(plain(match[0])) < 2:
        return
    digits = (
        _DIGITS.match(page.text, start, end) if number_prefix(plain(match[0])) or size else None
    )
    number = int(digits[1]) if digits else None
    yield _line(page, index, start, stop if plain(rest) else end, number)


_DIGITS = pattern(r"\D{0,12}(\d{1,4})")


def _numbered(page: Page, index: int, atom: Atom) -> Iterator[Line]:
    start, end = _first_line(page, atom)
    item = atom.item
    if item is not None:
        if item.number is not None and atom.first_in(item) and len(atom.path) == 2:
            yield _line(page, index, start, _told_after(page, start, end), item.number)
        return
    if not atom.path and number_prefix(page.text[start:end]):
        match = _DIGITS.match(page.text, start, end)
        yield _line(page, index, start, end, int(match[1]) if match else None)


def _items(page: Page, index: int, atom: Atom) -> Iterator[Line]:
    item = atom.item
    if item is None or item.number is not None or not atom.first_in(item):
        return
    start, end = _first_line(page, atom)
    bold = _BOLD.match(page.text, start, end)
    stop = bold.end() if bold else end
    lone = len(item.children) < 2 and not plain(page.text[stop : atom.end])
    quoted = lone and _quoted_below(page, index)
    brief = lone and not quoted and not bold
    if brief:
        asked = _ASKED.match(page.text, start, end)
        if not asked or at_code(page.text, start, end, asked.end() - 1):
            return
        if "](" in page.text[start:end] or asks(page.text[asked.end() : atom.end]):
            return  # it goes on asking, or only leads elsewhere
        stop = asked.end()
    elif lone and not quoted:
        return
    depth = sum(1 for block in atom.path if block.kind == "item")
    yield replace(_line(page, index, start, stop), depth=depth, brief=brief, quoted=quoted)


def _quoted_below(page: Page, index: int) -> bool:
    """Whether a quote follows a list whose one item the line is, all that it has."""
    path = page.atoms[index].path
    below = page.atoms[index + 1 : index + 2]
    return (
        len(path) > 1
        and len(path[-2].children) == 1
        and bool(below)
        and below[0].path[: len(path) - 2] == path[:-2]
        and [block.kind for block in below[0].path[len(path) - 2 :]][:1] == ["quote"]
    )


def _quotes(page: Page, index: int, atom: Atom) -> Iterator[Line]:
    quote = atom.quote
    if quote is not None and atom.path[0] is quote and atom.first_in(quote):
        start, end = _first_line(page, atom)
        yield _line(page, index, start, end)


FINDERS: dict[Sort, Finder] = {
    "label": _labels,
    "bold": _bold,
    "numbered": _numbered,
    "item": _items,
    "quote": _quotes,
}
