"""Markdown to blocks with their places in the text: the first phase of the GFM specification.

The one place that knows fences, quotes, lists, tables and HTML blocks (GFM 0.29 appendix A,
"Phase 1: block structure"). Readers and the renderer both stand on it; inline markup is not seen
here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

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
]


@dataclass(frozen=True, slots=True)
class Block:
    """One block. Offsets index the whole text.

    `start` is its first character (its marker's, for a container), `end` is past its last line's
    last character, the line end left out. `pieces` are its content line by line, after its own
    marks and those of its containers; a container's are the lines inside it, as its body's excerpt
    needs them. Of a heading they are the text; of a fence or maths block the lines between the
    fences; of a table each row.
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
    definition or footnote its label, normalised."""
    number: int | None = None
    """Of an ordered list its first number; of an ordered item its own."""
    tight: bool = True
    """Of a list: no blank line between its items or their direct children."""
    closed: bool = True
    """Of a fence, maths or HTML block: its end condition was met."""
    target: tuple[str, str] = ("", "")
    """Of a definition: its destination and title."""

    def walk(self) -> Iterator["Block"]:
        """This block and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()

    def excerpt(self, source: Source) -> Excerpt:
        """Its content as lines of `source`, in whose text it was found."""
        return Excerpt(source, self.pieces)


def parse(text: str) -> Block:
    """The document of a text. Linear in its length; nesting beyond 64 containers is text."""
    raise NotImplementedError
