"""What a git repository says of itself: its top level, its remote's name and address."""

import re
from pathlib import Path
from urllib.parse import quote

from msgspec import Struct

from ankigen import disk
from ankigen.patterns import pattern

_SCP = pattern(r"^(?:[\w.+-]+@)?(?P<host>[\w.-]+):(?!//)(?P<path>[^\\]+)$")
_URL = pattern(r"^(?:https?|ssh|git)://(?:[^@/]*@)?(?P<host>[\w.-]+)(?::\d+)?/(?P<path>.+)$")
_SECTION = pattern(r'^\s*\[\s*remote\s+"origin"\s*\]')
_FILES = {"gitlab": "/-/blob/HEAD", "bitbucket": "/src/HEAD"}


class Remote(Struct, frozen=True):
    """The remote `origin`: the repository's name, and its address on the web where it has one."""

    top: Path
    name: str
    address: str | None

    def files(self, folder: Path) -> str | None:
        """The address under which the files of a folder of the repository are shown."""
        if self.address is None or not folder.is_relative_to(self.top):
            return None
        host = self.address.split("/")[2]
        middle = next((way for word, way in _FILES.items() if word in host), "/blob/HEAD")
        below = quote(folder.relative_to(self.top).as_posix().encode("utf-8", "surrogateescape"))
        return f"{self.address}{middle}" + ("" if below == "." else f"/{below}")


def top(folder: Path) -> Path | None:
    """The top level of the git work tree that a folder lies in."""
    return next((place for place in (folder, *folder.parents) if (place / ".git").exists()), None)


def read(place: Path) -> Remote | None:
    """The remote of the work tree with this top level; None where there is none."""
    file = git_folder(place) / "config"
    inside = False
    for line in disk.lines(file):
        if line.lstrip().startswith("["):
            inside = bool(_SECTION.match(line))
        key, _, value = line.partition("=")
        if inside and key.strip() == "url":
            return _remote(place, value.strip().strip('"'))
    return None


def git_folder(place: Path) -> Path:
    """The folder with a work tree's configuration.

    A linked work tree and a submodule have a file that says where it is. Only what names the work
    tree in its turn is believed: a stranger's `.git` could name any folder of the machine.
    """
    git = place / ".git"
    if git.is_symlink() and not git.resolve().is_relative_to(place.resolve()):
        return git / "nowhere"
    if not git.is_file():
        return git
    said = "\n".join(disk.lines(git)).partition("gitdir:")[2].strip()
    try:
        root, own = place.resolve(), (place / said).resolve()
        common = (own / "\n".join(disk.lines(own / "commondir")).strip()).resolve()
        inside = own.is_relative_to(root)
        if common.is_relative_to(root) if inside else _tree_of(own) == root:
            return common
    except (OSError, RuntimeError, ValueError):  # a loop of links, a zero byte
        pass
    return git


def _tree_of(own: Path) -> Path | None:
    """The work tree that git's folder for it names: a linked one's, else a submodule's."""
    linked = "\n".join(disk.lines(own / "gitdir")).strip()
    if linked:
        return (own / linked).resolve().parent
    for line in disk.lines(own / "config"):
        key, _, value = line.partition("=")
        if key.strip() == "worktree":
            return (own / value.strip().strip('"')).resolve()
    return None


def _remote(place: Path, url: str) -> Remote | None:
    found = _URL.match(url) or _SCP.match(url)
    path = (found["path"] if found else url).rstrip("/").removesuffix(".git").rstrip("/")
    name = re.split(r"[/\\]", path)[-1]
    if not name:
        return None
    return Remote(place, name, f"https://{found['host']}/{path}" if found else None)
