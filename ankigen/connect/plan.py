"""What Anki has of a deck's notes, and what sending the deck would do to them: values only."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from ankigen.model import Note

KEPT = ("leech", "marked")
"""Tags that Anki and its user give, and that an update would take away."""
GUIDS = "Id:re:^[0-9a-z]{10}$"
"""The search for all notes with a guid of ours in their field `Id`, whatever their type's name."""


class Known(Struct, frozen=True):
    """A note in Anki. `fields` are its values by name; `modified` is in seconds since 1970."""

    id: int
    fields: dict[str, str]
    tags: tuple[str, ...]
    modified: int


class Plan(Struct, frozen=True):
    """What an import does to Anki's notes. The guids of `stale` need a later `mod` to arrive."""

    new: tuple[Note, ...] = ()
    changed: tuple[Note, ...] = ()
    stale: tuple[Note, ...] = ()
    same: tuple[Note, ...] = ()


def by_guid(known: Iterable[Known]) -> dict[str, Known]:
    """The notes in Anki by the guid in their field `Id`; of copies the oldest."""
    found: dict[str, Known] = {}
    for note in known:
        guid = note.fields.get("Id", "")
        if guid and (guid not in found or note.id < found[guid].id):
            found[guid] = note
    return found


def plan(notes: Sequence[Note], known: dict[str, Known]) -> Plan:
    """Which of the notes are new to Anki, which differ there, and which of these it would skip.

    Anki takes a note of a package over its own only when the package's `mod` is later.
    """
    new, changed, stale, same = [], [], [], []
    for note in notes:
        there = known.get(note.guid)
        if there is None:
            new.append(note)
        elif equal(note, there):
            same.append(note)
        elif note.modified > there.modified:
            changed.append(note)
        else:
            stale.append(note)
    return Plan(tuple(new), tuple(changed), tuple(stale), tuple(same))


def equal(note: Note, there: Known) -> bool:
    """Whether Anki shows the note as the notes have it. Tags that its user added do not count."""
    for field, value in zip(note.note_type.fields, note.fields, strict=True):
        if _normal(there.fields.get(field.name, "")) != _normal(value):
            return False
    return {_normal(tag) for tag in note.tags} <= {_normal(tag) for tag in there.tags}


def floors(stale: Iterable[Note], known: dict[str, Known], latest: int) -> dict[str, int]:
    """By guid the `mod` in Anki that a stale note's must exceed.

    One later than `latest` is left alone: to exceed it would date a note in the future.
    """
    mods = {note.guid: known[note.guid].modified for note in stale}
    return {guid: mod for guid, mod in mods.items() if mod <= latest}


def gone(guids: Iterable[str], known: dict[str, Known]) -> tuple[Known, ...]:
    """The notes in Anki whose cards were removed from the notes."""
    return tuple(known[guid] for guid in guids if guid in known)


def too_many(removed: int, live: int) -> bool:
    """Whether so many of the cards in Anki are gone that a mistake is likely: one in ten."""
    return removed > 1 and removed * 10 > removed + live


def has(note: Known, tag: str) -> bool:
    """Whether a note in Anki has a tag; case does not count."""
    return tag.lower() in {one.lower() for one in note.tags}


def lost(
    before: dict[str, Known], after: dict[str, Known], tags: Sequence[str] = KEPT
) -> Iterator[tuple[str, list[int]]]:
    """The tags to give back: by tag the ids of the notes that had it before and have it no more."""
    for tag in tags:
        ids = [
            there.id
            for guid, there in after.items()
            if guid in before and has(before[guid], tag) and not has(there, tag)
        ]
        if ids:
            yield tag, ids


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text)
