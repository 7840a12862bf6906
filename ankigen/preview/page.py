"""The page: one file that holds the cards, their styling and all that shows them.

Nothing in it may run but the page's own script, which its content policy names by hash; cards are
shown in a frame that runs none at all. The cards' texts stand in blocks of JSON, so that a browser
shows the list before it has read them.
"""

import html
from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Literal

import msgspec
from msgspec import Struct

from ankigen import disk
from ankigen.model import Asset
from ankigen.patterns import pattern
from ankigen.preview.data import Data
from ankigen.text import counted

BLOCK = 200
"""Cards in a block; deck.js has the same number."""
SCRIPTS = ("deck", "search", "list", "tags", "stage", "remarks", "live", "app")
"""The page's script, in this order."""
MEDIA_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "bmp": "image/bmp",
    "ico": "image/x-icon",
    "svg": "image/svg+xml",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
    "mp4": "video/mp4",
    "webm": "video/webm",
}
"""By the end of a name. An SVG in an <img> runs nothing."""

_PLACE = pattern(r"@(\w+)@")


class Form(Struct, frozen=True):
    """Where the page will stand. `media` "inside" puts the pictures into it, "beside" expects
    them in `media/`; `version` is the number of the state that a served page shows.
    """

    media: Literal["inside", "beside"] = "inside"
    version: int | None = None


def page(data: Data, form: Form = Form()) -> Iterator[str]:
    """The page's HTML, in pieces."""
    style, script = _text("page.css"), _script()
    blocks = list(_blocks(data))
    values = {
        "policy": html.escape(policy(form)),
        "title": html.escape(f"{data.head['deck']} · preview"),
        "deck": html.escape(str(data.head["deck"])),
        "tally": counted(len(data.rows), "card"),
        "style": style,
        "script": script,
        "attributes": _attributes(form),
    }
    early = [
        _json("data-head", data.head),
        _json("data-style", _text("card.css")),
        _json("data-rows", data.rows),
        *blocks[:1],
    ]
    late = [*blocks[1:], *(_media(data.assets) if form.media == "inside" else ())]
    at = 0
    template = _text("page.html")
    for place in _PLACE.finditer(template):
        yield template[at : place.start()]
        at = place.end()
        if place[1] == "data":
            yield from early
        elif place[1] == "more":
            yield from late
        else:
            yield values[place[1]]
    yield template[at:]


def policy(form: Form = Form()) -> str:
    """The content policy of the page: what may run, and what may be loaded, which is nothing."""
    media = "data: 'self'" if form.media == "beside" else "data:"
    connect = "'self'" if form.version is not None else "'none'"
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_digest(_script())}'",
            f"style-src '{_digest(_text('page.css'))}'",
            "style-src-attr 'unsafe-inline'",
            f"img-src {media}",
            f"media-src {media}",
            "font-src data:",
            f"connect-src {connect}",
            "frame-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types ankigen",
        )
    )


def media_type(name: str) -> str:
    """The type that a media file is served as; what is not known is never shown as a page."""
    return MEDIA_TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")


def read(asset: Asset) -> bytes:
    """An asset's bytes; none when its file has gone since, has grown, or has become a link."""
    if asset.data is not None:
        return asset.data
    if asset.path is None:
        return b""
    try:
        return disk.read(asset.path, asset.size, follow=False) or b""
    except OSError:
        return b""


def as_json(value: object) -> str:
    """JSON that may stand inside a script element."""
    text = msgspec.json.encode(value).decode()
    return text.replace("</", "<\\/").replace("<!--", "<\\u0021--")


def _blocks(data: Data) -> Iterator[str]:
    for number, at in enumerate(range(0, len(data.bodies), BLOCK)):
        yield _json(f"data-{number}", data.bodies[at : at + BLOCK])


def _json(name: str, value: object) -> str:
    return f'<script type="application/json" id="{name}">{as_json(value)}</script>\n'


def _media(assets: tuple[Asset, ...]) -> Iterator[str]:
    for asset in assets:
        data = b64encode(read(asset)).decode()
        name = html.escape(asset.name)
        address = f"data:{media_type(asset.name)};base64,{data}"
        yield f'<script type="text/plain" data-media="{name}">{address}</script>\n'


def _attributes(form: Form) -> str:
    version = "" if form.version is None else f' data-version="{form.version}"'
    return version + (' data-media="media/"' if form.media == "beside" else "")


def _script() -> str:
    parts = "\n".join(_text(f"{name}.js") for name in SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}}})();\n'


@cache
def _text(name: str) -> str:
    return (files("ankigen.preview") / "page" / name).read_text("utf-8")


def _digest(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()
