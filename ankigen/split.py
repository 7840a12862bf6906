"""Which reader takes what of a file, and why: the table of dialects and the choice by evidence."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ankigen import folds
from ankigen.blocks import Block
from ankigen.model import Diagnostic, Heading, Question, Source
from ankigen.readers import details, summary
from ankigen.readers import page as pages
from ankigen.readers import roles as judging
from ankigen.readers.cards import Found
from ankigen.readers.page import Page


@dataclass(frozen=True, slots=True)
class Split:
    """What a file gives: its questions in order, what is wrong with it, and why it is so."""

    questions: tuple[Question, ...]
    diagnostics: tuple[Diagnostic, ...]
    looked_for: tuple[str, ...] = ()
    """For a file with no question: what was looked for, and the nearest miss of each."""


def split(source: Source, document: Block, dialect: str | None = None) -> Split:
    """The questions of a file. `dialect` names the one reader to use."""
    found_folds, said = folds.find(source, document)
    page = pages.build(source, document, found_folds)
    page = replace(page, forced=dialect is not None)
    roles = judging.judge(page)
    opened = {start for start, role in roles.of.items() if role == "group"}
    if opened:
        page = pages.flatten(page, opened)
    readings = [details.read(page, roles), summary.read(page, roles)]
    found = [one for reading in readings for one in reading.found]
    questions = _with_headings(page, found)
    reported = tuple(one for reading in readings for one in reading.said)
    looked = () if questions else tuple(reading.looked for reading in readings)
    return Split(questions, (*said, *reported), looked)


def _with_headings(page: Page, found: Sequence[Found]) -> tuple[Question, ...]:
    """The questions in the order of the file, each with the headings above it."""
    ordered = sorted(found, key=lambda one: one.start)
    questions: list[Question] = []
    above: list[Heading] = []
    headings = [atom for atom in page.atoms if atom.kind == "heading"]
    at = 0
    inside = -1
    for one in ordered:
        while at < len(headings) and headings[at].words[0] <= one.start:
            atom = headings[at]
            if atom.words[0] >= inside:
                level = atom.level
                above = [heading for heading in above if heading.level < level]
                if atom.words[0] != one.start:
                    above.append(Heading(level, page.says(atom.words)))
            at += 1
        inside = one.end
        questions.append(replace(one.question, headings=tuple(above)))
    return tuple(questions)
