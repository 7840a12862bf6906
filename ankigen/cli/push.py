"""`ankigen push`: build the deck and send it to a running Anki."""

from typing import Annotated

import typer

from ankigen.cli.options import DeckName, Fetch, Out, Paths, Tags, TrustStyle, Yes, output, shown

Retire = Annotated[
    bool, typer.Option("--retire", help="Tag the removed cards ankigen::removed in Anki.")
]
Address = Annotated[
    str,
    typer.Option(
        "--anki",
        metavar="URL",
        envvar="ANKIGEN_ANKI",
        help="Where AnkiConnect listens.",
        show_default=False,
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Only compare with Anki; write and send nothing.")
]
Json = Annotated[bool, typer.Option("--json", help="Print what changed as JSON.")]


def command(
    paths: Paths = None,
    deck: DeckName = None,
    tag: Tags = None,
    out: Out = None,
    fetch: Fetch = False,
    trust_style: TrustStyle = False,
    retire: Retire = False,
    yes: Yes = False,
    address: Address = "http://127.0.0.1:8765",
    dry_run: DryRun = False,
    json: Json = False,
) -> int:
    """Build the deck and send it to a running Anki.

    Anki must have the add-on AnkiConnect (code 2055492159). A card that Anki would skip, because
    it was touched there after it was built, is sent again. The key of an AnkiConnect that asks
    for one is taken from the environment: ANKIGEN_ANKI_KEY. Exit code 0 when all cards are in
    Anki as the notes have them, 1 when some are not, 2 when it could not run.
    """
    import os

    from ankigen import pipeline
    from ankigen.cli.remote import fetcher
    from ankigen.cli.say import say
    from ankigen.cli.trust import trusting
    from ankigen.connect import client
    from ankigen.connect.push import Push, push
    from ankigen.pipeline.stages import deck_name
    from ankigen.pipeline.target import target
    from ankigen.project.root import find
    from ankigen.report import pushed

    anki = client.connect(address, os.environ.get("ANKIGEN_ANKI_KEY", ""))
    project = find(paths or ())
    options = pipeline.Options(deck, tuple(tag or ()), fetch=fetcher(fetch), yes=yes)
    options = trusting(options, project, trust_style)
    file = target(project, deck_name(project, options), out)
    with output.bar() as tick:
        compiled = pipeline.compile(project, options, tick)
        wish = Push(project, options, file, retire=retire, yes=yes, dry=dry_run)
        done = push(anki, compiled, wish, tick)
    say(done.compiled.diagnostics, shown(project.root))
    report = pushed.of(done)
    if json:
        output.out.write(pushed.as_json(report))
    elif not output.quiet:
        for line in pushed.text(report, output.out, every=output.verbose):
            output.out.write(line)
    return 1 if done.refused else 0
