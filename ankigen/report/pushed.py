"""What a push did to Anki, for people and for scripts."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from msgspec import Struct, to_builtins

from ankigen.model import Note
from ankigen.project.near import near
from ankigen.report.summary import size
from ankigen.report.terminal import Terminal, fit, plain
from ankigen.text import visible

_MOST = 10


class Plan(Protocol):
    """What is needed of a plan."""

    @property
    def new(self) -> tuple[Note, ...]: ...
    @property
    def changed(self) -> tuple[Note, ...]: ...
    @property
    def stale(self) -> tuple[Note, ...]: ...
    @property
    def same(self) -> tuple[Note, ...]: ...


class Named(Protocol):
    """What is needed of a compilation."""

    @property
    def name(self) -> str: ...


class Pushed(Protocol):
    """What is needed of a push."""

    @property
    def compiled(self) -> Named: ...
    @property
    def plan(self) -> Plan: ...
    @property
    def refused(self) -> tuple[Note, ...]: ...
    @property
    def removed(self) -> int: ...
    @property
    def retired(self) -> int: ...
    @property
    def tagged(self) -> int: ...
    @property
    def file(self) -> Path | None: ...
    @property
    def size(self) -> int: ...


class Card(Struct, frozen=True):
    """A card by its guid and its question's text."""

    guid: str
    question: str


class Report(Struct, frozen=True):
    """A push, as it is printed. `file` is None when nothing was sent."""

    deck: str
    new: tuple[Card, ...]
    changed: tuple[Card, ...]
    resent: tuple[Card, ...]
    refused: tuple[Card, ...]
    unchanged: int
    removed: int
    retired: int
    tagged: int
    file: str | None
    size: int


def of(done: Pushed) -> Report:
    """The report of a push."""
    planned = done.plan
    return Report(
        deck=done.compiled.name,
        new=_cards(planned.new),
        changed=_cards(planned.changed),
        resent=_cards(planned.stale),
        refused=_cards(done.refused),
        unchanged=len(planned.same),
        removed=done.removed,
        retired=done.retired,
        tagged=done.tagged,
        file=near(done.file) if done.file else None,
        size=done.size,
    )


def _cards(notes: Sequence[Note]) -> tuple[Card, ...]:
    return tuple(Card(note.guid, plain(visible(note.fields[0]))) for note in notes)


def as_json(report: Report) -> str:
    """One object."""
    return json.dumps(to_builtins(report), ensure_ascii=False)


def text(report: Report, terminal: Terminal, every: bool = False) -> Iterator[str]:
    """The lines of the report; all cards with `every`, else the first of each kind."""
    done = "Sent" if report.file else "Would send"
    title = fit(plain(report.deck), terminal.width - len(done) - 5)
    yield ""
    yield f"{terminal.paint('✓', 'good')} {done} {terminal.paint(title, 'bold')} to Anki"
    yield ""
    resent = "sent again" if report.file else "to send again"
    for label, cards, sign, style in (
        ("new", report.new, "+", "added"),
        ("changed", report.changed, "~", "warning"),
        (resent, report.resent, "~", "warning"),
        ("not taken", report.refused, "!", "error"),
    ):
        if cards or label in ("new", "changed"):
            yield _row(label, f"{len(cards):,}", terminal)
        listed = cards if every else cards[:_MOST]
        for card in listed:
            question = fit(card.question, terminal.width - 6)
            yield f"    {terminal.paint(sign, style)} {question}"
        if len(cards) > len(listed):
            yield f"    {terminal.paint(f'… {len(cards) - len(listed):,} more', 'dim')}"
    yield _row("unchanged", f"{report.unchanged:,}", terminal)
    if report.removed:
        value = f"{report.removed:,}  {terminal.paint(_remark(report), 'dim')}"
        yield _row("removed", value, terminal)
    if report.file:
        yield _row("file", f"{plain(report.file)}  {size(report.size)}", terminal)
    if report.refused:
        yield ""
        yield "Anki kept its own: perhaps a note type was changed there. Tools > Check Database,"
        yield "or import the file by hand to see what Anki says."
    yield ""


def _remark(report: Report) -> str:
    if report.retired:
        return f"{report.retired:,} tagged now"
    if report.tagged == report.removed:
        return "still in Anki, tagged ankigen::removed"
    return "still in Anki; --retire tags them ankigen::removed" if report.file else "still in Anki"


def _row(label: str, value: str, terminal: Terminal) -> str:
    return f"  {terminal.paint(f'{label:<14}', 'dim')}{value}"
