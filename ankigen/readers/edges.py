"""Where a part of a page begins or ends that is no question's: its contents, what follows them."""

from collections.abc import Sequence

from ankigen.folds import Range
from ankigen.readers.asks import asks, is_contents
from ankigen.readers.labels import part_at
from ankigen.readers.line import OPTION
from ankigen.readers.page import Atom, Page
from ankigen.readers.words import Hit, label_at
from ankigen.text import lines, plain


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
    """A heading such as `Feedback` right below the options of a question, as an answer's label;
    so is `Analysis` in `### Question 1: Loops`, below the text and code that ask.
    """
    atom = page.atoms[index]
    if atom.kind != "heading" or part_at(page.says(atom.words)) != ("further", True):
        return None
    start, end = atom.words
    if _has_options_above(page, index) or _is_asked_above(page, index):
        return Hit("answer", "", False, start, end, True, "")
    return None


def _has_options_above(page: Page, index: int) -> bool:
    options = 0
    for above in reversed(page.atoms[max(0, index - 12) : index]):
        rows = lines(page.text[above.start : above.end])
        if above.kind != "paragraph" or not OPTION.match(rows[0]):
            break
        options += sum(1 for row in rows if OPTION.match(row))
    return options >= 3


def _is_asked_above(page: Page, index: int) -> bool:
    """Whether the text below a question's numbered label asks, and its last words are code."""
    above = page.atoms[max(0, index - 8) : index]
    at = max((n for n, atom in enumerate(above) if atom.kind == "heading"), default=len(above))
    if (
        len(above) - at < 3
        or above[-1].kind != "fence"
        or above[at].level >= page.atoms[index].level
    ):
        return False
    hit = label_at(page.text, *above[at].words)
    if hit is None or hit.kind != "question" or not hit.numbered or hit.alone:
        return False
    titled = asks(page.says((hit.end, above[at].words[1]))) == 0
    return titled and asks(page.says((above[at + 1].start, above[at + 1].end))) > 0


def given_again(page: Page, start: int, end: int) -> int | None:
    """Where the answer begins, if it is a code block that gives one of the options above again."""
    options: list[str] = []
    for atom in page.between(start, end):
        if atom.kind == "fence" and len(options) >= 3:
            return atom.start if _gives(page, atom, options) else None
        if atom.kind == "paragraph":
            rows = lines(page.text[atom.start : atom.end])
            lettered = [row for row in rows if OPTION.match(row)]
            if not lettered and atom.item is None:
                options.clear()
            options += [_bare(row) for row in lettered or (rows if atom.item else [])]
        elif not page.empty(atom):
            options.clear()
    return None


def _gives(page: Page, atom: Atom, options: Sequence[str]) -> bool:
    """Whether a block of code says no more than one or more of the options, or names one."""
    rows = [row for row in lines(page.text[atom.start : atom.end]) if row.strip()][1:-1]
    hit = label_at(rows[0], 0, len(rows[0])) if len(rows) == 1 else None
    if hit and hit.kind == "answer":
        return not hit.alone and len(rows[0]) < 200
    return 0 < len(rows) < len(options) and all(_bare(row) in options for row in rows)


def _bare(line: str) -> str:
    return " ".join(plain(line).casefold().split()).rstrip(". ")
