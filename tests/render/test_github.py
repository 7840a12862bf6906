"""Plain HTML equals that of cmark-gfm, GitHub's own parser, for every Markdown."""

import re

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ankigen.render import to_html

from .github import github, shape

BLOCK_MARKS = ["> ", "- ", "* ", "+ ", "1. ", "2) ", "    ", "  ", " ", "\t", "```", "~~~", "# "]
BLOCK_MARKS += ["---", "===", "|", "|-|-|", "a|b", "<div>", "</div>", "<!-- x -->", "[a]: /b"]
INLINE_MARKS = [
    "*",
    "**",
    "***",
    "_",
    "__",
    "~",
    "~~",
    "`",
    "``",
    "[",
    "]",
    "(",
    ")",
    "](/u)",
    "![",
]
INLINE_MARKS += [
    "[a]",
    "\\",
    "&amp;",
    "&",
    "<",
    "<b>",
    "</b>",
    "<http://x.y>",
    "  \n",
    "!",
    ".",
    '"',
]
WORDS = ["a", "b", "c d", "题", "，", "“", "”", "（", "）", "é", "«", " ", " ", "\n", "\n", "\n\n"]
ADDRESSES = ["http://a.b/c", "www.a.bc", "x@y.zz", "https://例.cn/", "(", ")", ".", " ", "a", "\n"]

QUIRKS = [
    re.compile(r"!\[\^"),  # a picture whose text looks like a footnote
    re.compile(r"<!"),  # HTML declarations: Python's parser of HTML reads them its own way
    re.compile(r"www\._|[-_]@|@[-_.]"),  # addresses that no one writes
]


def texts(*marks: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(marks), max_size=16).map("".join)


def check(text: str) -> None:
    assume(not any(quirk.search(text.replace("<!-- x -->", "")) for quirk in QUIRKS))
    assert shape(to_html(text)) == shape(github(text))


@given(texts(*BLOCK_MARKS, *WORDS))
@settings(max_examples=400, deadline=None, derandomize=True)
def test_blocks(text: str) -> None:
    check(text)


@given(texts(*INLINE_MARKS, *WORDS))
@settings(max_examples=400, deadline=None, derandomize=True)
def test_inlines(text: str) -> None:
    check(text)


@given(texts(*ADDRESSES, "*", "_", "~~", "，", "[", "]"))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_addresses(text: str) -> None:
    check(text)


@given(texts(*BLOCK_MARKS, *INLINE_MARKS, *WORDS, "[a]: /b\n"))
@settings(max_examples=400, deadline=None, derandomize=True)
def test_everything_together(text: str) -> None:
    check(text)
