"""Questions that are headings: what follows, sub-headings included, is the answer."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from ankigen.patterns import pattern
from ankigen.readers.asks import compares, is_faq, is_titled
from ankigen.readers.bodies import Body, code_asked_about
from ankigen.readers.cards import Draft, Reading, finish, unanswered
from ankigen.readers.divide import options_apart
from ankigen.readers.edges import given_again, ruled_end
from ankigen.readers.heads import Head, heads_of, number_of
from ankigen.readers.line import useless
from ankigen.readers.page import Page
from ankigen.readers.taken import Taken
from ankigen.readers.trim import joined


def read(page: Page, taken: Taken) -> Reading:
    """The headings of the levels whose headings mostly ask."""
    reading = Reading(looked="headings that ask")
    heads = heads_of(page, taken)
    chosen = _chosen(page, heads, alone=not taken)
    if not chosen:
        asking = sum(1 for head in heads if head.shape.asking)
        reading.looked += f" ({asking} of {len(heads)} read like a question)"
        reading.near = asking
        return reading
    chosen = _with_misleveled(page, heads, chosen)
    starts = sorted(page.atoms[head.index].start for head in chosen)
    if not page.forced and _are_choices(page, chosen):
        reading.said += [unanswered(page, *page.atoms[head.index].words) for head in chosen]
        return reading
    spans = [(page.atoms[head.index].end, head.end) for head in chosen]
    end = ruled_end(page, spans)
    if end is not None:
        chosen = [*chosen[:-1], replace(chosen[-1], end=end)]
    for head in chosen:
        _question(page, head, starts, reading)
    return reading


def _are_choices(page: Page, chosen: Sequence[Head]) -> bool:
    """Whether each question has the same number of choices below it and nothing else: no key."""
    if len(chosen) < 4:
        return False
    counts: set[int] = set()
    for head in chosen:
        atom = page.atoms[head.index]
        inside = [one for one in page.between(atom.end, head.end) if not page.empty(one)]
        flat = all(
            one.item is not None
            and one.item.number is None
            and one.first_in(one.item)
            and len(one.path) == 2
            and one.end - one.start <= 120
            for one in inside
        )
        counts.add(len(inside) if flat else 0)
        if len(counts) > 1:
            return False
    return counts <= {3, 4, 5}


def _with_misleveled(page: Page, heads: Sequence[Head], chosen: list[Head]) -> list[Head]:
    """With the headings of another level that fill a gap in the numbers: 153, (154), 155."""
    places = [head.index for head in heads]
    added = []
    for one, two in pairwise([*chosen, None]):
        first = number_of(page, one) if one else 0
        if not one or not first or (two and number_of(page, two) != first + 2):
            continue
        stop = bisect_left(places, two.index) if two else len(heads)
        between = heads[bisect_right(places, one.index) : stop]
        added += [
            head
            for head in between
            if head.shape.asking and head.body == "answer" and number_of(page, head) == first + 1
        ][:1]
    if sum(head.shape.labelled for head in chosen) >= 0.6 * len(chosen):
        known = {head.index for head in (*chosen, *added)}
        added += [h for h in heads if h.shape.labelled and h.index not in known and h.free]
    return sorted([*chosen, *added], key=lambda head: head.index)


def _chosen(page: Page, heads: Sequence[Head], alone: bool) -> list[Head]:
    if page.forced:
        able = [h for h in heads if h.free and h.body in ("answer", "links")]
        level = max((h.level for h in able), default=0)
        return [h for h in able if h.level == level]
    good: dict[int, list[Head]] = {}
    for level in sorted({head.rank for head in heads}):
        row = [h for h in heads if h.rank == level and (h.free or h.answered)]
        if sum(1 for h in row if h.answered) >= 0.5 * len(row):
            good[level] = _like_answered(row, _able(row))
        else:
            good[level] = _asking(page, row, alone) or _by_section(row)
    taken: list[Head] = []
    for level in _preference(good):
        for head in good[level]:
            start, end = page.atoms[head.index].start, head.end
            if not any(_overlap(page, other, start, end) for other in _near(taken, head)):
                taken.append(head)
        taken.sort(key=lambda head: head.index)
    return _with_chapters(page, heads, taken)


def _with_chapters(page: Page, heads: Sequence[Head], taken: list[Head]) -> list[Head]:
    """With the questions below a heading of their rank that only gathers more (`Follow-ups`)."""
    if len(taken) < 2:
        return taken
    ranks = {head.rank for head in taken}
    starts = [page.atoms[head.index].start for head in heads]
    made = {head.index for head in taken}
    for at, head in enumerate(heads):
        asking = head.shape.asking == 2 or (head.shape.asking and head.shape.numbered)
        if head.rank not in ranks or head.direct or asking:
            continue
        stop = bisect_left(starts, head.end)
        inside = heads[at + 1 : stop]
        low = min((other.rank for other in inside), default=0)
        below = [other for other in inside if other.rank == low]
        outright = [o for o in below if o.shape.asking == 2 and o.free and o.body == "answer"]
        if not below or len(outright) < 0.6 * len(below):
            continue
        made -= {head.index, *(other.index for other in inside)}
        made |= {other.index for other in _able(below)}
    return [head for head in heads if head.index in made]


def _near(taken: Sequence[Head], head: Head) -> Sequence[Head]:
    """The ones of those before and after it that may hold it or stand in it."""
    at = bisect_left(taken, head.index, key=lambda other: other.index)
    return taken[max(0, at - 1) : at + 1]


def _overlap(page: Page, other: Head, start: int, end: int) -> bool:
    low = page.atoms[other.index].start
    return low < end and start < other.end


def _preference(good: dict[int, list[Head]]) -> list[int]:
    """The levels with questions, the one first that holds the file's questions."""
    levels = [level for level in good if good[level]]

    def weight(level: int) -> float:
        return sum(0.5 + head.shape.asking / 2 + head.shape.numbered / 2 for head in good[level])

    levels.sort(key=weight, reverse=True)
    for level in sorted(levels):
        row = good[level]
        outright = sum(
            1 for h in row if h.shape.asking == 2 or (h.shape.numbered and h.shape.asking)
        )
        if (
            len(row) >= max(3, 0.4 * len(good[levels[0]]))
            and outright >= 0.5 * len(row)
            and sum(h.direct for h in row) >= 0.6 * len(row)
        ):
            levels.remove(level)
            return [level, *levels]
    return levels


def _able(row: Sequence[Head]) -> list[Head]:
    """Those that may be questions: links and lettered lines answer only as the exception."""
    able = [h for h in row if h.free and not h.furniture]
    kinds: list[Body] = ["answer"]
    odd: tuple[Body, ...] = ("links", "points")
    kinds += [kind for kind in odd if sum(h.body == kind for h in able) <= 0.3 * len(row)]
    return [h for h in able if h.body in kinds]


def _asking(page: Page, row: Sequence[Head], alone: bool) -> list[Head]:
    """The questions of one level, when the level as a whole reads like questions."""
    row = [h for h in row if not h.furniture or h.answered]
    count = len(row)
    able = _able(row)
    if not able:
        return []
    answered = sum(1 for h in row if h.answered)
    asking = answered + sum(1 for h in row if h.shape.asking and not h.answered)
    outright = answered + sum(1 for h in row if h.shape.asking == 2 and not h.answered)
    numbered = sum(1 for h in row if h.shape.numbered)
    folded = sum(1 for h in row if h.variants)
    titled = is_titled(page.name)
    few_ask = 0.5 if titled or answered or numbered >= 0.5 * count else 0.6
    compared = sum(1 for h in row if h.shape.asking and compares(h.shape.words))
    mostly = asking >= few_ask * count and (
        max(outright, compared / 2) >= 0.25 * count
        or titled
        or numbered >= 0.5 * count
        or count >= (5 if outright and asking >= 0.8 * count else 10)
    )
    series = numbered >= 0.6 * count and (asking >= 0.25 * count or titled) and count >= 5
    examined = numbered >= 0.9 * count and count >= 10 and _are_examined(page)
    series = series or examined
    size = sum(h.end - page.atoms[h.index].start for h in row)
    few = alone and 0 < count < 3 and (outright == count or (titled and asking == count))
    few = few and size >= (0.25 if titled else 0.5) * len(page.text)
    if not ((count >= 3 and (mostly or series)) or few or (count >= 3 and folded >= 0.4 * count)):
        return []
    if answered + sum(1 for h in row if h.body == "answer" and not h.answered) < 0.3 * count:
        return []
    able = _of_one_depth(page, able if examined else _without_odd_sections(row, able))
    if numbered >= 0.6 * count:
        return [h for h in able if h.shape.numbered or h.shape.asking == 2]
    if asking >= (0.5 if titled else 0.6) * count or folded or is_faq(page.name):
        return able
    return [h for h in able if h.shape.asking]


_EXAMINER = pattern(r"面试官|面試官|(?i:\binterviewers?\b|интервьюер)|면접관|面接官")


def _are_examined(page: Page) -> bool:
    """Whether the answers speak of those who ask: a numbered list of what they want to know."""
    return len(_EXAMINER.findall(page.text)) >= 2


_DEPTH = pattern(r"\W{0,8}(\d{1,3}(?:\.\d{1,3}){0,3})(?![\d])")


def _of_one_depth(page: Page, able: Sequence[Head]) -> list[Head]:
    """Without headings that do not ask and whose number is of another sort: `3.1` beside `1`."""
    depths: dict[int, int] = {}
    for head in able:
        match = _DEPTH.match(page.says(page.atoms[head.index].words))
        depths[head.index] = match[1].count(".") + 1 if match else 0
    counts = Counter(depths[head.index] for head in able if head.shape.asking)
    usual = counts.most_common(1)[0][0] if counts else 0
    if not usual:
        return list(able)
    return [h for h in able if h.shape.asking or depths[h.index] in (0, usual)]


def _without_odd_sections(row: Sequence[Head], able: Sequence[Head]) -> list[Head]:
    """Without the sections of which no heading asks, when most of the file's do."""
    sections: dict[int, list[bool]] = {}
    for head in row:
        sections.setdefault(head.parent, []).append(bool(head.shape.asking))
    rest = [one for section in sections.values() if any(section) for one in section]
    if sum(rest) < 0.6 * len(rest):
        return list(able)
    return [h for h in able if any(sections[h.parent]) or len(sections[h.parent]) < 3]


def _like_answered(row: Sequence[Head], able: Sequence[Head]) -> list[Head]:
    """Those that look like the headings whose answers are known."""
    known = [h for h in row if h.answered]
    numbered = sum(1 for h in known if h.shape.numbered) >= 0.6 * len(known)
    return [
        h
        for h in able
        if (h.index > known[0].index or h.shape.asking == 2)
        and (h.shape.numbered if numbered else h.shape.asking)
    ]


def _by_section(row: Sequence[Head]) -> list[Head]:
    """The questions of one level in those sections that are all questions."""
    sections: dict[int, list[Head]] = {}
    for head in row:
        sections.setdefault(head.parent, []).append(head)
    found: list[Head] = []
    for group in sections.values():
        outright = sum(1 for h in group if h.shape.asking == 2)
        if len(group) >= 3 and outright >= 0.6 * len(group):
            found += _able(group)
    return found


def _question(page: Page, head: Head, starts: Sequence[int], reading: Reading) -> None:
    atom = page.atoms[head.index]
    at = bisect_right(starts, atom.start)
    end = min(head.end, starts[at] if at < len(starts) else head.end)
    last = page.between(atom.end, end)
    stop = min(end, max((a.end for a in last), default=atom.end))  # a summary may run on
    front = page.cut(*atom.words, atom.path)
    start = atom.end
    inside = [a for a in last if not page.empty(a)]
    code = code_asked_about(page, head.shape.words, inside)
    if code:
        front, start = joined(page.text, front, page.cut(code.start, code.end, code.path)), code.end
    if useless(head.shape.words):
        if len(inside) < 2:
            reading.said.append(unanswered(page, *atom.words))
            return
        start = inside[1].outset
        front += page.cut(inside[0].start, inside[0].end, inside[0].path)
    elif (given := given_again(page, start, stop)) is not None:
        front = options_apart(page, [*front, *page.cut(start, given, atom.path)])
        start = given
    draft = Draft(
        page,
        "heading",
        f"a heading of level {head.level} "
        + ("that asks" if head.shape.asking else "among headings that ask"),
        atom.words[0],
        stop,
        front,
        page.cut(start, stop, atom.path),
        called_answer=False,
    )
    finish(draft, reading)
