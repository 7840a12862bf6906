"""What the passes over one text share."""

import secrets
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

from ankigen.passes.tags import OpenTags
from ankigen.patterns import pattern

_secret = secrets.token_hex(8)
MARK = pattern(f"\x02{_secret}:([0-9]+)\x03")
"""What stands in the text for HTML that is put aside; entities can write all but the secret."""


class Context(Struct):
    """One rendering. `plain` switches off all that makes a card better than the page."""

    links: Mapping[str, tuple[str, str]]
    """Link reference definitions: destination and title by normalised label."""
    footnotes: Mapping[str, str]
    """Footnotes: Markdown by normalised label."""
    stash: list[str] = field(default_factory=list)
    """The engine's stash of finished HTML."""
    plain: bool = False
    brackets: bool = False
    clozes: Literal["", "braces", "marks"] = ""
    choice: bool = False
    labels: bool = False
    """A table's cells carry their column's name, in place of its head."""
    raw: bool = False
    """The text starts inside a block of raw HTML."""
    code: list[str] = field(default_factory=list)
    """Finished HTML of code, to be put in after the HTML is sanitised."""
    marks: int = 0
    """How many `==…==` have become clozes."""
    tags: OpenTags = field(default_factory=OpenTags)
    foreign: bool = False
    """HTML that the author wrote stands in it: only a parser knows what becomes of that."""
    values: list[tuple[str, str]] | None = None
    """Attributes of links and pictures that have marks in their place, where no parse is needed."""
    used: list[str] = field(default_factory=list)
    """Labels of the footnotes that were referred to, in the order of their numbers."""

    def store(self, html: str, foreign: bool = False) -> str:
        """Put finished HTML aside; gives the mark that stands for it in the tree's text."""
        self.foreign = self.foreign or foreign
        self.stash.append(html)
        return f"\x02{_secret}:{len(self.stash) - 1}\x03"
