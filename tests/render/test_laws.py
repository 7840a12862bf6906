"""Laws of rendering: what holds for every text."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ankigen import render as module
from ankigen.model import Fragment
from ankigen.passes import sanitise, serialise
from ankigen.render import NONE, RenderOptions, render

MARKS = ["a", "b c", "题", "，", " ", "\n", "\n\n", "*", "_", "`", "[", "](x)", "<b>", "</b>", "<"]
MARKS += [
    "<p>",
    "</div>",
    "<div>",
    "&",
    "$",
    "> ",
    "- ",
    "|",
    "\u3000",
    "<br>",
    "<img src=a>",
    "{{",
]
MARKS += [
    "}}",
    "[sound:a]",
    "<pre>",
    "</pre>",
    "<!-- -->",
    "www.a.b",
    ":+1:",
    "\\(",
    "\\)",
    "==",
    "\x02",
]
TEXTS = st.lists(st.sampled_from(MARKS), max_size=14).map("".join)


class _Text(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in ("br", "hr", "img", "input", "wbr", "col"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def filled(fragment: Fragment) -> str:
    return fragment.fill([("<i>", "</i>" if t.kind == "link" else "") for t in fragment.targets])


@given(TEXTS, st.booleans(), st.sampled_from(["", "braces", "marks"]))
@settings(max_examples=300, deadline=None)
def test_a_fragment_is_well_formed(text: str, raw: bool, clozes: str) -> None:
    fragment = render(text, raw=raw, options=RenderOptions(clozes=clozes))  # type: ignore[arg-type]
    assert len(fragment.parts) == len(fragment.holes) + 1
    for number, target in enumerate(fragment.targets):
        assert fragment.holes.count(number) == (1 if target.kind == "image" else 2)
    html = fragment.fill(
        [("<a>", "</a>") if t.kind == "link" else ("", "") for t in fragment.targets]
    )
    assert not _Text(html).open
    assert "[sound:" not in html
    if not clozes:
        assert "{{" not in html


@given(st.lists(st.sampled_from(["a*b", "__c__", "题", " ", "\n", "\u3000", "1、", "<br>", "x<y"])))
@settings(max_examples=200, deadline=None)
def test_raw_text_loses_nothing(parts: list[str]) -> None:
    """Every character of a raw body is on the card, in its order, up to the first blank line."""
    text = re.sub(r"\n\s*\n", "\n", "".join(parts))
    shown = _Text(filled(render("a" + text, raw=True))).text
    wanted = "a" + text.replace("<br>", "")
    assert "".join(shown.split()) == "".join(wanted.split())


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=12))
@settings(max_examples=500, deadline=None)
def test_the_short_way_gives_what_the_long_one_gives(text: str) -> None:
    text = text.replace("\r", " ")
    long = module._render(text, False, NONE, RenderOptions())
    assert filled(render(text)) == filled(long)


BLOCKS = [
    "- [x] ",
    "- ",
    "3. ",
    "> [!TIP]\n> ",
    "# ",
    "```js\n",
    "    a",
    "|a|b|\n|-|:-:|\n",
    "$$x$$",
]
OWN = [mark for mark in MARKS if not mark.startswith("<")] + BLOCKS
OWN += [
    "**",
    "__",
    "***",
    "~~",
    "`a\\(b`",
    "![i](a.png)",
    '[l](http://a.b?c "title")',
    "<http://x.y>",
]
OWN += [
    "\xa0",
    "&nbsp;",
    "&#13;",
    "&lt;b>",
    "<",
    ">",
    '"',
    "'",
    "\\",
    "\t",
    "\x0b",
    "\u2028",
    "[^f]",
]
OWN += [
    "\n[^f]: g\n",
    "a@b.c",
    "[x",
    "](http://a_b)",
    "](ftp://a.b)",
    "](mailto:a@b)",
    "](javascript:a)",
]
OWN += [
    "](//a.b)",
    "](http://1.2.3.400)",
    "](C:\\a)",
    '](x "&")',
    "$a<b$",
    "\ufeff",
    "\ufdd0",
    "\x7f",
    "\x85",
]


@given(
    st.lists(st.one_of(st.sampled_from(OWN), st.characters(codec="utf-8")), max_size=16),
    st.builds(
        RenderOptions,
        clozes=st.sampled_from(["", "braces", "marks"]),
        choice=st.booleans(),
        labels=st.booleans(),
    ),
)
@settings(max_examples=1000, deadline=None)
def test_what_needs_no_parse_is_what_the_parse_gives(
    parts: list[str], options: RenderOptions
) -> None:
    short = render("".join(parts), options=options)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(serialise, "marked", lambda root: None)
        assert module._render("".join(parts), False, NONE, options) == short


def test_what_needs_a_parse_gets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def cleaned(text: str) -> bool:
        seen: list[str] = []
        monkeypatch.setattr(
            sanitise, "sanitise", lambda html, code: seen.append(html) or Fragment(("",))
        )
        render(text)
        return bool(seen)

    for text in (
        "*a* [b](c) `d`",
        "- [x] a\n- b\n\n1. c",
        "```js\na\n```\n\n> $a$",
        "a@b.c &lt;p>",
    ):
        assert not cleaned(text), text
    for text in ("a <b>c</b>", "<p>a</p>", "a <!-- b --> c", "[a](http://1.2.3.400)", "a&#13;*b*"):
        assert cleaned(text), text
    assert cleaned("[a <http://b.c>](d)")


@given(
    st.sampled_from(["python", "js", "bash", "console", "java", "html", "sql", "json", "c++", ""]),
    st.lists(st.sampled_from(["a", "1", " ", "\n", "'", '"', "<", "&", "#", "$", "(", "题", "//"])),
)
@settings(max_examples=300, deadline=None)
def test_code_loses_nothing(info: str, parts: list[str]) -> None:
    code = "".join(parts)
    html = filled(render(f"````{info}\n{code}\n````"))
    assert _Text(html).text.rstrip("\n") == code.rstrip("\n")
