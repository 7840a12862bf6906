"""What changed, in words."""

from msgspec.structs import replace

from ankigen.identity import advice, diff
from ankigen.identity.diff import Change, Part
from ankigen.identity.match import match
from ankigen.identity.records import Card, Entry, Lock, Matching
from ankigen.model import Field, Note, NoteType, Source, Span
from tests.identity.project import NOW, build, stamps

NAMES = ("Question", "Answer", "Source", "Id")
KIND = NoteType(1, "Notes", tuple(Field(name, 0) for name in NAMES), (), "")
CARDS = [
    Card("a.md", f"What is {thing}?", f"{thing} is {what}, as is well known.")
    for thing, what in (("a list", "mutable"), ("rain", "wet"), ("gold", "dear"), ("ice", "cold"))
]


def note(guid: str, question: str, answer: str, source: str = "a.md", **more: object) -> Note:
    span = Span(Source(source, ""), 0, 0)
    made = Note(guid, KIND, "Notes", (question, answer, source, guid), (), NOW, 1, span)
    return replace(made, **more)  # type: ignore[arg-type]


def test_since_the_last_build() -> None:
    first, lock = build(CARDS)
    now = [
        replace(CARDS[0], question="What is a Python list?"),
        replace(CARDS[1], file="b.md"),
        replace(CARDS[2], file="b.md", answer="gold is heavy."),
        Card("b.md", "Who wrote Hamlet?", "Shakespeare"),
    ]
    matching = match(now, lock)
    changes = {change.guid: change for change in diff.since_build(matching, stamps(now))}
    question = changes[first.guids[0]]
    assert question.kinds == ("changed",)
    assert [part.name for part in question.parts] == ["Question"]
    assert question.parts[0].pieces == (
        ("same", "What is a "),
        ("come", "Python "),
        ("same", "list?"),
    )
    assert (changes[first.guids[1]].kinds, changes[first.guids[1]].was) == (("moved",), "a.md")
    assert changes[first.guids[2]].kinds == ("changed", "moved")
    assert changes[first.guids[2]].parts == (Part("Answer"),)
    assert changes[matching.guids[3]].kinds == ("new",)
    assert changes[first.guids[3]].kinds == ("removed",)
    assert diff.since_build(match(CARDS, lock), stamps(CARDS)) == ()


def test_retagged() -> None:
    first, lock = build(CARDS[:1])
    [made] = stamps(CARDS[:1])
    [change] = diff.since_build(match(CARDS[:1], lock), [replace(made, tags="other")])
    assert (change.guid, change.kinds) == (first.guids[0], ("retagged",))


def test_against_a_package() -> None:
    notes = [
        note("same", "q", "a"),
        note("new", "q", "a"),
        note("changed", "q", "<p>one <b>two</b></p>", modified=NOW + 9),
        note("stale", "q", "new"),
        note("tags", "q", "a", tags=("x",), modified=NOW + 1),
        note("mine", "q", "a", tags=("x",)),
        note("moved", "q", "a", "b.md"),
    ]
    packed = [
        note("same", "q", "a"),
        note("changed", "q", "<p>one three</p>"),
        note("stale", "q", "old", modified=NOW + 5),
        note("tags", "q", "a", tags=("y",)),
        note("mine", "q", "a", tags=("x", "leech")),
        note("moved", "q", "a"),
        note("gone", "old <i>question</i>", "a"),
    ]
    found = {change.guid: change for change in diff.against(notes, packed)}
    kinds = {guid: change.kinds for guid, change in found.items()}
    assert kinds == {
        "new": ("new",),
        "changed": ("changed",),
        "stale": ("changed", "stale"),
        "tags": ("retagged",),
        "moved": ("moved",),
        "gone": ("removed",),
    }
    assert found["changed"].parts == (
        Part("Answer", (("same", "one "), ("gone", "three"), ("come", "two"))),
    )
    assert found["gone"].question == "old question"


def test_a_note_edited_in_anki_is_told_from_one_of_an_older_build() -> None:
    def kinds(packed: Note, modified: int) -> tuple[str, ...]:
        now = note("g", "q", "new", modified=modified)
        known = Entry("g", "basic", "a.md", "q", "", "", "", diff.note_digest(built), mod=NOW)
        who = Matching((), ("g",), ((known,),), ("question",))
        [change] = diff.against([now], [packed], who)
        return change.kinds

    built = note("g", "q", "old", modified=NOW)
    assert kinds(built, NOW + 9) == ("changed",)
    older = note("g", "q", "older", modified=NOW - 9)
    assert kinds(older, NOW + 9) == ("changed",)
    edited = note("g", "q", "mine", modified=NOW + 5)
    assert kinds(edited, NOW + 9) == ("changed", "edited")
    assert kinds(edited, NOW + 1) == ("changed", "stale", "edited")


def test_a_search_selects_the_removed_cards_and_is_split_when_long() -> None:
    guids = [f"g{number:02}" for number in range(50)]
    one, two = diff.searches(guids)
    assert one.startswith("Id:g00 or Id:g01 or ")
    assert two.endswith("Id:g49")
    assert diff.searches([]) == ()


def codes(lock: Lock, now: list[Card], made=None, **more) -> list[str]:
    found = advice.advice(lock, match(now, lock), made or stamps(now), **more)
    return [item.rule.code for item in found]


def test_what_is_said_before_a_build() -> None:
    cards = [Card("a.md", f"Question number {n}?", f"Answer {n}.") for n in range(10)]
    _, lock = build(cards)
    assert codes(lock, cards) == []
    assert codes(lock, cards[1:]) == []
    assert codes(lock, cards[2:]) == ["AK605"]
    assert codes(lock, cards[2:], yes=True) == []
    moved = [replace(one, deck="Other") for one in stamps(cards)]
    assert codes(lock, cards, moved) == ["AK604"]
    restyled = [replace(one, fields="other") for one in stamps(cards)]
    assert codes(lock, cards, restyled) == ["AK606"]
    moved = [replace(card, file=f"folder/{card.file}") for card in cards]
    assert codes(lock, moved, restyled) == []  # another file is another source
    rewritten = [replace(card, answer=card.answer + " More.") for card in cards]
    assert codes(lock, rewritten) == []
    twice = (*lock.entries, replace(lock.entries[0], mod=NOW + 1))
    assert codes(replace(lock, entries=twice, merged=True), cards) == ["AK607"]


def test_a_change_of_nothing_is_none() -> None:
    assert diff.against([note("a", "q", "a")], [note("a", "q", "a", modified=NOW + 9)]) == ()
    assert Change("a", "q", ()).parts == ()
