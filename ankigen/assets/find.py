"""From what the notes write to a file below the project's root, never beyond it.

A path is walked name by name through listings of folders, so that nothing outside the root is
ever asked for, links are seen before they are followed, and a name is the same on every system:
in its exact case, in either Unicode form.
"""

import os
import stat
import unicodedata
from pathlib import Path
from typing import Literal
from urllib.parse import quote, unquote

from msgspec import Struct

from ankigen.patterns import pattern

Trouble = Literal["missing", "outside", "unreadable"]

_SCHEME = pattern(r"[A-Za-z][A-Za-z0-9+.-]*:")
_DRIVE = pattern(r"[A-Za-z]:")
_CUT = pattern(r"[?#]")
MAX_URL = 4096
"""Characters of a path; no system has longer ones."""


class Found(Struct, frozen=True):
    """A regular file, or a folder, below the root.

    `relative` is its path from the root with `/`. `written` is the URL with the names as they
    are on the disk, where the notes have another case; None where they are right.
    """

    path: Path
    relative: str
    size: int
    written: str | None = None
    folder: bool = False


class Lost(Struct, frozen=True):
    """Why there is no file: `reason` in words for `unreadable`, a near name for `missing`."""

    trouble: Trouble
    reason: str = ""


class Tree:
    """The files below a root, by listings that are kept for one build."""

    def __init__(self, root: Path) -> None:
        self.root = Path(os.path.realpath(root))
        self._listings: dict[Path, dict[str, list[str]]] = {}
        self._found: dict[tuple[str, str], Found | Lost] = {}

    def find(self, url: str, source: str) -> Found | Lost:
        r"""The file that a relative URL in the notes at `source` means.

        As on GitHub: `?query` and `#fragment` are cut, percent-encoding is decoded once, a first
        `/` means the root. Then, as the notes of other programs need it: relative to the root,
        undecoded, with `\` for `/`.
        """
        folder = source.rpartition("/")[0]
        found = self._found.get((url, folder))
        if found is None:
            found = self._found[url, folder] = self._sought(url, folder)
        return found

    def _sought(self, url: str, above: str) -> Found | Lost:
        if len(url) > MAX_URL or "\0" in url:
            return Lost("missing")
        if is_foreign(url):
            return Lost("outside")
        folder = above.split("/") if above else []
        lost: Lost | None = None
        for path in _readings(url):
            starts = [[]] if path.startswith("/") else [folder, []] if folder else [[]]
            for start in starts:
                names = _names([*start, *path.split("/")])
                result = Lost("outside") if names is None else self._walk(names, url)
                if isinstance(result, Found):
                    return result
                if lost is None or (lost == Lost("missing") and result.trouble != "outside"):
                    lost = result
        return lost or Lost("missing")

    def _walk(self, names: list[str], url: str) -> Found | Lost:
        here, actual, mode, size = self.root, list[str](), stat.S_IFDIR, 0
        try:
            for name in names:
                if not stat.S_ISDIR(mode):
                    return Lost("missing")
                there = self._entry(here, name)
                if there is None:
                    return Lost("missing", self._near(here, name, actual))
                actual.append(there)
                here = here / there
                if here.is_symlink():
                    here = Path(os.path.realpath(here))
                    if not here.is_relative_to(self.root):
                        return Lost("outside")
                facts = here.lstat()
                mode, size = facts.st_mode, facts.st_size
        except OSError as error:
            return Lost("unreadable", error.strerror or str(error))
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            return Lost("unreadable", "it is a device, not a file")
        same = all(_form(one) == _form(two) for one, two in zip(names, actual, strict=True))
        written = None if same else _rewritten(url, names, actual)
        return Found(here, "/".join(actual), size, written, stat.S_ISDIR(mode))

    def _entry(self, folder: Path, name: str) -> str | None:
        """The name as the folder has it: exact, else in the other Unicode form, else in case."""
        listing = self._listing(folder)
        close = listing.get(_form(name).casefold(), [])
        if name in close:
            return name
        return min(close, key=lambda other: (_form(other) != _form(name), other), default=None)

    def _listing(self, folder: Path) -> dict[str, list[str]]:
        if folder not in self._listings:
            listing: dict[str, list[str]] = {}
            for name in os.listdir(folder):  # noqa: PTH208
                listing.setdefault(_form(name).casefold(), []).append(name)
            self._listings[folder] = listing
        return self._listings[folder]

    def _near(self, folder: Path, name: str, above: list[str]) -> str:
        """A path like the one that is missing: a slip in its last name, or another ending."""
        from difflib import get_close_matches

        everything = [entry for entries in self._listing(folder).values() for entry in entries]
        if len(everything) > 2000:
            return ""
        close = get_close_matches(name, everything, 1, 0.8)
        return "/".join([*above, *close]) if close else ""


def is_foreign(url: str) -> bool:
    """Whether a URL names a place that is never below the root: a scheme, a drive, a share."""
    return bool(_SCHEME.match(url)) or url.startswith(("//", "\\\\", "/\\", "\\/"))


def _readings(url: str) -> list[str]:
    """What a URL may mean as a path, the most likely first."""
    if _DRIVE.match(url):
        return []
    cut = _CUT.split(url, maxsplit=1)[0]
    decoded = [unquote(cut, errors="surrogateescape"), cut, unquote(url), url]
    turned = [path.replace("\\", "/") for path in decoded if "\\" in path]
    return [path for path in dict.fromkeys([*decoded, *turned]) if path and not is_foreign(path)]


def _names(parts: list[str]) -> list[str] | None:
    """The names after `.` and `..` are followed; None when they climb out of the root."""
    names: list[str] = []
    for part in parts:
        if part == "..":
            if not names:
                return None
            names.pop()
        elif part not in ("", "."):
            names.append(part)
    return names


def _rewritten(url: str, names: list[str], actual: list[str]) -> str:
    """The URL with each name in the case that the disk has."""
    for name, right in zip(names, actual, strict=True):
        if name != right:
            for old, new in ((quote(name), quote(right)), (name, right)):
                if old in url:
                    url = url.replace(old, new)
                    break
    return url


def _form(name: str) -> str:
    return unicodedata.normalize("NFC", name)
