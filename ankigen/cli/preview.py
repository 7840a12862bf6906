"""`ankigen preview`: the deck in the browser, as it will be studied."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ankigen.cli.options import DeckName, Filter, Paths, Tags, TrustStyle, chosen, output, shown
from ankigen.text import counted

if TYPE_CHECKING:
    from ankigen.diagnostics import Stop
    from ankigen.pipeline import Compilation
    from ankigen.pipeline.options import Tick
    from ankigen.preview.data import Deck
    from ankigen.project.root import Project

    Compile = Callable[..., Compilation]


def command(
    paths: Paths = None,
    watch: Annotated[
        bool, typer.Option("--watch", "-w", help="Serve the page, and show changes as you save.")
    ] = False,
    folder: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FOLDER", help="Write the page for hosting."),
    ] = None,
    port: Annotated[
        int,
        typer.Option(
            metavar="PORT",
            show_default=False,
            help="With --watch: the port; without it one that is free.",
        ),
    ] = 0,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open the browser.")] = False,
    deck: DeckName = None,
    tag: Tags = None,
    filter: Filter = None,
    trust_style: TrustStyle = False,
) -> int:
    """Show the deck in the browser, as it will be studied.

    One page with all cards, their tags and what there is to say of them; it needs no network.
    Without --output it is kept in your cache folder. With --watch it is served on this machine
    only, and follows the notes as they are saved.
    """
    from ankigen import pipeline
    from ankigen.cli.trust import trusting
    from ankigen.diagnostics import Stop
    from ankigen.pipeline.options import silent

    options = pipeline.Options(deck, tuple(tag or ()), filter=chosen(filter))

    def compiled(project: "Project", tick: "Tick" = silent) -> "Compilation":
        return pipeline.compile(project, trusting(options, project, trust_style), tick)

    if watch and folder is not None:
        raise Stop("--watch serves the page, --output writes it", "use one of them")
    if watch:
        return _watch(paths or (), compiled, port, no_open)
    return _write(paths or (), compiled, folder, no_open)


def _write(
    paths: "list[Path] | tuple[()]", compile: "Compile", folder: Path | None, no_open: bool
) -> int:
    from ankigen.cli.say import say
    from ankigen.diagnostics import Stop
    from ankigen.preview import data, deck_of, save
    from ankigen.project.root import find

    project = find(paths)
    with output.bar() as tick:
        compiled = compile(project, tick)
    if not compiled.notes:
        say(compiled.diagnostics, shown(project.root))
        raise Stop(*compiled.empty)
    styled = [item for item in compiled.diagnostics if item.rule.code.startswith("AK8")]
    say(styled, shown(project.root))  # what is wrong with single cards stands beside them
    found = data.of(deck_of(compiled, hosted=folder is not None))
    if folder is not None:
        file = save.to_folder(found, Path.cwd() / folder)
    else:
        file = save.to_file(found, save.own_place(project.root))
    _tell(counted(len(found.rows), "card"), str(file))
    if folder is None and not no_open:
        _open(file.as_uri())
    return 0


def _watch(paths: "list[Path] | tuple[()]", compile: "Compile", port: int, no_open: bool) -> int:
    from ankigen import watch as watching
    from ankigen.preview import deck_of
    from ankigen.preview.server import Server, Site, serve
    from ankigen.project.root import find

    server = Server(Site(), port)

    def decks() -> "Iterator[Deck | Stop]":
        told = False
        for state in watching.states(lambda: find(paths), compile):
            if state.compiled is None:
                assert state.failure is not None
                yield state.failure
                continue
            yield deck_of(state.compiled)
            if not told:
                told = True
                _tell("Ctrl-C ends it", server.url)
                if not no_open:
                    _open(server.url)

    try:
        serve(decks(), server)
    except KeyboardInterrupt:
        output.err.write()
    return 0


def _tell(remark: str, place: str) -> None:
    out = output.out
    if output.quiet:
        out.write(place)
    else:
        out.write(f"Preview {out.paint(place, 'place')} {out.paint(f'({remark})', 'dim')}")
    out.stream.flush()


def _open(address: str) -> None:
    import webbrowser

    webbrowser.open(address)
