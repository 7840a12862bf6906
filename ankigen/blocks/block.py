"""The record of a block."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from ankigen.model import Excerpt, Piece, Source

Kind = Literal[
    "document",
    "quote",
    "list",
    "item",
    "paragraph",
    "heading",
    "fence",
    "code",
    "html",
    "table",
    "break",
    "math",
    "definition",
    "footnote",
    "front-matter",
    "box",  # never parsed: what `boxes` makes of lines that Markdown takes for text
]


class Block(Struct, frozen=True):
    """One block. Offsets index the whole text.

    `start` is its first character (its marker's, for a container; never a blank), `end` is past
    its last line's last character, the line end left out. Blank lines after it are outside.

    `pieces` are its content line by line, after its own marks and those of its containers:

    - of the document, a quote, an item or a footnote the lines inside it, as its body's excerpt
      needs them (a line of lazy continuation as it stands); of a list its lines as its parent
      has them, markers and all;
    - of a paragraph its lines without leading blanks; of a heading its text, without the marks;
    - of a fence, a maths block and front matter the lines between the fences;
    - of indented code its lines after four columns; of an HTML block its lines with their indent;
    - of a table its rows, the row of dashes left out: first the header, always there;
    - of a definition its lines.
    """

    kind: Kind
    start: int
    end: int
    pieces: tuple[Piece, ...] = ()
    children: tuple["Block", ...] = ()
    level: int = 0
    """Of a heading 1 to 6; of an HTML block the kind of its start condition, 1 to 7."""
    info: str = ""
    """Of a fence the info string, raw; of a list or item its marker (`-`, `1.`); of a heading
    `#` or `=` (setext); of a table its alignments, one of `<`, `>`, `^`, `-` a column; of a
    definition or footnote its label, normalised; of a box what it calls itself."""
    number: int | None = None
    """Of an ordered list its first number; of an ordered item its own."""
    tight: bool = True
    """Of a list: no blank line between its items or their direct children."""
    closed: bool = True
    """Of a fence, maths or HTML block: its end condition was met. HTML of kinds 6 and 7 ends at
    a blank line or with its container, and is always closed."""
    target: tuple[str, str] = ("", "")
    """Of a definition: its destination and title, escapes and entities decoded."""

    def walk(self) -> Iterator["Block"]:
        """This block and all below it, in the order of the text."""
        stack = [self]
        while stack:
            block = stack.pop()
            yield block
            stack.extend(reversed(block.children))

    def leaves(self) -> Iterator[tuple["Block", tuple["Block", ...]]]:
        """The blocks below it that hold text, in order, each with its containers from here on,
        the outermost first.
        """
        stack: list[tuple[Iterator[Block], tuple[Block, ...]]] = [(iter(self.children), ())]
        while stack:
            blocks, path = stack[-1]
            block = next(blocks, None)
            if block is None:
                stack.pop()
            elif block.children:
                stack.append((iter(block.children), (*path, block)))
            else:
                yield block, path

    def excerpt(self, source: Source) -> Excerpt:
        """Its content as lines of `source`, in whose text it was found."""
        return Excerpt(source, self.pieces)

    def lines(self, start: int, end: int) -> tuple[Piece, ...]:
        """A container's own lines that touch [start, end): the Markdown of some of its children.

        The first line is given whole but for what stands before `start`, the last one whole but
        for what stands after `end`. Where a child begins its line, its indent is kept: the lines
        below may need it (a list that is set in, indented code).
        """
        first = bisect_left(self.pieces, (start + 1, 0, -1)) - 1  # without a key, which is slow
        stop = bisect_left(self.pieces, (end, 0, -1))
        if first >= 0 and self.pieces[first][1] < start:
            first += 1
        cut = list(self.pieces[max(first, 0) : stop])
        if cut and cut[0][0] < start and not self._begins_line(start, cut[0][0]):
            cut[0] = (start, cut[0][1], 0)
        if cut and cut[-1][1] > end:
            cut[-1] = (cut[-1][0], end, cut[-1][2])
        return tuple(cut)

    def _begins_line(self, start: int, line: int) -> bool:
        """Whether a child starts at `start` and nothing but its indent stands before it."""
        at = bisect_left(self.children, start, key=_block_start)
        if at == len(self.children) or self.children[at].start != start:
            return False
        return at == 0 or self.children[at - 1].end <= line


def _block_start(block: Block) -> int:
    return block.start
