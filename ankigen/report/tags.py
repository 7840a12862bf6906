"""The tags of a compilation: as a tree with counts, as JSON, or of one card with their origins."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol

from msgspec import Struct

from ankigen.model import Note
from ankigen.report.cards import Place
from ankigen.report.terminal import Terminal, cells, fit, plain
from ankigen.text import visible

_BAR = 24


class Origin(Protocol):
    """A tag of a card, where it came from, and what was written there."""

    @property
    def tag(self) -> str: ...
    @property
    def origin(self) -> str: ...
    @property
    def written(self) -> str: ...


class Node(Struct, frozen=True):
    """A tag. `cards` have it or one below it, as `tag:` finds them in Anki; `own` have itself."""

    tag: str
    cards: int
    own: int

    @property
    def depth(self) -> int:
        return self.tag.count("::")


def nodes(tagged: Iterable[Sequence[str]]) -> list[Node]:
    """All tags and those above them, each before the ones below it, by name."""
    cards: Counter[str] = Counter()
    own: Counter[str] = Counter()
    for tags in tagged:
        own.update(tags)
        cards.update({above for tag in tags for above in _above(tag)})
    order = sorted(cards, key=lambda tag: tag.split("::"))
    return [Node(tag, cards[tag], own[tag]) for tag in order]


def _above(tag: str) -> list[str]:
    levels = tag.split("::")
    return ["::".join(levels[: depth + 1]) for depth in range(len(levels))]


def as_json(found: Sequence[Node]) -> str:
    """An array of objects."""
    return dumped([{"tag": node.tag, "cards": node.cards, "own": node.own} for node in found])


def explained(note: Note, place: Place, origins: Iterable[Origin]) -> dict[str, object]:
    """A card's tags with their origins, as plain data."""
    return {
        "guid": note.guid,
        "file": place(note.span.source.path),
        "line": note.span.line,
        "question": visible(note.fields[0]),
        "tags": [{"tag": o.tag, "origin": o.origin, "written": o.written} for o in origins],
    }


def dumped(records: object) -> str:
    """Plain data as indented JSON."""
    return json.dumps(records, ensure_ascii=False, indent=2)


def write_tree(found: Sequence[Node], terminal: Terminal) -> None:
    """A line a tag: its last level below the ones above it, the number of cards, a bar."""
    lead = _leads(found)
    names = [node.tag.rpartition("::")[2] for node in found]
    digits = max(len(f"{node.cards:,}") for node in found)
    room = max(terminal.width - digits - 4, 12)
    column = min(max(cells(a + b) for a, b in zip(lead, names, strict=True)), room)
    bar = min(_BAR, terminal.width - column - digits - 4)
    most = max(node.cards for node in found)
    for node, line, name in zip(found, lead, names, strict=True):
        shown = fit(name, column - cells(line))
        gap = " " * (column - cells(line + shown) + 2)
        style = "bold" if node.depth == 0 else "place"
        text = f"{terminal.paint(line, 'dim')}{terminal.paint(shown, style)}{gap}"
        text += f"{node.cards:>{digits},}"
        if bar >= 4:
            text += "  " + terminal.paint("█" * max(1, round(bar * node.cards / most)), "gutter")
        terminal.write(text)


def _leads(found: Sequence[Node]) -> list[str]:
    """The lines of a tree that stand before each name."""
    leads: list[str] = []
    open_after: set[int] = set()  # depths at which another tag follows further down
    for node in reversed(found):
        open_after = {depth for depth in open_after if depth <= node.depth}
        mark = ""
        if node.depth:
            mark = "├─ " if node.depth in open_after else "└─ "
        bars = ("│  " if depth in open_after else "   " for depth in range(1, node.depth))
        leads.append("".join(bars) + mark)
        open_after.add(node.depth)
    return leads[::-1]


def write_origins(note: Note, place: Place, origins: Sequence[Origin], terminal: Terminal) -> None:
    """A card, its tags, where each came from and what was written there."""
    where = f"{plain(place(note.span.source.path))}:{note.span.line}"
    room = terminal.width - cells(where) - 2
    terminal.write(f"{terminal.paint(where, 'bold')}  {fit(plain(visible(note.fields[0])), room)}")
    column = max((cells(item.tag) for item in origins), default=0)
    for item in origins:
        differs = item.written and item.written != item.tag
        said = f"{item.origin}: {plain(item.written)}" if differs else item.origin
        gap = " " * (column - cells(item.tag) + 2)
        terminal.write(f"  {terminal.paint(item.tag, 'place')}{gap}{terminal.paint(said, 'dim')}")
