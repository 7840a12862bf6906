"""The page in a real Chromium without a network: what a person sees and does."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from ankigen.preview.data import of
from ankigen.preview.save import to_file, to_folder
from ankigen.tagging.filters import parse
from tests import chromium
from tests.chromium import Browser, Page, browser
from tests.preview import deck
from tests.preview.looks import CARD, IDS, SELECTED, TEXT, refused, search, shown
from tests.tagging.test_filters import EXPRESSIONS as FILTERS
from tests.tagging.test_filters import TAGS

pytestmark = [pytest.mark.browser, chromium.needed]


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with browser() as running:
        yield running


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> str:
    return to_file(deck.data(), tmp_path_factory.mktemp("page") / "page.html").as_uri()


@pytest.fixture
def page(chrome: Browser, file: str) -> Iterator[Page]:
    opened = Page(chrome)
    opened.open(file)
    opened.wait(f"{TEXT}.includes('tuple')")
    yield opened
    assert opened.said == []
    opened.close()


def test_it_loads_without_a_network_and_a_word_on_the_console(page: Page) -> None:
    assert page.js(IDS) == ["g0", "g1", "g2", "g3", "g4", "g4/2", "g5", "g5/2", "g6"]
    assert page.said == []
    assert [url for url in page.requests if not url.startswith(("file:", "data:"))] == []


def test_keys_turn_cards_and_pages(page: Page) -> None:
    assert "immutable" not in page.js(TEXT)
    page.key(" ")
    shown(page, "immutable")
    assert page.js("document.getElementById('flip-label').textContent") == "Show the question"
    page.key(" ")
    page.wait(f"!{TEXT}.includes('immutable')")
    page.key("ArrowRight")
    shown(page, "闭包")
    page.key("j")
    page.wait(f"{SELECTED} === 'g2'")
    page.key("k")
    page.key("ArrowLeft")
    page.wait(f"{SELECTED} === 'g0'")
    page.key("End")
    page.wait(f"{SELECTED} === 'g6'")
    page.key("Home")
    page.wait(f"{SELECTED} === 'g0'")


def test_keys_work_while_the_card_has_the_focus(page: Page) -> None:
    page.click("#device")
    page.wait("document.activeElement.id === 'frame'")
    page.key(" ")
    shown(page, "immutable")
    page.key("j")
    shown(page, "闭包")


def test_the_answer_is_where_reading_begins_and_the_next_card_at_its_top(page: Page) -> None:
    page.key("j")
    page.key(" ")
    shown(page, "词法")
    page.wait(f"{CARD}.documentElement.scrollHeight > 2000")
    page.js(f"{CARD}.scrollingElement.scrollTop = 500")
    page.key("j")
    page.wait(f"{CARD}.scrollingElement.scrollTop === 0")


def test_search_as_you_type(page: Page) -> None:
    page.key("/")
    page.type("tupl")
    page.wait(f"{IDS}.join() === 'g0'")
    assert page.js("document.querySelector('.row mark').textContent") == "tupl"
    assert page.js("document.getElementById('tally').textContent") == "1 of 9 cards"
    page.key("Escape")
    page.wait(f"{IDS}.length === 9")


EXPRESSIONS: list[tuple[str, list[str]]] = [
    ("词法", ["g1"]),
    ("ＩＭＭＵＴＡＢＬＥ", ["g0"]),
    ("tag:python", ["g0", "g1", "g3"]),
    ("tag:python::types", ["g0", "g3"]),
    ("tag:PYTHON -tag:python::types", ["g1"]),
    ("tag:python::t*", ["g0", "g3"]),
    ("tag:pyth", []),
    ("tag:math or tag:evil", ["g2", "g5", "g5/2", "g6"]),
    ("(tag:math or tag:python) -softmax", ["g0", "g1", "g2", "g3"]),
    ("tag:none", ["g4", "g4/2"]),
    ("-tag:none -tag:python", ["g2", "g5", "g5/2", "g6"]),
    ('"immutable list"', ["g0"]),
    ("deck:Demo tuple", ["g0"]),
    ("deck:Other", []),
    ("tuple or", ["g0"]),
    ("(tuple", ["g0"]),
    ("tuple)", ["g0"]),
    ("tag:", ["g0", "g1", "g2", "g3", "g4", "g4/2", "g5", "g5/2", "g6"]),
    ("-", ["g6"]),
    ("[", ["g5", "g5/2"]),
    ("<b>", []),
    ("&lt;", []),
]


def test_the_search_has_ankis_expressions(page: Page) -> None:
    for query, found in EXPRESSIONS:
        assert search(page, query) == found, query


def test_it_finds_what_the_same_filter_builds(chrome: Browser, tmp_path: Path) -> None:
    notes = [deck.note(i, f"q{i}", "a", *tags) for i, tags in enumerate(TAGS)]
    page = Page(chrome)
    page.open(to_file(of(replace(deck.DECK, notes=notes)), tmp_path / "tags.html").as_uri())
    page.wait(f"{IDS}.length === {len(TAGS)}")
    for expression in [*FILTERS, "tag:deep-learning", "tag:node.js", "tag:ml::loss::cross-entropy"]:
        chosen = parse(expression)
        wanted = [f"g{i}" for i, tags in enumerate(TAGS) if chosen(tags)]
        assert search(page, expression) == wanted, expression
    assert page.said == []
    page.close()


def test_no_match_is_said_and_can_be_undone(page: Page) -> None:
    assert search(page, "nowhere to be found") == []
    assert page.js("document.getElementById('none').innerText").startswith("No card matches.")
    page.click("#none button")
    page.wait(f"{IDS}.length === 9")


def test_the_tag_tree_counts_and_filters(page: Page) -> None:
    items = "[...document.querySelectorAll('[role=treeitem]')]"
    names = page.js(f"{items}.map(item => item.getAttribute('aria-label'))")
    assert names == [
        "evil, 1", "math, 3", "python, 3", "closure, 1", "types, 2", "untagged, 2",
    ]  # fmt: skip
    page.click("[data-tag='python::types'] .name")
    page.wait(f"{IDS}.join() === 'g0,g3'")
    assert page.js("document.getElementById('search').value") == "tag:python::types"
    chosen = "document.querySelector('[role=treeitem][aria-selected=true]').dataset.tag"
    assert page.js(chosen) == "python::types"
    page.click("[data-tag='python'] > .tag .name")
    page.wait(f"{IDS}.join() === 'g0,g1,g3'")
    page.click("[data-tag='python'] > .tag .name")
    page.wait(f"{IDS}.length === 9")
    page.click("[data-tag='none'] .name")
    page.wait(f"{IDS}.join() === 'g4,g4/2'")


def test_the_tag_tree_is_worked_by_keys(page: Page) -> None:
    page.js("document.querySelector('[role=treeitem][tabindex=\"0\"]').focus()")
    page.key("ArrowDown")
    page.key("ArrowDown")
    page.key("ArrowLeft")
    python = "document.querySelector('[data-tag=python]')"
    assert page.js(f"{python}.getAttribute('aria-expanded')") == "false"
    page.key("ArrowRight")
    page.key("ArrowRight")
    page.key("Enter")
    page.wait(f"{IDS}.join() === 'g1'")


def test_day_and_night_phone_and_desktop(page: Page) -> None:
    ground = f"getComputedStyle({CARD}.body).backgroundColor"
    day = page.js(ground)
    page.key("d")
    page.wait(f"{CARD}.body.className.includes('nightMode night_mode')")
    assert page.js(ground) != day
    wide = page.js(f"{CARD}.documentElement.clientWidth")
    page.key("p")
    page.wait(f"{CARD}.documentElement.clientWidth < 420")
    assert wide > 600
    assert "mobile" in page.js(f"{CARD}.documentElement.className")
    page.key("d")
    page.key("p")
    page.wait(f"{ground} === {json.dumps(day)} && {CARD}.documentElement.clientWidth === {wide}")


def test_each_kind_of_card_is_shown_as_anki_would(page: Page) -> None:
    search(page, "tag:math")
    page.key(" ")
    page.wait(f"{CARD}.querySelector('.answer math mfrac')")
    assert page.js(f"{CARD}.querySelector('.answer code').textContent") == r"\(raw\)"
    page.key("ArrowRight")
    page.wait(f"{CARD}.querySelector('.cloze')?.textContent === '[...]'")
    page.key("ArrowRight")
    page.wait(f"{CARD}.querySelector('.cloze')?.textContent === '[what]'")
    assert page.js(f"{CARD}.body.classList.contains('card2')")
    search(page, "both")
    page.key("ArrowRight")
    shown(page, "Reverse me")


def test_pictures_are_in_the_page(page: Page) -> None:
    search(page, "picture")
    page.key(" ")
    page.wait(f"{CARD}.querySelector('img')?.naturalWidth === 1")


def test_a_card_can_run_and_load_nothing(page: Page) -> None:
    page.js("window.ran = 0")
    search(page, "hostile")
    page.key(" ")
    page.wait(f"{CARD}.querySelector('.x')")
    time.sleep(0.3)
    assert page.js("window.ran") == 0
    forbidden = "script, iframe, object, embed, link, meta, base[href], form, [onerror], [onload]"
    assert page.js(f"{CARD}.body.querySelectorAll({json.dumps(forbidden)}).length") == 0
    assert page.js(f"{CARD}.querySelector('.answer a').hasAttribute('href')") is False
    assert page.js(f"getComputedStyle({CARD}.querySelector('.x')).color") == "rgb(4, 5, 6)"
    assert "far away" in page.js(f"{CARD}.querySelector('.answer').innerText")
    assert [url for url in page.requests if "example.com" in url] == []
    refused(page)


def test_the_frame_runs_no_script_even_if_one_gets_in(page: Page) -> None:
    page.js("window.ran = 0")
    for attack in (
        "const made = doc.createElement('script'); made.append('top.ran = 1');"
        "doc.body.append(made)",
        "const made = doc.createElement('a'); made.href = 'javascript:top.ran = 2';"
        "doc.body.append(made); made.click()",
        "const box = doc.createElement('div'); box.setAttribute('onclick', 'top.ran = 3');"
        "doc.body.append(box); box.click()",
        "doc.location.href = 'javascript:top.ran = 4'",
    ):
        page.js(f"(() => {{ const doc = {CARD}; try {{ {attack} }} catch {{}} }})()")
    time.sleep(0.2)
    assert page.js("window.ran") == 0
    assert page.said
    refused(page)


def test_remarks_stand_beside_their_card_and_all_in_a_list(page: Page) -> None:
    remarks = "document.getElementById('remarks')"
    assert page.js(f"{remarks}.hidden")
    page.key("j")
    page.wait(f"!{remarks}.hidden")
    text = page.js(f"{remarks}.innerText")
    assert "this answer is empty" in text
    assert "AK201" in text
    link = "document.querySelector('#source a').getAttribute('href')"
    assert page.js(link) == "vscode://file/Users/me/my%20notes/notes/qa.md:4:3"
    page.key("k")
    page.key("x")
    page.wait("document.querySelectorAll('#all-problems .remark').length === 2")
    page.click("#all-problems .go")
    page.wait(f"document.querySelector('#remarks .remark') && {TEXT}.includes('闭包')")
    page.key("x")
    page.wait("document.getElementById('all-problems').hidden")


def test_the_keys_are_explained(page: Page) -> None:
    page.key("?")
    page.wait("document.getElementById('help').open")
    page.key("j")
    assert page.js(SELECTED) == "g0"
    page.key("Escape")
    page.wait("!document.getElementById('help').open")


def test_a_reload_keeps_the_place(page: Page, file: str) -> None:
    search(page, "tag:python")
    page.key("j")
    page.key(" ")
    shown(page, "词法")
    page.js(f"{CARD}.scrollingElement.scrollTop = 300")
    page.call("Page.reload")
    page.wait(f"{TEXT}.includes('词法') && {CARD}.scrollingElement.scrollTop === 300")
    assert page.js("document.getElementById('search').value") == "tag:python"
    assert page.js(SELECTED) == "g1"
    assert page.js("location.hash") == "#g1"


def test_a_link_to_a_card_opens_it(chrome: Browser, file: str) -> None:
    page = Page(chrome)
    page.open(f"{file}#g5%2F2")
    page.wait(f"{TEXT}.includes('Softmax of [what]')")
    page.close()


def test_on_a_phone_one_thing_at_a_time(chrome: Browser, file: str) -> None:
    page = Page(chrome, 390, 844)
    page.size(390, 844, touch=True)
    page.open(file)
    visible = "e => document.querySelector(e).getClientRects().length > 0"
    page.wait(f"{IDS}.length === 9")
    assert page.js(f"({visible})('#list')")
    assert not page.js(f"({visible})('.stage')")
    page.click("[data-id=g1]")
    page.wait(f"({visible})('.stage') && {TEXT}.includes('闭包')")
    assert not page.js(f"({visible})('#list')")
    assert page.js("document.documentElement.scrollWidth") == 390
    assert page.js(f"{CARD}.documentElement.clientWidth") == 390
    page.click("#flip")
    shown(page, "词法")
    page.click("#to-list")
    page.wait(f"({visible})('#list')")
    page.click("#tags-toggle")
    page.wait(f"({visible})('#tags-pane')")
    assert page.said == []
    page.close()


@pytest.mark.parametrize("width", [360, 700, 900, 1200, 1600])
def test_nothing_is_wider_than_the_window(page: Page, width: int) -> None:
    page.size(width, 800)
    page.key("j")
    assert page.js("document.documentElement.scrollWidth") <= width
    wide = (
        "[...document.querySelectorAll('.app *')].filter(e => e.getClientRects().length && "
        "e.getBoundingClientRect().right > innerWidth + 1).map(e => e.className || e.tagName)"
    )
    assert page.js(wide) == []


def test_names_and_roles_for_those_who_listen(page: Page) -> None:
    nodes = page.call("Accessibility.getFullAXTree")["nodes"]
    roles: dict[str, list[str]] = {}
    for node in nodes:
        if not node.get("ignored"):
            name = node.get("name", {}).get("value", "")
            roles.setdefault(node["role"]["value"], []).append(name)
    assert len(roles["option"]) == 9
    assert roles["tree"] == ["Tags"]
    assert "" not in roles["button"]
    assert roles["heading"][0] == "Demo"
    assert "Search the cards" in roles["searchbox"]
    active = "document.getElementById('list').getAttribute('aria-activedescendant')"
    assert page.js(active) == "row-0"


def test_a_hosted_page_has_its_pictures_beside(chrome: Browser, tmp_path: Path) -> None:
    page = Page(chrome)
    page.open(to_folder(deck.data(), tmp_path / "site").as_uri())
    page.wait(f"{IDS}.length === 9")
    search(page, "picture")
    page.key(" ")
    page.wait(f"{CARD}.querySelector('img')?.naturalWidth === 1")
    assert page.said == []
    page.close()


def test_a_deck_without_cards(chrome: Browser, tmp_path: Path) -> None:
    page = Page(chrome)
    empty = replace(deck.DECK, notes=(), diagnostics=())
    page.open(to_file(of(empty), tmp_path / "none.html").as_uri() + "#%")
    page.wait("!document.getElementById('none').hidden")
    for key in (" ", "j", "k", "e", "d", "p", "x", "Home", "End", "Escape"):
        page.key(key)
    assert page.said == []
    page.close()


def test_ten_thousand_cards(chrome: Browser, tmp_path: Path) -> None:
    page = Page(chrome)
    page.open(to_file(of(deck.many(10_000)), tmp_path / "many.html").as_uri())
    page.wait(f"{TEXT}.includes('Question 0')")
    assert page.js("document.querySelectorAll('.row').length") < 60
    assert search(page, "word996 tag:topic3::part2")[:1] == page.js(IDS)[:1]
    search(page, "")
    page.key("End")
    shown(page, "Question 9999")
    page.wait(f"{SELECTED} === 'm9999'")
    page.js("document.getElementById('list').scrollTop = 70 * 5000")
    page.wait(f"{IDS}.includes('m5003')")
    assert page.js("document.querySelectorAll('.row').length") < 60
    assert page.said == []
    page.close()
