"""Quizzes with their answers at the end: numbered questions, then numbered answers.

A file may hold several such quizzes. The answers stand below a heading, in a folded block, in a
table or on one line; which of the numbered things are the questions, their numbers say.
"""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from ankigen.model import Piece
from ankigen.patterns import pattern
from ankigen.readers.asks import is_related
from ankigen.readers.cards import Draft, Reading, finish, unanswered
from ankigen.readers.divide import options_apart
from ankigen.readers.labels import part_at
from ankigen.readers.line import OPTION
from ankigen.readers.numbered import Entry, any_numbered, entries, may_ask
from ankigen.readers.page import Atom, Page
from ankigen.readers.taken import Taken
from ankigen.readers.words import label_at, label_kind, names_answer
from ankigen.text import normal, plain

_OF = pattern(
    r"\b(?:quiz(?:zes)?|tests?|exams?|exercises?|weeks?|parts?|sections?|chapters?|units?"
    r"|problems?|mcqs?)\b|\d+|[^\w\s]",
    re.IGNORECASE,
)
_LETTER = pattern(r"[*_(（\s]*([A-Ha-h])[)）.*_\s]*\Z")


class Key(Struct, frozen=True):
    """Where answers stand: the atoms [index, stop) with the heading, and what they hold."""

    index: int
    stop: int
    atoms: Sequence[Atom]


def read(page: Page, taken: Taken) -> Reading:
    """The numbered questions whose numbers come back under a heading `Answers`."""
    reading = Reading(looked="numbered answers at the end")
    sections = _sections(page, taken)
    for asked, told in sections:
        _section(page, asked, told, reading)
    if sections:
        told_all = [one for _, one in sections]
        last = max(one.end for one in told_all)
        reading.rejected.append((min(one.start for one in told_all), last))
        return reading
    low = 0
    for key in _keys(page):
        if key.index < low:
            continue
        asked_atoms = page.atoms[low : key.index]
        pairs, alone = _matched(page, asked_atoms, key, taken, reading)
        for question, answer in pairs:
            _card(page, question, answer, reading)
        for question in alone if pairs else ():
            reading.said.append(unanswered(page, question.start, question.end))
        if pairs:
            end = page.atoms[key.stop - 1].end
            reading.rejected.append((page.atoms[key.index].start, end))
            low = key.stop
        else:
            low = key.index + 1  # it answers what stands before it in another way
    return reading


def _keys(page: Page) -> Iterator[Key]:
    """The headings, lines alone and folded blocks that name answers, each with what it holds."""
    named = [_is_named(page, atom) for atom in page.atoms]
    for index, atom in enumerate(page.atoms):
        if atom.fold and page.role(atom) == "answer":
            yield Key(index, index + 1, atom.children)
        elif named[index]:
            stop = index + 1
            held: list[Atom] = []
            while stop < len(page.atoms):
                other = page.atoms[stop]
                if other.kind == "heading" and (
                    atom.kind != "heading" or other.level <= atom.level
                ):
                    break
                if named[stop] and atom.kind != "heading":
                    break
                held += other.children if other.fold else [other]
                stop += 1
            yield Key(index, stop, held)
        elif atom.kind == "paragraph" and not atom.path:
            hit = label_at(page.text, *atom.words)
            if hit and hit.kind == "answer" and hit.colon and not hit.alone:
                yield Key(index, index + 1, [atom])


def _is_named(page: Page, atom: Atom) -> bool:
    """Whether it is a heading, or a line alone, that names answers."""
    if atom.kind not in ("heading", "paragraph") or atom.path or atom.fold:
        return False
    return _names_answers(page.says((atom.words[0], min(atom.words[1], atom.words[0] + 300))))


def _names_answers(words: str) -> bool:
    if len(words) > 60 or not names_answer(words):
        return False
    return label_kind(_OF.sub(" ", words)) == "answer"


def _matched(
    page: Page, atoms: Sequence[Atom], key: Key, taken: Taken, reading: Reading
) -> tuple[list[tuple[Entry, Entry]], list[Entry]]:
    """Questions with their answers, and those that have none: of the forms that fit best."""
    if not any_numbered(page, atoms):
        return [], []
    answers = entries(page, key.atoms, taken, least=2)
    answers = {sort: row for sort, row in answers.items() if _unlike(row)}
    if not answers:
        return [], []
    questions = entries(page, atoms, taken)
    best: tuple[list[tuple[Entry, Entry]], list[Entry]] = ([], [])
    for sort in ("heading", "item", "paragraph"):
        asked = questions.get(sort, [])
        if not asked or not _unlike(asked):
            continue
        for told in answers.values():
            by_number = {one.number: one for one in told}
            pairs = [(one, by_number[one.number]) for one in asked if one.number in by_number]
            if _repeats(page, pairs):
                continue  # a table of contents, and what it leads to
            asking = sum(may_ask(page, one) for one, _ in pairs)
            most = max(len(asked), len(told))
            if len(pairs) < min(0.7 * most, most - 1) or asking < 0.5 * len(pairs):
                count = f"{len(asked)} questions, {len(told)} answers"
                reading.looked = f"numbered answers at the end ({count} do not match)"
            elif len(pairs) > len(best[0]) and len(pairs) >= 2:
                best = pairs, [one for one in asked if one.number not in by_number]
    return best


def _repeats(page: Page, pairs: Sequence[tuple[Entry, Entry]]) -> bool:
    """Whether what should answer questions says most of them once more."""
    again = 0
    for one, two in pairs:
        said = _head(page, two)[:60]
        again += len(said) >= 6 and said in _head(page, one)
    return again > 0.3 * len(pairs)


def _head(page: Page, entry: Entry) -> str:
    return normal(plain(page.text[slice(*entry.pieces[0][:2])])) if entry.pieces else ""


def _unlike(row: Sequence[Entry]) -> bool:
    return len({one.number for one in row}) == len(row)


def _card(page: Page, question: Entry, answer: Entry, reading: Reading) -> None:
    draft = Draft(
        page,
        "key",
        f"the answer with its number ({answer.number}) at the end",
        question.start,
        question.end,
        options_apart(page, question.pieces),
        _named_option(page, question, answer) or list(answer.pieces),
    )
    finish(draft, reading)


def _named_option(page: Page, question: Entry, answer: Entry) -> list[Piece]:
    """The option whose letter is all that an answer says."""
    said = "\n".join(page.text[start:end] for start, end, _ in answer.pieces)
    letter = _LETTER.match(plain(said))
    if not letter:
        return []
    found = []
    for start, end, _ in question.pieces:
        option = OPTION.match(page.text, start, end)
        if option and letter[1].casefold() == _named(option[0]):
            begin = start + len(option[0]) - len(option[0].lstrip(" \t-+*"))
            found.append((begin, end, 0))
    return found if len(found) == 1 else []


def _named(option: str) -> str:
    letter = re.search(r"[A-Ha-h](?=[)）.:、．])", option)
    return letter[0].casefold() if letter else ""


_ASIDE = pattern(r"[(（\[]\s*([^()（）\[\]\n]{1,30}?)\s*[)）\]]")


class Section(Struct, frozen=True):
    """What stands under a heading that only says `Question (EN)` or `Answer (EN)`."""

    start: int
    end: int
    aside: str
    atoms: Sequence[Atom]


def _sections(page: Page, taken: Taken) -> list[tuple[Section, Section]]:
    """Questions under headings in a row, and then as many answers: in several languages, say."""
    heads: list[tuple[str, int]] = []
    for index, atom in enumerate(page.atoms):
        if atom.kind == "heading" and not atom.path:
            part, alone = part_at(page.says(atom.words))
            if alone and part in ("question", "answer"):
                heads.append((part, index))
    half = len(heads) // 2
    kinds = [part for part, _ in heads]
    if half < 2 or kinds != ["question"] * half + ["answer"] * half:
        return []
    level = page.atoms[heads[0][1]].level
    places = [index for _, index in heads]
    made = []
    for number, index in enumerate(places):
        stop = places[number + 1] if number + 1 < len(places) else len(page.atoms)
        made.append(_content(page, index, stop, level if number >= half else 6))
    if not all(one.atoms and taken.free(one.start, one.end) for one in made):
        return []
    asked, answers = made[:half], made[half:]
    by_aside = {one.aside: one for one in answers}
    if len(by_aside) == half and {one.aside for one in asked} == set(by_aside):
        return [(one, by_aside[one.aside]) for one in asked]
    return list(zip(asked, answers, strict=True))


def _content(page: Page, index: int, stop: int, level: int) -> Section:
    """The section of a heading, up to one of that level."""
    head = page.atoms[index]
    held: list[Atom] = []
    for at in range(index + 1, stop):
        atom = page.atoms[at]
        if atom.kind == "heading" and (atom.level <= level or is_related(page.says(atom.words))):
            break
        held.append(atom)
    while held and (page.empty(held[-1]) or held[-1].kind == "break"):
        held.pop()
    aside = _ASIDE.search(page.says(head.words))
    end = held[-1].end if held else head.end
    return Section(head.start, end, aside[1].casefold() if aside else "", held)


def _section(page: Page, asked: Section, answer: Section, reading: Reading) -> None:
    draft = Draft(
        page,
        "key",
        "a heading that says question, and its answer under another below",
        asked.start,
        asked.end,
        page.cut(asked.atoms[0].start, asked.end, asked.atoms[0].path),
        page.cut(answer.atoms[0].outset, answer.end, ()),
    )
    finish(draft, reading)
