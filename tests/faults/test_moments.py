"""What else goes wrong while a deck is built: said, survived, and gone with the next build."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ankigen.apkg.read import read
from tests import real_anki
from tests.faults.test_faults import Project, made

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="links, signals and limits of Linux"
)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return made(tmp_path_factory.mktemp("faults") / "original", 5)


@pytest.fixture
def project(original: Project, tmp_path: Path) -> Project:
    return original.copied(tmp_path / "project")


def answers(project: Project) -> tuple[str, ...]:
    return tuple(note.fields[1] for note in read(project.deck).notes)


def built(project: Project, before: str) -> subprocess.CompletedProcess[str]:
    """A build in which `before` runs first, in the same process."""
    code = f"{before}\nfrom ankigen.__main__ import main\nmain()"
    command = [sys.executable, "-c", code, *project.command()[3:]]
    return subprocess.run(
        command,
        cwd=project.folder,
        env=project.environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def works(project: Project) -> None:
    done = project.build()
    assert done.returncode == 0, done.stderr
    assert answers(project) == project.new


@pytest.mark.parametrize("what", ["garbage", "cut", "empty", "folder", "pipe", "link", "no folder"])
def test_a_broken_cache_costs_no_more_than_time(project: Project, what: str) -> None:
    base = project.folder / "cache" / "fragments.sqlite"
    data = base.read_bytes()
    base.unlink()
    if what == "garbage":
        base.write_bytes(bytes(range(256)) * 40)
    elif what == "cut":
        base.write_bytes(data[: len(data) // 2])
    elif what == "empty":
        base.touch()
    elif what == "folder":
        base.mkdir()
    elif what == "pipe":
        os.mkfifo(base)
    elif what == "link":
        base.symlink_to(base)
    else:
        shutil.rmtree(base.parent)
        base.parent.write_text("")
    works(project)
    works(project)


@pytest.mark.parametrize("part", [0.0, 0.3, 0.6, 0.99])
def test_a_lock_that_was_cut_short_is_told(project: Project, part: float) -> None:
    lock = project.folder / "ankigen.lock"
    whole, deck = lock.read_bytes(), project.deck.read_bytes()
    lock.write_bytes(whole[: int(len(whole) * part)])
    cut = lock.read_bytes()
    done = project.build()
    assert done.returncode == 2
    assert "ankigen.lock" in done.stderr
    assert "help: " in done.stderr
    assert (lock.read_bytes(), project.deck.read_bytes()) == (cut, deck)
    lock.write_bytes(whole)
    works(project)


@pytest.mark.parametrize(("days", "code"), [(0.1, 0), (300, 2)])
def test_a_clock_that_went_back_loses_no_update(
    project: Project, tmp_path: Path, days: float, code: int
) -> None:
    with real_anki.collection(tmp_path / "anki") as anki:
        assert real_anki.load(anki, project.deck).new == 5
        back = "import time; t = time.time; time.time = lambda: t() - 86_400 * "
        done = built(project, f"{back}{days}")
        assert done.returncode == code
        if code == 2:
            assert "later than tomorrow" in done.stderr
            project.check()
            works(project)
        assert real_anki.load(anki, project.deck).updated == 5


def test_a_file_that_vanishes_is_told_and_its_cards_come_back(project: Project) -> None:
    notes = project.folder / "qa.md"
    text, deck = notes.read_text(encoding="utf-8"), project.deck.read_bytes()
    guids = [note.guid for note in read(project.deck).notes]
    gone = """
from ankigen.project import files
listed = files.notes
def notes(project):
    found = listed(project)
    found[0].unlink()
    return found
files.notes = notes"""
    done = built(project, gone)
    assert done.returncode == 2
    assert "qa.md" in done.stderr
    assert project.deck.read_bytes() == deck
    notes.write_text(text, encoding="utf-8")
    works(project)
    assert [note.guid for note in read(project.deck).notes] == guids


@pytest.mark.parametrize("change", ["unlink()", "write_bytes(b'x' * 5000)"])
def test_a_picture_that_changes_while_it_is_put_in_is_told(project: Project, change: str) -> None:
    picture = (project.folder / "a.png").read_bytes()
    deck = project.deck.read_bytes()
    done = built(
        project,
        f"""
from pathlib import Path
from ankigen.apkg import write
put = write._put_media
def late(archive, assets):
    Path("a.png").{change}
    put(archive, assets)
write._put_media = late""",
    )
    assert done.returncode == 2
    assert "a.png" in done.stderr
    assert project.deck.read_bytes() == deck
    assert project.leftovers() == []
    (project.folder / "a.png").write_bytes(picture)
    works(project)


def test_a_disk_that_fills_up_is_told(project: Project) -> None:
    deck = project.deck.read_bytes()
    full = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))"
    done = built(project, full)
    assert done.returncode == 2
    assert "cannot" in done.stderr
    assert project.deck.read_bytes() == deck
    assert project.leftovers() == []
    works(project)


@pytest.mark.slow
def test_a_worker_that_is_killed_costs_no_card(tmp_path: Path) -> None:
    project = made(tmp_path / "project", 6000)
    process = subprocess.Popen(
        project.command(), cwd=project.folder, env=project.environment(ANKIGEN_CACHE_DIR="fresh")
    )
    killed = 0
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while process.poll() is None:
        try:
            for child in children.read_text().split()[:1]:
                os.kill(int(child), signal.SIGKILL)
                killed += 1
        except OSError:
            pass
        time.sleep(0.05)
    assert process.returncode == 0
    if len(os.sched_getaffinity(0)) > 1:
        assert killed
    assert answers(project) == project.new
