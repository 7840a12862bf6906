"""The whole way, from a save to what Chromium shows."""

import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import pytest

from ankigen.diagnostics import Stop
from ankigen.notetype import APPENDED
from ankigen.preview.data import Deck
from ankigen.preview.server import Server, Site, serve
from tests import chromium
from tests.chromium import Page, browser
from tests.preview import deck

pytestmark = [pytest.mark.browser, chromium.needed]

CARD = "document.getElementById('frame').contentDocument"
TEXT = f"{CARD}.body.innerText"
NOTES = "".join(
    f"> {i}. Question {i}? #t{i % 3}\n<details><summary>Answer</summary>\n\nBody {i}.\n\n"
    + "Lorem ipsum.\n\n" * 60
    + "</details>\n\n"
    for i in range(40)
)


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    (tmp_path / "ankigen.toml").write_text('deck = "Live"\n')
    file = tmp_path / "qa.md"
    file.write_text(NOTES)
    return file


@pytest.fixture
def url(notes: Path) -> Iterator[str]:
    """The address that `ankigen preview --watch` says; at its end Ctrl-C."""
    program = [sys.executable, "-m", "ankigen", "preview", "--watch", "--no-open", "--quiet"]
    running = subprocess.Popen(
        [*program, str(notes.parent)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    said = running.stdout.readline().strip()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/[\w-]{20,}/", said), said
    yield said
    running.send_signal(2)
    _, err = running.communicate(timeout=20)
    assert (running.returncode, err.strip()) == (0, "")


@pytest.fixture
def page(url: str) -> Iterator[Page]:
    with browser() as chrome:
        opened = Page(chrome)
        opened.open(url)
        opened.wait(f"{TEXT}.includes('Question 0?')")
        opened.wait("document.getElementById('live').dataset.state === 'on'")
        yield opened
        assert opened.said == []


def test_a_save_is_seen_and_the_place_is_kept(page: Page, notes: Path) -> None:
    page.js("document.getElementById('search').value = 'tag:t1'")
    page.js("document.getElementById('search').dispatchEvent(new Event('input'))")
    page.wait("document.querySelectorAll('.row').length > 5")
    page.js("document.getElementById('list').scrollTop = 210")
    page.wait("document.querySelector('.row[data-at=\"6\"]')")
    page.click('.row[data-at="6"]')
    page.key(" ")
    page.wait(f"{TEXT}.includes('Body 19.')")
    page.js(f"{CARD}.scrollingElement.scrollTop = 400")
    scrolled = page.js("document.getElementById('list').scrollTop")
    assert scrolled > 0
    page.js("window.seen = null")
    page.js(
        f"new MutationObserver(() => {{ if ({TEXT}.includes('Edited')) seen ??= Date.now(); }})"
        f".observe({CARD}.body, {{ childList: true, subtree: true }})"
    )
    fresh = notes.with_suffix(".tmp")
    fresh.write_text(NOTES.replace("Body 19.", "Edited 19."))
    fresh.replace(notes)
    saved = time.time()
    page.wait("window.seen !== null")
    print(f"seen {page.js('window.seen') - saved * 1000:.0f} ms after the save")
    assert "Edited 19." in page.js(TEXT)
    assert page.js(f"{CARD}.scrollingElement.scrollTop") == 400
    assert page.js("document.getElementById('search').value") == "tag:t1"
    assert page.js("document.getElementById('list').scrollTop") == scrolled
    chosen = page.js("document.querySelector('.row[aria-selected=true] .t').textContent")
    assert chosen == "Question 19?"
    assert page.js("document.getElementById('flip-label').textContent") == "Show the question"


def test_cards_and_pictures_that_come_and_go(page: Page, notes: Path) -> None:
    added = "> New?\n<details><summary>Answer</summary>\n\n![p](p.png)\n</details>\n\n"
    (notes.parent / "p.png").write_bytes(deck.PNG)
    notes.write_text(added + NOTES)
    page.wait("document.getElementById('tally').textContent === '41 cards'")
    page.wait(f"{TEXT}.includes('Question 0?')")
    page.key("Home")
    page.key(" ")
    page.wait(f"{CARD}.querySelector('img')?.naturalWidth === 1")
    notes.write_text(NOTES)
    page.wait("document.getElementById('tally').textContent === '40 cards'")
    page.wait(f"{TEXT}.includes('Question 0?')")


def test_remarks_come_and_go(page: Page, notes: Path) -> None:
    toggle = "document.getElementById('problems-toggle').textContent"
    before = page.js(toggle)
    notes.write_text("> Empty?\n<details><summary>Answer</summary></details>\n\n" + NOTES)
    page.wait(f"{toggle} !== {json.dumps(before)}")
    notes.write_text(NOTES)
    page.wait(f"{toggle} === {json.dumps(before)}")


def test_a_state_that_cannot_be_read_is_said_until_it_is_mended(page: Page, notes: Path) -> None:
    live = "document.getElementById('live')"
    (notes.parent / "ankigen.toml").write_text("deck = 3\n")
    page.wait(f"{live}.dataset.state === 'failed'")
    assert "deck" in page.js(f"{live}.textContent")
    assert "Question 0?" in page.js(TEXT)
    (notes.parent / "ankigen.toml").write_text('deck = "Other"\n')
    page.wait("document.getElementById('deck').textContent === 'Other'")
    page.wait(f"{live}.dataset.state === 'on'")


def test_a_page_that_missed_a_change_gets_all_of_it() -> None:
    feed: Queue[Deck | Stop | None] = Queue()
    feed.put(deck.DECK)
    server = Server(Site())
    thread = threading.Thread(target=serve, args=(iter(feed.get, None), server))
    thread.start()
    try:
        with browser() as chrome:
            page = Page(chrome)
            page.open(server.url)
            page.wait("document.getElementById('live').dataset.state === 'on'")
            page.key(" ")
            page.wait(f"{TEXT}.includes('immutable')")
            server.site.close()  # every connection ends
            server.site.listeners.clear()
            server.site.show(deck.edited(0, "missed"))
            page.wait(f"{TEXT}.includes('missed')")
            server.site.show(deck.restyled({APPENDED: ".card { color: rgb(1, 2, 3) }"}))
            page.wait(f"getComputedStyle({CARD}.body).color === 'rgb(1, 2, 3)'")
    finally:
        feed.put(None)
        thread.join()
