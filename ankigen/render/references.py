"""What a text may refer to in the rest of its file: link definitions and footnotes."""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct, field

from ankigen.patterns import pattern

if TYPE_CHECKING:
    from ankigen.blocks import Block

_LABELS = pattern(r"\[\^?((?:[^\\\[\]]|\\.){1,999})\]", re.DOTALL)


class References(Struct, frozen=True):
    """Strings only, so that workers and caches can take them."""

    links: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Destination and title by normalised label; a label's first definition counts."""
    footnotes: Mapping[str, str] = field(default_factory=dict)
    """The Markdown of footnotes by normalised label."""

    def used_by(self, text: str) -> "References":
        """Those that a text can refer to, and the footnotes that these refer to."""
        if "[" not in text or not (self.links or self.footnotes):
            return NONE
        return self.of(labels(text))

    def of(self, names: Iterable[str]) -> "References":
        """Those of these labels (`labels`), and of the ones in their footnotes."""
        links, footnotes, waiting = dict[str, tuple[str, str]](), dict[str, str](), [*names]
        while waiting:
            name = waiting.pop()
            if name in self.links:
                links[name] = self.links[name]
            if name in self.footnotes and name not in footnotes:
                footnotes[name] = self.footnotes[name]
                waiting += labels(footnotes[name])
        return References(links, footnotes) if links or footnotes else NONE


NONE = References()


def labels(text: str) -> set[str]:
    """All that may be a label to which a text refers, normalised."""
    if "[" not in text:
        return set()
    from ankigen.blocks import label

    return {label(match[1]) for match in _LABELS.finditer(text)}


def gather(document: "Block", text: str) -> References:
    """The definitions and footnotes of a text that was parsed."""
    links, footnotes = dict[str, tuple[str, str]](), dict[str, str]()
    for block in document.walk():
        if block.kind == "definition":
            links.setdefault(block.info, block.target)
        elif block.kind == "footnote":
            lines = [" " * pad + text[start:end] for start, end, pad in block.pieces]
            footnotes.setdefault(block.info, "\n".join(lines))
    return References(links, footnotes)
