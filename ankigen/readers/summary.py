"""Questions folded over their answer: `<details><summary>What is …?</summary>…</details>`."""

from collections.abc import Sequence

from ankigen.blocks import Block
from ankigen.folds import ASKING, Range
from ankigen.model import Piece
from ankigen.readers.asks import asks
from ankigen.readers.cards import Draft, Reading, finish
from ankigen.readers.line import question_line
from ankigen.readers.page import Atom, Page
from ankigen.readers.roles import is_more
from ankigen.readers.taken import Taken
from ankigen.readers.trim import joined
from ankigen.text import code_spans, plain


def read(page: Page, taken: Taken) -> Reading:
    """Every details element whose summary is a question of its own."""
    reading = Reading(looked="details elements with a question as their summary")
    folds = [a for a in page.atoms if page.role(a) == "question" and taken.free(a.start, a.end)]
    asking = sum(1 for atom in folds if asks(page.roles.labels[atom.start]) == 2)
    for number, atom in enumerate(folds):
        answered = any(page.role(child) == "answer" for child in atom.children)
        if page.forced or len(folds) >= 3 or asking or answered or _is_labelled(page, atom):
            following = folds[number + 1].start if number + 1 < len(folds) else len(page.text)
            _question(page, atom, following, reading)
    return reading


def _is_labelled(page: Page, atom: Atom) -> bool:
    if atom.fold is None or atom.fold.summary is None:
        return False
    if atom.fold.sort in ASKING:
        return True
    start, end = atom.fold.summary
    return question_line(page.text, start, end).start > start + 1


def _question(page: Page, atom: Atom, following: int, reading: Reading) -> None:
    fold = atom.fold
    if fold is None or fold.summary is None:
        return
    end = fold.end
    body = fold.body
    if not fold.closed:
        end = _open_end(page, atom, following)
        body = body[0], end
    hints = [c for c in atom.children if page.role(c) == "hint"]
    answers = [c for c in atom.children if page.role(c) == "answer" and not _adds(page, atom, c)]
    front, raw = page.cut(*fold.summary, atom.path), fold.raw
    if answers and fold.closed:
        more, back = _answered_inside(page, atom, answers, hints)
        front, raw = joined(page.text, front, more), _is_raw(answers[0])
    else:
        back = _without(page, body, hints[:1], atom.path)
    hint = None
    if hints and hints[0].fold:
        hint = page.cut(*hints[0].fold.body, hints[0].path), hints[0].fold.raw
    draft = Draft(
        page,
        "summary",
        "a details element whose summary is the question",
        fold.start,
        end,
        front,
        back,
        raw,
        front_raw=fold.html and not _is_code(page, fold.summary),
        hint=hint,
    )
    if not plain(page.text[slice(*fold.summary)]):
        return
    finish(draft, reading)


def _adds(page: Page, atom: Atom, child: Atom) -> bool:
    """Whether a details element in a list or quote inside only has more of it to say."""
    return len(child.path) > len(atom.path) and is_more(page.roles.labels[child.start])


def _is_raw(atom: Atom) -> bool:
    return atom.fold is not None and atom.fold.raw


def _without(page: Page, body: Range, holes: Sequence[Atom], path: Sequence[Block]) -> list[Piece]:
    """The lines of a body but for some of its details elements."""
    pieces: list[Piece] = []
    at = body[0]
    for hole in holes:
        pieces += page.cut(at, hole.start, path)
        at = hole.end
    return pieces + page.cut(at, body[1], path)


def _answered_inside(
    page: Page, atom: Atom, answers: Sequence[Atom], hints: Sequence[Atom]
) -> tuple[list[Piece], list[Piece]]:
    """Where the answer is folded away inside: what goes on asking, and the answer."""
    body = atom.fold.body if atom.fold else atom.words
    first = answers[0].start
    before = [hint for hint in hints if hint.start < first]
    parts = [page.cut(*a.fold.body, a.path) for a in answers if a.fold]
    after = [a for a in (*answers, *hints) if a.start >= first]
    after.sort(key=lambda a: a.start)
    rest = _without(page, (first, body[1]), after, atom.path)
    return _without(page, (body[0], first), before, atom.path), joined(page.text, *parts, rest)


def _is_code(page: Page, summary: Range) -> bool:
    """Whether backticks are the only marks in a summary: shown as the code that they mean."""
    text = page.text
    spans = code_spans(text, *summary)
    rest, at = "", summary[0]
    for start, end in spans:
        rest, at = rest + text[at:start], end
    return bool(spans) and not any(char in rest + text[at : summary[1]] for char in "*_[]\\")


def _open_end(page: Page, atom: Atom, following: int) -> int:
    end = atom.end
    for later in page.between(atom.end, following):
        if later.kind == "heading" or later.fold:
            break
        end = later.end
    return end
