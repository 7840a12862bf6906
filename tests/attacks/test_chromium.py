"""The corpus in a real Chromium: in the page of `ankigen preview`, and in a page without defences.

The first shows that the page is safe; the second that the cards are, with no policy, no frame and
scripts run as Anki runs them.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ankigen.pipeline import Compilation
from ankigen.preview import deck_of
from ankigen.preview.data import of
from ankigen.preview.save import to_file
from tests import chromium
from tests.attacks import control, corpus
from tests.attacks.anki_view import TOUCH
from tests.attacks.listener import Listener, listening
from tests.chromium import Browser, Page, browser

pytestmark = [pytest.mark.browser, chromium.needed]

ARM = "window.pwned = []; window.pwn = what => { window.pwned.push(what); };"
BARE = f"<!doctype html><meta charset=utf-8><body><div id=qa></div><script>{ARM}</script>"
SHOW = """(() => {
  const qa = document.getElementById('qa');
  qa.innerHTML = %s;
  for (const old of qa.querySelectorAll('script')) {
    const made = document.createElement('script');
    made.textContent = old.textContent;
    old.replaceWith(made);
  }
})()"""
FRAME = "document.getElementById('frame').contentWindow"


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    with listening() as found:
        yield found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, listener: Listener) -> Compilation:
    return corpus.compiled(tmp_path_factory.mktemp("attacks"), listener.address)


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with browser() as running:
        yield running


def shown(page: Page, html: str) -> list[Any]:
    """What ran when a card's HTML is put into a bare page and touched."""
    page.js(SHOW % json.dumps(html))
    page.js(TOUCH)
    page.js("new Promise(done => setTimeout(done, 0))")
    ran: list[Any] = page.js("window.pwned.splice(0)")
    return ran


@pytest.fixture
def bare(chrome: Browser, tmp_path: Path) -> Iterator[Page]:
    (tmp_path / "bare.html").write_text(BARE, encoding="utf-8")
    page = Page(chrome)
    page.open((tmp_path / "bare.html").as_uri())
    yield page
    page.close()


def test_what_goes_around_the_sanitiser_runs_in_a_bare_page(bare: Page, listener: Listener) -> None:
    """So that a card that ran something would be seen."""
    ran = set()
    for name, field in control.fields(listener.address).items():
        first = shown(bare, field)
        if first or bare.js("new Promise(d => setTimeout(() => d(pwned.splice(0).length), 200))"):
            ran.add(name)
    assert ran >= {"picture", "script", "touch", "link"}
    assert any(str(control.NUMBER) in url for url in bare.requests)
    listener.heard.clear()


def test_no_field_runs_or_loads_anything_in_a_bare_page(
    bare: Page, made: Compilation, listener: Listener
) -> None:
    wrong = []
    for note in made.notes:
        for field in note.fields:
            if "<" in field and (ran := shown(bare, field)):
                wrong.append((note.span.source.path, field, ran))
    bare.js("new Promise(done => setTimeout(done, 500))")
    assert wrong == []
    assert bare.js("window.pwned") == []
    assert bare.js("location.protocol") == "file:"
    assert [url for url in bare.requests if listener.address in url] == []
    assert listener.heard == []


def test_the_preview_shows_every_attack_and_none_runs(
    chrome: Browser, made: Compilation, listener: Listener, tmp_path: Path
) -> None:
    page = Page(chrome)
    file = to_file(of(deck_of(made)), tmp_path / "page.html").as_uri()
    page.open(file)
    page.js(ARM)
    page.wait("document.querySelector('.row')")
    count = page.js("JSON.parse(document.getElementById('data-rows').textContent).length")
    assert count > 1000
    arm = f"{FRAME}.pwn = pwn, 0"
    last = "document.querySelector('.row[aria-selected=true]').dataset.at"
    touch = TOUCH.replace("document.getElementById('qa')", f"{FRAME}.document.body")
    page.js(arm)
    for at in range(count):
        page.wait(f"+{last} === {at}")
        for _ in range(2):
            assert page.js(touch) == "here"
            page.key(" ")
        page.key("j")
    assert page.js("window.pwned") == []
    assert page.js("location.href").startswith(file)
    assert page.js(f"{FRAME}.location.href") == "about:srcdoc"
    assert [url for url in page.requests if not url.startswith(("file:", "data:", "about:"))] == []
    assert listener.heard == []
    page.close()


def test_the_flag_of_the_preview_is_seen_from_its_frame(
    chrome: Browser, made: Compilation, tmp_path: Path
) -> None:
    """What the test above reads is set by what would run in the frame."""
    page = Page(chrome)
    page.open(to_file(of(deck_of(made)), tmp_path / "page.html").as_uri())
    page.js(ARM)
    page.js(f"{FRAME}.top.pwn(1)")
    assert page.js("window.pwned") == [1]
    page.close()
