"""A text that is part of a longer one is drawn from the longer one's blocks as it is by itself."""

from hypothesis import given
from hypothesis import strategies as st

from ankigen.blocks import parse
from ankigen.render import part, render

LINES = [
    "",
    "",
    "a *b* `c`",
    "    code",
    "  set in",
    "\ttab",
    "- one",
    "  - two",
    "1. first",
    "2) second",
    "> quote",
    "# Heading",
    "---",
    "===",
    "```py",
    "```",
    "$$",
    "x$$",
    "$$x$$",
    "| a | b |",
    "|---|---|",
    "<details>",
    "</details>",
    "<b>",
    "<!-- a",
    "-->",
    "[^1]: note",
    "[a]: /b",
    "[a] [^1]",
    "- [x] done",
    "> [!NOTE]",
    "a  ",
    "\x00",
]
BODY = "- one\n- two\n\n```py\nx = 1\n```\n\nand *more*"


@given(st.lists(st.sampled_from(LINES), max_size=14), st.data())
def test_whatever_lines_are_taken(lines: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(lines)))
    last = data.draw(st.integers(first, len(lines)))
    whole, text = "\n".join(lines), "\n".join(lines[first:last])
    start = len("\n".join(lines[:first])) + (first > 0)
    parsed = part(parse(whole), whole, text, start)
    if parsed is not None:
        assert render(text, parsed=parsed) == render(text)


def test_the_body_of_an_answer_is_found() -> None:
    whole = f"> Why?\n<details>\n<summary>Answer</summary>\n\n{BODY}\n\n</details>\n\n> How?\n"
    parsed = part(parse(whole), whole, BODY, whole.index(BODY))
    assert parsed is not None
    assert [block.kind for block in parsed.blocks] == ["list", "fence", "paragraph"]
    assert render(BODY, parsed=parsed) == render(BODY)


def test_what_goes_on_before_or_behind_is_parsed_anew() -> None:
    for whole, text in (
        ("- a\n- b", "- b"),
        ("- a\n- b", "- a"),
        ("one two", "two"),
        ("one two", "one"),
        ("[a]: /b\n[a]", "[a]: /b"),
        ("[a]: /b\n2) c", "2) c"),
        ("---\na: b\n---\n", "---\na: b\n---"),
    ):
        assert part(parse(whole), whole, text, whole.index(text)) is None, text
