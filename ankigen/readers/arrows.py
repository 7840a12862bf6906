"""Question and answer with an arrow between: `What is …? → …`."""

import re
from collections.abc import Iterator

from ankigen.patterns import pattern
from ankigen.readers.asks import asks
from ankigen.readers.cards import Draft, Reading, finish
from ankigen.readers.line import question_line
from ankigen.readers.page import Page
from ankigen.readers.taken import Taken
from ankigen.text import code_spans, plain, within

_ARROW = pattern(r"(?<=\S)[ \t]+(?:[→⇒⟶➜]|➡\ufe0f?|=>|-{1,2}>)[ \t]+(?=\S)")
_SIGNS = ("->", "=>", "→", "⇒", "⟶", "➜", "➡")
_CARDS = pattern(r"flash ?-?cards?|vocab|glossar|单词|單詞|単語|단어|карточк", re.IGNORECASE)
_FEW = 3


def read(page: Page, taken: Taken) -> Reading:
    """Every line with one arrow, where they mostly ask or the file says that it holds cards."""
    reading = Reading(looked="lines `question → answer`")
    if not any(sign in page.text for sign in _SIGNS) or not _ARROW.search(page.text):
        return reading
    rows = list(_rows(page, taken))
    asking = [row for row in rows if row[4] == 2]
    meant = page.forced or _CARDS.search(page.name) is not None
    chosen = rows if meant and len(rows) >= _FEW else asking
    if len(chosen) < _FEW and not page.forced:
        return reading
    for start, end, turn, begin, _ in chosen:
        front, back = (start, turn, 0), (begin, end, 0)
        why = "an arrow between question and answer"
        finish(Draft(page, "arrow", why, start, end, [front], [back]), reading)
    return reading


def _rows(page: Page, taken: Taken) -> Iterator[tuple[int, int, int, int, int]]:
    """Lines [start, end) with one arrow, where it stands, and how much what is before it asks."""
    for atom in page.atoms:
        if atom.kind != "paragraph" or atom.fold or not taken.free(atom.start, atom.end):
            continue
        for start, stop, _ in atom.pieces:
            end = min(stop, atom.end)
            code = code_spans(page.text, start, end)
            found = [
                arrow
                for arrow in _ARROW.finditer(page.text, start, end)
                if not within(code, arrow.start())
            ]
            if len(found) == 1:
                line = question_line(page.text, start, found[0].start())
                asking = asks(plain(page.text[line.start : line.end]))
                yield start, end, found[0].start(), found[0].end(), asking
