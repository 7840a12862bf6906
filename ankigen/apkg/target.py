"""Where a deck may be written, and what the system's refusals mean to a person."""

import errno
import os
import re
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ankigen.diagnostics import Stop

_BACKUP = re.compile(r"collection\.apkg|backup-.*\.apkg", re.IGNORECASE)
_ADVICE = {
    errno.ENOSPC: "The disk is full: make room, or write elsewhere with -o.",
    errno.EDQUOT: "Your quota of disk space is used up: make room, or write elsewhere with -o.",
    errno.EROFS: "The file system is read-only: write elsewhere with -o.",
    errno.EACCES: "You may not write there: change the permissions, or write elsewhere with -o.",
    errno.EPERM: "You may not write there: change the permissions, or write elsewhere with -o.",
    errno.ENAMETOOLONG: "Give a shorter name with -o.",
    errno.ENOTDIR: "A part of the path is a file, not a folder: write elsewhere with -o.",
    errno.EISDIR: "A folder has this name: write elsewhere with -o.",
}


def check_target(path: Path) -> None:
    """Whether a deck can go there, asked before the work is done.

    Raises Stop when a folder or a device has this name, Anki would not open it, or would take it
    for a backup of the whole collection and offer to replace the user's.
    """
    if _BACKUP.fullmatch(path.name):
        raise Stop(
            f"Anki takes a file named {path.name} for a backup and would replace the collection",
            "Give the deck another name with -o.",
        )
    if path.suffix.lower() != ".apkg":
        raise Stop(f"{path} does not end in .apkg, so Anki would not open it", f"-o {path}.apkg")
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise _stop(path, error) from error
    if stat.S_ISDIR(mode):
        raise Stop(f"{path} is a folder", f"Give a file in it: -o {path / 'deck.apkg'}")
    if not stat.S_ISREG(mode) and not stat.S_ISLNK(mode):
        raise Stop(f"{path} is a device, not a file", "Give the deck another place with -o.")


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Faults of the disk while the deck is written, as a `Stop` that says what to do."""
    try:
        yield
    except OSError as error:
        raise _stop(path, error) from error
    except sqlite3.OperationalError as error:
        raise Stop(
            f"cannot make the deck's database: {error}",
            "The folder for temporary files may be full: make room, or set TMPDIR.",
        ) from error


def _stop(path: Path, error: OSError) -> Stop:
    advice = _ADVICE.get(error.errno or 0, "")
    kept = " The old deck is as it was." if path.exists() else ""
    return Stop(f"cannot write {path}: {error.strerror or error}", f"{advice}{kept}".strip())
