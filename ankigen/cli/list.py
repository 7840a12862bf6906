"""`ankigen list`: the cards that a build would write."""

from typing import Annotated

import typer

from ankigen.cli.options import Paths, output, shown


def command(
    paths: Paths = None,
    deck: Annotated[str | None, typer.Option(metavar="NAME", help="The deck's name.")] = None,
    tag: Annotated[
        list[str] | None, typer.Option(metavar="TAG", help="Tag every card; repeatable.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> int:
    """List the cards that a build would write.

    With --json each line is an object with guid, file, line, deck, note_type, question_html,
    answer_html, tags and media.
    """
    from ankigen import pipeline
    from ankigen.cli.say import say
    from ankigen.project.root import find
    from ankigen.report import cards
    from ankigen.report.progress import Bar

    project = find(paths or ())
    with Bar(output.err) as tick:
        compiled = pipeline.compile(project, pipeline.Options(deck, tuple(tag or ())), tick)
    place = shown(project.root)
    say(compiled.diagnostics, place)
    if json:
        cards.write_json(compiled, output.out.stream, place)
    elif compiled.notes:
        cards.write_table(compiled, output.out, place)
    return 0
