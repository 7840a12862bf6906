"""Who is who, step by step, on small projects."""

from ankigen.identity import date as dating
from ankigen.identity.cards import entry_of
from ankigen.identity.match import match
from ankigen.identity.records import Card, Lock, Matching, Stamp

NOW = 1_764_000_000


def stamps(cards: list[Card]) -> list[Stamp]:
    return [dating.stamp([card.question, card.answer], (), "Notes") for card in cards]


def build(cards: list[Card], lock: Lock | None = None, now: int = NOW) -> tuple[Matching, Lock]:
    """A build without a pipeline: the fields are the Markdown."""
    lock = lock or Lock("notes")
    matching = match(cards, lock)
    made = stamps(cards)
    mods = dating.date(matching, made, now)
    return matching, dating.advance(lock, matching, made, mods, (), now)


def test_a_second_build_knows_every_card() -> None:
    cards = [Card("a.md", "What is a list?", "x"), Card("b.md", "What is a tuple?", "y")]
    first, lock = build(cards)
    second, again = build(cards, lock, NOW + 5)
    assert first.how == ("new", "new")
    assert second.how == ("question", "question")
    assert second.guids == first.guids
    assert again.entries == lock.entries


def test_two_clones_without_a_lock_agree() -> None:
    cards = [Card("a.md", "What is the output?", str(number)) for number in range(3)]
    guids = build(cards)[0].guids
    assert guids == build(cards)[0].guids
    assert len(set(guids)) == 3


def test_an_entry_of_a_card_holds_no_stamp() -> None:
    entry = entry_of(Card("a.md", "What is a list?", "x"))
    assert (entry.guid, entry.mod, entry.fields_digest) == ("", 0, "")
