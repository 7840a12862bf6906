"""Readers: what is made of each habit and each trap (tests/fixtures/readers)."""

from functools import partial

import pytest

from ankigen.blocks import parse
from ankigen.model import Excerpt, Question, Source
from ankigen.split import Split, split
from tests import fixture


def shown(excerpt: Excerpt, mark: str) -> str:
    head = f"{mark}raw " if excerpt.raw else mark
    lines = excerpt.text.split("\n")
    return "\n".join([head + lines[0], *((" " * len(mark) + line).rstrip() for line in lines[1:])])


def card(question: Question) -> str:
    head = f"[{question.reader}] line {question.span.line}"
    if question.kind != "basic":
        head += f" {question.kind}"
    if question.headings:
        head += " under " + " > ".join(heading.text for heading in question.headings)
    if question.tags:
        head += " tags " + ", ".join(question.tags)
    if question.id:
        head += f" id {question.id}"
    if question.deck:
        head += f" deck {question.deck}"
    if question.extra:
        head += " extra " + ", ".join(question.extra)
    parts = [head, shown(question.front, "Q: "), shown(question.back, "A: ")]
    if question.hint:
        parts.append(shown(question.hint, "H: "))
    return "\n".join(parts)


def read(text: str, path: str = "notes.md", dialect: str | None = None) -> Split:
    source = Source(path, text)
    return split(source, parse(text), dialect)


def report(text: str, path: str = "notes.md") -> str:
    found = read(text, path)
    said = [
        f"! {one.rule.code} line {one.span.line if one.span else 0}: {one.message}"
        for one in found.diagnostics
    ]
    return "\n\n".join([*map(card, found.questions), *said]) or "nothing"


def path_of(case: fixture.Case) -> str:
    """The name of the file that a case is."""
    return "README.md" if case.file.stem == "readme" else "notes.md"


@fixture.cases("readers")
def test_reader(case: fixture.Case, update: bool) -> None:
    fixture.check(case, partial(report, path=path_of(case)), update)


@fixture.cases("readers")
def test_spans_hold_the_text(case: fixture.Case) -> None:
    """A question's excerpts are cut from inside its span, and no two spans overlap."""
    end = 0
    for question in read(case.input).questions:
        assert question.span.start >= end
        end = question.span.end
        if question.reader in ("table", "key"):
            continue  # they show the table's header, the answer at the end
        pieces = [*question.front.pieces, *question.back.pieces]
        for start, stop, pad in pieces:
            assert question.span.start <= start <= stop <= end
            assert pad >= -1


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
@fixture.cases("readers")
def test_line_endings_change_nothing(case: fixture.Case, ending: str) -> None:
    if "\r" in case.input:
        return
    path = path_of(case)
    assert report(case.input.replace("\n", ending), path) == report(case.input, path)


@fixture.cases("readers")
def test_blanks_after_a_summary_change_nothing(case: fixture.Case) -> None:
    if "</summary>\n" not in case.input or "\r" in case.input:
        return
    blanks = "</summary> \t\n"
    got = report(case.input.replace("</summary>\n", blanks)).replace(blanks, "</summary>\n")
    assert got == report(case.input)
