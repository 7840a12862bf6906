"""What a reader sees of HTML, on one line."""

import pytest

from ankigen.text import visible


@pytest.mark.parametrize(
    ("html", "seen"),
    [
        ("plain", "plain"),
        ("<p>one</p>\n<p>two</p>", "one two"),
        ("one<br>two", "one two"),
        ("<ul><li>one</li><li>two</li></ul>", "one two"),
        (
            '<span class="k">def</span> f<span class="p">(</span>x<span class="p">)</span>',
            "def f(x)",
        ),
        ("a<sub>1</sub> and <b>b</b>old", "a1 and bold"),
        ('before<img alt="a > b" src="x.png">after', "before after"),
        ('<span title="a > b">seen</span>', "seen"),
        ("&lt;div&gt; is an element", "<div> is an element"),
        ("<summary>more</summary>text", "more text"),
        ("<a <b>x</b>", "<a x"),
    ],
)
def test_visible(html: str, seen: str) -> None:
    assert visible(html) == seen
