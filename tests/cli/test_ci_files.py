"""The hook for pre-commit and the action for GitHub say what the program understands."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.notes import DIRTY, GOOD, PNG
from tests.cli.shell import Shell

ROOT = Path(__file__).parent.parent.parent
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"] if "name" in step}


def test_the_hook_checks_the_files_it_is_given(shell: Shell) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    program, *arguments = shlex.split(hook["entry"])
    assert (program, hook["language"], hook["types"]) == ("ankigen", "python", ["markdown"])
    shell.write("good.md", GOOD.replace("img/tuple.png", "http://example.com/a.png"))
    assert shell.run(*arguments, "good.md").code == 0
    shell.write("dirty.md", DIRTY)
    result = shell.run(*arguments, "dirty.md")
    assert result.code == 1
    assert result.out.splitlines()[0].startswith("dirty.md:")


@pytest.fixture
def runner(tmp_path: Path) -> Path:
    """A folder of notes, with the program on the path."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, command in (("ankigen", "-m ankigen"), ("python", "")):
        file = programs / name
        file.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {command} "$@"\n')
        file.chmod(0o755)
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "qa.md").write_text(DIRTY, encoding="utf-8")
    (notes / "img").mkdir()
    (notes / "img" / "tuple.png").write_bytes(PNG)
    return notes


def step(name: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a step as the runner does."""
    around = folder.parent
    path = f"{around / 'bin'}{os.pathsep}{os.environ['PATH']}"
    own = {"PATH": path, "PYTHONPATH": str(ROOT), "GITHUB_OUTPUT": str(around / "output")}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", STEPS[name]["run"]],
        cwd=folder,
        env={**os.environ, **own, "RUNNER_TEMP": str(around), **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")


@needs_bash
def test_the_action_annotates_and_goes_on(runner: Path) -> None:
    done = step("Check the notes", runner)
    assert done.returncode == 0
    assert re.search(r"^::warning .*file=qa\.md,line=\d+", done.stdout, re.MULTILINE)
    (runner / "ankigen.toml").write_text("dek = 1")
    assert step("Check the notes", runner).returncode


@needs_bash
def test_the_action_builds_and_names_the_deck(runner: Path) -> None:
    assert step("Build the deck", runner, STRICT="false").returncode == 0
    said = (runner.parent / "output").read_text(encoding="utf-8")
    assert said == f"deck={(runner / 'dist' / 'notes.apkg').resolve()}\ncards=3\n"
    done = json.loads((runner.parent / "ankigen.json").read_text(encoding="utf-8"))
    assert done["deck"] == "notes"
    assert step("Build the deck", runner, STRICT="true").returncode == 1


@needs_bash
def test_the_action_takes_a_style_where_its_owner_says_so(runner: Path) -> None:
    (runner / "qa.md").write_text(GOOD.replace("img/tuple.png", "https://example.com/a.png"))
    (runner / "ankigen.toml").write_text('style = "look"')
    (runner / "look").mkdir()
    (runner / "look" / "user.css").write_text(".card { --size: 20px }")
    assert step("Build the deck", runner, STRICT="true").returncode == 1
    assert step("Build the deck", runner, STRICT="true", TRUST_STYLE="true").returncode == 0
    assert set(ACTION["inputs"]) >= {"strict", "trust-style"}


def test_no_input_reaches_a_script_unquoted() -> None:
    for step in STEPS.values():
        assert "${{" not in step["run"]
    outputs = {output["value"] for output in ACTION["outputs"].values()}
    assert outputs == {"${{ steps.build.outputs.deck }}", "${{ steps.build.outputs.cards }}"}
