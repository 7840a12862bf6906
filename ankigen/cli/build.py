"""`ankigen build`: compile the notes and write the package."""

import time
from pathlib import Path
from typing import Annotated

import typer

from ankigen.cli.options import Fetch, Paths, output, shown


def command(
    paths: Paths = None,
    out: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where to write the deck."),
    ] = None,
    deck: Annotated[str | None, typer.Option(metavar="NAME", help="The deck's name.")] = None,
    tag: Annotated[
        list[str] | None, typer.Option(metavar="TAG", help="Tag every card; repeatable.")
    ] = None,
    retag: Annotated[
        bool, typer.Option("--retag", help="Find all topics anew, also of unchanged cards.")
    ] = False,
    fetch: Fetch = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Do all but write.")] = False,
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
    from ankigen import pipeline
    from ankigen.cli.remote import fetcher
    from ankigen.cli.say import say
    from ankigen.pipeline.stages import deck_name
    from ankigen.pipeline.target import target
    from ankigen.project.root import find
    from ankigen.report import summary
    from ankigen.report.progress import Bar
    from ankigen.report.timings import Timings

    begin = time.perf_counter()
    project = find(paths or ())
    options = pipeline.Options(deck, tuple(tag or ()), retag, fetcher() if fetch else None)
    file = target(project, deck_name(project, options), out)
    with Bar(output.err) as bar:
        clock = Timings(bar, begin)
        compiled = pipeline.compile(project, options, clock)
        clock.next("say")
    counts = say(compiled.diagnostics, shown(project.root))
    clock.next("write")
    size = 0 if dry_run else pipeline.write(compiled, file)
    if timings:
        clock.write(output.err)
    done = summary.of(compiled, None if dry_run else file, size, time.perf_counter() - begin)
    if json:
        output.out.write(summary.as_json(done))
    elif not output.quiet:
        for line in summary.text(done, output.out):
            output.out.write(line)
    return 1 if counts.errors or (strict and counts.warnings) else 0
