"""A project compiled again whenever its files are saved.

Editors save in many ways (in place, by renaming, with swap and backup files), and folders come
and go: what matters is only that something other than hidden, temporary and built files changed,
and then everything is looked at anew.
"""

import gc
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Event

from msgspec import Struct

from ankigen.diagnostics import Stop
from ankigen.model import Diagnostic
from ankigen.pipeline import Compilation
from ankigen.project.files import notes
from ankigen.project.root import Project

STEP = 20
"""Milliseconds of quiet after which a save is taken for finished."""
DEBOUNCE = 400
"""Milliseconds after which a change is told even when there is no quiet."""
LOOK = 500
"""Milliseconds between looks whether the folder is still the same."""

TICK = 0.02
"""Seconds by which the clock of a file system may be behind."""

_SKIPPED = frozenset({"node_modules", "__pycache__", "site-packages"})
_ENDINGS = ("~", ".apkg", ".swp", ".swx", ".tmp", ".part", ".crdownload", ".lock")
_PROBE = "4913"
"""The file that Vim makes to see whether it may write."""


class State(Struct, frozen=True):
    """A project after a save: compiled, or why it could not be."""

    compiled: Compilation | None
    failure: Stop | None
    seconds: float


def matters(path: str, root: Path) -> bool:
    """Whether a change of this file may change the deck."""
    try:
        parts = Path(path).relative_to(root).parts
    except ValueError:
        return False
    if any(part.startswith(".") or part in _SKIPPED for part in parts):
        return False
    return not parts or not (parts[-1].endswith(_ENDINGS) or parts[-1] == _PROBE)


def changes(root: Path, stop: Event) -> Iterator[bool]:
    """True for each change below a folder, also for the folder's own going and coming back.

    False when watching begins, so that what was saved before can be looked for. Ends when `stop`
    is set.
    """
    from watchfiles import watch

    polling = False  # where the system has no more watches to give
    gone = again = False
    while not stop.is_set():
        known = _identity(root)
        if known is None:
            if not gone:
                yield True
            gone = again = True
            stop.wait(LOOK / 1000)
            continue
        gone = False
        began = False
        try:
            for found in watch(
                root,
                watch_filter=lambda _, path: matters(path, root),
                debounce=DEBOUNCE,
                step=STEP,
                rust_timeout=LOOK,
                yield_on_timeout=True,
                stop_event=stop,
                force_polling=polling,
                ignore_permission_denied=True,
            ):
                if found or not began:
                    yield bool(found) or again
                began, again = True, False
                if _identity(root) != known:
                    again = True
                    break
        except (FileNotFoundError, NotADirectoryError):
            pass
        except OSError:
            if polling:
                raise
            polling = True
            continue


def states(
    find: Callable[[], Project],
    compile: Callable[[Project], Compilation],
    stop: Event | None = None,
) -> Iterator[State]:
    """The project as it is now, then after each change.

    What keeps the first one from being compiled is raised (`Stop`); what keeps a later one from it
    is a state, since the next save may mend it.
    """
    gc.enable()  # a run of hours must give back what a short one need not
    stop = stop or Event()
    since, begin = time.time(), time.perf_counter()
    project = find()
    state = State(compile(project), None, time.perf_counter() - begin)
    yield state
    root = project.root
    while not stop.is_set():
        for changed in changes(root, stop):
            if not changed and not _stale(find, project, state, since):
                continue
            since, begin = time.time(), time.perf_counter()
            try:
                project = find()
                state = State(compile(project), None, time.perf_counter() - begin)
            except Stop as failure:
                state = State(None, failure, time.perf_counter() - begin)
            yield state
            if project.root != root:
                root = project.root
                break


def _stale(find: Callable[[], Project], project: Project, state: State, since: float) -> bool:
    """Whether something was saved, came or went after this time, which was before it was read."""
    if state.compiled is None:
        return True
    try:
        files = notes(project)
        known = [source.path for source in state.compiled.sources]
        if find() != project or [project.relative(file) for file in files] != known:
            return True
        media = [asset.path for asset in state.compiled.assets if asset.path is not None]
        look = project.settings.style
        styles = (project.root / look).glob("*") if look else ()
        return any(file.stat().st_mtime > since - TICK for file in (*files, *media, *styles))
    except (OSError, Stop):
        return True


def news(
    before: Iterable[Diagnostic], now: Iterable[Diagnostic]
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """The diagnostics that came, and those that went; one that only moved is neither."""
    return _without(now, before), _without(before, now)


def _without(these: Iterable[Diagnostic], others: Iterable[Diagnostic]) -> list[Diagnostic]:
    left = Counter(map(_what, others))
    out = []
    for item in these:
        what = _what(item)
        if left[what]:
            left[what] -= 1
        else:
            out.append(item)
    return out


def _what(item: Diagnostic) -> tuple[str, str, str, str]:
    path, text = (item.span.source.path, item.span.text) if item.span else ("", "")
    return path, item.rule.code, item.message, text


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
