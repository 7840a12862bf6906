"""With which characters a match can begin."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankigen.passes.firsts import ASCII, firsts

EXACT = [
    (r"abc", "a"),
    (r"a|b?c", "abc"),
    (r"(?:ab|cd)+e", "ac"),
    (r"(x)*y", "xy"),
    (r"[a-c_]", "abc_"),
    (r"\bfoo(?=x)", "f"),
    (r"(?i)k\w", "kK"),
    (r"(?i:k)|s", "kKs"),
    (r"\d+", "0123456789"),
    (r"^\s{2,}?#", " \t\n\r\f\v\x1c\x1d\x1e\x1f"),
    (r"(?>ab)", "a"),
    ("é", ""),
]


@pytest.mark.parametrize(("pattern", "begins"), EXACT)
def test_what_is_known(pattern: str, begins: str) -> None:
    assert firsts(pattern) == set(begins)


@pytest.mark.parametrize("pattern", ["", "a?", r"\b", "(?=a)", r"(a)?\1", "(?:a|b*)"])
def test_nothing_at_all_may_match(pattern: str) -> None:
    assert firsts(pattern) is None


@pytest.mark.parametrize("pattern", [".", "[^a]", r"(?s).", r"[^\d]", r"(?i)[^a]", "(?i)é"])
def test_most_characters_may_begin(pattern: str) -> None:
    begins = firsts(pattern)
    assert begins is not None
    assert ASCII - {"a"} - set("0123456789") <= begins


def test_without_the_parser_of_expressions_all_may_match(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ankigen.passes.firsts.import_module", lambda name: object())
    assert firsts("a") is None


ATOMS = st.sampled_from(r"a B k . \w \W \s \S \d \D [^a] [a-f] [^\s] [K-Z] \b ^ $ (?=b) é".split())
PATTERNS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.builds("{}{}".format, inner, inner),
        st.builds("(?:{}|{})".format, inner, inner),
        st.builds("({})".format, inner),
        st.builds("(?i:{})".format, inner),
        st.builds("(?:{}){}".format, inner, st.sampled_from(["?", "*", "+", "{2,3}", "+?"])),
    ),
    max_leaves=6,
)


@given(PATTERNS, st.text("abkKBfZ 1\n\x1cé\u212aſ-", max_size=6), st.booleans())
def test_never_too_little(pattern: str, text: str, folded: bool) -> None:
    compiled = re.compile(pattern, re.IGNORECASE if folded else 0)
    begins = firsts(pattern, compiled.flags)
    for at in range(len(text) + 1):
        char = text[at : at + 1]
        if compiled.match(text, at) and char < "\x80":
            assert begins is None or char in begins
