"""Who is who, step by step, on small projects."""

from msgspec.structs import replace

from ankigen.identity.cards import entry_of
from ankigen.identity.records import Card, Lock
from ankigen.identity.words import plain
from tests.identity.project import NOW, build

LIST = Card("a.md", "What is a list?", "An ordered, mutable collection of elements.")
TUPLE = Card("a.md", "What is a tuple?", "An ordered, immutable collection of elements.")
LOSS = Card(
    "b.md", "为什么分类用交叉熵而不用均方误差？", "均方误差配 softmax 时梯度会饱和，收敛很慢。"
)
OUTPUTS = [Card("c.md", "What is the output?", f"It prints {n}, as n is {n}.") for n in range(4)]


def test_a_second_build_knows_every_card() -> None:
    cards = [LIST, TUPLE, LOSS, *OUTPUTS]
    first, lock = build(cards)
    second, again = build(cards, lock, NOW + 5)
    assert set(first.how) == {"new"}
    assert set(second.how) == {"question"}
    assert second.guids == first.guids
    assert again.entries == lock.entries


def test_two_clones_without_a_lock_agree() -> None:
    guids = build(OUTPUTS)[0].guids
    assert guids == build(OUTPUTS)[0].guids
    assert len(set(guids)) == 4
    assert all(guid.isalnum() and guid == guid.lower() for guid in guids)
    assert not set(guids) & set(build(OUTPUTS, Lock("other"))[0].guids)


def test_an_entry_of_a_card_holds_no_stamp() -> None:
    entry = entry_of(LIST)
    assert (entry.guid, entry.mod, entry.fields_digest) == ("", 0, "")


def test_moved_renamed_and_reordered_cards_keep_their_guids() -> None:
    cards = [LIST, TUPLE, LOSS, *OUTPUTS]
    first, lock = build(cards)
    for moved in (
        [replace(card, file=f"sub/{card.file}") for card in cards],
        [replace(card, file="one.md") for card in reversed(cards)],
        [OUTPUTS[2], TUPLE, OUTPUTS[0], LOSS, OUTPUTS[3], LIST, OUTPUTS[1]],
    ):
        second, _ = build(moved, lock)
        was = dict(zip([(c.question, c.answer) for c in cards], first.guids, strict=True))
        now = dict(zip([(c.question, c.answer) for c in moved], second.guids, strict=True))
        assert now == was


def test_a_rewritten_answer_is_the_same_card() -> None:
    first, lock = build([LIST, TUPLE])
    second, _ = build([replace(LIST, answer="Something else altogether."), TUPLE], lock)
    assert second.guids == first.guids


def test_a_long_unique_answer_says_which_card_it_is() -> None:
    first, lock = build([LIST, TUPLE])
    second, _ = build([replace(LIST, question="Lists in Python"), TUPLE], lock)
    assert second.guids == first.guids
    assert second.how == ("answer", "question")


def test_a_short_or_repeated_answer_says_nothing() -> None:
    for answers in (("yes", "no"), ("It depends on the implementation.",) * 2):
        cards = [
            Card("a.md", "Is sorting with quicksort stable?", answers[0]),
            Card("a.md", "Are hash tables ordered in Java?", answers[1]),
        ]
        first, lock = build(cards)
        second, _ = build([replace(cards[0], question="Wem gehört der Mond?"), cards[1]], lock)
        assert second.guids[1] == first.guids[1]
        assert second.guids[0] != first.guids[0]


def test_dialect_and_markup_do_not_matter() -> None:
    first, lock = build([Card("a.md", plain("**What** is `yield` for, in [Python](x)?"), "a")])
    second, _ = build(
        [Card("a.md", plain("what is <code>yield</code> for, in  Python？"), "b")], lock
    )
    assert second.guids == first.guids


def test_repeated_questions_are_kept_apart_by_answers() -> None:
    first, lock = build(OUTPUTS)
    one_gone, _ = build([OUTPUTS[0], OUTPUTS[3]], lock)
    assert one_gone.guids == (first.guids[0], first.guids[3])
    changed = replace(OUTPUTS[2], answer=OUTPUTS[2].answer + " See the manual.")
    second, _ = build([changed, OUTPUTS[1], OUTPUTS[0], OUTPUTS[3]], lock)
    assert second.guids == tuple(first.guids[i] for i in (2, 1, 0, 3))


def test_repeated_questions_are_kept_apart_by_neighbours() -> None:
    first, lock = build([OUTPUTS[0], replace(LIST, file="c.md"), OUTPUTS[1]])
    other = replace(OUTPUTS[1], answer="Nothing of the kind, but an exception.")
    new = replace(OUTPUTS[0], answer="Neither here nor there.")
    second, _ = build([new, OUTPUTS[0], replace(LIST, file="c.md"), other], lock)
    assert second.guids[1:] == first.guids
    assert second.how[0] == "new"


def test_one_exercise_in_two_files_stays_two_cards() -> None:
    twice = [Card("a.md", "Reverse a list", "xs[::-1]"), Card("b.md", "Reverse a list", "xs[::-1]")]
    first, lock = build(twice)
    renamed = [twice[0], replace(twice[1], file="c.md", answer="xs[::-1], or reversed(xs)")]
    second, _ = build(renamed, lock)
    assert second.guids == first.guids
    assert len(set(first.guids)) == 2


def test_another_matter_in_an_old_place_is_a_new_card() -> None:
    first, lock = build([LIST, LOSS])
    new = Card("a.md", "Who wrote Hamlet?", "Shakespeare, around the year 1600.")
    second, fresh = build([new, LOSS], lock)
    assert second.guids[0] not in first.guids
    assert [entry.guid for entry in second.removed] == [first.guids[0]]
    assert [entry.guid for entry in fresh.entries if entry.removed] == [first.guids[0]]


def test_a_removed_card_comes_back_on_its_exact_question_or_answer() -> None:
    first, lock = build([LIST, LOSS])
    _, without = build([LOSS], lock)
    for back in (replace(LIST, answer="x"), replace(LIST, question="Lists?"), LIST):
        second, fresh = build([back, LOSS], without)
        assert second.guids == first.guids
        assert second.how[0] == "revived"
        assert not any(entry.removed for entry in fresh.entries)
    reworded = replace(LIST, question="What is a Python list?", answer="A mutable collection.")
    second, _ = build([reworded, LOSS], without)
    assert second.how[0] == "new"
    assert second.guids[0] != first.guids[0]


def test_a_guid_is_never_given_twice() -> None:
    first, lock = build([LIST])
    other = Card("a.md", "Who wrote Hamlet?", "Shakespeare, around the year 1600.")
    _, renamed = build([replace(LIST, question="Lists, what are they?")], lock)
    second, _ = build(
        [replace(LIST, question="Lists, what are they?"), replace(other, question=LIST.question)],
        renamed,
    )
    assert second.guids[0] == first.guids[0]
    assert second.guids[1] != first.guids[0]


def test_an_explicit_id_wins_and_may_come_and_go() -> None:
    first, lock = build([LIST, TUPLE])
    named = replace(LIST, id="lists")
    second, lock = build([named, TUPLE], lock)
    assert second.guids == first.guids
    other = Card("z.md", "Wem gehört der Mond?", "Allen.", id="lists")
    third, _ = build([TUPLE, other, LIST], lock)
    assert third.guids[1] == first.guids[0]
    assert third.guids[2] not in first.guids
    unnamed, _ = build([LIST, TUPLE], lock)
    assert unnamed.guids == first.guids
    renamed, _ = build([replace(LIST, id="sequences"), TUPLE], lock)
    assert renamed.guids[0] != first.guids[0]


def test_ids_of_a_stranger_take_nothing_over() -> None:
    mine = build([replace(LIST, id="1")], Lock("mine"))[0].guids
    theirs = build([replace(LIST, id="1")], Lock("theirs"))[0].guids
    assert mine != theirs


def test_a_double_id_is_said_and_counts_once() -> None:
    matching, _ = build([replace(LIST, id="x"), replace(TUPLE, id="x")])
    assert len(set(matching.guids)) == 2
    assert [item.rule.code for item in matching.diagnostics] == ["AK602"]


def test_two_cards_with_one_id_are_known_again() -> None:
    cards = [replace(LIST, id="x"), replace(TUPLE, id="x"), LOSS]
    first, lock = build(cards)
    second, again = build(cards, lock, NOW + 5)
    assert second.guids == first.guids
    assert again.entries == lock.entries


def test_a_change_to_cloze_is_said_where_the_text_changed_with_it() -> None:
    closure = Card("a.md", "Explain closures", "Functions that keep their scope's variables.")
    _, lock = build([LIST, closure, LOSS])
    for text in (
        "A {{c1::closure}} is a function with its scope",
        "{{c1::Functions}} that keep variables of their scope",
    ):
        cloze = Card("a.md", text, "", kind="cloze")
        second, _ = build([LIST, cloze, LOSS], lock)
        [said] = second.diagnostics
        assert said.rule.code == "AK603"
        assert lock.entries[1].guid in said.message
    other = Card("a.md", "The capital of France is {{c1::Paris}}", "", kind="cloze")
    assert build([LIST, other, LOSS], lock)[0].diagnostics == ()


def test_a_change_between_basic_and_cloze_is_a_new_card_and_said() -> None:
    first, lock = build([LIST, LOSS])
    second, fresh = build([replace(LIST, kind="cloze"), LOSS], lock)
    assert second.guids[0] != first.guids[0]
    [said] = second.diagnostics
    assert said.rule.code == "AK603"
    assert f"Id:{first.guids[0]}" in said.help
    back, _ = build([LIST, LOSS], fresh)
    assert back.guids == first.guids


def test_a_file_that_could_not_be_read_keeps_its_lines() -> None:
    first, lock = build([LIST, TUPLE, LOSS])
    second, fresh = build([LOSS], lock, unread=("a.md",))
    assert second.removed == ()
    assert set(fresh.entries) == set(lock.entries)
    third, _ = build([LIST, TUPLE, LOSS], fresh)
    assert third.guids == first.guids


def test_of_a_split_question_the_closest_part_keeps_the_history() -> None:
    whole = Card(
        "a.md",
        "什么是精确率和召回率？分别怎么计算？",
        "精确率是预测为正的样本里真正为正的比例，TP/(TP+FP)。"
        "召回率是真正为正的样本里被找出来的比例，TP/(TP+FN)。",
    )
    first, lock = build([whole, LOSS])
    parts = [
        Card("a.md", "什么是精确率？怎么计算？", "预测为正的样本里真正为正的比例，TP/(TP+FP)。"),
        Card("a.md", "什么是召回率？", "真正为正的样本里被找出来的比例，等于 TP/(TP+FN)。"),
    ]
    second, _ = build([*parts, LOSS], lock)
    assert second.guids[2] == first.guids[1]
    assert [guid == first.guids[0] for guid in second.guids].count(True) == 1


def test_the_assignment_is_over_all_at_once() -> None:
    cards = [
        Card("a.md", "Explain gradient descent", "Step against the gradient of the loss."),
        Card("a.md", "Explain stochastic gradient descent", "Step against a batch's gradient."),
    ]
    first, lock = build(cards)
    edited = [
        Card(
            "a.md",
            "Explain stochastic gradient descent (SGD)",
            "Step against one batch's gradient.",
        ),
        Card("a.md", "Please explain gradient descent", "Step against the loss's gradient."),
    ]
    second, _ = build(edited, lock)
    assert second.guids == (first.guids[1], first.guids[0])
