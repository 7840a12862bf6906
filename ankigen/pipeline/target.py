"""Where a deck is written when nobody says where."""

import re
from pathlib import Path

from ankigen.apkg.target import check_target
from ankigen.diagnostics import Stop
from ankigen.patterns import pattern
from ankigen.project.near import near
from ankigen.project.root import Project

_UNSAFE = pattern(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
_TAKEN = pattern(r"collection|backup-.*|con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)
"""Names that mean something else: to Anki a backup of everything, to Windows a device."""


def target(project: Project, deck: str, output: Path | None = None) -> Path:
    """`output`, else `dist/<deck>.apkg` in the project's root. Stop when no deck can go there."""
    name = f"{file_name(deck)}.apkg"
    if output is not None and output.is_dir():
        raise Stop(f"{near(output)} is a folder", f"give a file in it: -o {near(output / name)}")
    path = _own_place(project) / name if output is None else output
    path = Path(near(path))
    check_target(path)
    return path


def _own_place(project: Project) -> Path:
    """The root's folder `dist`, unless a link with which the notes came leads it elsewhere."""
    folder = project.root / "dist"
    try:
        inside = folder.resolve().is_relative_to(project.root)
    except (OSError, RuntimeError):
        inside = False
    if not inside:
        raise Stop(f"{near(folder)} leads out of the project", "say where the deck goes: -o FILE")
    return folder


def file_name(deck: str) -> str:
    """A deck's name as a file's name that every system allows and Anki takes for a deck."""
    name = _UNSAFE.sub("-", deck).strip(" .-")
    name = name.encode("utf-8", "replace")[:120].decode("utf-8", "ignore").rstrip(" .-") or "notes"
    return f"deck-{name}" if _TAKEN.fullmatch(name) else name
