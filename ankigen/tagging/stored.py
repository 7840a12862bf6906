"""What is slow to make from files that seldom change, kept in the user's cache folder."""

import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from ankigen import places

T = TypeVar("T")


def kept(
    name: str, files: Sequence[bytes], make: Callable[[Sequence[bytes]], T], kind: type[T]
) -> T:
    """What `make` makes of the files, from the cache if it was made of the very same before.

    A cache that cannot be read or written costs time and nothing else.
    """
    import msgspec

    place = places.cache() / f"{name}-{_digest(files, make)}.json"
    with suppress(OSError, msgspec.MsgspecError, RecursionError):
        return msgspec.json.decode(place.read_bytes(), type=kind)
    made = make(files)
    with suppress(OSError):
        _write(place, msgspec.json.encode(made))
    return made


def _digest(files: Sequence[bytes], make: Callable[..., object]) -> str:
    """Of the files and of the code that reads them."""
    from hashlib import blake2b

    from ankigen import __version__

    found = blake2b(__version__.encode(), digest_size=12)
    for content in (*files, *_code(make)):
        found.update(len(content).to_bytes(8, "big") + content)
    return found.hexdigest()


def _code(make: Callable[..., object]) -> list[bytes]:
    file = Path(make.__code__.co_filename)
    with suppress(OSError):
        return [file.read_bytes(), (file.parent / "words.py").read_bytes()]
    return []


def _write(place: Path, content: bytes) -> None:
    """In one step, and what was kept under this name for other files is dropped."""
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=".ankigen-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(temporary).replace(place)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    for old in place.parent.glob(f"{place.name.partition('-')[0]}-*.json"):
        if old != place:
            old.unlink(missing_ok=True)
