"""`mod` says when a note last changed, and nothing else."""

import time

import pytest
from msgspec.structs import replace

from ankigen.diagnostics import Stop
from ankigen.identity import date
from ankigen.identity.records import Card, Lock, TypeEntry
from ankigen.model import Field, NoteType, Template
from tests.identity.project import NOW, build, mods, stamps

CARDS = [Card("a.md", f"Question number {n}?", f"Answer {n}.") for n in range(3)]


def test_mod_stays_while_nothing_changes_and_grows_whatever_the_clock_says() -> None:
    first, lock = build(CARDS)
    assert set(mods(lock).values()) == {NOW}
    changed = [replace(CARDS[0], answer="Another."), *CARDS[1:]]
    for now, expected in ((NOW + 60, NOW + 60), (NOW, NOW + 1), (NOW - 9999, NOW + 1)):
        _, fresh = build(changed, lock, now)
        assert [mods(fresh)[guid] for guid in first.guids] == [expected, NOW, NOW]


def test_a_note_that_comes_back_is_dated_later_than_before() -> None:
    first, lock = build(CARDS)
    _, without = build(CARDS[1:], lock, NOW + 10)
    _, back = build([replace(CARDS[0], answer="Another."), *CARDS[1:]], without, NOW - 50)
    assert mods(back)[first.guids[0]] == NOW + 1


def test_resending_dates_exactly_those_cards_anew() -> None:
    first, lock = build(CARDS)
    matching, _ = build(CARDS, lock)
    resent = date.date(matching, stamps(CARDS), NOW, {first.guids[1]: 0, first.guids[2]: NOW + 50})
    assert resent == (NOW, NOW + 1, NOW + 51)


def test_the_clock_is_source_date_epoch_where_it_is_set() -> None:
    assert date.clock({"SOURCE_DATE_EPOCH": "12345"}) == 12345
    assert abs(date.clock({}) - time.time()) < 5
    for wrong in ("soon", "-5", "0", "99999999999999"):
        with pytest.raises(Stop, match="SOURCE_DATE_EPOCH"):
            date.clock({"SOURCE_DATE_EPOCH": wrong})


def test_a_mod_later_than_tomorrow_is_refused() -> None:
    _, lock = build(CARDS)
    now = int(time.time())
    date.check_future(lock, now)
    date.check_future(replace(lock, types=(TypeEntry(1, "t", "d", now + 3600),)), now)
    late = replace(lock.entries[0], mod=now + 3 * 86400)
    with pytest.raises(Stop, match="later than tomorrow"):
        date.check_future(replace(lock, entries=(late,)), now)
    with pytest.raises(Stop, match="later than tomorrow"):
        date.check_future(replace(lock, types=(TypeEntry(1, "t", "d", now + 3 * 86400),)), now)


def test_a_note_type_is_dated_by_its_templates_and_css() -> None:
    kind = NoteType(7, "Notes", (Field("Question", 1),), (Template("Card", 2, "q", "a"),), "css")
    first = date.date_type(kind, Lock("n"), NOW)
    lock = Lock("n", types=(first,))
    assert date.date_type(kind, lock, NOW + 9) == first
    for other in (
        replace(kind, css="css2"),
        replace(kind, templates=(Template("Card", 2, "q!", "a"),)),
    ):
        assert date.date_type(other, lock, NOW - 9).mod == NOW + 1


def test_rivals_that_differ_are_dated_later_than_either() -> None:
    first, lock = build(CARDS)
    ours = build([replace(CARDS[0], answer="Ours."), *CARDS[1:]], lock, NOW + 10)[1]
    theirs = build([replace(CARDS[0], answer="Theirs."), *CARDS[1:]], lock, NOW + 20)[1]
    entries = {entry: None for one in (ours, theirs) for entry in one.entries}
    merged = replace(lock, entries=tuple(entries))
    for answer in ("Ours.", "Theirs.", "Both."):
        _, fresh = build([replace(CARDS[0], answer=answer), *CARDS[1:]], merged, NOW)
        assert [mods(fresh)[guid] for guid in first.guids] == [NOW + 21, NOW, NOW]
