"""The files of notes of a project, in the order of their cards, and how each is read."""

import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ankigen import disk
from ankigen.diagnostics import Stop
from ankigen.model import Diagnostic, Rule, Source, Span
from ankigen.patterns import pattern
from ankigen.project.decode import clean, decode
from ankigen.project.remote import git_folder
from ankigen.project.root import Project
from ankigen.rules import FILE_TOO_LARGE, NOT_TEXT, OUTSIDE_FILE, UNREADABLE_FILE

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

    Ignores = list[tuple[Path, GitIgnoreSpec]]

SUFFIXES = (".md", ".markdown")
_SKIPPED = {"node_modules", "__pycache__", "site-packages"}
_DIGITS = pattern(r"(\d+)")


def notes(project: Project) -> list[Path]:
    """All files of notes of the project and those named, each once, in the order of reading."""
    found = dict.fromkeys(_listed(project))
    for place in project.named:
        for file in _walk(project, place) if place.is_dir() else (place,):
            found.setdefault(file)
    if project.settings.notes:
        return list(found)
    return sorted(found, key=lambda file: natural(project.relative(file)))


def natural(path: str) -> tuple[tuple[object, ...], ...]:
    """A key that sorts `ch2/a.md` before `ch10/a.md`, and a folder's files before its folders."""
    parts = path.split("/")
    last = len(parts) - 1
    return tuple((index != last, *_numbers(part)) for index, part in enumerate(parts))


def _numbers(part: str) -> tuple[object, ...]:
    cut = _DIGITS.split(part.casefold())
    return tuple((1, int(piece)) if piece.isdecimal() else (0, piece) for piece in cut), part


def check_size(project: Project, listed: Iterable[Path]) -> None:
    """`Stop` where the files are more together than `limits.notes-megabytes` allows.

    Asked before any is read. What is past its own bound is not counted: it is not read at all.
    """
    limits = project.settings.limits
    sizes = (size for file in listed if (size := _size(file)) <= limits.file_megabytes << 20)
    total = sum(sizes)
    if total > limits.notes_megabytes << 20:
        raise Stop(
            f"all notes together have {total / disk.MEGABYTE:,.1f} MB; "
            f"{limits.notes_megabytes:,} are allowed",
            "leave out what are no notes with exclude, or raise limits.notes-megabytes",
        )


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except (OSError, RuntimeError):  # `read` says why
        return 0


def read(project: Project, file: Path) -> tuple[Source, tuple[Diagnostic, ...]]:
    """A file's text, cleaned. One that cannot be read is an empty source with a diagnostic."""
    path = project.relative(file)

    def failed(rule: Rule, message: str, help: str) -> tuple[Source, tuple[Diagnostic, ...]]:
        empty = Source(path, "")
        return empty, (Diagnostic(rule, message, Span(empty, 0, 0), help),)

    limit = project.settings.limits.file_megabytes
    try:
        real = file.resolve()
    except (OSError, RuntimeError):
        return failed(UNREADABLE_FILE, "this is a link that leads nowhere", "take it away")
    if not real.is_relative_to(project.root):
        return failed(OUTSIDE_FILE, "this leads out of the project", "copy the file into it")
    try:
        data = disk.read(real, limit << 20, follow=False)
    except FileNotFoundError:
        return failed(UNREADABLE_FILE, "this is a link that leads nowhere", "take it away")
    except OSError as error:
        message = f"this file cannot be read: {error.strerror or error}"
        return failed(UNREADABLE_FILE, message, "check its permissions")
    if data is None:
        message = f"this file is larger than {limit} MB"
        return failed(FILE_TOO_LARGE, message, "split it, or raise limits.file-megabytes")
    decoded = decode(data)
    if decoded is None:
        return failed(NOT_TEXT, "this is not a text file", "save it as Markdown in UTF-8")
    return Source(path, clean(decoded[0]), decoded[1]), ()


_MEND = "mend the path, or leave it out"


def _listed(project: Project) -> Iterator[Path]:
    """What the configuration names, else the whole root."""
    for name in project.settings.notes:
        places = _places(project, name)
        if not places:
            raise Stop(f"{project.place('notes')}: {name} does not exist", _MEND)
        for place in places:
            yield from _walk(project, place) if place.is_dir() else (place,)
    if not project.settings.notes:
        yield from _walk(project, project.root)


def _places(project: Project, name: str) -> list[Path]:
    if any(char in name for char in "*?["):
        try:
            found = sorted(project.root.glob(name), key=lambda path: natural(path.as_posix()))
        except (ValueError, NotImplementedError):
            return []
        for place in found if ".." in Path(name).parts else ():
            _inside(project, name, place)
        return found
    place = _inside(project, name, project.root / name)
    return [place] if place.exists() else []


def _inside(project: Project, name: str, place: Path) -> Path:
    """The place without links, where it lies below the root."""
    try:
        place = place.resolve()
    except (OSError, RuntimeError, ValueError):
        said = f"{project.place('notes')}: {name} is a link that leads nowhere"
        raise Stop(said, _MEND) from None
    if not place.is_relative_to(project.root):
        said = f"{project.place('notes')}: {name} leads out of the project"
        raise Stop(said, "name what lies below the root, or begin a project further up")
    return place


def _walk(project: Project, folder: Path) -> Iterator[Path]:
    """The notes below a folder that is read whatever it is called, in natural order."""
    above = reversed([p for p in folder.parents if p.is_relative_to(_outermost(project))])
    specs = [found for place in above if (found := _spec(place))]
    if folder != project.root and _ignored(specs, folder, True):
        specs = []  # named although git ignores it
    if project.settings.exclude:
        specs.append((project.root, _compiled(project.settings.exclude)))
    yield from _below(folder, specs)


def _below(folder: Path, specs: "Ignores") -> Iterator[Path]:
    own = _spec(folder)
    specs = [*specs, own] if own else specs
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: _entry_key(entry))
    except OSError:
        return
    for entry in entries:
        is_folder = entry.is_dir(follow_symlinks=False)
        if entry.name.startswith(".") or not (is_folder or entry.name.lower().endswith(SUFFIXES)):
            continue
        path = folder / entry.name
        if specs and _ignored(specs, path, is_folder):
            continue
        if not is_folder:
            if not path.is_dir():  # which a loop of links is not either
                yield path
        elif entry.name not in _SKIPPED and not (path / "pyvenv.cfg").exists():
            yield from _below(path, specs)


def _entry_key(entry: "os.DirEntry[str]") -> tuple[object, ...]:
    return entry.is_dir(follow_symlinks=False), *_numbers(entry.name)


def _outermost(project: Project) -> Path:
    return project.remote.top if project.remote is not None else project.root


def _ignored(specs: "Ignores", path: Path, is_folder: bool) -> bool:
    """As git decides: the last pattern that speaks, of the deepest file that does."""
    for place, spec in reversed(specs):
        if path.is_relative_to(place):
            name = path.relative_to(place).as_posix() + ("/" if is_folder else "")
            said = spec.check_file(name).include
            if said is not None:
                return said
    return False


def _spec(folder: Path) -> "tuple[Path, GitIgnoreSpec] | None":
    lines: list[str] = []
    files = [folder / ".gitignore"]
    if (folder / ".git").exists():
        files.insert(0, git_folder(folder) / "info" / "exclude")
    for file in files:
        lines += disk.lines(file)
    lines = [line for line in lines if line.strip() and not line.startswith("#")]
    return (folder, _compiled(lines)) if lines else None


def _compiled(lines: Iterable[str]) -> "GitIgnoreSpec":
    return _compile(tuple(lines))


@cache
def _compile(lines: tuple[str, ...]) -> "GitIgnoreSpec":
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(lines)
