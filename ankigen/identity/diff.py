"""What changed: against the last build, as the lock knows it, or against a package's notes."""

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from ankigen.identity.cards import digests, shown
from ankigen.identity.date import fields_digest
from ankigen.identity.records import Card, Entry, Matching, Stamp
from ankigen.model import Note, Span
from ankigen.patterns import pattern
from ankigen.text import visible

Kind = Literal["new", "changed", "retagged", "moved", "removed", "stale", "edited"]
"""`stale`: Anki's note is dated later than the build's, so that an import skips the change.
`edited`: its fields are not those of any build known here, so somebody changed them in Anki."""

KINDS: tuple[Kind, ...] = ("new", "changed", "retagged", "moved", "removed", "stale", "edited")

Piece = tuple[Literal["same", "gone", "come"], str]
"""A run of words, and whether it stands in both texts, in the old or in the new one only."""


class Part(Struct, frozen=True):
    """A part of a card that changed, e.g. `Question` or `tags`; no pieces when only that is known,
    not how.
    """

    name: str
    pieces: tuple[Piece, ...] = ()


class Change(Struct, frozen=True):
    """What became of one card. `was` is the file it was in, when it moved or is removed."""

    guid: str
    question: str
    kinds: tuple[Kind, ...]
    parts: tuple[Part, ...] = ()
    file: str = ""
    was: str = ""
    span: Span | None = None


def since_build(matching: Matching, stamps: Sequence[Stamp]) -> tuple[Change, ...]:
    """What changed since the last build, in the order of the source, removed cards last."""
    found: list[Change] = []
    for card, guid, known, stamped in zip(
        matching.cards, matching.guids, matching.known, stamps, strict=True
    ):
        if len(known) == 1 and _stayed(known[0], card, stamped):
            continue
        if not known:
            found.append(Change(guid, card.question, _NEW, (), card.file, "", card.span))
            continue
        kinds: list[Kind] = []
        parts: tuple[Part, ...] = ()
        was = ""
        last = _nearest(known, stamped)
        if last.removed or not last.mod:
            kinds.append("new")  # one that came back, or that was said to be new
        if last.mod:
            was = last.file if last.file != card.file else ""
            parts = _known_parts(last, card)
            # a card that only moved differs in its source
            if last.fields_digest != stamped.fields and (parts or not was):
                kinds.append("changed")
            elif last.tags_digest != stamped.tags:
                kinds.append("retagged")
            if was:
                kinds.append("moved")
        if kinds:
            found.append(
                Change(guid, card.question, tuple(kinds), parts, card.file, was, card.span)
            )
    gone = {entry.guid: entry for entry in matching.removed}
    found += [
        Change(entry.guid, entry.question, ("removed",), was=entry.file) for entry in gone.values()
    ]
    return tuple(found)


_NEW: tuple[Kind, ...] = ("new",)


def _stayed(last: Entry, card: Card, stamped: Stamp) -> bool:
    """Whether a card's note is, and stands, as it was built."""
    return (
        last.fields_digest == stamped.fields
        and last.tags_digest == stamped.tags
        and last.file == card.file
        and last.mod != 0
        and not last.removed
    )


def _nearest(known: Sequence[Entry], stamped: Stamp) -> Entry:
    """Of rivals the one that says what the notes say now."""
    for entry in known:
        if (entry.fields_digest, entry.tags_digest) == (stamped.fields, stamped.tags):
            return entry
    return max(known, key=lambda entry: (entry.mod, entry.fields_digest))


def _known_parts(last: Entry, card: Card) -> tuple[Part, ...]:
    """What the lock can tell of a change: the question's words, and that the answer changed."""
    question, answer = digests(card)
    parts = []
    if last.question_digest != question:
        now = shown(card.question)
        parts.append(Part("Question", words(last.question, now) if last.question != now else ()))
    if last.answer_digest != answer:
        parts.append(Part("Answer"))
    return tuple(parts)


def worded(
    changes: Iterable[Change], notes: Iterable[Note], packed: Iterable[Note], matching: Matching
) -> tuple[Change, ...]:
    """The changes with their words, where `packed` has the note as the last build wrote it."""
    here = {note.guid: note for note in notes}
    there = {note.guid: note for note in packed}
    built = _built(matching)
    found: list[Change] = []
    for change in changes:
        old, new = there.get(change.guid), here.get(change.guid)
        known, _ = built.get(change.guid, _UNKNOWN)
        if "changed" in change.kinds and old and new and note_digest(old) in known:
            change = replace(change, parts=_field_parts(old, new))
        found.append(change)
    return tuple(found)


def _field_parts(old: Note, new: Note) -> tuple[Part, ...]:
    before, now = by_name(old), by_name(new)
    return tuple(
        Part(name, words(visible(before.get(name, "")), visible(value)))
        for name, value in now.items()
        if name not in ("Source", "Id") and before.get(name, "") != value
    )


def against(
    notes: Sequence[Note], packed: Iterable[Note], matching: Matching | None = None
) -> tuple[Change, ...]:
    """What changed against a package: `notes` as a build would write them, `packed` as they are
    there. With a matching it is told which notes were edited in Anki, and where cards stood.
    """
    there = {note.guid: note for note in packed}
    built = _built(matching)
    found = [
        change
        for note in notes
        if (change := _against(note, there.get(note.guid), built.get(note.guid))) is not None
    ]
    here = {note.guid for note in notes}
    found += [
        Change(guid, visible(note.fields[0]), ("removed",), was=source(note))
        for guid, note in there.items()
        if guid not in here
    ]
    return tuple(found)


_Built = tuple[frozenset[str], int]
"""Digests of the fields that the last build gave a note, and its `mod`."""
_UNKNOWN: _Built = (frozenset(), 0)


def _built(matching: Matching | None) -> dict[str, _Built]:
    if matching is None:
        return {}
    return {
        guid: (frozenset(one.fields_digest for one in known), max(one.mod for one in known))
        for guid, known in zip(matching.guids, matching.known, strict=True)
        if known
    }


def _against(note: Note, old: Note | None, built: _Built | None) -> Change | None:
    question, file = visible(note.fields[0]), source(note)
    if old is None:
        return Change(note.guid, question, ("new",), file=file, span=note.span)
    parts = _field_parts(old, note)
    kinds: list[Kind] = []
    was = source(old) if source(old) != file else ""
    tags = _tags_differ(old, note)
    if parts:
        kinds.append("changed")
    elif tags:
        kinds.append("retagged")
    if was:
        kinds.append("moved")
    if (parts or tags) and old.modified >= note.modified:
        kinds.append("stale")
    # a package of an older build has other fields, too, but no later date
    if parts and built and old.modified > built[1] and note_digest(old) not in built[0]:
        kinds.append("edited")
    if not kinds:
        return None
    if tags:
        retagged = words(" ".join(sorted(old.tags)), " ".join(sorted(note.tags)))
        parts = (*parts, Part("tags", retagged))
    return Change(note.guid, question, tuple(kinds), parts, file, was, note.span)


def _tags_differ(old: Note, new: Note) -> bool:
    """Tags that a person added in Anki count only when the import would take them away."""
    there, here = ({tag.casefold() for tag in note.tags} for note in (old, new))
    return there != here and (new.modified > old.modified or not here <= there)


def by_name(note: Note) -> dict[str, str]:
    """A note's fields by name."""
    names = (field.name for field in note.note_type.fields)
    return dict(zip(names, note.fields, strict=False))


def source(note: Note) -> str:
    """The file that a note says it is from."""
    return visible(by_name(note).get("Source", ""))


def note_digest(note: Note) -> str:
    """The digest that a build gives the note's fields: `Id` does not count."""
    return fields_digest(["" if name == "Id" else value for name, value in by_name(note).items()])


_WORD = pattern(r"\s+|[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]|\w+|[^\w\s]")
_LONGEST = 4000


def words(old: str, new: str) -> tuple[Piece, ...]:
    """The words that went and came. Of long texts the beginnings, up to `_LONGEST` words."""
    from difflib import SequenceMatcher

    before, after = (_WORD.findall(text)[:_LONGEST] for text in (old, new))
    found: list[Piece] = []
    matcher = SequenceMatcher(None, before, after, autojunk=len(before) > 400)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            found.append(("same", "".join(before[start:end])))
            continue
        if start < end:
            found.append(("gone", "".join(before[start:end])))
        if new_start < new_end:
            found.append(("come", "".join(after[new_start:new_end])))
    return tuple(found)


def searches(guids: Iterable[str], most: int = 40) -> tuple[str, ...]:
    """Searches for Anki's browser that select exactly these notes, `most` in each."""
    listed = sorted(set(guids))
    return tuple(
        " or ".join(f"Id:{guid}" for guid in listed[start : start + most])
        for start in range(0, len(listed), most)
    )
