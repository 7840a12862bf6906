"""The headings of a page with their sections, and what each looks like as a question."""

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from ankigen.patterns import pattern
from ankigen.readers.asks import asks, is_furniture
from ankigen.readers.bodies import Body, Shape, body_of, shape_of
from ankigen.readers.edges import listed_below
from ankigen.readers.line import question_line, useless
from ankigen.readers.page import Atom, Page
from ankigen.readers.taken import Taken


class Head(Struct, frozen=True):
    """A heading with its section: `end` is where the next one of its level or above begins."""

    index: int
    level: int
    rank: int
    parent: int
    """The place of the heading above it; -1 for none."""
    shape: Shape
    end: int
    direct: bool
    """Text follows it before any other heading."""
    body: Body
    furniture: bool
    free: bool
    """No other reader has taken any of its section."""
    variants: bool
    """Solutions of several sorts are folded in its section."""
    answered: bool
    """Another reader has found its answer."""


_DIGITS = pattern(r"\D{0,12}(\d{1,4})\b")


def number_of(page: Page, head: Head) -> int:
    """The number of a heading, or of the item that it opens; 0 for none."""
    atom = page.atoms[head.index]
    if atom.item is not None and atom.item.number and atom.first_in(atom.item):
        return atom.item.number
    match = _DIGITS.match(page.says(atom.words)) if head.shape.numbered else None
    return int(match[1]) if match else 0


def heads_of(page: Page, taken: Taken) -> list[Head]:
    """Every heading of a page, in their order."""
    places = [i for i, atom in enumerate(page.atoms) if atom.kind == "heading"]
    often = Counter(page.says(page.atoms[index].words) for index in places)
    ends, parents = _sections(page, places)
    variants = [a.start for a in page.atoms if page.role(a) == "variant"]
    heads: list[Head] = []
    listed = listed_below(page, places, ends, parents)
    for number, index in enumerate(places):
        atom = page.atoms[index]
        line = question_line(page.text, *atom.words)
        shape = shape_of(page.text, *atom.words, (line.start, line.end))
        if shape.asking == 1 and often[page.says(atom.words)] > 1:
            shape = replace(shape, asking=0)  # a part that every section has
        end = ends[number]
        following = page.atoms[index + 1] if index + 1 < len(page.atoms) else None
        if following is not None and useless(shape.words) and following.kind == "paragraph":
            below = page.says(following.words)
            shape = replace(shape, asking=asks(below), numbered=True)
        direct = following is not None and following.start < end and following.kind != "heading"
        body = body_of(page, atom.end, end)
        folded = bool(variants) and any(atom.end <= at < end for at in variants)
        heads.append(
            Head(
                index,
                atom.level,
                _rank(atom),
                parents[number],
                shape,
                end,
                direct,
                body,
                index in listed or (is_furniture(shape.words) and shape.asking < 2),
                taken.free(atom.words[0], end),
                folded,
                taken.begins(atom.words[0]),
            )
        )
    return heads


def _sections(page: Page, places: Sequence[int]) -> tuple[list[int], list[int]]:
    """For each heading where its section ends, and the place of the heading above it."""
    ends, parents = [len(page.text)] * len(places), [-1] * len(places)
    stack: list[int] = []
    ranks = [_rank(page.atoms[index]) for index in places]
    for number, index in enumerate(places):
        while stack and ranks[stack[-1]] >= ranks[number]:
            ends[stack.pop()] = page.atoms[index].start
        parents[number] = places[stack[-1]] if stack else -1
        stack.append(number)
    return ends, parents


def _rank(atom: Atom) -> int:
    """The level of a heading, twice; but inside a list item it is below the one that opens it."""
    item = atom.item
    if item is None or atom.first_in(item):
        return 2 * atom.level
    first = item
    while first.children:
        first = first.children[0]
    opener = 2 * first.level if first.kind == "heading" else 0
    return max(2 * atom.level, opener + 1)
