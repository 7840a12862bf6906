"""Laws of identity on projects that nobody would think of."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ankigen.identity import lock as lockfile
from ankigen.identity.records import Card
from ankigen.identity.words import hashed
from tests.identity.project import NOW, build, mods

TOPICS = ["Redis", "softmax", "注意力机制", "TCP", "`yield`", "死锁", "B+ 树", "closure", "LoRA"]
SUBJECT = st.sampled_from(TOPICS)
QUESTION = st.builds(
    lambda form, a, b: form.format(a, b),
    st.sampled_from(["What is {}?", "{}的原理？", "{} 和 {} 的区别", "How does {} use {}?", "{}"]),
    SUBJECT,
    SUBJECT,
)
ANSWER = st.lists(
    st.sampled_from("fast slow 内存 磁盘 O(n) lock 梯度 a_b == 42 hash 队列 it depends".split()),
    max_size=9,
).map(" ".join)
CARD = st.builds(
    Card,
    file=st.sampled_from(["a.md", "b/c.md", "笔记.md"]),
    question=QUESTION,
    answer=ANSWER,
    kind=st.sampled_from(["basic", "basic", "basic", "cloze"]),
)
CARDS = st.lists(CARD, max_size=14).map(lambda cards: sorted(cards, key=lambda card: card.file))
UNIQUE = st.lists(CARD, max_size=12, unique_by=lambda card: (card.question, card.kind)).map(
    lambda cards: sorted(cards, key=lambda card: card.file)
)


@given(CARDS)
def test_nothing_changed_nothing_moves(cards: list[Card]) -> None:
    first, lock = build(cards)
    second, again = build(cards, lock, NOW + 1000)
    assert len(set(first.guids)) == len(cards)
    assert second.guids == first.guids
    assert lockfile.alike(again, lock)
    assert lockfile.parse(lockfile.dump(lock)).entries == tuple(lockfile.in_order(lock.entries))


@given(UNIQUE, st.data())
def test_an_edit_of_one_card_changes_one_note(cards: list[Card], data: st.DataObject) -> None:
    if not cards:
        return
    first, lock = build(cards)
    place = data.draw(st.integers(0, len(cards) - 1))
    cards = list(cards)
    cards[place] = replace(cards[place], answer=data.draw(ANSWER) + " edited")
    second, fresh = build(cards, lock, NOW + 5)
    assert second.guids == first.guids
    old, new = mods(lock), mods(fresh)
    assert {guid for guid in new if new[guid] != old[guid]} == {first.guids[place]}


@given(UNIQUE, st.permutations(range(12)), st.lists(st.sampled_from(["a.md", "x.md", "n/y.md"])))
def test_order_and_files_change_no_guid(
    cards: list[Card], order: list[int], files: list[str]
) -> None:
    first, lock = build(cards)
    was = {(card.question, card.kind): guid for card, guid in zip(cards, first.guids, strict=True)}
    moved = [cards[place] for place in order if place < len(cards)]
    files = [*files, *(card.file for card in moved[len(files) :])]
    moved = [replace(card, file=file) for card, file in zip(moved, files, strict=False)]
    moved.sort(key=lambda card: card.file)
    second, fresh = build(moved, lock, NOW + 5)
    now = {(card.question, card.kind): guid for card, guid in zip(moved, second.guids, strict=True)}
    assert now == was
    assert mods(fresh) == mods(lock)


@given(UNIQUE, st.data())
def test_a_merge_of_two_branches_loses_nothing(cards: list[Card], data: st.DataObject) -> None:
    _, lock = build(cards)
    sides = []
    for name in ("ours", "theirs"):
        side = list(cards)
        for place in data.draw(st.sets(st.integers(0, max(0, len(cards) - 1)), max_size=4)):
            if place < len(side):
                side[place] = replace(side[place], answer=f"{side[place].answer} {name} {place}")
        new = [Card(f"{name}.md", f"{name}: {number}?", "new") for number in range(2)]
        side = sorted([*side, *new], key=lambda card: card.file)
        sides.append((side, build(side, lock, NOW + 5 + len(sides))[1]))
    (ours, our_lock), (theirs, their_lock) = sides
    merged = [card for card in ours if card in theirs or card not in cards]
    merged += [card for card in theirs if card not in merged and card not in cards]
    merged = sorted(
        {(card.question, card.kind): card for card in merged}.values(), key=lambda card: card.file
    )
    union = _union(lockfile.dump(our_lock), lockfile.dump(their_lock))
    both = lockfile.parse(union)
    matching, fresh = build(merged, both, NOW + 9)
    guids = {
        (entry.question, entry.kind): entry.guid
        for one in (our_lock, their_lock)
        for entry in one.entries
        if not entry.removed
    }
    for card, guid in zip(merged, matching.guids, strict=True):
        assert guid == guids[card.question, card.kind]
    for one in (our_lock, their_lock):
        old = {entry.guid: entry for entry in one.entries}
        for entry in fresh.entries:
            known = old.get(entry.guid)
            if known and known.fields_digest != entry.fields_digest:
                assert entry.mod > known.mod
    again, settled = build(merged, lockfile.parse(lockfile.dump(fresh)), NOW + 20)
    assert again.guids == matching.guids
    assert lockfile.alike(settled, fresh)


def _union(ours: str, theirs: str) -> str:
    """As `merge=union` does: the lines of both sides."""
    known = set(ours.split("\n"))
    more = [line for line in theirs.split("\n") if line not in known]
    return ours.removesuffix("end\n") + "\n".join([*more, "end", ""])


@given(CARDS, CARDS)
def test_conflict_markers_say_the_same_as_a_union(a: list[Card], b: list[Card]) -> None:
    ours, theirs = (lockfile.dump(build(cards)[1]) for cards in (a, b))
    marked = f"<<<<<<< HEAD\n{ours}||||||| base\nrubbish\n=======\n{theirs}>>>>>>> branch\n"
    one, other = lockfile.parse(_union(ours, theirs)), lockfile.parse(marked)
    assert set(one.entries) == set(other.entries)
    assert (one.namespace, one.decks, one.built) == (other.namespace, other.decks, other.built)
    assert other.merged


@given(st.text("abzQ09_+#-. \t`()<", max_size=80))
def test_a_text_in_ascii_keeps_its_words_beside_others(text: str) -> None:
    assert hashed(text) | hashed("é") == hashed(f"{text} é")
