"""Cloze deletions as Anki shows them: `{{c1::answer::hint}}`, nested or with several numbers.

A close without an open is text; an open without a close, and all that it holds, is not shown.
"""

from collections.abc import Iterator

from msgspec import Struct, field

from ankigen.patterns import pattern

_TOKEN = pattern(r"\{\{c(\d{1,4}(?:,\d{1,4})*)::|\}\}")
DEEPEST = 40
"""Clozes in each other; what is deeper is text."""


class _Cloze(Struct):
    """`numbers` are the cards that ask for it."""

    numbers: tuple[int, ...]
    inside: list["str | _Cloze"] = field(default_factory=list)
    hint: str | None = None


def numbers(text: str) -> list[int]:
    """The numbers of the cards that a text makes, in order."""
    return sorted({n for node in _walk(_parse(text)) for n in node.numbers if n > 0})


def reveal(text: str, number: int, back: bool) -> str:
    """The text as card `number` shows it; empty when nothing in it is asked by that card."""
    nodes = _parse(text)
    if not any(number in node.numbers for node in _walk(nodes)):
        return ""
    return _shown(nodes, number, back)


def only(text: str, number: int, back: bool) -> str:
    """Only what card `number` asks for, parted by commas."""
    asked = [node for node in _walk(_parse(text)) if number in node.numbers]
    if back:
        return ", ".join(_shown(node.inside, number, True) for node in asked)
    return ", ".join(_asked(node) for node in asked)


def _parse(text: str) -> list["str | _Cloze"]:
    top: list[str | _Cloze] = []
    nested: list[_Cloze] = []
    at = 0

    def add(piece: str) -> None:
        if nested and "::" in piece:
            piece, nested[-1].hint = piece.split("::", 1)
        if piece:
            (nested[-1].inside if nested else top).append(piece)

    for token in _TOKEN.finditer(text):
        if token[1] is not None and len(nested) < DEEPEST:
            add(text[at : token.start()])
            nested.append(_Cloze(tuple(int(n) for n in token[1].split(","))))
        elif token[1] is None and nested:
            add(text[at : token.start()])
            done = nested.pop()
            (nested[-1].inside if nested else top).append(done)
        else:
            continue
        at = token.end()
    add(text[at:])
    return top


def _walk(nodes: list["str | _Cloze"]) -> Iterator[_Cloze]:
    for node in nodes:
        if isinstance(node, _Cloze):
            yield node
            yield from _walk(node.inside)


def _shown(nodes: list["str | _Cloze"], number: int, back: bool) -> str:
    out: list[str] = []
    for node in nodes:
        if isinstance(node, str):
            out.append(node)
            continue
        active = number in node.numbers
        inside = _asked(node) if active and not back else _shown(node.inside, number, back)
        kind = "cloze" if active else "cloze-inactive"
        order = ",".join(map(str, node.numbers))
        out.append(f'<span class="{kind}" data-ordinal="{order}">{inside}</span>')
    return "".join(out)


def _asked(cloze: _Cloze) -> str:
    return f"[{'...' if cloze.hint is None else cloze.hint}]"
