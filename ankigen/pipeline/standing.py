"""A package that stands already as a build would write it is not written again.

The user's own cache has, by all that a package's bytes follow from, the SHA-256 of the file that
was written of it and passed its check. Where the file in its place has these very bytes, writing
would change nothing but its time, which is set. Nothing in a project is trusted for it, and a file
that differs in one bit is written anew.
"""

import hashlib
import os
import sqlite3
import stat
import sys
import zlib
from collections.abc import Sequence
from contextlib import suppress
from io import BufferedRandom, BufferedReader
from pathlib import Path

import msgspec

from ankigen.apkg.target import check_target, sweep
from ankigen.identity.records import Lock
from ankigen.model import Asset, Deck
from ankigen.render import cache

_SIZE = 8
"""Bytes of a size; the digest stands after it."""
_SOME = 1000
"""Notes that are digested at a time."""


def put(
    path: Path,
    decks: Sequence[Deck],
    assets: Sequence[Asset],
    lock: Lock,
    *,
    cached: bool,
) -> int:
    """Write a package of notes that the lock knows, unless it stands there already; its size.

    With `cached` False it is written in any case. Raises `Stop` as `apkg.write` does.
    """
    created = min(note.modified for deck in decks for note in deck.notes)
    key = _key(decks, assets, created, lock) if cached else None
    if key:
        check_target(path)
        size = _standing(path, cache.read_bytes([key]).get(key, b""))
        if size is not None:
            sweep(path)
            return size
    from ankigen.apkg.write import write

    if key is None:
        return write(path, decks, assets, created)
    found: list[bytes] = []
    size = write(path, decks, assets, created, seen=lambda file: found.append(_digest(file)))
    cache.write_bytes({key: size.to_bytes(_SIZE) + found[0]})
    return size


def _key(decks: Sequence[Deck], assets: Sequence[Asset], created: int, lock: Lock) -> bytes | None:
    """A digest of all that a package's bytes follow from; None where the lock lacks a note.

    A note's fields count by their digest in the lock, by which they are the same to Anki, too.
    """
    fields = {entry.guid: entry.fields_digest for entry in lock.entries if not entry.removed}
    notes = [note for deck in decks for note in deck.notes]
    if not all(fields.get(note.guid) for note in notes):
        return None
    kinds = {note.note_type.id: note.note_type for note in notes}
    shape = cache.shape(("", "apkg"), ("genanki",))
    told = hashlib.blake2b(b"package", digest_size=16, key=shape)
    encode = msgspec.msgpack.encode
    told.update(
        encode(
            (
                (sys.version, sqlite3.sqlite_version, zlib.ZLIB_RUNTIME_VERSION),
                created,
                [kinds[number] for number in sorted(kinds)],
                [(asset.name, asset.digest) for asset in assets],
                [(deck.name, len(deck.notes)) for deck in decks],
            )
        )
    )
    for start in range(0, len(notes), _SOME):
        some = [
            (note.guid, fields[note.guid], note.note_type.id, note.tags, note.modified, note.due)
            for note in notes[start : start + _SOME]
        ]
        told.update(encode(some))
    return told.digest()


def _standing(path: Path, known: bytes) -> int | None:
    """The size of the file at a path if it has the bytes that are known, and could be replaced."""
    size, digest = int.from_bytes(known[:_SIZE]), known[_SIZE:]
    if not digest or not os.access(path.parent, os.W_OK | os.X_OK):
        return None
    with suppress(OSError), _opened(path) as file:
        told = os.fstat(file.fileno())
        if stat.S_ISREG(told.st_mode) and told.st_size == size and _digest(file) == digest:
            os.utime(path)  # it is as new as the notes
            return size
    return None


def _opened(path: Path) -> BufferedReader:
    """A file, no link; never waits for a pipe."""
    names = "O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"
    return os.fdopen(os.open(path, sum(getattr(os, name, 0) for name in names)), "rb")


def _digest(file: BufferedReader | BufferedRandom) -> bytes:
    """Of all the file, wherever it was read to."""
    file.seek(0)
    return hashlib.file_digest(file, "sha256").digest()
