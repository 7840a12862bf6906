"""Comments that speak to ankigen.

`<!-- tags: a, b -->` and `<!-- id: x -->` belong to the question in which they stand, or that
follows on the next line; before the first question of a section, tags are for all of them.
`<!-- ankigen: dialect=heading -->` names the reader of the file, and
`<!-- ankigen: ignore AK301 AK202 -->` keeps rules quiet: in its question, or from the head of a
file for all of it.
"""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from ankigen.model import Diagnostic, Source, Span
from ankigen.patterns import pattern
from ankigen.rules import UNKNOWN_DIRECTIVE

if TYPE_CHECKING:
    from ankigen.blocks import Block

Name = Literal["tags", "id", "dialect", "ignore"]

_COMMENT = pattern(r"<!--(?:(?!-->).){0,2000}-->", re.DOTALL)
_PAIR = pattern(r"<!--\s*(tags?|id|ankigen)\s*[:：]\s*(.*?)\s*-->", re.DOTALL | re.IGNORECASE)
_SETTING = pattern(r"(dialect)\s*=\s*([\w-]+)|(ignore)\s*[=:]?\s*((?:[A-Za-z]{2}\d{3}[\s,]*)+)")


class Directive(Struct, frozen=True):
    """One comment: what it sets, to what, and where it stands."""

    name: Name
    values: tuple[str, ...]
    start: int
    end: int


def find(source: Source, document: "Block") -> tuple[tuple[Directive, ...], tuple[Diagnostic, ...]]:
    """The comments of a file that speak to ankigen, in order; those in code do not."""
    if "<!--" not in source.text:
        return (), ()
    found: list[Directive] = []
    said: list[Diagnostic] = []
    for leaf, _ in document.leaves():
        if leaf.kind not in ("html", "paragraph", "heading"):
            continue
        for comment in _COMMENT.finditer(source.text, leaf.start, leaf.end):
            match = _PAIR.fullmatch(comment[0])
            if not match:
                continue
            made = _directives(match[1].lower(), match[2], comment.start(), comment.end())
            found += made
            if not made and match[1].lower() == "ankigen":
                place = Span(source, comment.start(), comment.end())
                said.append(
                    Diagnostic(
                        UNKNOWN_DIRECTIVE,
                        f"this comment says nothing that is known: {match[2][:40]!r}",
                        place,
                        "write `dialect=NAME` or `ignore AK301`",
                    )
                )
    return tuple(found), tuple(said)


def _directives(word: str, value: str, start: int, end: int) -> list[Directive]:
    if word == "ankigen":
        made = []
        for match in _SETTING.finditer(value):
            if match[1]:
                made.append(Directive("dialect", (match[2].lower(),), start, end))
            else:
                codes = tuple(code.upper() for code in re.findall(r"[A-Za-z]{2}\d{3}", match[4]))
                made.append(Directive("ignore", codes, start, end))
        return made
    words = [part.strip().lstrip("#") for part in re.split(r"[,，、;]", value.strip("()（）"))]
    words = [part for part in words if part]
    if word == "id":
        return [Directive("id", (words[0],), start, end)] if words else []
    return [Directive("tags", tuple(words), start, end)] if words else []


Quiet = tuple[frozenset[str], int, int]
"""Codes of rules that say nothing of [start, end)."""


def heard(diagnostics: Iterable[Diagnostic], quiet: Sequence[Quiet]) -> tuple[Diagnostic, ...]:
    """The diagnostics of one file without those that it keeps quiet."""
    return tuple(one for one in diagnostics if not _is_quiet(one, quiet))


def _is_quiet(one: Diagnostic, quiet: Sequence[Quiet]) -> bool:
    if one.span is None:
        return False
    at = one.span.start
    return any(one.rule.code in codes and start <= at < end for codes, start, end in quiet)
