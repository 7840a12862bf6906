"""`ankigen tags`: the tree of tags, and where a card's tags come from."""

from typing import TYPE_CHECKING, Annotated

import typer

from ankigen.cli.options import Paths, output, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ankigen.model import Note
    from ankigen.pipeline import Compilation
    from ankigen.project.root import Project
    from ankigen.tagging.sources import Tagged


def command(
    paths: Paths = None,
    untagged: Annotated[
        bool, typer.Option("--untagged", help="List the cards without a tag instead.")
    ] = False,
    explain: Annotated[
        str | None,
        typer.Option(metavar="CARD", help="Say where a card's tags come from."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> int:
    """Show the tags and how many cards each has.

    A tag counts the cards that Anki's search `tag:…` finds: its own and those below it. CARD is
    FILE:LINE, a guid as `ankigen list --json` gives it, or some words of the question.
    """
    from ankigen import pipeline
    from ankigen.cli.say import say, say_empty
    from ankigen.project.root import find
    from ankigen.report import tags

    project = find(paths or ())
    with output.bar() as tick:
        compiled = pipeline.compile(project, tick=tick)
    out, place = output.out, shown(project.root)
    say([item for item in compiled.diagnostics if item.rule.code.startswith("AK5")], place)
    if explain is not None:
        chosen = _named(compiled.notes, explain, place)
    elif untagged:
        chosen = [note for note in compiled.notes if not note.tags]
    else:
        found = tags.nodes(note.tags for note in compiled.notes)
        if json:
            out.write(tags.as_json(found))
        elif found:
            tags.write_tree(found, out)
        elif not compiled.notes:
            say_empty(compiled)
        return 0
    origins = compiled.origins if explain is None else _reasons(project, compiled)
    if json:
        made = [tags.explained(note, place, origins[note.guid]) for note in chosen]
        out.write(tags.dumped(made))
        return 0
    if not chosen and not output.quiet:
        output.err.write("every card has a tag")
    for note in chosen:
        tags.write_origins(note, place, origins[note.guid], out)
    return 0


def _reasons(project: "Project", compiled: "Compilation") -> "dict[str, tuple[Tagged, ...]]":
    """By guid, tags and their origins; topics that the lock has kept with why they are found."""
    from ankigen import pipeline

    anew = pipeline.compile(project, pipeline.Options(retag=True)).origins
    found = {(guid, one.tag): one for guid, origins in anew.items() for one in origins}
    return {
        guid: tuple(
            found.get((guid, one.tag), one) if one.origin == "topic" else one for one in origins
        )
        for guid, origins in compiled.origins.items()
    }


def _named(notes: "tuple[Note, ...]", name: str, place: "Callable[[str], str]") -> "list[Note]":
    """The notes that FILE:LINE, a guid or some words name."""
    from ankigen.diagnostics import Stop
    from ankigen.text import visible

    file, _, line = name.rpartition(":")
    if file and line.isdecimal():
        here = _in_file(notes, file.removeprefix("./"), place)
        found = [note for note in here if note.span.line <= int(line)][-1:]
    else:
        words = name.casefold().split()
        found = [note for note in notes if note.guid == name] or [
            note for note in notes if all(w in visible(note.fields[0]).casefold() for w in words)
        ]
    if not found:
        raise Stop(f"no card is meant by {name}", "see them all: ankigen list")
    return found


def _in_file(notes: "Iterable[Note]", file: str, place: "Callable[[str], str]") -> "list[Note]":
    """The notes of the file of this path; else of the one whose path ends so."""
    from ankigen.diagnostics import Stop

    paths = {note.span.source.path: place(note.span.source.path) for note in notes}
    for exact in ({path for path, seen in paths.items() if seen == file}, {file}):
        if found := [note for note in notes if note.span.source.path in exact]:
            return found
    found = [note for note in notes if f"/{note.span.source.path}".endswith(f"/{file}")]
    meant = sorted({paths[note.span.source.path] for note in found})
    if len(meant) > 1:
        raise Stop(f"{file} may be {' or '.join(meant)}", "write the whole path")
    return found
