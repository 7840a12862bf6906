"""The block phase: laws that hold for every text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ankigen.blocks import NESTING, Block, cells, parse
from ankigen.model import Excerpt, Source

MARKS = st.sampled_from(
    [
        *["> ", ">", "- ", "* ", "+ ", "1. ", "12) ", "    ", "  ", "\t", "```", "~~~", "# ", "a"],
        *["b c", "|", "|-|", "---", "===", "<div>", "</div>", "<!--", "-->", "<b>", "$$", "[a]: b"],
        *["[^x]: ", "\n", "\n", "\n", "\n\n", "\r\n", "\r", "\n  ", "\n    ", "题", "\u3000"],
        *["<pre>", ":-:", "\\|"],
    ]
)
TEXTS = st.lists(MARKS, max_size=40).map("".join)


def check_places(block: Block, text: str) -> None:
    at = block.start
    for child in block.children:
        assert at <= child.start <= child.end <= block.end
        assert text[child.start : child.start + 1] not in (" ", "\n", "\r", "\t")
        at = child.end
        check_places(child, text)
    at = 0
    for start, end, pad in block.pieces:
        assert at <= start <= end
        assert pad >= 0
        assert "\n" not in text[start:end]
        assert "\r" not in text[start:end]
        at = end


@given(TEXTS)
@settings(max_examples=500, deadline=None)
def test_offsets_are_in_order_and_inside(text: str) -> None:
    document = parse(text)
    check_places(document, text)
    for block in document.walk():
        if block.pieces and block.kind != "document":
            assert block.pieces[-1][1] <= block.end


@given(TEXTS)
@settings(max_examples=500, deadline=None)
def test_every_character_that_is_no_blank_stands_in_a_block(text: str) -> None:
    covered = [False] * len(text)
    for child in parse(text).children:
        covered[child.start : child.end] = [True] * (child.end - child.start)
    lost = [
        char for char, seen in zip(text, covered, strict=True) if not seen and char not in " \t\n\r"
    ]
    assert not lost


def shape(block: Block) -> object:
    return block.kind, block.level, block.info, block.number, [shape(c) for c in block.children]


@given(TEXTS.filter(lambda text: "\r" not in text and "$$" not in text))
@settings(max_examples=300, deadline=None)
def test_a_fence_or_code_reads_the_same_in_the_excerpt_of_its_container(text: str) -> None:
    """Content taken out of its container has the same leaves, lazy lines and cut tabs aside."""
    source = Source("x.md", text)
    for child in parse(text).children:
        if child.kind == "list" and len(child.children) == 1 and "\t" not in text:
            item = child.children[0]
            lines = item.excerpt(source).text
            again = parse(lines, front_matter=False)
            if [b.kind for b in item.walk()].count("paragraph") == 0:  # nothing lazy
                assert [shape(c) for c in again.children] == [shape(c) for c in item.children]


def kinds(text: str) -> list[str]:
    return [child.kind for child in parse(text).children]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n- b", ["paragraph", "list"]),
        ("a\n2. b", ["paragraph"]),
        ("a\n    b", ["paragraph"]),
        ("    a\n\n    b\n", ["code"]),
        ("- a\n+ b\n1. c\n2) d", ["list", "list", "list", "list"]),
        ("```\n- a", ["fence"]),
        ("| a |\n|---|\n| b |\n\nc", ["table", "paragraph"]),
        ("x\n| a |\n|---|", ["paragraph", "table"]),
        ("a\n===\nb\n---\n***", ["heading", "heading", "break"]),
        ("[a]: /b\n'c'\nd", ["definition", "paragraph"]),
        ("<details>\n<summary>x</summary>\n- a\n\n- b\n</details>", ["html", "list", "html"]),
        ("$$\na\n- b\n$$", ["math"]),
        ("$$\na\n\nb\n$$", ["paragraph", "paragraph"]),
        ("costs $$ 5\nb", ["paragraph"]),
        ("[^1]: note\n    more\n\nb", ["footnote", "paragraph"]),
        ("---\na: b\n---\n---\na: b\n---", ["front-matter", "break", "heading"]),
        ("---\nFoo\n---", ["break", "heading"]),
        ("", []),
        ("\n \n", []),
    ],
)
def test_kinds(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


def test_content_of_containers() -> None:
    source = Source("x.md", "> - a\n>   b\n> c\n\n1.\tx\n\n\ty\n")
    quote, ordered = parse(source.text).children
    assert quote.excerpt(source).text == "- a\n  b\nc"
    (bullets,) = quote.children
    assert bullets.children[0].excerpt(source).text == "a\nb\nc"
    assert ordered.children[0].excerpt(source).text == "x\n\ny"
    assert not ordered.tight
    assert ordered.number == 1


def test_lines_of_some_children() -> None:
    text = "> # a\n> b\n>\n> - c\n> d\n"
    source = Source("x.md", text)
    (quote,) = parse(text).children
    _, paragraph, items = quote.children
    assert "".join(text[a:b] for a, b, _ in quote.lines(paragraph.start, paragraph.end)) == "b"
    pieces = quote.lines(paragraph.start, items.end)
    assert [text[a:b] for a, b, _ in pieces] == ["b", "", "- c", "d"]
    assert items.excerpt(source).text == "- c\nd"


def test_lines_keep_the_indent_of_a_child() -> None:
    text = "a\n\n  1. b\n  2. c\n\n      code\n\nd: e\n"
    document = parse(text)
    source = Source("x.md", text)

    def lines(start: int, end: int) -> str:
        return Excerpt(source, document.lines(start, end)).text

    _, numbered, last = document.children
    assert lines(numbered.start, numbered.end) == "  1. b\n  2. c\n\n      code"
    assert lines(last.start + 3, last.end) == "e"


def test_cells() -> None:
    text = r"| a \| b | `c` ||d"
    assert [text[a:b] for a, b in cells(text, 0, len(text))] == [r"a \| b", "`c`", "", "d"]


@pytest.mark.parametrize("mark", ["> ", "- ", "+ ", "1. ", "* ", "[^a]: ", "> - "])
def test_nesting_is_bounded(mark: str) -> None:
    depth, block = 0, parse(mark * 3000 + "x")
    while block.children:
        block = block.children[0]
        depth += 1
    assert depth <= NESTING + 2


LONG = [
    *["> ", "- ", "> \n", "-\n", "- a\n", "[", "[a]: b\n", "$$\n", "|-", "<a ", "    a\n", "```\n"],
    *["| a |\n|-|\n", "[a]: b '\n", "<!--\n", "a\n\n", "#", "\t", "1. ", "* * a\n", "> > > a\n"],
    *["$$ a\n", "<a b='"],
]


@pytest.mark.parametrize("unit", LONG)
def test_long_repetitions_end(unit: str) -> None:
    """50,000 characters of one mark: a quadratic step would take minutes."""
    assert parse(unit * (50_000 // len(unit))).end > 0
