"""The HTML of cards."""

import pytest

from ankigen.model import Fragment
from ankigen.render import References, RenderOptions, listing, render, to_html

from .github import github, shape


def filled(fragment: Fragment) -> str:
    tags = [
        (f"<a href={t.url}>", "</a>") if t.kind == "link" else (f"<img src={t.url}>", "")
        for t in fragment.targets
    ]
    return fragment.fill(tags)


@pytest.mark.parametrize(
    "text",
    [
        "a\n- b\n  - c\n    - d\n1) e\n3) f",
        "* a\n\n  b\n* c\n\n      code",
        "| a | b |\n|:-|-:|\n| `c\\|d` | **e** |\nf\n\ng",
        "**（重点）**、**重点**，*x*y _a_b ~~c~~ ~d~",
        "见 www.example.com/a?b=(c). 或 https://example.com/x_y_z, me@example.com",
        "> a\nb\n> - c\nd\n\n```py\nx < y & z\n````\n\n&copy; &#x4e2d; \\* a  \nb\\\nc",
        "<div>\n*a*\n\n*b*\n</div>\n<!-- c -->\nA <b>*c*</b> `` d`e ``",
        "-\n  \n  a\n\na|b\n-|-\n|\n<http://a.b/?c=1&amp;d=2>\n\n$$\n$$",
        "[a][b] [b] ![c *d*](e.png 'f') [x](<y z>) [q]\n\n[b]: /url \"t\"",
    ],
)
def test_plain_html_equals_that_of_githubs_parser(text: str) -> None:
    assert shape(to_html(text)) == shape(github(text))


def test_raw_html_keeps_the_authors_lines_and_marks() -> None:
    text = "  a*b*c 与 __init__\n    1、x<br>\n　2、y < z\n\n*Markdown*"
    assert filled(render(text, raw=True)) == (
        '<div class="line">a*b*c 与 __init__</div>\n'
        '<div class="line in1">1、x</div>\n'
        '<div class="line in1">2、y &lt; z</div>\n'
        "<p><em>Markdown</em></p>"
    )


def test_an_address_in_raw_html_ends_before_markdown_that_stays_text() -> None:
    text = "[a](http://a.b/c_(d)), **http://a.b/e** `http://a.b/f` ([g](http://a.b/h*i)) x"
    links = [target.url for target in render(text, raw=True).targets]
    paths = ["c_(d)", "e", "f", "h*i"]
    assert links == [f"http://a.b/{path}" for path in paths]


def test_a_domain_of_any_length_is_no_address() -> None:
    assert [len(render(f"http://{'a' * size}.b/c").targets) for size in (250, 400)] == [1, 0]


def test_pictures_and_links_are_left_open() -> None:
    fragment = render('![图](a%20b.png "t") <img src="c.png" width=3 onerror=x> [d](e.md)')
    assert [(t.kind, t.url, t.alt, t.attributes) for t in fragment.targets] == [
        ("image", "a%20b.png", "图", (("title", "t"),)),
        ("image", "c.png", "", (("width", "3"),)),
        ("link", "e.md", "", ()),
    ]
    assert filled(fragment) == "<p><img src=a%20b.png> <img src=c.png> <a href=e.md>d</a></p>"


@pytest.mark.parametrize(
    "text",
    [
        "<script>x</script>a",
        '<a href="javascript:x">a</a>',
        "[a](javascript:x)",
        "<b onclick=x>a</b>",
        "<svg><script>x</script></svg>a",
        "<iframe src=x></iframe>a",
        "<img src=x onerror=x>a",
        "<a href='data:text/html,x'>a</a>",
        "<p style='position:fixed'>a",
        "<form action=x><button>a</button></form>",
        "<base href=x><meta http-equiv=x>a",
    ],
)
def test_what_could_run_is_gone(text: str) -> None:
    html = filled(render(text))
    tags = [tag for kind, tag, *_ in shape(html) if kind == "open"]
    assert not set(tags) & {"script", "iframe", "form", "button", "base", "meta", "svg", "style"}
    for word in ("onclick=", "onerror=", "data:", "javascript:", "fixed"):
        assert word not in html
    assert "a" in html


def test_ankis_own_syntax_is_text() -> None:
    html = filled(render("[sound:a.mp3] {{Front}} `[latex]x[/latex]` [[type:Back]] [anki:tts]"))
    for word in ("[sound:", "{{", "[latex]", "[[type:", "[type:", "[anki:"):
        assert word not in html


def test_formulas_are_never_markdown() -> None:
    html = filled(
        render("若 $a_i * b_i < c*d$ 则 $5 or $10\n\n$$\nx = y_1 * z_1\n$$\n\n\\(a^2\\) \\(b\\)")
    )
    assert "\\(a_i * b_i &lt; c*d\\)" in html
    assert "$5 or $10" in html
    assert "\\[x = y_1 * z_1\\]" in html
    assert "\\(a^2\\) (b)" in html
    assert "\\(b\\)" in filled(render("\\(b\\)", options=RenderOptions(brackets=True)))


def test_code_is_highlighted_by_its_info_string() -> None:
    for info in ("python", "py", "python=", "{.python .x}", "Python {1,3}", "python3"):
        html = filled(render(f"```{info}\ndef f(): pass\n```"))
        assert html.startswith('<div class="highlight"><pre><code><span class="k">def </span>')
    assert filled(render("```\na < b\n```")) == '<pre class="plain"><code>a &lt; b</code></pre>'
    assert filled(render("```nonesuch\na\n```")) == "<pre><code>a</code></pre>"


def test_alerts_tasks_and_options() -> None:
    assert filled(render("> [!TIP]\n> a")) == (
        '<div class="markdown-alert markdown-alert-tip"><p class="markdown-alert-title">Tip</p>'
        "<p>a</p>\n</div>"
    )
    tasks = "- [ ] a\n- [x] b"
    box = '<li class="task-list-item"><input type="checkbox" disabled=""'
    assert filled(render(tasks)) == (
        f'<ul class="contains-task-list">{box}> a</li>\n{box} checked=""> b</li>\n</ul>'
    )
    assert filled(render("<input name=a type=text>")).count("<input") == 1
    assert '<input type="checkbox" disabled="">' in filled(render("<input name=a type=text>"))
    options = filled(render(tasks, options=RenderOptions(choice=True)))
    assert options == '<ul class="options"><li>a</li>\n<li class="right">b</li>\n</ul>'


def test_a_formula_keeps_the_punctuation_that_closes_it() -> None:
    assert filled(render("当 $x$，则")) == ('<p>当 <span class="glue">\\(x\\)，</span>则</p>')
    for text in ("当 $x$ ，则", "when $x$, then", "$$x$$，则", "`$x$`，则"):
        assert "glue" not in filled(render(text))


@pytest.mark.parametrize(
    ("stray", "item"), [("- [ ]", ""), ("- [] c", "<li>c</li>\n"), ("- c", "<li>c</li>\n")]
)
def test_a_stray_item_brings_no_ticks_to_a_question(stray: str, item: str) -> None:
    tasks = f"- [ ] a\n- [x] b\n{stray}"
    options = filled(render(tasks, options=RenderOptions(choice=True)))
    right = '<ul class="options"><li>a</li>\n<li class="right">b</li>\n'
    assert options == right + item + "</ul>"


@pytest.mark.parametrize(
    "text",
    [
        "a\n\n**[⬆ Back to Top](#contents)**",
        "a\n\n<div align='right'>\n  <b><a href='#'>↥ back to top</a></b>\n</div>\n\n---",
        "a\n\n[返回顶部](#top)\n\n***\n\n<br/>",
        "![x](https://img.shields.io/a.svg) [![y](https://img.shields.io/b.svg)](c)\n\na",
        "---\n\na\n\n[↑](#)",
        "a\n\n<!-- to be\n\nchecked -->",
    ],
)
def test_page_furniture_is_left_out(text: str) -> None:
    assert filled(render(text)) == "<p>a</p>"


@pytest.mark.parametrize(
    "text",
    [
        "see [contents](#contents) of it",
        "[top](other.md)",
        "![a](b.png)",
        "back to top",
        "<!-- to be checked --> told",
    ],
)
def test_what_only_looks_like_furniture_stays(text: str) -> None:
    assert filled(render(text))


def test_clozes() -> None:
    braces = RenderOptions(clozes="braces")
    text = "{{c1::a **b**::hint}} `{{c2::x}}` {{y}} ${{c3::\\frac{a}{b}}}$ {{c4::$\\frac{a}{{b}}$}}"
    assert filled(render(text, options=braces)) == (
        "<p>{{c1::a <strong>b</strong>::hint}} <code>&#123;&#123;c2::x&#125;&#125;</code> "
        "&#123;&#123;y&#125;&#125; \\({{c3::\\frac{a}{b}}}\\) "
        "{{c4::\\(\\frac{a}&#123;&#123;b&#125;&#125;\\)}}</p>"
    )
    marks = RenderOptions(clozes="marks")
    assert filled(render("==a== b ==c==", options=marks)) == (
        "<p>{{c1::<span>a</span>}} b {{c2::<span>c</span>}}</p>"
    )
    assert filled(render("==a== b == c, d==e==f")) == "<p><mark>a</mark> b == c, d==e==f</p>"


def test_a_linked_code_file_is_folded() -> None:
    html = listing("def f():\n    return '[sound:x]'\n", "code/a.py")
    assert html.startswith('<details class="listing"><summary>code/a.py</summary><div class="hi')
    assert "[sound:" not in html
    assert '<pre class="plain">' in listing("x", "notes.nonesuch")


@pytest.mark.parametrize(
    "text",
    [
        "$5 or $10, US$5 and $6",
        "`$HOME` and $HOME/$USER",
        "$.ajax()、$.get()",
        "\\(see `f = 1`\\) \\[a b\\] \\(x => y\\) \\(设 a = b 即可\\)",
        "a $ b $ c",
        "${{ a.b }}-c-${{ d }} and ${A}/${B}",
    ],
)
def test_what_is_no_formula_stays_text(text: str) -> None:
    html = filled(render(text))
    assert "\\(" not in html
    assert "\\[" not in html


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("\\\\(\\href{javascript:a}{b}\\\\)", False),
        ("\\(x \\[y", True),
        ("\\\\<!-- -->(x)", False),
        ("\\\\<x>(x)", False),
        ("&#92;(x&#92;)", False),
        ("![\\\\(x\\\\)](javascript:a)", False),
    ],
)
def test_text_is_never_a_formula_to_mathjax(text: str, raw: bool) -> None:
    html = filled(render(text, raw=raw))
    assert "\\(" not in html
    assert "\\[" not in html
    assert "\\" in html


def test_formulas_make_no_links_and_code_keeps_its_backslashes() -> None:
    assert filled(render("$\\href{javascript:a}{b} \\\\href \\frac12$")) == (
        "<p>\\(href{javascript:a}{b} \\\\href \\frac12\\)</p>"
    )
    assert filled(render("`\\(a\\)` \\[")) == "<p><code>\\(a\\)</code> [</p>"
    assert filled(render("    \\(a\\)")) == '<pre class="plain"><code>\\(a\\)\n</code></pre>'
    assert "\\(a" in filled(render("<code>\\(a</code> <b>b</b>", raw=True))


def test_a_line_end_between_han_characters_is_no_blank() -> None:
    assert filled(render("中文，\n下一行\nabc\n中  \n文")) == "<p>中文，下一行\nabc\n中<br>文</p>"


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("设$x_i$为输入", "设\\(x_i\\)为输入"),
        ("$`a_b*c*`$", "\\(a_b*c*\\)"),
        ("$$a_1$$", "\\[a_1\\]"),
        ("x $$a < b$$ y", "\\[a &lt; b\\]"),
        ("```math\na\\\\\nb\n```", "\\[a\\\\\nb\\]"),
        ("- $$\n  a\n  - b\n  $$", "\\[a\n- b\\]"),
        ("\\[\\frac{a}{b}\\]", "\\[\\frac{a}{b}\\]"),
    ],
)
def test_formulas(text: str, formula: str) -> None:
    assert formula in filled(render(text))


def test_references_of_the_whole_file() -> None:
    known = References({"a": ("/u", "t")}, {"1": "the *note* [a]"})
    html = filled(render("[A] and [^1]", references=known.used_by("[A] and [^1]")))
    assert "<a href=/u>A</a>" in html
    assert "the <em>note</em> <a href=/u>a</a>" in html


def test_a_row_of_a_glossary_carries_its_columns_names() -> None:
    table = "| *Kind* | Use |\n|---|---|\n| `fast` | x \\| y |"
    html = "".join(render(table, options=RenderOptions(labels=True)).parts)
    assert "<th" not in html
    assert '<td data-label="Kind"><code>fast</code></td>' in html
    assert '<td data-label="Use">x | y</td>' in html
    assert "<th>" in "".join(render(table).parts)


@pytest.mark.parametrize("name", ["svg", "math", "object", "template", "canvas", "select"])
def test_a_tag_that_is_only_named_takes_nothing_with_it(name: str) -> None:
    shown = filled(render(f"What does <{name}> do?\n\n- <{name}> x\n- y"))
    assert [word for word in ("What does", "do?", "x", "y") if word not in shown] == []
    assert f"<{name}" not in shown
