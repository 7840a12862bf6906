"""A check of a package that does not trust its writer: it reads the file anew, and is quick.

It looks at what would damage a collection or make Anki refuse the file; how cards look is for
others to say.
"""

import json
import os
import sqlite3
import zipfile
import zlib
from pathlib import Path

from ankigen.apkg.database import opened

_BAD_IN_NAME = frozenset('[]<>:"/?*^\\|') | {chr(code) for code in (*range(32), 127)}
_QUERIES = (
    ("a guid on two notes", "SELECT guid FROM notes GROUP BY guid HAVING count(*) > 1 LIMIT 3"),
    ("a note without a guid", "SELECT id FROM notes WHERE guid = '' LIMIT 3"),
    ("a note not dated", "SELECT guid FROM notes WHERE mod <= 0 OR id <= 0 LIMIT 3"),
    (
        "a note without a card",
        "SELECT guid FROM notes WHERE id NOT IN (SELECT nid FROM cards) LIMIT 3",
    ),
    (
        "a card without a note",
        "SELECT id FROM cards WHERE nid NOT IN (SELECT id FROM notes) LIMIT 3",
    ),
    (
        "a card twice",
        "SELECT nid FROM cards GROUP BY nid, ord HAVING count(*) > 1 LIMIT 3",
    ),
)


def verify(path: Path) -> tuple[str, ...]:
    """What is wrong with a legacy package, in words; nothing when it is whole."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.namelist()
            if len(set(entries)) != len(entries):
                return ("an entry stands twice in the archive",)
            media = json.loads(archive.read("media"))
            problems = _media_problems(archive, media, entries, path.stat().st_size)
            size = archive.getinfo("collection.anki2").file_size
            with archive.open("collection.anki2") as entry, opened(entry, size) as connection:
                return (*problems, *_database_problems(connection))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, zlib.error, sqlite3.Error) as error:
        return (f"it cannot be read: {type(error).__name__}: {error}",)


def _media_problems(
    archive: zipfile.ZipFile, media: dict[str, str], entries: list[str], size: int
) -> list[str]:
    found = []
    if set(entries) != {"collection.anki2", "media", *media}:
        found.append("the media map and the archive's entries differ")
    if not all(key.isdigit() for key in media):
        found.append("a key of the media map is no number")
    for name in media.values():
        if name != os.path.basename(name) or not name or not _BAD_IN_NAME.isdisjoint(name):  # noqa: PTH119
            found.append(f"Anki refuses the media name {name!r}")
    if len({name.casefold() for name in media.values()}) != len(media):
        found.append("two media files have one name")
    if sum(info.compress_size for info in archive.infolist()) > size:
        found.append("the archive is cut short")
    return found


def _database_problems(connection: sqlite3.Connection) -> list[str]:
    [state] = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if state != "ok":
        return [f"the database is damaged: {state}"]
    found = []
    for message, query in _QUERIES:
        rows = connection.execute(query).fetchall()
        if rows:
            found.append(f"{message}: {', '.join(str(row[0]) for row in rows)}")
    version, models, decks = connection.execute("SELECT ver, models, decks FROM col").fetchone()
    if version != 11:
        found.append(f"the schema has number {version}, not 11")
    known_decks = {int(key) for key in json.loads(decks)}
    for (deck,) in connection.execute("SELECT DISTINCT did FROM cards"):
        if deck not in known_decks:
            found.append(f"a card is in the unknown deck {deck}")
    widths = {int(key): len(model["flds"]) for key, model in json.loads(models).items()}
    templates = {
        int(key): None if model["type"] else len(model["tmpls"])
        for key, model in json.loads(models).items()
    }
    found += _field_problems(connection, widths)
    for kind, order in connection.execute(
        "SELECT n.mid, max(c.ord) FROM cards c JOIN notes n ON n.id = c.nid GROUP BY n.mid"
    ):
        count = templates.get(kind)
        if count is not None and order >= count:
            found.append(f"a card has no template in note type {kind}")
    return found


def _field_problems(connection: sqlite3.Connection, widths: dict[int, int]) -> list[str]:
    query = "SELECT CAST(guid AS BLOB), mid, CAST(flds AS BLOB) FROM notes"
    for guid, kind, fields in connection.execute(query):
        width = widths.get(kind)
        if width is None:
            return [f"note {guid.decode(errors='replace')} is of the unknown note type {kind}"]
        if fields.count(b"\x1f") != width - 1:
            told = guid.decode(errors="replace")
            return [f"note {told} has not the {width} fields of its note type"]
    return []
