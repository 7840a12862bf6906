"""The check of a package finds each fault that it is there to find."""

import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ankigen.apkg.verify import verify
from ankigen.apkg.write import write
from ankigen.model import Deck
from tests.apkg.decks import CREATED, asset, note


def _made(folder: Path) -> Path:
    package = folder / "deck.apkg"
    notes = (note("aaaaaaaa", "1"), note("bbbbbbbb", "2"))
    write(package, [Deck("Deck", notes)], [asset("a.png", b"png")], CREATED)
    return package


def _changed(
    package: Path, *, sql: str = "", entries: dict[str, bytes | None] | None = None
) -> None:
    with zipfile.ZipFile(package) as archive:
        held: dict[str, bytes | None] = {name: archive.read(name) for name in archive.namelist()}
    if sql:
        database = sqlite3.connect(":memory:")
        database.deserialize(held["collection.anki2"] or b"")
        database.executescript(sql)
        held["collection.anki2"] = database.serialize()
    held.update(entries or {})
    with zipfile.ZipFile(package, "w") as archive:
        for name, data in held.items():
            if data is not None:
                archive.writestr(name, data)


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("UPDATE notes SET guid = 'same'", "a guid on two notes"),
        ("UPDATE notes SET guid = '' WHERE guid = 'aaaaaaaa'", "without a guid"),
        ("UPDATE notes SET mod = 0", "not dated"),
        ("DELETE FROM cards", "without a card"),
        ("DELETE FROM notes WHERE guid = 'aaaaaaaa'", "without a note"),
        ("UPDATE cards SET nid = (SELECT min(id) FROM notes)", "a card twice"),
        ("UPDATE col SET ver = 18", "number 18"),
        ("UPDATE cards SET did = 77", "unknown deck 77"),
        ("UPDATE notes SET mid = 77", "unknown note type 77"),
        ("UPDATE notes SET flds = 'one'", "has not the 9 fields"),
        ("UPDATE cards SET ord = 2", "no template"),
    ],
)
def test_a_fault_in_the_database_is_found(tmp_path: Path, sql: str, message: str) -> None:
    package = _made(tmp_path)
    assert verify(package) == ()
    _changed(package, sql=sql)
    assert message in "; ".join(verify(package))


def _media(**names: str) -> dict[str, bytes | None]:
    return {"media": json.dumps(names).encode()}


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ({"0": None}, "entries differ"),
        ({"1": b"more"}, "entries differ"),
        ({"media": b"{"}, "cannot be read"),
        ({"media": None}, "cannot be read"),
        ({"collection.anki2": b"not a database" * 99}, "cannot be read"),
        ({"media": b'{"0": "../a.png"}'}, "refuses the media name"),
        ({"media": b'{"0": ""}'}, "refuses the media name"),
        ({"media": b'{"0": "a.png", "1": "A.png"}', "1": b"x"}, "have one name"),
        ({"media": b'{"0": "a.png", "x": "b.png"}', "x": b"x"}, "no number"),
    ],
)
def test_a_fault_in_the_archive_is_found(
    tmp_path: Path, entries: dict[str, bytes | None], message: str
) -> None:
    package = _made(tmp_path)
    _changed(package, entries=entries)
    assert message in "; ".join(verify(package))


@pytest.mark.parametrize(
    "spoil", [lambda b: b[:-40], lambda b: b"", lambda b: b[:60] + b"zzzz" + b[64:]]
)
def test_damage_is_found(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    package = _made(tmp_path)
    package.write_bytes(spoil(package.read_bytes()))
    assert verify(package) != ()
