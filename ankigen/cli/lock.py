"""`ankigen lock`: what the lock knows, and what a person says of it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ankigen.cli.options import output
from ankigen.diagnostics import Stop

if TYPE_CHECKING:
    from ankigen.pipeline import Compilation


def command(
    place: Annotated[
        str | None,
        typer.Argument(metavar="FILE:LINE", help="A card, by a line of its question or answer."),
    ] = None,
    same: Annotated[
        str | None, typer.Option(metavar="GUID", help="The card at FILE:LINE is this one.")
    ] = None,
    new: Annotated[bool, typer.Option("--new", help="The card at FILE:LINE is a new one.")] = False,
    source: Annotated[
        Path | None,
        typer.Option("--from", metavar="DECK", help="Rebuild a lost lock from a package."),
    ] = None,
) -> int:
    """Show or settle which card is which.

    ankigen.lock says which note in Anki each card is. Where that was a near call, --same and
    --new settle it, in the lock and not in the notes. Exit code 0, or 2 when it could not be done.
    """
    wanted = [same is not None, new, source is not None]
    if sum(wanted) > 1 or (place is None) == (same is not None or new):
        raise Stop(
            f"say which card {place} is"
            if place and not any(wanted)
            else "say one thing at a time",
            "ankigen lock --same GUID FILE:LINE, ankigen lock --new FILE:LINE, or "
            "ankigen lock --from DECK.apkg",
        )
    if source is not None:
        return _rebuild(source)
    if place is None:
        return _show()
    return _settle(place, same)


def _settle(place: str, guid: str | None) -> int:
    from ankigen import pipeline
    from ankigen.identity import lock as locks
    from ankigen.identity import settle
    from ankigen.project.root import find

    name, colon, line = place.rpartition(":")
    if not colon or not line.isdecimal():
        raise Stop(f"{place} is no FILE:LINE", "for example notes/ml.md:12")
    compiled = pipeline.compile(find([Path(name)]))
    old = compiled.old
    if old is None:
        raise Stop("there is no ankigen.lock yet", "the first build writes it")
    at = _question(compiled, Path(name), int(line))
    card = compiled.matching.cards[at]
    now_as = compiled.matching.guids[at] if compiled.matching.known[at] else None
    fresh = settle.new(old, card, now_as) if guid is None else settle.same(old, guid, card, now_as)
    locks.save(compiled.project.root, fresh, old)
    said = "a new card" if guid is None else guid
    if not output.quiet:
        output.out.write(f"“{card.question}” is {said} from now on")
    return 0


def _question(compiled: "Compilation", file: Path, line: int) -> int:
    """The number of the question that the line belongs to: the last one that starts by then."""
    from ankigen.model import line_starts

    path = compiled.project.relative(file.resolve())
    found = [
        number
        for number, question in enumerate(compiled.questions)
        if question.span.source.path == path and question.span.line <= line
    ]
    if not found or line > len(line_starts(compiled.questions[found[-1]].span.source.text)):
        raise Stop(f"there is no card at {file}:{line}", "`ankigen list` shows where they are")
    return found[-1]


def _rebuild(deck: Path) -> int:
    from ankigen import pipeline
    from ankigen.apkg.read import read
    from ankigen.identity import lock as locks
    from ankigen.identity import settle
    from ankigen.notetype import note_types
    from ankigen.project.near import near
    from ankigen.project.root import find

    project = find([])
    path = project.root / locks.NAME
    if path.exists():
        raise Stop(
            f"there is an {locks.NAME} already: {near(path)}",
            "delete or rename it first, if it is not worth keeping",
        )
    package = read(deck)
    kinds = {kind.id: kind.name for kind in package.note_types}
    names = [kind.removeprefix("ankigen ").removesuffix(" cloze") for kind in kinds.values()]
    for namespace in dict.fromkeys((project.name, *names, *(one.name for one in package.decks))):
        if {kind.id for kind in note_types(namespace)} & set(kinds):
            break
    else:
        raise Stop(
            f"{near(deck)} is no deck of this project",
            f"none of its note types is that of “{project.name}”; if the project had another name "
            "when it was first built, set `deck` in ankigen.toml to that",
        )
    ours = {kind.id for kind in note_types(namespace)}
    rebuilt = settle.rebuilt(namespace, [n for n in package.notes if n.note_type.id in ours])
    compiled = pipeline.compile(project, pipeline.Options(lock=rebuilt))
    locks.save(project.root, compiled.lock)
    if not output.quiet:
        known = sum(1 for entries in compiled.matching.known if entries)
        output.out.write(
            f"{near(path)}: {known:,} of {len(compiled.questions):,} cards are in {near(deck)}"
        )
    return 0


def _show() -> int:
    from ankigen.identity import lock as locks
    from ankigen.identity.advice import last_build
    from ankigen.identity.diff import searches
    from ankigen.project.near import near
    from ankigen.project.root import find

    project = find([])
    lock = locks.load(project.root)
    if lock is None:
        raise Stop("there is no ankigen.lock yet", "the first build writes it")
    live = {entry.guid for entry in lock.entries if not entry.removed}
    gone = {entry.guid for entry in lock.entries} - live
    rows = {
        "file": near(project.root / locks.NAME),
        "namespace": lock.namespace,
        "cards": f"{len(live):,}",
        "removed": f"{len(gone):,}",
        "built": last_build(lock) or "never",
    }
    for name, value in rows.items():
        output.out.write(f"  {output.out.paint(f'{name:<10}', 'dim')}{value}")
    if gone:
        output.out.write("To find the removed cards in Anki's browser, paste:")
        for search in searches(gone):
            output.out.write(f"  {output.out.paint(search, 'place')}")
    return 0
