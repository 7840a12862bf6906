"""Workers that start before the command line is read.

What a worker loads takes as long as all that a build does before it has work for one. So where a
glance at the folder says that this is the first build of many notes, they start at once. Where it
was none they go again, and nothing is lost but what another core did meanwhile.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ankigen.crew import Crew

PAYS = 300_000
"""Bytes of notes: more than what takes longer than to start workers, since they may be of three."""
_SOME = 4000
"""Characters of the notes that a worker tries itself on."""
_found: list[Crew] = []


@contextmanager
def workers(arguments: Sequence[str]) -> Iterator[None]:
    """Have workers ready, or soon ready, if the words of the command line say that it pays."""
    notes = _notes(arguments) if sys.platform == "linux" else None
    with Crew() as crew:
        if notes:
            crew.start(lambda: _load(notes))
            _found.append(crew)
        yield
        _found.clear()


def crew() -> Crew | None:
    """Those that started early, for the first who asks."""
    return _found.pop() if _found else None


def _notes(arguments: Sequence[str]) -> str | None:
    """The largest file of a project of many notes that was never built, and now is."""
    if arguments[:1] != ["build"] or not {"-h", "--help"}.isdisjoint(arguments):
        return None
    named = [word for word in arguments[1:] if not word.startswith("-")]
    # os.path's, since a long filter is no path and Path's raise OSError for it
    folders = [word for word in named if os.path.isdir(word)] or ["."]  # noqa: PTH112
    sizes: dict[str, int] = {}
    for folder in folders:
        if _built(folder):
            return None
        try:
            with os.scandir(folder) as entries:
                sizes |= {e.path: e.stat().st_size for e in entries if e.name.endswith(".md")}
        except OSError:
            return None
    return max(sizes, key=sizes.__getitem__) if sum(sizes.values()) >= PAYS else None


def _built(folder: str) -> bool:
    """Whether a lock lies there or above: what was built is mostly in the cache."""
    here = Path(folder).absolute()
    locks = (above / "ankigen.lock" for above in (here, *here.parents))
    return any(os.path.exists(lock) for lock in locks)  # noqa: PTH110


def _load(notes: str) -> None:
    """Import and compile in a worker what files like this one take."""
    from ankigen.pipeline.segment import sample

    with open(notes, encoding="utf-8", errors="replace") as file:  # noqa: PTH123
        sample(file.read(_SOME))
