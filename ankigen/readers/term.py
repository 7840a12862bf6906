"""Flash-card lines: `term :: definition`, one card a line; and `question` / `?` / `answer`."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from ankigen.model import Piece
from ankigen.patterns import pattern
from ankigen.readers.cards import Draft, Reading, finish
from ankigen.readers.line import at_code
from ankigen.readers.page import Atom, Page
from ankigen.readers.taken import Taken
from ankigen.readers.trim import shows
from ankigen.text import lines, plain

_MARK = pattern(r"(?<![:\w]):{2,3}(?=\s)|(?<=[^\s:])(?::{2,3}(?=\s)|:::(?=[^\s:]))")
_TIGHT = pattern(r"(?<=[^\s:]):{2,3}(?=[^\s:])")
_NOT_A_TERM = pattern(r"\s*(?:[-*+>]\s*)?\Z|.*https?$")
_FLASHCARDS = pattern(
    r"(?:^|\s)#(?:flash)?cards?\b|^cards-deck:|^tags:.{0,200}\bflash-?cards?\b"
    r"|^[ \t]*-[ \t]*flash-?cards?\b|<!--SR:!",
    re.MULTILINE,
)
"""What says that a file is for a flash-card plugin: its tag, or its scheduler's comments."""
_SIGNS = ("#card", "cards-deck:", "flashcard", "flash-card", "<!--SR:!")
"""Without one of these there is none of them."""
_ASK = pattern(r"\s*\?{1,2}\s*\Z")


def read_terms(page: Page, taken: Taken) -> Reading:
    """Lines with `::` between a term and its definition, where they are a habit of the file."""
    reading = Reading(looked="lines `term :: definition`")
    if "::" not in page.text:
        return reading
    atoms = [
        atom for atom in page.atoms if atom.kind == "paragraph" and taken.free(atom.start, atom.end)
    ]
    named = any(sign in page.text for sign in _SIGNS)
    meant = page.forced or (named and _FLASHCARDS.search(page.text) is not None)
    for tight, share in ((meant, 0.3), (True, 0.8)):
        paragraphs = [_rows(page, atom, tight) for atom in atoms]
        count = sum(1 for rows in paragraphs for row in rows if row.mark)
        total = sum(len(rows) for rows in paragraphs)
        if (
            not meant
            and tight
            and any(_is_code(page.text, row) for rows in paragraphs for row in rows)
        ):
            continue
        if meant or (count >= 3 and count >= share * total):
            for rows in paragraphs:
                _cards(page, rows, reading)
            return reading
    if count:
        reading.looked += f" ({count} of {total} lines)"
    return reading


class Row(Struct, frozen=True):
    """A line of a paragraph; `mark` is the range of its `::`, if it has one."""

    piece: Piece
    mark: tuple[int, int] | None


_CALLED = pattern(r"[A-Za-z_~]\w*[(<;]|[A-Za-z_~]\w*::")


def _is_code(text: str, row: Row) -> bool:
    """Whether a `::` without blanks is more likely code: in a sentence, or before a call."""
    if row.mark is None:
        return False
    before, after = text[row.piece[0] : row.mark[0]], text[row.mark[1] : row.piece[1]]
    in_sentence = " " in before.strip() and re.search(r"[A-Za-z_]\w*\Z", before) is not None
    return _CALLED.match(after) is not None or (
        in_sentence and re.match(r"[a-z_]", after) is not None
    )


def _rows(page: Page, atom: Atom, tight: bool) -> list[Row]:
    pieces = atom.pieces
    rows = []
    for piece in pieces:
        if atom.start <= piece[0] < atom.end:
            mark = _mark(page.text, piece, _MARK)
            rows.append(Row(piece, mark or (_mark(page.text, piece, _TIGHT) if tight else None)))
    return rows


def _mark(text: str, piece: Piece, sort: re.Pattern[str]) -> tuple[int, int] | None:
    start, end, _ = piece
    if text.find("::", start, end) < 0:
        return None
    for match in sort.finditer(text, start, end):
        before = text[start : match.start()]
        if at_code(text, start, end, match.start()) or _NOT_A_TERM.match(before):
            continue
        if len(before) <= 400 and plain(before) and text[match.end() : end].strip():
            return match.span()
    return None


def _cards(page: Page, rows: Sequence[Row], reading: Reading) -> None:
    at = 0
    while at < len(rows):
        row = rows[at]
        stop = at + 1
        while stop < len(rows) and rows[stop].mark is None:
            stop += 1
        if row.mark:
            start, end, _ = row.piece
            definition = [(row.mark[1], end, 0), *(line.piece for line in rows[at + 1 : stop])]
            draft = Draft(
                page,
                "term",
                "a term and its definition with `::` between",
                start,
                rows[stop - 1].piece[1],
                [(start, row.mark[0], 0)],
                _trimmed(page.text, definition),
            )
            finish(draft, reading)
        at = stop


def _trimmed(text: str, pieces: list[Piece]) -> list[Piece]:
    start, end, pad = pieces[0]
    while start < end and text[start] in " \t":
        start += 1
    return [(start, end, pad), *pieces[1:]]


_DEFINITION = pattern(r"[ ]{0,3}:[ \t]+(?=\S)")


def read_definitions(page: Page, taken: Taken) -> Reading:
    """A term on its line and `: its definition` below, three times or more in a file."""
    reading = Reading(looked="terms with `: definition` on the next line")
    found: list[tuple[list[Piece], list[Piece]]] = []
    for atom in page.atoms:
        if atom.kind != "paragraph" or not taken.free(atom.start, atom.end):
            continue
        pieces = atom.pieces
        marks = [
            i for i, (s, e, _) in enumerate(pieces) if i and _DEFINITION.match(page.text, s, e)
        ]
        firsts = [i for i in marks if i - 1 not in marks]
        for number, at in enumerate(firsts):
            stop = firsts[number + 1] - 1 if number + 1 < len(firsts) else len(pieces)
            back = [_bare(page.text, piece) for piece in pieces[at:stop]]
            found.append(([pieces[at - 1]], back))
    found += _apart(page, taken)
    found.sort(key=lambda pair: pair[0][0][0])
    if len(found) < 3 and not page.forced:
        return reading
    for front, back in found:
        why = "a term with its definition after a colon"
        finish(Draft(page, "definition", why, front[0][0], back[-1][1], front, back), reading)
    return reading


def _apart(page: Page, taken: Taken) -> list[tuple[list[Piece], list[Piece]]]:
    """Terms with a blank line before their definition, and what is set in below it."""
    found: list[tuple[list[Piece], list[Piece]]] = []
    for at, (one, two) in enumerate(pairwise(page.atoms)):
        if one.kind != "paragraph" or two.kind != "paragraph" or len(one.pieces) != 1:
            continue
        if not two.pieces or not taken.free(one.start, two.end):
            continue
        if not _DEFINITION.match(page.text, *two.pieces[0][:2]):
            continue
        end = two.end
        for later in page.atoms[at + 2 :]:
            if later.kind == "heading" or page.text[later.start - 2 : later.start].strip(" \t"):
                break
            if page.text[later.start] == ":":
                break
            end = later.end
        first = _bare(page.text, two.pieces[0])
        found.append((list(one.pieces), [first, *page.cut(two.pieces[0][1], end, two.path)]))
    return found


def _bare(text: str, piece: Piece) -> Piece:
    match = _DEFINITION.match(text, piece[0], piece[1])
    return (match.end(), piece[1], 0) if match else piece


_SCHEDULED = pattern(r"<!--SR:")
_TAG_LINE = pattern(r"\s*(?:#[\w/-]+\s*)+\Z")


def read_marked(page: Page, taken: Taken) -> Reading:
    """`question`, a line with only `?`, `answer`, down to the next blank line.

    With blank lines round the `?`, the answer goes on to the next question, heading or rule.
    """
    reading = Reading(looked="a line with only `?` between question and answer")
    last = 0
    for index, at in list(_asked(page, taken)):
        atom = page.atoms[index]
        pieces = list(atom.pieces)
        if at and shows(page.text, pieces[:at]):
            end = _next_blank(page, index)
            start, front = pieces[0][0], pieces[:at]
            above = _without_blank(page, index, last)
            if above < index:
                start = page.atoms[above].outset
                front = page.cut(start, pieces[at - 1][1], page.atoms[above].path)
        else:
            first = _first_above(page, index, last)
            if first is None:
                continue
            end = _next_question(page, index)
            start, path = page.atoms[first].outset, page.atoms[first].path
            front = page.cut(start, page.atoms[index - 1].end, path)
        last = end
        back = [*pieces[at + 1 :], *page.cut(atom.end, end, atom.path)]
        why = "a line with only `?` after the question"
        finish(Draft(page, "question-mark", why, start, end, front, back), reading)
    return reading


def _without_blank(page: Page, index: int, last: int) -> int:
    """The first of the blocks above that no blank line parts: a question with a list below it."""
    for at in range(index - 1, -1, -1):
        atom, below = page.atoms[at], page.atoms[at + 1]
        gap = page.text[atom.end : below.start]
        if len(lines(gap)) > 2 or atom.kind not in ("paragraph", "fence", "table"):
            return at + 1
        if atom.start < last or _SCHEDULED.search(page.text, atom.start, atom.end):
            return at + 1
    return 0


def _next_blank(page: Page, index: int) -> int:
    end = page.atoms[index].end
    for at in range(index + 1, len(page.atoms)):
        later = page.atoms[at]
        gap = lines(page.text[end : later.start])
        if len(gap) > 2 or later.kind in ("heading", "break"):
            break
        end = later.end
    return end


def _first_above(page: Page, index: int, last: int) -> int | None:
    """Where the question over a `?` that stands alone begins; after another's answer, one block."""
    first = None
    for at in range(index - 1, -1, -1):
        atom = page.atoms[at]
        words = page.text[atom.start : atom.end]
        ends = atom.kind in ("heading", "break", "front-matter") or _SCHEDULED.search(words[:200])
        if ends or atom.start < last or _TAG_LINE.match(words[:200]):
            break
        if not page.empty(atom):
            first = at
        if last and first is not None:
            break
    return first


def _next_question(page: Page, index: int) -> int:
    """Where the answer below a `?` that stands alone ends."""
    end = before = page.atoms[index].end
    for at in range(index + 1, len(page.atoms)):
        later = page.atoms[at]
        if later.kind in ("heading", "break"):
            break
        if _is_ask(page, later):
            return before
        if later.kind == "html" and _SCHEDULED.match(page.text, later.start):
            return later.end
        if not page.empty(later):
            before, end = end, later.end
    return end


def _is_ask(page: Page, atom: Atom) -> bool:
    return atom.end - atom.start < 8 and bool(_ASK.match(page.text[atom.start : atom.end]))


def _asked(page: Page, taken: Taken) -> Iterator[tuple[int, int]]:
    """The atoms with such a line, and which of their lines it is."""
    for index, atom in enumerate(page.atoms):
        if atom.kind != "paragraph" or not atom.block or not taken.free(atom.start, atom.end):
            continue
        for at, (start, end, _) in enumerate(atom.pieces):
            if end - start < 8 and _ASK.match(page.text[start:end]):
                if at or not shows(page.text, atom.pieces[1:]):
                    yield index, at
                break
