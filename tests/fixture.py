"""Fixture files of title, input, expected: see tests/fixtures/README.md."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import Struct

FIXTURES = Path(__file__).parent / "fixtures"


class Case(Struct, frozen=True):
    """One case. `number` counts from 0 in its file."""

    file: Path
    number: int
    title: str
    input: str
    expected: str


def read(file: Path) -> tuple[str, list[Case]]:
    """A file's prose and its cases. A file that is cut off is an error."""
    prose, text = "", file.read_text(encoding="utf-8")
    if "\n===\n" in text:
        prose, text = text.split("\n===\n", 1)
        prose += "\n===\n"
    cases, lines = [], iter(text.split("\n"))
    for title in lines:
        if not title.strip():
            continue
        assert next(lines, None) == ".", f"{file}: a full stop must follow the title {title!r}"
        body, expected = _until_stop(lines), _until_stop(lines)
        assert body is not None, f"{file}: {title!r} has no input"
        assert expected is not None, f"{file}: {title!r} is not closed"
        cases.append(Case(file, len(cases), title, body, expected))
    titles = [case.title for case in cases]
    assert len(set(titles)) == len(titles), f"{file}: two cases of one title"
    return prose, cases


def _until_stop(lines: "object") -> str | None:
    out: list[str] = []
    for line in lines:  # type: ignore[attr-defined]
        if line == ".":
            return "\n".join(out).replace("␍", "\r")
        out.append("." if line == "\\." else line)
    return None


def write(file: Path, prose: str, cases: list[Case]) -> None:
    """The file of these cases, as `read` reads it."""

    def lines(text: str) -> str:
        text = text.replace("\r", "␍")
        return "".join(("\\." if line == "." else line) + "\n" for line in text.split("\n"))

    parts = [f"{c.title}\n.\n{lines(c.input)}.\n{lines(c.expected)}.\n" for c in cases]
    file.write_text(prose + "\n".join(parts), encoding="utf-8")


def cases(folder: str) -> pytest.MarkDecorator:
    """Parametrise a test's `case` over the files of tests/fixtures/FOLDER (or FOLDER.txt)."""
    place = FIXTURES / folder
    files = sorted(place.glob("*.txt")) if place.is_dir() else [place.with_suffix(".txt")]
    found = [case for file in files for case in read(file)[1]]
    assert found, f"no cases in {place}"
    ids = [f"{case.file.stem}: {case.title}" for case in found]
    return pytest.mark.parametrize("case", found, ids=ids)


def check(case: Case, give: Callable[[str], str], update: bool) -> None:
    """Compare, or with --update write what `give` gives."""
    got = give(case.input).rstrip("\n")
    if update and got != case.expected.rstrip("\n"):
        prose, all_cases = read(case.file)
        fresh = Case(case.file, case.number, case.title, case.input, got)
        write(case.file, prose, [fresh if c.number == case.number else c for c in all_cases])
        return
    assert got == case.expected.rstrip("\n")
