"""What there is to say before a build is written, of all cards together."""

import time
from collections import Counter
from collections.abc import Sequence

from ankigen.diagnostics import Stop
from ankigen.identity.cards import digests
from ankigen.identity.lock import alike
from ankigen.identity.records import Lock, Matching, Stamp
from ankigen.identity.words import digest
from ankigen.model import Diagnostic
from ankigen.rules import ALL_RESTYLED, DECK_CHANGED, LOCK_MERGED, MANY_REMOVED
from ankigen.text import counted


def advice(
    lock: Lock, matching: Matching, stamps: Sequence[Stamp], yes: bool = False
) -> tuple[Diagnostic, ...]:
    """Diagnostics of the whole project: before anything is written."""
    found = [_merged(lock), _moved_decks(lock, matching, stamps), _restyled(matching, stamps)]
    if not yes:
        found.append(_many_removed(matching))
    return tuple(one for one in found if one is not None)


def too_many(gone: int, stayed: int) -> bool:
    """More than one card in ten is gone: mostly a mistake."""
    return gone * 10 > gone + stayed


def too_many_removed(matching: Matching) -> bool:
    """More than one known card in ten is gone from the notes."""
    if not matching.removed:
        return False
    gone = len({entry.guid for entry in matching.removed})
    stayed = sum(1 for known in matching.known if known)
    return too_many(gone, stayed)


def _many_removed(matching: Matching) -> Diagnostic | None:
    if not too_many_removed(matching):
        return None
    gone = {entry.guid: entry.file for entry in matching.removed}
    stayed = sum(1 for known in matching.known if known)
    file, count = Counter(gone.values()).most_common(1)[0]
    return Diagnostic(
        MANY_REMOVED,
        f"{len(gone):,} of {len(gone) + stayed:,} known cards are "
        f"gone from the notes; {count:,} of them stood in {file}"
        if len(gone) > 1
        else f"1 of {1 + stayed:,} known cards is gone from the notes; it stood in {file}",
        help="if that is meant, say --yes: only then a build gives their search, or retires them",
    )


def _moved_decks(lock: Lock, matching: Matching, stamps: Sequence[Stamp]) -> Diagnostic | None:
    names = {digest(name, size=3): name for name in lock.decks}
    fresh = {deck: digest(deck, size=3) for deck in {stamped.deck for stamped in stamps}}
    moves = Counter(
        (names.get(entry.deck_digest, "another deck"), stamped.deck)
        for known, stamped in zip(matching.known, stamps, strict=True)
        for entry in known[:1]
        if entry.deck_digest and entry.deck_digest != fresh[stamped.deck]
    )
    if not moves:
        return None
    (old, new), count = max(moves.items(), key=lambda item: (item[1], item[0]))
    total = sum(moves.values())
    rest = f", {total - count:,} others likewise" if total > count else ""
    return Diagnostic(
        DECK_CHANGED,
        f"{counted(count, 'card')} built into “{old}” before, now meant for “{new}”{rest}; Anki "
        "leaves cards that it knows where they are",
        help="move them in Anki's browser, or set `decks` and `deck` back; new cards go to the "
        "new deck",
    )


def _restyled(matching: Matching, stamps: Sequence[Stamp]) -> Diagnostic | None:
    """The text of the notes is what it was and the fields are not: for most known cards."""
    known = other = 0
    for card, entries, stamped in zip(matching.cards, matching.known, stamps, strict=True):
        if len(entries) == 1 and entries[0].fields_digest == stamped.fields:
            known += entries[0].file == card.file
            continue
        # a card that moved differs in its source
        built = [entry for entry in entries if entry.fields_digest and entry.file == card.file]
        if not built:
            continue
        known += 1
        if any(entry.fields_digest == stamped.fields for entry in built):
            continue
        texts = digests(card)
        other += any((one.question_digest, one.answer_digest) == texts for one in built)
    if other < 3 or other * 2 <= known:
        return None
    return Diagnostic(
        ALL_RESTYLED,
        f"{other:,} of {known:,} cards get other HTML though their notes did not change; the next "
        "import updates them all",
        help="import it once on its own: tags that were added by hand in Anki are lost on those",
    )


def _merged(lock: Lock) -> Diagnostic | None:
    if not lock.merged:
        return None
    guids = Counter(entry.guid for entry in lock.entries)
    rivals = sum(1 for count in guids.values() if count > 1)
    return Diagnostic(
        LOCK_MERGED,
        f"ankigen.lock was merged: it has lines of two sides for {counted(rivals, 'card')}",
        help="a build writes it anew; commit it then",
    )


def check_frozen(old: Lock | None, fresh: Lock) -> None:
    """Stop when a build would have to write the lock."""
    if old is None:
        raise Stop(
            "there is no ankigen.lock, and --frozen does not let one be written",
            "run `ankigen build` and commit ankigen.lock",
        )
    if old.merged or not alike(old, fresh):
        raise Stop(
            "ankigen.lock is not what these notes need, and --frozen does not let it be written",
            "run `ankigen build` and commit ankigen.lock; `ankigen diff` shows what changed",
        )


def last_build(lock: Lock | None) -> str:
    """When the lock was last written, as a date; empty when it never was."""
    if lock is None or not lock.built:
        return ""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(lock.built))
