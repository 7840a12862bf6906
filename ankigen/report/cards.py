"""The cards of a compilation as a table for people, or one JSON object a line."""

import json
from collections.abc import Callable, Mapping, Sequence
from textwrap import wrap
from typing import Protocol, TextIO

from ankigen.model import Asset, Note
from ankigen.report.terminal import Terminal, cells, fit, plain
from ankigen.text import visible

Place = Callable[[str], str]
Reasons = Mapping[str, tuple[str, str]]
"""By guid, the reader that took a card, and its evidence."""
_MANY = 10_000
_WIDE = 60
_NARROW = 14


class Compiled(Protocol):
    """What is needed of a compilation."""

    @property
    def notes(self) -> tuple[Note, ...]: ...
    @property
    def assets(self) -> tuple[Asset, ...]: ...


def write_json(compiled: Compiled, stream: TextIO, place: Place, reasons: Reasons) -> None:
    """One object a card. With `reasons` each has the keys `reader` and `evidence` too."""
    assets = {asset.name: asset for asset in compiled.assets}
    for note in compiled.notes:
        made = record(note, assets, place)
        if reasons:
            made["reader"], made["evidence"] = reasons[note.guid]
        stream.write(json.dumps(made, ensure_ascii=False) + "\n")


def record(note: Note, assets: dict[str, Asset], place: Place) -> dict[str, object]:
    """A card as plain data: exactly the keys of `ankigen list --json`."""
    return {
        "guid": note.guid,
        "file": place(note.span.source.path),
        "line": note.span.line,
        "deck": note.deck,
        "note_type": note.note_type.name,
        "question_html": note.fields[0],
        "answer_html": note.fields[1],
        "tags": list(note.tags),
        "media": [{"source": _from(assets[name], place), "name": name} for name in note.media],
    }


def _from(asset: Asset, place: Place) -> str:
    remote = asset.source.startswith("data:") or "://" in asset.source
    return asset.source if remote else place(asset.source)


def write_table(compiled: Compiled, terminal: Terminal, place: Place, reasons: Reasons) -> None:
    """Line, question and tags, below their file's name. What is no terminal gets all of it.

    With `reasons` each has a second line: the reader that took it, and the evidence.
    """
    rows = [(note, plain(visible(note.fields[0]))) for note in compiled.notes]
    gutter = max(len(str(note.span.line)) for note, _ in rows) + 2
    longest = max(cells(question) for _, question in rows)
    room = terminal.width - gutter - 4 if terminal.interactive else longest + _MANY
    tags, tag_room = _tag_column([note for note, _ in rows], room - min(longest, room * 3 // 5))
    column = min(longest, room - tag_room) if tag_room else room + 2
    file = None
    for (note, question), tag in zip(rows, tags, strict=True):
        if note.span.source.path != file:
            if file is not None:
                terminal.write()
            file = note.span.source.path
            terminal.write(terminal.paint(plain(place(file)), "bold"))
        line = terminal.paint(f"{note.span.line:>{gutter}}", "gutter")
        shown = fit(question, column)
        if tag and tag_room:
            shown += " " * max(min(column, _WIDE) - cells(shown) + 2, 2)
            shown += terminal.paint(fit(tag, tag_room), "place")
        terminal.write(f"{line}  {shown}")
        if reasons:
            said = ": ".join(reasons[note.guid])
            terminal.write(" " * (gutter + 2) + terminal.paint(fit(said, room), "dim"))


def write_misses(misses: Mapping[str, Sequence[str]], terminal: Terminal, place: Place) -> None:
    """Files without a question, and what was looked for in each."""
    for path, looked in misses.items():
        terminal.write(f"{terminal.paint(plain(place(path)), 'bold')}: no question")
        for one in filter(None, looked):
            for number, line in enumerate(wrap(plain(one), max(terminal.width - 6, 20))):
                terminal.write(f"    {'  ' if number else '- '}{line}")


def _tag_column(notes: Sequence[Note], room: int) -> tuple[list[str], int]:
    """The tags of each note in so many columns: whole, else only their last levels."""
    whole = [" ".join(note.tags) for note in notes]
    if max(map(cells, whole), default=0) <= room:
        return whole, max(map(cells, whole))
    short = [" ".join(tag.rpartition("::")[2] for tag in note.tags) for note in notes]
    return short, min(room, max(map(cells, short))) if room > _NARROW else 0
