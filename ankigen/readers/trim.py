"""The lines of an answer, without what does not belong on a card: furniture round it."""

import re
from collections.abc import Collection, Sequence
from itertools import accumulate

from ankigen.blocks.leaves import html_kind
from ankigen.model import Piece
from ankigen.patterns import pattern
from ankigen.readers.ways import is_way_back, leads_back
from ankigen.text import plain

_TAG_LINE = pattern(
    r"\s*(?:tags?|标签|標籤|タグ|태그|теги?|etiquetas"
    r"|الوسوم)\s*[:：]\s*"
    r"(#?[\w/-]{1,60}(?:(?:[\s,，、]+#?|#)[\w/-]{1,60}){0,11}[\s,，、]*)\Z",
    re.IGNORECASE,
)
_BREAK = pattern(r"\s*([-*_=+])(?:[ \t]*\1){2,}\s*\Z")
_BARE_TAGS = pattern(
    r"(?:\s|&nbsp;|</?(?:br|p|b|strong|i|em|u|div|center|span|font|small|hr|h[1-6])"
    r"(?:\s[^<>]{0,300})?/?>|<a\s[^<>]{0,300}>\s*</a>)+\Z",
    re.IGNORECASE,
)
_PLAIN_TAGS = pattern(r"(?:\s|&nbsp;|</?(?:br|p|b|strong|div|center|hr)\s*/?>)+\Z", re.IGNORECASE)
_COMMENT = pattern(r"\s*(?:<!--(?:(?!-->).)*-->\s*)+\Z")
_MAY_LEAD = pattern(r"[#^↑⬆]")
"""A line without one of these leads nowhere and has no block's name."""
_BLOCK_ID = pattern(r"\s*\^[A-Za-z0-9-]{4,40}\s*\Z")


def furniture(line: str, leading: bool) -> bool:
    """A line at an answer's edge that says nothing: breaks, bare tags, comments, ways back."""
    bare = line.lstrip()
    if not bare:
        return True
    if bare[0] in "-*_=+<^&":  # what the patterns begin with
        if _BREAK.match(line) or _COMMENT.match(line) or _BLOCK_ID.match(line):
            return True
        if (_PLAIN_TAGS if leading else _BARE_TAGS).match(line):
            return True
    return leads_back(line) or is_way_back(line, anywhere=leading)


def answer_lines(
    text: str, pieces: Sequence[Piece], raw: bool, known: Collection[str] = ()
) -> tuple[list[Piece], bool]:
    """An answer's lines without furniture at its edges, and whether it still begins raw.

    `known` are lines that recur in the file and only lead elsewhere.
    """
    first, last = 0, len(pieces)
    while first < last and furniture(_line(text, pieces[first]), leading=True):
        line = _line(text, pieces[first])
        if not line.strip():
            raw = raw and not is_line(text, pieces[first])  # a blank line ends the HTML block
        elif raw or _begins_html(text, pieces[first]):
            held = first + 1 < last and _line(text, pieces[first + 1]).strip()
            if held and _OPENS.search(line):
                break  # the lines below stand in that element
            raw = True
        first += 1
    marks = _fences(text, pieces)
    fenced = sum(marks) % 2
    while last > first:
        line = _line(text, pieces[last - 1])
        heading = last - 1 > first and not fenced and _ATX.match(line)
        if heading or line.strip() in known or furniture(line, leading=False):
            last -= 1
        elif (above := _without_banner(text, pieces[first:last])) and not fenced:
            last = first + above
        else:
            break
    kept = list(pieces[first:last])
    if known or any(_MAY_LEAD.search(text, start, end) for start, end, _ in kept):
        code = [odd % 2 == 1 and not fenced for odd in accumulate(marks)]
        kept = [
            piece
            for piece, literal in zip(kept, code[first:last], strict=True)
            if literal or not _leads_elsewhere(_line(text, piece), known)
        ]
    if kept:
        kept[0] = _inside_start(text, kept[0])
        kept[0] = _after_dash(text, kept)
        kept[-1] = _inside_end(text, kept[-1])
    return kept, raw and bool(kept)


_BANNER = pattern(
    r"\s*<a\s[^<>]{0,500}\bhref=[\"']?https?:[^<>]{0,500}>\s*<img\s[^<>]{1,1000}>\s*</a>\s*\Z",
    re.IGNORECASE,
)


def _without_banner(text: str, pieces: Sequence[Piece]) -> int:
    """How many lines stand above a linked picture that is all that a last heading has; else 0."""
    for size in (1, 3):
        if len(pieces) > size and _BANNER.match("\n".join(_line(text, p) for p in pieces[-size:])):
            left = len(pieces) - size
            while left and furniture(_line(text, pieces[left - 1]), leading=False):
                left -= 1
            return left if left > 1 and _ATX.match(_line(text, pieces[left - 1])) else 0
    return 0


def _leads_elsewhere(line: str, known: Collection[str]) -> bool:
    if is_way_back(line, anywhere=True) or ("^" in line and _BLOCK_ID.match(line)):
        return True
    return bool(known) and line.strip() in known


def is_rule(line: str) -> bool:
    """Whether a line is a rule, or looks like one."""
    return _BREAK.match(line) is not None


def is_line(text: str, piece: Piece) -> bool:
    """Whether a piece without words is a whole line, not the blanks after a tag."""
    return not _before(text, piece[0]).strip(" \t>")


def _before(text: str, at: int) -> str:
    """What stands on an offset's line before it, as far as a label may reach."""
    return re.split(r"[\r\n]", text[max(0, at - 400) : at])[-1]


def _begins_html(text: str, piece: Piece) -> bool:
    """Whether a line of tags begins a block of raw HTML, which holds the lines below it as well."""
    start, end, pad = piece
    bare = text[start:end].lstrip(" ")
    if pad + end - start - len(bare) > 3:
        return False
    kind = html_kind(text, end - len(bare), end)
    above = re.split(r"\r\n?|\n", text[max(0, start - 400) : start])[-2:-1]
    first = above[0].strip(" \t>")[:1] if above else ""
    return kind == 6 or (kind == 7 and first in ("", "#", "<"))


def _fences(text: str, pieces: Sequence[Piece]) -> list[bool]:
    """Of each line whether it begins or ends a fence."""
    bare = [text[start:end].lstrip(" \t")[:3] for start, end, _ in pieces]
    return [mark in ("```", "~~~") for mark in bare]


_OPENS = pattern(r"<(?:p|div|center)\b", re.IGNORECASE)
_ATX = pattern(r"[ ]{0,3}#{1,6}[ \t]")
_LEADING_TAGS = pattern(r"\s*(?:<br\s*/?>\s*)+", re.IGNORECASE)
_TRAILING_TAGS = pattern(r"(?:\s*(?:<br\s*/?>|</(?:p|b|strong|div)>))+\s*\Z", re.IGNORECASE)
_SCHEDULE = pattern(r"[ \t]*<!--SR:[^<>]{0,400}-->[ \t]*\Z")
"""What a flash-card plugin notes down of its reviews."""


def _inside_start(text: str, piece: Piece) -> Piece:
    match = _LEADING_TAGS.match(text, piece[0], piece[1])
    start, end, pad = (match.end(), piece[1], 0) if match else piece
    if start and not text[start - 1].isspace():  # the rest of a line
        while start < end and text[start] in " \t":
            start, pad = start + 1, 0
    return start, end, pad


_DASH = pattern(r"(?:[-–—:=→]|--)[ \t]+(?=\S)")


def _after_dash(text: str, pieces: Sequence[Piece]) -> Piece:
    """The first piece without a dash between question and answer, where both stand on one line.

    Alone it would begin a list; with items below it, it is meant for one.
    """
    start, end, _ = pieces[0]
    match = _DASH.match(text, start, end)
    if not match or not start or text[start - 1] in "\r\n":
        return pieces[0]
    if not re.search(r"[^\W\d_]{2}", _before(text, start)):
        return pieces[0]
    below = [_line(text, piece) for piece in pieces[1:]]
    if any(line.lstrip().startswith(text[start : match.end()]) for line in below):
        return pieces[0]
    return match.end(), end, 0


def _inside_end(text: str, piece: Piece) -> Piece:
    """Without end tags whose start tag stands on another line, and without a scheduler's note."""
    if not text[piece[0] : piece[1]].rstrip().endswith(">"):
        return piece
    note = _SCHEDULE.search(text, max(piece[0], piece[1] - 420), piece[1])
    if note and note.start() > piece[0]:
        piece = piece[0], note.start(), piece[2]
    match = _TRAILING_TAGS.search(text, max(piece[0], piece[1] - 200), piece[1])
    if match and match.start() > piece[0]:
        line = text[piece[0] : match.start()].lower()
        if all(tag not in line for tag in ("<p>", "<b>", "<strong>", "<div", "<p ")):
            return piece[0], match.start(), piece[2]
    return piece


def joined(text: str, *parts: Sequence[Piece]) -> list[Piece]:
    """Parts of one text with one blank line between them."""
    out: list[Piece] = []
    for part in parts:
        lines = list(part)
        while lines and not _line(text, lines[0]).strip():
            lines.pop(0)
        while lines and not _line(text, lines[-1]).strip():
            lines.pop()
        if out and lines:
            out.append((lines[0][0], lines[0][0], 0))
        out += lines
    return out


def _line(text: str, piece: Piece) -> str:
    return text[piece[0] : piece[1]]


def without_tag_line(text: str, pieces: Sequence[Piece]) -> tuple[list[Piece], tuple[str, ...]]:
    """An answer without the line `tags: #a #b` at its head or its end, and those tags."""
    lines = list(pieces)
    tags: tuple[str, ...] = ()
    for at in (0, len(lines) - 1):
        if not lines or (at and len(lines) == 1):
            break
        match = _TAG_LINE.match(_line(text, lines[at]))
        if match and ("#" in match[1] or len(lines) > 1):
            tags += tuple(word.lstrip("#") for word in re.split(r"[\s,，、]+", match[1]) if word)
            lines.pop(at)
            break
    return lines, tags


_SHOWN = pattern(r"!\[|<(?:img|video|audio|iframe|svg|object|embed|input|picture)\b", re.IGNORECASE)
_NOTHING = pattern(r"[\s`~*_#>|\-–—=+:.<>/\\\u200b\ufeff\u3000]*\Z")


def shows(text: str, pieces: Sequence[Piece]) -> bool:
    """Whether a reader would see anything of these lines; in a fence that is what is written."""
    fenced = False
    for piece in pieces:
        line = _line(text, piece)
        bare = line.lstrip()
        if bare[:1].isalnum():
            return True  # no mark, and part of none
        if bare.startswith(("```", "~~~")):
            fenced = not fenced
        elif fenced and bare:
            return True
        if _SHOWN.search(line):
            return True
        if not _NOTHING.match(plain(line)):
            return True
    return False
