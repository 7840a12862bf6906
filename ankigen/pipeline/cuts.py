"""Where a large file is cut: where one question's details end and the next quote begins.

After a blank line such a quote begins anew in any case but where the text before it left a fence, a
comment, a details element or the like open, which only parsing tells.
"""

import re
from bisect import bisect_left, bisect_right
from zlib import crc32

from ankigen.patterns import pattern

LARGE = 200_000
"""Characters of a file that is cut; few notes written by hand are as long."""
SEGMENT = 20_000
"""Characters of a segment, give or take a half."""
_NEAR = 64
"""Characters on both sides of a place that say how fit it is for a cut."""
_ASKS = r"(?:<!--[^\n]{0,500}-->[ \t]*\r?\n){0,4}> "
"""A question in a quote, below comments of its own."""
_CUT = pattern(rf"\n</details>[ \t]*\r?\n(?:[ \t]*\r?\n)+(?={_ASKS})")
_OWN = pattern(_ASKS)
_HEAD = {
    "---": pattern(r"\n(?:---|\.\.\.)[ \t]*\r?\n"),
    "+++": pattern(r"\n\+\+\+[ \t]*\r?\n"),
}
"""How front matter ends, by how it begins."""
_SPEAKS = pattern(r"<!--\s*(?:(ankigen)|tags?|id)\s*[:：]", re.IGNORECASE)


def cut(text: str) -> list[tuple[int, int]]:
    """The segments of a text, most often the whole: where each starts and ends.

    Where the text is cut follows from what stands there, so that cards which are added or taken
    away move only the cuts beside them.
    """
    if len(text) < LARGE or not _divisible(text):
        return [(0, len(text))]
    places = [match.end() for match in _CUT.finditer(text)]

    def fit(place: int) -> int:
        return crc32(text[max(place - _NEAR, 0) : place + _NEAR].encode(errors="replace"))

    bounds = [0]
    while True:
        first = bisect_left(places, bounds[-1] + SEGMENT // 2)
        last = bisect_right(places, bounds[-1] + SEGMENT + SEGMENT // 2)
        if first == len(places):
            return list(zip(bounds, [*bounds[1:], len(text)], strict=True))
        bounds.append(min(places[first : max(last, first + 1)], key=fit))


def _divisible(text: str) -> bool:
    """Whether nothing speaks to more of the file than the segment it stands in."""
    if text.startswith((*_HEAD, "\ufeff")) and not head(text):
        return False
    if "<!--" not in text:
        return True
    depth = at = 0
    for match in _SPEAKS.finditer(text):
        depth += text.count("<details", at, match.start())
        depth -= text.count("</details", at, match.start())
        at = match.start()
        if match[1] or (depth <= 0 and not _OWN.match(text, at)):
            return False  # it is no one question's, as far as a look can tell
    return True


def head(text: str) -> str:
    """The lines that are a file's front matter, if it has some above all places for a cut."""
    ends = _HEAD.get(text[:3])
    match = ends.search(text, 0, SEGMENT // 2) if ends else None
    return text[: match.end()] if match else ""
