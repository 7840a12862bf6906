"""A starting project: the files of `project/`, written where nothing stands yet.

Nothing is ever overwritten, nor written through a link. The commented configuration in `project/`
is generated from the settings by `docs/generate.py`.
"""

import os
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Literal

from msgspec import Struct

from ankigen.diagnostics import Stop

Language = Literal["en", "zh"]

CONFIG = {"ankigen.toml": "ankigen.toml", ".gitattributes": "gitattributes"}
"""Where in a project each file goes, and what it is called in `project/`; `{}` is the language."""
NOTES = {
    "notes/learning.md": "notes/learning.{}.md",
    "notes/img/forgetting.svg": "notes/img/forgetting.svg",
}
MERGE = "ankigen.lock merge=union"
"""What `.gitattributes` must say, so that two branches may both build."""


class Step(Struct, frozen=True):
    """A file of the starting project: whether it was written, and if not what its owner may do."""

    path: str
    written: bool
    advice: str = ""


def start(folder: Path, language: Language = "en", *, notes: bool = True) -> list[Step]:
    """Write the starting project, with sample notes if `notes`. `Stop` where it cannot be."""
    if folder.exists() and not folder.is_dir():
        raise Stop(f"{folder} is not a folder", "name a folder, or a new one")
    return list(_steps(folder, CONFIG | NOTES if notes else CONFIG, language))


def _steps(folder: Path, names: Mapping[str, str], language: Language) -> Iterator[Step]:
    root = files("ankigen.scaffold") / "project"
    for path, name in names.items():
        data = root.joinpath(*name.format(language).split("/")).read_bytes()
        place = folder / path
        try:
            written = _put(place, data)
        except OSError as error:
            reason = error.strerror or str(error)
            raise Stop(f"cannot write {place}: {reason}", "check its permissions") from None
        yield Step(path, written, "" if written else _advice(place))


def _put(place: Path, data: bytes) -> bool:
    """Write a file where there is none; whether it was written."""
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        with place.open("xb") as file:
            file.write(data)
    except FileExistsError:
        return False
    return True


def _advice(place: Path) -> str:
    if place.name != ".gitattributes":
        return ""
    if not place.is_file():
        return ""
    lines = place.read_text(encoding="utf-8", errors="replace").splitlines()
    return "" if MERGE in (line.strip() for line in lines) else f"add the line: {MERGE}"


def language_of(environ: Mapping[str, str] = os.environ) -> Language:
    """The language that the user's environment asks for."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(name):
            return "zh" if environ[name].lower().startswith("zh") else "en"
    return "en"
