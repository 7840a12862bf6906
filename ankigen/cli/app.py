"""The Typer app, and where its commands are hung in."""

import typer

app = typer.Typer(no_args_is_help=True, add_completion=True)


def main() -> None:
    """The entry point of the command `ankigen`."""
    app()
