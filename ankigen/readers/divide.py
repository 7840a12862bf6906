"""Where a question begins, when it is known where its answer does.

An answer is known by its details element, its label or its ticks. What stands between it and the
answer before it holds the question: at the last heading, quote, list item ... of the sort that
most of the file's answers have before them.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from ankigen.blocks import Block
from ankigen.model import Piece
from ankigen.patterns import pattern
from ankigen.readers.asks import asks
from ankigen.readers.labels import part_at, states
from ankigen.readers.line import OPTION
from ankigen.readers.page import Atom, Page
from ankigen.readers.words import PAIRS, label_at
from ankigen.text import first_line, number_prefix, plain

ORDER = (
    "self",
    "label",
    "heading",
    "own",
    "quote",
    "ordered",
    "numbered",
    "bold",
    "bullet",
    "text",
)
_DIGIT = pattern(r"\d")
_LONGEST = 1000
_BOLD = pattern(r"\s*(?:\*\*|__|<(?:b|strong)>)[^\n]{2,600}?(?:\*\*|__|</(?:b|strong)>)")


class Divider(Struct, frozen=True):
    """Where an answer begins: the front ends at `start`, the answer begins at `resume`."""

    index: int
    """Its atom's place in the row."""
    start: int
    resume: int
    own: bool = False
    """Its question stands in the same paragraph before it."""
    bounded: bool = False
    """Its answer ends with its atom."""
    after: int = 0
    """The place of the first atom that is none of its own, where it has several."""


class Mark(Struct, frozen=True):
    """Where a question may begin."""

    kind: str
    index: int
    start: int
    level: int = 0


class Cut(Struct, frozen=True):
    """A divider with its question, or none: it goes on answering the one before."""

    divider: Divider
    mark: Mark | None


def divide(page: Page, dividers: Sequence[Divider]) -> list[Cut]:
    """The question of each divider."""
    regions: list[dict[str, Mark]] = []
    low = offset = 0
    bounded = all(divider.bounded for divider in dividers[:1])
    for divider in dividers:
        regions.append(_marks(page, low, divider, offset, bounded))
        low, offset, bounded = divider.index + 1, divider.resume, divider.bounded
        low = max(low, divider.after)
    level = _best_level(page, regions)
    for region in regions:
        _choose_heading(region, level)
    order = _order(page, regions)
    cuts: list[Cut] = []
    for divider, region in zip(dividers, regions, strict=True):
        kind = next((kind for kind in order if kind in region), None)
        mark = region[kind] if kind else None
        needed = 2 if cuts and cuts[-1].divider.bounded else 1
        if mark and cuts and kind != order[0] and _goes_on(page, mark, needed):
            mark = None
        cuts.append(Cut(divider, mark))
    return _from_headings(page, cuts)


def _from_headings(page: Page, cuts: Sequence[Cut]) -> list[Cut]:
    """Where each question has a heading of its own, all from there on is the question.

    The heading itself does not ask, but the text and code below it say what is asked about.
    """
    firsts: list[int | None] = []
    low = 0
    for cut in cuts:
        if cut.mark:
            loose = cut.mark.kind in ("bold", "text")
            firsts.append(_below_heading(page, low, cut.mark.index) if loose else None)
            low = max(cut.divider.index + 1, cut.divider.after)
    if not firsts or sum(1 for first in firsts if first is not None) < 0.8 * len(firsts):
        return list(cuts)
    made = []
    places = iter(firsts)
    for cut in cuts:
        first = next(places) if cut.mark else None
        if cut.mark and first is not None and first < cut.mark.index:
            mark = replace(cut.mark, index=first, start=page.atoms[first].start)
            cut = replace(cut, mark=mark)
        made.append(cut)
    return made


def _below_heading(page: Page, low: int, index: int) -> int | None:
    """The first block of the section in which a mark stands, if it begins after `low`."""
    first = index
    for at in range(index - 1, max(low, index - 12) - 1, -1):
        atom = page.atoms[at]
        if atom.kind == "heading" or (atom.kind == "break" and page.text[atom.start] == "<"):
            return first
        if atom.kind not in ("paragraph", "fence", "table", "html", "code") or atom.fold:
            return None
        if not page.empty(atom):
            first = at
    return None


def _goes_on(page: Page, mark: Mark, needed: int) -> bool:
    """Whether a mark of another sort than the file's own only leads on to a further answer."""
    if mark.kind in ("text", "bold", "bullet", "ordered", "numbered"):
        end = min(page.atoms[mark.index].end, mark.start + _LONGEST)
        return asks(page.says((mark.start, end))) < needed
    return False


def _marks(page: Page, low: int, divider: Divider, offset: int, bounded: bool) -> dict[str, Mark]:
    """The last possible beginning of each sort in [low, divider)."""
    text, marks = page.text, dict[str, Mark]()
    target = page.atoms[divider.index]
    if divider.own:
        begin = (
            target.start
            if offset <= target.start
            else _question_label(page, target, offset, divider)
        )
        if begin is not None and not OPTION.match(first_line(text, begin, target.end)):
            marks["self"] = Mark("self", divider.index, begin)
    own = _own_item(target)
    stem: int | None = None
    after_barrier: list[int] = []
    for index in range(low, divider.index):
        atom = page.atoms[index]
        if atom.quote and atom.quote.kind == "box" and atom.first_in(atom.quote):
            marks = {}  # a box that asks is the question, and its answer stands in or below it
        if atom.kind in ("break", "heading") or atom.fold:
            after_barrier = []
        if page.empty(atom) or atom.fold:
            continue
        if atom.kind == "heading":
            marks |= _heading_mark(page, index)
            continue
        quote, item = atom.quote, atom.item
        if quote is not None and quote not in target.path:
            if atom.first_in(quote) or "quote" not in marks:
                marks["quote"] = Mark("quote", index, atom.start)
            continue
        if item is not None and item is own and atom.first_in(item):
            marks["own"] = Mark("own", index, atom.start)
        if atom.kind != "paragraph":
            continue
        found, alone = _paragraph_marks(page, index, target)
        marks |= found
        if alone:
            after_barrier.append(index)
            if _reads_as_question(page, atom):
                stem = index
    chosen = _text_mark(after_barrier, stem, bounded)
    if chosen is not None:
        marks["text"] = Mark("text", chosen, page.atoms[chosen].start)
    return marks


def _own_item(target: Atom) -> Block | None:
    """The innermost item that an answer stands in and does not begin itself."""
    items = (b for b in reversed(target.path) if b.kind == "item")
    return next((item for item in items if not target.first_in(item)), target.item)


def _heading_mark(page: Page, index: int) -> dict[str, Mark]:
    """A heading as a question, or as the label of one; nothing where it names another part."""
    atom = page.atoms[index]
    part, alone = part_at(page.says(atom.words))
    if part in ("options", "further", "hint") and alone:
        return {}
    if part == "question" and alone and not _DIGIT.search(page.says(atom.words)):
        return {"label": Mark("label", index, atom.words[0], atom.level)}
    return {f"h{atom.level}": Mark("heading", index, atom.words[0], atom.level)}


def _paragraph_marks(page: Page, index: int, target: Atom) -> tuple[dict[str, Mark], bool]:
    """What a paragraph may begin, and whether it may also be a question by its words alone."""
    atom, marks = page.atoms[index], dict[str, Mark]()
    item = atom.item
    outside = item is None or item in target.path
    if item is not None and not outside and atom.first_in(item):
        kind = "bullet" if item.number is None else "ordered"
        if not OPTION.match(page.text[atom.start : atom.end]):
            marks[kind] = Mark(kind, index, atom.start)
    label = _question_label(page, atom)
    if label is not None:
        marks["label"] = Mark("label", index, label)
    if not outside:
        return marks, False
    first = _first_line(page, atom)
    other = part_at(first)[0] in ("options", "further", "about", "hint")
    if label is None and (other or OPTION.match(first)):
        return marks, False
    if number_prefix(first):
        marks["numbered"] = Mark("numbered", index, atom.start)
    if _BOLD.fullmatch(first.strip()) and not states(first):
        marks["bold"] = Mark("bold", index, atom.start)
    return marks, True


def _reads_as_question(page: Page, atom: Atom) -> bool:
    stop = min(atom.end, atom.start + _LONGEST)
    return bool(asks(plain(_first_line(page, atom))) or asks(page.says((atom.start, stop))))


def _text_mark(paragraphs: Sequence[int], stem: int | None, bounded: bool) -> int | None:
    """The paragraph that a question begins with, where only paragraphs stand before an answer."""
    if not paragraphs:
        return stem
    if bounded and len(paragraphs) <= 2:
        return paragraphs[0]
    return stem if stem is not None and stem in paragraphs else paragraphs[-1]


def _first_line(page: Page, atom: Atom) -> str:
    return first_line(page.text, atom.start, atom.end)


def _question_label(
    page: Page, atom: Atom, since: int = 0, before: Divider | None = None
) -> int | None:
    """Where the last line of a paragraph begins, from `since` on, that has a question's label."""
    pieces = atom.pieces
    stop = before.start if before else atom.end
    low = bisect_left(pieces, since, key=lambda piece: piece[0])
    high = bisect_left(pieces, stop, key=lambda piece: piece[0])
    for start, end, _ in reversed(pieces[low:high]):
        if atom.start <= start < stop:
            hit = label_at(page.text, start, min(end, atom.end))
            if hit and (hit.kind == "question" or hit.letter in PAIRS) and hit.kind != "answer":
                if hit.letter and hit.letter != "q":
                    continue
                return start
    return None


def _best_level(page: Page, regions: Sequence[dict[str, Mark]]) -> int:
    """The heading level that (nearly) all answers have before them and that asks most; else 0."""
    counts: Counter[int] = Counter()
    asking: Counter[int] = Counter()
    outright: Counter[int] = Counter()
    for region in regions:
        for level in range(1, 7):
            mark = region.get(f"h{level}")
            if mark:
                counts[level] += 1
                line = page.text[slice(*page.atoms[mark.index].words)]
                numbered = number_prefix(line)
                hit = label_at(line, 0, len(line))
                asking[level] += bool(numbered or hit or asks(plain(line)))
                outright[level] += asks(plain(line)) == 2
    full = [level for level in counts if counts[level] >= 0.95 * max(counts.values())]
    full = [level for level in full if counts[level] >= 0.5 * len(regions)]
    if not full:
        return 0

    def share(level: int) -> tuple[float, float]:
        count = counts[level]
        return round(asking[level] / count, 1), round(outright[level] / count, 1)

    return max(sorted(full), key=share)


def _choose_heading(region: dict[str, Mark], level: int) -> None:
    found = [region.pop(f"h{n}") for n in range(1, 7) if f"h{n}" in region]
    if not found:
        return
    exact = [mark for mark in found if mark.level == level]
    last = max(found, key=lambda mark: mark.start)
    if exact and exact[0].start < last.start and last.level < level:
        exact = []  # a new section stands between: that heading is of another question
    region["heading"] = exact[0] if exact else last


def _order(page: Page, regions: Sequence[dict[str, Mark]]) -> list[str]:
    """The sorts of mark, the one first that (nearly) all regions have.

    Headings that do not ask give way to lines below them that do: they name sections.
    """
    counts = Counter(kind for region in regions for kind in region)
    most = max(counts.values(), default=0)
    full = [kind for kind in ORDER if counts[kind] and counts[kind] >= 0.95 * most]
    if full[:1] == ["heading"] and len(full) > 1 and _share(page, regions, "heading") < 0.5:
        asking = (k for k in full[1:] if k not in _LOOSE and _share(page, regions, k) >= 0.5)
        kind = next(asking, None)
        full = [kind] if kind else full
    if full[:1] == ["ordered"] and _share(page, regions, "ordered") < 0.3:
        kind = next((k for k in full[1:] if _share(page, regions, k) >= 0.5), None)
        full = [kind] if kind else full  # its options are numbered
    if full[:2] == ["label", "heading"] and _share(page, regions, "heading", bare=True) >= 0.6:
        full = full[1:]  # `### What is …?` over `Problem: …`: both are the question
    first = full[0] if full else None
    rest = [kind for kind in ORDER if kind != first]
    return [first, *rest] if first else rest


_LOOSE = ("bullet", "text")


def _share(page: Page, regions: Sequence[dict[str, Mark]], kind: str, bare: bool = False) -> float:
    """How many of the marks of one sort read like a question.

    A heading with a number does, unless it is `bare`.
    """
    marks = [region[kind] for region in regions if kind in region]
    asking = 0
    for mark in marks:
        atom = page.atoms[mark.index]
        line = first_line(page.text, mark.start, max(atom.end, mark.start))
        size = number_prefix(line)
        asking += bool(size and kind == "heading" and not bare) or asks(plain(line[size:])) > 0
    return asking / max(1, len(marks))


def is_asked(page: Page, cut: Cut) -> bool:
    """Whether what was found to be a question has a number or a label, or reads as one."""
    mark = cut.mark
    if mark is None:
        return False
    atom = page.atoms[mark.index]
    line = first_line(page.text, mark.start, atom.end)
    if number_prefix(line) or label_at(line, 0, len(line)):
        return True
    return bool(
        asks(plain(line)) or asks(page.says((mark.start, min(atom.end, mark.start + 1000))))
    )


def front_of(
    page: Page, mark: Mark, end: int, holes: Sequence[tuple[int, int]] = ()
) -> list[Piece]:
    """The lines of a question from its mark up to `end`, without the ranges in `holes`."""
    atom = page.atoms[mark.index]
    pieces: list[Piece] = []
    start = mark.start
    if atom.kind == "heading":
        pieces += page.cut(atom.words[0], min(atom.words[1], end), atom.path)
        start = atom.end
    for low, high in (*holes, (end, end)):
        if low > start:
            pieces += page.cut(start, min(low, end), atom.path)
        start = max(start, high)
    return pieces


def options_apart(page: Page, front: Sequence[Piece]) -> list[Piece]:
    """Options that stand line under line in a paragraph, each as a paragraph of its own."""
    lines = list(front)
    options = [
        bool(OPTION.match(page.text[start:stop])) and page.text[start] not in "-*+"
        for start, stop, _ in lines
    ]
    if sum(options) < 2:
        return lines
    apart: list[Piece] = []
    for piece, option in zip(lines, options, strict=True):
        if option and apart and page.text[apart[-1][0] : apart[-1][1]].strip():
            apart.append((piece[0], piece[0], 0))
        apart.append(piece)
    return apart
