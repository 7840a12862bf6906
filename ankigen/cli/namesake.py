"""Two projects of this machine that go by one name: to Anki their notes are one another's.

A project names itself, and its lock says which notes are its own. So the folder that was the first
to build under a name is kept in the user's cache, and another one that does is told of.
"""

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from ankigen import places
from ankigen.model import Diagnostic
from ankigen.rules import NAMESAKE

if TYPE_CHECKING:
    from pathlib import Path

    from ankigen.pipeline import Compilation

_MOST = 1000
"""Names that are kept."""


def told(compiled: "Compilation") -> "Compilation":
    """The compilation with what there is to say of its name."""
    from dataclasses import replace

    root, address = _who(compiled)
    other = _read().get(compiled.lock.namespace)
    if other is None or other[0] == root or (address and other[1] == address):
        return compiled
    if not os.path.isfile(os.path.join(other[0], "ankigen.lock")):  # noqa: PTH113, PTH118
        return compiled  # it was moved, or is gone
    name = compiled.lock.namespace
    said = Diagnostic(
        NAMESAKE,
        f"{other[0]} goes by the name {name} too: its cards and these change one another in Anki",
        None,
        f"import none of these, unless both are yours; a new project takes its name from `deck`, "
        f"which must not be {name}, and has no ankigen.lock of another",
    )
    return replace(compiled, diagnostics=(*compiled.diagnostics, said))


def remember(compiled: "Compilation") -> None:
    """Keep that this folder was built under its name, unless another that is there was before."""
    import msgspec

    known = _read()
    name = compiled.lock.namespace
    if name in known and os.path.isfile(os.path.join(known[name][0], "ankigen.lock")):  # noqa: PTH113, PTH118
        return
    known = {**known, name: _who(compiled)}
    file = _file()
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(msgspec.json.encode(dict(list(known.items())[-_MOST:])))
        fresh.replace(file)


def _who(compiled: "Compilation") -> tuple[str, str]:
    """The root, and the address of its repository."""
    project = compiled.project
    root = str(project.root).encode("utf-8", "replace").decode()
    return root, (project.remote.address or "") if project.remote else ""


def _read() -> dict[str, tuple[str, str]]:
    import msgspec

    with suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode(_file().read_bytes(), type=dict[str, tuple[str, str]])
    return {}


def _file() -> "Path":
    return places.cache() / "projects.json"
