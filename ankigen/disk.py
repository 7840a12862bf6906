"""How a file that a stranger put into a project is read, and how one of ours is written: whole."""

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

MEGABYTE = 1 << 20


def read(file: Path, limit: int, *, follow: bool = True) -> bytes | None:
    """The bytes of a regular file, None when it has more than `limit`; never waits for a pipe.

    With `follow` False a link is an `OSError`, also when the file has just become one.
    """
    names = ("O_NONBLOCK", "O_BINARY", *(() if follow else ("O_NOFOLLOW",)))
    handle = os.open(file, sum((getattr(os, name, 0) for name in names), os.O_RDONLY))
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(0, "it is no regular file")
        data = stream.read(limit + 1)
    return data if len(data) <= limit else None


def lines(file: Path) -> list[str]:
    """The lines of a small file that need not be there; none where it cannot be read, or is a
    link, which git does not follow here either.
    """
    try:
        data = read(file, MEGABYTE, follow=False)
    except OSError:
        return []
    return (data or b"").decode("utf-8", "replace").splitlines()


def put(file: Path, pieces: Iterable[bytes], *, mode: int | None = None, sync: bool = True) -> None:
    """Put a file in its place whole, or leave the old one as it is.

    With `sync` also when the power fails. It is written under a random name that must be new: in
    a stranger's folder a link or a pipe may lie under any name that can be foreseen.
    """
    fresh = file.with_name(f".{file.name[:50]}.{os.urandom(6).hex()}.tmp")
    try:
        with fresh.open("xb") as stream:
            for piece in pieces:
                stream.write(piece)
            if sync:
                stream.flush()
                os.fsync(stream.fileno())
        if mode is not None:
            fresh.chmod(mode)
        fresh.replace(file)
    except BaseException:
        with suppress(OSError):
            fresh.unlink()
        raise
