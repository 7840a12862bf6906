"""Styles looked at: attacks are refused with their place, and what people write is not."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankigen.model import Diagnostic, Source
from ankigen.notetype import FILES
from ankigen.notetype.files import own
from ankigen.notetype.scan import MOST, scan

FRONT = '<div class="question">{{Question}}</div>\n'


def told(name: str, text: str) -> list[Diagnostic]:
    return scan({name: Source(f"look/{name}", text)})


def codes(name: str, text: str) -> set[str]:
    return {item.rule.code for item in told(name, text)}


def test_ankigen_s_own_style_passes() -> None:
    assert scan({name: Source(name, own(name)) for name in FILES}) == []


MARKUP = {
    "script": "<script>alert(1)</script>",
    "script in capitals": "<ScRiPt src=//x.test/a.js>",
    "handler": '<div onclick="alert(1)">x</div>',
    "handler without quotes": "<div onmouseover=alert(1)>x</div>",
    "handler after a slash": "<svg/onload=alert(1)>",
    "handler after a quote": '<div class="a"onclick="b">x</div>',
    "formula": r"<p>\(\href{javascript:alert(1)}{x}\)</p>",
    "formula around a field": r"<p>\({{Answer}}\)</p>",
    "formula in entities": "<p>&#92;({{Answer}}&#x5C;)</p>",
    "formula in a named entity": "<p>&bsol;[{{Answer}}&bsol;]</p>",
    "picture": "<img src=x onerror=alert(1)>",
    "remote picture": '<img src="https://x.test/a.png">',
    "javascript link": '<a href="javascript:alert(1)">x</a>',
    "entities in a link": '<a href="&#106;avascript:alert(1)">x</a>',
    "tab in a link": '<a href="java\tscript:alert(1)">x</a>',
    "data link": '<a href="data:text/html,<b>">x</a>',
    "link without quotes": "<a href=javascript:alert(1)>x</a>",
    "relative link": '<a href="/_anki/x">x</a>',
    "svg link": '<svg><a xlink:href="javascript:alert(1)"><path d="M0 0"/></a></svg>',
    "svg script": "<svg><script>alert(1)</script></svg>",
    "svg use": '<svg><use href="https://x.test/a.svg#b"/></svg>',
    "svg picture": '<svg><image href="https://x.test/a.png"/></svg>',
    "svg filter picture": '<svg><filter><feImage href="https://x.test/a"/></filter></svg>',
    "svg animation": '<svg><a><set attributeName="href" to="javascript:alert(1)"/></a></svg>',
    "svg foreign object": "<svg><foreignObject><p>x</p></foreignObject></svg>",
    "svg paint from elsewhere": '<svg><path fill="url(https://x.test/a.svg#b)"/></svg>',
    "svg paint with an escape": r'<svg><path fill="u\72l(https://x.test/a#b)"/></svg>',
    "svg paint with entities": '<svg><path fill="&#117;rl(https://x.test/a#b)"/></svg>',
    "svg title": "<svg><title><style>x</style></title></svg>",
    "maths": "<math><mtext><b>x</b></mtext></math>",
    "style element": "<style>@import url(//x.test)</style>",
    "stylesheet": '<link rel="stylesheet" href="//x.test/a.css">',
    "base": '<base href="//x.test/">',
    "meta": '<meta http-equiv="refresh" content="0;url=//x.test">',
    "frame": '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "object": '<object data="x.swf"></object>',
    "embed": '<embed src="x">',
    "form": '<form action="//x.test"><input name="a"></form>',
    "button": '<button formaction="javascript:alert(1)">x</button>',
    "input": '<input type="image" src="//x.test">',
    "input of text": '<input type="text" autofocus>',
    "template": "<template><script>alert(1)</script></template>",
    "textarea": "<textarea></textarea><img src=x>",
    "raw text": "<xmp><b></xmp>",
    "noscript": '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "video": '<video src="//x.test/a.mp4" autoplay></video>',
    "declaration": "<!DOCTYPE html>",
    "processing instruction": "<?xml-stylesheet href='x'?>",
    "character data": "<svg><![CDATA[<script>]]></svg>",
    "empty comment": "<!--><img src=x onerror=alert(1)>-->",
    "odd comment": "<!-- a --!><img src=x onerror=alert(1)>-->",
    "dashes in a comment": "<!-- a -- b -->",
    "open comment": "<!-- a",
    "field in a comment": "<!-- {{Answer}} -->",
    "field in an attribute": '<div title="{{Answer}}">x</div>',
    "field in a class": '<div class="{{Tags}}">x</div>',
    "field as a tag": "<{{Answer}}>",
    "section in a tag": '<div {{#Hint}}class="a"{{/Hint}}>x</div>',
    "open tag": '<div class="a',
    "bare sign": "a < b",
    "name of a deck": "{{Deck}}",
    "name of a sub-deck": "{{Subdeck}}",
    "name of the note type": "{{Type}}",
    "undone sanitising": "{{text:Answer}}",
    "readings": "{{kana:Answer}}",
    "speech": "{{tts en_US:Answer}}",
    "filter of an add-on": "{{run:Answer}}",
    "other delimiters": "{{=<% %>=}}",
    "three braces": "{{{Answer}}}",
    "sound": "[sound:a.mp3]",
    "LaTeX": r"[latex]\input{/etc/passwd}[/latex]",
    "half a command": "[la{{Answer}}",
    "style": '<div style="position: fixed; inset: 0">x</div>',
    "style that loads": '<div style="background: url(//x.test/a.png)">x</div>',
    "style with entities": '<div style="background: &#117;rl(//x.test)">x</div>',
    "control character": "a\x00b",
    "blank that is none to a browser": "<div\xa0class=a>x</div>",
    "tab that is none to a browser": "<div\x0bclass=a>x</div>",
    "popover": '<div popover="auto">x</div>',
    "ping": '<a href="https://x.test" ping="//y.test">x</a>',
    "source set": '<img srcset="//x.test/a.png 2x">',
    "shadow": '<div><template shadowrootmode="open"></template></div>',
}


@pytest.mark.parametrize("attack", MARKUP.values(), ids=MARKUP)
def test_no_attack_in_a_template_passes(attack: str) -> None:
    """Nor does it hide what stands before it: the place is where it begins or later."""
    found = told("basic.front.html", FRONT + attack)
    assert {item.rule.code for item in found} == {"AK802"}
    assert all(item.span is not None and item.span.line >= 2 for item in found)
    assert all(item.help for item in found)


SHEETS = {
    "import": '@import "https://x.test/a.css";',
    "import by address": "@import url(//x.test);",
    "import in capitals": "@IMPORT 'x.css';",
    "namespace": "@namespace url(http://x.test);",
    "remote picture": ".card { background: url(https://x.test/a.png) }",
    "remote picture in quotes": ".card { background: url( 'https://x.test/a.png' ) }",
    "remote in capitals": ".card { background: URL(//x.test/a.png) }",
    "address cut by a comment": ".a { b: url(a/*) ; position:fixed; x:url(*/b) }",
    "data": ".card { background: url(data:image/png;base64,AA) }",
    "drawing": ".card { background: url(a.svg) }",
    "folder": ".card { background: url(../../a.png) }",
    "escaped name": r".card { background: u\72l(//x.test) }",
    "escape in an address": r".card { background: url(\2f\2fx.test/a.png) }",
    "set of pictures": '.card { background: image-set("https://x.test/a.png" 1x) }',
    "older set": '.card { background: -webkit-image-set("//x.test/a.png" 1x) }',
    "image": '.card { background: image("https://x.test/a.png") }',
    "source": '@font-face { font-family: a; src: src("https://x.test/a.woff") }',
    "font": "@font-face { font-family: a; src: url(https://x.test/a.woff2) }",
    "address of an attribute": ".card { background: attr(data-x url) }",
    "typed attribute": ".card { position: attr(data-p type(<custom-ident>)) }",
    "expression": ".card { width: expression(alert(1)) }",
    "behaviour": ".card { behavior: url(a.htc) }",
    "binding": ".card { -moz-binding: url(#x) }",
    "fixed": ".card { position: fixed }",
    "fixed in capitals": ".card { POSITION : Fixed !important }",
    "fixed with a comment": ".card { position/**/:/**/fixed }",
    "fixed by a variable": ".card { --p: fixed; position: var(--p) }",
    "fixed, nested": ".card { &:hover { position: fixed } }",
    "fixed in a query": "@media (min-width: 1px) { .card { position: fixed } }",
    "fixed in steps": "@keyframes a { to { position: fixed } }",
    "own rule for others": ".x, .zoom:has(:checked) { position: fixed; inset: 0; z-index: 9; "
    "overflow: auto; display: grid; background: var(--paper); cursor: zoom-out; }",
    "end of the sheet": "</style><script>alert(1)</script>",
    "end in a comment": "/* </style><img src=x onerror=alert(1)> */",
    "end in a string": '.a::before { content: "</style><script>alert(1)</script>" }',
    "end in an address": ".a { background: url(</style>) }",
    "blank that is none to a browser": ".a { background: url(\xa0#a) }",
    "open comment": "/* a",
    "open string": '.a { content: "a }',
    "string over two lines": '.a { content: "a\nb" }',
    "open rule": ".a { color: red",
    "closed twice": ".a { color: red } }",
    "mixed": ".a { color: rgb(0,0,0} )",
    "control character": ".a { color: red\x00 }",
    "charset": '@charset "utf-7";',
    "document": "@document url(http://x.test) { }",
}


@pytest.mark.parametrize("name", ["style.css", "user.css"])
@pytest.mark.parametrize("attack", SHEETS.values(), ids=SHEETS)
def test_no_attack_in_a_sheet_passes(name: str, attack: str) -> None:
    found = told(name, "/* mine */\n" + attack)
    assert {item.rule.code for item in found} == {"AK802"}
    assert all(item.span is not None and item.span.line >= 2 for item in found)
    assert all(item.help for item in found)


GOOD_SHEETS = [
    ".card { --size: 20px; --paper: #fff }\n.card.nightMode { --paper: #000 !important }",
    '.a::before { content: "→ \\201C url(x) @import position: fixed" }',
    "@media (max-width: 600px) and (min-height: 3em) { .a > .b ~ c:not(.d):nth-child(2n + 1) {} }",
    "@font-face { font-family: mine; src: local('x'), url('_mine.woff2') format('woff2') }",
    ".a { background: url(_paper.png) 0 0 / 2em; background-position: 0 0; filter: url(#f) }",
    ".a { position: relative } .b { position: sticky; top: 0 } .c { position: absolute }",
    "@supports (display: grid) { .a { display: grid } }",
    "@keyframes a { from { opacity: 0 } to { opacity: 1 } }",
    ".a::after { content: attr(data-label) }",
    ".a { padding-bottom: env(safe-area-inset-bottom); width: calc(100% - min(2em, 3vw)) }",
    "/* 中文 */ .卡 { color: red }",
    "",
]


@pytest.mark.parametrize("text", GOOD_SHEETS)
def test_what_people_write_in_sheets_passes(text: str) -> None:
    assert told("user.css", text) == []
    assert told("style.css", own("style.css") + text) == []


GOOD_FRONTS = [
    "{{Question}}",
    "{{ Question }}{{#Hint}}<details open><summary>?</summary>{{hint:Hint}}</details>{{/Hint}}",
    "<!-- my front -->\n<p class='a b' id=q style=\"color: red; margin: 0 auto\">{{Question}}</p>",
    '{{#Tags}}<p lang="en" dir="auto" aria-hidden="true" data-x="<b>">{{Tags}}</p>{{/Tags}}'
    "{{^Tags}}–{{/Tags}}{{Question}}{{type:Answer}}",
    '<svg viewBox="0 0 8 8" width=8><path d="M0 0h8v8z" fill="url(#g)" stroke="#fff"/></svg>'
    "{{Question}}",
    '{{Question}}<a href="https://example.com/?a=1&amp;b=2">more</a> {{Card}} &lt;3',
    "{{Question}}<br/><input type=checkbox hidden><label for=x>a</label><hr>",
]


@pytest.mark.parametrize("text", GOOD_FRONTS)
def test_what_people_write_in_templates_passes(text: str) -> None:
    assert told("basic.front.html", text) == []


BROKEN = {
    "nothing": ("basic.front.html", "", "{{Question}} is missing"),
    "other field": ("basic.front.html", "{{Answer}}", "{{Question}} is missing"),
    "only with a hint": ("basic.front.html", "{{#Hint}}{{Question}}{{/Hint}}", "is missing"),
    "only with tags": ("basic.front.html", "{{#Tags}}{{Question}}{{/Tags}}", "is missing"),
    "filter on a front": ("basic.front.html", "{{hint:Question}}", "is missing"),
    "back": ("basic.back.html", "{{FrontSide}}", "{{Answer}} is missing"),
    "unknown": ("basic.front.html", "{{Question}}{{Hnt}}", "no field Hnt"),
    "case": ("basic.front.html", "{{question}}", "no field question"),
    "unknown section": ("basic.front.html", "{{#c1}}{{Question}}{{/c1}}", "no field c1"),
    "open section": ("basic.front.html", "{{#Hint}}{{Question}}", "{{#Hint}} is never closed"),
    "closed twice": ("basic.front.html", "{{Question}}{{/Hint}}", "{{/Hint}} closes nothing"),
    "crossed": ("basic.front.html", "{{#Hint}}{{^Tags}}{{/Hint}}{{/Tags}}", "closes nothing"),
    "front on a front": ("basic.front.html", "{{Question}}{{FrontSide}}", "back only"),
    "cloze of a basic": ("basic.front.html", "{{cloze:Question}}{{Question}}", "cloze type"),
    "reverse of all": ("reverse.front.html", "{{Answer}}", "a second card of every note"),
    "reverse without": ("reverse.front.html", "{{#Reverse}}x{{/Reverse}}", "{{Answer}} is missing"),
    "reverse back": ("reverse.back.html", "{{Answer}}", "{{Question}} is missing"),
    "plain cloze": ("cloze.front.html", "{{Question}}", "{{cloze:Question}} is missing"),
    "cloze of the answer": ("cloze.back.html", "{{cloze:Question}}{{cloze:Answer}}", "cloze type"),
    "cloze back": ("cloze.back.html", "{{FrontSide}}", "{{cloze:Question}} is missing"),
}


@pytest.mark.parametrize(("name", "text", "said"), BROKEN.values(), ids=BROKEN)
def test_a_template_that_cannot_work_is_refused(name: str, text: str, said: str) -> None:
    (found,) = told(name, text)
    assert found.rule.code == "AK803"
    assert said in found.message
    assert found.help


def test_a_brace_that_is_never_closed() -> None:
    assert codes("basic.front.html", "{{Question}} {{Hint") == {"AK802"}


def test_the_place_is_told() -> None:
    (found,) = told("basic.front.html", '{{Question}}\n  <p class="a" onclick="b">x</p>')
    assert found.span is not None
    assert (found.span.source.path, found.span.line, found.span.column) == (
        "look/basic.front.html",
        2,
        16,
    )
    assert found.span.text == "onclick"
    (found,) = told("basic.front.html", '{{Question}}<p style="color: red; b: u\\72l(x)">x</p>')
    assert found.span is not None
    assert found.span.text == "\\"


def test_not_every_fault_of_a_file_is_told() -> None:
    assert len(told("user.css", "@import 'x';" * 500)) == MOST
    assert len(told("basic.front.html", "{{Question}}" + "{{Hnt}}" * 500)) == MOST


def test_a_file_of_another_name_is_told() -> None:
    (found,) = told("styles.css", "@import 'x';")
    assert found.rule.code == "AK804"
    assert "style.css" in found.help
    (found,) = told("index.html", "<script>")
    assert found.rule.code == "AK804"


@pytest.mark.parametrize(
    "piece",
    ["<!--", "{{", "{{#Hint}}", "<a ", "<a b=", '<a b="', "[", "<a b c d ", "url(", "/*", '"', "'",
     "position:", "{position:x;", "@a", "(", "{", "<!-- -", "{{a:", "{{Question}}", "\\"],
)  # fmt: skip
def test_no_text_takes_long(piece: str) -> None:
    """At the largest size that is read; a search that is not linear would take minutes."""
    text = piece * ((128 << 10) // len(piece))
    told("basic.front.html", text)
    told("user.css", text)


@given(st.text(alphabet=st.sampled_from("<>/!-{}[]()'\"\\=:; \n@#aurlx"), max_size=60))
def test_what_passes_is_plain(text: str) -> None:
    """Whatever is put together from signs that mean something."""
    if not told("basic.front.html", FRONT + text):
        assert not re.search(r"<(?!/?(a|u)\b|!--)|\[|=\s*[\"']?[^\"'>]*\burl\((?!#)", text)
    if not told("user.css", text):
        bare = re.sub(r'/\*.*?\*/|"[^"]*"|\'[^\']*\'', "", text, flags=re.S)
        assert not re.search(r"\\|<[/!]|url\((?!['\"]?[#xlru])|@", bare)
