"""Laws of rendering: what holds for every text."""

import re
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from ankigen import render as module
from ankigen.model import Fragment
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


@given(
    st.sampled_from(["python", "js", "bash", "console", "java", "html", "sql", "json", "c++", ""]),
    st.lists(st.sampled_from(["a", "1", " ", "\n", "'", '"', "<", "&", "#", "$", "(", "题", "//"])),
)
@settings(max_examples=300, deadline=None)
def test_code_loses_nothing(info: str, parts: list[str]) -> None:
    code = "".join(parts)
    html = filled(render(f"````{info}\n{code}\n````"))
    assert _Text(html).text.rstrip("\n") == code.rstrip("\n")
