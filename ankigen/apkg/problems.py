"""What a person who is about to import a package should know of it."""

import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator

from ankigen.apkg.read import Package, media_names
from ankigen.model import Note
from ankigen.patterns import pattern

_REMOTE = pattern(r"(?:https?:)?//", re.IGNORECASE)
_DATA = pattern(r"data:", re.IGNORECASE)
_SCRIPT = pattern(
    r"<script\b|<[a-z][^<>]{0,2000}\son[a-z]{3,20}\s{0,9}=|(?:href|src)\s*=\s*[\"']?\s*javascript:",
    re.IGNORECASE,
)
_EMPTY = pattern(r"<(?!img|audio|video|svg)[^>]*>|&nbsp;|\[sound:|\s", re.IGNORECASE)
_BAD_NAME = pattern(r'[\x00-\x1f\x7f\[\]<>:"/?*^\\|]')
_DAY = 86_400


def problems(package: Package, now: float | None = None) -> tuple[str, ...]:
    """In words, the gravest first. `now` in seconds since 1970, for dates in the future."""
    notes = package.notes
    return (
        *_structure(package, notes),
        *_safety(package, notes),
        *_media(package, notes),
        *_content(notes, time.time() if now is None else now),
    )


def _said(message: str, examples: Iterable[str]) -> Iterator[str]:
    """The message with a count and the first examples, when there are any."""
    found = list(examples)
    if found:
        shown = ", ".join(example[:60] for example in found[:3])
        more = f" and {len(found) - 3:,} more" if len(found) > 3 else ""
        yield f"{message}: {shown}{more}"


def _structure(package: Package, notes: tuple[Note, ...]) -> Iterator[str]:
    if not notes:
        yield "it holds no notes"
    guids = Counter(note.guid for note in notes)
    yield from _said("a guid on two notes", (guid for guid, count in guids.items() if count > 1))
    carded = {card.guid for card in package.cards}
    yield from _said(
        "a note without a card", (note.guid for note in notes if note.guid not in carded)
    )
    yield from _said(
        "a note with another number of fields than its note type",
        (note.guid for note in notes if len(note.fields) != len(note.note_type.fields)),
    )


def _safety(package: Package, notes: tuple[Note, ...]) -> Iterator[str]:
    yield from _said(
        "a script in a note, which Anki would run",
        (note.guid for note in notes if any(map(_SCRIPT.search, note.fields))),
    )
    yield from _said(
        "a script in the templates of a note type, which Anki would run",
        (
            kind.name
            for kind in package.note_types
            if any(_SCRIPT.search(item.front + item.back) for item in kind.templates)
        ),
    )


def _media(package: Package, notes: tuple[Note, ...]) -> Iterator[str]:
    names = [item.name for item in package.media]
    used = Counter(name for note in notes for field in note.fields for name in media_names(field))
    known = {name.casefold() for name in names}
    remote = [name for name in used if _REMOTE.match(name)]
    local = [name for name in used if not _REMOTE.match(name) and not _DATA.match(name)]
    yield from _said(
        "a picture or sound that is used but not in the package",
        (name for name in local if name.casefold() not in known),
    )
    yield from _said("a file that no note uses", _unused(names, used, package))
    yield from _said(
        "a file whose name Anki changes or refuses",
        (repr(name) for name in names if _BAD_NAME.search(name) or name in ("", ".", "..")),
    )
    yield from _said("an empty file", (item.name for item in package.media if item.size == 0))
    yield from _said("a picture that needs a network", remote)


def _unused(names: list[str], used: Counter[str], package: Package) -> Iterator[str]:
    """Files that neither a field, nor a template or a style by a name with `_`, can show."""
    in_looks = "".join(
        kind.css + "".join(item.front + item.back for item in kind.templates)
        for kind in package.note_types
    )
    for name in names:
        if name not in used and not (name.startswith("_") and name in in_looks):
            yield name


def _content(notes: tuple[Note, ...], now: float) -> Iterator[str]:
    yield from _said(
        "a note whose first field is empty",
        (note.guid for note in notes if not _EMPTY.sub("", note.fields[0])),
    )
    firsts = Counter((note.note_type.id, note.fields[0]) for note in notes)
    yield from _said(
        "a first field on several notes, which Anki marks as duplicates",
        (_EMPTY.sub(" ", first) for (_, first), count in firsts.items() if count > 1),
    )
    yield from _said(
        "a note dated in the future, which no later update reaches",
        (note.guid for note in notes if note.modified > now + _DAY),
    )
    yield from _said("a note without a date", (note.guid for note in notes if note.modified <= 0))
