"""Excerpts in a compact form, whose lines are made out only where somebody asks for them.

Most of a project's excerpts are never looked at line by line: a build that finds its cards in the
cache wants to know where they stand, and no more.
"""

from collections.abc import Sequence
from struct import Struct

from ankigen.model import Excerpt, Piece, Source

_LINE = Struct("<iii")

Lines = tuple[int, int, int] | bytes
"""Of an excerpt that is all lines between two places whether it is raw, and the two; of another one
byte that says the same, and the numbers of its pieces in a row, four bytes each.
"""


class Whole(Excerpt, frozen=True, kw_only=True):
    """An excerpt that is all lines of a range."""

    first: int
    last: int

    @property  # type: ignore[misc]  # made out where asked for
    def pieces(self) -> tuple[Piece, ...]:
        return _between(self.source.text, self.first, self.last)

    @property
    def text(self) -> str:
        return self.source.text[self.first : self.last]

    @property
    def bounds(self) -> tuple[int, int]:
        return self.first, self.last

    @property
    def size(self) -> int:
        return self.last - self.first


class Packed(Excerpt, frozen=True, kw_only=True):
    """An excerpt of other lines, counted from a place in the file."""

    at: int
    lines: bytes

    @property  # type: ignore[misc]  # made out where asked for
    def pieces(self) -> tuple[Piece, ...]:
        at = self.at
        return tuple([(a + at, b + at, pad) for a, b, pad in _LINE.iter_unpack(self.lines[1:])])

    @property
    def bounds(self) -> tuple[int, int]:
        if len(self.lines) == 1:
            return 0, 0
        first, _, _ = _LINE.unpack_from(self.lines, 1)
        _, last, _ = _LINE.unpack_from(self.lines, len(self.lines) - _LINE.size)
        return first + self.at, last + self.at


def packed(excerpt: Excerpt) -> Lines:
    """The compact form of an excerpt."""
    pieces = excerpt.pieces
    if pieces and _are_all(excerpt.source.text, pieces):
        return int(excerpt.raw), pieces[0][0], pieces[-1][1]
    return bytes([excerpt.raw]) + b"".join([_LINE.pack(*piece) for piece in pieces])


def unpacked(lines: Lines, source: Source, at: int) -> Excerpt:
    """The excerpt of a compact form whose offsets count from a place in the source."""
    if isinstance(lines, tuple):
        raw, start, end = lines
        return Whole(source, (), bool(raw), first=start + at, last=end + at)
    return Packed(source, (), bool(lines[0]), lines=lines, at=at)


def _are_all(text: str, pieces: Sequence[Piece]) -> bool:
    """Whether they are all lines between the first's start and the last's end."""
    at = pieces[0][0] - 1
    for start, end, pad in pieces:
        if pad or start != at + 1:
            return False
        at = end
    ends = [end for _, end, _ in pieces[:-1]]
    breaks = text.count("\n", pieces[0][0], at)
    return breaks == len(ends) and all(text[end] == "\n" for end in ends)


def _between(text: str, start: int, end: int) -> tuple[Piece, ...]:
    """All lines of a range."""
    pieces = []
    for line in text[start:end].split("\n"):
        stop = start + len(line)
        pieces.append((start, stop, 0))
        start = stop + 1
    return tuple(pieces)
