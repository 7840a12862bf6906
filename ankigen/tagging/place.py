"""Where in the notes a card's tag is written."""

from ankigen.model import Span
from ankigen.tagging.sources import Tagged
from ankigen.text import first_line

_NEAR = 20_000
"""Characters above a card in which a heading or a comment of its section is looked for."""
_SAID = {
    "front matter": "is in the front matter here",
    "folder": "is the folder of this file",
    "file": "is the name of this file",
    "heading": "is the heading here",
    "question": "is written here",
    "rule": "is given by a rule of ankigen.toml",
    "topic": "is the topic found here",
    "option": "is given by --tag",
}


def place(item: Tagged, card: Span) -> Span:
    """The tag itself; of a file's name the file's first line, else the card's first line."""
    source, text = card.source, card.source.text
    if item.origin in ("folder", "file"):
        return Span(source, 0, 0)
    at = -1
    if item.origin == "front matter":
        at = text.find(item.written, 0, card.start)
    elif item.origin == "heading":
        at = text.rfind(item.written, max(0, card.start - _NEAR), card.start)
    elif item.origin == "question":
        at = text.find(item.written, card.start, card.end)
        if at < 0:
            at = text.rfind(item.written, max(0, card.start - _NEAR), card.start)
    if at >= 0 and item.written:
        return Span(source, at, at + len(item.written))
    return Span(source, card.start, card.start + len(first_line(text, card.start, card.end)))


def origin(item: Tagged) -> str:
    """In words, what stands at its place."""
    return f"{item.tag} {_SAID[item.origin]}"
