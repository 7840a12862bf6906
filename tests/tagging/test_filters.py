"""Filters mean what the same words mean in Anki."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankigen.diagnostics import Stop
from ankigen.tagging.filters import parse
from ankigen.tagging.groups import by_tag, file_names

anki = pytest.importorskip("anki.collection")

TAGS = [
    (),
    ("python",),
    ("python::gc",),
    ("pythonic",),
    ("python::gc", "hard"),
    ("ml::loss::cross-entropy",),
    ("deep-learning::transformer",),
    ("机器学习::损失",),
    ("hard", "sql"),
    ("node.js",),
    ("c++",),
    ("a_b",),
    ("axb",),
]


@pytest.fixture(scope="module")
def collection(tmp_path_factory) -> Iterator[object]:
    made = anki.Collection(str(tmp_path_factory.mktemp("filters") / "c.anki2"))
    kind = made.models.by_name("Basic")
    for number, tags in enumerate(TAGS):
        note = made.new_note(kind)
        note["Front"] = str(number)
        note.tags = list(tags)
        made.add_note(note, made.decks.id("Default"))
    yield made
    made.close()


def in_anki(collection, expression: str) -> set[int]:
    return {int(collection.get_note(i)["Front"]) for i in collection.find_notes(expression)}


def here(expression: str) -> set[int]:
    chosen = parse(expression)
    return {number for number, tags in enumerate(TAGS) if chosen(tags)}


EXPRESSIONS = [
    "",
    "tag:python",
    "tag:PYTHON",
    "-tag:python",
    "tag:python -tag:python::gc",
    "tag:python*",
    "tag:*transformer*",
    "tag:*loss*",
    "tag:none",
    "-tag:none",
    "tag:*",
    "tag:hard or tag:sql",
    "tag:hard OR tag:node.js",
    "tag:python and tag:hard",
    "tag:python tag:hard or tag:sql",
    "tag:sql or tag:python tag:hard",
    "-(tag:python or tag:sql)",
    "tag:hard -(tag:sql or tag:none)",
    "((tag:hard))",
    '"tag:hard"',
    'tag:"hard"',
    '-"tag:hard"',
    "tag:a_b",
    r"tag:a\_b",
    "tag:c++",
    "tag:机器学习",
    "tag:*损失",
    "tag:p_thon",
    "tag:re:^py.*c$",
    "tag:gc",
    "tag:*gc",
    "tag:python　tag:hard",
    "(tag:hard)(tag:sql)",
    "tag:*o*s*",
    "tag:d*p*former",
    "tag:*::*",
    "tag:ml::*::cross-entropy",
    "tag:*a*a*",
]


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_as_in_anki(collection, expression: str) -> None:
    assert here(expression) == in_anki(collection, expression)


TERMS = st.sampled_from(
    ["tag:python", "tag:hard", "tag:*gc*", "tag:none", "tag:sql", "tag:p_thon*", "tag:ml::loss"]
)
NESTED = st.recursive(
    TERMS,
    lambda inner: st.one_of(
        inner.map(lambda a: f"-({a})"),
        st.tuples(inner, inner).map(lambda p: f"{p[0]} {p[1]}"),
        st.tuples(inner, inner).map(lambda p: f"({p[0]} or {p[1]})"),
        st.tuples(inner, inner).map(lambda p: f"{p[0]} or {p[1]}"),
    ),
    max_leaves=8,
)


@given(expression=NESTED)
def test_nested_as_in_anki(collection, expression: str) -> None:
    assert here(expression) == in_anki(collection, expression)


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("python", "write tag:python"),
        ("deck:x", "not by deck:"),
        ("tag:a or", "lacks a term at the end"),
        ("or tag:a", "lacks a term before 'or'"),
        ("(tag:a", "never closed"),
        ("tag:a)", "bracket too many"),
        ("()", "lacks a term"),
        ('tag:"a', "a quote is never closed"),
        ("tag:a -", "stands alone"),
        ("tag:re:[", "is not one"),
        ("(" * 200 + "tag:a" + ")" * 200, "more than 100 brackets"),
    ],
)
def test_what_is_wrong_is_told(expression: str, said: str) -> None:
    with pytest.raises(Stop, match="filter") as stop:
        parse(expression)
    assert said in stop.value.message


@given(st.text(alphabet='tag:()-*"\\ or_x', max_size=30))
def test_any_text_is_a_filter_or_told(text: str) -> None:
    try:
        chosen = parse(text)
    except Stop:
        return
    assert isinstance(chosen(("python",)), bool)


class Card:
    def __init__(self, *tags: str) -> None:
        self.tags = tags


def test_a_card_is_in_the_group_of_its_first_tag() -> None:
    cards = [Card("b::x::y", "a"), Card(), Card("a"), Card("b::x"), Card("b")]
    assert {tag: len(group) for tag, group in by_tag(cards, 1).items()} == {"a": 1, "b": 3, "": 1}
    assert list(by_tag(cards, 2)) == ["a", "b", "b::x", ""]


def test_files_of_groups_are_apart() -> None:
    names = file_names(dict.fromkeys(("a-b", "a::b", "untagged", "")), "deck")
    assert list(names.values()) == [
        "deck-a-b",
        "deck-a-b-2",
        "deck-untagged",
        "deck-untagged-2",
    ]


@pytest.mark.parametrize(
    ("search", "near"),
    [
        ("tag:memmory", "tag:memory"),
        ("tag:memory -tag:pyton", "tag:python"),
        ("tag:python::lists", "tag:python::list"),
        ("tag:memory tag:python", ""),
        ("tag:else", ""),
        ("tag:mem*", ""),
    ],
)
def test_a_tag_that_no_card_has_is_told_with_its_neighbour(search: str, near: str) -> None:
    assert parse(search).near(["memory", "python::list"]) == near
