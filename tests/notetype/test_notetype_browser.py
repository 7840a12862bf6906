"""The cards in a real browser: nothing overflows, everything wide scrolls in itself."""

import html
import json
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from ankigen.notetype import note_types

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="needs Chromium"),
]

PICTURE = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='1600' height='400'/%3E"
)
WORD = "identifier_that_never_ends" * 9
ANSWER = f"""
<p>正文 mixed with Latin, <code>{WORD}</code> and <a href="#">https://example.com/{WORD}</a></p>
<div class="line in6">缩进的一行 {WORD}</div>
<div class="highlight"><pre><span></span><code>x = "{"long line " * 30}"</code></pre></div>
<table><thead><tr>{"<th>表头文字</th>" * 9}</tr></thead>
<tbody><tr>{"<td>单元格里的一段文字</td>" * 9}</tr></tbody></table>
<p><label class="zoom tappable"><input type="checkbox" hidden><img src="{PICTURE}"></label></p>
<ul class="options"><li>{WORD}</li><li class="right">right</li></ul>
<ul><li>a<ul><li>b<ul><li>c<ul><li>{WORD}</li></ul></li></ul></li></ul></li></ul>
<details open><summary>{WORD}</summary><blockquote>{WORD}</blockquote></details>
<details class="listing" open><summary>code/{WORD}.py</summary>
<pre>{"long line " * 30}</pre></details>
<div class="markdown-alert markdown-alert-note">
<p class="markdown-alert-title">Note</p><p>{WORD}</p></div>
<dl><dt>{WORD}</dt><dd>{WORD}</dd></dl>
"""
MEASURE = r"""
const facts = () => {
  const root = document.documentElement, label = document.querySelector('.zoom');
  const style = name => getComputedStyle(document.querySelector(name));
  const wide = element => element.scrollWidth > element.clientWidth;
  const scrolls = name => wide(document.querySelector(name));
  const result = {over: root.scrollWidth - root.clientWidth,
    code: scrolls('pre'), table: scrolls('table'),
    ink: style('.answer').color, paper: getComputedStyle(document.body).backgroundColor,
    tick: getComputedStyle(document.querySelector('.right'), '::before').content,
    picture: document.querySelector('img').getBoundingClientRect().width};
  document.querySelector('img').click();
  const box = label.getBoundingClientRect();
  result.open = [box.left, box.top, box.width - root.clientWidth, box.height - innerHeight];
  document.querySelector('img').click();
  result.closed = document.querySelector('img').getBoundingClientRect().width;
  return result;
};
parent.postMessage([name, facts()], '*');
"""


FIELDS = {
    "Question": f"<p>问题 {WORD}</p><p>more</p>",
    "Answer": ANSWER,
    "Tags": f"nlp::attention {WORD}",
    "Source": f'<a href="#">{WORD}.md</a>',
}


def card(
    side: str,
    night: bool = False,
    direction: str = "ltr",
    fields: Mapping[str, str] = FIELDS,
    measure: str = MEASURE,
) -> str:
    """A page as Anki makes it of a card."""
    kind, _ = note_types("qa")
    body = kind.templates[0].back.replace('class="sheet back"', f'class="sheet {side}"')
    for name, value in fields.items():
        body = body.replace("{{" + name + "}}", value)
    body = re.sub(r"\{\{.*?\}\}", "", body)
    classes = "card card1" + (" nightMode night_mode" if night else "")
    return (
        f'<!doctype html><html dir="{direction}"><style>body{{margin:20px}}'
        "body.nightMode{background-color:#2c2c2c;color:#fcfcfc}</style>"
        f'<body class="{classes}"><div id="qa"><style>{kind.css}</style>{body}</div>'
        f"<script>onload = () => {{{measure}}}</script></body></html>"
    )


def measured(folder: Path, frames: Sequence[tuple[str, int, str]]) -> dict[str, Any]:
    """What each page says of itself: its name, the width of its window, its HTML."""
    page = folder / "page.html"
    page.write_text(
        "<!doctype html><body><script>const all = {}; onmessage = e => {"
        " all[e.data[0]] = e.data[1];"
        " document.body.dataset.facts = JSON.stringify(all); };</script>"
        + "".join(
            f'<iframe name="{name}" style="width:{width}px;height:700px;border:0"'
            f' srcdoc="{html.escape(text)}"></iframe>'
            for name, width, text in frames
        ),
        "utf-8",
    )
    ran = subprocess.run(
        [CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=5000",
         f"--user-data-dir={page.parent / 'profile'}", "--dump-dom", page.as_uri()],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = re.search(r'data-facts="([^"]*)"', ran.stdout)
    assert found, ran.stderr
    got: dict[str, Any] = json.loads(html.unescape(found[1]))
    assert set(got) == {name for name, _, _ in frames}
    return got


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What each card measured of itself, by width, side, mode and direction."""
    frames = [
        (f"{width} {side} {mode} {direction}", width, card(side, mode == "night", direction))
        for width in (320, 412, 900)
        for side, mode, direction in (
            ("front", "day", "ltr"),
            ("back", "night", "ltr"),
            ("back", "day", "rtl"),
        )
    ]
    return measured(tmp_path_factory.mktemp("cards"), frames)


def test_no_card_is_wider_than_its_window(facts: dict[str, Any]) -> None:
    assert {name: fact["over"] for name, fact in facts.items() if fact["over"] > 0} == {}


def test_code_and_tables_scroll_in_themselves(facts: dict[str, Any]) -> None:
    assert all(fact["code"] for fact in facts.values())
    assert all(fact["table"] for name, fact in facts.items() if not name.startswith("900"))


def test_a_tap_opens_a_picture_over_the_card_and_another_closes_it(facts: dict[str, Any]) -> None:
    for fact in facts.values():
        assert fact["open"] == pytest.approx([0, 0, 0, 0], abs=20)  # but for a scrollbar
        assert fact["closed"] == fact["picture"]


def test_the_night_has_its_own_colours_over_ankis(facts: dict[str, Any]) -> None:
    modes = {
        mode: {(f["ink"], f["paper"]) for n, f in facts.items() if mode in n.split()}
        for mode in ("day", "night")
    }
    assert len(modes["day"]) == len(modes["night"]) == 1
    assert modes["day"] != modes["night"]
    assert "44, 44, 44" not in str(modes["night"])


def test_the_right_option_is_marked_on_the_back_only(facts: dict[str, Any]) -> None:
    for name, fact in facts.items():
        assert ("✓" in fact["tick"]) == ("back" in name.split())


LINES = """
const range = document.createRange();
const text = document.querySelector('.tags').firstChild;
const tops = [...text.data.matchAll(/\\S+/g)].map(tag => {
  range.setStart(text, tag.index);
  range.setEnd(text, tag.index + tag[0].length);
  return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size;
});
const over = document.body.scrollWidth - document.documentElement.clientWidth;
parent.postMessage([name, {tops, over}], '*');
"""
TAGS = "deep-learning::batch-norm cv machine-learning::cross-entropy 训练 object-detection"


def test_no_chip_breaks_that_fits_a_line(tmp_path: Path) -> None:
    fields = {**FIELDS, "Tags": TAGS, "Source": '<a href="#">notes/qa.md:12</a>'}
    frames = [
        (f"{width} {direction}", width, card("back", False, direction, fields, LINES))
        for width in (320, 412, 700, 900)
        for direction in ("ltr", "rtl")
    ]
    for fact in measured(tmp_path, frames).values():
        assert fact == {"tops": [1] * 5, "over": 0}


SHOWN = """
const lists = [...document.querySelectorAll('.options')];
parent.postMessage([name, lists.map(list => list.getClientRects().length)], '*');
"""
OPTIONS = '<ul class="options"><li>a</li><li class="right">b</li></ul>'
RIGHT = '<ul class="options"><li class="right">b</li></ul>'


def test_what_is_ticked_in_the_question_is_not_said_again_below_it(tmp_path: Path) -> None:
    cases = {
        "ticked": (OPTIONS, f"{RIGHT}<p>for a reason</p>", [1, 0]),
        "alone": (OPTIONS, RIGHT, [1, 0]),
        "not ticked": (OPTIONS.replace(' class="right"', ""), RIGHT, [1, 1]),
        "others": (OPTIONS, OPTIONS, [1, 1]),
        "later": (OPTIONS, f"<p>so</p>{RIGHT}", [1, 1]),
        "no options": ("<p>why</p>", RIGHT, [1]),
    }
    frames = [
        (name, 412, card("back", fields={**FIELDS, "Question": q, "Answer": a}, measure=SHOWN))
        for name, (q, a, _) in cases.items()
    ]
    assert measured(tmp_path, frames) == {name: case[2] for name, case in cases.items()}
