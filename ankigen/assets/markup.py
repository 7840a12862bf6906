"""Tags for pictures, sounds and links, from text that strangers wrote."""

import re
from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from ankigen.model import Fragment, Target
from ankigen.passes.marks import seam
from ankigen.patterns import pattern

_ACTIVE = pattern(r"\[(?=[a-z$/])|\{(?=\{)", re.IGNORECASE)
_FORMULA = pattern(r"\\(?=[(\[])")
_TAIL = 256
"""Characters of the HTML so far that may make something with what follows."""
_LENGTH = pattern(r"\s*\d{1,5}(?:\.\d{1,3})?(?:px|%|em|rem)?\s*")


def inert(text: str) -> str:
    r"""Text as HTML, also in an attribute, with nothing in it that Anki takes for its own.

    `[sound:…]`, `[anki:tts]`, `[latex]` and `{{c1::…}}` work anywhere in a field, and a formula
    between `\(` and `\)` can carry a link: a blank without width parts these.
    """
    text = _FORMULA.sub("\\\\\u200b", escape(text))
    return _ACTIVE.sub(lambda match: f"&#{ord(match[0])};", text)


def image(src: str, target: Target) -> str:
    """An `<img>` with the target's alternative text, title and size, that a tap enlarges.

    The tap needs no script: the label ticks a hidden box, and the note type's styling does the
    rest. `tappable` tells phones that the tap is no answer to the card.
    """
    shown = [f'src="{src}"']
    if target.alt:
        shown.append(f'alt="{inert(target.alt)}"')
    for name, value in target.attributes:
        if name == "title" or (name in ("width", "height") and _LENGTH.fullmatch(value)):
            shown.append(f'{name}="{inert(value)}"')
    picture = f"<img {' '.join(shown)}>"
    return f'<label class="zoom tappable"><input type="checkbox" hidden>{picture}</label>'


def filled(fragment: Fragment, tags: Sequence[tuple[str, str]]) -> str:
    """The fragment with its tags; where one is left out, its neighbours stay apart."""
    if all(start and end for start, end in tags):
        return fragment.fill(tags)
    out, before, seen = [fragment.parts[0]], fragment.parts[0], set[int]()
    for hole, part in zip(fragment.holes, fragment.parts[1:], strict=True):
        tag = tags[hole][1 if hole in seen else 0]
        seen.add(hole)
        tag = tag or seam(before, part)
        out += (tag, part)
        before = (before[-_TAIL:] + tag + part)[-_TAIL:]
    return "".join(out)


def missing(alt: str, name: str) -> str:
    """What stands for a picture that is not there: its description, or its file's name.

    The name is no text of the card: the styling shows it.
    """
    if alt:
        return f'<span class="missing">{inert(alt)}</span>'
    return f'<span class="missing" title="{inert(name)}"></span>'


def remote(url: str) -> str:
    """The address of something on a network, as an attribute's value."""
    full = f"https:{url}" if url.startswith("//") else url
    return escape(quote(full, safe="!#$%&'()*+,/:;=?@[]~")).replace("[", "%5B").replace("]", "%5D")


def link(url: str, target: Target) -> tuple[str, str]:
    """`<a>` and `</a>`."""
    title = next((value for name, value in target.attributes if name == "title"), "")
    shown = f' title="{inert(title)}"' if title else ""
    return f'<a href="{remote(url)}"{shown}>', "</a>"
