"""The deck, written as the legacy package (`collection.anki2`) that every Anki reads.

genanki gives the schema, the collection's row, decks and note types with their required fields;
its loop over notes is replaced by two bulk inserts, since it has one timestamp for all notes,
takes a clock's tick for an id, and searches each field for bad HTML in quadratic time.
"""

import errno
import hashlib
import io
import json
import os
import sqlite3
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import cached_property
from itertools import count, islice
from pathlib import Path
from types import ModuleType
from typing import Any

from ankigen.apkg import verify
from ankigen.apkg.database import CHUNK, SMALL, nameless
from ankigen.apkg.deflate import deflate
from ankigen.apkg.target import beside, check_target, told
from ankigen.diagnostics import Stop
from ankigen.model import Asset, Deck, Note, NoteType
from ankigen.patterns import pattern

_NOTE_ROW = "INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, 0, 0, '')"
_CARD_ROW = "INSERT INTO cards VALUES (?, ?, ?, ?, ?, -1, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')"
_SEPARATOR = "\x1f"
_LEVEL = 1
"""Of zlib: level 6 takes three times as long for a sixth less."""
_DENSE = (
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".webp",
    ".avif",
    ".mp3",
    ".m4a",
    ".mp4",
    ".ogg",
    ".webm",
)
"""Media that deflating does not make smaller: stored."""
_Ids = tuple[Iterator[int], Iterator[int]]
"""The next note's and the next card's id: milliseconds, as Anki has them, in the source's order."""
_CLOZE_TOKEN = pattern(r"\{\{c(\d{1,3})::|\}\}")
_CLOZE_FIELD = pattern(r"\{\{(?:[^{}:]+:)*cloze:(?:[^{}:]+:)*([^{}:]+)\}\}")
_BLANK = pattern(r"(?:\s|</?(?:br|div) ?/?>)*\Z")
"""What Anki takes for an empty field."""


def write(
    path: Path,
    decks: Sequence[Deck],
    assets: Sequence[Asset],
    created: int,
    *,
    packed: bool = True,
    seen: Callable[[io.BufferedRandom], None] = lambda _file: None,
) -> int:
    """Write the package and put it in place; its size in bytes.

    The bytes follow from the arguments alone. `created` (seconds since 1970) is when the notes
    were made, as Anki shows it: ids count up from there in the order given (Anki itself knows
    notes by their guid). `packed=False` leaves the database undeflated. Decks whose names Anki
    takes for one are joined under the first. `seen` is shown the file as it will stand there.

    The package is written to a hidden file beside `path`, checked, synced and renamed: whatever
    happens before that, the old file stays as it was.

    Raises Stop when the target cannot be written, a media file vanished or changed, or the
    package failed its check.
    """
    check_target(path)
    with told(path), beside(path) as (stream, temporary):
        with zipfile.ZipFile(stream, "w", allowZip64=True) as archive:
            _put_database(archive, decks, created, packed)
            _put_media(archive, assets)
        stream.flush()
        problems = verify.verify(temporary)
        if problems:
            raise Stop(
                f"the new deck failed its check and was left out: {'; '.join(problems[:3])}",
                "this is a fault in ankigen: please report it with the notes that show it",
            )
        os.fsync(stream.fileno())
        seen(stream)
    return path.stat().st_size


def prepare() -> None:
    """Load what this takes."""
    _genanki()


# --- the archive


def _put(archive: zipfile.ZipFile, name: str, pieces: Iterable[bytes], packed: bool) -> None:
    """Stream an entry in."""
    archive.compression = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    archive.compresslevel = _LEVEL
    with archive.open(name, "w") as entry:  # by name: dated 1980, as every entry here
        for piece in pieces:
            entry.write(piece)
    _same_everywhere(archive.getinfo(name))


def _put_database(
    archive: zipfile.ZipFile, decks: Sequence[Deck], created: int, packed: bool
) -> None:
    name = "collection.anki2"
    size = sum(sum(map(len, note.fields)) for deck in decks for note in deck.notes)
    if size > SMALL:
        with nameless() as (stream, connection):
            _fill(connection, decks, created)
            _put(archive, name, iter(lambda: stream.read(CHUNK), b""), packed)
        return
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        _fill(connection, decks, created)
        data = connection.serialize()
    if packed:
        _put_deflated(archive, name, data)
    else:
        _put(archive, name, [data], packed)


def _put_deflated(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    """An entry deflated on all cores, which zipfile cannot do: stored, then its header mended."""
    archive.compression = zipfile.ZIP_STORED
    with archive.open(name, "w") as entry:
        entry.write(deflate(data, _LEVEL))
    info = archive.getinfo(name)
    info.compress_type, info.file_size, info.CRC = zipfile.ZIP_DEFLATED, len(data), zlib.crc32(data)
    stream = archive.fp
    if not isinstance(stream, io.BufferedRandom):  # zipfile wraps a file whose place is not told
        raise OSError(errno.ESPIPE, os.strerror(errno.ESPIPE))
    end = stream.tell()
    stream.seek(info.header_offset)
    stream.write(info.FileHeader(zip64=False))
    stream.seek(end)
    _same_everywhere(info)


def _same_everywhere(info: zipfile.ZipInfo) -> None:
    info.create_system = 3
    info.external_attr = 0o644 << 16


def _put_media(archive: zipfile.ZipFile, assets: Sequence[Asset]) -> None:
    """The media map and the files, by name, each checked against its digest on the way."""
    by_name = {asset.name: asset for asset in assets}
    for asset in assets:
        if by_name[asset.name].digest != asset.digest:
            raise Stop(f"two different media files have the name {asset.name}")
    names = sorted(by_name)
    listed = json.dumps({str(number): name for number, name in enumerate(names)})
    _put(archive, "media", [listed.encode()], packed=True)
    for number, name in enumerate(names):
        packed = Path(name).suffix not in _DENSE
        _put(archive, str(number), _content(by_name[name]), packed)


def _content(asset: Asset) -> Iterator[bytes]:
    if asset.data is not None:
        yield asset.data
        return
    assert asset.path is not None, asset.name
    digest = hashlib.sha256()
    try:
        with asset.path.open("rb") as stream:
            while piece := stream.read(CHUNK):
                digest.update(piece)
                yield piece
    except OSError as error:
        raise Stop(
            f"cannot read {asset.source}: {error.strerror or error}",
            "the file was there when the build began; build again",
        ) from error
    if digest.hexdigest() != asset.digest:
        raise Stop(f"{asset.source} changed while the deck was written", "build again")


# --- the database


def _genanki() -> Any:
    """The library, without what it or its helpers load for nothing.

    Its decorator library loads asyncio and ssl; YAML is for templates given as text.
    """
    stand_ins: dict[str, dict[str, object]] = {
        "cached_property": {"cached_property": cached_property},
        "yaml": {},
    }
    absent = [name for name in stand_ins if not {name, "genanki"} & set(sys.modules)]
    for name in absent:
        sys.modules[name] = ModuleType(name)
        vars(sys.modules[name]).update(stand_ins[name])
    try:
        import genanki
    finally:
        for name in absent:
            del sys.modules[name]
    return genanki


def _fill(connection: sqlite3.Connection, decks: Sequence[Deck], created: int) -> None:
    genanki = _genanki()
    ids = count(created * 1000), count(created * 1000)
    cursor = connection.cursor()
    cursor.execute("PRAGMA page_size = 16384")
    cursor.execute("PRAGMA cache_size = -8192")
    kinds = {note.note_type.id: note.note_type for deck in decks for note in deck.notes}
    models = {number: _model(genanki, kind) for number, kind in kinds.items()}
    bulk = [_deck(genanki, name, notes, models, ids) for name, notes in _joined_decks(decks)]
    genanki.Package(bulk).write_to_db(cursor, created, iter(()))
    if connection.in_transaction:
        connection.commit()


def _joined_decks(decks: Sequence[Deck]) -> Iterator[tuple[str, list[Note]]]:
    """Decks by the name that Anki knows them by, in which case does not count."""
    joined: dict[str, tuple[str, list[Note]]] = {}
    for deck in decks:
        joined.setdefault(deck.name.casefold(), (deck.name, []))[1].extend(deck.notes)
    return iter(joined.values())


def _deck(genanki: Any, name: str, notes: list[Note], models: dict[int, Any], ids: _Ids) -> Any:
    class Bulk(genanki.Deck):  # type: ignore[misc]
        def write_to_db(self, cursor: sqlite3.Cursor, timestamp: float, id_gen: object) -> None:
            super().write_to_db(cursor, timestamp, id_gen)
            cursor.execute("BEGIN")
            note_ids = list(islice(ids[0], len(notes)))
            cursor.executemany(_NOTE_ROW, _note_rows(notes, note_ids))
            cursor.executemany(_CARD_ROW, _card_rows(notes, note_ids, self.deck_id, models, ids[1]))
            cursor.execute("COMMIT")

    deck = Bulk(_deck_id(name), name)
    for kind in dict.fromkeys(note.note_type.id for note in notes):
        deck.add_model(models[kind])
    return deck


def _deck_id(name: str) -> int:
    """Anki matches decks by name; the id only has to be one of its own."""
    if name.casefold() == "default":
        return 1
    digest = hashlib.sha256(name.casefold().encode("utf-8", "replace")).digest()
    return (1 << 40) + int.from_bytes(digest[:4])


def _model(genanki: Any, kind: NoteType) -> Any:
    class Dated(genanki.Model):  # type: ignore[misc]
        def to_json(self, timestamp: float, deck_id: int) -> Any:  # noqa: ARG002
            return super().to_json(kind.modified, deck_id)

    model = Dated(
        kind.id,
        kind.name,
        fields=[{"name": field.name, "id": field.id} for field in kind.fields],
        templates=[
            {"name": item.name, "id": item.id, "qfmt": item.front, "afmt": item.back}
            for item in kind.templates
        ],
        css=kind.css,
        model_type=genanki.Model.CLOZE if kind.cloze else genanki.Model.FRONT_BACK,
    )
    if kind.cloze:  # its cards follow from the text; genanki would look for a field without filter
        model._req = [[0, "any", [0]]]
    return model


def _note_rows(notes: list[Note], ids: list[int]) -> Iterator[tuple[object, ...]]:
    written: dict[tuple[str, ...], str] = {}
    for note, note_id in zip(notes, ids, strict=True):
        fields = _joined(note.fields)
        tags = written.get(note.tags)
        if tags is None:
            tags = " ".join("_".join(tag.split()) for tag in note.tags)
            tags = written[note.tags] = f" {tags} " if tags else ""
        end = fields.find(_SEPARATOR)
        yield (
            note_id,
            note.guid,
            note.note_type.id,
            note.modified,
            tags,
            fields,
            fields if end < 0 else fields[:end],
        )


def _joined(fields: tuple[str, ...]) -> str:
    """The fields as one column, without what would break it (a separator, half a character)."""
    text = _SEPARATOR.join(fields)
    try:
        if not text.isascii():
            text.encode()
        if text.count(_SEPARATOR) == len(fields) - 1:
            return text
    except UnicodeEncodeError:
        pass
    clean = (field.encode("utf-8", "replace").decode().replace(_SEPARATOR, " ") for field in fields)
    return _SEPARATOR.join(clean)


def _card_rows(
    notes: list[Note], note_ids: list[int], deck_id: int, models: dict[int, Any], ids: Iterator[int]
) -> Iterator[tuple[int, ...]]:
    for note, note_id in zip(notes, note_ids, strict=True):
        for order in _card_orders(note, models[note.note_type.id]._req):
            yield next(ids), note_id, deck_id, order, note.modified, note.due


def _card_orders(note: Note, required: list[tuple[int, str, list[int]]]) -> list[int]:
    """Which of the note type's cards the note has; the first when none, since Anki hides none."""
    if note.note_type.cloze:
        return _cloze_orders(note)
    fields, orders = note.fields, []
    for order, how, needed in required:
        wanted = 1 if how == "any" else len(needed)
        for number in needed:
            field = fields[number]
            if field and (field[0].isalnum() or not _BLANK.match(field)):
                wanted -= 1
        if wanted <= 0:
            orders.append(order)
    return orders or [0]


def _cloze_orders(note: Note) -> list[int]:
    """One card for each cloze number, nested ones too, in the fields that the template asks."""
    names = set(_CLOZE_FIELD.findall(note.note_type.templates[0].front))
    orders = set[int]()
    for field, text in zip(note.note_type.fields, note.fields, strict=True):
        if field.name not in names:
            continue
        opened: list[int] = []
        for match in _CLOZE_TOKEN.finditer(text):
            if match[1]:
                opened.append(int(match[1]))
            elif opened:
                orders.add(opened.pop() - 1)
    return sorted(order for order in orders if order >= 0) or [0]
