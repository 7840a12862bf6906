"""How a build ends: the few figures that a person wants, or all of them as JSON."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from textwrap import wrap
from typing import Protocol

from msgspec import Struct, to_builtins

from ankigen.model import Asset, Diagnostic, Note
from ankigen.project.near import near
from ankigen.report.terminal import Terminal, cells, fit, plain


class Summary(Struct, frozen=True):
    """A build in figures. `size` in bytes, of all packages.

    `file` is None when nothing was written (a dry run), and of several the first.
    """

    deck: str
    file: str | None
    cards: int
    pictures: int
    tags: int
    errors: int
    warnings: int
    size: int
    seconds: float
    changes: str = ""
    """What changed since the last build, in a few words."""
    packages: tuple[tuple[str, int], ...] = ()
    """Each file that was written, with its size."""


class Compiled(Protocol):
    """What is needed of a compilation."""

    @property
    def name(self) -> str: ...
    @property
    def notes(self) -> tuple[Note, ...]: ...
    @property
    def assets(self) -> tuple[Asset, ...]: ...
    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]: ...
    @property
    def changes(self) -> object: ...


def of(compiled: Compiled, written: Sequence[tuple[Path, int]], seconds: float) -> Summary:
    """The summary of a compilation that was written to these packages, of these sizes."""
    packages = tuple((near(path), size) for path, size in written)
    count = Counter(item.rule.severity for item in compiled.diagnostics)
    return Summary(
        deck=compiled.name,
        file=packages[0][0] if packages else None,
        cards=len(compiled.notes),
        pictures=len(compiled.assets),
        tags=len({tag for note in compiled.notes for tag in note.tags}),
        errors=count["error"],
        warnings=count["warning"],
        size=sum(size for _, size in packages),
        seconds=round(seconds, 3),
        changes=str(compiled.changes),
        packages=packages,
    )


def as_json(summary: Summary) -> str:
    """One object."""
    record: dict[str, object] = to_builtins(summary)
    record["packages"] = [{"file": file, "size": size} for file, size in summary.packages]
    return json.dumps(record, ensure_ascii=False)


def text(summary: Summary, terminal: Terminal) -> list[str]:
    """The lines of the summary."""
    done = "Built" if summary.file else "Would build"
    title = fit(plain(summary.deck), terminal.width - len(done) - 5)
    head = f"{terminal.paint('✓', 'good')} {done} {terminal.paint(title, 'bold')}"
    rows = [
        ("cards", f"{summary.cards:,}", summary.changes),
        ("pictures", f"{summary.pictures:,}", ""),
        ("tags", f"{summary.tags:,}", ""),
        ("warnings", f"{summary.warnings:,}", ""),
    ]
    if summary.errors:
        rows.append(("errors", f"{summary.errors:,}", ""))
    rows += (("file", plain(file), size(count)) for file, count in summary.packages)
    rows.append(("time", f"{summary.seconds:.2f} s", ""))
    return [head, "", *(_row(*row, terminal) for row in rows)]


_ADVICE = (
    "Import it into Anki with File > Import. Later imports keep reviews and decks, and overwrite "
    "fields and tags of the cards whose notes changed. After adding a field of your own to the "
    'note type, tick "Merge note types" there.'
)


def advice(terminal: Terminal) -> list[str]:
    """What to know before a first import."""
    return ["", *wrap(_ADVICE, min(terminal.width, 80))]


def _row(label: str, value: str, remark: str, terminal: Terminal) -> str:
    style = {"warnings": "warning", "errors": "error", "file": "place"}.get(label)
    if value == "0" or not style:
        style = None
    shown = terminal.paint(value, style) if style else value
    if remark:
        room = terminal.width - 14 - cells(value) - 3
        remark = f"  {terminal.paint(fit(remark, room), 'dim')}" if room > 8 else ""
    return f"  {terminal.paint(f'{label:<10}', 'dim')}{shown}{remark}"


def size(count: int) -> str:
    """A number of bytes as people say it."""
    if count < 1000:
        return f"{count} bytes"
    return f"{count / 1e3:.1f} kB" if count < 1e6 else f"{count / 1e6:,.1f} MB"
