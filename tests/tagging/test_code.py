"""Code speaks where the words of a question say little."""

import re

import pytest

from ankigen.tagging import snippets
from ankigen.tagging.shown import Shown
from ankigen.tagging.topics import CardText, Context, topics_of
from tests.tagging.asked import JS, PYTHON, about, tags


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


def explained(code: str, answer: str, context: Context = JS) -> set[str]:
    """The topics of `What is the output?`, with a listing and what explains it."""
    return about(Shown("What is the output?", code=code), answer, context)


def test_a_listing_and_its_explanation_settle_two_topics() -> None:
    code = "const f = () => {};\nconsole.log(typeof f.prototype);"
    both = "It has no prototype, so typeof gives undefined."
    assert explained(code, both) == {"javascript::prototype", "javascript::types"}
    assert explained(code, "It prints a word, which is not what one would have hoped.") == {
        "javascript"
    }


def test_what_an_explanation_says_by_the_way_is_not_what_a_listing_is_about() -> None:
    code = "f(a, b);"
    often = "A closure. The closure sees it, since a closure keeps its scope, and throws nothing."
    assert explained(code, often) == {"javascript::closure"}
    once = "A closure may see it, and a promise may wait for it, and the regular expression too."
    assert explained(code, once) == {"javascript"}


ALGORITHMS = Context(declared=("algorithms",))


def solved(question: str, code: str, prose: str = "", context: Context = ALGORITHMS) -> set[str]:
    """The topics of a problem with its solution."""
    back = f"<p>{prose}</p><pre><code>{code}</code></pre>"
    return {g.topic.tag for g in topics_of(CardText(Shown(question), back=back), context)}


@pytest.mark.parametrize(
    ("code", "topic"),
    [
        ("bool wordBreak(string s) {\n}", "algorithms::dynamic-programming"),
        ("def word_break(s):\n    pass", "algorithms::dynamic-programming"),
        ("var coinChange2 = function(a) {\n};", "algorithms::dynamic-programming"),
        ("class MinStack {\n}", "data-structures::stack"),
        ("int f(ListNode* head) {\n}", "data-structures::linked-list"),
        ("if (isAnagram(a)) {\n}", "algorithms"),
        ("x = 1", "algorithms"),
    ],
)
def test_a_problem_is_about_what_its_solution_shows(code: str, topic: str) -> None:
    assert solved("Nr. 7: the old one", code) == {topic}
    assert solved("Nr. 7: the old one", code, context=PYTHON) == {"python"}


def test_the_prose_of_a_solution_names_its_technique() -> None:
    code = "int f(TreeNode* root) {\n}"
    both = {"data-structures::tree", "algorithms::dynamic-programming"}
    assert solved("Paths of a binary tree", code, "This is dynamic programming.") == both
    slow = "Its time complexity is linear."
    assert solved("Paths of a binary tree", code, slow) == {"data-structures::tree"}
    assert solved("What is the time complexity?", code) == {"algorithms::complexity"}


def test_the_data_that_a_solution_is_tried_on_are_not_its_topic() -> None:
    numpy = Context(declared=("python::numpy",))
    code = "a = np.random.rand(5)\nprint(np.unique(a))"
    assert solved("Which colours stand there?", code, context=numpy) == {
        "python::numpy::statistics-and-sorting"
    }
    tried = solved("Which colours stand there?", "np.random.rand(5)\n" * 9, context=numpy)
    assert tried == {"python::numpy"}
