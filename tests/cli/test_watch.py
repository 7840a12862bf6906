"""`ankigen watch` as a process: its lines, its deck, its lock, and its end by Ctrl-C."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue

import pytest

from ankigen.apkg.read import read
from tests.cli.notes import GOOD
from tests.cli.shell import Shell

NEW = "\n> New?\n<details><summary>Answer</summary>Yes.</details>\n"
EMPTY = "\n> Empty?\n<details><summary>Answer</summary></details>\n"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent as a signal")


class Watch:
    """A running `ankigen watch` and the lines that it says."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ankigen", "watch", *arguments],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONUTF8": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self.lines: Queue[str] = Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n"))

    def until(self, wanted: str) -> str:
        """The lines up to one that matches; that one."""
        seen = []
        while True:
            try:
                line = self.lines.get(timeout=30)
            except Empty:
                raise AssertionError(f"never {wanted!r}, but {seen}") from None
            if re.search(wanted, line):
                return line
            seen.append(line)

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(30)
        self.reader.join(10)
        return code


@pytest.fixture
def folder(shell: Shell) -> Path:
    shell.write("qa.md", GOOD.replace("![a picture](img/tuple.png)", ""))
    return shell.folder


@pytest.fixture
def watch(folder: Path) -> Iterator[Watch]:
    running = Watch(folder)
    yield running
    running.process.kill()
    running.process.wait()


def questions(folder: Path) -> list[str]:
    return [
        note.fields[0] for deck in read(folder / "dist" / "notes.apkg").decks for note in deck.notes
    ]


def test_a_line_for_each_build(watch: Watch, folder: Path) -> None:
    line = watch.until("cards")
    assert re.fullmatch(r"\d\d:\d\d:\d\d  2 cards in dist/notes.apkg  \d+\.\d\d s", line)
    assert len(questions(folder)) == 2
    notes = folder / "qa.md"
    notes.write_text(notes.read_text("utf-8") + NEW, "utf-8")
    watch.until("  3 cards, 1 new  ")
    assert questions(folder)[-1] == "New?"
    notes.write_text(notes.read_text("utf-8").replace("Yes.", "No."), "utf-8")
    watch.until("  3 cards, 1 changed  ")
    assert watch.end() == 0


def test_the_lock_is_written_once_at_the_end(watch: Watch, folder: Path) -> None:
    watch.until("2 cards")
    notes = folder / "qa.md"
    notes.write_text(notes.read_text("utf-8") + NEW.replace("New?", "Half-ty"), "utf-8")
    watch.until("3 cards")
    notes.write_text(notes.read_text("utf-8").replace("Half-ty", "Half-typed?"), "utf-8")
    watch.until("1 new, 1 removed")
    assert not (folder / "ankigen.lock").exists()
    assert watch.end() == 0
    lock = (folder / "ankigen.lock").read_text("utf-8")
    assert "Half-typed?" in lock
    assert len([line for line in lock.splitlines() if "Half-ty" in line]) == 1


def test_diagnostics_come_and_go(watch: Watch, folder: Path) -> None:
    watch.until("2 cards")
    notes = folder / "qa.md"
    before = notes.read_text("utf-8")
    notes.write_text(before + EMPTY, "utf-8")
    watch.until(r"^qa\.md:\d+:\d+: .*AK201")
    notes.write_text("\n\n" + before + EMPTY, "utf-8")
    line = watch.until("AK201|cards")
    assert "nothing changed" in line
    notes.write_text(before, "utf-8")
    watch.until(r"✓ qa\.md: AK201 empty-answer is gone")
    assert watch.end() == 0


def test_broken_states_are_told_and_survived(watch: Watch, folder: Path) -> None:
    watch.until("2 cards")
    notes = folder / "qa.md"
    before = notes.read_text("utf-8")
    (folder / "ankigen.toml").write_text("deck = 3\n")
    watch.until("error: .*deck")
    (folder / "ankigen.toml").unlink()
    watch.until("2 cards")
    notes.unlink()
    watch.until("error: no ")
    assert len(questions(folder)) == 2
    notes.write_text(before, "utf-8")
    watch.until("2 cards")
    assert watch.end() == 0


def test_an_end_without_notes_keeps_the_last_deck(watch: Watch, folder: Path) -> None:
    watch.until("2 cards")
    (folder / "qa.md").unlink()
    watch.until("error: no ")
    assert watch.end() == 1
    assert len(questions(folder)) == 2
    assert not (folder / "ankigen.lock").exists()


def test_what_cannot_run_ends_at_once(shell: Shell) -> None:
    result = shell.run("watch", "nothing.md")
    assert result.code == 2
    assert "does not exist" in result.err
