"""`ankigen init`: a starting project that builds at once."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ankigen.cli.options import output


class Language(StrEnum):
    """The language of the sample notes."""

    en = "en"
    zh = "zh"


def command(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="FOLDER", help="Where; without it the current folder."),
    ] = None,
    language: Annotated[
        Language | None,
        typer.Option(help="The sample notes' language; without it your environment's."),
    ] = None,
) -> int:
    """Start a project that builds at once.

    Writes a commented `ankigen.toml`, the line that lets git merge `ankigen.lock`, and, where
    there are no notes yet, a few to learn from. What is there already is left alone.
    """
    from ankigen import scaffold
    from ankigen.project import files
    from ankigen.project.near import near
    from ankigen.project.root import find
    from ankigen.report.terminal import plain

    place = folder or Path()
    bare = not (place.is_dir() and any(map(_holds_notes, files.notes(find((place,))))))
    chosen = language.value if language else scaffold.language_of()
    steps = scaffold.start(place, chosen, notes=bare)
    if output.quiet:
        return 0
    out = output.out
    name = plain(place.resolve().name)
    out.write()
    if any(step.written for step in steps):
        out.write(f"{out.paint('✓', 'good')} Started a project in {out.paint(name, 'bold')}")
    else:
        out.write(f"{out.paint('✓', 'good')} {out.paint(name, 'bold')} has all it needs")
    out.write()
    for step in steps:
        done = "written" if step.written else "kept"
        advice = f"  {out.paint(step.advice, 'warning')}" if step.advice else ""
        out.write(f"  {out.paint(f'{done:<9}', 'dim')}{step.path}{advice}")
    out.write()
    there = near(place.resolve())
    move = "" if there == "." else f"cd {plain(there)}, then "
    out.write(f"Next: {move}ankigen build")
    return 0


def _holds_notes(file: Path) -> bool:
    """Whether a Markdown file may hold notes; a repository's front page does not keep us off."""
    return file.stem.lower() != "readme"
