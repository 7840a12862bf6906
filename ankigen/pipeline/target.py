"""Where a deck is written when nobody says where."""

import re
from pathlib import Path

from ankigen.project.root import Project

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
_TAKEN = re.compile(r"collection|backup-.*|con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)
"""Names that mean something else: to Anki a backup of everything, to Windows a device."""


def target(project: Project, deck: str, output: Path | None = None) -> Path:
    """`output`, else `dist/<deck>.apkg` in the project's root."""
    if output is not None:
        return Path.cwd() / output
    return project.root / "dist" / f"{file_name(deck)}.apkg"


def file_name(deck: str) -> str:
    """A deck's name as a file's name that every system allows and Anki takes for a deck."""
    name = _UNSAFE.sub("-", deck).strip(" .-")
    name = name.encode("utf-8", "replace")[:120].decode("utf-8", "ignore").rstrip(" .-") or "notes"
    return f"deck-{name}" if _TAKEN.fullmatch(name) else name
