"""Style sheets of strangers, looked at: what loads, covers the window or leaves the sheet.

No sheet is parsed as a browser does it. Comments and strings are blanked, and what could be read
in two ways (an escape, a string or a comment without an end) is refused, so that the plain
searches over the rest see what every browser sees.
"""

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from ankigen.notetype.files import own
from ankigen.patterns import pattern


class Fault(Struct, frozen=True):
    """What is wrong with the text from `start` to `end`, and what to do."""

    start: int
    end: int
    message: str
    help: str

    def moved(self, by: int) -> "Fault":
        """The same in a text of which this one is a part."""
        return replace(self, start=self.start + by, end=self.end + by)


AT_RULES = frozenset(
    "media supports container layer font-face keyframes -webkit-keyframes counter-style property"
    " starting-style page".split()
)
POSITIONS = frozenset(
    "static relative absolute sticky -webkit-sticky inherit initial unset revert"
    " revert-layer".split()
)

_ANYWHERE = pattern(r"<[/!]|[\x00-\x08\x0b\x0e-\x1f\x7f]")
"""What counts in a comment and a string as well: the page ends its `<style>` at the first `</`."""
_PART = pattern(r"""/\*|["'\\]|\burl\(|@([\w-]*)""", re.I | re.A)
_STRING = {
    '"': pattern(r'"((?>(?:[^"\\\n\r\f]|\\(?:\r\n|[\s\S]))*))"'),
    "'": pattern(r"'((?>(?:[^'\\\n\r\f]|\\(?:\r\n|[\s\S]))*))'"),
}
_ADDRESS = pattern(
    r"""url\(\s*+(["']?)(#[\w-]+|[\w-]+\.(?:woff2?|ttf|otf|png|jpe?g|gif|webp))\1\s*+\)""",
    re.I | re.A,
)
_LOADING = pattern(
    r"(?<![\w-])(?:src|image|(?:-webkit-)?image-set|(?:-webkit-)?cross-fade|expression)\("
    r"|(?<![\w-])attr\((?!\s*+[\w-]++\s*+\))|(?<![\w-])(?:behavior|-moz-binding)\s*+:",
    re.I | re.A,
)
"""Functions that take an address as a string or from an attribute, and what once ran scripts."""
_POSITION = pattern(r"(?<![\w-])position\s*+:([^;{}]*+)", re.I | re.A)
_BRACKET = pattern(r"[][(){}]")
_PAIRS = {")": "(", "]": "[", "}": "{"}


def faults(text: str) -> Iterator[Fault]:
    """What is wrong with a style sheet, or with the value of a `style` attribute."""
    for match in _ANYWHERE.finditer(text):
        sign = match[0].isprintable()
        said = f"{match[0]} may end the style sheet" if sign else "a control character"
        yield Fault(*match.span(), said, "leave it out")
    blank, found = _blanked(text)
    yield from found
    for match in _LOADING.finditer(blank):
        name = match[0].rstrip("(: ")
        yield Fault(*match.span(), f"{name} may load or run something", "leave it out")
    for match in _POSITION.finditer(blank):
        value = match[1].replace("!important", "").strip().lower()
        if value not in POSITIONS and _rule(blank, match.start()) not in _fixed():
            yield Fault(
                *match.span(),
                f"position: {value[:40]} may cover Anki's window",
                "use relative, absolute or sticky",
            )
    yield from _unpaired(blank)


def _blanked(text: str) -> tuple[str, list[Fault]]:
    """The sheet with comments, strings and addresses blanked, of the same length."""
    out, found, at = [], list[Fault](), 0
    while part := _PART.search(text, at):
        start, end, wrong = part.start(), *_part(text, part)
        out.append(text[at:start])
        out.append(part[0] if part[0][0] == "@" else " " * (end - start))
        found += [Fault(start, end, *wrong)] if wrong else []
        at = end
    out.append(text[at:])
    return "".join(out), found


def _part(text: str, part: re.Match[str]) -> tuple[int, tuple[str, str] | None]:
    """Where a part ends that is no plain text, and what is wrong with it."""
    end = part.end()
    match part[0][0].lower():
        case "/":
            closed = text.find("*/", end)
            if closed < 0:
                return len(text), ("a comment is never closed", "close it with */")
            return closed + 2, None
        case '"' | "'" as quote:
            string = _STRING[quote].match(text, part.start())
            if string is None:
                return end, ("a string is never closed", "close it on its line")
            return string.end(), None
        case "u":
            if address := _ADDRESS.match(text, part.start()):
                return address.end(), None
            return end, (
                "url(…) may name only a part of the page (#…) or a file in Anki's media",
                "the name of a picture or font, without a folder",
            )
        case "@" if part[1].lower() in AT_RULES:
            return end, None
        case "@":
            return end, (f"{part[0]} is not allowed", f"{_listed(AT_RULES)} are")
        case _:
            return end, ("an escape outside a string", "write the character itself")


def _listed(names: frozenset[str]) -> str:
    return ", ".join(sorted(f"@{name}" for name in names if name[0] != "-"))


def _unpaired(blank: str) -> Iterator[Fault]:
    opened: list[tuple[str, int]] = []
    for match in _BRACKET.finditer(blank):
        sign = match[0]
        if sign in "([{":
            opened.append((sign, match.start()))
        elif not opened or opened.pop()[0] != _PAIRS[sign]:
            yield Fault(*match.span(), f"{sign} closes nothing", "leave it out, or open it")
            return
    if opened:
        sign, at = opened[-1]
        yield Fault(at, at + 1, f"{sign} is never closed", "close it")


def _rule(blank: str, at: int) -> str:
    """The rule around a declaration, its selector and block, with single blanks."""
    opened = blank.rfind("{", 0, at)
    start = max(blank.rfind(sign, 0, max(opened, 0)) for sign in "{};") + 1
    end = blank.find("}", at)
    return " ".join(blank[start : end if end >= 0 else len(blank)].split())


@cache
def _fixed() -> frozenset[str]:
    """The rules of ankigen's own sheet that place something over the card: a picture tapped."""
    blank, _ = _blanked(own("style.css"))
    return frozenset(
        _rule(blank, match.start())
        for match in _POSITION.finditer(blank)
        if match[1].strip() == "fixed"
    )
