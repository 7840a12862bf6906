"""What a file without a card has of questions: how many nobody answers, and the nearest miss."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import pairwise

from ankigen.model import Diagnostic, line_starts
from ankigen.patterns import pattern
from ankigen.readers.asks import asks, is_furniture, is_titled
from ankigen.readers.cards import Found, Reading
from ankigen.readers.line import question_line
from ankigen.readers.page import Atom, Page
from ankigen.text import first_line, normal, plain

_MARKS = " \t>*+-0123456789.)"
"""Of lists and quotes."""
_SHOWN = ("fence", "code", "math", "table")
"""What a question may be about, below it."""
_LONGEST = 600
_MARKED = pattern(r"[?？؟⁇][\W_]*\Z")


def without_contents(said: Iterable[Diagnostic], found: Iterable[Found]) -> Iterator[Diagnostic]:
    """Without questions that only lead to one: a link, or the same words as a card's front."""
    fronts: set[str] | None = None
    for item in said:
        assert item.span
        text = item.span.source.text
        start = line_starts(text)[item.span.line - 1]
        if is_link(first_line(text, start, len(text))):
            continue
        if fronts is None:
            fronts = {normal(plain(one.question.front.text)) for one in found}
        if normal(plain(item.span.text)) not in fronts:
            yield item


def is_link(line: str) -> bool:
    """Whether a line is nothing but a link that leads somewhere, as in a table of contents."""
    bare = line.strip().lstrip(_MARKS).rstrip(" *.\t")
    text, _, target = bare.rpartition("](")
    return bare.startswith("[") and bare.endswith(")") and bool(text) and len(target) > 1


def unanswered(page: Page) -> int:
    """How many questions have nothing below them that could be an answer.

    They end with their question mark; or, in a file that says that it holds questions, they are
    headings or numbered and begin as questions and tasks do. Where most of a list's items, or of
    the headings of one level, are such, the others that stand as bare among them are tasks, too.
    """
    titled = is_titled(page.name)
    bare: defaultdict[Hashable, list[int]] = defaultdict(list)
    last: tuple[Hashable, int] = (None, 0)
    count = 0
    for atom in page.atoms:
        if page.empty(atom) or atom.kind == "html" or (last[1] and atom.kind in _SHOWN):
            continue
        series, asked = _series(atom), _asked(page, atom, titled)
        if (last[1] and (asked or atom.kind == "heading")) or (series and series == last[0]):
            bare[last[0]].append(last[1])
        count += max(asked - 1, 0)
        last = series, min(asked, 1)
    if any(last):
        bare[last[0]].append(last[1])
    for series, asking in bare.items():
        most = series is not None and 2 * sum(asking) > len(asking)
        count += len(asking) if most else sum(asking)
    return count


def _series(atom: Atom) -> Hashable:
    """What a heading or the first line of a list item is one of several in; None of others."""
    if atom.kind == "heading":
        return atom.level
    item = atom.item
    if item is None or not atom.first_in(item):
        return None
    return next(id(outer) for outer, inner in pairwise(atom.path) if inner is item)


def _asked(page: Page, atom: Atom, titled: bool) -> int:
    """How many questions a heading, a list item's paragraph or one of lines is; 0 if also other."""
    if atom.kind == "heading":
        ranges = [atom.words]
    elif atom.kind != "paragraph":
        return 0
    elif atom.item:
        ranges = [(atom.start, min(atom.end, atom.start + _LONGEST))]
        titled = titled and atom.item.number is not None
    else:
        ranges = [(start, end) for start, end, _ in atom.pieces]
        titled = False
    return len(ranges) if all(_asks(page, *one, titled) for one in ranges) else 0


def _asks(page: Page, start: int, end: int, titled: bool) -> bool:
    if is_link(page.text[start:end]):
        return False
    line = question_line(page.text, start, end)
    words = plain(page.text[line.start : line.end])
    asking = asks(words)
    return (asking == 2 and bool(_MARKED.search(words))) or (
        titled and asking > 0 and not is_furniture(words)
    )


def nearest(readings: Sequence[Reading]) -> str:
    """What came nearest to a card, in a reader's words; empty where nothing asked."""
    best = max(readings, key=lambda made: made.near, default=None)
    return best.looked if best and best.near else ""
