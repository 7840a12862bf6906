"""Cards between rules: `front`, a line `%`, `back`, a line `---`, the next card.

Lines are looked at as they stand, since a text right over `---` would be a heading.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from ankigen.model import Piece
from ankigen.patterns import pattern
from ankigen.readers.asks import asks
from ankigen.readers.cards import Draft, Reading, finish
from ankigen.readers.page import Page
from ankigen.readers.taken import Taken
from ankigen.readers.trim import shows
from ankigen.text import first_line, plain

_PERCENT = pattern(r"[ \t]*%{1,3}[ \t]*\Z")
_RULE = pattern(r"[ ]{0,3}([-*_=+])(?:[ \t]*\1){2,}[ \t]*\Z")
_MARK = pattern(r"^(?:[ \t]*%|[ ]{0,3}([-*_=+])(?:[ \t]*\1){2})", re.MULTILINE)
"""Without one of these lines there is nothing to part by."""
_SIGNS = frozenset("%-*_=+#")
_MAY_PART = _SIGNS | {" ", "\t"}
_HEADING = pattern(r"[ ]{0,3}#{1,6}[ \t]+\S")


class Chunk(Struct, frozen=True):
    """Lines between two rules, parted where the card turns."""

    front: tuple[Piece, ...]
    back: tuple[Piece, ...]


def read(page: Page, taken: Taken) -> Reading:
    """The cards of a file in which every card has its turn marked."""
    reading = Reading(looked="cards between rules, with `%` or a second sort of rule inside")
    if taken and not page.forced:
        return reading
    if "\r" not in page.text and not _MARK.search(page.text):
        return reading
    rows = list(_rows(page))
    chunks, why = _by_percent(page, rows), "a line with only `%` between front and back"
    if not chunks:
        chunks, why = _by_two_rules(page, rows), "two sorts of rule, in cards and between them"
    if not chunks:
        chunks, why = _in_turn(page, rows), "questions and answers in turn between rules"
    for chunk in chunks:
        start = chunk.front[0][0]
        end = chunk.back[-1][1]
        draft = Draft(page, "separator", why, start, end, list(chunk.front), list(chunk.back))
        finish(draft, reading)
    return reading


def _rows(page: Page) -> Iterator[tuple[Piece, str]]:
    """The lines below the front matter with what they part: a rule's mark, `%`, `#` or nothing."""
    text = page.text
    hidden = [
        (leaf.start, leaf.end)
        for leaf, _ in page.document.leaves()
        if leaf.kind in ("fence", "code", "math", "table", "front-matter")
    ]
    starts = [start for start, _ in hidden]
    begin = page.atoms[0].start if page.atoms else 0
    for piece in page.document.pieces:
        if piece[1] < begin:
            continue
        if text[piece[0] : piece[0] + 1] not in _MAY_PART:
            yield piece, ""
            continue
        at = bisect_right(starts, piece[0])
        line = text[piece[0] : piece[1]]
        if (at and hidden[at - 1][1] > piece[0]) or line.lstrip(" \t")[:1] not in _SIGNS:
            yield piece, ""
        elif _PERCENT.match(line):
            yield piece, "%"
        elif (rule := _RULE.match(line)) is not None:
            yield piece, rule[1]
        else:
            yield piece, "#" if _HEADING.match(line) else ""


def _by_percent(page: Page, rows: Sequence[tuple[Piece, str]]) -> list[Chunk]:
    if not any(mark == "%" for _, mark in rows):
        return []
    chunks = list(_chunks(page, rows, turn="%", ends="-*_=+#"))
    enough = len(chunks) >= 2 or page.forced
    return chunks if enough or any(_asks(page, chunk) for chunk in chunks) else []


def _by_two_rules(page: Page, rows: Sequence[tuple[Piece, str]]) -> list[Chunk]:
    counts = Counter([mark for _, mark in rows])
    used = [mark for mark in "-*_=+" if counts[mark] >= 2]
    if len(used) != 2 or counts["#"]:
        return []
    for turn, end in (used, reversed(used)):
        chunks = list(_chunks(page, rows, turn=turn, ends=end))
        short = sum(1 for chunk in chunks if chunk.front[-1][1] - chunk.front[0][0] <= 300)
        if len(chunks) >= 3 and len(chunks) == counts[turn] and short >= 0.8 * len(chunks):
            return chunks
    return []


def _in_turn(page: Page, rows: Sequence[tuple[Piece, str]]) -> list[Chunk]:
    if any(mark == "#" for _, mark in rows):
        return []
    parts: list[list[Piece]] = [[]]
    for piece, mark in rows:
        if mark == "-":
            parts.append([])
        else:
            parts[-1].append(piece)
    parts = [part for part in parts if shows(page.text, part)]
    if len(parts) < 6 or len(parts) % 2:
        return []
    chunks = [Chunk(tuple(a), tuple(b)) for a, b in zip(parts[::2], parts[1::2], strict=True)]
    asking = sum(1 for chunk in chunks if _asks(page, chunk))
    back = sum(1 for chunk in chunks if _asks(page, Chunk(chunk.back, ())))
    return chunks if asking >= 0.8 * len(chunks) and back <= 0.2 * len(chunks) else []


def _chunks(page: Page, rows: Sequence[tuple[Piece, str]], turn: str, ends: str) -> Iterator[Chunk]:
    front: list[Piece] = []
    back: list[Piece] = []
    turned = 0
    for piece, mark in (*rows, ((0, 0, 0), ends[0])):
        if mark == turn:
            turned += 1
        elif mark and mark in ends:
            if turned == 1 and shows(page.text, front) and shows(page.text, back):
                yield Chunk(tuple(_bare(page, front)), tuple(back))
            front, back, turned = ([piece] if mark == "#" else []), [], 0
        else:
            (back if turned else front).append(piece)


def _bare(page: Page, front: list[Piece]) -> list[Piece]:
    """A front whose heading stands without its marks."""
    while front and not page.text[front[0][0] : front[0][1]].strip():
        front.pop(0)
    start, end, pad = front[0]
    if _HEADING.match(page.text, start, end):
        line = page.text[start:end]
        start += len(line) - len(line.lstrip("# \t"))
    return [(start, end, pad), *front[1:]]


def _asks(page: Page, chunk: Chunk) -> bool:
    for start, end, _ in chunk.front:
        line = first_line(page.text, start, end)
        if line.strip():
            return asks(plain(line)) == 2
    return False
