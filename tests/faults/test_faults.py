"""What is left when the disk fails or the process dies: the old deck or the new one, whole."""

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from msgspec import Struct

from ankigen.apkg.read import read
from ankigen.apkg.verify import verify
from tests import real_anki
from tests.assets.pictures import png

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("ANKIGEN_KILLS", "20"))


class Project(Struct, frozen=True):
    """A project with a built deck, whose notes have changed since."""

    folder: Path
    old: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def deck(self) -> Path:
        return self.folder / "dist" / "Notes.apkg"

    def copied(self, folder: Path) -> "Project":
        shutil.copytree(self.folder, folder)
        return Project(folder, self.old, self.new)

    def command(self) -> list[str]:
        return [sys.executable, "-m", "ankigen", "build", "--deck", "Notes"]

    def environment(self, **more: str) -> dict[str, str]:
        (self.folder / "tmp").mkdir(exist_ok=True)
        own = {
            "PYTHONPATH": str(ROOT),
            "TMPDIR": str(self.folder / "tmp"),
            "HOME": str(self.folder),
            "ANKIGEN_CACHE_DIR": str(self.folder / "cache"),
        }
        return os.environ | own | {"PYTHONDONTWRITEBYTECODE": "1"} | more

    def build(self, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(),
            cwd=self.folder,
            env=self.environment(**more),
            capture_output=True,
            text=True,
            check=False,
        )

    def check(self) -> None:
        """The deck is whole, and it is the old one or the new one (a picture may be missing)."""
        assert verify(self.deck) == ()
        answers = [note.fields[1] for note in read(self.deck).notes]
        assert len(answers) == len(self.new)
        assert len({("old" in answer, "new" in answer) for answer in answers}) == 1

    def leftovers(self) -> list[str]:
        kept = {"qa.md", "a.png", "ankigen.lock", "Notes.apkg"}
        places = (self.folder, self.folder / "dist", self.folder / "tmp")
        files = [file for place in places for file in place.iterdir() if file.is_file()]
        return [file.name for file in files if file.name not in kept]


def _notes(count: int, word: str) -> str:
    cards = (
        f"> {number}、question {number}?\n<details><summary>A</summary>\n\n{word} {number}\n\n"
        + "![p](a.png)\n" * (number == 1)
        + "</details>\n"
        for number in range(1, count + 1)
    )
    return "\n".join(cards)


def made(folder: Path, count: int) -> Project:
    folder.mkdir()
    project = Project(folder, (), ())
    (folder / "a.png").write_bytes(png())
    answers = []
    for word in ("new", "old"):
        (folder / "qa.md").write_text(_notes(count, word), encoding="utf-8")
        done = project.build()
        assert done.returncode == 0, done.stderr
        answers.append(tuple(note.fields[1] for note in read(project.deck).notes))
    (folder / "qa.md").write_text(_notes(count, "new"), encoding="utf-8")
    new, old = answers
    assert len(old) == len(new) == count
    assert old != new
    return Project(folder, old, new)


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    compiler = shutil.which("cc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("failing system calls needs a C compiler and Linux")
    built = tmp_path_factory.mktemp("shim") / "shim.so"
    source = Path(__file__).with_name("shim.c")
    command = [compiler, "-shared", "-fPIC", "-o", str(built), str(source), "-ldl"]
    subprocess.run(command, check=True, capture_output=True)
    return built


CALLS = {
    errno.EIO: {"open", "read", "write", "pwrite64", "lseek64", "fsync", "ftruncate64", "close"},
    errno.ENOSPC: {"open", "write", "pwrite64", "mkdir", "rename"},
    errno.EACCES: {"mkdir", "rename", "unlink"},
}
"""The calls that each error is tried on."""


@pytest.mark.parametrize("code", CALLS)
def test_each_system_call_fails_once(shim: Path, tmp_path: Path, code: int) -> None:
    original = made(tmp_path / "original", 3)
    log = tmp_path / "log"

    def faulty(project: Project, at: int) -> dict[str, str]:
        return {
            "LD_PRELOAD": str(shim),
            "FAULT_PREFIX": str(project.folder),
            "FAULT_LOG": str(log),
            "FAULT_ERRNO": str(code),
            "FAULT_AT": str(at),
        }

    counted = original.copied(tmp_path / "counted")
    assert counted.build(**faulty(counted, 0)).returncode == 0
    calls = log.read_text().split()
    assert {"write", "fsync", "rename", "open", "close", "read"} <= set(calls)
    assert calls.count("rename") >= 2  # the lock and the deck
    print(f"{sum(call in CALLS[code] for call in calls)} of {len(calls)} calls fail")
    for number, call in enumerate(calls, 1):
        if call not in CALLS[code]:
            continue
        log.write_text("")
        project = original.copied(tmp_path / str(number))
        done = project.build(**faulty(project, number))
        failed = log.read_text().strip()
        where = f"{failed}, call {number}: {done.stderr}"
        assert "Traceback" not in done.stderr, where
        assert done.returncode in (0, 1, 2), where
        project.check()
        if failed not in ("unlink", "close"):
            assert project.leftovers() == [], where
        if done.returncode == 2:
            assert "error: " in done.stderr, where
        assert project.build().returncode == 0, where
        assert tuple(note.fields[1] for note in read(project.deck).notes) == project.new, where
        shutil.rmtree(project.folder)


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_build_is_ended_at_any_moment(tmp_path: Path, sign: signal.Signals) -> None:
    """Again and again on one project, so that each build starts from what the last one left.

    The moments follow the speed of the machine: later after a build that was ended, earlier after
    one that was done before, so that most of them fall into the writing.
    """
    count = int(os.environ.get("ANKIGEN_KILL_CARDS", "1000"))
    project = made(tmp_path / "project", count)
    start = time.perf_counter()
    assert project.build().returncode == 0
    whole = time.perf_counter() - start
    chance = random.Random(7)
    ended, put = 0, set[bytes]()
    for number in range(KILLS):
        word = "old" if number % 2 else "new"
        (project.folder / "qa.md").write_text(_notes(count, word), encoding="utf-8")
        with (tmp_path / "said").open("w") as heard:  # a pipe that nobody reads would hold it up
            process = subprocess.Popen(
                project.command(),
                cwd=project.folder,
                env=project.environment(),
                stdout=subprocess.DEVNULL,
                stderr=heard,
            )
            time.sleep(chance.uniform(0.3, 1) * whole)
            process.send_signal(sign)
            process.wait()
        said = (tmp_path / "said").read_text(encoding="utf-8")
        assert "Traceback" not in said
        ended += process.returncode != 0
        whole *= 1.1 if process.returncode else 0.8
        put.add(project.deck.read_bytes())
        project.check()
        if sign == signal.SIGINT and process.returncode == 130:
            assert project.leftovers() == []
    print(f"{ended} of {KILLS} builds of {count} cards ended by {sign!r}, {len(put)} decks put")
    assert ended > KILLS / 4
    assert len(put) > 1
    (project.folder / "qa.md").write_text(_notes(count, "new"), encoding="utf-8")
    done = project.build()
    assert done.returncode == 0, done.stderr
    assert tuple(note.fields[1] for note in read(project.deck).notes) == project.new
    for number, deck in enumerate(sorted(put)[:5]):
        project.deck.write_bytes(deck)
        with real_anki.collection(tmp_path / f"anki{number}") as anki:
            assert real_anki.load(anki, project.deck).new == count


def test_two_builds_at_once_leave_one_whole_deck(tmp_path: Path) -> None:
    project = made(tmp_path / "original", 300)
    for word in ("new", "old", "new", "old"):
        (project.folder / "qa.md").write_text(_notes(300, word), encoding="utf-8")
        running = [
            subprocess.Popen(
                project.command(),
                cwd=project.folder,
                env=project.environment(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
            )
            for _ in range(3)
        ]
        for process in running:
            _, said = process.communicate()
            assert process.returncode == 0, said
        project.check()
        assert project.leftovers() == []
