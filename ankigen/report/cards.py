"""The cards of a compilation as a table for people, or one JSON object a line."""

import json
import re
from collections.abc import Callable
from html import unescape
from typing import Protocol, TextIO

from ankigen.model import Asset, Note
from ankigen.report.terminal import Terminal, fit, plain

Place = Callable[[str], str]
_TAG = re.compile(r"<[^>]*>")


class Compiled(Protocol):
    """What is needed of a compilation."""

    @property
    def notes(self) -> tuple[Note, ...]: ...
    @property
    def assets(self) -> tuple[Asset, ...]: ...


def write_json(compiled: Compiled, stream: TextIO, place: Place) -> None:
    """One object a card; letters as they are where the stream can write them."""
    encoding = (getattr(stream, "encoding", None) or "utf-8").lower().replace("-", "")
    ascii_only = encoding not in ("utf8", "utf16", "utf32")
    assets = {asset.name: asset for asset in compiled.assets}
    for note in compiled.notes:
        line = json.dumps(record(note, assets, place), ensure_ascii=ascii_only)
        stream.write(line + "\n")


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


def write_table(compiled: Compiled, terminal: Terminal, place: Place) -> None:
    """Place, question and tags; a file's name stands once, above its cards."""
    notes = compiled.notes
    width = terminal.width
    gutter = max(len(str(note.span.line)) for note in notes) + 2
    tags_room = min(max((len(_tags(note)) for note in notes), default=0), max(0, width // 3))
    question_room = width - gutter - 2 - (tags_room + 2 if tags_room else 0)
    file = None
    for note in notes:
        if note.span.source.path != file:
            if file is not None:
                terminal.write()
            file = note.span.source.path
            terminal.write(terminal.paint(plain(place(file)), "bold"))
        line = terminal.paint(f"{note.span.line:>{gutter}}", "gutter")
        question = fit(visible(note.fields[0]), question_room)
        tags = terminal.paint(fit(_tags(note), tags_room), "place") if tags_room else ""
        terminal.write(f"{line}  {_padded(question, question_room)}  {tags}".rstrip())


def visible(html: str) -> str:
    """A field's text on one line, pictures as their alternative text."""
    return " ".join(plain(unescape(_TAG.sub(" ", html))).split())


def _tags(note: Note) -> str:
    return " ".join(note.tags)


def _padded(text: str, width: int) -> str:
    from ankigen.report.terminal import cells

    return text + " " * (width - cells(text))
