"""The one parse of a card's HTML: cleaned, with pictures, links and finished code left open.

HTML that the engine made by itself needs no parse (`serialise`), but all that comes after it.

The sanitiser is nh3. Its filter puts a mark that no author can know in the place of each attribute
of `<a>` and `<img>`; in the text that nh3 writes, where every `<` of a text or a value is escaped,
the marked tags are then cut out. Code that was highlighted is put in after the parse.
"""

import re
import secrets
from collections.abc import Mapping, Sequence
from functools import cache
from html import unescape
from string import ascii_lowercase
from threading import Lock

import nh3

from ankigen.model import Fragment, Target
from ankigen.passes.marks import bare, seam, show
from ankigen.patterns import pattern

TAGS = set(
    "a abbr b bdi bdo blockquote br caption center cite code col colgroup dd del details dfn div dl"
    " dt em figcaption figure font h1 h2 h3 h4 h5 h6 hr i img input ins kbd li mark ol p pre q rp"
    " rt ruby s samp section small span strike strong sub summary sup table tbody td tfoot th thead"
    " tr tt u ul var wbr".split()
)
_ALIGNED = set("p div h1 h2 h3 h4 h5 h6 td th tr table thead tbody caption col colgroup".split())
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"title", "lang", "dir"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
    "details": {"open"},
    "td": {"colspan", "rowspan", "width", "valign", "data-label"},
    "th": {"colspan", "rowspan", "width", "valign"},
    "font": {"color"},
    "input": {"checked"},
}
for _name in _ALIGNED:
    _ATTRIBUTES.setdefault(_name, set()).add("align")
_CLASSES = {
    "div": {"line", "footnote", "markdown-alert", "highlight"}
    | {f"in{level}" for level in range(1, 7)}
    | {f"markdown-alert-{kind}" for kind in ("note", "tip", "important", "warning", "caution")},
    "p": {"markdown-alert-title"},
    "ul": {"options", "contains-task-list"},
    "li": {"right", "task-list-item"},
    "section": {"footnotes"},
    "sup": {"footnote-ref"},
    "pre": {"plain"},
    "details": {"listing"},
    "span": {"glue"},
}
DROPPED = set("script style iframe object embed svg math".split())
_OPENED = pattern(r"<(svg|math|object|template)\b[^<>]*>", re.IGNORECASE)
OF_LINKS = {"http", "https", "mailto", "ftp", "tel"}
_OF_PICTURES = {
    "http",
    "https",
    "data",
    "file",
    *ascii_lowercase,
}  # `C:\\a.png`: said to be missing
_SCHEME = pattern(r"([A-Za-z][A-Za-z0-9+.-]*):")
_BLANKS = pattern(r"[\x00-\x20\x7f-\xa0]+")
_PICTURE = {"width", "height", "title"}
# Case counts up to the letters, so that the engine looks for the brackets alone.
_INERT = pattern(r"\{\{|\[(?=(?i:/?(?:sound:|anki:|latex\]|\$\$?\]|\[?type:)))")

_BOX_ATTRIBUTES = {"type", "disabled", "checked"}
_BOX = '<input type="checkbox" disabled=""'
"""Written here, since nh3 sets attributes in an order that changes from run to run."""

_mark = secrets.token_hex(8)
_CODE = f"{_mark}c"
_AND = f"{_mark}a"
_MANY = 2000
Values = list[tuple[str, str]]
"""Names and values of the attributes of links and pictures, by the numbers of their marks."""
_values: Values = []
_lock = Lock()
_HOLES = pattern(
    rf'(<a(?: [a-z]+="{_mark}v\d+")*>|</a>|<img(?: [a-z]+="{_mark}v\d+")*>|<pre>{_CODE}\d+</pre>)'
)
_NUMBERS = pattern(rf"{_mark}v(\d+)")


def value_mark(number: int) -> str:
    """What stands for the value of an attribute until the parse is over."""
    return f"{_mark}v{number}"


def is_allowed(tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether the parse leaves an element as it is."""
    if tag not in TAGS:
        return False
    if not attributes:
        return True
    known = _BOX_ATTRIBUTES if tag == "input" else _ATTRIBUTES.get(tag, set())
    return all(
        set(value.split(" ")) <= _CLASSES.get(tag, set()) if name == "class" else name in known
        for name, value in attributes.items()
    )


def allowed() -> tuple[set[str], dict[str, set[str]]]:
    """The elements and attributes of a card's HTML, classes left out."""
    return set(TAGS), _ATTRIBUTES


def code_mark(number: int) -> str:
    """What stands in a `<pre>` for finished code until the parse is over."""
    return f"{_CODE}{number}"


def _filter(tag: str, attribute: str, value: str) -> str | None:
    if tag not in ("a", "img"):
        return value
    if attribute not in _ATTRIBUTES[tag] and attribute != "title":
        return None
    _values.append((attribute, value))
    return value_mark(len(_values) - 1)


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=TAGS,
        clean_content_tags=DROPPED,
        attributes=_ATTRIBUTES,
        attribute_filter=_filter,
        link_rel=None,
        url_schemes=OF_LINKS | _OF_PICTURES,
        allowed_classes=_CLASSES,
    )


def sanitise(html: str, code: Sequence[str] = ()) -> Fragment:
    """The HTML made safe, as a fragment. `code` holds finished HTML by the number of its mark."""
    html = _without_open_ends(html)
    hidden = html.count("&") > _MANY
    if hidden:  # nh3 takes quadratic time over them
        html = html.replace("&", _AND)
    with _lock:
        _values.clear()
        cleaned = _cleaner().clean(html)
        values = list(_values)
    if hidden:
        cleaned = cleaned.replace(_AND, "&")
        values = [(name, unescape(value.replace(_AND, "&"))) for name, value in values]
    return _opened(cleaned.replace("<input", _BOX), values, code)


def clean(html: str, values: Values, code: Sequence[str] = ()) -> Fragment:
    """The fragment of HTML that the parse would give back as it is, but for blanks."""
    return _opened(html.replace("\xa0", "&nbsp;"), values, code)


def _opened(html: str, values: Values, code: Sequence[str]) -> Fragment:
    """Safe HTML as a fragment, its links and pictures left open."""
    values = [(name, bare(value)) for name, value in values]
    pieces = _HOLES.split(show(html.strip()))
    parts, holes, targets = [pieces[0]], list[int](), list[Target]()
    open_links: list[int | None] = []
    for tag, text in zip(pieces[1::2], pieces[2::2], strict=True):
        if tag.startswith("<pre>"):
            parts[-1] += code[int(tag[5 + len(_CODE) : -6])] + text
            continue
        if tag == "</a>":
            number = open_links.pop() if open_links else None
        else:
            found = dict(values[int(index)] for index in _NUMBERS.findall(tag))
            number = _target(tag.startswith("<img"), found, targets)
            if tag.startswith("<a"):
                open_links.append(number)
            elif number is None:
                text = show(_escape(found.get("alt", ""))) + text
        if number is None:
            parts[-1] += seam(parts[-1], text) + text
        else:
            holes.append(number)
            parts.append(text)
    return Fragment(tuple(inert(part) for part in parts), tuple(holes), tuple(targets))


def _without_open_ends(html: str) -> str:
    """The HTML without the tags of what is left out whole and never closed.

    `What does <svg> do?` asks about a tag; the rest of the text is not inside a drawing.
    """
    for name in {match[1].lower() for match in _OPENED.finditer(html)}:
        tags = re.compile(rf"<(/?){name}\b[^<>]*>", re.IGNORECASE)
        ends = [bool(match[1]) for match in tags.finditer(html)]
        if ends.count(True) < ends.count(False):
            html = tags.sub("", html)
    return html


def _target(image: bool, found: dict[str, str], targets: list[Target]) -> int | None:
    """The number of the target that a tag names; None when it names none that is allowed."""
    url = found.get("src" if image else "href", "").strip()
    scheme = _SCHEME.match(_BLANKS.sub("", url))
    if not url or (scheme and scheme[1].lower() not in (_OF_PICTURES if image else OF_LINKS)):
        return None
    kept = _PICTURE if image else {"title"}
    attributes = tuple((name, value) for name, value in found.items() if name in kept)
    targets.append(Target("image" if image else "link", url, found.get("alt", ""), attributes))
    return len(targets) - 1


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def inert(html: str) -> str:
    """The HTML with Anki's own syntax in it as text."""
    if "{{" not in html and "[" not in html:
        return html
    return _INERT.sub(lambda match: "".join(f"&#{ord(char)};" for char in match[0]), html)
