"""SQLite databases that have no name on the disk: in memory while small, else an unlinked file."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO

SMALL = 48 << 20
"""Bytes up to which a database is held in memory."""
CHUNK = 1 << 20


@contextmanager
def nameless() -> Iterator[tuple[IO[bytes], sqlite3.Connection]]:
    """A new file in the folder for temporary files, and a connection to it.

    Its name is gone as soon as both are open (on Windows when they are closed), so that not even
    a killed process leaves it behind.
    """
    handle, name = tempfile.mkstemp(prefix="ankigen-", suffix=".db")
    try:
        with os.fdopen(handle, "r+b") as stream:
            address = f"{Path(name).resolve().as_uri()}?nolock=1"
            with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
                connection.execute("PRAGMA journal_mode = OFF")
                connection.execute("PRAGMA synchronous = OFF")
                if os.name == "posix":
                    Path(name).unlink()
                yield stream, connection
    finally:
        with suppress(OSError):
            Path(name).unlink()


@contextmanager
def opened(source: IO[bytes], size: int = 0, limit: int = 1 << 40) -> Iterator[sqlite3.Connection]:
    """The database whose bytes `source` gives, for reading, whoever wrote it.

    `size` is what it is said to have, if that is known. Raises ValueError when it has more than
    `limit` bytes, and sqlite3.DatabaseError, here or at the first query, when it is none.
    """
    head = _upto(source, CHUNK if size > SMALL else min(SMALL, limit) + 1)
    if len(head) > limit:
        raise ValueError(f"the database has more than {limit} bytes")
    if len(head) <= SMALL and size <= SMALL:
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
            connection.deserialize(_plain(head))
            yield _wary(connection)
        return
    with nameless() as (stream, connection):
        size = stream.write(_plain(head))
        del head
        while piece := source.read(CHUNK):
            size += stream.write(piece)
            if size > limit:
                raise ValueError(f"the database has more than {limit} bytes")
        stream.flush()
        yield _wary(connection)


def _upto(source: IO[bytes], size: int) -> bytes:
    pieces = []
    while size > 0 and (piece := source.read(size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces) if len(pieces) != 1 else pieces[0]


def _plain(head: bytes) -> bytes:
    """The head of a file without its mark for a write-ahead log, which is not there to be read."""
    if head[18:20] == b"\2\2":
        return head[:18] + b"\1\1" + head[20:]
    return head


def _wary(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Trust nothing that the file's schema says; know Anki's order of names."""
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA query_only = ON")
    connection.create_collation("unicase", _unicase)
    return connection


def _unicase(left: str, right: str) -> int:
    one, other = left.casefold(), right.casefold()
    return (one > other) - (one < other)
