"""How deep a card nests: measured on its HTML, where a look at its Markdown says that it may.

The parsers have bounds of their own (64 blocks, 100 raw elements, 60 emphases), beyond which
everything is text or stands side by side; so the HTML of what is deeper is past every bound here.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from ankigen.model import Excerpt, Question
from ankigen.passes.tags import VOID
from ankigen.patterns import pattern

_PREFIX = pattern(r"\n[ \t>*+\-\d.)]{12,}")
"""Where blocks may open or go on; each takes a column at least, and a tab is up to four."""
_TAG = pattern(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)")
_MARK = pattern(r"(?<![*_~])([*_~]+)")


def shown(question: Question) -> Iterator[Excerpt]:
    """The sides of a card."""
    yield from (question.front, question.back)
    if question.hint:
        yield question.hint


class Nesting:
    """Looks at the cards of one file; `most` is the bound."""

    def __init__(self, text: str, most: int) -> None:
        self._text = text
        self._most = most
        lines = "\n" + (text.replace("\r", "\n") if "\r" in text else text)
        found = [(at.start(), len(at[0][1:].expandtabs(4))) for at in _PREFIX.finditer(lines)]
        self._starts = [start for start, _ in found]
        self._columns = [columns for _, columns in found]
        self.possible = (
            max(self._columns, default=0) > most
            or text.count("<") > most // 2
            or _marks(text, 0, len(text)) > most // 2
        )
        """Whether any card may be too deep."""

    def of(self, question: Question) -> int:
        """How many elements of a card stand in one another; 0 where it is plainly no matter."""
        deepest = 0
        for excerpt in shown(question):
            if self._may_be_deep(excerpt):
                deepest = max(deepest, _depth(excerpt))
        return deepest

    def _may_be_deep(self, excerpt: Excerpt) -> bool:
        start, end = excerpt.bounds
        if end < start:  # a side that is put together from parts of a table
            start, end = 0, len(self._text)
        first, last = max(0, bisect_right(self._starts, start) - 1), bisect_left(self._starts, end)
        total = max(self._columns[first:last], default=0)
        if self._text.count("<", start, end) > self._most // 2:
            total += _open_tags(self._text[start:end])
        if _marks(self._text, start, end) > self._most // 2:
            total += _open_marks(self._text[start:end])
        return total > self._most


def _marks(text: str, start: int, end: int) -> int:
    """Characters that may be marks of emphasis."""
    count = text.count
    return count("*", start, end) + count("_", start, end) + count("~", start, end)


def _open_tags(text: str) -> int:
    """How many tags that open have no one after them that closes, at most at a time."""
    open_now = most = 0
    for tag in _TAG.finditer(text):
        if tag[1]:
            open_now = max(0, open_now - 1)
        elif tag[2].lower() not in VOID:
            open_now += 1
            most = max(most, open_now)
    return most


def _open_marks(text: str) -> int:
    """The same of marks of emphasis: one opens before a letter, and closes after one."""
    open_now = most = 0
    for mark in _MARK.finditer(text):
        start, end = mark.span()
        if text[end : end + 1].strip() and not text[max(0, start - 1) : start].isalnum():
            open_now += len(mark[1])
            most = max(most, open_now)
        else:
            open_now = max(0, open_now - len(mark[1]))
    return most


def _depth(excerpt: Excerpt) -> int:
    """The depth of the HTML that comes of a side."""
    from ankigen.render import render

    open_now = deepest = 0
    for tag in _TAG.finditer("".join(render(excerpt.text, raw=excerpt.raw).parts)):
        if tag[1]:
            open_now = max(0, open_now - 1)
        elif tag[2] not in VOID:
            open_now += 1
            deepest = max(deepest, open_now)
    return deepest
