"""Workers that start before the command line is read: when, and that they change nothing."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from ankigen import crew
from ankigen.cli import early
from tests.benchmarks import cards

PROGRAM = [sys.executable, "-m", "ankigen"]
WITHOUT = [sys.executable, "-c", "from ankigen.cli.app import main; main()"]


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with so many notes that it pays, which is the current one."""
    folder = cards.write(800, tmp_path, "ankigen")
    assert (folder / "notes.md").stat().st_size > early.PAYS
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    return folder


def test_a_first_build_of_many_notes(notes: Path) -> None:
    assert early._notes(["build"]) == "./notes.md"
    assert early._notes(["build", "-q", "--deck", "Many", str(notes)]) == str(notes / "notes.md")
    assert early._notes(["check"]) is None
    assert early._notes([]) is None


def test_help_builds_nothing(notes: Path) -> None:
    assert early._notes(["build", "--help"]) is None
    assert early._notes(["build", "-q", "-h"]) is None


def test_words_that_can_be_no_path(notes: Path) -> None:
    assert early._notes(["build", "--filter", " or ".join(["tag:a"] * 1000)]) == "./notes.md"
    assert early._notes(["build", "--filter", "a\0b"]) == "./notes.md"


def test_what_was_built_is_in_the_cache(notes: Path) -> None:
    (notes.parent / "ankigen.lock").touch()
    assert early._notes(["build"]) is None


def test_few_notes_or_none(notes: Path, tmp_path: Path) -> None:
    (tmp_path / "few").mkdir()
    assert early._notes(["build", str(tmp_path / "few")]) is None
    (notes / "notes.md").write_text("> What?\n")
    assert early._notes(["build"]) is None
    (notes / "gone.md").symlink_to(notes / "nowhere")
    assert early._notes(["build"]) is None


@pytest.mark.skipif(sys.platform != "linux", reason="processes that are forked")
def test_whoever_asks_first_has_them(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "cores", lambda: 2)
    with early.workers(["build"]):
        found = early.crew()
        assert found is not None
        assert list(found.work(abs, [-1, 2])) == [1, 2]
        assert early.crew() is None
    with early.workers(["list"]):
        assert early.crew() is None
    (notes / "notes.md").unlink()
    with early.workers(["build"]):
        assert early.crew() is None


def test_the_deck_is_the_same(notes: Path) -> None:
    assert built(notes, PROGRAM) == built(notes, WITHOUT)


def built(notes: Path, program: Sequence[str]) -> tuple[bytes, bytes]:
    """The package and the lock of a first build."""
    lock, deck = notes / "ankigen.lock", notes / "deck.apkg"
    lock.unlink(missing_ok=True)
    done = run([*program, "build", "--no-cache", "-o", str(deck)])
    assert done.returncode == 0, done.stderr
    return deck.read_bytes(), lock.read_bytes()


def test_a_mistake_in_the_command_line_is_told_as_ever(notes: Path) -> None:
    assert early._notes(["build", "--no-such-option"])
    done = run([*PROGRAM, "build", "--no-such-option"])
    assert done.returncode == 2
    assert done.stderr.startswith("error: no such option")


def run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, env=os.environ, capture_output=True, text=True, check=False, encoding="utf-8"
    )
