"""Cards with a gap among questions: `C: The capital is [Paris].` beside `Q: …` and `A: …`.

The front shows the brackets without what stands in them, the back the whole.
"""

from ankigen.patterns import pattern
from ankigen.readers.cards import Draft, Reading, finish
from ankigen.readers.page import Page
from ankigen.readers.taken import Taken
from ankigen.readers.words import label_at
from ankigen.text import code_spans, within

GAP = pattern(r"\[([^\[\]\r\n]{1,200})\](?![(\[])")


def read(page: Page, taken: Taken) -> Reading:
    """Every paragraph that begins with `C:` and has a gap, in a file with questions `Q:`."""
    reading = Reading(looked="cards with a gap: `C: … […]`")
    if "C:" not in page.text:
        return reading
    asked = False
    cards = []
    for atom in page.atoms:
        if atom.kind != "paragraph" or atom.fold or not taken.free(atom.start, atom.end):
            continue
        hit = label_at(page.text, atom.start, atom.end)
        if hit is None or not hit.colon:
            continue
        asked = asked or hit.letter == "q"
        if hit.letter == "c" and hit.end < atom.end:
            code = code_spans(page.text, hit.end, atom.end)
            gaps = [
                gap.span(1)
                for gap in GAP.finditer(page.text, hit.end, atom.end)
                if not within(code, gap.start())
            ]
            if gaps:
                cards.append((atom, hit.end, gaps))
    if not (page.forced or (cards and asked)):
        return reading
    for atom, begin, gaps in cards:
        lines = page.cut(begin, atom.end, atom.path)
        why = "`C:` before a sentence with a gap"
        finish(
            Draft(page, "gap", why, atom.start, atom.end, lines, list(lines), hidden=gaps), reading
        )
    return reading
