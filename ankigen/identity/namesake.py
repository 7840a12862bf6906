"""Two projects of this machine that go by one name: to Anki their notes are one another's.

A project names itself, and its lock says which notes are its own. So the folder that was the first
to build under a name is kept in the user's cache, and another one that does is told of.
"""

import os
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from ankigen import disk, places
from ankigen.identity.lock import NAME as LOCK
from ankigen.model import Diagnostic
from ankigen.rules import NAMESAKE

_MOST = 1000
"""Names that are kept."""


class Home(Struct, frozen=True):
    """Where a project lives: its root, and its repository's address where it has one."""

    root: str
    address: str = ""

    @classmethod
    def of(cls, root: Path, address: str | None) -> "Home":
        return cls(str(root).encode("utf-8", "replace").decode(), address or "")

    @property
    def stands(self) -> bool:
        """Whether it is still there: neither moved nor gone."""
        return os.path.isfile(os.path.join(self.root, LOCK))  # noqa: PTH113, PTH118 - raises nothing

    def is_that(self, other: "Home") -> bool:
        """Whether both are one project, perhaps cloned twice."""
        return self.root == other.root or (bool(self.address) and self.address == other.address)


def told(name: str, home: Home) -> list[Diagnostic]:
    """What there is to say of a name that another project has."""
    other = _read().get(name)
    if other is None or home.is_that(other) or not other.stands:
        return []
    return [
        Diagnostic(
            NAMESAKE,
            f"{other.root} goes by the name {name} too: its cards and these change one another in "
            "Anki",
            None,
            "import none of these, unless both are yours; a project of its own has another `deck` "
            f"in ankigen.toml, and no {LOCK} of another",
        )
    ]


def remember(name: str, home: Home) -> None:
    """Keep that this project was built under its name, unless another that stands has it."""
    known = _read()
    if name in known and known[name].stands:
        return
    known[name] = home
    last = list(known.items())[-_MOST:]
    file = _file()
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        disk.put(file, [msgspec.json.encode({name: (of.root, of.address) for name, of in last})])


def _read() -> dict[str, Home]:
    with suppress(OSError, msgspec.MsgspecError):
        found = msgspec.json.decode(_file().read_bytes(), type=dict[str, tuple[str, str]])
        return {name: Home(*pair) for name, pair in found.items()}
    return {}


def _file() -> Path:
    return places.cache() / "projects.json"
