"""Lexers that run fast give the tokens that they give by themselves."""

from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygments.lexers import find_lexer_class_by_name

from ankigen.passes import code, lexing
from ankigen.passes.firsts import firsts

NAMES = (
    "python java bash go js ts sql c csharp css json yaml rust kotlin bat vue rst xml lua".split()
)
CODE = [
    "def f(x):\n    '''A {x!r} doc.'''\n    return [f\"{v:>{x}}\" for v in x]  # é\n",
    'class A extends B { @Override int x = 0x1F; String s = "a\\n"; /* c */ }\n',
    'for i in $(ls *.py); do echo "${i%.py}" <<EOF\n$x\nEOF\ndone\n',
    "SELECT a, b FROM t -- c\nWHERE x = 'it''s' AND y > 1.5e3;\n",
    "<a href='x'>{{ y }}</a>\n<script>let a = `b${c}`;</script>\n",
    'key: "value"\nlist:\n  - 1\n  - {a: b}\n\n* item ``x``_\n',
    '@echo off\nif "%1"=="" goto :end\nset /a x=1+2\n:end\n',
    "\n\n\t\x00 \u2028 '\"`\\\n",
]


@cache
def pair(name: str) -> tuple[Any, Any]:
    """The lexer as it is, and as it runs fast."""
    kind = find_lexer_class_by_name(name)
    return kind(stripnl=False), lexing.quick(kind)(stripnl=False)


def tokens(name: str, text: str) -> tuple[list[Any], list[Any]]:
    alone, fast = pair(name)
    return list(alone.get_tokens(text)), list(fast.get_tokens(text))


@pytest.mark.parametrize("name", NAMES)
def test_the_tokens_are_the_same(name: str) -> None:
    for text in CODE:
        alone, fast = tokens(name, text)
        assert fast == alone


@pytest.mark.parametrize("name", NAMES)
def test_no_rule_begins_with_what_is_not_foreseen(name: str) -> None:
    alone, _ = pair(name)
    patterns = {
        rule[0].__self__ for rules in getattr(alone, "_tokens", {}).values() for rule in rules
    }
    seen = 0
    for pattern in patterns:
        begins = firsts(pattern.pattern, pattern.flags)
        for text in CODE:
            for at in range(len(text) + 1):
                char = text[at : at + 1]
                if pattern.match(text, at) and char < "\x80":
                    assert begins is None or char in begins, pattern
                    seen += begins is not None
    assert seen or not patterns


@given(
    st.sampled_from(NAMES),
    st.text("abx01 \n\t'\"`#/*<>(){}[]$@:;=-+\\.,|&%!é", max_size=60),
)
def test_whatever_is_lexed(name: str, text: str) -> None:
    alone, fast = tokens(name, text)
    assert fast == alone


def test_the_lexers_in_use_are_quick() -> None:
    assert "get_tokens_unprocessed" in vars(code._lexer("python"))
