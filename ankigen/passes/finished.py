"""Whether HTML that was made earlier is such as is made here: what a stranger's package holds.

It is not cleaned, which would change it: what the sanitiser would leave otherwise is refused.
"""

import re
from functools import cache
from html import unescape
from typing import TYPE_CHECKING

from ankigen.passes import maths, sanitise
from ankigen.patterns import pattern

if TYPE_CHECKING:
    import nh3

_BOX = pattern(r'<input type="checkbox"(?: hidden| disabled=""(?: checked="")?)>')
_SOUND = pattern(r"\[sound:[a-z0-9-]{1,60}\.[a-z0-9]{2,5}\]")
_CLOZE = pattern(r"\{\{c[0-9]{1,3}::")
_TO = pattern(r"""\b(href|src)=["']?([^"'<>\s]*)""", re.IGNORECASE)
_GOOD = {
    "href": pattern(r"(?:https?:|ftp:|mailto:|tel:|//|#)", re.IGNORECASE),
    "src": pattern(r"(?:https?:)?//|[a-z0-9-]+\.[a-z0-9]{2,5}\Z", re.IGNORECASE),
}
_MARKUP = pattern(r"<[^<>]*>")


def is_sound(html: str, *, cloze: bool = False) -> bool:
    """Whether a field holds nothing that could run, load or mean something to Anki.

    `cloze` says that its own `{{c1::…}}` count. Fields that were made here are sound, but for rare
    ones that show code of TeX beside a formula.
    """
    plain = _SOUND.sub("", _CLOZE.sub("", html) if cloze else html)
    if sanitise.inert(plain) != plain:
        return False
    shown = unescape(_MARKUP.sub("", html))
    if ("\\(" in shown or "\\[" in shown) and maths.is_active(shown):
        return False
    targets = _TO.findall("".join(_MARKUP.findall(html)))
    if any(not _GOOD[name.lower()].match(unescape(value)) for name, value in targets):
        return False
    rest = _BOX.sub("", html)
    return "<input" not in rest and _seen(_cleaner().clean(rest)) == _seen(rest)


def _seen(html: str) -> str:
    """What two ways of writing one HTML have in common."""
    return "".join(unescape(html).split())


@cache
def _cleaner() -> "nh3.Cleaner":
    import nh3

    tags, attributes = sanitise.allowed()
    return nh3.Cleaner(
        tags=tags | {"label"},
        clean_content_tags=sanitise.DROPPED,
        attributes={**attributes, "*": attributes["*"] | {"class"}},
        link_rel=None,
        url_schemes=sanitise.OF_LINKS,
    )
