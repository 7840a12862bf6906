"""Where the labels of answers stand: `A:`, `答：`, `#### Answer`."""

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from ankigen.readers.asks import asks
from ankigen.readers.edges import explained
from ankigen.readers.labels import part_at, states
from ankigen.readers.line import OPTION
from ankigen.readers.page import Atom, Page
from ankigen.readers.taken import Taken
from ankigen.readers.words import PAIRS, Hit, is_sentence, label_at
from ankigen.text import number_prefix, plain


class Answer(Struct, frozen=True):
    """A label of an answer: its atom, where its line begins, where its text does."""

    index: int
    line: int
    hit: Hit
    own: bool
    """Other lines of the same paragraph stand before it."""


def lines_of(atom: Atom) -> Iterator[tuple[int, int]]:
    if atom.kind == "heading":
        yield atom.words
    elif atom.kind == "paragraph" and atom.block:
        for start, end, _ in atom.pieces:
            if atom.start <= start < atom.end:
                yield start, min(end, atom.end)


def answers_of(page: Page, taken: Taken) -> list[Answer]:
    """The labels after which an answer stands, in their order."""
    return _without_further(page, list(_labels(page, taken)))


def _labels(page: Page, taken: Taken) -> Iterator[Answer]:
    letters = _letters(page)
    for index, atom in enumerate(page.atoms):
        if atom.fold or atom.kind not in ("heading", "paragraph"):
            continue
        if not taken.free(atom.start, atom.end):
            continue
        lines = list(lines_of(atom))
        for number, (start, end) in enumerate(lines):
            hit = label_at(page.text, start, end) or explained(page, index)
            if not hit or (hit.weak and atom.kind != "heading" and not _is_stated(page, index)):
                continue
            below = page.text[slice(*lines[number + 1])] if number + 1 < len(lines) else ""
            if atom.kind == "paragraph" and is_sentence(page.text, start, end, hit, below):
                continue
            if hit.kind == "answer" or (hit.letter and hit.letter in letters):
                yield Answer(index, start, hit, number > 0)


def _without_further(page: Page, answers: Sequence[Answer]) -> list[Answer]:
    """Without those that only go on: `Answer: …`, then `Explanation:` with no question between."""
    kept: list[Answer] = []
    last: Answer | None = None
    for answer in answers:
        unlike = bool(kept) and answer.hit.word != kept[-1].hit.word
        if last is None or not unlike or _asked_between(page, last, answer):
            kept.append(answer)
        last = answer
    return kept


def _asked_between(page: Page, one: Answer, two: Answer) -> bool:
    """Whether a question may stand between two labels."""
    beside = page.atoms[one.index].level == page.atoms[two.index].level > 0  # both are headings
    for atom in page.atoms[one.index : two.index + (not beside)]:
        if one.line < atom.start < two.line and (atom.fold or atom.kind in ("heading", "break")):
            return True
        for start, end in lines_of(atom):
            if not one.line < start < two.line:
                continue
            line = page.text[start:end]
            part = part_at(line)[0]
            if OPTION.match(line) or part == "question":
                return True
            if (
                not beside
                and not part
                and (asks(plain(line)) or number_prefix(line) or label_at(line, 0, len(line)))
            ):
                return True
    return False


def _letters(page: Page) -> frozenset[str]:
    """The letters that stand for an answer in this file: `A:` where there is a `Q:`."""
    counts: Counter[str] = Counter()
    for atom in page.atoms:
        if atom.kind in ("heading", "paragraph"):
            for start, end in lines_of(atom):
                hit = label_at(page.text, start, end)
                if hit and hit.letter:
                    counts[hit.letter] += 1
                elif hit and hit.kind == "question":
                    counts["q"] += 1
    if counts["b"] >= 0.5 * counts["a"] and counts["b"]:
        counts["a"] = 0  # options
    return frozenset(
        answer
        for question, answer in PAIRS.items()
        if counts[question] and counts[answer] >= 0.3 * counts[question]
    )


def _is_stated(page: Page, index: int) -> bool:
    """Whether a line of its own above, in the same section, says that it states the problem."""
    for atom in reversed(page.atoms[max(0, index - 12) : index]):
        if atom.kind == "heading":
            return False
        short = atom.kind == "paragraph" and atom.end - atom.start < 40
        if short and states(page.says((atom.start, atom.end))):
            return True
    return False
