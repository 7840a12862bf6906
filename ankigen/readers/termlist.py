"""Lists of terms in HTML: `<dl>`, with a term in each `<dt>` and its meaning in the `<dd>`."""

import re

from ankigen.patterns import pattern
from ankigen.readers.asks import asks
from ankigen.readers.cards import Draft, Reading, finish
from ankigen.readers.page import Page
from ankigen.readers.taken import Taken
from ankigen.text import plain

_PAIR = pattern(
    r"<dt\b[^<>]{0,200}>(?P<term>(?:(?!</?d[tdl]\b).){1,1000}?)(?:</dt>\s*)?"
    r"<dd\b[^<>]{0,200}>(?P<meaning>(?:(?!</?d[tdl]\b).){1,8000})",
    re.DOTALL | re.IGNORECASE,
)
_FEW = 3


def read(page: Page, taken: Taken) -> Reading:
    """The terms of lists in HTML, three of them or any that ask."""
    reading = Reading(looked="lists of terms `<dl>`")
    if "<dt" not in page.text and "<DT" not in page.text:
        return reading
    pairs = [
        pair
        for atom in page.atoms
        if atom.kind == "html" and taken.free(atom.start, atom.end)
        for pair in _PAIR.finditer(page.text, atom.start, atom.end)
    ]
    asking = any(asks(plain(pair["term"])) == 2 for pair in pairs)
    if len(pairs) < _FEW and not asking and not page.forced:
        return reading
    for pair in pairs:
        front = page.cut(*pair.span("term"))
        back = page.cut(*pair.span("meaning"))
        why = "a term and its meaning in `<dl>`"
        draft = Draft(page, "terms", why, *pair.span(), front, back, raw=True, front_raw=True)
        finish(draft, reading)
    return reading
