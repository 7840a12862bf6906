"""No input is superlinear, and nothing nests without end."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ankigen.render import RenderOptions, render, to_html

UNITS = ["> ", "- ", "[", "*", "`", "<", "|", "&", "$", "~", "_", "<div>", "<b>", "<x>", "<ul><li>"]
UNITS += ["[a](", "![", "*a_ ", "a***", "`a", "<!--", "<a b='", "\\(a", "$$\n", "[a]: b\n", "==a"]
UNITS += ["http://-", "www.a_", "http://a](", "(http://(", "http://a.b，"]
UNITS += ["{{c1::", "}}", "a@b.c ", "www.a.b ", "&amp;", "[a][b]", "<p>a\n", ":a:", "|a|\n|-|\n"]


@pytest.mark.parametrize("unit", UNITS)
def test_long_repetitions_end(unit: str) -> None:
    """30,000 characters of one mark: a quadratic step would take minutes."""
    text = unit * (30_000 // len(unit))
    to_html(text)
    render(text, options=RenderOptions(clozes="marks"))
    render(text, raw=True)


@given(st.lists(st.sampled_from(UNITS), min_size=1, max_size=4).map("".join))
@settings(max_examples=30, deadline=None)
def test_long_repetitions_of_any_mixture_end(unit: str) -> None:
    text = unit * (3_000 // len(unit))
    to_html(text)
    render(text)
    render(text, raw=True)


def test_the_rest_of_an_endless_paragraph_is_text() -> None:
    html = to_html("*a* " * 60_000)
    assert html.startswith("<p><em>a</em> <em>a</em> ")
    assert html.endswith("*a* *a*</p>")
    assert html.count("a") == 60_000
