"""How a file is read that a stranger put into a project: a regular one, and of a bounded size."""

import os
import stat
from pathlib import Path

MEGABYTE = 1 << 20


def read(file: Path, limit: int) -> bytes | None:
    """The bytes of a regular file, None when it has more than `limit`; never waits for a pipe."""
    handle = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(0, "it is no regular file")
        data = stream.read(limit + 1)
    return data if len(data) <= limit else None


def lines(file: Path) -> list[str]:
    """The lines of a small file that need not be there; none where it cannot be read."""
    try:
        data = read(file, MEGABYTE)
    except OSError:
        return []
    return (data or b"").decode("utf-8", "replace").splitlines()
