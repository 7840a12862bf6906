"""Which cards are to arrive in Anki though they did not change."""

import time
from collections.abc import Iterable
from datetime import datetime

from ankigen.diagnostics import Stop
from ankigen.pipeline.order import Compilation
from ankigen.text import visible

_UNITS = {"m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}


def resend(compiled: Compilation, what: str) -> dict[str, int]:
    """The guids of the cards meant, each with 0: no `mod` that it must exceed is known.

    `what` is "all"; a time, as 2026-01-31, 2026-01-31T18:00 or 7d for the last seven days, for the
    cards that changed since; else a search, of which every word must fit: `tag:`, `file:` and
    `id:` as prefixes, other words anywhere in the question.

    Raises:
        Stop: no card is meant.

    """
    since = _time(what)
    if what == "all":
        found = [note.guid for note in compiled.notes]
    elif since is not None:
        built = {entry.guid: entry.mod for entry in compiled.lock.entries}
        found = [note.guid for note in compiled.notes if built[note.guid] >= since]
    else:
        terms = [term.casefold() for term in what.split()]
        found = [
            note.guid
            for note in compiled.notes
            if terms
            and _fits(terms, note.guid, note.span.source.path, note.tags, visible(note.fields[0]))
        ]
    if not found:
        raise Stop(
            f"--resend {what} means no card",
            "give `all`, a date, a span as 7d, or words of the questions; tag:, file: and id: "
            "look elsewhere",
        )
    return dict.fromkeys(found, 0)


def _time(what: str) -> float | None:
    if what[-1:] in _UNITS and what[:-1].isdecimal():
        return time.time() - int(what[:-1]) * _UNITS[what[-1]]
    try:
        return datetime.fromisoformat(what).timestamp()
    except ValueError:
        return None


def _fits(terms: Iterable[str], guid: str, file: str, tags: Iterable[str], question: str) -> bool:
    names = [tag.casefold() for tag in tags]
    shown = question.casefold()
    for term in terms:
        kind, _, rest = term.partition(":")
        if kind == "tag" and rest:
            fits = any(name == rest or name.startswith(f"{rest}::") for name in names)
        elif kind == "file" and rest:
            fits = rest in file.casefold()
        elif kind == "id" and rest:
            fits = guid == rest
        else:
            fits = term in shown
        if not fits:
            return False
    return True
