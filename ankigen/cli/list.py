"""`ankigen list`: the cards that a build would write."""

from typing import Annotated

import typer

from ankigen.cli.options import DeckName, Fetch, Filter, NoCache, Paths, Tags, chosen, output, shown


def command(
    paths: Paths = None,
    deck: DeckName = None,
    tag: Tags = None,
    filter: Filter = None,
    why: Annotated[
        bool, typer.Option("--why", help="Say what made each a card, and what was looked for.")
    ] = False,
    fetch: Fetch = False,
    no_cache: NoCache = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> int:
    """List the cards that a build would write.

    With --json each line is an object with guid, file, line, deck, note_type, question_html,
    answer_html, tags and media; with --why also reader and evidence.
    """
    from ankigen import pipeline
    from ankigen.cli.remote import fetcher
    from ankigen.cli.say import say, say_empty
    from ankigen.project.root import find
    from ankigen.report import cards

    project = find(paths or ())
    options = pipeline.Options(
        deck,
        tuple(tag or ()),
        fetch=fetcher(fetch),
        cache=not no_cache,
        filter=chosen(filter),
    )
    with output.bar() as tick:
        compiled = pipeline.compile(project, options, tick)
    place = shown(project.root)
    say(compiled.diagnostics, place)
    reasons = compiled.reasons if why else {}
    if json:
        cards.write_json(compiled, output.out.stream, place, reasons)
    elif compiled.notes:
        cards.write_table(compiled, output.out, place, reasons)
    if why and not json:
        cards.write_misses(compiled.misses, output.out, place)
    elif not compiled.notes and not output.quiet:
        say_empty(compiled)
    return 0
