"""The parts of a question as it is shown: what it asks, its code, its options.

Topics are read from what is asked. A wrong option speaks of what the card is not about, so options
count as little as if they were not there, but for the right ones, which belong to the answer.
"""

from collections.abc import Iterator
from html import unescape
from typing import Literal

from msgspec import Struct

from ankigen.patterns import pattern
from ankigen.tagging import stems
from ankigen.tagging.words import words
from ankigen.text import visible

Part = Literal["prose", "code", "item"]

_BLOCK = pattern(
    r"<(/?)(pre|ul|ol|li|p|div|h[1-6]|br|table|tr|blockquote|details|summary|dl|dt|dd|figure)"
    r"""(?=[\s/>])((?:[^>"']|"[^"]*"|'[^']*')*)>"""
)
_TAG = pattern(r"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
_LABEL = pattern(r"[(（]?([A-Ha-h])[)）.:：、．][ \t\u3000]*(?=\S)")
_LETTERS = r"([A-H](?:(?:[\s,、，&/+和及]{1,3}(?:and\s|or\s)?)?[A-H])*)"
_PICKED = pattern(
    rf"\W{{0,4}}(?:(?:[^\W\d_]{{1,20}}\W{{1,3}}){{0,4}}?[^\W\d_]{{1,20}}\s?[:：]\W{{0,4}}"
    rf"{_LETTERS}(?![\w'])|{_LETTERS}(?=\W{{0,3}}\Z|[.)）:：、,，]))"
)
_ENDS = ("?", "？", ":", "：", "。", "!", "！")
"""What ends a question; a paragraph below it tells more, and is not what is asked."""


class Option(Struct, frozen=True):
    """What one may choose: its letter, or `""`; `right` where it is ticked."""

    letter: str
    text: str
    right: bool = False


class Shown(Struct, frozen=True):
    """A question's parts as plain text: what is asked; prose below it; listings; options."""

    asked: str
    rest: str = ""
    code: str = ""
    options: tuple[Option, ...] = ()

    def right(self, answer: str) -> tuple[str, ...]:
        """The texts of the right options: ticked, or those whose letters an answer begins with."""
        ticked = tuple(option.text for option in self.options if option.right)
        if ticked or not any(option.letter for option in self.options):
            return ticked
        found = _PICKED.match(answer)
        letters = set(found[1] or found[2]) if found else set[str]()
        return tuple(option.text for option in self.options if option.letter in letters)


def shown(html: str) -> Shown:
    """The parts of a sanitised front. A list below a question mark is one of options."""
    if "<" not in html:
        return Shown(visible(html))
    asked: list[str] = []
    rest: list[str] = []
    code: list[str] = []
    options: list[Option] = []
    for part, attributes, inner in _blocks(html):
        if part == "code":
            code.append(unescape(_TAG.sub("", inner)).strip("\n"))
            continue
        text = visible(inner)
        if not text:
            continue
        label = _LABEL.match(text)
        item = part == "item"
        choice = item and ("option" in attributes or (asked[-1:] and asked[-1].endswith(_ENDS[:2])))
        if choice or (label and asked):
            letter, body = (label[1].upper(), text[label.end() :]) if label else ("", text)
            options.append(Option(letter, body, "right" in attributes))
        elif asked and (item or code or options or rest or _ends(asked)):
            rest.append(text)
        else:
            asked.append(text)
    return Shown("\n".join(asked), "\n".join(rest), "\n".join(code), tuple(options))


def _ends(asked: list[str]) -> bool:
    return asked[-1].endswith(_ENDS) and not stems.mute(words(" ".join(asked)))


def _blocks(html: str) -> Iterator[tuple[Part, str, str]]:
    """Each paragraph, listing and item of a list: what it is, its attributes, what is inside."""
    at = depth = code = 0
    own = outer = ""
    for tag in _BLOCK.finditer(html):
        closes, name, attributes = tag.groups()
        if name in ("ul", "ol"):
            if depth == 0:
                yield "prose", "", html[at : tag.start()]
                at, outer = tag.end(), attributes
            depth = max(0, depth + (-1 if closes else 1))
            if depth == 0:
                at = tag.end()
        elif depth:
            if name == "li" and depth == 1:
                if closes:
                    yield "item", f"{outer} {own}", html[at : tag.start()]
                own, at = attributes, tag.end()
        elif name == "pre":
            yield ("code" if closes and code else "prose"), "", html[at : tag.start()]
            code, at = not closes, tag.end()
        elif not code:
            yield "prose", "", html[at : tag.start()]
            at = tag.end()
    yield "prose", "", html[at:]
