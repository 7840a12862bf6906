"""Whatever is typed and whatever the notes hold: exit code 0, 1 or 2, and never a traceback."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ankigen.cli import lazy
from ankigen.settings import Limits
from tests.cli.notes import DIRTY, GOOD
from tests.cli.shell import Shell

COMMANDS = sorted(set(lazy.COMMANDS) - {"watch"})  # which ends with Ctrl-C alone
OPTIONS = sorted(
    {
        option
        for name in COMMANDS
        for param in lazy.command(name).params
        for option in param.opts
        if option.startswith("-")
    }
    - {"--fetch", "--install-completion", "--watch", "-w"}
)
WORDS = st.one_of(
    st.sampled_from(OPTIONS),
    st.sampled_from(
        ["qa.md", ".", "..", "none.md", "ankigen.toml", "out.apkg", "AK301", "1", "-1", "qa.md:1"]
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
    ("diff", ["--json"]),
    ("lock", ["qa.md:1", "--new"]),
    ("init", ["--language", "zh"]),
    ("preview", ["--no-open"]),
    ("push", ["--dry-run"]),
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
LIMITS = [field.encode_name for field in msgspec.structs.fields(Limits)]
TOML = st.one_of(
    st.just(""),
    st.text(max_size=60),
    st.sampled_from(
        ['deck = ""', "deck = 1", "notes = ['../x']", "[tags]\nprefix = '::'", "[check]"]
    ),
    st.sampled_from(["style = '.'", "decks = 'file'", "cloze-marks = true", "dialect = 'heading'"]),
    st.builds("[limits]\n{} = {}".format, st.sampled_from(LIMITS), st.integers(-1, 100)),
    st.builds(
        "deck = {}".format, st.sampled_from(["[" * 2000, "{a=" * 2000, "'" + "::" * 90 + "'"])
    ),
)
LOCK = [
    *("ankigen.lock\t1\tnotes\n", "built\t1764000000\n", "deck\tNotes\n", "type\t1\td\t1\tn\n"),
    *("end\n", "qa.md\t", "basic\t", "-cloze\t", "1764000000\t", "99999999999999999999\t"),
    *("a" * 16 + "\t", "\t", "\n", "\\", "-1", "é", "\0", "<<<<<<< \n", "topic::a,b"),
]
LOCKS = st.one_of(
    st.just(b""),
    st.binary(max_size=80),
    st.lists(st.sampled_from(LOCK), max_size=30).map(lambda pieces: "".join(pieces).encode()),
)
AWAY = {"BROWSER": "true", "ANKIGEN_ANKI": "http://127.0.0.1:1"}
"""No browser is opened, and no Anki is found."""


def tried(shell: Shell, line: tuple[str, list[str]], files: dict[str, bytes]) -> None:
    """A command line in a folder that holds nothing but these files."""
    for name, value in AWAY.items():
        shell.monkeypatch.setenv(name, value)
    shell.monkeypatch.setattr("webbrowser.open", lambda _: True)
    for path in shell.folder.parent.iterdir():
        shutil.rmtree(path) if path.is_dir() and path != shell.folder else None
        path.unlink() if path.is_file() else None
    for path in shell.folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for file, content in files.items():
        (shell.folder / file).write_bytes(content)
    name, words = line
    result = shell.run(name, *words)
    assert result.code in (0, 1, 2)
    assert "Traceback" not in result.err


ROUND = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
FILES = st.fixed_dictionaries(
    {"qa.md": NOTES, "ankigen.toml": TOML.map(lambda text: text.encode("utf-8", "replace"))},
    optional={"ankigen.lock": LOCKS},
)


@ROUND
@given(line=LINES, files=FILES)
def test_in_process(shell: Shell, line: tuple[str, list[str]], files: dict[str, bytes]) -> None:
    tried(shell, line, files)


@pytest.mark.slow
@settings(ROUND, max_examples=20_000)
@given(line=LINES, files=FILES)
def test_in_process_for_long(
    shell: Shell, line: tuple[str, list[str]], files: dict[str, bytes]
) -> None:
    tried(shell, line, files)


@pytest.mark.slow
@settings(ROUND, max_examples=300)
@given(line=LINES, files=FILES)
def test_as_a_process(tmp_path: Path, line: tuple[str, list[str]], files: dict[str, bytes]) -> None:
    folder = tmp_path / "notes"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for file, content in files.items():
        (folder / file).write_bytes(content)
    name, words = line
    words = [word.encode("utf-8", "replace").decode() for word in words]
    command = [sys.executable, "-W", "error", "-m", "ankigen", name, *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, env={**os.environ, **AWAY})
    assert done.returncode in (0, 1, 2)
    assert b"Traceback" not in done.stderr
