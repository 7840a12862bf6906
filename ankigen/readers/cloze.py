"""Cloze deletions in prose: a block with `{{c1::…}}` is a cloze note.

One with `==…==` is a note, too, where a person said so (`cloze-marks`); else it is a highlight.
"""

import re

from ankigen.model import Excerpt, Question, Span
from ankigen.patterns import pattern
from ankigen.readers.cards import Found, Reading
from ankigen.readers.page import Atom, Page
from ankigen.readers.taken import Taken
from ankigen.text import code_spans, within

_CLOZE = pattern(r"\{\{c\d{1,3}::(?=[^}\s])")
_MARKED = pattern(r"(?<![=A-Za-z0-9])==(?=[^\s=])[^=\n]{0,999}[^\s=]==(?![A-Za-z0-9=])")


def read(page: Page, taken: Taken) -> Reading:
    """Every paragraph, heading, list item or table with a cloze outside code."""
    reading = Reading(looked="cloze deletions `{{c1::…}}`")
    if "{{c" in page.text:
        kinds = ("paragraph", "heading", "table")
        _notes(page, taken, _CLOZE, kinds, "cloze", "a cloze deletion in prose", reading)
    return reading


def read_marks(page: Page, taken: Taken) -> Reading:
    """Every paragraph, list item or table with a highlight outside code and formulas."""
    reading = Reading()
    if (page.cloze_marks or page.forced) and "==" in page.text:
        reading.looked = "highlights `==…==` as cloze deletions"
        kinds = ("paragraph", "table")
        _notes(page, taken, _MARKED, kinds, "mark", "a highlight, taken as a cloze", reading)
    return reading


def _notes(
    page: Page,
    taken: Taken,
    form: re.Pattern[str],
    kinds: tuple[str, ...],
    reader: str,
    why: str,
    reading: Reading,
) -> None:
    for atom in page.atoms:
        if atom.kind not in kinds or not _has(page, atom, form):
            continue
        if not taken.free(atom.start, atom.end):
            continue
        start, end = atom.words
        question = Question(
            kind="cloze",
            front=Excerpt(page.source, tuple(page.cut(start, end, atom.path))),
            back=Excerpt(page.source, ()),
            span=Span(page.source, start, end),
            reader=reader,
            evidence=why,
        )
        reading.found.append(Found(question, start, end))


def _has(page: Page, atom: Atom, form: re.Pattern[str]) -> bool:
    match = form.search(page.text, atom.start, atom.end)
    if not match:
        return False
    spans = code_spans(page.text, atom.start, atom.end)
    at, dollars = atom.start, 0
    for one in form.finditer(page.text, match.start(), atom.end):
        dollars += page.text.count("$", at, one.start())
        at = one.start()
        if not within(spans, at) and (form is _CLOZE or dollars % 2 == 0):
            return True
    return False
