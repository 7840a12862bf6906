"""Cloze deletions in prose: a block with `{{c1::…}}` is a cloze note."""

import re

from ankigen.model import Excerpt, Question, Span
from ankigen.readers.cards import Found, Reading
from ankigen.readers.page import Atom, Page
from ankigen.readers.taken import Taken
from ankigen.text import code_spans

_CLOZE = re.compile(r"\{\{c\d{1,3}::(?=[^}\s])")


def read(page: Page, taken: Taken) -> Reading:
    """Every paragraph, heading, list item or table with a cloze outside code."""
    reading = Reading(looked="cloze deletions `{{c1::…}}`")
    if "{{c" not in page.text:
        return reading
    for atom in page.atoms:
        if atom.kind not in ("paragraph", "heading", "table") or not _has(page, atom):
            continue
        if not taken.free(atom.start, atom.end):
            continue
        start, end = atom.words
        question = Question(
            kind="cloze",
            front=Excerpt(page.source, tuple(page.cut(start, end, atom.path))),
            back=Excerpt(page.source, ()),
            span=Span(page.source, start, end),
            reader="cloze",
            evidence="a cloze deletion in prose",
        )
        reading.found.append(Found(question, start, end))
    return reading


def _has(page: Page, atom: Atom) -> bool:
    match = _CLOZE.search(page.text, atom.start, atom.end)
    if not match:
        return False
    spans = code_spans(page.text, atom.start, atom.end)
    return any(
        not any(low <= one.start() < high for low, high in spans)
        for one in _CLOZE.finditer(page.text, match.start(), atom.end)
    )
