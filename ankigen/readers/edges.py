"""Where a part of a page begins or ends that is no question's: its contents, what follows them."""

from collections.abc import Sequence

from ankigen.folds import Range
from ankigen.readers.asks import is_contents
from ankigen.readers.labels import part_at
from ankigen.readers.page import Page
from ankigen.readers.trim import OPTION
from ankigen.readers.words import Hit
from ankigen.text import lines


def ruled_end(page: Page, spans: Sequence[Range]) -> int | None:
    """Where the last of the questions [start, end) ends: at its rule, if a section follows it
    and a rule ends each of the others and stands in none of them.
    """
    if len(spans) < 3:
        return None
    for start, end in spans[:-1]:
        inside = page.between(start, end)
        rules = [n for n, atom in enumerate(inside) if atom.kind == "break"]
        if rules != [len(inside) - 1]:
            return None
    inside = page.between(*spans[-1])
    first = next((n for n, atom in enumerate(inside) if atom.kind == "break"), None)
    if first is None or not any(atom.kind == "heading" for atom in inside[first:]):
        return None
    return inside[first].start


def listed_below(
    page: Page, places: Sequence[int], ends: Sequence[int], parents: Sequence[int]
) -> set[int]:
    """The headings of a table of contents, which gather nothing but its lists."""
    listed: set[int] = set()
    for number, index in enumerate(places):
        above = parents[number]
        if above in listed or (above >= 0 and is_contents(page.says(page.atoms[above].words))):
            inside = page.between(page.atoms[index].end, ends[number])
            if all(atom.item for atom in inside if not page.empty(atom)):
                listed.add(index)
    return listed


def explained(page: Page, index: int) -> Hit | None:
    """A heading such as `Feedback` right below the options of a question, as an answer's label."""
    atom = page.atoms[index]
    if atom.kind != "heading" or part_at(page.says(atom.words)) != ("further", True):
        return None
    options = 0
    for above in reversed(page.atoms[max(0, index - 12) : index]):
        if above.kind != "paragraph" or not OPTION.match(page.text[above.start : above.end]):
            break
        options += sum(
            1 for line in lines(page.text[above.start : above.end]) if OPTION.match(line)
        )
    start, end = atom.words
    return Hit("answer", "", False, start, end, True, "") if options >= 3 else None
