"""What each details element of a file is for: an answer, a question, a hint, or neither."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from ankigen.folds import ANSWERING, ASKING
from ankigen.patterns import pattern
from ankigen.readers.asks import asks
from ankigen.readers.page import Atom, Page, Role, Roles, flatten
from ankigen.readers.words import Label, fold_text, label_at, label_kind, names_answer
from ankigen.text import first_line, number_prefix, plain
from ankigen.text import lines as lines_of

_SHORT_CODE = pattern(r":[a-z0-9_+-]{2,30}:")
_ONLY_LINK = pattern(r"\s*(?:[-*+]|\d+[.)])?\s*(?:\[[ xX]\]\s*)?!?\[.*\]\(.*\)\W*\Z", re.DOTALL)


_NO_LETTERS = pattern(r"[\W\d_]+")
_ASIDES = frozenset({"more", "details", "more details", "full details", "summary"})
"""Titles of callouts that add to the text."""
_BOLD = pattern(r"\s*(?:\*\*|__|<b>).{2,600}?(?:\*\*|__|</b>)")


def judge(page: Page) -> Page:
    """The page with the roles of all its details elements; groups of questions are opened."""
    roles = _judge(page)
    groups = {start for start, role in roles.of.items() if role == "group"}
    ending = {
        atom.start: inner[0]
        for atom in _folds(page.atoms)
        if roles.of[atom.start] == "question" and (inner := _questions_in(atom, roles))
    }
    return replace(flatten(page, groups, ending) if groups or ending else page, roles=roles)


def _questions_in(atom: Atom, roles: Roles) -> list[int]:
    """Where details elements inside ask outright: an end tag before the first one is missing."""
    return [
        child.start
        for child in atom.children
        if roles.of.get(child.start) == "question" and asks(roles.labels[child.start])
    ]


def _judge(page: Page) -> Roles:
    folds = list(_folds(page.atoms))
    labels = {
        atom.start: _SHORT_CODE.sub("", atom.fold.label(page.text)).strip()
        for atom in folds
        if atom.fold
    }
    counts = Counter(_key(label) for label in labels.values())
    kinds = {start: label_kind(label) for start, label in labels.items()}
    rest = [atom for atom in folds if not kinds[atom.start]]
    variants = _variants([labels[atom.start] for atom in rest])
    unique = sum(1 for atom in rest if counts[_key(labels[atom.start])] == 1)
    named = unique >= 3 and unique >= 0.5 * len(folds)
    of: dict[int, Role] = {}
    for atom in reversed(folds):  # those inside first
        kind, label = kinds[atom.start], labels[atom.start]
        of[atom.start] = _role(page, atom, label, kind, of, counts, variants, named)
    return Roles(of, labels)


def is_more(label: str) -> bool:
    """Whether a summary says only that there is more: of a question the answer, else an aside."""
    return _key(label) in _ASIDES


def _key(label: str) -> str:
    return _NO_LETTERS.sub(" ", fold_text(label)).strip()


def _folds(atoms: Sequence[Atom]) -> Iterator[Atom]:
    for atom in atoms:
        if atom.fold:
            yield atom
            yield from _folds(atom.children)


def _variants(labels: Sequence[str]) -> frozenset[str]:
    """Summaries that name the answer and its kind, and recur (`C++ solution`, `Go solution`)."""
    counts = Counter(_key(label) for label in labels if names_answer(label) and asks(label) < 2)
    often = [label for label, count in counts.items() if count >= 3]
    return frozenset(counts) if len(often) >= 2 else frozenset()


def _role(
    page: Page,
    atom: Atom,
    label: str,
    kind: Label,
    of: dict[int, Role],
    counts: Counter[str],
    variants: frozenset[str],
    named: bool,
) -> Role:
    sort = atom.fold.sort if atom.fold else ""
    if sort and kind == "" and not _is_labelled_answer(label):
        if (
            sort not in ASKING
            and sum(of[c.start] == "question" for c in atom.children if c.fold) > 1
        ):
            return "group"
        if sort in ANSWERING or sort in ASKING:
            return "answer" if sort in ANSWERING else "question"
        return "question" if asks(label) == 2 else "aside"
    if sort and sort not in ANSWERING and is_more(label):
        return "aside"
    if kind == "hint":
        return "hint"
    if kind == "contents" or _is_link_list(page, atom):
        return "contents"
    if kind == "" and _asks_inside(page, atom, label, of):
        return "question"
    if kind == "" and _is_group(page, atom, label, of):
        return "group"
    hit = label_at(label, 0, len(label))
    if kind == "answer" or _is_labelled_answer(label):
        return "answer"
    key = _key(label)
    if key in variants:
        return "variant"
    asking = asks(label[number_prefix(label) :])
    if asking == 2 or (hit and (hit.kind == "question" or hit.numbered)):
        return "question"
    if counts[key] >= 3 or names_answer(label):
        return "answer"
    return "question" if asking or named else "aside"


def _is_labelled_answer(label: str) -> bool:
    hit = label_at(label, 0, len(label))
    return hit is not None and hit.kind == "answer"


def _is_link_list(page: Page, atom: Atom) -> bool:
    if page.text.count("](", atom.start, atom.end) < 3:
        return False  # each of the lines has one
    lines = []
    for child in atom.children:
        if child.fold or child.kind in ("heading", "fence", "table"):
            return False
        if not page.empty(child):
            lines += [line for line in lines_of(page.text[child.start : child.end]) if line.strip()]
    if len(lines) < 3:
        return False
    links = sum(1 for line in lines if _ONLY_LINK.match(line))
    return links >= 0.8 * len(lines)


def _asks_inside(page: Page, atom: Atom, label: str, of: dict[int, Role]) -> bool:
    """Whether it holds one question and its answer, and only says that there is one more."""
    inside = [of[child.start] for child in atom.children if child.fold]
    alone = inside.count("answer") == 1 and set(inside) <= {"answer", "hint"}
    if not alone or asks(label) or names_answer(label) or atom.item is None:
        return False
    return _begins_with_text(page, atom)


def _is_group(page: Page, atom: Atom, label: str, of: dict[int, Role]) -> bool:
    """Whether it holds questions of its own: it is a section, folded."""
    asking = asks(label)
    answered = questions = marked = 0
    before: Atom | None = None
    for child in atom.children:
        if child.fold:
            role = of[child.start]
            if role == "answer" and before is not None and _marks(page, before):
                answered += 1
            questions += role == "question"
            before = None
        elif not page.empty(child):
            before = child
            if child.kind in ("heading", "paragraph"):
                marked += _asks_outright(page, child)
    if asking and questions and _begins_with_text(page, atom):
        return False  # it is a question, with further ones inside or without its end tag
    if answered >= 2 or questions >= 2 or (answered and not asking):
        return True
    return marked >= 3 and not asking


def _begins_with_text(page: Page, atom: Atom) -> bool:
    first = next((child for child in atom.children if not page.empty(child)), None)
    return first is not None and first.kind in ("paragraph", "html")


def _marks(page: Page, atom: Atom) -> bool:
    return (
        atom.kind == "heading"
        or atom.quote is not None
        or atom.item is not None
        or bool(asks(page.says(atom.words)))
    )


def _asks_outright(page: Page, atom: Atom) -> bool:
    line = first_line(page.text, *atom.words)
    hit = label_at(line, 0, len(line))
    if hit and (hit.kind == "question" or hit.letter == "q") and not hit.alone:
        return True
    bold = _BOLD.match(line)
    if atom.kind != "heading":
        line = bold[0] if bold else ""
    return asks(plain(line)) == 2
