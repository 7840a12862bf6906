"""Sending a deck to a running Anki: compare, build, import, compare again."""

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from ankigen import pipeline
from ankigen.connect.client import Anki
from ankigen.connect.plan import (
    GUIDS,
    Known,
    Plan,
    by_guid,
    floors,
    gone,
    has,
    lost,
    plan,
    too_many,
)
from ankigen.diagnostics import Stop
from ankigen.identity import date
from ankigen.identity.settle import REMOVED_TAG
from ankigen.model import Note
from ankigen.pipeline.options import Tick, silent
from ankigen.project.root import Project


class Push(Struct, frozen=True):
    """What the user asked for. `dry` sends and writes nothing; `yes` retires even many cards."""

    project: Project
    options: pipeline.Options
    file: Path
    retire: bool = False
    yes: bool = False
    dry: bool = False


class Pushed(Struct, frozen=True):
    """What became of a push. `plan` is what it set out to do."""

    compiled: pipeline.Compilation
    plan: Plan
    refused: tuple[Note, ...] = ()
    """Notes that Anki still does not have as the notes do."""
    removed: int = 0
    """How many notes are in Anki whose cards the notes have no more."""
    retired: int = 0
    """How many of these got their tag now."""
    tagged: int = 0
    """How many of these have it."""
    file: Path | None = None
    size: int = 0


def push(anki: Anki, compiled: pipeline.Compilation, wish: Push, tick: Tick = silent) -> Pushed:
    """Bring Anki to what the notes say. Notes that it would skip get a later `mod` first.

    Raises:
        Stop: Anki says no; or more than one card in ten is to be retired, and nobody said `yes`.

    """
    before = _known(anki)
    planned = plan(compiled.notes, before)
    if wish.dry:
        there = _removed(compiled, before)
        return Pushed(compiled, planned, removed=len(there), tagged=_tagged(there))
    if wish.retire and not wish.yes:
        _check(compiled, before)
    late, known = planned.stale, before
    for _ in range(2):
        if late:
            options = replace(
                wish.options, resend=floors(late, known, date.clock() + date.DAY // 2)
            )
            compiled = pipeline.compile(wish.project, options, tick)
        size = pipeline.write(compiled, wish.file)
        anki.import_package(wish.file)
        after = known = _known(anki)
        rest = plan(compiled.notes, after)
        # An add-on of before 2024 does not tell when a note changed: now it is seen to be late.
        late = tuple(note for note in rest.changed if not after[note.guid].modified)
        if not late:
            break
    for tag, ids in lost(before, after):
        anki.add_tag(ids, tag)
    back = [after[note.guid].id for note in rest.same if has(after[note.guid], REMOVED_TAG)]
    if back:
        anki.remove_tag(back, REMOVED_TAG)
    removed = _removed(compiled, after)
    retired = [note.id for note in removed if wish.retire and not has(note, REMOVED_TAG)]
    if retired:
        anki.add_tag(retired, REMOVED_TAG)
    return Pushed(
        compiled,
        planned,
        refused=(*rest.new, *rest.changed, *rest.stale),
        removed=len(removed),
        retired=len(retired),
        tagged=_tagged(removed) + len(retired),
        file=wish.file,
        size=size,
    )


def _known(anki: Anki) -> dict[str, Known]:
    return by_guid(anki.notes(anki.find(GUIDS)))


def _removed(compiled: pipeline.Compilation, known: dict[str, Known]) -> tuple[Known, ...]:
    live = {entry.guid for entry in compiled.lock.entries if not entry.removed}
    buried = {entry.guid for entry in compiled.lock.entries if entry.removed}
    return gone(sorted(buried - live), known)


def _tagged(removed: Iterable[Known]) -> int:
    return sum(has(note, REMOVED_TAG) for note in removed)


def _check(compiled: pipeline.Compilation, known: dict[str, Known]) -> None:
    """Stop when it looks as if notes are missing by mistake."""
    fresh = [note for note in _removed(compiled, known) if not has(note, REMOVED_TAG)]
    live = sum(guid in known for guid in compiled.matching.guids)
    if too_many(len(fresh), live):
        raise Stop(
            f"the notes lack {len(fresh):,} of {len(fresh) + live:,} cards that Anki has, more "
            "than one in ten, so nothing is sent",
            "if that is meant, say --yes",
        )
