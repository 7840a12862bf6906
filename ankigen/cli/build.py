"""`ankigen build`: compile the notes and write the package."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ankigen.cli.options import (
    DeckName,
    Fetch,
    Filter,
    NoCache,
    Out,
    Paths,
    Tags,
    TrustStyle,
    chosen,
    output,
    shown,
)

if TYPE_CHECKING:
    from ankigen.pipeline import Compilation


def command(
    paths: Paths = None,
    out: Out = None,
    deck: DeckName = None,
    tag: Tags = None,
    filter: Filter = None,
    split_by_tag: Annotated[
        int | None,
        typer.Option(metavar="LEVEL", help="A package for each tag of this level, from 1 on."),
    ] = None,
    retag: Annotated[
        bool, typer.Option("--retag", help="Find all topics anew, also of unchanged cards.")
    ] = False,
    fetch: Fetch = False,
    trust_style: TrustStyle = False,
    no_cache: NoCache = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Do all but write.")] = False,
    frozen: Annotated[
        bool, typer.Option("--frozen", help="Fail if ankigen.lock would have to change.")
    ] = False,
    resend: Annotated[
        str | None,
        typer.Option(
            metavar="WHAT",
            help="Let cards arrive though they did not change: all, a date, 7d, or a search.",
        ),
    ] = None,
    retire: Annotated[
        bool,
        typer.Option("--retire", help="Pack removed cards once more, tagged ankigen::removed."),
    ] = False,
    source: Annotated[
        Path | None,
        typer.Option("--from", metavar="DECK", help="With --retire: where their fields are."),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="That more than one card in ten is gone is meant.")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on any warning.")] = False,
    timings: Annotated[
        bool, typer.Option("--timings", help="Say how long each stage took.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> int:
    """Build the deck.

    Reads the notes, and writes `dist/<deck>.apkg` in the project's root, to import into Anki.
    Exit code 0 when it was written, 1 when a card was lost to an error (with --strict: on any
    warning), 2 when it could not run.
    """
    from dataclasses import replace

    from ankigen import pipeline
    from ankigen.cli.remote import fetcher
    from ankigen.cli.say import say
    from ankigen.cli.trust import trusting
    from ankigen.identity.advice import check_frozen, too_many_removed
    from ankigen.identity.records import Entry
    from ankigen.pipeline.resend import resend as guids
    from ankigen.pipeline.retire import packed
    from ankigen.pipeline.retire import retire as retired
    from ankigen.pipeline.stages import deck_name
    from ankigen.pipeline.target import target
    from ankigen.project.root import find
    from ankigen.report import removed, summary
    from ankigen.report.progress import Bar
    from ankigen.report.timings import Timings

    begin = time.perf_counter()
    project = find(paths or ())
    options = pipeline.Options(
        deck,
        tuple(tag or ()),
        retag,
        fetcher(fetch),
        cache=not no_cache,
        filter=chosen(filter),
        yes=yes,
    )
    options = trusting(options, project, trust_style)
    file = target(project, deck_name(project, options), out)
    with Bar(output.err) as bar:
        clock = Timings(bar, begin)
        compiled = pipeline.compile(project, options, clock)
        if resend is not None:
            meant = guids(compiled, resend)
            compiled = pipeline.compile(project, replace(options, resend=meant), clock)
        clock.next("say")
    missing: tuple[Entry, ...] = ()
    if retire:
        compiled, missing = retired(compiled, packed(source or file), yes=yes)
    counts = say(compiled.diagnostics, shown(project.root))
    if frozen:
        check_frozen(compiled.old, compiled.lock)
    clock.next("write")
    written = _written(compiled, file, split_by_tag, dry_run)
    if timings:
        clock.write(output.err)
    done = summary.of(compiled, written, time.perf_counter() - begin)
    if json:
        output.out.write(summary.as_json(done))
    elif not output.quiet:
        for line in summary.text(done, output.out):
            output.out.write(line)
        removed.write(
            compiled.matching,
            missing,
            output.out,
            hidden=too_many_removed(compiled.matching) and not yes,
        )
    return 1 if counts.errors or (strict and counts.warnings) else 0


def _written(
    compiled: "Compilation", file: Path, level: int | None, dry_run: bool
) -> "list[tuple[Path, int]]":
    """The packages with their sizes; none on a dry run."""
    from ankigen import pipeline
    from ankigen.pipeline.parts import parts

    if level is None:
        return [] if dry_run else [(file, pipeline.write(compiled, file))]
    found = parts(compiled.notes, compiled.assets, level, file)
    if dry_run:
        return []
    sizes = pipeline.write_parts(compiled, found)
    return [(part.path, size) for part, size in zip(found, sizes, strict=True)]
