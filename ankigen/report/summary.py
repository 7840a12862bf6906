"""How a build ends: the few figures that a person wants, or all of them as JSON."""

import json
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from ankigen.model import Asset, Diagnostic, Note
from ankigen.project.near import near
from ankigen.report.terminal import Terminal, cells, fit, plain


@dataclass(frozen=True, slots=True)
class Summary:
    """A build in figures. `size` in bytes; `file` None when nothing was written (a dry run)."""

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


def of(compiled: Compiled, target: Path | None, size: int, seconds: float) -> Summary:
    """The summary of a compilation, written to `target` or, if None, not written."""
    count = Counter(item.rule.severity for item in compiled.diagnostics)
    return Summary(
        deck=compiled.name,
        file=near(target) if target else None,
        cards=len(compiled.notes),
        pictures=len(compiled.assets),
        tags=len({tag for note in compiled.notes for tag in note.tags}),
        errors=count["error"],
        warnings=count["warning"],
        size=size,
        seconds=round(seconds, 3),
        changes=str(compiled.changes),
    )


def as_json(summary: Summary) -> str:
    """One object."""
    return json.dumps(asdict(summary), ensure_ascii=False)


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
    if summary.file:
        rows.append(("file", plain(summary.file), size(summary.size)))
    rows.append(("time", f"{summary.seconds:.2f} s", ""))
    return [head, "", *(_row(*row, terminal) for row in rows)]


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
