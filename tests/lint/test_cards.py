"""Checks across cards, and which rules may speak."""

import pytest

from ankigen import rules
from ankigen.diagnostics import Stop
from ankigen.lint.cards import LONG, Card, check
from ankigen.lint.choice import chosen, spoken
from ankigen.model import Diagnostic, Source, Span
from ankigen.settings import Check

SOURCE = Source("notes/qa.md", "> first?\n\n> second?\n\n> third?\n")


def card(question: str, answer: str = "It is.", line: int = 1, media: tuple[str, ...] = ()) -> Card:
    start = SOURCE.text.index((">", "> s", "> t")[line - 1])
    return Card(question, answer, Span(SOURCE, start, start + 8), media)


def slugs(*cards: Card) -> list[str]:
    return [item.rule.slug for item in check(cards)]


def test_a_question_asked_twice_is_told_with_both_places() -> None:
    found = check([card("What is a closure?"), card("what is a  closure？", "Else.", 3)])
    assert [item.rule for item in found] == [rules.DUPLICATE_QUESTION]
    assert found[0].span is not None
    assert found[0].span.line == 5
    assert found[0].related[0][0].line == 1
    assert "different answers" in found[0].message
    assert slugs(card("One?"), card("Two?")) == []


def test_fronts_that_differ_in_a_picture_are_two_questions() -> None:
    assert slugs(card("What?", media=("a.png",)), card("What?", media=("b.png",))) == []


def asked(path: str, *questions: str) -> list[Card]:
    source = Source(path, "".join(f"> {one}\n" for one in questions))
    places = [source.text.index(one) for one in questions]
    return [
        Card(one, "It is.", Span(source, at, at + len(one)))
        for one, at in zip(questions, places, strict=True)
    ]


SEA = ("Why salt?", "Why blue?", "How deep?", "How old?", "How wide?", "Who sails?")


def test_two_files_that_ask_the_same_are_told_once() -> None:
    found = check([*asked("a.md", *SEA), *asked("b.md", "What is land?", *SEA)])
    assert [(item.message, item.span.line if item.span else 0) for item in found] == [
        ("6 questions of b.md are asked in another file too", 2)
    ]
    assert found[0].related[0][0].source.path == "a.md"
    assert "exclude" in found[0].advice


def test_a_file_that_repeats_many_is_told_once_and_its_own_doubles_apart() -> None:
    parts = [card for number, one in enumerate(SEA) for card in asked(f"q/{number}.md", one)]
    whole = asked("README.md", *SEA, "What is land?")
    double = Card("What is land?", "It is.", Span(whole[0].span.source, 0, 3))
    for cards in ([*parts, *whole, double], [*whole, double, *parts]):
        found = check(cards)
        assert [item.message for item in found] == [
            "6 questions of README.md are asked in other files too",
            "this question and its answer stand twice",
        ]
        assert all(item.span and item.span.source.path == "README.md" for item in found)


def test_files_that_share_a_few_questions_are_told_of_each() -> None:
    few = [*asked("a.md", *SEA[:3]), *asked("b.md", *SEA[:3])]
    assert len(check(few)) == 3
    others = [f"What is {n}?" for n in range(20)]
    assert len(check([*asked("a.md", *SEA, *others[:10]), *asked("b.md", *SEA, *others[10:])])) == 6


def test_a_sign_that_is_defined_or_of_mathematics_is_asked_for() -> None:
    assert slugs(card("∀")) == []
    assert slugs(card("&&")) == ["useless-question"]
    term = Card("&&", "and", card("&&").span, term=True)
    assert slugs(term) == []


@pytest.mark.parametrize(
    "text", ["Question 12", "Q1:", "Interviewer:", "第12题", "问题：", "3.", ""]
)
def test_a_front_that_asks_nothing(text: str) -> None:
    assert slugs(card(text)) == ["useless-question"]
    assert slugs(card(text, media=("a.png",))) == []


@pytest.mark.parametrize("text", ["GIL", "什么是问题", "Answer me", "q-learning", "0.1 + 0.2 是?"])
def test_a_short_front_that_asks_something(text: str) -> None:
    assert slugs(card(text)) == []


def test_a_long_answer_is_measured_in_columns() -> None:
    assert slugs(card("What?", "a" * LONG)) == []
    assert slugs(card("What?", "a" * LONG + "b")) == ["long-answer"]
    assert slugs(card("What?", "长" * (LONG // 2))) == []
    assert slugs(card("What?", "长" * (LONG // 2) + "长")) == ["long-answer"]


@pytest.mark.parametrize(
    ("names", "codes"),
    [
        (["AK301"], {"AK301"}),
        (["ak301, missing-picture"], {"AK301"}),
        (["AK10"], {code for code in rules.RULES if code.startswith("AK10")}),
        (["all"], set(rules.RULES)),
        ([], set()),
    ],
)
def test_rules_are_chosen_by_code_beginning_or_name(names: list[str], codes: set[str]) -> None:
    assert chosen(names, "--select") == codes


def test_an_unknown_rule_is_told_with_its_neighbour() -> None:
    with pytest.raises(Stop) as stop:
        chosen(["missing-pictures"], "--select")
    assert stop.value.message == "--select: there is no rule missing-pictures"
    assert "missing-picture" in stop.value.help


ALL = Check()


def said(text: str, settings: Check = ALL, path: str = "qa.md") -> list[int]:
    """The lines on which a diagnostic, one at each `@`, still speaks."""
    source = Source(path, text)
    found = [
        Diagnostic(rules.MISSING_PICTURE, "m", Span(source, at, at + 1))
        for at, char in enumerate(text)
        if char == "@"
    ]
    return [item.span.line for item in spoken(found, settings) if item.span]


def test_the_settings_choose_who_speaks() -> None:
    assert said("@") == [1]
    assert said("@", Check(ignore=("AK3",))) == []
    assert said("@", Check(select=("AK1",))) == []
    assert said("@", Check(select=("AK3", "AK1"), ignore=("AK302",))) == [1]
    per_file = Check(per_file_ignores={"old/": ("missing-picture",)})
    assert said("@", per_file, "old/a.md") == []
    assert said("@", per_file, "new/a.md") == [1]


def test_code_is_as_long_as_what_is_seen_of_it() -> None:
    token = '<span class="k">长</span>'
    assert slugs(card("What?", token * (LONG // 2))) == []
    assert slugs(card("What?", token * (LONG // 2) + "长")) == ["long-answer"]
    token = '<span class="k">a</span>'
    assert slugs(card("What?", f'<pre class="code">{token * LONG}</pre>')) == []
    assert slugs(card("What?", f'<pre class="code">{token * (LONG + 1)}</pre>')) == ["long-answer"]
