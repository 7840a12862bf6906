r"""Filters of cards by tag, in the syntax of Anki's own search.

`tag:python` finds the tag and all below it; `*` stands for any letters and `_` for one; terms that
stand side by side must all hold, `or` binds less than that; `-` negates a term or a group in
brackets; `tag:none` finds what has no tag, `tag:re:…` searches with a regular expression. Quotes
and `\` take special characters as they are. As in Anki 25, case does not matter.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from ankigen.diagnostics import Stop
from ankigen.patterns import pattern

Filter = Callable[[Sequence[str]], bool]
"""Whether a card with these tags is to be taken."""

_BLANK = " \u3000\t\n\r"
_HELP = "for example: --filter 'tag:python -tag:python::testing' or 'tag:*loss* or tag:sql'"
_TOKEN = pattern(
    rf"""[{_BLANK}]*(?:
      (?P<open>\() | (?P<close>\))
    | (?P<minus>-)(?=[^{_BLANK}])
    | (?!-[{_BLANK}]|-$)
      (?P<term>(?:(?:\\.|[^\\"(){_BLANK}])+(?:"(?:\\.|[^\\"])*")?|"(?:\\.|[^\\"])*"))
    )""",
    re.VERBOSE | re.DOTALL,
)
_DEPTH = 100
_WRITTEN = pattern(r"\btag:([^\s*_\\\"()]+)", re.IGNORECASE)
"""A term that names one tag."""


class Search(Struct, frozen=True):
    """An expression, and the filter that it means."""

    expression: str
    takes: Filter

    def __call__(self, tags: Sequence[str]) -> bool:
        return self.takes(tags)

    def near(self, tags: Iterable[str]) -> str:
        """A term like the first one that none of the tags fits; empty where there is none."""
        from difflib import get_close_matches

        known = {"::".join(tag.split("::")[:n]) for tag in tags for n in range(1, 11)}
        for match in _WRITTEN.finditer(self.expression):
            if known and not any(_term(match[0])([tag]) for tag in known):
                close = get_close_matches(match[1].casefold(), known, 1, 0.7)
                return f"tag:{close[0]}" if close else ""
        return ""


EVERY = Search("", lambda tags: True)  # noqa: ARG005


def parse(expression: str) -> Search:
    """The filter of an expression; an empty one takes every card. `Stop` says what is wrong."""
    parser = _Parser(_tokens(unicodedata.normalize("NFC", expression)))
    if not parser.tokens:
        return EVERY
    found = parser.any()
    if parser.peek():
        raise Stop("the filter has a closing bracket too many", _HELP)
    return Search(expression, found)


def _tokens(text: str) -> list[tuple[str, str]]:
    out: list[tuple[str, str]] = []
    at, end = 0, len(text.rstrip(_BLANK))
    while at < end:
        found = _TOKEN.match(text, at)
        if found is None:
            what = "a quote is never closed" if '"' in text[at:] else "a sign stands alone"
            raise Stop(f"the filter cannot be read from {text[at:].strip()!r} on: {what}", _HELP)
        kind = str(found.lastgroup)
        out.append((kind, found[kind]))
        at = found.end()
    return out


class _Parser(Struct):
    tokens: list[tuple[str, str]]
    at: int = 0
    depth: int = 0

    def peek(self) -> tuple[str, str] | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def any(self) -> Filter:
        """Terms with `or` between them."""
        parts = [self.all()]
        while self.word("or"):
            parts.append(self.all())
        return parts[0] if len(parts) == 1 else lambda tags: any(part(tags) for part in parts)

    def all(self) -> Filter:
        """Terms side by side, or with `and` between them."""
        parts = [self.one()]
        while (token := self.peek()) and token[0] != "close" and token[1].lower() != "or":
            self.word("and")
            parts.append(self.one())
        return parts[0] if len(parts) == 1 else lambda tags: all(part(tags) for part in parts)

    def one(self) -> Filter:
        """A term, a group, or the negation of one."""
        token = self.peek()
        self.at += 1
        if token is None or token[0] == "close" or token[1].lower() in ("or", "and"):
            said = f"before {token[1]!r}" if token else "at the end"
            raise Stop(f"the filter lacks a term {said}", _HELP)
        kind, text = token
        if kind == "minus":
            inner = self.one()
            return lambda tags: not inner(tags)
        if kind == "open":
            return self.group()
        return _term(text)

    def group(self) -> Filter:
        self.depth += 1
        if self.depth > _DEPTH:
            raise Stop(f"the filter has more than {_DEPTH} brackets inside each other")
        found = self.any()
        self.depth -= 1
        if self.peek() != ("close", ")"):
            raise Stop("the filter has an opening bracket that is never closed", _HELP)
        self.at += 1
        return found

    def word(self, name: str) -> bool:
        """Step over a joining word, if it is what comes next."""
        token = self.peek()
        if token is None or token[0] != "term" or token[1].lower() != name:
            return False
        self.at += 1
        return True


def _term(text: str) -> Filter:
    if text.startswith('"'):
        text = text[1:-1].replace('\\"', '"')
    key, colon, value = text.partition(":")
    if not colon or key.lower() != "tag":
        hint = f"write tag:{text}" if not colon else f"it filters by tag:, not by {key}:"
        raise Stop(f"the filter does not know {text!r}: {hint}", _HELP)
    if len(value) > 1 and value[0] == value[-1] == '"':
        value = value[1:-1].replace('\\"', '"')
    if value.startswith("re:"):
        return _regular(value[3:])
    if value == "none":
        return lambda tags: not tags
    if value == "*":
        return lambda tags: True  # noqa: ARG005
    pattern = re.compile(_pattern(value) + r"(?:::\S*)?", re.IGNORECASE)
    return lambda tags: any(pattern.fullmatch(tag) for tag in tags)


def _regular(value: str) -> Filter:
    try:
        pattern = re.compile(value, re.IGNORECASE)
    except re.error as error:
        raise Stop(f"the filter's regular expression {value!r} is not one: {error}") from None
    return lambda tags: any(pattern.search(tag) for tag in tags)


def _pattern(value: str) -> str:
    r"""`*` and `_` as a regular expression; a `\` before a sign takes it as it is.

    What stands between two stars is taken where it first occurs, for good: so no pattern needs
    long on any tag.
    """
    parts: list[str] = [""]
    for sign in re.findall(r"\\.|\*+|.", value, re.DOTALL):
        if sign[0] == "*":
            parts.append("")
        else:
            parts[-1] += r"\S" if sign == "_" else re.escape(sign[-1])
    first, *rest = parts
    middle = "".join(rf"(?>\S*?{part})" for part in rest[:-1])
    return first + middle + (rf"\S*{rest[-1]}" if rest else "")
