"""What was meant to close a fence or a details element, and why it does not."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import islice

from msgspec.structs import replace

from ankigen.blocks import Block
from ankigen.model import Diagnostic, Span
from ankigen.patterns import pattern

_MARK = pattern(r"([ \t>]*)(`{3,}|~{3,})")
_TAG = pattern(r"[ \t>]*</?details\b", re.IGNORECASE)
_LINE = pattern(r"(?:\r\n?|\n)([^\r\n]*)")
_FAR = 2000
"""Lines of one code block."""


def of_fence(item: Diagnostic) -> Diagnostic:
    """With the first line after a fence that was meant to close it, and why it does not."""
    if item.span is None:
        return item
    source = item.span.source
    opened = _MARK.match(source.text, item.span.start)
    if not opened:
        return item
    for match in islice(_LINE.finditer(source.text, item.span.end), _FAR):
        if _TAG.match(match[1]):
            break
        found = _MARK.match(match[1])
        rest = match[1][found.end() :].strip() if found else ""
        why = _no_end(opened[2], item.span.column - 1, found, rest) if found else ""
        if found and why:
            place = Span(source, match.start(1) + found.start(2), match.end(1))
            return replace(item, related=((place, why),))
        if found:
            break
    return item


def _no_end(opened: str, indent: int, found: re.Match[str], rest: str) -> str:
    """Why a line does not close a fence that stood so far in; empty where it opens another."""
    if rest and (" " not in rest or found[2][0] != opened[0]):
        return ""
    if found[2][0] != opened[0]:
        return f"this closes no fence of {opened}"
    if len(found[2]) < len(opened):
        return f"this is shorter than {opened}, so it does not close it"
    if rest:
        return "words follow this, so it closes nothing"
    if len(found[1].expandtabs(4)) < indent:
        return "this is outside of the list or quote that holds the code: indent it as the first"
    return "this is indented too far to close it"


_DETAILS = pattern(r"<(/?)details(?=[\s>])[^<>]{0,1000}>", re.IGNORECASE)
HIDING = {"fence": "code", "code": "indented code", "math": "a formula", "html": "a comment"}


def of_details(item: Diagnostic, hiding: Sequence[Block]) -> Diagnostic:
    """With the next end tag, where it stands in code and the like and so does not count.

    `hiding` are the file's blocks of these kinds, in order.
    """
    if item.span is None or item.related:
        return item
    source = item.span.source
    match = _DETAILS.search(source.text, item.span.end)
    if not match or not match[1]:
        return item
    number = bisect_right(hiding, match.start(), key=lambda block: block.start) - 1
    if number < 0 or match.start() >= hiding[number].end:
        return item
    first = source.place(hiding[number].start)[0]
    why = f"this tag does not count: it stands in {HIDING[hiding[number].kind]} (from line {first})"
    return replace(item, related=((Span(source, *match.span()), why),))
