"""The options that every command has, and the paths and places that several share."""

import math
import os
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import Struct

from ankigen.cli import complete
from ankigen.report.progress import Bar
from ankigen.report.terminal import Terminal, When, terminal

if TYPE_CHECKING:
    from ankigen.tagging.filters import Search


class Color(StrEnum):
    """When colour is used."""

    auto = "auto"
    always = "always"
    never = "never"


class Output(Struct):
    """How much is said, and in what colours: settled once, before a command runs."""

    quiet: bool = False
    verbose: bool = False
    color: When = "auto"

    @property
    def out(self) -> Terminal:
        """Standard output, where results go."""
        return terminal(sys.stdout, self.color)

    @property
    def err(self) -> Terminal:
        """Standard error, where diagnostics and progress go."""
        return terminal(sys.stderr, self.color)

    def bar(self) -> Bar:
        """A bar on standard error, none where only what is wrong is to be said."""
        return Bar(self.err, math.inf if self.quiet else None)


output = Output()


def common(
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only what is wrong.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say more.")] = False,
    color: Annotated[
        Color, typer.Option(help="When to use colour.", show_default=False)
    ] = Color.auto,
) -> None:
    """The options that every command takes, before or after its name."""
    output.quiet |= quiet
    output.verbose |= verbose
    if color != Color.auto:
        output.color = "always" if color == Color.always else "never"


Paths = Annotated[
    list[Path] | None,
    typer.Argument(metavar="PATH", help="Files and folders; without any, the whole project."),
]

DeckName = Annotated[str | None, typer.Option("--deck", metavar="NAME", help="The deck's name.")]

Tags = Annotated[
    list[str] | None,
    typer.Option(
        "--tag", metavar="TAG", autocompletion=complete.tags, help="Tag every card; repeatable."
    ),
]

Out = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Where to write the deck."),
]

Filter = Annotated[
    str | None,
    typer.Option(
        "--filter",
        metavar="SEARCH",
        autocompletion=complete.searches,
        help="Only cards whose tags fit, as in Anki: 'tag:python -tag:python::gc'.",
    ),
]

Fetch = Annotated[
    bool,
    typer.Option("--fetch", help="Download remote pictures into the deck; else they stay links."),
]

TrustStyle = Annotated[
    bool,
    typer.Option("--trust-style", help="Use the styling and templates of the project's `style`."),
]
Yes = Annotated[
    bool, typer.Option("--yes", help="It is meant that more than one card in ten is gone.")
]

NoCache = Annotated[
    bool, typer.Option("--no-cache", help="Render everything anew, and keep nothing.")
]


def chosen(search: str | None) -> "Search | None":
    """The filter that `--filter` asks for."""
    if search is None:
        return None
    from ankigen.tagging.filters import parse

    return parse(search)


def shown(root: Path) -> Callable[[str], str]:
    """From a path relative to a project's root to one relative to the current folder."""
    here = Path.cwd()
    prefix = os.path.relpath(root, here) if root.drive == here.drive else str(root)

    def place(path: str) -> str:
        if prefix == ".":
            return path
        joined = os.path.normpath(os.path.join(prefix, path))  # noqa: PTH118
        return joined.replace(os.sep, "/")

    return place
