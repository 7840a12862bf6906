"""Places in files: offsets, lines, excerpts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankigen.model import Excerpt, Fragment, Source, line_starts
from ankigen.text import normal, number_prefix


@given(st.text(alphabet="a\r\n\u2028é", max_size=30))
def test_each_offset_has_the_place_that_an_editor_shows(text: str) -> None:
    source = Source("notes.md", text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert len(line_starts(text)) == len(lines)
    for offset in range(len(text)):
        line, column = source.place(offset)
        if text[offset] not in "\r\n":
            assert lines[line - 1][column - 1] == text[offset]


def test_an_excerpt_knows_where_its_text_stands() -> None:
    source = Source("notes.md", "> one\n> two\nthree\n")
    excerpt = Excerpt(source, ((2, 5, 0), (8, 11, 2)))
    assert excerpt.text == "one\n  two"
    assert excerpt.span(6, 9).text == "two"
    assert (excerpt.span(6, 9).line, excerpt.span(6, 9).column) == (2, 3)
    assert excerpt.span().text == "one\n> two"


def test_an_excerpt_may_leave_out_part_of_a_line() -> None:
    source = Source("notes.md", "- [x] one\n- two\n")
    excerpt = Excerpt(source, ((0, 2, 1), (6, 9, -1), (10, 15, 0)))
    assert excerpt.text == " - one\n- two"
    assert excerpt.span(3, 6).text == "one" or excerpt.span(3, 6).text.endswith("one")
    assert excerpt.span(4, 6).text == "ne"
    assert excerpt.span(7, 12).text == "- two"


def test_a_fragment_is_filled_in_order() -> None:
    fragment = Fragment(("a ", "b", " c ", "."), (0, 0, 1))
    assert fragment.fill([("<a>", "</a>"), ("<img>", "")]) == "a <a>b</a> c <img>."


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("1、Transformer", "Transformer"),
        ("1. What is it?", "What is it?"),
        ("(1) what", "what"),
        ("Q1: why", "why"),
        ("第1题：如何", "如何"),
        ("3.14 is what?", "3.14 is what?"),
        ("12) a", "a"),
        ("1.什么是", "什么是"),
        ("2020 was a year", "2020 was a year"),
        ("42", "42"),
    ],
)
def test_numbers_are_left_off(line: str, rest: str) -> None:
    assert line[number_prefix(line) :] == rest


def test_questions_that_differ_in_width_case_and_space_are_the_same() -> None:
    assert normal("什么是 ＣＮＮ？") == normal("什么是cnn?")
