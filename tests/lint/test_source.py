"""Checks of a file's Markdown: what is said of each case, and what the mends make of it."""

import io

import pytest

from ankigen.model import Diagnostic, Source
from ankigen.pipeline.pages import paged
from ankigen.project.mend import apply
from ankigen.report.diagnostics import render
from ankigen.report.terminal import Terminal
from ankigen.settings import Settings
from tests import fixture
from tests.fixture import Case


def found(text: str) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
    page, said = paged(Source("qa.md", text), Settings())
    return tuple(question.back.text for question in page.questions), said


@fixture.cases("lint/source")
def test_what_is_said(case: Case, update: bool) -> None:
    def give(text: str) -> str:
        return render(found(text)[1], "concise", Terminal(io.StringIO()))

    fixture.check(case, give, update)


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        (
            "> １２、什么？\n<details><summary>A</summary>\n\nAn answer.\n</details>\n",
            "> 12、什么？\n<details><summary>A</summary>\n\nAn answer.\n</details>\n",
        ),
        (
            "> One?\n<details><summary>A</summary>\n\nFirst.\n\n"
            "> Two?\n<details><summary>A</summary>\n\nSecond.\n</details>\n",
            "> One?\n<details><summary>A</summary>\n\nFirst.\n</details>\n\n"
            "> Two?\n<details><summary>A</summary>\n\nSecond.\n</details>\n",
        ),
    ],
)
def test_a_mend_silences_its_rule_and_changes_no_card(text: str, mended: str) -> None:
    backs, said = found(text)
    got, made = apply(text, said)
    assert got == mended
    assert len(made) == 1
    assert found(got) == (backs, ())
