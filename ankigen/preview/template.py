"""Cards drawn from Anki's templates, without a script.

A card's side is resolved to literal text and the values that stand between it. Most cards of a
note type share the literal text, so that a page holds it once (`Skeleton`) and each card only its
values. The rules are those of Anki's reviewer: sections, `{{FrontSide}}`, the special fields, and
filters that are applied from the field outwards.
"""

import html
from collections.abc import Callable, Mapping

from msgspec import Struct

from ankigen.notetype.template import SPECIAL, Node, Ref, is_empty, resolved, text_of
from ankigen.patterns import pattern
from ankigen.preview import cloze

_TAG = pattern(r"<[^>]*>")
_RUBY = pattern(r" ?([^ >]+?)\[(.+?)\]")


class Skeleton(Struct, frozen=True):
    """The literal text of a side: value `holes[i]` stands between parts i and i + 1."""

    parts: tuple[str, ...]
    holes: tuple[int, ...]

    def fill(self, values: tuple[str, ...]) -> str:
        """The side's HTML."""
        out = [self.parts[0]]
        for hole, part in zip(self.holes, self.parts[1:], strict=True):
            out += values[hole], part
        return "".join(out)


class Card(Struct, frozen=True):
    """The two sides of a card, and the values that both draw from."""

    front: Skeleton
    back: Skeleton
    values: tuple[str, ...]


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

    first = skeleton(list(resolved(front, fields)), False, None)
    second = skeleton(list(resolved(back, fields)), True, first)
    return Card(first, second, tuple(values))


def has_content(nodes: tuple[Node, ...], fields: Mapping[str, str]) -> bool:
    """Whether Anki makes a card: a filled field of the note's own is shown on its front."""
    return any(
        isinstance(node, Ref)
        and node.field not in SPECIAL
        and not is_empty(fields.get(node.field, ""))
        for node in resolved(nodes, fields)
    )


def _value(ref: Ref, fields: Mapping[str, str], ordinal: int, back: bool) -> str:
    text = text_of(ref.field, fields)
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
