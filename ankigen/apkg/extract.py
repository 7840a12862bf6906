"""A package taken apart into a folder: its media under safe names, its notes as JSON lines."""

import json
import re
import unicodedata
import zipfile
import zlib
from pathlib import Path

from ankigen.apkg.read import LAYOUTS, Package, unpacked
from ankigen.diagnostics import Stop
from ankigen.model import Note
from ankigen.patterns import pattern

MAX_FILE = 2 << 30
MAX_TOTAL = 16 << 30
_CHUNK = 1 << 20
_UNSAFE = pattern(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
_DEVICE = pattern(r"(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)", re.IGNORECASE)


def extract(package: Package, folder: Path) -> int:
    """Write `notes.jsonl` and the media into a new or empty folder; the number of files.

    No name of the package can lead out of the folder or over a file in it. Raises Stop when the
    folder has something in it, cannot be written, or a file unfolds past its bound.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise Stop(f"{folder} is not empty", "name a folder that is new or empty")
        with (folder / "notes.jsonl").open("w", encoding="utf-8", errors="replace") as stream:
            for note in package.notes:
                stream.write(json.dumps(_record(note), ensure_ascii=False) + "\n")
        return 1 + _media(package, folder)
    except OSError as error:
        raise Stop(f"cannot write {folder}: {error.strerror or error}") from error


def _record(note: Note) -> dict[str, object]:
    names = [field.name for field in note.note_type.fields]
    return {
        "guid": note.guid,
        "deck": note.deck,
        "note_type": note.note_type.name,
        "fields": dict(zip(names, note.fields, strict=False)),
        "tags": list(note.tags),
    }


def _media(package: Package, folder: Path) -> int:
    taken = {"notes.jsonl"}
    left = MAX_TOTAL
    with zipfile.ZipFile(package.path) as archive:
        entries = set(archive.namelist())
        for item in package.media:
            if item.entry not in entries:
                continue
            name = safe_name(item.name, taken)
            taken.add(name.casefold())
            left -= _write(archive, item.entry, folder / name, package.layout == LAYOUTS[0], left)
    return len(taken) - 1


def _write(archive: zipfile.ZipFile, entry: str, file: Path, newer: bool, left: int) -> int:
    size = 0
    try:
        with unpacked(archive, entry, newer) as source, file.open("xb") as stream:
            while piece := source.read(_CHUNK):
                size += len(piece)
                if size > min(MAX_FILE, left):
                    raise Stop(f"{file.name} unfolds to more than is reasonable: stopped there")
                stream.write(piece)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise Stop(f"the entry of {file.name} is damaged: {error}") from error
    return size


def safe_name(name: str, taken: set[str]) -> str:
    """A media name as a file name that every system allows, and that is not taken (casefolded)."""
    plain = _UNSAFE.sub("_", unicodedata.normalize("NFC", name)).strip(". ")
    plain = plain.encode("utf-8", "replace").decode()
    if _DEVICE.match(plain):
        plain = f"_{plain}"
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > 10:
        stem, dot, ending = plain, "", ""
    stem = stem.encode()[:120].decode("utf-8", "ignore") or "file"
    number, result = 1, f"{stem}{dot}{ending}"
    while result.casefold() in taken:
        number += 1
        result = f"{stem}-{number}{dot}{ending}"
    return result
