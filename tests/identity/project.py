"""A build without a pipeline: cards in, guids and the next lock out. Fields are the Markdown."""

from collections.abc import Sequence

from ankigen.identity import date as dating
from ankigen.identity.match import match
from ankigen.identity.records import Card, Lock, Matching, Stamp

NOW = 1_764_000_000


def stamp(fields: Sequence[str], tags: Sequence[str] = ()) -> Stamp:
    return Stamp(dating.fields_digest(fields), dating.tags_digest(tags), "Notes")


def stamps(cards: list[Card]) -> list[Stamp]:
    return [stamp([card.question, card.answer]) for card in cards]


def build(
    cards: list[Card], lock: Lock | None = None, now: int = NOW, unread: tuple[str, ...] = ()
) -> tuple[Matching, Lock]:
    lock = lock or Lock("notes")
    matching = match(cards, lock, unread)
    made = stamps(cards)
    mods = dating.date(matching, made, now)
    return matching, dating.advance(lock, matching, made, mods, (), now)


def mods(lock: Lock) -> dict[str, int]:
    return {entry.guid: entry.mod for entry in lock.entries if not entry.removed}
