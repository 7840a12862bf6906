"""What a person says of the lock: this is that card, this is a new one; and a lost lock rebuilt."""

from collections.abc import Sequence

from msgspec.structs import replace

from ankigen.diagnostics import Stop
from ankigen.identity.cards import entry_of
from ankigen.identity.cards import same as same_form
from ankigen.identity.date import bury, tags_digest, type_digest
from ankigen.identity.diff import by_name, note_digest, source
from ankigen.identity.guid import question_guid
from ankigen.identity.records import Card, Entry, Lock, TypeEntry
from ankigen.identity.words import digest, plain
from ankigen.model import Note


def same(lock: Lock, guid: str, card: Card, now_as: str | None) -> Lock:
    """The lock in which `card` is the note `guid`; the one it was (`now_as`) becomes a tombstone.

    Raises:
        Stop: the lock knows no such guid, or it is of the other kind.

    """
    known = [entry for entry in lock.entries if entry.guid == guid]
    if not known:
        raise Stop(
            f"ankigen.lock knows no card {guid}",
            "`ankigen list --json` and `ankigen diff` print the guids",
        )
    last = max(known, key=lambda entry: entry.mod)
    if last.kind != card.kind:
        raise Stop(
            f"{guid} is a {last.kind} card and this question makes a {card.kind} card",
            "Anki refuses to turn one into the other",
        )
    taken = replace(
        entry_of(card),
        guid=guid,
        fields_digest=last.fields_digest,
        tags_digest=last.tags_digest,
        deck_digest=last.deck_digest,
        mod=last.mod,
        topics=last.topics,
        clozes=last.clozes,
        id_digest=last.id_digest or (digest(card.id) if card.id else ""),
    )
    return _with(lock, taken, {guid, now_as} if now_as else {guid})


def new(lock: Lock, card: Card, now_as: str | None) -> Lock:
    """The lock in which `card` is nobody known; the note it was (`now_as`) becomes a tombstone.

    Raises:
        Stop: it is a new card already.

    """
    if not any(entry.guid == now_as and entry.mod for entry in lock.entries):
        raise Stop("that card is a new one already", "the next build gives it a guid of its own")
    used = {entry.guid for entry in lock.entries}
    occurrence, question = 1, same_form(card.question)
    while (guid := question_guid(lock.namespace, question, occurrence, card.kind)) in used:
        occurrence += 1
    return _with(lock, replace(entry_of(card), guid=guid), {now_as} if now_as else set())


def _with(lock: Lock, entry: Entry, out: set[str]) -> Lock:
    """The entry in place, all others of these guids buried."""
    graves = bury(one for one in lock.entries if one.guid in out and one.guid != entry.guid)
    kept = [one for one in lock.entries if one.guid not in out and one.guid != entry.guid]
    # a tombstone with the same question would be as good a match as the card's own line
    graves = [
        replace(grave, question_digest="", answer_digest="")
        if grave.question_digest == entry.question_digest
        else grave
        for grave in graves
    ]
    return replace(lock, entries=(*kept, entry, *graves))


def rebuilt(namespace: str, notes: Sequence[Note]) -> Lock:
    """A lock of a package's notes. Those that are not ankigen's are left out.

    What the lock knows of the Markdown is taken from the HTML, so that questions match by their
    words where the HTML does not say how they were written.
    """
    entries: list[Entry] = []
    for note in notes:
        fields = by_name(note)
        if fields.get("Id") != note.guid:
            continue
        question = plain(marked(fields.get("Question", "")))
        card = Card(
            file=source(note),
            question=question,
            answer=plain(marked(fields.get("Answer", ""))),
            kind="cloze" if note.note_type.cloze else "basic",
        )
        entries.append(
            replace(
                entry_of(card),
                guid=note.guid,
                fields_digest=note_digest(note),
                tags_digest=tags_digest(note.tags),
                deck_digest=digest(note.deck, size=3),
                mod=note.modified,
                answer_digest="",  # of the Markdown: not known, so that topics are found anew
                removed=REMOVED_TAG in note.tags,
            )
        )
    kinds = {note.note_type.id: note.note_type for note in notes}
    return Lock(
        namespace,
        tuple(entries),
        types=tuple(
            TypeEntry(kind.id, kind.name, type_digest(kind), kind.modified)
            for kind in kinds.values()
        ),
        decks=tuple(sorted({note.deck for note in notes})),
    )


REMOVED_TAG = "ankigen::removed"
"""The tag of a removed card that was packed once more."""


def marked(html: str) -> str:
    """HTML with code as Markdown marks it."""
    return html.replace("<code>", "`").replace("</code>", "`")
