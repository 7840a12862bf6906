"""Diagnostics as text. The cases: what is marked in the source as «…», and how it is shown."""

import io
import json

import pytest

from ankigen.model import Diagnostic, Rule, Source, Span
from ankigen.report import diagnostics
from ankigen.report.terminal import Terminal, cells, fit, plain
from tests import fixture
from tests.fixture import Case

RULE = Rule("AK301", "missing-picture", "warning", "summary", "why", "bad", "good")


def found(text: str, message: str = "img/a.png does not exist", help: str = "") -> Diagnostic:
    start = text.index("«")
    end = text.index("»") - 1
    source = Source("notes/qa.md", text.replace("«", "").replace("»", ""))
    return Diagnostic(RULE, message, Span(source, start, end), help)


@fixture.cases("report/full")
def test_full(case: Case, update: bool) -> None:
    width = int(case.title.rpartition(" at ")[2])
    terminal = Terminal(io.StringIO(), width=width)

    def give(text: str) -> str:
        return diagnostics.render([found(text, help="mend it")], "full", terminal).rstrip("\n")

    fixture.check(case, give, update)


def test_full_shows_the_other_place_too() -> None:
    one = found("> «Why?»\n")
    assert one.span is not None
    other = Source("b.md", "\n> Why?\n")
    item = Diagnostic(RULE, "asked twice", one.span, related=((Span(other, 3, 7), "here too"),))
    shown = diagnostics.full(item, Terminal(io.StringIO()))
    assert "--> notes/qa.md:1:3" in shown
    assert "::: b.md:2:3" in shown
    assert "^^^^ here too" in shown


def test_colour_changes_nothing_but_colour() -> None:
    item = found("![a](«img/a.png»)", help="look")
    colour = diagnostics.full(item, Terminal(io.StringIO(), color=True))
    bare = diagnostics.full(item, Terminal(io.StringIO()))
    assert "\x1b[1;33m" in colour
    for code in ("1;33", "1", "34", "0"):
        colour = colour.replace(f"\x1b[{code}m", "")
    assert colour == bare


def test_concise_is_one_line_with_its_place() -> None:
    said = diagnostics.concise(found("a\n\n![a](«b»)"), Terminal(io.StringIO()))
    assert said == "notes/qa.md:3:6: warning[AK301] img/a.png does not exist"


def test_github_s_annotation_moves_no_cursor() -> None:
    said = diagnostics.github(found("«x»", "a\x1b]0;b\x07 c\x9b31m\u202e"), lambda _: "a\x1b[2J.md")
    assert said.isprintable()
    assert "file=a[2J.md" in said


def test_github_s_annotation_is_escaped() -> None:
    said = diagnostics.github(found("«x»", "50% of a,b:\nmissing", "look"))
    assert said == (
        "::warning file=notes/qa.md,line=1,endLine=1,col=1,endColumn=2,"
        "title=AK301 missing-picture::50%25 of a,b:%0Amissing (look)"
    )


def test_json_is_one_array_with_the_promised_keys() -> None:
    items = [found("a\n«b\nc»d", help="h"), Diagnostic(RULE, "of the project")]
    records = json.loads(diagnostics.render(items, "json", Terminal(io.StringIO())))
    assert records[0] == {
        "rule": "AK301",
        "slug": "missing-picture",
        "severity": "warning",
        "message": "img/a.png does not exist",
        "file": "notes/qa.md",
        "line": 2,
        "column": 1,
        "end_line": 3,
        "end_column": 2,
        "help": "h",
    }
    assert records[1]["file"] is None
    assert records[1]["line"] is None
    assert json.loads(diagnostics.render([], "json", Terminal(io.StringIO()))) == []


@pytest.mark.parametrize(
    ("text", "width"), [("abc", 3), ("什么", 4), ("e\u0301", 1), ("a\u200bb", 2), ("", 0)]
)
def test_cells(text: str, width: int) -> None:
    assert cells(text) == width


def test_fit_cuts_by_columns() -> None:
    assert fit("什么是元组", 10) == "什么是元组"
    assert fit("什么是元组", 9) == "什么是元…"
    assert fit("什么是元组", 8) == "什么是…"
    assert all(cells(fit("a什么b是元组c", width)) <= width for width in range(1, 14))


def test_what_a_note_says_cannot_move_the_cursor() -> None:
    assert plain("a\x1b[2Jb\u202ec\td\ne") == "a[2Jbc d e"
