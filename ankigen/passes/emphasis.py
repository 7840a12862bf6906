"""Delimiter runs: `*`, `_` and `~` (GFM 6.4, 6.5 and appendix A, "process emphasis").

A run keeps what it opens and closes, so that nothing is moved: the tree is built in one go later.
"""

from functools import lru_cache
from unicodedata import category

_ASCII_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_SKIPPED = "~"
"""Characters that cmark-gfm looks through when it asks what stands beside a run of `*` or `_`."""


class Mark:
    """A run of delimiters or a bracket: `count` characters are left of it as text."""

    __slots__ = (
        "after",
        "before",
        "can_close",
        "can_open",
        "char",
        "closes",
        "count",
        "length",
        "opens",
        "place",
    )

    def __init__(self, char: str, count: int, can_open: bool = False, can_close: bool = False):
        self.char = char
        self.count = self.length = count
        self.can_open = can_open
        self.can_close = can_close
        self.opens: list[tuple[str, dict[str, str]]] = []  # from the inside out
        self.closes = 0
        self.before: Mark | None = None
        self.after: Mark | None = None
        self.place = 0


def is_space(char: str) -> bool:
    """Unicode white space (GFM 2.1)."""
    return char in " \t\n\r\f\v" or category(char) == "Zs"


def is_punctuation(char: str) -> bool:
    """ASCII punctuation, or Unicode's general category P (GFM 2.1)."""
    if char < "\x80":
        return char in _ASCII_PUNCTUATION
    return category(char)[0] == "P"


@lru_cache(1 << 12)
def _kind(char: str) -> tuple[bool, bool]:
    """Whether a character is white space, and whether it is punctuation."""
    return is_space(char), is_punctuation(char)


def flanking(text: str, start: int, end: int, char: str) -> tuple[bool, bool]:
    """Whether the run text[start:end] can open and can close."""
    skipped = "" if char == "~" else _SKIPPED
    at = start - 1
    while at >= 0 and text[at] in skipped:
        at -= 1
    before = text[at] if at >= 0 else "\n"
    at = end
    while at < len(text) and text[at] in skipped:
        at += 1
    after = text[at] if at < len(text) else "\n"
    space_before, point_before = _kind(before)
    space_after, point_after = _kind(after)
    left = not space_after and (not point_after or space_before or point_before)
    right = not space_before and (not point_before or space_after or point_after)
    if char == "_":
        return left and (not right or point_before), right and (not left or point_after)
    return left, right


class Runs:
    """The stack of delimiter runs of one paragraph."""

    __slots__ = ("last",)

    def __init__(self) -> None:
        self.last: Mark | None = None

    def push(self, mark: Mark, place: int) -> None:
        mark.place = place
        mark.before = self.last
        if self.last is not None:
            self.last.after = mark
        self.last = mark

    def remove(self, mark: Mark) -> None:
        if mark.before is not None:
            mark.before.after = mark.after
        if mark.after is not None:
            mark.after.before = mark.before
        else:
            self.last = mark.before

    def drop(self, bottom: int) -> None:
        """Forget the runs from place `bottom` on: they are text."""
        while self.last is not None and self.last.place >= bottom:
            self.remove(self.last)

    def process(self, bottom: int) -> None:
        """Match closers with openers among the runs from place `bottom` on."""
        floors: dict[tuple[str, int], int] = {}
        closer = self.last
        while closer is not None and closer.before is not None and closer.before.place >= bottom:
            closer = closer.before
        if closer is not None and closer.place < bottom:
            closer = None
        while closer is not None:
            if not closer.can_close:
                closer = closer.after
                continue
            key = closer.char, closer.length % 3
            opener = _opener(closer, max(bottom, floors.get(key, 0)))
            if opener is not None:
                closer = self._match(opener, closer)
                continue
            floors[key] = closer.place
            following = closer.after
            if not closer.can_open:
                self.remove(closer)
            closer = following
        self.drop(bottom)

    def _match(self, opener: Mark, closer: Mark) -> Mark | None:
        """Make emphasis of the two runs; gives the run to go on with."""
        if closer.char == "~":
            following = closer.after
            if opener.count == closer.count:
                opener.count = closer.count = 0
                opener.opens.append(("del", {}))
                closer.closes += 1
            self._cut(opener, closer)
            self.remove(opener)
            self.remove(closer)
            return following
        used = 2 if opener.count >= 2 and closer.count >= 2 else 1
        opener.count -= used
        closer.count -= used
        self._cut(opener, closer)
        opener.opens.append(("strong" if used == 2 else "em", {}))
        closer.closes += 1
        if not opener.count:
            self.remove(opener)
        if closer.count:
            return closer
        following = closer.after
        self.remove(closer)
        return following

    @staticmethod
    def _cut(opener: Mark, closer: Mark) -> None:
        """Forget the runs between the two."""
        opener.after = closer
        closer.before = opener


def _opener(closer: Mark, bottom: int) -> Mark | None:
    """The nearest run that the closer closes (GFM 6.4, rules 9 and 10)."""
    mark = closer.before
    while mark is not None and mark.place >= bottom:
        if (
            mark.can_open
            and mark.char == closer.char
            and (
                not (closer.can_open or mark.can_close)
                or closer.length % 3 == 0
                or (mark.length + closer.length) % 3
            )
        ):
            return mark
        mark = mark.before
    return None
