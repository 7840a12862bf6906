"""What a git repository says of itself: its top level, its remote's name and address."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from ankigen import disk

_SCP = re.compile(r"^(?:[\w.+-]+@)?(?P<host>[\w.-]+):(?!//)(?P<path>[^\\]+)$")
_URL = re.compile(r"^(?:https?|ssh|git)://(?:[^@/]*@)?(?P<host>[\w.-]+)(?::\d+)?/(?P<path>.+)$")
_SECTION = re.compile(r'^\s*\[\s*remote\s+"origin"\s*\]')
_FILES = {"gitlab": "/-/blob/HEAD", "bitbucket": "/src/HEAD"}


@dataclass(frozen=True, slots=True)
class Remote:
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
    """The folder with a work tree's configuration; a linked work tree has a file that says."""
    git = place / ".git"
    if not git.is_file():
        return git
    said = "\n".join(disk.lines(git)).partition("gitdir:")[2].strip()
    try:
        own = place / said
        common = "\n".join(disk.lines(own / "commondir")).strip()
    except ValueError:  # a zero byte
        return git
    return own / common


def _remote(place: Path, url: str) -> Remote | None:
    found = _URL.match(url) or _SCP.match(url)
    path = (found["path"] if found else url).rstrip("/").removesuffix(".git").rstrip("/")
    name = re.split(r"[/\\]", path)[-1]
    if not name:
        return None
    return Remote(place, name, f"https://{found['host']}/{path}" if found else None)
