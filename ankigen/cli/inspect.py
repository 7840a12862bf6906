"""`ankigen inspect`: what is in a package."""

from pathlib import Path
from typing import Annotated

import typer

from ankigen.cli.options import output
from ankigen.text import counted


def command(
    deck: Annotated[Path, typer.Argument(metavar="DECK", help="A package: a file .apkg.")],
    extract: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Put its media and its notes into a new folder."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> int:
    """Show what is in a package.

    Ours or another's, in Anki's old or new layout: decks, note types, tags, media, and what
    one should know before importing it. Exit code 0 when there are no problems, 1 when there
    are, 2 when it cannot be read.
    """
    from ankigen.apkg.problems import problems
    from ankigen.apkg.read import read
    from ankigen.report import package as page

    found = read(deck)
    said = problems(found)
    if json:
        output.out.write(page.as_json(found, said))
    elif not output.quiet:
        page.write(found, said, output.out, output.verbose)
    if extract is not None:
        from ankigen.apkg.extract import extract as take_apart

        count = take_apart(found, extract)
        if not json and not output.quiet:
            output.out.write(f"{counted(count, 'file')} in {extract}")
    return 1 if said else 0
