"""`mod`: unchanged while a note's fields and tags are, else later than ever before.

Anki updates a known note only when the `mod` in the package is newer than its own, and then takes
the package's fields and tags whole. So a note that did not change must keep its `mod`, or an import
would throw away the tags that its owner gave it; and a changed one must have a later one, whatever
the clock says.
"""

import os
import time
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from ankigen.diagnostics import Stop
from ankigen.identity.cards import entry_of
from ankigen.identity.records import Entry, Lock, Matching, Stamp, TypeEntry
from ankigen.identity.words import digest
from ankigen.model import NoteType

DAY = 86400


def clock(environ: Mapping[str, str] = os.environ) -> int:
    """Now, in seconds since 1970: `SOURCE_DATE_EPOCH` where it is set."""
    epoch = environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not epoch:
        return int(time.time())
    if not epoch.isdecimal() or not 0 < int(epoch) < 1 << 40:
        raise Stop(
            f"SOURCE_DATE_EPOCH is {epoch!r}",
            "it must be a time in whole seconds since 1970, or not be set",
        )
    return int(epoch)


def check_future(lock: Lock, now: int) -> None:
    """Stop when the lock holds a time later than tomorrow: it would block all later updates.

    Tomorrow is told by the machine's clock or `now`, whichever is later.
    """
    latest = max(now, int(time.time())) + DAY
    late = [entry for entry in lock.entries if entry.mod > latest]
    late_types = [kind for kind in lock.types if kind.mod > latest]
    if not late and not late_types:
        return
    what = f"{late[0].guid} ({late[0].question})" if late else f"note type {late_types[0].name}"
    when = time.strftime("%Y-%m-%d", time.gmtime(late[0].mod if late else late_types[0].mod))
    raise Stop(
        f"ankigen.lock dates {what} on {when}, later than tomorrow; Anki would skip every later "
        "update of it",
        "set this machine's clock right; if the lock was written by a wrong clock, take it back "
        "from git (`git checkout -- ankigen.lock`)",
    )


def fields_digest(fields: Sequence[str]) -> str:
    """The digest of a note's fields, all of them in order, `Id` still empty."""
    return digest(*fields, size=9)


def tags_digest(tags: Iterable[str]) -> str:
    """The digest of a note's tags."""
    return digest(*sorted(tags))


def date(
    matching: Matching, stamps: Sequence[Stamp], now: int, resend: Mapping[str, int] | None = None
) -> tuple[int, ...]:
    """The `mod` of each card's note.

    Those whose guid is in `resend` count as changed, and get a later one than is given there: the
    note's in somebody's collection, 0 when it is not known.
    """
    resend = resend or {}
    return tuple(
        max(_mod(known, stamped, now, guid in resend), resend.get(guid, -1) + 1)
        for guid, known, stamped in zip(matching.guids, matching.known, stamps, strict=True)
    )


def _mod(known: Sequence[Entry], stamped: Stamp, now: int, resend: bool) -> int:
    if not known:
        return now
    if len(known) == 1 and not resend:
        [alone] = known
        if (alone.fields_digest, alone.tags_digest) == (stamped.fields, stamped.tags):
            return alone.mod
    last = max(entry.mod for entry in known)
    same = any(
        entry.fields_digest == stamped.fields and entry.tags_digest == stamped.tags
        for entry in known
    )
    if not same or resend:
        return max(now, last + 1)
    if len({(entry.fields_digest, entry.tags_digest, entry.mod) for entry in known}) > 1:
        return last + 1  # two branches built it: later than either
    return last


def date_type(kind: NoteType, lock: Lock, now: int) -> TypeEntry:
    """A note type's digest and `mod`, by the same rule."""
    fresh = type_digest(kind)
    known = next((one for one in lock.types if one.id == kind.id), None)
    if known is None:
        return TypeEntry(kind.id, kind.name, fresh, now)
    mod = known.mod if known.digest == fresh else max(now, known.mod + 1)
    return TypeEntry(kind.id, kind.name, fresh, mod)


def type_digest(kind: NoteType) -> str:
    """The digest of a note type's fields, templates and styling."""
    parts = [kind.name, kind.css, str(kind.cloze)]
    for field in kind.fields:
        parts += [field.name, str(field.id)]
    for template in kind.templates:
        parts += [template.name, str(template.id), template.front, template.back]
    return digest(*parts, size=9)


def advance(
    lock: Lock,
    matching: Matching,
    stamps: Sequence[Stamp],
    mods: Sequence[int],
    types: Sequence[TypeEntry],
    now: int,
) -> Lock:
    """The lock of this build: cards as they are, lines of unread files kept, the rest buried."""
    of_deck = {deck: digest(deck, size=3) for deck in {stamped.deck for stamped in stamps}}
    live = [
        _advanced(entry_of(card, known), guid, stamped, of_deck[stamped.deck], mod)
        for card, guid, known, stamped, mod in zip(
            matching.cards, matching.guids, matching.known, stamps, mods, strict=True
        )
    ]
    kinds = {kind.id: kind for kind in (*lock.types, *types)}
    decks = {stamped.deck for stamped in stamps}
    kept = {entry.deck_digest for entry in matching.kept}
    decks |= {deck for deck in lock.decks if digest(deck, size=3) in kept}
    return Lock(
        namespace=lock.namespace,
        entries=(*live, *_single(matching.kept), *bury(matching.removed), *bury(matching.buried)),
        types=tuple(kinds.values()),
        decks=tuple(sorted(decks)),
        built=now,
    )


def _advanced(entry: Entry, guid: str, stamped: Stamp, deck: str, mod: int) -> Entry:
    """A card's line with what this build made of it: the line itself where nothing differs."""
    was = entry.guid, entry.fields_digest, entry.tags_digest, entry.deck_digest, entry.mod
    same = was == (guid, stamped.fields, stamped.tags, deck, mod)
    if same and entry.topics == stamped.topics and entry.clozes == stamped.clozes:
        return entry
    return replace(
        entry,
        guid=guid,
        fields_digest=stamped.fields,
        tags_digest=stamped.tags,
        deck_digest=deck,
        mod=mod,
        topics=stamped.topics,
        clozes=stamped.clozes,
    )


def bury(entries: Iterable[Entry]) -> list[Entry]:
    """Tombstones of entries, one a guid."""
    return [replace(entry, removed=True) for entry in _single(entries)]


def _single(entries: Iterable[Entry]) -> list[Entry]:
    """One entry a guid: of rivals the one with the latest `mod`, later still if they differ."""
    rivals: dict[str, list[Entry]] = {}
    for entry in entries:
        rivals.setdefault(entry.guid, []).append(entry)
    out = []
    for group in rivals.values():
        last = max(group, key=lambda entry: (entry.mod, entry.fields_digest, entry.question))
        alone = len({(one.fields_digest, one.tags_digest, one.mod) for one in group}) == 1
        out.append(last if alone else replace(last, mod=last.mod + 1, fields_digest=""))
    return out
