"""`ankigen diff`: what changed since the last build, or against a package."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ankigen.cli.options import Paths, output, shown

if TYPE_CHECKING:
    from ankigen.identity.diff import Change
    from ankigen.pipeline import Compilation


def command(
    paths: Paths = None,
    against: Annotated[
        Path | None,
        typer.Option(
            metavar="DECK", help="Compare with a package instead: a deck, or an export from Anki."
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> int:
    """Show what changed since the last build.

    New, changed (with the words that changed), retagged, moved and removed cards. The last build
    is what ankigen.lock knows; of imports it knows nothing. How an answer changed is told while the
    package of that build is in its place. With --against an export from Anki,
    cards that were edited in Anki are shown as well, and those that an import would skip, since
    they were touched there later. Writes nothing. Exit code 0, or 2 when it could not run.
    """
    from msgspec.structs import replace

    from ankigen import pipeline
    from ankigen.cli.say import say
    from ankigen.identity.advice import last_build
    from ankigen.project.near import near
    from ankigen.project.root import find
    from ankigen.report import differences

    project = find(paths or ())
    place = shown(project.root)
    with output.bar() as tick:
        compiled = pipeline.compile(replace(project, named=()), tick=tick)
    if against is None:
        built = last_build(compiled.old)
        since = f"the last build, {built}" if built else ""
        found = _worded(compiled)
    else:
        since = near(against)
        found = _against(compiled, against)
    found = tuple(
        change for change in found if project.selects(project.root / (change.file or change.was))
    )
    say([one for one in compiled.diagnostics if one.rule.code.startswith("AK6")], place)
    if json:
        output.out.write(differences.as_json(found, since, place))
    else:
        differences.write(found, since, output.out, place)
    return 0


def _against(compiled: "Compilation", deck: Path) -> "tuple[Change, ...]":
    """What is other in the notes than in a package."""
    from ankigen.apkg.read import read
    from ankigen.identity import diff

    ours = {kind.id for kind in compiled.note_types}
    packed = [note for note in read(deck).notes if note.note_type.id in ours]
    return diff.against(compiled.notes, packed, compiled.matching)


def _worded(compiled: "Compilation") -> "tuple[Change, ...]":
    """What changed since the last build, in the words of its package where that is still there."""
    from ankigen.apkg.read import read
    from ankigen.diagnostics import Stop
    from ankigen.identity.diff import worded
    from ankigen.pipeline.target import target

    found = compiled.differences
    if not any("changed" in change.kinds for change in found):
        return found
    deck = target(compiled.project, compiled.name)
    try:
        packed = read(deck).notes if deck.exists() else ()
    except Stop:  # a help where it can be read, and no more
        return found
    return worded(found, compiled.notes, packed, compiled.matching)
