"""Any Anki package, read: the legacy layouts and the newer one, ours and others'.

Nothing in a package is trusted: sizes are bounded, text is text, no name is used as a path.
"""

import json
import re
import sqlite3
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import IO, Any, Literal, cast

from msgspec import Struct

from ankigen.apkg import wire
from ankigen.apkg.database import opened
from ankigen.diagnostics import Stop
from ankigen.model import Deck, Field, Note, NoteType, Source, Span, Template
from ankigen.patterns import pattern

Layout = Literal["collection.anki2", "collection.anki21", "collection.anki21b"]
LAYOUTS: tuple[Layout, ...] = ("collection.anki21b", "collection.anki21", "collection.anki2")
"""The newest first: Anki puts an empty older one beside it, which says that Anki is too old."""
MAX_DATABASE = 4 << 30
MAX_MEDIA_LIST = 256 << 20

_SOURCE = pattern(
    r"""<(?:img|audio|video|object|source)\b(?:[^<>"']|"[^"]{0,4000}"|'[^']{0,4000}'){0,4000}?"""
    r"""\b(?:src|data)\s{0,9}=\s{0,9}(?:"([^"]{1,2000})"|'([^']{1,2000})'|([^\s>"']{1,2000}))""",
    re.IGNORECASE,
)
_SOUND = pattern(r"\[sound:([^\]\n]{1,1000})\]")


class Card(Struct, frozen=True):
    """A card. `guid` is its note's; `suspended` and `reviews` are what a person did with it."""

    guid: str
    deck: str
    note_type: NoteType
    order: int
    due: int
    suspended: bool
    reviews: int


class Media(Struct, frozen=True):
    """A media file: its name in Anki, its entry in the archive, its size in bytes unpacked."""

    name: str
    entry: str
    size: int


class Package(Struct, frozen=True):
    """What is in a package.

    `decks` are those that have notes, a note being in its first card's deck, both in the order
    of their ids. Spans are empty: a package knows no source.
    """

    path: Path
    layout: Layout
    decks: tuple[Deck, ...]
    note_types: tuple[NoteType, ...]
    cards: tuple[Card, ...]
    media: tuple[Media, ...]

    @property
    def notes(self) -> tuple[Note, ...]:
        return tuple(note for deck in self.decks for note in deck.notes)


def read(path: Path) -> Package:
    """The package at `path`. Raises Stop when there is none, or none that can be read."""
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            raise OSError(0, "it is no regular file")
        with zipfile.ZipFile(path) as archive:
            layout = _layout(archive)
            newer = layout == LAYOUTS[0]
            media = _media(archive, newer)
            with (
                unpacked(archive, layout, newer) as entry,
                opened(entry, limit=MAX_DATABASE) as connection,
            ):
                note_types, decks = _kinds(connection)
                return _collection(path, layout, media, connection, note_types, decks)
    except OSError as error:
        raise Stop(f"cannot read {path}: {error.strerror or error}") from error
    except _BROKEN as error:
        raise Stop(
            f"{path} is not an Anki package, or a damaged one: {error}",
            "export it from Anki again, or download it again",
        ) from error


_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    sqlite3.Error,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)
"""What a damaged or forged package makes the libraries raise."""


def media_names(html: str) -> Iterator[str]:
    """The media that a field's HTML uses, in their order, as Anki finds them."""
    if "src" in html or "data" in html:
        for match in _SOURCE.finditer(html):
            yield unescape(next(part for part in match.groups() if part))
    if "[sound:" in html:
        for match in _SOUND.finditer(html):
            yield unescape(match[1])


def _layout(archive: zipfile.ZipFile) -> Layout:
    names = set(archive.namelist())
    for layout in LAYOUTS:
        if layout in names:
            return layout
    raise ValueError("it holds no collection")


@contextmanager
def unpacked(archive: zipfile.ZipFile, name: str, newer: bool) -> Iterator[IO[bytes]]:
    """An entry's bytes, without the Zstandard layer that the newer layout has."""
    with archive.open(name) as entry:
        if newer:
            import zstandard

            machine = zstandard.ZstdDecompressor(max_window_size=1 << 27)
            with machine.stream_reader(entry) as reader:
                yield cast(IO[bytes], reader)
        else:
            yield entry


def _media(archive: zipfile.ZipFile, newer: bool) -> tuple[Media, ...]:
    names = set(archive.namelist())
    if "media" not in names:
        return ()
    with unpacked(archive, "media", newer) as entry:
        data = entry.read(MAX_MEDIA_LIST)
    if newer:
        listed = [value for number, value in wire.fields(data) if number == 1]
        return tuple(
            Media(wire.text(item, 1), str(number), wire.integer(item, 2))
            for number, item in enumerate(listed)
            if isinstance(item, bytes)
        )
    if not data.strip():
        return ()
    sizes = {info.filename: info.file_size for info in archive.infolist()}
    return tuple(
        Media(str(name), str(entry), sizes.get(str(entry), 0))
        for entry, name in json.loads(data).items()
    )


def _kinds(connection: sqlite3.Connection) -> tuple[dict[int, NoteType], dict[int, str]]:
    """Note types and deck names by id, in either schema."""
    models, decks = connection.execute("SELECT models, decks FROM col").fetchone()
    if models and models != "{}":
        return (
            {int(key): _legacy_kind(int(key), value) for key, value in json.loads(models).items()},
            {int(key): str(value["name"]) for key, value in json.loads(decks).items()},
        )
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'notetypes'").fetchone():
        return {}, {1: "Default"}
    rows = connection.execute("SELECT id, name, mtime_secs, config FROM notetypes").fetchall()
    return (
        {row[0]: _newer_kind(connection, *row) for row in rows},
        {
            key: name.replace("\x1f", "::")
            for key, name in connection.execute("SELECT id, name FROM decks")
        },
    )


def _legacy_kind(key: int, model: dict[str, Any]) -> NoteType:
    return NoteType(
        key,
        str(model["name"]),
        tuple(Field(str(item["name"]), int(item.get("id") or 0)) for item in model["flds"]),
        tuple(
            Template(
                str(item["name"]), int(item.get("id") or 0), str(item["qfmt"]), str(item["afmt"])
            )
            for item in model["tmpls"]
        ),
        str(model.get("css", "")),
        model.get("type") == 1,
        int(model.get("mod") or 0),
    )


def _newer_kind(
    connection: sqlite3.Connection, key: int, name: str, modified: int, config: bytes
) -> NoteType:
    in_order = "SELECT name, config FROM {} WHERE ntid = ? ORDER BY ord"
    fields = connection.execute(in_order.format("fields"), (key,)).fetchall()
    templates = connection.execute(in_order.format("templates"), (key,)).fetchall()
    return NoteType(
        key,
        name,
        tuple(Field(item, wire.integer(data, 9)) for item, data in fields),
        tuple(
            Template(item, wire.integer(data, 8), wire.text(data, 1), wire.text(data, 2))
            for item, data in templates
        ),
        wire.text(config, 3),
        wire.integer(config, 1) == 1,
        modified,
    )


def _collection(
    path: Path,
    layout: Layout,
    media: tuple[Media, ...],
    connection: sqlite3.Connection,
    note_types: dict[int, NoteType],
    decks: dict[int, str],
) -> Package:
    nowhere = Span(Source(path.name, ""), 0, 0)
    known = {item.name for item in media}
    cards: dict[int, list[tuple[str, int, int, int, int]]] = {}
    for nid, did, *rest in connection.execute(
        "SELECT nid, CASE WHEN odid THEN odid ELSE did END, ord, due, queue, reps"
        " FROM cards ORDER BY nid, ord"
    ):
        cards.setdefault(nid, []).append((decks.get(did, str(did)), *rest))
    all_cards: list[Card] = []
    notes: dict[str, list[Note]] = {}
    for nid, guid, mid, modified, tags, flds in connection.execute(
        "SELECT id, guid, mid, mod, tags, flds FROM notes ORDER BY id"
    ):
        kind, own = note_types[mid], cards.get(nid, [])
        for deck, order, due, queue, reps in own:
            all_cards.append(Card(guid, deck, kind, order, due, queue == -1, reps))
        deck, due = (own[0][0], own[0][2]) if own else ("", 0)
        fields = tuple(flds.split("\x1f"))
        used = dict.fromkeys(name for name in media_names(flds) if name in known)
        notes.setdefault(deck, []).append(
            Note(guid, kind, deck, fields, tuple(tags.split()), modified, due, nowhere, tuple(used))
        )
    used_kinds = dict.fromkeys(note.note_type.id for group in notes.values() for note in group)
    return Package(
        path,
        layout,
        tuple(Deck(name, tuple(group)) for name, group in notes.items()),
        tuple(note_types[key] for key in used_kinds),
        tuple(all_cards),
        media,
    )
