"""Notes written field by field between `START` and `END`, as note apps do that send them to Anki.

    START
    Basic
    Front: What is …?
    Back: …
    Tags: one two
    END

On one line: `STARTI [Basic] What is …? Back: … ENDI`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from ankigen.model import Piece
from ankigen.patterns import pattern
from ankigen.readers.cards import Draft, Reading, finish
from ankigen.readers.page import Page
from ankigen.readers.taken import Taken
from ankigen.readers.trim import shows

_FRONT = (
    r"front|question|text|vorderseite|frage|recto|frente|anverso|pregunta|pergunta|fronte|domanda"
    r"|előlap|przód|лицевая сторона|вопрос|表面|正面|问题|問題|앞면|앞"
)
_BACK = (
    r"back|answer|rückseite|antwort|verso|reverso|respuesta|resposta|retro|risposta|hátlap|tył"
    r"|оборотная сторона|обратная сторона|ответ|裏面|背面|反面|答案|回答|뒷면|뒤"
)
_START = pattern(r"[ \t]*START[ \t\u200b]*\Z")
_ALONE = pattern(r"START[ \t\u200b]*(?:[\r\n]|\Z)")
"""What the file has of such a line, at least."""
_END = pattern(r"[ \t]*END[ \t\u200b]*\Z")
_FIRST = pattern(rf"[ \t]*(?:{_FRONT})[ \t]*[:：][ \t]*", re.IGNORECASE)
_SECOND = pattern(rf"[ \t]*(?:{_BACK})[ \t]*[:：][ \t]*", re.IGNORECASE)
_TAGS = pattern(r"[ \t]*Tags[ \t]*[:：](.*)\Z", re.IGNORECASE)
_ID = pattern(r"[ \t]*(?:<!--[ \t]*)?ID:[ \t]*\d{5,20}[ \t]*(?:-->)?[ \t\u200b]*\Z")
_TYPE = pattern(r"[ \t]*[\w][\w \t()+.\u200b-]{0,60}\Z")
_INLINE = pattern(
    rf"[ \t]*STARTI[ \t]+(?:\[[^\]\n]{{1,60}}\][ \t]*)?(?:(?:{_FRONT})[ \t]*[:：][ \t]*)?"
    rf"(?P<front>\S.{{0,999}}?)[ \t]+(?:{_BACK})[ \t]*[:：][ \t]*(?P<back>\S.{{0,1999}}?)"
    r"(?:[ \t]+Tags:[ \t]*(?P<tags>[^<>\n]{0,200}?))?"
    r"(?:[ \t]*<!--[ \t]*ID:[ \t]*\d{5,20}[ \t]*-->)?[ \t]+ENDI[ \t\u200b]*\Z",
    re.IGNORECASE,
)
_WHY = "fields between `START` and `END`"


def read(page: Page, taken: Taken) -> Reading:
    """Every such note whose two fields show something."""
    reading = Reading(looked="notes between the lines `START` and `END`")
    if "STARTI" not in page.text and not _ALONE.search(page.text):
        return reading
    block: list[Piece] | None = None
    begin = 0
    for piece, inert in _lines(page):
        line = page.text[piece[0] : piece[1]]
        if not inert and _START.match(line):
            block, begin = [], piece[0]
        elif block is not None and not inert and _END.match(line):
            if taken.free(begin, piece[1]):
                _note(page, begin, piece[1], block, reading)
            block = None
        elif block is not None:
            block.append(piece)
        elif not inert and "STARTI" in line and taken.free(*piece[:2]):
            _inline(page, piece, line, reading)
    return reading


def _lines(page: Page) -> Iterator[tuple[Piece, bool]]:
    """The file's lines, and whether each stands in code."""
    code = [(b.start, b.end) for b, _ in page.document.leaves() if b.kind in ("fence", "math")]
    starts = [start for start, _ in code]
    for piece in page.document.pieces:
        at = bisect_right(starts, piece[0])
        yield piece, bool(at) and code[at - 1][1] > piece[0]


def _note(page: Page, start: int, end: int, lines: Sequence[Piece], reading: Reading) -> None:
    text = page.text
    fields: tuple[list[Piece], list[Piece]] = ([], [])
    tags: tuple[str, ...] = ()
    side = 0
    for number, piece in enumerate(lines):
        line = text[piece[0] : piece[1]]
        named = _SECOND.match(line) if side == 0 else None
        first = _FIRST.match(line) if side == 0 and not shows(text, fields[0]) else None
        if number == 0 and not first and _TYPE.match(line):
            continue  # the note type's name
        if tagged := _TAGS.match(line):
            tags += tuple(tagged[1].replace(",", " ").replace("\u200b", "").split())
        elif _ID.match(line):
            continue
        elif hit := named or first:
            side = 1 if named else 0
            fields[side].append((piece[0] + hit.end(), piece[1], 0))
        else:
            fields[side].append(piece)
    front, back = fields
    if shows(text, front) and side == 1:
        finish(Draft(page, "fields", _WHY, start, end, front, back, tags=tags), reading)


def _inline(page: Page, piece: Piece, line: str, reading: Reading) -> None:
    match = _INLINE.match(line)
    if not match:
        return
    at = piece[0]
    front, back = ([(at + match.start(g), at + match.end(g), 0)] for g in ("front", "back"))
    tags = tuple((match["tags"] or "").replace(",", " ").split())
    finish(Draft(page, "fields", _WHY, at, piece[1], front, back, tags=tags), reading)
