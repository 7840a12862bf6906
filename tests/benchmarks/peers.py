"""ankigen beside the other tools that make decks of Markdown, in one run, on the same cards.

    python -m tests.benchmarks.peers [--cards N] [--runs N] [--bin FOLDER ...] [--write]

A tool takes part when its program is in a `--bin` folder or on the path; none is installed here.
`--write` puts the table into `docs/speed.md`. Times are of whole processes, the median of the runs;
the tools take turns, so that a machine whose speed drifts treats them alike.
"""

import argparse
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from statistics import median

from tests.benchmarks.cards import TOOLS, cards, write

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "speed.md"
LONGEST = 300
"""Seconds that a tool may take."""
ARGUMENTS = {
    "mdankideck": (".", "out"),
    "ankc": ("build", "--all", "--output", "out"),
    "md2anki": ("notes.md", "-o-anki", "out/notes.apkg"),
}
Run = Callable[[], float | None]


def main(arguments: Sequence[str]) -> int:
    """Measure, print the table, and write it where it is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--cards", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--bin", type=Path, action="append", default=[], metavar="FOLDER")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        runs = dict(_runs(asked.cards, Path(folder), asked.bin))
        rows = table(measured(runs, asked.runs))
    print("\n".join(rows))
    if asked.write:
        PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), asked.cards, rows), "utf-8")
    return 0


def measured(runs: dict[str, Run], count: int) -> dict[str, float | None]:
    """The median of each; None for what failed, or took too long, in its first run."""
    taken: dict[str, list[float]] = {name: [] for name in runs}
    failed: set[str] = set()
    for _ in range(count):
        for name, run in runs.items():
            seconds = run() if name not in failed else None
            if seconds is None:
                failed.add(name)
            else:
                taken[name].append(seconds)
    return {name: None if name in failed else median(taken[name]) for name in runs}


def table(taken: dict[str, float | None]) -> list[str]:
    """Markdown: each time, and how many times as long as ankigen's builds it is."""
    heads = [name for name in taken if name.startswith("ankigen, ")]
    short = [name.removeprefix("ankigen, ") for name in heads]
    rows = [
        "| | seconds | " + " | ".join(f"of {name}" for name in short) + " |",
        "|---|---:|" + "---:|" * len(heads),
    ]
    for name, seconds in taken.items():
        if seconds is None:
            rows.append(f"| {name} | failed, or over {LONGEST} |" + " |" * len(heads))
            continue
        parts = (f"{seconds / whole:.1f} x" if (whole := taken[head]) else "" for head in heads)
        rows.append(f"| {name} | {seconds:.2f} | " + " | ".join(parts) + " |")
    return rows


def written(page: str, count: int, rows: Sequence[str]) -> str:
    """The page with the table for so many cards put in the place of the old one."""
    name = f"<!-- table: {count} -->"
    if name not in page:
        raise SystemExit(f"the page has no place for {count} cards: {name}")
    place = re.compile(rf"({re.escape(name)}\n\n)(?:\|.*\n)*\n?")
    return place.sub(lambda match: match[1] + "\n".join(rows) + "\n\n", page)


def _runs(count: int, folder: Path, places: Sequence[Path]) -> Iterator[tuple[str, Run]]:
    notes = write(count, folder, "ankigen") / "notes.md"
    command = [sys.executable, "-m", "ankigen", "build", "--quiet"]
    own = {"ANKIGEN_CACHE_DIR": str(folder / "cache"), "PYTHONPATH": str(ROOT)}

    def cold() -> float | None:
        shutil.rmtree(folder / "cache", ignore_errors=True)
        for name in ("ankigen.lock", "dist"):
            _remove(notes.with_name(name))
        return timed(command, notes.parent, own)

    def changed() -> float | None:
        text = notes.read_text(encoding="utf-8")
        notes.write_text(text.replace("- first ", "- at first, first ", 1), encoding="utf-8")
        return timed(command, notes.parent, own)

    yield "ankigen, cold", cold
    yield "ankigen, warm, one card changed", changed
    yield "ankigen, warm", lambda: timed(command, notes.parent, own)
    yield "the interpreter with the imports", lambda: _start(folder)
    yield "the floor: rows into SQLite, zipped", lambda: floor(count, folder)
    path = os.pathsep.join([*(str(place.resolve()) for place in places), os.environ["PATH"]])
    for tool in TOOLS[1:]:
        program = shutil.which(tool, path=path)
        if program:
            yield tool, _peer(program, tool, count, folder)
        else:
            print(f"{tool} is not installed", file=sys.stderr)


def _peer(program: str, tool: str, count: int, folder: Path) -> Run:
    notes = write(count, folder, tool)

    def run() -> float | None:
        _remove(notes / "out")
        (notes / "out").mkdir()
        taken = timed([program, *ARGUMENTS[tool]], notes, {})
        return taken if any((notes / "out").glob("*.apkg")) else None

    return run


def _start(folder: Path) -> float | None:
    imports = (
        "import typer, msgspec, sqlite3, ankigen.pipeline, ankigen.apkg.write as w; w._genanki()"
    )
    return timed([sys.executable, "-c", imports], folder, {"PYTHONPATH": str(ROOT)})


def floor(count: int, folder: Path) -> float:
    """Seconds that no tool can do without: the cards' rows into a database, and into an archive."""
    rows = [(number, front, back) for number, front, back in cards(count)]
    begin = time.perf_counter()
    with closing(sqlite3.connect(":memory:")) as base:
        base.execute("create table notes (id integer primary key, front text, back text)")
        base.executemany("insert into notes values (?, ?, ?)", rows)
        base.commit()
        data = base.serialize()
    with zipfile.ZipFile(folder / "floor.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        out.writestr("collection.anki2", data)
    return time.perf_counter() - begin


def timed(command: Sequence[str], folder: Path, more: dict[str, str]) -> float | None:
    """Seconds that a process takes; None when it fails or takes too long."""
    begin = time.perf_counter()
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, **more},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return time.perf_counter() - begin if done.returncode == 0 else None


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
