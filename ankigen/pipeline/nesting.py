"""How deep a card nests: measured on its HTML, where a look at its Markdown says that it may.

The parsers have bounds of their own (64 blocks, 100 raw elements, 60 emphases), beyond which
everything is text or stands side by side; so the HTML of what is deeper is past every bound here.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property

from ankigen.model import Excerpt, Question
from ankigen.passes.tags import VOID
from ankigen.patterns import pattern

_PREFIX = pattern(r"\n[ \t>*+\-\d.)]{12,}")
"""Where blocks may open or go on; each takes a column at least, and a tab is up to four."""
_TAG = pattern(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)")
_FEW = 4
"""Tags or marks that are not worth a closer look."""
_MANY = 50
"""What most notes allow: more of it makes a card be drawn."""
_MARK = pattern(r"([*_~]+)")


def shown(question: Question) -> Iterator[Excerpt]:
    """The sides of a card."""
    yield from (question.front, question.back)
    if question.hint:
        yield question.hint


class Nesting:
    """Looks at the cards of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        lines = "\n" + (text.replace("\r", "\n") if "\r" in text else text)
        found = [(at.start(), len(at[0][1:].expandtabs(4))) for at in _PREFIX.finditer(lines)]
        self._starts = [start for start, _ in found]
        self._columns = [columns for _, columns in found]

    def at_most(self, question: Question) -> int:
        """So many elements of a card may stand in one another, and no more; lines that open with
        less than a dozen columns are left out of account.
        """
        found = max(map(self._side, shown(question)))
        return found if found <= _MANY else depth(question)

    def _side(self, excerpt: Excerpt) -> int:
        start, end = excerpt.bounds
        # a side that is put together from parts of a table may have any
        return self._whole if end < start else self._range(start, end)

    @cached_property
    def _whole(self) -> int:
        return self._range(0, len(self._text))

    def _range(self, start: int, end: int) -> int:
        first, last = max(0, bisect_right(self._starts, start) - 1), bisect_left(self._starts, end)
        text, columns = self._text, max(self._columns[first:last], default=0)
        tags, marks = text.count("<", start, end), _marks(text, start, end)
        if tags > _FEW:
            tags = _open_tags(text[start:end])
        if marks > _FEW:
            marks = _open_marks(text[start:end])
        return columns + tags + marks


def depth(question: Question) -> int:
    """How many elements of a card stand in one another."""
    return max(map(_depth, shown(question)))


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
