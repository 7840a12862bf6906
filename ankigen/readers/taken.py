"""Which parts of a file have become questions already."""

from bisect import bisect_left, insort
from collections.abc import Iterator


class Taken:
    """Ranges that do not overlap, in order."""

    def __init__(self) -> None:
        self._ranges: list[tuple[int, int]] = []

    def __bool__(self) -> bool:
        return bool(self._ranges)

    def add(self, start: int, end: int) -> bool:
        """Take a range, unless part of it is taken."""
        if not self.free(start, end):
            return False
        insort(self._ranges, (start, end))
        return True

    def free(self, start: int, end: int) -> bool:
        """Whether nothing of [start, end) is taken."""
        if not self._ranges:
            return True
        at = bisect_left(self._ranges, (end, 0))
        return at == 0 or self._ranges[at - 1][1] <= start

    def holds(self, start: int, end: int) -> bool:
        """Whether one range holds all of [start, end)."""
        at = bisect_left(self._ranges, (start + 1, 0))
        return at > 0 and self._ranges[at - 1][1] >= end

    def begins(self, start: int) -> bool:
        """Whether a question that is taken begins just here."""
        at = bisect_left(self._ranges, (start, 0))
        return at < len(self._ranges) and self._ranges[at][0] == start

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(self._ranges)
