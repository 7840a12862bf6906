"""Dirt in the notes: whatever is done to a fixture, no card swallows its neighbour."""

import random
import re
from collections.abc import Callable

import pytest

from ankigen.model import Question
from ankigen.text import normal
from tests import fixture
from tests.test_readers import read

Dirt = Callable[[list[str], random.Random], list[str]]

STRAY = ["</details>", "</summary>", "</p>", "</div>", "<br>", "</b></details>", "</DETAILS >"]


def _outside_code(lines: list[str]) -> list[int]:
    """The lines at which something can be put without being code."""
    found, fence = [], False
    head = lines.index("---", 1) if lines[0] == "---" and "---" in lines[1:] else -1
    for at, line in enumerate(lines):
        if at <= head:
            continue
        if re.match(r"\s*(?:>\s*)?```", line):
            fence = not fence
        elif not fence:
            found.append(at)
    return found


def stray_tag(lines: list[str], chance: random.Random) -> list[str]:
    places = [i for i in _outside_code(lines) if not re.match(r"[-=]+\s*$", lines[i])]
    at = chance.choice(places or [0])
    return [*lines[:at], chance.choice(STRAY), *lines[at:]]


def lost_end(lines: list[str], chance: random.Random) -> list[str]:
    places = [i for i in _outside_code(lines) if "</details>" in lines[i].lower()]
    if not places:
        return lines
    at = chance.choice(places)
    line = re.sub(r"</details>", "", lines[at], flags=re.IGNORECASE)
    return [*lines[:at], line, *lines[at + 1 :]]


def odd_indent(lines: list[str], chance: random.Random) -> list[str]:
    out = list(lines)
    for at in _outside_code(lines):
        if re.match(r"(?![-*+|\s]|\d+[.)])", lines[at]) and lines[at]:
            out[at] = " " * chance.randrange(0, 2) + lines[at]
    return out


def trailing_blanks(lines: list[str], chance: random.Random) -> list[str]:
    return [
        line
        + chance.choice(
            ["", " ", "  ", "\t", "\u200b" if re.search(r"\w.*\w[.。?？]?$", line) else " "]
        )
        for line in lines
    ]


def wide_blank_lines(lines: list[str], chance: random.Random) -> list[str]:
    return [line if line.strip() else chance.choice(["", " ", "  ", "\n"]) for line in lines]


def cut(lines: list[str], chance: random.Random) -> list[str]:
    return lines[: chance.randrange(1, len(lines) + 1)]


DIRTS: list[Dirt] = [stray_tag, lost_end, odd_indent, trailing_blanks, wide_blank_lines, cut]


def fronts(questions: tuple[Question, ...]) -> list[str]:
    return [normal(question.front.text) for question in questions]


@pytest.mark.parametrize("dirt", DIRTS)
@fixture.cases("readers")
def test_no_card_swallows_its_neighbour(case: fixture.Case, dirt: Dirt) -> None:
    clean = read(case.input).questions
    asked = fronts(clean)
    if len(clean) < 2 or len(set(asked)) < len(asked) or "dialect" in case.input:
        return
    held = {
        (a, b)
        for a, one in zip(asked, clean, strict=True)
        for b in asked
        if a != b and b in normal(one.back.text)
    }
    for seed in range(5):
        lines = dirt(case.input.split("\n"), random.Random(seed))
        end = normal("\n".join(lines[-3:]))
        for question in read("\n".join(lines)).questions:
            back, front = normal(question.back.text), normal(question.front.text)
            for other in asked:
                if len(other) < 6 or other in front or (front, other) in held:
                    continue
                if dirt is cut and other in end:
                    continue  # nothing is left of it but the question
                assert other not in back, f"seed {seed}: {question.front.text!r} holds {other!r}"


@pytest.mark.parametrize("dirt", [odd_indent, trailing_blanks, wide_blank_lines])
@fixture.cases("readers")
def test_blanks_lose_no_card(case: fixture.Case, dirt: Dirt) -> None:
    clean = fronts(read(case.input).questions)
    for seed in range(3):
        lines = dirt(case.input.split("\n"), random.Random(seed))
        assert len(read("\n".join(lines)).questions) == len(clean), f"seed {seed}"


@fixture.cases("readers")
def test_a_cut_file_is_read(case: fixture.Case) -> None:
    """At every line and in the middle of lines; spans stay inside the text."""
    text = case.input
    for at in {*(i for i, char in enumerate(text) if char == "\n"), *range(0, len(text), 37)}:
        for question in read(text[:at]).questions:
            assert 0 <= question.span.start <= question.span.end <= at
