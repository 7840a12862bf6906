r"""Formulas: `\(…\)` and `\[…\]` become MathML that can do nothing but be read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankigen.preview.maths import convert, draw

TAGS = re.compile(r"</?([a-zA-Z-]+)((?: [a-z]+=\"[^\"<>&]*\")*)>")
PIECES = [
    "\\frac", "{", "}", "a", "^", "_", "\\text{", "<script>", "\\href{javascript:x}", "&", "\\\\",
    "\\begin{matrix}", "\\end{matrix}", "\\left(", "\\right)", "\\color{\"><img>}", "\\sqrt", "x",
    "\\class{a}", "\\style{color:red}", "中", "\\unknown", " ", "'", "\\sum", "$", "%", "#", "~",
]  # fmt: skip


def words(math: str | None) -> str:
    assert math is not None
    return re.sub(r"<[^>]*>", "", math)


def test_formulas_in_text_are_drawn() -> None:
    html = draw(r"<p>let \(x &lt; d_k\) be</p> \[\sum_i x_i\]")
    assert html.startswith('<p>let <mjx-container jax="MathML"><math display="inline">')
    assert "<mo>&lt;</mo>" in html
    assert '<mjx-container jax="MathML" display="true"><math display="block">' in html
    assert "\\" not in html


@pytest.mark.parametrize(
    "text",
    [
        "no formula",
        r"<code>\(x\)</code>",
        r"<pre>\[x\] </pre>",
        r'<img alt="\(x\)">',
        r"an open \( only",
        r"\) the wrong way round \(",
        r"<code>\(x\) never closed",
        "<",
    ],
)
def test_what_is_no_formula_stays(text: str) -> None:
    if "never closed" in text:
        assert "<mi>x</mi>" in draw(text)
    else:
        assert draw(text) == text


def test_tags_in_a_formula_are_left_out() -> None:
    html = draw(r'\(a <span class="cloze" data-ordinal="1">[...]</span><br> b\)')
    assert "cloze" not in html
    assert words(html) == "a[...]b"


@pytest.mark.parametrize("latex", [r"\unknown{x}", r"\frac{", "", "{" * 5000, "{" * 90 + "}" * 90])
def test_what_is_not_understood_is_shown_as_written(latex: str) -> None:
    assert convert(latex, False) is None
    if latex:
        assert latex in draw(f"\\({latex}\\)")
        assert 'class="undrawn"' in draw(f"\\({latex}\\)")


def test_markup_in_a_formula_is_text() -> None:
    assert convert(r"\text{<b>&amp;</b>}", False) is not None
    html = draw(r"\(\text{&lt;script&gt;alert(1)&lt;/script&gt;}\)")
    assert "<script" not in html
    assert "&lt;script&gt;" in html


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_only_known_elements_come_out(latex: str) -> None:
    math = convert(latex, True)
    if math is None:
        return
    left = TAGS.sub("", math)
    assert "<" not in left
    assert ">" not in left
    for name, attributes in TAGS.findall(math):
        assert name.startswith("m") or name == "none", name
        assert not re.search(r"href|style=|class|on\w+=|src", attributes)


@given(st.lists(st.sampled_from([*PIECES, "\\(", "\\)", "\\[", "\\]", "<code>", "</code>"])))
def test_text_outside_formulas_is_kept(pieces: list[str]) -> None:
    text = "".join(pieces)
    outside = re.split(r"\\[(\[].*?\\[)\]]", text, maxsplit=1, flags=re.DOTALL)[0]
    before = re.split(r"\\[(\[]", outside, maxsplit=1)[0]
    assert draw(text).startswith(before)


@pytest.mark.parametrize("sign", ["\\(", "\\[", "<", "<code>", "\\)", "\\( <code>"])
def test_any_text_is_read_through_once(sign: str) -> None:
    text = sign * 100_000
    assert draw(text) == text


@pytest.mark.parametrize(
    ("latex", "part"),
    [
        (r"\log x", "<mi>log</mi><mspace"),
        (r"\log(x)", "<mi>log</mi><mo"),
        (r"\operatorname{softmax} x", "<mi>softmax</mi><mspace"),
        (r"\arg\max_x f", "<mi>arg</mi><mspace"),
        (r"\mathrm{d}x", '<mi mathvariant="normal">d</mi>'),
        (r"\Delta", '<mi mathvariant="normal">Δ</mi>'),
        (r"\boldsymbol{\theta}", "<mi>𝜽</mi>"),
        (r"x \sim N", "<mo>∼</mo>"),
        (r"\prod_{i=1}^n i", "<munderover><mo>∏</mo>"),
        (r"\begin{aligned}a&=b\end{aligned}", "<mtable"),
        (r"a\!b", 'width="-0.167em"'),
    ],
)
def test_a_formula_looks_as_in_print(latex: str, part: str) -> None:
    assert part in (convert(latex, True) or "")
