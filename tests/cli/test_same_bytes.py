"""One deck, however it was built: the package and the lock have the same bytes."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ankigen import crew
from ankigen.pipeline import cuts, pages
from ankigen.render import batch, cache
from tests.benchmarks import cards

from .shell import Shell

Bytes = tuple[bytes, bytes]


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = cards.write(120, tmp_path_factory.mktemp("cards"), "ankigen")
    return (folder / "notes.md").read_text(encoding="utf-8")


@pytest.fixture
def shell(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    folder = tmp_path / "notes"
    folder.mkdir()
    shell = Shell(folder, monkeypatch)
    shell.write("notes.md", text)
    shell.write(
        "more.md", "> What is ~~this~~ [it]?\n<details>\n\nA *word*.\n</details>\n\n[it]: b\n"
    )
    for number in range(10):
        (folder / f"figure{number}.png").write_bytes(cards.picture(number))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.setenv("ANKIGEN_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(cuts, "LARGE", 20_000)
    return shell


def built(shell: Shell, *more: str) -> Bytes:
    """The package and the lock of a first build."""
    lock, deck = shell.folder / "ankigen.lock", shell.folder / "deck.apkg"
    lock.unlink(missing_ok=True)
    deck.unlink(missing_ok=True)
    result = shell.run("build", "-o", str(deck), *more)
    assert result.code == 0, result.err
    return deck.read_bytes(), lock.read_bytes()


def broken(value: bytes) -> Callable[[], None]:
    def breaks() -> None:
        with closing(sqlite3.connect(cache.file())) as base, base:
            base.execute("update fragments set value = ?", (value,))

    return breaks


def no_such_table() -> None:
    with closing(sqlite3.connect(cache.file())) as base, base:
        base.execute("drop table fragments")
        base.execute("create table fragments (a)")


def a_folder() -> None:
    cache.file().unlink()
    cache.file().mkdir()


def no_database() -> None:
    cache.file().write_bytes(b"no database" * 999)


def half() -> None:
    os.truncate(cache.file(), cache.file().stat().st_size // 2)


BROKEN: dict[str, Callable[[], None]] = {
    "rows": broken(b"\x93no"),
    "empty rows": broken(b""),
    "rows of another kind": broken(b"\x90"),
    "half of a file": half,
    "no database": no_database,
    "a folder": a_folder,
    "another table": no_such_table,
}


def test_cold_warm_and_without_the_cache(shell: Shell) -> None:
    first = built(shell)
    assert built(shell) == first
    assert built(shell, "--no-cache") == first


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_any_number_of_workers(shell: Shell, workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    first = built(shell, "--no-cache")
    for module in (pages, batch):
        monkeypatch.setattr(module, "PAYS", 0)
    monkeypatch.setattr(batch, "_CHUNK", 3000)
    monkeypatch.setattr(crew, "cores", lambda: workers)
    assert built(shell) == first


@pytest.mark.parametrize("large", [1, 1 << 40])
def test_any_cut(shell: Shell, large: int, monkeypatch: pytest.MonkeyPatch) -> None:
    first = built(shell)
    monkeypatch.setattr(cuts, "LARGE", large)
    monkeypatch.setattr(cuts, "SEGMENT", 2000)
    assert built(shell) == first
    assert built(shell, "--no-cache") == first


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_cache(shell: Shell, name: str) -> None:
    first = built(shell)
    BROKEN[name]()
    assert built(shell) == first
    assert built(shell) == first


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """A folder on another file system."""
    place = Path("/dev/shm")
    if not place.is_dir() or place.stat().st_dev == Path.cwd().stat().st_dev:
        pytest.skip("there is no other file system here")
    folder = place / f"ankigen-test-{os.getpid()}"
    yield folder
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()


def test_a_cache_on_another_file_system(
    shell: Shell, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = built(shell, "--no-cache")
    monkeypatch.setenv("ANKIGEN_CACHE_DIR", str(elsewhere))
    assert built(shell) == first
    assert built(shell) == first
    assert list(elsewhere.iterdir())


def test_one_card_changed_and_changed_back(shell: Shell, text: str) -> None:
    first = built(shell)
    shell.write("notes.md", text.replace("- first ", "- at first ", 1))
    changed = built(shell)
    assert changed != first
    assert built(shell, "--no-cache") == changed
    shell.write("notes.md", text)
    assert built(shell) == first
