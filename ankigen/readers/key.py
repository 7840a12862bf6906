"""Quizzes with their answers at the end: numbered questions, then a list of numbered answers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ankigen.model import Piece
from ankigen.readers.asks import asks
from ankigen.readers.cards import Draft, Reading, finish
from ankigen.readers.labels import part_at
from ankigen.readers.page import Atom, Page
from ankigen.readers.taken import Taken
from ankigen.readers.words import label_at, label_kind, names_answer
from ankigen.text import first_line, number_prefix, plain

_NUMBER = re.compile(r"\W{0,6}(?:[^\W\d_]{1,12}\W{0,3})?(\d{1,4})(?=\W|$)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A numbered line with what belongs to it: [start, end), its text from `words` on."""

    number: int
    start: int
    words: int
    end: int
    atom: Atom
    asking: int


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
    place = _key(page)
    if place is None:
        return reading
    questions = list(_entries(page, 0, place, taken))
    answers = list(_entries(page, place + 1, len(page.atoms), taken))
    by_number = {entry.number: entry for entry in answers}
    wanted = [entry.number for entry in questions]
    if len(answers) < 2 or len(by_number) < len(answers) or len(set(wanted)) < len(wanted):
        return reading
    pairs = [(one, by_number[one.number]) for one in questions if one.number in by_number]
    asking = sum(1 for one, _ in pairs if one.asking)
    if len(pairs) < 0.7 * max(len(questions), len(answers)) or asking < 0.5 * len(pairs):
        reading.looked += f" ({len(questions)} questions, {len(answers)} answers do not match)"
        return reading
    for question, answer in pairs:
        front = page.cut(question.words, question.end, question.atom.path)
        draft = Draft(
            page,
            "key",
            f"the answer with its number ({answer.number}) at the end of the file",
            question.start,
            question.end,
            _without_number(page, front),
            _without_number(page, page.cut(answer.words, answer.end, answer.atom.path)),
        )
        finish(draft, reading)
    reading.rejected.append((page.atoms[place].start, len(page.text)))
    return reading


_ASIDE = re.compile(r"[(（\[]\s*([^()（）\[\]\n]{1,30}?)\s*[)）\]]")


@dataclass(frozen=True, slots=True)
class Section:
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
        if atom.kind == "heading" and atom.level <= level:
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


def _key(page: Page) -> int | None:
    """The place of the heading, or line alone, that names the answers; the last one of its kind."""
    found = None
    for index, atom in enumerate(page.atoms):
        if atom.kind not in ("heading", "paragraph") or atom.path:
            continue
        words = page.says(atom.words)
        if len(words) <= 40 and names_answer(words) and label_kind(words.rstrip(":：")) == "answer":
            if found is not None:
                return None
            found = index
    return found


def _entries(page: Page, low: int, high: int, taken: Taken) -> Iterator[Entry]:
    atoms = page.atoms[low:high]
    starts = [
        (at, number) for at, atom in enumerate(atoms) if (number := _number(page, atom)) is not None
    ]
    for place, (at, number) in enumerate(starts):
        atom = atoms[at]
        stop = starts[place + 1][0] if place + 1 < len(starts) else len(atoms)
        end = atom.end
        for later in atoms[at + 1 : stop]:
            if later.kind == "heading":
                break
            end = later.end
        if taken.free(atom.start, end):
            line = first_line(page.text, atom.words[0], atom.end)
            asking = asks(plain(line[number_prefix(line) :]))
            yield Entry(number, atom.words[0], atom.words[0], end, atom, asking)


def _number(page: Page, atom: Atom) -> int | None:
    if atom.item is not None:
        outer = [block for block in atom.path if block.kind == "item"]
        own = len(outer) == 1 and atom.first_in(outer[0])
        return outer[0].number if own else None
    if atom.kind not in ("heading", "paragraph") or atom.path:
        return None
    line = first_line(page.text, *atom.words)
    hit = label_at(line, 0, len(line))
    if number_prefix(line) or (hit and hit.numbered):
        match = _NUMBER.match(line)
        return int(match[1]) if match else None
    return None


def _without_number(page: Page, pieces: Sequence[Piece]) -> list[Piece]:
    if not pieces:
        return []
    start, end, pad = pieces[0]
    size = number_prefix(page.text[start:end])
    return [(start + size, end, 0 if size else pad), *pieces[1:]]
