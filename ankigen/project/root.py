"""Where a project of notes begins, what it is called, and which of its notes are asked for."""

from collections.abc import Sequence
from os.path import commonpath
from pathlib import Path

from msgspec import Struct

from ankigen.diagnostics import Stop
from ankigen.project import config, remote
from ankigen.project.near import near
from ankigen.settings import Settings


class Project(Struct, frozen=True):
    """A project of notes. All paths are absolute; `named` are the ones given by the user."""

    root: Path
    settings: Settings
    config: Path | None
    named: tuple[Path, ...]
    remote: remote.Remote | None

    @property
    def name(self) -> str:
        """What its deck and its namespace are called: the setting, the repository, the folder."""
        if self.settings.deck:
            return self.settings.deck
        if self.remote is not None and self.remote.name:
            return self.remote.name
        return self.root.name or "notes"

    @property
    def repository(self) -> str | None:
        """The address under which the root's files are found, without a last slash."""
        if self.settings.repository is not None:
            return self.settings.repository.rstrip("/") or None
        return self.remote.files(self.root) if self.remote is not None else None

    def place(self, key: str) -> str:
        """Where a setting stands, for people: `ankigen.toml:3: check.ignore`."""
        where = config.place(self.config, key) if self.config is not None else near(self.root)
        return f"{where}: {key}"

    def relative(self, path: Path) -> str:
        """A path below the root as sources have it: relative, with `/`, always valid text."""
        inside = path.relative_to(self.root) if path.is_relative_to(self.root) else path
        return inside.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")

    def selects(self, path: Path) -> bool:
        """Whether what is written takes the notes of a file: no path named selects them all."""
        return not self.named or any(path.is_relative_to(place) for place in self.named)

    def takes(self, source: str) -> bool:
        """The same of a source's path."""
        return not self.named or self.selects(self.root / source)


def find(paths: Sequence[Path] = (), folder: Path | None = None) -> Project:
    """The project of the paths named, or of the current folder.

    Its root is the folder of the nearest configuration (or lock) above what is named, else the
    git top level, else the folder named, a file's own. `Stop` for a path that is not there.
    """
    here = (folder or Path.cwd()).resolve()
    named = tuple(_existing(here / path, path) for path in paths)
    folders = [path if path.is_dir() else path.parent for path in named]
    anchor = Path(commonpath(folders)) if folders else here
    file = config.find(anchor)
    top = remote.top(anchor)
    lock = next((p for p in (anchor, *anchor.parents) if (p / config.LOCK).is_file()), None)
    if file is not None and (lock is None or lock.is_relative_to(file.parent)):
        root = file.parent
    else:
        root, file = lock or top or anchor, None
    if file is not None and not file.resolve().is_relative_to(top or root):
        raise Stop(f"{near(file)} leads out of the project", "copy the file into it")
    settings = config.read(file) if file is not None else Settings()
    return Project(root, settings, file, named, remote.read(top) if top else None)


def _existing(path: Path, given: Path) -> Path:
    try:
        return path.resolve(strict=True)
    except FileNotFoundError:
        raise Stop(f"{given} does not exist", _near(path)) from None
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Stop(f"cannot read {given}: {reason}", "check the path and its permissions") from None


def _near(path: Path) -> str:
    """The nearest name in the folder where a path should be."""
    from difflib import get_close_matches

    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return f"the folder {path.parent} does not exist either"
    close = get_close_matches(path.name, names, 1)
    return f"did you mean {close[0]}?" if close else "check the path"
