"""Anki's template language, as far as cards use it, without a script.

A card's side is resolved to literal text and the values that stand between it. Most cards of a
note type share the literal text, so that a page holds it once (`Skeleton`) and each card only its
values. The rules are those of Anki's reviewer: sections, `{{FrontSide}}`, the special fields, and
filters that are applied from the field outwards.
"""

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ankigen.preview import cloze

SPECIAL = ("Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag", "CardID")
DEEPEST = 50
"""Sections in each other."""

_TOKEN = re.compile(r"<!--.*?-->|\{\{(.*?)\}\}", re.DOTALL)
_EMPTY = re.compile(r"(?:\s|</?(?:br|div) ?/?>)*", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_RUBY = re.compile(r" ?([^ >]+?)\[(.+?)\]")


class TemplateError(ValueError):
    """A template that Anki would refuse; the message says why."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A field with its filters, the one next to the field first."""

    field: str
    filters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """What stands between `{{#Field}}` and `{{/Field}}`, or with `^` instead when it is empty."""

    field: str
    empty: bool
    inside: tuple["Node", ...]


Node = str | Ref | Section


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The literal text of a side: value `holes[i]` stands between parts i and i + 1."""

    parts: tuple[str, ...]
    holes: tuple[int, ...]

    def fill(self, values: tuple[str, ...]) -> str:
        """The side's HTML."""
        out = [self.parts[0]]
        for hole, part in zip(self.holes, self.parts[1:], strict=True):
            out += values[hole], part
        return "".join(out)


@dataclass(frozen=True, slots=True)
class Card:
    """The two sides of a card, and the values that both draw from."""

    front: Skeleton
    back: Skeleton
    values: tuple[str, ...]


def parse(template: str) -> tuple[Node, ...]:
    """The nodes of a template."""
    levels: list[tuple[str, bool, list[Node]]] = [("", False, [])]
    at = 0
    for token in _TOKEN.finditer(template):
        if token[1] is None:  # a comment
            continue
        levels[-1][2].append(template[at : token.start()])
        at = token.end()
        name = token[1].lstrip("{").strip()
        kind, name = (name[0], name[1:].strip()) if name[:1] in ("#", "^", "/") else ("", name)
        if kind == "/":
            field, empty, inside = levels.pop()
            if not levels or field != name:
                raise TemplateError(f"{{{{/{name}}}}} closes nothing")
            levels[-1][2].append(Section(field, empty, tuple(inside)))
        elif kind:
            levels.append((name, kind == "^", []))
            if len(levels) > DEEPEST:
                raise TemplateError("too many sections in each other")
        else:
            *filters, field = name.split(":")
            levels[-1][2].append(Ref(field.strip(), tuple(reversed(filters))))
    if len(levels) > 1:
        raise TemplateError(f"{{{{#{levels[-1][0]}}}}} is not closed")
    levels[0][2].append(template[at:])
    return tuple(levels[0][2])


def is_empty(value: str) -> bool:
    """Whether Anki takes a field for empty: nothing but white space, `<br>` and `<div>`."""
    return _EMPTY.fullmatch(value) is not None


def render(
    front: tuple[Node, ...],
    back: tuple[Node, ...],
    fields: Mapping[str, str],
    ordinal: int = 1,
    finish: Callable[[str], str] = str,
) -> Card:
    """A card. `fields` has the special ones too; `ordinal` is the number of a cloze's card.

    `finish` is done to each value when its filters are through.
    """
    values: list[str] = []
    known: dict[tuple[Ref, bool], int] = {}

    def number(ref: Ref, is_back: bool) -> int:
        sided = is_back and any(f.startswith(("cloze", "type")) for f in ref.filters)
        key = ref, sided
        if key not in known:
            known[key] = len(values)
            values.append(finish(_value(ref, fields, ordinal, sided)))
        return known[key]

    def skeleton(flat: list[str | Ref], is_back: bool, before: "Skeleton | None") -> Skeleton:
        parts, holes = [""], list[int]()
        for node in flat:
            if isinstance(node, str):
                parts[-1] += node
            elif node.field == "FrontSide" and before is not None:
                parts[-1] += before.parts[0]
                parts += before.parts[1:]
                holes += before.holes
            else:
                holes.append(number(node, is_back))
                parts.append("")
        return Skeleton(tuple(parts), tuple(holes))

    first = skeleton(list(_resolved(front, fields)), False, None)
    second = skeleton(list(_resolved(back, fields)), True, first)
    return Card(first, second, tuple(values))


def has_content(nodes: tuple[Node, ...], fields: Mapping[str, str]) -> bool:
    """Whether Anki makes a card: a filled field of the note's own is shown on its front."""
    return any(
        isinstance(node, Ref)
        and node.field not in SPECIAL
        and not is_empty(fields.get(node.field, ""))
        for node in _resolved(nodes, fields)
    )


def _resolved(nodes: tuple[Node, ...], fields: Mapping[str, str]) -> Iterator[str | Ref]:
    """The nodes without their sections."""
    for node in nodes:
        if isinstance(node, Section):
            if is_empty(_field(node.field, fields)) == node.empty:
                yield from _resolved(node.inside, fields)
        else:
            yield node


def _field(name: str, fields: Mapping[str, str]) -> str:
    if name in fields:
        return fields[name]
    if name in ("", "FrontSide"):
        return ""
    raise TemplateError(f"there is no field {name!r}")


def _value(ref: Ref, fields: Mapping[str, str], ordinal: int, back: bool) -> str:
    text = _field(ref.field, fields)
    for name in ref.filters:
        text = _filtered(name.strip(), text, ref, ordinal, back)
    return text


def _filtered(name: str, text: str, ref: Ref, ordinal: int, back: bool) -> str:
    """One filter. One that Anki does not know leaves the text as it is."""
    match name:
        case "cloze":
            return cloze.reveal(text, ordinal, back)
        case "cloze-only":
            return cloze.only(text, ordinal, back)
        case "text":
            return html.unescape(_TAG.sub("", text)).replace("\xa0", " ")
        case "hint" if text.strip():
            return (
                f'<details class="hint"><summary>{html.escape(ref.field)}</summary>{text}</details>'
            )
        case "type" | "type-nc" if back:
            return f'<code id="typeans">{text}</code>'
        case "type" | "type-nc":
            return '<input id="typeans" type="text" disabled placeholder="type the answer">'
        case "furigana":
            return _ruby(text, r"<ruby><rb>\1</rb><rt>\2</rt></ruby>")
        case "kana":
            return _ruby(text, r"\2")
        case "kanji":
            return _ruby(text, r"\1")
        case _:
            return text


def _ruby(text: str, form: str) -> str:
    return _RUBY.sub(form, text.replace("&nbsp;", " "))
