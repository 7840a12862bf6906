"""The Typer app, and how the program ends.

Exit codes: 0 done; 1 something was found, or a card was lost; 2 it could not run; 130 Ctrl-C.
"""

import errno
import gc
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Annotated, Any

import typer

from ankigen import __version__
from ankigen.cli import complete, options
from ankigen.cli.lazy import ClickException, LazyGroup, PipeClosed
from ankigen.diagnostics import Stop
from ankigen.report.terminal import make_safe, plain

_OF_OUTPUT = (errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EBADF)

app = typer.Typer(
    cls=LazyGroup,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
        sys.stdout.write(f"ankigen {__version__}\n")
        raise typer.Exit


@app.callback()
def ankigen(
    version: Annotated[  # noqa: ARG001
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only what is wrong.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say more.")] = False,
    color: Annotated[
        options.Color, typer.Option(help="When to use colour.", show_default=False)
    ] = options.Color.auto,
) -> None:
    """Question-and-answer Markdown notes in, a tagged Anki deck out.

    Run `ankigen build` in a folder with notes, then import the file it names into Anki.
    """
    options.common(quiet, verbose, color)


def run(arguments: Sequence[str]) -> int:
    """The program on these arguments; gives the exit code."""
    options.output.quiet = options.output.verbose = False
    options.output.color = "auto"
    group: Any = typer.main.get_command(app)
    try:
        code = group.main(list(arguments) or ["--help"], "ankigen", standalone_mode=False)
        sys.stdout.flush()
    except Stop as stop:
        return _say(stop.message, stop.help)
    except ClickException as error:
        return _say(*_worded(error))
    except (KeyboardInterrupt, typer.Abort):
        return _say("interrupted", code=130)
    except (PipeClosed, BrokenPipeError):
        _leave_quietly()
        return 0
    except OSError as error:
        if error.filename is not None or error.errno not in _OF_OUTPUT:
            raise
        _leave_quietly()
        return _say(f"cannot write the output: {error.strerror}", "make room, or write elsewhere")
    return code if isinstance(code, int) else 0


def main() -> None:
    """The program on the words of the command line; ends the process."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started it
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        make_safe(getattr(sys, name))
    if os.environ.get("_ANKIGEN_COMPLETE") == "complete_bash":
        complete.in_bash(lambda: run([]))
        return
    code = run(sys.argv[1:])
    gc.freeze()  # the end of the interpreter would look for cycles, too
    sys.exit(code)


def _say(message: str, help: str = "", code: int = 2) -> int:
    err = options.output.err
    err.write(f"{err.paint('error', 'error')}: {plain(message)}")
    if help:
        err.write(f"  help: {plain(help)}")
    return code


def _worded(error: Any) -> tuple[str, str]:
    """A mistake in the command line: what is wrong, and what was perhaps meant."""
    message = str(getattr(error, "message", None) or error).rstrip(".")
    message = message[:1].lower() + message[1:]
    near = getattr(error, "possibilities", None)
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "ankigen"
    if near:
        near = get_close_matches(error.option_name, near, 1, 0)
    help = f"did you mean {near[0]}?" if near else f"see {path} --help"
    parameter = getattr(error, "param", None)
    if parameter is not None:
        name = parameter.opts[-1] if parameter.opts[-1].startswith("-") else parameter.metavar
        lacks = type(error).__name__ == "MissingParameter"
        message = f"{name} is missing" if lacks else f"{name}: {message}"
    return message, help


def _leave_quietly() -> None:
    """Keep the interpreter from flushing into the closed pipe when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
