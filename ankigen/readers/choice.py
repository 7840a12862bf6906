"""Multiple choice with the right options ticked: `- [ ] one` `- [x] two`.

The front shows the options (their ticks are hidden when it is rendered); the back shows the right
ones and what follows.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from ankigen.blocks import Block
from ankigen.model import Piece
from ankigen.patterns import pattern
from ankigen.readers.asks import asks
from ankigen.readers.cards import Draft, Reading, finish, unanswered
from ankigen.readers.divide import Divider, Mark, divide, front_of, is_asked
from ankigen.readers.page import Atom, Page
from ankigen.readers.taken import Taken
from ankigen.readers.trim import joined
from ankigen.readers.words import label_at
from ankigen.text import first_line, plain

_EXPLAINS = pattern(
    r"\W*(?:detailed |the )?(?:explanations?|rationale|reasoning)\b"
    r"|\W*why\b.{0,60}\b(?:right|correct)\b"
    r"|\W*(?:答案)?解析|\W*解説|\W*해설|\W*(?:объяснени|пояснени)|\W*explicaci[oó]n|\W*explicaç"
    r"|\W*erklärung|\W*begründung|\W*spiegazion|\W*wyjaśnieni|\W*giải thích|\W*penjelasan",
    re.IGNORECASE,
)
"""A heading below which a question is still being answered."""
_TASK = pattern(r"\[([ xX]?)\](?=\s|$)")


class Options(Struct, frozen=True):
    """A run of options: the atoms [first, stop), the items with the ranges of each option."""

    first: int
    stop: int
    start: int
    end: int
    ticked: tuple[tuple[int, int, tuple[Block, ...]], ...]
    count: int


def read(page: Page, taken: Taken) -> Reading:
    """Every list of options with ticks, and the question above it."""
    reading = Reading(looked="options with ticks")
    runs = [run for run in _runs(page, taken) if run.count >= 2]
    if not any(run.ticked for run in runs):
        return reading
    asking = [atom for atom in page.atoms if _asks(page, atom)]
    mixed = not page.forced and len(asking) >= 3 * len(runs)
    if mixed:
        runs = [run for run in runs if not _is_checklist(page, run)]
    dividers = [Divider(run.first, run.start, run.end, after=run.stop) for run in runs]
    cuts = divide(page, dividers)
    pairs = [(run, cut) for run, cut in zip(runs, cuts, strict=True) if cut.mark]
    known = [is_asked(page, cut) for _, cut in pairs]
    if not page.forced and sum(known) < 0.5 * len(pairs):
        reading.looked += "; those found stand under no question"
        return reading
    kinds = Counter(c.mark.kind for (_, c), yes in zip(pairs, known, strict=True) if c.mark and yes)
    common = kinds.most_common(1)[0][0] if kinds else ""
    starts = sorted(
        [cut.mark.start for _, cut in pairs if cut.mark]
        + [atom.start for atom in asking if mixed]
        + [
            atom.start
            for atom in page.atoms
            if atom.kind == "heading" and not _EXPLAINS.match(page.says(atom.words))
        ]
    )
    for (run, cut), asked in zip(pairs, known, strict=True):
        alike = cut.mark is not None and cut.mark.kind == common
        if cut.mark is None or not (asked or page.forced or alike):
            continue
        if not run.ticked:
            atom = page.atoms[cut.mark.index]
            reading.said.append(unanswered(page, cut.mark.start, atom.end))
            continue
        _question(page, run, cut.mark, starts, taken, reading)
    return reading


def _asks(page: Page, atom: Atom) -> bool:
    """Whether a heading or paragraph is a question by its label or its first line's words."""
    if atom.kind not in ("heading", "paragraph") or atom.fold or _is_option(page, atom):
        return False
    line = first_line(page.text, *atom.words)
    hit = label_at(line, 0, len(line))
    return (hit is not None and hit.kind == "question") or asks(plain(line)) == 2


def _is_checklist(page: Page, run: Options) -> bool:
    """Whether it is an answer, in a file most of whose questions have no options."""
    if len(run.ticked) != 1:
        return True
    above = page.text[max(0, run.start - 200) : run.start].rstrip(" \t\r\n>")
    line = re.split(r"[\r\n]", above)[-1]
    hit = label_at(line, 0, len(line))
    return hit is not None and (hit.kind == "answer" or hit.letter == "a")


def _runs(page: Page, taken: Taken) -> list[Options]:
    """Options in a row, with the code or pictures that stand between them."""
    found: list[Options] = []
    index = 0
    while index < len(page.atoms):
        if not _is_option(page, page.atoms[index]) or not taken.free(
            page.atoms[index].start, page.atoms[index].end
        ):
            index += 1
            continue
        run = _run(page, index)
        found.append(run)
        index = run.stop
    return found


def _is_option(page: Page, atom: Atom) -> bool:
    item = atom.item
    return (
        item is not None
        and atom.first_in(item)
        and not atom.fold
        and _TASK.match(page.text, atom.start) is not None
    )


def _run(page: Page, first: int) -> Options:
    places = [first]
    index = first + 1
    between = False
    while index < len(page.atoms):
        atom = page.atoms[index]
        item = page.atoms[places[-1]].item
        if _is_option(page, atom) and not _nested(page.atoms[first], atom):
            places.append(index)
        elif item is not None and item in atom.path:
            pass
        elif atom.kind in ("fence", "code") and not atom.fold:
            between = True
        else:
            break
        index += 1
    last_item = page.atoms[places[-1]].item
    stop = places[-1] + 1
    while stop < index and last_item is not None and last_item in page.atoms[stop].path:
        stop += 1
    loose = between and any(_loose(page, a, b) for a, b in pairwise(places))
    if loose and stop < index:
        stop += 1  # each option has its code below it, so the last one has too
    starts = [_item_start(page.atoms[place]) for place in places]
    ends = [page.atoms[place - 1].end for place in places[1:]] + [page.atoms[stop - 1].end]
    ticked = tuple(
        (start, end, page.atoms[place].path)
        for place, start, end in zip(places, starts, ends, strict=True)
        if (match := _TASK.match(page.text, page.atoms[place].start)) and match[1].strip()
    )
    return Options(first, stop, starts[0], ends[-1], ticked, len(places))


def ticked_in(page: Page, start: int, end: int) -> list[tuple[int, int, tuple[Block, ...]]]:
    """The ticked options of [start, end), where others there are not ticked."""
    options = [
        (atom, match[1].strip())
        for atom in page.between(start, end)
        if atom.item is not None and atom.first_in(atom.item)
        if (match := _TASK.match(page.text, atom.start))
    ]
    ticked = [atom for atom, tick in options if tick]
    if len(ticked) == len(options):
        return []
    return [(_item_start(atom), atom.end, atom.path) for atom in ticked]


def _nested(first: Atom, atom: Atom) -> bool:
    return len(atom.path) > len(first.path)


def _loose(page: Page, one: int, two: int) -> bool:
    """Whether code stands between two options outside both."""
    item = page.atoms[one].item
    return any(item not in page.atoms[index].path for index in range(one + 1, two))


def _item_start(atom: Atom) -> int:
    return atom.item.start if atom.item else atom.start


def _question(
    page: Page, run: Options, mark: Mark, starts: Sequence[int], taken: Taken, reading: Reading
) -> None:
    at = bisect_right(starts, run.end)
    stop = starts[at] if at < len(starts) else len(page.text)
    item = page.atoms[mark.index].item
    if item is not None and item in page.atoms[run.first].path:
        stop = min(stop, item.end)
    rest = [a for a in page.between(run.end, stop) if taken.free(a.start, a.end)]
    end = max([run.end, *(min(a.end, stop) for a in rest)])
    parts: list[list[Piece]] = [
        page.cut(start, finish_at, path) for start, finish_at, path in run.ticked
    ]
    back = [piece for part in parts for piece in part]
    path = page.atoms[mark.index].path
    back = joined(page.text, back, page.cut(run.end, end, path))
    draft = Draft(
        page,
        "choice",
        f"{run.count} options, {len(run.ticked)} of them ticked",
        mark.start,
        end,
        front_of(page, mark, run.end),
        back,
        kind="choice",
    )
    finish(draft, reading)
