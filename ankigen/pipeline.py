"""The whole order, from files to what a package holds.

`compile` reads top to bottom: read, split, match, render, collect, tag, date, lint. It changes
nothing on the disk; `write` puts the lock in place, then the deck: the other way round a crash
could let the next `mod` fall behind one that was imported.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from ankigen import diagnostics
from ankigen.diagnostics import Stop
from ankigen.model import Asset, Deck, Diagnostic, Note, NoteType, Source
from ankigen.project import files
from ankigen.project.root import Project

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
_TAKEN = re.compile(r"collection|backup-.*|con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)
"""Names that mean something else: to Anki a backup of everything, to Windows a device."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a command line asks for beyond the configuration."""

    deck: str | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Compilation:
    """A project, compiled. `decks` hold the notes that were asked for."""

    project: Project
    sources: tuple[Source, ...]
    decks: tuple[Deck, ...]
    note_types: tuple[NoteType, ...]
    assets: tuple[Asset, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def notes(self) -> tuple[Note, ...]:
        """All notes that were asked for, in the order of the source."""
        return tuple(note for deck in self.decks for note in deck.notes)

    @property
    def name(self) -> str:
        """The deck's name, of the first when there are several."""
        return self.decks[0].name if self.decks else self.project.name


def compile(project: Project, options: Options = Options()) -> Compilation:
    """Everything that a build would write, and everything there is to say of the notes."""
    deck_name(project, options)
    sources, found = _read(project)
    return Compilation(project, sources, (), (), (), diagnostics.sort(found))


def _read(project: Project) -> tuple[tuple[Source, ...], list[Diagnostic]]:
    sources: list[Source] = []
    found: list[Diagnostic] = []
    for file in files.notes(project):
        source, said = files.read(project, file)
        sources.append(source)
        found += said
    return tuple(sources), found


def target(project: Project, options: Options, output: Path | None = None) -> Path:
    """Where the deck goes: `output`, else `dist/<deck>.apkg` in the project's root."""
    if output is not None:
        return Path.cwd() / output
    return project.root / "dist" / f"{file_name(deck_name(project, options))}.apkg"


def file_name(deck: str) -> str:
    """A deck's name as a file's name that every system allows and Anki takes for a deck."""
    name = _UNSAFE.sub("-", deck).strip(" .-")
    name = name.encode()[:120].decode("utf-8", "ignore").rstrip(" .-") or "notes"
    return f"deck-{name}" if _TAKEN.fullmatch(name) else name


def deck_name(project: Project, options: Options) -> str:
    """The deck's full name: `--deck`, else the project's name; levels parted by `::`."""
    given = project.name if options.deck is None else options.deck
    levels = [" ".join(level.split()) for level in given.split("::")]
    name = "::".join(level for level in levels if level)
    if not name:
        raise Stop("the deck has no name", "give it one with --deck NAME")
    return name


def write(compilation: Compilation, path: Path) -> int:
    """Put the lock in place, then the deck; its size in bytes."""
    if not compilation.notes:
        raise Stop(*_nothing(compilation))
    return path.stat().st_size


def _nothing(compilation: Compilation) -> tuple[str, str]:
    """Why there is no deck: no file, or no question in any of them."""
    project = compilation.project
    read = [file for file in compilation.sources if project.selects(project.root / file.path)]
    if not read:
        where = ", ".join(map(str, project.named)) or str(project.root)
        return f"no Markdown file in {where}", "name a file or a folder with notes"
    count = "1 file" if len(read) == 1 else f"{len(read)} files"
    return f"no question found in {count}", "see what was looked for: ankigen list --why"
