"""Where a deck may be written, and what the system's refusals mean to a person."""

import errno
import glob
import os
import re
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedRandom
from pathlib import Path

from ankigen.diagnostics import Stop
from ankigen.patterns import pattern

_BACKUP = pattern(r"collection\.apkg|backup-.*\.apkg", re.IGNORECASE)
_STALE = 60
"""Seconds; a file that is being written is younger, or locked."""
_ADVICE = {
    errno.ENOSPC: "the disk is full: make room, or write elsewhere with -o",
    errno.EDQUOT: "your quota of disk space is used up: make room, or write elsewhere with -o",
    errno.EROFS: "the file system is read-only: write elsewhere with -o",
    errno.EACCES: "you may not write there: change the permissions, or write elsewhere with -o",
    errno.EPERM: "you may not write there: change the permissions, or write elsewhere with -o",
    errno.ENAMETOOLONG: "give a shorter name with -o",
    errno.ENOTDIR: "a part of the path is a file, not a folder: write elsewhere with -o",
    errno.EISDIR: "a folder has this name: write elsewhere with -o",
}


def check_target(path: Path) -> None:
    """Whether a deck can go there, asked before the work is done.

    Raises Stop when a folder or a device has this name, Anki would not open it, or would take it
    for a backup of the whole collection and offer to replace the user's.
    """
    if _BACKUP.fullmatch(path.name):
        raise Stop(
            f"Anki takes a file named {path.name} for a backup and would replace the collection",
            "give the deck another name with -o",
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
        raise Stop(f"{path} is a folder", f"give a file in it: -o {path / 'deck.apkg'}")
    if not stat.S_ISREG(mode) and not stat.S_ISLNK(mode):
        raise Stop(f"{path} is a device, not a file", "give the deck another place with -o")


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
            "the folder for temporary files may be full: make room, or set TMPDIR",
        ) from error


def _stop(path: Path, error: OSError) -> Stop:
    advice = _ADVICE.get(error.errno or 0, "")
    kept = "the old deck is as it was" if path.exists() else ""
    help = "; ".join(filter(None, (advice, kept)))
    return Stop(f"cannot write {path}: {error.strerror or error}", help)


@contextmanager
def beside(path: Path) -> Iterator[tuple[BufferedRandom, Path]]:
    """A hidden file in the target's folder that becomes the target, or vanishes on an error."""
    path.parent.mkdir(parents=True, exist_ok=True)
    sweep(path)
    temporary = path.with_name(f".{path.name[:50]}.{os.urandom(6).hex()}.tmp")
    handle = os.open(
        temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666
    )
    try:
        _locked(handle)
        with os.fdopen(handle, "w+b") as stream:
            yield stream, temporary
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make the rename last through a loss of power, where the system can."""
    with suppress(OSError):  # Windows opens no folder; some file systems cannot sync one
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sweep(path: Path) -> None:
    """Remove what a killed build left beside the target: not new, and locked by nobody."""
    for file in path.parent.glob(f".{glob.escape(path.name[:50])}.{'[0-9a-f]' * 12}.tmp"):
        with suppress(OSError):
            if time.time() - file.lstat().st_mtime < _STALE:
                continue
            handle = os.open(file, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
            try:
                if _locked(handle):
                    file.unlink()
            finally:
                os.close(handle)


def _locked(handle: int) -> bool:
    """Lock a file for as long as it is open, where the system can; False when another has it."""
    try:
        import fcntl
    except ImportError:  # Windows keeps open files from being removed anyway
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True
