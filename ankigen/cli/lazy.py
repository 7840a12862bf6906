"""The table of commands, and a group that imports a command only when it is used."""

import sys
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from typing import Any, cast

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from ankigen.cli import help, options
from ankigen.cli.convert import lighten

COMMANDS: dict[str, str] = {
    "init": "Start a project that builds at once.",
    "build": "Build the deck.",
    "list": "List the cards that a build would write.",
    "tags": "Show the tags and how many cards each has.",
    "preview": "Show the deck in the browser, as it will be studied.",
    "watch": "Build the deck again whenever the notes are saved.",
    "check": "Check the notes with every rule, without building.",
    "rule": "Explain a rule: why it matters, a bad and a good example.",
    "push": "Build the deck and send it to a running Anki.",
    "diff": "Show what changed since the last build.",
    "lock": "Show or settle which card is which.",
    "inspect": "Show what is in a package.",
    "clean": "Throw away what is kept for speed.",
}
"""The commands in the order of the help, each with its line there."""

ClickException: type[Exception] = next(
    kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"
)
"""What is wrong with a command line. Typer brings its own Click, or stands on the real one."""


class PipeClosed(Exception):
    """Whoever reads the output, `head` perhaps, has seen enough."""


class Command(TyperCommand):
    """A command that also takes the common options, and settles them before it runs."""

    def get_params(self, ctx: Any) -> list[Any]:
        params = super().get_params(ctx)
        lighten(params)
        return params

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except ClickException as error:  # the parser does not know whose arguments they are
            error.__dict__["ctx"] = getattr(error, "ctx", None) or ctx
            raise

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        return help.usage(self.get_params(ctx))

    def format_options(self, ctx: Any, formatter: Any) -> None:
        common = {"help", *(param.name for param in common_params())}
        help.sections(self.get_params(ctx), ctx, common, formatter)

    def get_help(self, ctx: Any) -> str:
        return help.painted(super().get_help(ctx), options.output.out)

    def invoke(self, ctx: Any) -> Any:
        values = {param.name: ctx.params.pop(param.name) for param in common_params()}
        options.common(**values)
        try:
            code = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:  # Typer would make a failure of it
            raise PipeClosed from None
        except KeyboardInterrupt:  # some versions of Typer end without a word
            raise typer.Abort from None
        return code


class LazyGroup(TyperGroup):
    """The program: its commands are named in a table and live in a module each."""

    def get_params(self, ctx: Any) -> list[Any]:
        params = super().get_params(ctx)
        lighten(params)
        return params

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        return command(cmd_name) if cmd_name in COMMANDS else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name = args[0]
        if name not in COMMANDS and not name.startswith("-") and not ctx.resilient_parsing:
            near = get_close_matches(name, COMMANDS, 1)
            ctx.fail(f"no command {name!r}" + (f"; did you mean {near[0]}?" if near else ""))
        return super().resolve_command(ctx, args)

    def get_help(self, ctx: Any) -> str:
        return help.painted(super().get_help(ctx), options.output.out)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        self.format_commands(ctx, formatter)
        help.sections(self.get_params(ctx), ctx, (), formatter)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        from_options = TyperCommand.shell_complete(cast(Any, self), ctx, incomplete)
        item = _completion_item()
        names = [name for name in COMMANDS if name.startswith(incomplete)]
        return [*(item(name, help=COMMANDS[name]) for name in names), *from_options]


@cache
def command(name: str) -> Any:
    """The Click command of a name, from the module of that name: its function `command`."""
    function = import_module(f"ankigen.cli.{name}").command
    return built(name, function)


def built(name: str, function: Callable[..., int]) -> Any:
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name, cls=Command)(function)
    found: Any = get_command(app)
    found.name = name
    found.params.extend(common_params())
    return found


@cache
def common_params() -> Sequence[Any]:
    """The parameters of the common options."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command("common")(options.common)
    return tuple(cast(Any, get_command(app)).params)


def _completion_item() -> Callable[..., Any]:
    try:
        module = import_module("typer._click.shell_completion")
    except ImportError:
        module = import_module("click.shell_completion")
    return cast(Callable[..., Any], module.CompletionItem)
