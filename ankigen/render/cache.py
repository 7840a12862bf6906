"""Fragments kept between builds, by what they were made of, in the user's cache folder.

Only there: a cache that came with a stranger's repository would bring HTML that nobody sanitised.
It costs no more than time when it is broken, full, locked or gone: what cannot be read is made
again, and a file that is no cache is thrown away.
"""

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

import msgspec

from ankigen import __version__, places
from ankigen.model import Fragment

MOST = 256 * 1024 * 1024
"""Bytes that the cache may hold; beyond, what was used longest ago goes."""
_SHAPING = ("markdown", "pymdownx", "pygments", "nh3")
"""The packages that shape the HTML beside ankigen's own."""
_OWN = ("", "blocks", "passes", "render")
_DAY = 24 * 60 * 60
_SOME = 500
"""Keys in one query."""
_LARGE = 200
"""Keys of large values that are read at a time."""


def file() -> Path:
    """Where the cache lies."""
    return places.cache() / "fragments.sqlite"


def clear() -> int:
    """Throw the cache away; the bytes that it held."""
    held = 0
    for path in (file(), file().with_name(f"{file().name}-journal")):
        with suppress(OSError):
            held += path.stat().st_size
            path.unlink()
    return held


def shape(folders: tuple[str, ...] = _OWN, packages: tuple[str, ...] = _SHAPING) -> bytes:
    """A digest of all code that shapes the HTML, without importing any of it.

    An installed package is known by the name of its metadata folder, which has its version;
    ankigen's own files also by size and time, so that an engineer never sees yesterday's HTML.
    """
    found = blake2b(__version__.encode(), digest_size=16)
    for package in packages:
        found.update(_installed(package).encode())
    for folder in folders:
        for told in _files(folder):
            found.update(told)
    return found.digest()


@cache
def _files(folder: str) -> list[bytes]:
    """Name, size and time of each file of one of our folders: what this process imports."""
    with os.scandir(Path(__file__).parent.parent / folder) as entries:
        found = sorted((one.name, one.stat()) for one in entries if "." in one.name)
    return [f"{name} {told.st_size} {told.st_mtime_ns}".encode() for name, told in found]


@cache
def _installed(package: str) -> str:
    """A package with the names of its metadata folders: what this process may have imported."""
    spec = find_spec(package)
    beside = _beside(Path(spec.origin).parent.parent) if spec and spec.origin else []
    stem = {"pymdownx": "pymdown_extensions"}.get(package, package)
    return f"{package} {[name for name in beside if name.startswith(f'{stem}-')]}"


@cache
def _beside(folder: Path) -> list[str]:
    """The metadata folders that lie in a folder, in lower case."""
    with os.scandir(folder) as entries:
        return sorted(one.name.lower() for one in entries if one.name.endswith(".dist-info"))


def read(keys: Sequence[bytes]) -> dict[bytes, Fragment]:
    """The fragments that are kept under these keys."""
    found: dict[bytes, Fragment] = {}
    decoder = msgspec.msgpack.Decoder(Fragment)
    for key, value in read_bytes(keys).items():
        with suppress(msgspec.MsgspecError, TypeError):
            found[key] = _sound(decoder.decode(value))
    return found


def in_turn(keys: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """What is kept under these keys, a few of them at a time: for large values."""
    for start in range(0, len(keys), _LARGE):
        yield from read_bytes(keys[start : start + _LARGE]).items()


def read_bytes(keys: Sequence[bytes]) -> dict[bytes, bytes]:
    """What is kept under these keys."""
    if not keys or not file().is_file():
        return {}
    found: dict[bytes, bytes] = {}
    try:
        with closing(_open()) as base:
            stale = time.time() // _DAY - 7
            touched = []
            for key, value, used in _rows(base, keys):
                found[key] = value
                touched += [(key,)] if used < stale else []
            _touch(base, touched)
    except sqlite3.OperationalError:  # locked, or the disk is full: not broken
        return found
    except sqlite3.DatabaseError:
        clear()
    return found


def write_bytes(made: Mapping[bytes, bytes]) -> None:
    """Keep these."""
    today = time.time() // _DAY
    rows = [(key, value, today) for key, value in made.items()]
    try:
        file().parent.mkdir(parents=True, exist_ok=True)
        with closing(_open()) as base, base:
            base.execute(
                "create table if not exists fragments"
                " (key blob primary key, value blob not null, used integer not null)"
            )
            base.executemany("insert or replace into fragments values (?, ?, ?)", rows)
        with suppress(OSError):
            if file().stat().st_size > MOST:
                _shrink()
    except sqlite3.OperationalError:
        return
    except sqlite3.DatabaseError:
        clear()
    except OSError:
        return


def _open() -> sqlite3.Connection:
    base = sqlite3.connect(file(), timeout=2)
    base.execute("pragma synchronous = off")  # a cache need not survive a power cut
    return base


def _rows(base: sqlite3.Connection, keys: Sequence[bytes]) -> Iterable[tuple[bytes, bytes, int]]:
    for start in range(0, len(keys), _SOME):
        some = keys[start : start + _SOME]
        marks = ",".join("?" * len(some))
        yield from base.execute(
            f"select key, value, used from fragments where key in ({marks})",
            some,
        )


def _touch(base: sqlite3.Connection, keys: Sequence[tuple[bytes]]) -> None:
    if keys:
        with base:
            today = time.time() // _DAY
            base.executemany(
                "update fragments set used = ? where key = ?", [(today, *key) for key in keys]
            )


def _sound(fragment: Fragment) -> Fragment:
    """The fragment, if it can be filled; else `TypeError`."""
    targets = len(fragment.targets)
    if len(fragment.parts) != len(fragment.holes) + 1 or any(
        not 0 <= hole < targets for hole in fragment.holes
    ):
        raise TypeError
    return fragment


def _shrink() -> None:
    """Drop the half that was used longest ago."""
    with closing(_open()) as base:
        with base:
            base.execute(
                "delete from fragments where key in (select key from fragments"
                " order by used limit (select count(*) / 2 from fragments))"
            )
        base.execute("vacuum")
