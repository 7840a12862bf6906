"""Code speaks where the words of a question say little."""

import re

import pytest

from ankigen.tagging import snippets
from ankigen.tagging.shown import Shown
from ankigen.tagging.topics import CardText, Context, topics_of
from tests.tagging.asked import JS, about, tags


def test_code_and_options_below_a_question_are_not_its_subject() -> None:
    question = Shown("What is the output?", code="const x = new Map();\nsetTimeout(f, 0);")
    assert about(question) == {"javascript"}, "the language alone"


@pytest.mark.parametrize(
    ("code", "answer", "expected"),
    [
        ("console.log(n++, ++n)", "0 2", {"javascript::operators"}),
        ("for (const x of xs) { yield x }", "", {"javascript::iterators-generators"}),
        ("if (a === b) f.call(x)", "A comparison with triple equals.", {"javascript::equality"}),
        ("if (a === b) f.call(x)", "Nothing.", {"javascript"}),
        ("if (a == b) f()", "Nothing.", {"javascript::equality"}),
        ("f(a, b)", "Nothing.", {"javascript"}),
    ],
)
def test_a_listing_speaks_for_a_mute_question(code: str, answer: str, expected: set[str]) -> None:
    assert about(Shown("What is the output?", code=code), answer, JS) == expected


def test_a_listing_is_in_the_language_of_its_fence() -> None:
    card = CardText(Shown("What is printed?", code="print(*args, **kwargs)"), language="python")
    assert {given.topic.tag for given in topics_of(card)} == {"python::function"}
    assert topics_of(CardText(card.question, language="brainfuck")) == ()


@pytest.mark.parametrize(
    ("piece", "code", "found"),
    [
        ("class _ extends _", "class A  extends B {}", True),
        ("class _ extends _", "subclass A extends B", False),
        ("==", "a===b", False),
        ("==", "a==b", True),
        (".indexOf(", "xs .indexOf (1)", True),
        ("for (var …setTimeout(", "for (var i;;) {\n setTimeout(f)", True),
        ("for (var …setTimeout(", "for (var i;;) {" + " " * 300 + "setTimeout(f)", False),
    ],
)
def test_how_a_piece_of_code_is_matched(piece: str, code: str, found: bool) -> None:
    assert bool(re.search(snippets.expression(piece), code)) is found


def test_code_shows_its_language() -> None:
    java = "int a = 1;\nSystem.out.println(a);"
    assert snippets.language(java) == ("java",)
    assert about(Shown("What is printed?", code=java), "1") == {"java"}
    assert snippets.language("x = 1") == ()
    assert tags("What does WHERE do in UPDATE users SET a = 1 WHERE b = 2;", "It picks rows.") == {
        "database::sql"
    }


def test_a_language_shows_in_the_answer_s_listing_where_nothing_else_does() -> None:
    back = "<p>2</p><pre><code><span>System</span>.out.println(1);</code></pre>"
    card = CardText(Shown("What is printed?"), "2", back=back)
    assert [given.topic.tag for given in topics_of(card)] == ["java"]
    assert topics_of(card, Context(shared=("database",))) == ()
