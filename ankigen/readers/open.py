"""Questions in the open that are no headings: labelled, bold or numbered lines, and list items.

Nothing marks their answers but that they follow. So a sort of line is taken only where it recurs,
mostly asks, and mostly has something below it.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from ankigen.blocks import Block
from ankigen.patterns import pattern
from ankigen.readers.asked import FINDERS, Line, Sort
from ankigen.readers.asks import asks, compares, is_titled
from ankigen.readers.bodies import Body, body_of, code_asked_about
from ankigen.readers.cards import Draft, Reading, finish, unanswered
from ankigen.readers.line import OPTION
from ankigen.readers.page import Atom, Page
from ankigen.readers.taken import Taken
from ankigen.readers.trim import joined
from ankigen.readers.words import label_at
from ankigen.text import lines, plain

_LINKED = pattern(r"\W{0,8}\[[^\r\n]*\]\([^\r\n]*\)\W{0,3}\Z")


_FURTHER = pattern(r"\W{0,8}\d{1,3}[-.]\d{1,2}\b")
"""The number of a question that goes on from another one: `2-1.`"""


def read(page: Page, taken: Taken, sort: Sort) -> Reading:
    """The questions of one sort of line: `label`, `bold`, `numbered`, `item` or `quote`."""
    reading = Reading(looked=_LOOKED[sort])
    rows = [
        line
        for index, atom in enumerate(page.atoms)
        if not atom.fold and atom.kind == "paragraph" and taken.free(atom.start, atom.end)
        for line in FINDERS[sort](page, index, atom)
    ]
    usual = [line for line in rows if not line.brief]
    asked = rows if page.forced else _asked(page, sort, usual)
    alike = [] if asked or sort != "bold" else _like_answered(page, usual, taken)
    bodies, kinds = _bodies(page, asked or alike, taken, sort)
    asked = asked or alike
    if not page.forced and not alike and not (asked and _answered(page, sort, asked, kinds)):
        count = sum(1 for line in usual if line.asking)
        full = sum(1 for one in kinds if one == "answer")
        if asked:
            reading.looked += f" ({len(asked)} ask, {full} of them have an answer below)"
        elif usual:
            reading.looked += f" ({len(usual)} found, of which {count} ask)"
        reading.near = len(asked) or count
        asked = _below_titles(page, sort, rows, taken)
        bodies, kinds = _bodies(page, asked, taken, sort)
    for line, body, kind in zip(asked, bodies, kinds, strict=True):
        if kind == "answer" or (kind == "links" and sort != "item"):
            _question(page, sort, line, body, reading)
        elif (
            line.asking == 2
            and sort != "item"
            and not _LINKED.match(page.text, line.start, line.end)
        ):
            reading.said.append(unanswered(page, line.start, line.end))
    return reading


def _like_answered(page: Page, rows: Sequence[Line], taken: Taken) -> list[Line]:
    """The bold lines that ask outright, where those answered by a label are twice as many."""
    known = [
        line
        for index, atom in enumerate(page.atoms)
        if not atom.fold and atom.kind == "paragraph" and taken.begins(atom.start)
        for line in FINDERS["bold"](page, index, atom)
        if line.asking == 2
    ]
    asking = [line for line in rows if line.asking == 2]
    return asking if len(known) >= max(2, 2 * len(asking)) else []


def _bodies(
    page: Page, asked: Sequence[Line], taken: Taken, sort: Sort
) -> tuple[list[tuple[int, int]], list[Body]]:
    """What lies below each line, and what that is to it."""
    if not asked:
        return [], []
    edges = _edges(page, asked, taken)
    bodies = [_extent(page, line, edges, sort) for line in asked]
    return bodies, [
        _inline(page, line, body_of(page, *body) if body[1] > body[0] else "empty", body[1])
        for line, body in zip(asked, bodies, strict=True)
    ]


def _below_titles(page: Page, sort: Sort, rows: Sequence[Line], taken: Taken) -> list[Line]:
    """The lines that ask and are answered below a heading such as `Interview questions`.

    Of a note without any heading the one bold line that asks.
    """
    if sort not in ("item", "numbered", "bold"):
        return []
    heads = [atom for atom in page.atoms if atom.kind == "heading"]
    if sort == "bold" and not heads and not taken and len(rows) == 1:
        line = rows[0]
        if line.asking == 2 or compares(page.text[line.start : line.end]):
            return list(rows)  # one note, one question
    starts = [line.start for line in rows]
    groups: list[Sequence[Line]] = []
    for number, head in enumerate(heads):
        says = page.says(head.words)
        if len(says) > 60 or not is_titled(says) or asks(says) == 2:
            continue
        stop = heads[number + 1].start if number + 1 < len(heads) else len(page.text)
        groups.append(rows[bisect_right(starts, head.start) : bisect_right(starts, stop)])
    together = [line for group in groups for line in group]
    kinds = iter(_bodies(page, together, taken, sort)[1])
    chosen: list[Line] = []
    for group in groups:
        full = [line for line, kind in zip(group, kinds, strict=False) if kind == "answer"]
        outright = [line for line in full if line.asking == 2]
        if (
            len(outright) >= 2
            and len(outright) >= 0.8 * len(full)
            and len(full) >= 0.5 * len(group)
        ):
            chosen += outright
    return chosen


_LOOKED: dict[Sort, str] = {
    "label": "paragraphs that begin with a question's label",
    "bold": "bold lines that ask",
    "numbered": "numbered lines that ask",
    "item": "list items that ask",
    "quote": "quotes that ask",
}


def _edges(page: Page, rows: Sequence[Line], taken: Taken) -> list[int]:
    """Where answers end at the latest: at the next line of the sort and at section headings."""
    heads = [atom for atom in page.atoms if atom.kind == "heading"]
    starts = [atom.start for atom in heads]
    levels = set()
    for line in rows:
        at = bisect_right(starts, line.start)
        if at:
            levels.add(heads[at - 1].level)
    deepest = max(levels, default=6)
    found = {line.start for line in rows}
    found |= {atom.start for atom in heads if atom.level <= deepest}
    found |= {start for start, _ in taken}
    return sorted(found)


def _extent(page: Page, line: Line, edges: Sequence[int], sort: Sort) -> tuple[int, int]:
    """What lies between a line and the next one of its sort, or the end of its list item."""
    at = bisect_right(edges, line.start)
    stop = edges[at] if at < len(edges) else len(page.text)
    atom = page.atoms[line.index]
    start = max(line.end, atom.end) if not _more(page, line, atom) else line.end
    item = atom.item
    if item is not None and atom.first_in(item):
        inside = page.between(atom.end, item.end)
        stop_at = _item_stop(atom, item, stop, after=sort == "label" or line.quoted)
        stop = min(stop, stop_at) if inside or stop_at == item.end else stop
    return start, stop


def _item_stop(atom: Atom, item: Block, stop: int, after: bool) -> int:
    """The end of an item that has a sibling below it: what follows is the sibling's.

    What is `after` the last one of a list without numbers is its answer only where that is known.
    """
    parent = atom.path[atom.path.index(item) - 1]
    last = bool(parent.children) and parent.children[-1] is item
    return stop if last and (item.number is not None or after) else item.end


def _more(page: Page, line: Line, atom: Atom) -> bool:
    return bool(page.text[line.end : atom.end].strip())


def _inline(page: Page, line: Line, kind: Body, stop: int) -> Body:
    """A question whose answer goes on in its own paragraph, up to `stop` at the latest."""
    if kind not in ("empty", "links"):
        return kind
    rest = page.text[line.end : min(page.atoms[line.index].end, stop)]
    options = [one for one in lines(rest) if one.strip()]
    if len(options) >= 2 and all(OPTION.match(one) for one in options):
        return "options"
    if options and all(_FURTHER.match(one) and asks(plain(one)) == 2 for one in options):
        return "questions"
    words = plain(rest)
    if sum(char.isalnum() for char in words) < 2:
        return kind
    if "](" in rest and len(words) < 60:
        return "links"
    return "answer"


def _asked(page: Page, sort: Sort, rows: Sequence[Line]) -> list[Line]:
    """Those that are questions, when enough of the sort are."""
    if sort == "label":
        rows = _of_one_word(page, rows)
        return list(rows) if len(rows) >= 2 else []
    if sort == "item":
        rows = _one_depth(rows)
    asking = [line for line in rows if line.asking]
    count = len(rows)
    if sort == "bold":
        adorned = [line for line in rows if line.adorned or line.asking == 2]
        if len([line for line in adorned if line.adorned and line.asking]) >= 0.6 * len(asking):
            chosen = adorned if asking else []
        elif len([line for line in asking if line.number]) >= 0.6 * len(asking):
            chosen = [line for line in rows if line.number]
        elif len(named := [line for line in rows if _is_named(page, line)]) >= 0.6 * count:
            chosen = named
        else:
            many = 0.7 if count >= 10 and _are_unlike(page, rows) else 0.8
            chosen = list(rows) if len(asking) >= many * count else asking
    elif sort == "numbered":
        if len(asking) >= 0.8 * count and _rising(rows, (0, 1, 2)):
            chosen = list(rows)
        else:
            chosen = asking if _rising(asking, (1,)) else []
            if len(asking) < 0.5 * count and len(asking) < 5:
                chosen = []
    elif sort == "item" and sum(1 for line in rows if line.quoted) >= 0.8 * count:
        chosen = list(rows) if len(asking) >= 0.6 * count else []
    else:
        chosen = asking if len(asking) >= 0.5 * count else []
    outright = sum(1 for line in chosen if line.asking == 2)
    enough = (0.2 if is_titled(page.name) else 0.4) * len(chosen)
    if sort == "bold" and is_titled(page.name) and len(asking) >= 0.8 * count:
        enough = 0
    return chosen if len(chosen) >= 3 and outright >= enough else []


def _are_unlike(page: Page, rows: Sequence[Line]) -> bool:
    """Whether each of the lines says something else: no parts that every answer has."""
    said = {page.says((line.start, line.end)) for line in rows}
    return len(said) == len(rows)


def _is_named(page: Page, line: Line) -> bool:
    """Whether a line in bold has a question's label in it: `**Q. …**`"""
    inside = page.text[line.start : line.end].lstrip("*_ ")
    hit = label_at(inside, 0, len(inside))
    return hit is not None and (hit.kind == "question" or hit.letter == "q") and not hit.alone


def _of_one_word(page: Page, rows: Sequence[Line]) -> Sequence[Line]:
    """Without a line that does not ask, and whose label is not the one that most have."""
    hits = [label_at(page.text, line.start, line.end) for line in rows]
    if sum(1 for hit in hits if hit and hit.numbered) >= 0.6 * len(rows):
        pairs = [pair for pair in zip(rows, hits, strict=True) if pair[1] and pair[1].numbered]
        rows, hits = [line for line, _ in pairs], [hit for _, hit in pairs]
    words = [(hit.word or hit.letter) if hit else "" for hit in hits]
    common, count = Counter(words).most_common(1)[0] if words else ("", 0)
    if count < 3:
        return rows
    return [line for line, word in zip(rows, words, strict=True) if word == common or line.asking]


def _one_depth(rows: Sequence[Line]) -> list[Line]:
    """The items of the depth at which most ask."""
    depths = sorted({line.depth for line in rows})
    at = [[line for line in rows if line.depth == depth] for depth in depths]
    return max(at, key=lambda level: sum(1 for line in level if line.asking), default=[])


def _answered(page: Page, sort: Sort, rows: Sequence[Line], kinds: Sequence[Body]) -> bool:
    """Whether enough of the questions have an answer below them."""
    full = sum(1 for one in kinds if one == "answer")
    if sort == "item":
        return full >= 3
    if sort == "numbered" and _is_begun(rows, kinds):
        return True
    if full < 2 or full < 0.4 * len(rows):
        return False
    if sort == "label":  # code below a labelled question is mostly what it asks about
        pairs = zip(rows, kinds, strict=True)
        code = sum(1 for line, kind in pairs if kind == "answer" and _only_code(page, line))
        return code < 0.6 * len(rows)
    return True


def _is_begun(rows: Sequence[Line], kinds: Sequence[Body]) -> bool:
    """Whether a list is answered from its beginning on, and the rest of it not yet."""
    done = [number for number, kind in enumerate(kinds) if kind == "answer"]
    begun = len(done) >= 2 and len(done) >= 0.8 * (done[-1] + 1)
    return begun and all(rows[number].asking == 2 for number in done)


def _rising(rows: Sequence[Line], steps: Sequence[int]) -> bool:
    """Whether the numbers mostly go up by such steps, or begin anew."""
    made = [
        b.number - a.number
        for a, b in pairwise(rows)
        if a.number is not None and b.number is not None
    ]
    if not made:
        return len(rows) >= 3
    return sum(1 for step in made if step in steps or step < 0) >= 0.8 * len(made)


def _only_code(page: Page, line: Line) -> bool:
    following = page.atoms[line.index + 1 : line.index + 3]
    return (
        bool(following)
        and following[0].kind == "fence"
        and (len(following) < 2 or following[1].kind in ("paragraph", "heading"))
    )


def _question(page: Page, sort: Sort, line: Line, body: tuple[int, int], reading: Reading) -> None:
    atom = page.atoms[line.index]
    start, stop = body
    inside = [a for a in page.between(max(start, atom.end), stop) if not page.empty(a)]
    end = max([min(atom.end, stop), *(min(a.end, stop) for a in inside)])
    path = atom.path
    if start >= atom.end and inside:
        first = inside[0]
        outer = [b for b in first.path if b not in path and b.start >= start]
        start = outer[0].start if outer else start
    front_end = line.end
    if _more(page, line, atom) and (line.asking < 2 and inside):
        front_end = start = atom.end  # the question goes on over its paragraph
    front = page.cut(line.start, front_end, path)
    code = code_asked_about(page, page.says((line.start, line.end)), inside)
    if code and start < code.end:
        front, start = joined(page.text, front, page.cut(code.start, code.end, code.path)), code.end
    draft = Draft(
        page,
        sort,
        _EVIDENCE[sort],
        line.start,
        end,
        front,
        page.cut(start, end, path),
        called_answer=False,
    )
    finish(draft, reading)


_EVIDENCE: dict[Sort, str] = {
    "label": "a question's label",
    "bold": "a bold line among bold lines that ask",
    "numbered": "a numbered line among numbered lines that ask",
    "item": "a list item that asks, with its answer in it",
    "quote": "a quote among quotes that ask",
}
