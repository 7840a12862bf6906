"""What the shell is offered: commands, options, rules, choices, and the project's own tags."""

import io
import os
import re
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from ankigen.cli import app, complete
from tests.cli.shell import Shell

NOTE = "> What is a Python list comprehension?\n<details><summary>A</summary>A loop.</details>\n"


@pytest.fixture
def offered(shell: Shell, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    def offer(line: str) -> list[str]:
        words = line.split(" ")
        monkeypatch.setenv("_ANKIGEN_COMPLETE", "complete_bash")
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
        out = io.StringIO()
        with redirect_stdout(out), pytest.raises(SystemExit):
            app.run([])
        for name in ("_ANKIGEN_COMPLETE", "COMP_WORDS", "COMP_CWORD"):
            os.environ.pop(name, None)
        return out.getvalue().split()

    return offer


def test_commands_options_choices_and_rules(offered) -> None:  # type: ignore[no-untyped-def]
    assert offered("ankigen bui") == ["build"]
    assert offered("ankigen check --sel") == ["--select"]
    assert offered("ankigen check --format g") == ["github"]
    assert offered("ankigen check --select AK301") == ["AK301"]
    assert "missing-picture" in offered("ankigen rule missing")
    assert offered("ankigen build --color n") == ["never"]


def test_tags_of_the_project(  # type: ignore[no-untyped-def]
    shell: Shell, offered, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert offered("ankigen list --filter tag:") == []
    shell.write("qa.md", NOTE)
    shell.run("build", "-q")
    found = offered("ankigen list --filter tag:py")
    assert found
    assert all(tag.startswith("tag:python") for tag in found)
    assert set(found) <= set(offered("ankigen list --filter t"))
    assert offered("ankigen build --tag py") == [tag.removeprefix("tag:") for tag in found]
    assert "tag:python" in found  # the tag above them
    shell.write("qa.md", f"## Loops\n\n{NOTE}\n## Snakes\n\n{NOTE}")
    assert offered("ankigen list --filter tag:sn") == ["tag:snakes"]
    monkeypatch.setattr("ankigen.cli.complete.QUICK", 10)
    assert offered("ankigen list --filter tag:sn") == []
    assert offered("ankigen list --filter tag:py") == found
    shell.write("ankigen.lock", "broken")
    assert offered("ankigen build --tag py") == []


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        (
            ["ankigen", "list", "--filter", "tag", ":", "py"],
            ["ankigen", "list", "--filter", "tag:py"],
        ),
        (["ankigen", "build", "--tag", "a", "::"], ["ankigen", "build", "--tag", "a::"]),
        (["ankigen", "build", "--tag", "a", "::", "b"], ["ankigen", "build", "--tag", "a::b"]),
        (["ankigen", "check", "--select", "=", "AK"], ["ankigen", "check", "--select=AK"]),
        (["ankigen", "check", ""], ["ankigen", "check", ""]),
        (["ankigen", "b"], ["ankigen", "b"]),
    ],
)
def test_words_that_bash_cut_are_joined(words: list[str], whole: list[str]) -> None:
    assert complete.rejoined(words, len(words) - 1) == (whole, len(whole) - 1)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("ankigen list --filter tag:sn", ["snakes", "snakes::long"]),
        ("ankigen list --filter tag:snakes::", ["long"]),
        ("ankigen build --tag snakes::l", ["long"]),
        ("ankigen list --filter ta", ["tag:snakes", "tag:snakes::long"]),
        ("ankigen check --select=AK30", [f"AK30{n}" for n in range(1, 10)]),
        ("ankigen bui", ["build"]),
    ],
)
def test_what_bash_gets_goes_on_from_its_last_piece(
    shell: Shell, line: str, found: list[str]
) -> None:
    shell.write("qa.md", f"## Snakes\n\n### Long\n\n{NOTE}")
    shell.write("ankigen.toml", "tags.topics = false\n")
    cut = [word for word in re.split(r"( |[:=]+)", line) if word.strip()]
    names = ("PATH", "HOME", "ANKIGEN_CACHE_DIR", "SYSTEMROOT", "COVERAGE_PROCESS_START")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    place = {"PYTHONPATH": str(Path(__file__).parents[2]), "_ANKIGEN_COMPLETE": "complete_bash"}
    words = {"COMP_WORDS": "\n".join(cut), "COMP_CWORD": str(len(cut) - 1)}
    done = subprocess.run(
        [sys.executable, "-m", "ankigen"],
        env={**kept, **place, **words},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == found
