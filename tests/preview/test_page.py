"""The page as text: whole, self-contained, with a policy that fits it."""

import base64
import hashlib
import html
import json
import os
import re
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankigen.model import Asset
from ankigen.preview.page import Form, as_json, page, read
from tests.colours import contrast, palette
from tests.preview import deck


class Scripts(HTMLParser):
    """The script elements and styles of a page, as a browser cuts them out."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[tuple[str, dict[str, str | None], str]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self.found.append((tag, dict(attrs), ""))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem and self.found:
            tag, attributes, text = self.found[-1]
            self.found[-1] = tag, attributes, text + data


INSIDE = Form()


def whole(form: Form = INSIDE) -> Scripts:
    return Scripts("".join(page(deck.data(), form)))


def policy(scripts: Scripts) -> dict[str, str]:
    meta = next(a for tag, a in scripts.tags if tag == "meta" and "http-equiv" in a)
    rules = html.unescape(meta["content"] or "").split("; ")
    return {name: rest for name, _, rest in (rule.partition(" ") for rule in rules)}


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_policy_names_the_one_script_and_the_one_style() -> None:
    scripts = whole()
    rules = policy(scripts)
    code = [text for tag, attributes, text in scripts.found if tag == "script" and not attributes]
    style = [text for tag, _, text in scripts.found if tag == "style"]
    assert [digest(text) for text in code] == [rules["script-src"]]
    assert [digest(text) for text in style] == [rules["style-src"]]
    assert rules["default-src"] == rules["connect-src"] == rules["base-uri"] == "'none'"
    assert rules["img-src"] == "data:"


def test_nothing_is_loaded_from_elsewhere() -> None:
    for tag, attributes in whole().tags:
        for name in ("src", "href", "data", "action", "poster"):
            value = attributes.get(name) or ""
            assert not value or value.startswith(("#", "data:")), (tag, value)


def test_all_cards_are_in_blocks_of_json() -> None:
    blocks = {a["id"]: json.loads(t) for _, a, t in whole().found if a.get("id")}
    assert len(blocks["data-rows"]) == len(blocks["data-0"]) == 9
    assert blocks["data-head"]["deck"] == "Demo"
    assert any("</script>" in value for value in blocks["data-0"][8][4])


def test_pictures_are_inside_or_beside() -> None:
    inside = [a for _, a, _ in whole().found if a.get("data-media")]
    assert [attributes["data-media"] for attributes in inside] == [deck.PICTURE.name]
    beside = whole(Form(media="beside"))
    assert not [a for _, a, _ in beside.found if a.get("data-media")]
    assert policy(beside)["img-src"] == "data: 'self'"
    assert ("body", {"data-media": "media/"}) in beside.tags


def test_the_page_is_the_same_each_time() -> None:
    assert list(page(deck.data())) == list(page(deck.data()))


def test_every_place_of_the_page_is_filled() -> None:
    text = "".join(page(deck.data()))
    assert not re.search(r"@(policy|title|style|script|deck|tally|data|more|attributes)@", text)


@given(st.text(alphabet="</script>!-& \u2028é\\\"'", max_size=40))
def test_no_text_ends_its_block(text: str) -> None:
    written = as_json([text])
    assert json.loads(written) == [text]
    assert "</" not in written
    assert "<!--" not in written


@pytest.mark.skipif(os.name == "nt", reason="links and pipes of POSIX")
@pytest.mark.parametrize("now", ["link", "pipe", "grown", "gone"])
def test_a_picture_that_became_something_else_is_none(tmp_path: Path, now: str) -> None:
    picture = tmp_path / "a.png"
    picture.write_bytes(b"picture")
    (tmp_path / "secret").write_bytes(b"secret!")
    asset = Asset("a.png", "0" * 64, picture, None, "a.png", 7)
    assert read(asset) == b"picture"
    picture.unlink()
    if now == "link":
        picture.symlink_to(tmp_path / "secret")
    elif now == "pipe":
        os.mkfifo(picture)
    elif now == "grown":
        picture.write_bytes(b"picture of another")
    assert read(asset) == b""


@pytest.mark.parametrize("mode", [":root", ':root[data-light="night"]'])
def test_the_page_is_read_with_contrast_aa(mode: str) -> None:
    sheet = Path(str(files("ankigen.preview") / "page" / "page.css")).read_text(encoding="utf-8")
    colours = palette(sheet, mode)
    inks = ("ink", "soft", "faint", "accent", "amber", "red", "blue")
    pairs = [(ink, ground) for ink in inks for ground in ("panel", "sheet")]
    pairs += [("ink", "ground"), ("soft", "ground"), ("ink", "mark"), ("accent", "tint")]
    low = {
        f"{ink} on {ground}": round(contrast(colours[ink], colours[ground]), 2)
        for ink, ground in pairs
        if contrast(colours[ink], colours[ground]) < 4.5
    }
    assert low == {}
