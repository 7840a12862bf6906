"""A package that stands already: left as it is when not a byte would differ, else written."""

import hashlib
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from ankigen import pipeline
from ankigen.apkg import write as writer
from ankigen.diagnostics import Stop
from ankigen.model import Asset, Deck, Note
from ankigen.pipeline import Compilation, Options, standing
from ankigen.project.root import find
from ankigen.render import cache

NOTES = """# Notes

> What is it?
<details>
<summary>Answer</summary>

That, and ![a picture](a.svg).
</details>

> What is that?
<details>
<summary>Answer</summary>

It.
</details>
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
OLD = 1_700_000_000


@pytest.fixture
def deck(notes: Path) -> Path:
    """Where the deck of a project is to lie."""
    (notes / "notes.md").write_text(NOTES)
    (notes / "a.svg").write_text(SVG)
    return notes / "dist" / "notes.apkg"


@pytest.fixture
def writes(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The packages that are written from here on."""
    found: list[Path] = []
    write = writer.write

    def noted(path: Path, *rest: object, **more: object) -> int:
        found.append(path)
        return write(path, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(writer, "write", noted)
    return found


def build(deck: Path, *, cached: bool = True) -> int:
    return pipeline.write(pipeline.compile(find(()), Options(cache=cached)), deck)


def test_what_stands_is_left_and_is_as_new(deck: Path, writes: list[Path]) -> None:
    size = build(deck)
    before, place = deck.read_bytes(), deck.stat().st_ino
    os.utime(deck, (OLD, OLD))
    assert build(deck) == size == len(before)
    assert writes == [deck]
    assert deck.read_bytes() == before
    assert deck.stat().st_ino == place
    assert deck.stat().st_mtime > OLD


def test_another_file_with_the_same_bytes_stands_too(deck: Path, writes: list[Path]) -> None:
    build(deck)
    other = deck.with_name("other.apkg")
    other.write_bytes(deck.read_bytes())
    assert build(other) == build(deck)
    assert writes == [deck]


def _flipped(deck: Path) -> None:
    data = bytearray(deck.read_bytes())
    data[len(data) // 2] ^= 1
    deck.write_bytes(data)


def _cut(deck: Path) -> None:
    deck.write_bytes(deck.read_bytes()[:-1])


def _grown(deck: Path) -> None:
    deck.write_bytes(deck.read_bytes() + b"\0")


def _linked(deck: Path) -> None:
    deck.rename(deck.with_name("there.apkg"))
    deck.symlink_to("there.apkg")


@pytest.mark.parametrize("harm", [_flipped, _cut, _grown, _linked, Path.unlink])
def test_whatever_differs_is_written_anew(
    deck: Path, writes: list[Path], harm: Callable[[Path], None]
) -> None:
    build(deck)
    before = deck.read_bytes()
    harm(deck)
    build(deck)
    assert writes == [deck, deck]
    assert deck.read_bytes() == before
    assert not deck.is_symlink()


def test_without_a_cache_it_is_written(deck: Path, writes: list[Path]) -> None:
    build(deck, cached=False)
    build(deck, cached=False)
    build(deck)
    build(deck, cached=False)
    assert len(writes) == 4
    assert len({deck.read_bytes()}) == 1


def _first(compiled: Compilation, change: Callable[[Note], Note]) -> Compilation:
    [deck] = compiled.decks
    first, *rest = deck.notes
    return replace(compiled, decks=(Deck(deck.name, (change(first), *rest)),))


def _styled(compiled: Compilation) -> Compilation:
    [deck] = compiled.decks
    kind = replace(deck.notes[0].note_type, css="b { color: red }")
    notes = tuple(replace(note, note_type=kind) for note in deck.notes)
    return replace(compiled, decks=(Deck(deck.name, notes),))


def _worded(compiled: Compilation) -> Compilation:
    """As a card of another text: its field, and the digest of it in the lock."""
    first, *rest = compiled.lock.entries
    lock = replace(compiled.lock, entries=(replace(first, fields_digest="other"), *rest))
    return replace(_first(compiled, lambda note: replace(note, fields=("?",) * 9)), lock=lock)


def _pictured(compiled: Compilation) -> Compilation:
    data = SVG.replace("9", "8").encode()
    digest = hashlib.sha256(data).hexdigest()
    [one] = compiled.assets
    return replace(compiled, assets=(Asset(one.name, digest, None, data, one.source, len(data)),))


@pytest.mark.parametrize(
    "change",
    [
        _styled,
        _worded,
        _pictured,
        lambda compiled: _first(compiled, lambda note: replace(note, tags=("other",))),
        lambda compiled: _first(compiled, lambda note: replace(note, due=3)),
        lambda compiled: _first(compiled, lambda note: replace(note, modified=note.modified + 1)),
        lambda compiled: replace(compiled, decks=(Deck("Other", compiled.decks[0].notes),)),
        lambda compiled: replace(
            compiled, decks=(Deck(compiled.decks[0].name, compiled.decks[0].notes[:1]),)
        ),
        lambda compiled: replace(
            compiled, decks=(Deck(compiled.decks[0].name, compiled.decks[0].notes[::-1]),)
        ),
        lambda compiled: replace(compiled, assets=()),
    ],
)
def test_all_that_is_written_counts(
    deck: Path, writes: list[Path], change: Callable[[Compilation], Compilation]
) -> None:
    build(deck)
    before = deck.read_bytes()
    pipeline.write(change(pipeline.compile(find(()))), deck)
    assert writes == [deck, deck]
    assert deck.read_bytes() != before


def test_other_code_writes_anew(
    deck: Path, writes: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    build(deck)
    monkeypatch.setattr(sqlite3, "sqlite_version", "0.0.0")
    build(deck)
    assert writes == [deck, deck]


def test_a_note_that_the_lock_lacks_is_written(deck: Path, writes: list[Path]) -> None:
    build(deck)
    compiled = pipeline.compile(find(()))
    lock = replace(compiled.lock, entries=compiled.lock.entries[1:])
    for _ in range(2):
        standing.put(deck, compiled.decks, compiled.assets, lock, cached=True)
    assert len(writes) == 3


@pytest.mark.parametrize("value", [b"", b"x", b"\0" * 8, b"\0" * 40, b"\xff" * 100])
def test_a_broken_record_costs_no_more_than_time(
    deck: Path, writes: list[Path], value: bytes
) -> None:
    build(deck)
    with closing(sqlite3.connect(cache.file())) as base, base:
        base.execute("update fragments set value = ? where length(value) = 40", (value,))
    build(deck)
    build(deck)
    assert writes == [deck, deck]


def test_a_name_that_anki_takes_for_a_backup_is_refused(deck: Path) -> None:
    build(deck)
    other = deck.with_name("collection.apkg")
    other.write_bytes(deck.read_bytes())
    with pytest.raises(Stop, match="backup"):
        build(other)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_told_of(deck: Path) -> None:
    build(deck)
    deck.parent.chmod(0o500)
    try:
        with pytest.raises(Stop, match="cannot write"):
            build(deck)
    finally:
        deck.parent.chmod(0o700)


def test_what_a_killed_build_left_is_removed(deck: Path, writes: list[Path]) -> None:
    build(deck)
    left = deck.with_name(f".{deck.name}.0123456789ab.tmp")
    left.write_bytes(b"half")
    os.utime(left, (OLD, OLD))
    build(deck)
    assert writes == [deck]
    assert not left.exists()
