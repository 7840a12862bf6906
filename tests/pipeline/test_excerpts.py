"""Excerpts in their compact form: the same lines, the same text, the same places."""

from hypothesis import given
from hypothesis import strategies as st

from ankigen.model import Excerpt, Source
from ankigen.pipeline.excerpts import Packed, Whole, packed, unpacked

TEXT = "one\ntwo\n\n  three\n> four\n> five\n"


@given(
    st.lists(
        st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)), st.integers(-1, 3)),
        max_size=6,
    ),
    st.booleans(),
    st.integers(0, 9),
)
def test_what_is_unpacked_is_what_was_packed(
    lines: list[tuple[int, int, int]], raw: bool, at: int
) -> None:
    pieces = tuple((min(a, b), max(a, b), pad) for a, b, pad in lines)
    there = Excerpt(Source("a.md", TEXT), pieces, raw)
    source = Source("a.md", "." * at + TEXT)
    here = Excerpt(source, tuple((a + at, b + at, pad) for a, b, pad in pieces), raw)
    found = unpacked(packed(there), source, at)
    assert found == here
    assert here == found
    assert hash(found) == hash(here)
    assert (found.text, found.bounds) == (here.text, here.bounds)
    assert found.span() == here.span()


def test_lines_between_two_places_are_the_text_there() -> None:
    source = Source("a.md", TEXT)
    whole = Excerpt(source, ((4, 7, 0), (8, 8, 0), (9, 16, 0)))
    found = unpacked(packed(whole), source, 0)
    assert isinstance(found, Whole)
    assert found.text == whole.text == "two\n\n  three"
    assert found.size == 12
    quoted = Excerpt(source, ((19, 23, 0), (26, 30, 0)))
    other = unpacked(packed(quoted), source, 0)
    assert isinstance(other, Packed)
    assert other.text == "four\nfive"
    assert found != other
    assert found != "two"
