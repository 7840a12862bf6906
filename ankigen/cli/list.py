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

    project = find(paths or ())
    options = pipeline.Options(deck=deck, tags=tuple(tag or ()))
    compilation = pipeline.compile(project, options)
    place = shown(project.root)
    say(compilation.diagnostics, place)
    if json:
        cards.write_json(compilation, output.out.stream, place)
    elif compilation.notes:
        cards.write_table(compilation, output.out, place)
    return 0
