"""What tests look for in an open page, and how they search in it."""

import json
import re

from tests.chromium import Page

CARD = "document.getElementById('frame').contentDocument"
TEXT = f"{CARD}.body.innerText"
ROWS = "[...document.querySelectorAll('.row')].sort((a, b) => a.dataset.at - b.dataset.at)"
IDS = f"{ROWS}.map(row => row.dataset.id)"
SELECTED = "document.querySelector('.row[aria-selected=true]').dataset.id"


def shown(page: Page, text: str) -> None:
    page.wait(f"{TEXT}.includes({json.dumps(text)})")


def refused(page: Page) -> None:
    """All that was said is that something was not allowed."""
    for said in page.said:
        assert re.search("Content Security Policy|sandboxed|Trusted", said), said
    page.browser.events.clear()


def search(page: Page, text: str) -> list[str]:
    page.js(f"document.getElementById('search').value = {json.dumps(text)}")
    page.js("document.getElementById('search').dispatchEvent(new Event('input'))")
    ids: list[str] = page.js(IDS)
    return ids
