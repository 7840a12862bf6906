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
    Yes,
    chosen,
    output,
    shown,
)
from ankigen.text import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ankigen.identity.records import Entry
    from ankigen.pipeline import Compilation, Options
    from ankigen.project.root import Project
    from ankigen.report.timings import Timings

    Written = Sequence[tuple[Path, int]]
    """The packages with their sizes."""

SplitByTag = Annotated[
    int | None,
    typer.Option(metavar="LEVEL", help="A package for each tag of this level, from 1 on."),
]
Retag = Annotated[
    bool, typer.Option("--retag", help="Find all topics anew, also of unchanged cards.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Do all but write.")]
Frozen = Annotated[
    bool, typer.Option("--frozen", help="Fail if ankigen.lock would have to change.")
]
Resend = Annotated[
    str | None,
    typer.Option(
        metavar="WHAT",
        help="Let cards arrive though they did not change: all, a date, 7d, or a search.",
    ),
]
Retire = Annotated[
    bool, typer.Option("--retire", help="Pack removed cards once more, tagged ankigen::removed.")
]
From = Annotated[
    Path | None,
    typer.Option("--from", metavar="DECK", help="With --retire: a package that still has them."),
]
Strict = Annotated[bool, typer.Option("--strict", help="Fail on any warning.")]
ShowTimings = Annotated[bool, typer.Option("--timings", help="Say how long each stage took.")]
Json = Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")]


def command(
    paths: Paths = None,
    out: Out = None,
    deck: DeckName = None,
    tag: Tags = None,
    filter: Filter = None,
    split_by_tag: SplitByTag = None,
    retag: Retag = False,
    fetch: Fetch = False,
    trust_style: TrustStyle = False,
    no_cache: NoCache = False,
    dry_run: DryRun = False,
    frozen: Frozen = False,
    resend: Resend = None,
    retire: Retire = False,
    source: From = None,
    yes: Yes = False,
    strict: Strict = False,
    timings: ShowTimings = False,
    json: Json = False,
) -> int:
    """Build the deck.

    Reads the notes, and writes `dist/<deck>.apkg` in the project's root, to import into Anki.
    Exit code 0 when it was written, 1 when a card was lost to an error (with --strict: on any
    warning), 2 when it could not run.
    """
    from ankigen import pipeline
    from ankigen.cli.remote import fetcher
    from ankigen.cli.say import say
    from ankigen.cli.trust import trusting
    from ankigen.identity.advice import check_frozen
    from ankigen.pipeline.stages import deck_name
    from ankigen.pipeline.target import target
    from ankigen.project.root import find

    begin = time.perf_counter()
    project = find(paths or ())
    search, tags = chosen(filter), tuple(tag or ())
    options = pipeline.Options(
        deck, tags, retag, fetcher(fetch), cache=not no_cache, filter=search, yes=yes
    )
    options = trusting(options, project, trust_style)
    file = target(project, deck_name(project, options), out)
    compiled, dated, clock = _compiled(project, options, resend, begin)
    compiled, missing = _retired(compiled, source or file, yes) if retire else (compiled, ())
    counts = say(compiled.diagnostics, shown(project.root))
    if frozen:
        check_frozen(compiled.old, compiled.lock)
    clock.next("write")
    written = _written(compiled, file, split_by_tag, dry_run)
    if timings:
        clock.write(output.err)
    seconds = time.perf_counter() - begin
    if json:
        _print(compiled, written, seconds)
    elif not output.quiet:
        _tell(compiled, written, seconds, missing, dated, yes=yes)
    return 1 if counts.errors or (strict and counts.warnings) else 0


def _compiled(
    project: "Project", options: "Options", resend: str | None, begin: float
) -> "tuple[Compilation, int, Timings]":
    """The project compiled; how many cards are to be sent again; how long each stage took.

    Where cards are to be sent again it is compiled twice: the first time names them.
    """
    from msgspec.structs import replace

    from ankigen import pipeline
    from ankigen.cli import early
    from ankigen.report.timings import Timings

    meant: Mapping[str, int] = {}
    with output.bar() as bar:
        clock = Timings(bar, begin)
        compiled = pipeline.compile(project, options, clock, early.crew())
        if resend is not None:
            from ankigen.pipeline.resend import resend as guids

            meant = guids(compiled, resend)
            compiled = pipeline.compile(project, replace(options, resend=meant), clock)
        clock.next("say")
    return compiled, len(meant), clock


def _retired(
    compiled: "Compilation", deck: Path, yes: bool
) -> "tuple[Compilation, Sequence[Entry]]":
    """The compilation with its removed cards, as a package has them; and those it has not."""
    from ankigen.pipeline.retire import packed, retire

    return retire(compiled, packed(deck), yes=yes)


def _written(compiled: "Compilation", file: Path, level: int | None, dry_run: bool) -> "Written":
    """The packages with their sizes; none on a dry run."""
    from ankigen import pipeline
    from ankigen.pipeline.packages import packages

    if level is None:
        return [] if dry_run else [(file, pipeline.write(compiled, file))]
    found = packages(compiled.notes, compiled.assets, level, file)
    if dry_run:
        return []
    sizes = pipeline.write_packages(compiled, found)
    return [(part.path, size) for part, size in zip(found, sizes, strict=True)]


def _print(compiled: "Compilation", written: "Written", seconds: float) -> None:
    """The summary for scripts."""
    from ankigen.report import summary

    output.out.write(summary.as_json(summary.of(compiled, written, seconds)))


def _tell(
    compiled: "Compilation",
    written: "Written",
    seconds: float,
    missing: "Sequence[Entry]",
    dated: int,
    *,
    yes: bool,
) -> None:
    """The summary for people, and where removed cards are to be found in Anki."""
    from ankigen.identity.advice import too_many_removed
    from ankigen.report import removed, summary

    out = output.out
    for line in summary.text(summary.of(compiled, written, seconds), out):
        out.write(line)
    if compiled.changes.first and written:
        out.write("\n".join(summary.advice(out)))
    hidden = too_many_removed(compiled.matching) and not yes
    removed.write(compiled.matching, missing, out, hidden=hidden)
    if dated:
        out.write(f"{counted(dated, 'card')} dated anew: the next import updates them in Anki.\n")
