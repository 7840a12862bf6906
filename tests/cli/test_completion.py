"""What the shell is offered: commands, options, rules, choices, and the project's own tags."""

import io
import os
from contextlib import redirect_stdout

import pytest

from ankigen.cli import app
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


def test_tags_of_the_project(shell: Shell, offered) -> None:  # type: ignore[no-untyped-def]
    assert offered("ankigen list --filter tag:") == []
    shell.write("qa.md", NOTE)
    shell.run("build", "-q")
    found = offered("ankigen list --filter tag:py")
    assert found
    assert all(tag.startswith("tag:python") for tag in found)
    assert set(found) <= set(offered("ankigen list --filter t"))
    assert offered("ankigen build --tag py") == [tag.removeprefix("tag:") for tag in found]
    shell.write("ankigen.lock", "broken")
    assert offered("ankigen build --tag py") == []
