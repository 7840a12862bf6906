"""Removed cards packed once more, marked by a tag, so that they can be found in Anki."""

from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import replace

from ankigen.diagnostics import Stop
from ankigen.identity import date
from ankigen.identity.advice import too_many
from ankigen.identity.diff import by_name, note_digest
from ankigen.identity.records import Entry
from ankigen.identity.settle import REMOVED_TAG
from ankigen.identity.words import digest
from ankigen.model import Deck, Note, Source, Span
from ankigen.notetype import FIELDS
from ankigen.passes.finished import is_sound
from ankigen.pipeline.order import Compilation
from ankigen.project.near import near


def retire(
    compiled: Compilation, packed: Iterable[Note], *, yes: bool = False
) -> tuple[Compilation, tuple[Entry, ...]]:
    """The compilation with the removed cards among its notes, and those that were not in `packed`.

    Fields are taken as they are there, never made up: an empty one would blank the user's card.
    The package may be a stranger's, as all of a cloned folder: one with anything live in a field,
    or from the future, counts as missing.

    Raises:
        Stop: more than one card in ten would be retired, and nobody said `yes`.

    """
    fresh = [one for one in compiled.lock.entries if one.removed and one.tags_digest != _RETIRED]
    if not yes and too_many(len(fresh), len(compiled.questions)):
        raise Stop(
            f"the notes lack {len(fresh):,} of {len(fresh) + len(compiled.questions):,} cards, "
            "more than one in ten, so nothing is retired",
            "if that is meant, say --yes",
        )
    late = date.clock() + date.DAY
    there = {note.guid: note for note in packed if _ours(note) and note.modified <= late}
    now, due = date.clock(), len(compiled.questions)
    notes: list[Note] = []
    entries: list[Entry] = []
    missing: list[Entry] = []
    for entry in compiled.lock.entries:
        old = there.get(entry.guid) if entry.removed else None
        if old is None or not _sound(old):
            entries.append(entry)
            if entry.removed and entry.tags_digest != _RETIRED:
                missing.append(entry)
            continue
        due += 1
        note, dated = _retired(compiled, entry, old, now, due)
        notes.append(note)
        entries.append(dated)
    lock = replace(compiled.lock, entries=tuple(entries))
    return replace(compiled, decks=_added(compiled.decks, notes), lock=lock), tuple(missing)


def packed(deck: Path) -> tuple[Note, ...]:
    """The notes of the package that has the removed cards' fields. Stop when there is none."""
    from ankigen.apkg.read import read

    if not deck.exists():
        raise Stop(
            f"the removed cards' fields would be taken from {near(deck)}, which is not there",
            "name a package that still has them, as an export from Anki: --from DECK.apkg",
        )
    return read(deck).notes


_RETIRED = digest(REMOVED_TAG)


def _ours(note: Note) -> bool:
    fields = by_name(note)
    return tuple(fields) == FIELDS and fields["Id"] == note.guid and bool(fields["Question"])


def _sound(note: Note) -> bool:
    return all(is_sound(value, cloze=name == "Question") for name, value in by_name(note).items())


def _retired(
    compiled: Compilation, entry: Entry, old: Note, now: int, due: int
) -> tuple[Note, Entry]:
    fields = note_digest(old)
    same = (entry.fields_digest, entry.tags_digest) == (fields, _RETIRED)
    mod = entry.mod if same else max(now, entry.mod + 1, old.modified + 1)
    basic, cloze = compiled.note_types
    note = replace(
        old,
        note_type=cloze if entry.kind == "cloze" else basic,
        tags=tuple(sorted({*old.tags, REMOVED_TAG})),
        modified=mod,
        due=due,
        span=Span(Source(entry.file, ""), 0, 0),
        media=(),
    )
    return note, replace(entry, fields_digest=fields, tags_digest=_RETIRED, mod=mod)


def _added(decks: tuple[Deck, ...], notes: Iterable[Note]) -> tuple[Deck, ...]:
    found = {deck.name: list(deck.notes) for deck in decks}
    for note in notes:
        found.setdefault(note.deck, []).append(note)
    return tuple(Deck(name, tuple(inside)) for name, inside in found.items())
