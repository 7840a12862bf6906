"""Whatever is typed and whatever the notes hold: exit code 0, 1 or 2, and never a traceback."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ankigen.cli import lazy
from tests.cli.notes import DIRTY, GOOD
from tests.cli.shell import Shell

COMMANDS = sorted({"build", "list", "check", "rule", "tags", "inspect"} & set(lazy.COMMANDS))
OPTIONS = sorted(
    {
        option
        for name in COMMANDS
        for param in lazy.command(name).params
        for option in param.opts
        if option.startswith("-")
    }
    - {"--fetch", "--install-completion"}
)
WORDS = st.one_of(
    st.sampled_from(OPTIONS),
    st.sampled_from(
        ["qa.md", ".", "..", "none.md", "ankigen.toml", "out.apkg", "AK301", "1", "-1"]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\0/"), max_size=12),
)
GOOD_LINES = [
    ("build", []),
    ("build", ["--json", "--strict", "--deck", "a::b"]),
    ("list", ["--json", "--why"]),
    ("list", ["--color", "always"]),
    ("check", ["--fix"]),
    ("check", ["--diff"]),
    ("check", ["--format", "json"]),
    ("tags", []),
]
LINES = st.one_of(
    st.sampled_from(GOOD_LINES),
    st.tuples(st.sampled_from([*COMMANDS, "--help", "bild"]), st.lists(WORDS, max_size=5)),
)
PIECES = (
    "> |<details>|</details>|<summary>|</summary>|答案|Q: |A: |\n|\n\n|```|$$|`|# |## What?|1. |- "
    "|    |\t|---|![a](b)|[x]: y|{{c1::|}}|\r|\0|\u2028|<script>|&amp;|#tag|::|<!--|-->"
    "|ankigen: ignore|tags: |+++|\ud7ff|é|😀"
).split("|")
MARKUP = st.lists(st.sampled_from([*PIECES, "|"]), max_size=60).map("".join)
NOTES = st.one_of(
    MARKUP.map(lambda text: text.encode()),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")),
    st.binary(max_size=200),
    st.sampled_from([GOOD.encode(), DIRTY.encode(), b""]),
)
TOML = st.one_of(
    st.just(""),
    st.text(max_size=60),
    st.sampled_from(
        ['deck = ""', "deck = 1", "notes = ['../x']", "[tags]\nprefix = '::'", "[check]"]
    ),
)


def tried(shell: Shell, line: tuple[str, list[str]], notes: bytes, toml: str) -> None:
    for path in shell.folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    (shell.folder / "qa.md").write_bytes(notes)
    shell.write("ankigen.toml", toml.encode("utf-8", "replace").decode())
    name, words = line
    result = shell.run(name, *words)
    assert result.code in (0, 1, 2)
    assert "Traceback" not in result.err


ROUND = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@ROUND
@given(line=LINES, notes=NOTES, toml=TOML)
def test_in_process(shell: Shell, line: tuple[str, list[str]], notes: bytes, toml: str) -> None:
    tried(shell, line, notes, toml)


@pytest.mark.slow
@settings(ROUND, max_examples=20_000)
@given(line=LINES, notes=NOTES, toml=TOML)
def test_in_process_for_long(
    shell: Shell, line: tuple[str, list[str]], notes: bytes, toml: str
) -> None:
    tried(shell, line, notes, toml)


@pytest.mark.slow
@settings(ROUND, max_examples=300)
@given(line=LINES, notes=NOTES)
def test_as_a_process(tmp_path: Path, line: tuple[str, list[str]], notes: bytes) -> None:
    (tmp_path / "qa.md").write_bytes(notes)
    name, words = line
    words = [word.encode("utf-8", "replace").decode() for word in words]
    command = [sys.executable, "-W", "error", "-m", "ankigen", name, *words]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True)
    assert done.returncode in (0, 1, 2)
    assert b"Traceback" not in done.stderr
