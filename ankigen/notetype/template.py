"""Anki's template language: a template as literal text, fields and sections, with their places.

Only what a template is; how a card is drawn from one is `ankigen.preview`'s, and Anki's own.
"""

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from ankigen.patterns import pattern

SPECIAL = ("Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag", "CardID")
"""What a template may name beside a note's own fields, and `FrontSide`."""
DEEPEST = 50
"""Sections in each other."""

_OPENING = pattern(r"<!--|\{\{")
_EMPTY = pattern(r"(?:\s|</?(?:br|div) ?/?>)*", re.IGNORECASE)


class TemplateError(ValueError):
    """A template that Anki would refuse: the message says why, `at` where."""

    def __init__(self, message: str, at: int = 0) -> None:
        super().__init__(message)
        self.at = at


class Token(Struct, frozen=True):
    """`{{…}}` from `start` to `end`. `sign` is `#`, `^` or `/`; the filter next to the field is
    the first.
    """

    start: int
    end: int
    sign: str
    name: str
    filters: tuple[str, ...] = ()


class Ref(Struct, frozen=True):
    """A field with its filters, the one next to the field first."""

    field: str
    filters: tuple[str, ...] = ()


class Section(Struct, frozen=True):
    """What stands between `{{#Field}}` and `{{/Field}}`, or with `^` instead when it is empty."""

    field: str
    empty: bool
    inside: tuple["Node", ...]


Node = str | Ref | Section


def tokens(template: str) -> Iterator[Token]:
    """The fields and sections of a template, in order. In a comment there are none."""
    at = 0
    last = template.rfind("-->")
    while found := _OPENING.search(template, at):
        start, at = found.span()
        if found[0] == "<!--":
            if at <= last:
                at = template.index("-->", at) + 3
            continue
        end = template.find("}}", at)
        if end < 0:
            raise TemplateError("{{ is never closed", start)
        name = template[at:end].lstrip("{").strip()
        at = end + 2
        if name[:1] in ("#", "^", "/"):
            yield Token(start, at, name[0], name[1:].strip())
        else:
            *filters, field = (part.strip() for part in name.split(":"))
            yield Token(start, at, "", field, tuple(reversed(filters)))


def parse(template: str) -> tuple[Node, ...]:
    """The nodes of a template; comments are part of its text."""
    levels: list[tuple[Token, list[Node]]] = [(Token(0, 0, "", ""), [])]
    at = 0
    for token in tokens(template):
        inside = levels[-1][1]
        inside.append(template[at : token.start])
        at = token.end
        match token:
            case Token(sign="/"):
                opened, _ = levels.pop()
                if not levels or opened.name != token.name:
                    raise TemplateError(f"{{{{/{token.name}}}}} closes nothing", token.start)
                section = Section(opened.name, opened.sign == "^", tuple(inside))
                levels[-1][1].append(section)
            case Token(sign="#" | "^"):
                levels.append((token, []))
                if len(levels) > DEEPEST:
                    raise TemplateError("too many sections in each other", token.start)
            case _:
                inside.append(Ref(token.name, token.filters))
    if len(levels) > 1:
        opened = levels[-1][0]
        raise TemplateError(f"{{{{{opened.sign}{opened.name}}}}} is never closed", opened.start)
    levels[0][1].append(template[at:])
    return tuple(levels[0][1])


def is_empty(value: str) -> bool:
    """Whether Anki takes a field for empty: nothing but white space, `<br>` and `<div>`."""
    return _EMPTY.fullmatch(value) is not None


def resolved(nodes: tuple[Node, ...], fields: Mapping[str, str]) -> Iterator[str | Ref]:
    """The nodes that a note with these fields shows, without their sections."""
    for node in nodes:
        if isinstance(node, Section):
            if is_empty(text_of(node.field, fields)) == node.empty:
                yield from resolved(node.inside, fields)
        else:
            yield node


def text_of(name: str, fields: Mapping[str, str]) -> str:
    """A field's value; `TemplateError` where there is no such field."""
    if name in fields:
        return fields[name]
    if name in ("", "FrontSide"):
        return ""
    raise TemplateError(f"there is no field {name!r}")
