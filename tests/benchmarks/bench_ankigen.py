"""Whole runs of the program, with the stages of a build timed.

The file's name keeps it out of the tests: `python3 dev.py speed` runs it, `--cards 10000` with as
many cards.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.cards import write

Ankigen = Callable[..., str]
_STAGE = re.compile(r"^ +(\w+) +([\d,.]+) ms$", re.MULTILINE)


@pytest.fixture
def notes(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    return write(int(request.config.getoption("--cards")), tmp_path, "ankigen") / "notes.md"


@pytest.fixture
def ankigen(notes: Path, tmp_path: Path) -> Ankigen:
    """Runs the program on the notes, with a cache of its own."""
    environment = {**os.environ, "ANKIGEN_CACHE_DIR": str(tmp_path / "cache")}

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "ankigen", *arguments],
            cwd=notes.parent,
            env={**environment, "PYTHONPATH": str(Path.cwd())},
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        return done.stderr

    return run


def _build(benchmark: Any, ankigen: Ankigen, *more: str, before: Callable[[], object]) -> None:
    """A build, with the shortest time of each stage beside it."""
    stages: dict[str, float] = {}

    def build() -> None:
        for stage, taken in _STAGE.findall(ankigen("build", "--timings", *more)):
            milliseconds = float(taken.replace(",", ""))
            stages[stage] = min(stages.get(stage, milliseconds), milliseconds)

    benchmark.pedantic(build, setup=before, rounds=3)
    benchmark.extra_info.update(stages)
    print("\n" + "  ".join(f"{stage} {taken:,.0f}" for stage, taken in stages.items()), "ms")


def test_cold(benchmark: Any, ankigen: Ankigen, notes: Path) -> None:
    def forget() -> None:
        ankigen("clean")
        (notes.parent / "ankigen.lock").unlink(missing_ok=True)

    _build(benchmark, ankigen, before=forget)


def test_warm(benchmark: Any, ankigen: Ankigen) -> None:
    ankigen("build")
    _build(benchmark, ankigen, before=lambda: None)


def test_one_changed_card(benchmark: Any, ankigen: Ankigen, notes: Path) -> None:
    ankigen("build")

    def change() -> None:
        text = notes.read_text(encoding="utf-8")
        notes.write_text(text.replace("- first ", "- at first, first ", 1), encoding="utf-8")

    _build(benchmark, ankigen, before=change)


def test_without_the_cache(benchmark: Any, ankigen: Ankigen) -> None:
    _build(benchmark, ankigen, "--no-cache", before=lambda: None)


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("check",), ("list",)])
def test_command(benchmark: Any, ankigen: Ankigen, arguments: tuple[str, ...]) -> None:
    ankigen("build")
    benchmark.pedantic(ankigen, arguments, rounds=3, warmup_rounds=1)
