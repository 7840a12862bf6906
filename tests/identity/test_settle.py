"""What a person says of the lock counts."""

import pytest
from msgspec.structs import replace

from ankigen.diagnostics import Stop
from ankigen.identity import date, settle
from ankigen.identity import lock as lockfile
from ankigen.identity.match import match
from ankigen.identity.records import Card, Lock
from ankigen.model import Field, Note, NoteType, Source, Span
from tests.identity.project import NOW, build, stamp

OLD = Card("a.md", "什么是监督学习？", "用带标签的数据训练模型。")
NEW = Card("a.md", "什么是无监督学习？", "从没有标签的数据中发现结构。")
OTHER = Card("a.md", "Who wrote Hamlet?", "Shakespeare")


def test_same_before_the_build() -> None:
    first, lock = build([OLD, OTHER])
    assert build([NEW, OTHER], lock)[0].how[0] == "new"
    settled = settle.same(lock, first.guids[0], NEW, None)
    second, fresh = build([NEW, OTHER], settled, NOW + 5)
    assert second.guids == first.guids
    assert {entry.mod for entry in fresh.entries} == {NOW, NOW + 5}


def test_same_after_the_build() -> None:
    first, lock = build([OLD, OTHER])
    second, lock = build([NEW, OTHER], lock, NOW + 5)
    settled = settle.same(lock, first.guids[0], NEW, second.guids[0])
    third, fresh = build([NEW, OTHER], settled, NOW + 9)
    assert third.guids == first.guids
    assert [entry.guid for entry in fresh.entries if entry.removed] == [second.guids[0]]


def test_new_after_it_was_taken_for_the_old_one() -> None:
    first, lock = build([OLD, OTHER])
    renamed = replace(OLD, question="什么是监督学习？举例说明")
    second, lock = build([renamed, OTHER], lock, NOW + 5)
    assert second.guids == first.guids
    settled = settle.new(lock, renamed, second.guids[0])
    third, fresh = build([renamed, OTHER], settled, NOW + 9)
    assert third.guids[0] not in first.guids
    assert third.guids[1] == first.guids[1]
    assert [entry.guid for entry in fresh.entries if entry.removed] == [first.guids[0]]
    assert lockfile.parse(lockfile.dump(settled)).entries
    again, _ = build([renamed, OTHER], lockfile.parse(lockfile.dump(settled)), NOW + 9)
    assert again.guids == third.guids


def test_what_cannot_be_is_refused() -> None:
    first, lock = build([OLD])
    with pytest.raises(Stop, match="knows no card"):
        settle.same(lock, "nobody", NEW, None)
    with pytest.raises(Stop, match="cloze"):
        settle.same(lock, first.guids[0], replace(NEW, kind="cloze"), None)
    with pytest.raises(Stop, match="new one already"):
        settle.new(lock, NEW, None)


NAMES = ("Question", "Answer", "Source", "Id")
KIND = NoteType(1, "Notes", tuple(Field(name, 0) for name in NAMES), (), "")


def packed(card: Card, guid: str, html: str, answer: str) -> Note:
    fields = (html, answer, f'<a href="https://example.com/{card.file}">{card.file}</a>', guid)
    return Note(guid, KIND, "Notes", fields, ("x",), NOW, 1, Span(Source("", ""), 0, 0))


def test_a_lost_lock_is_rebuilt_from_a_package() -> None:
    cards = [
        Card("a.md", "What is `yield` *for* & why?", "It makes a **generator**, lazily."),
        Card("a.md", "What is the output?", "It prints `3` and stops."),
        Card("b.md", "What is the output?", "Nothing at all, it waits."),
    ]
    notes = [
        packed(
            cards[0], "a1", "What is <code>yield</code> <em>for</em> &amp; why?", "<p>It makes…"
        ),
        packed(cards[1], "b2", "What is the output?", "<p>It prints <code>3</code> and stops.</p>"),
        packed(cards[2], "c3", "What is the output?", "<p>Nothing at all, it waits.</p>"),
    ]
    stranger = replace(notes[0], guid="zz")
    rebuilt = settle.rebuilt("notes", [*notes, stranger])
    assert len(rebuilt.entries) == 3
    shuffled = [cards[2], cards[0], cards[1]]
    assert match(shuffled, rebuilt).guids == ("c3", "a1", "b2")
    stamped = [stamp(("q", "a", "s", ""), ("x",)) for _ in cards]
    assert date.date(match(cards, rebuilt), stamped, NOW) == (NOW + 1,) * 3
    same = [stamp((*note.fields[:3], ""), ("x",)) for note in notes]
    assert date.date(match(cards, rebuilt), same, NOW + 9) == (NOW,) * 3


def test_the_lock_of_an_empty_package_is_empty() -> None:
    assert settle.rebuilt("notes", []) == Lock("notes")
