"""The command line itself: help, mistakes, exit codes, what is imported."""

import subprocess
import sys

import pytest

from ankigen import __version__
from ankigen.cli import lazy
from tests.cli.shell import Shell


@pytest.mark.parametrize("name", lazy.COMMANDS)
def test_the_table_says_what_the_command_says(name: str, shell: Shell) -> None:
    help = lazy.command(name).help
    assert help.splitlines()[0] == lazy.COMMANDS[name]
    result = shell.run(name, "--help")
    assert (result.code, result.err) == (0, "")
    for option in ("--quiet", "--verbose", "--color", "-h, --help"):
        assert option in result.out


def test_help_lists_every_command(shell: Shell) -> None:
    assert shell.run().out == shell.run("--help").out
    for name, said in lazy.COMMANDS.items():
        assert f"  {name}" in shell.run("--help").out
        assert said.split()[0] in shell.run("-h").out


def test_version(shell: Shell) -> None:
    assert shell.run("--version").out == f"ankigen {__version__}\n"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("bild", "no command 'bild'; did you mean build?"),
        ("xyzzy", "no command 'xyzzy'\n  help: see ankigen --help"),
        ("build --dekc x", "no such option: --dekc\n  help: did you mean --deck?"),
        ("build --color nevr", "--color: 'nevr' is not one of auto, always, never"),
        ("build -o", "option '-o' requires an argument\n  help: see ankigen build --help"),
        ("inspect", "error: DECK is missing\n  help: see ankigen inspect --help"),
        ("build nowhere.md", "nowhere.md does not exist\n  help: check the path"),
        ("--color", "option '--color' requires an argument"),
    ],
)
def test_a_mistake_in_the_line_is_told_and_costs_2(shell: Shell, line: str, said: str) -> None:
    result = shell.run(*line.split())
    assert result.code == 2
    assert result.err.startswith("error: ")
    assert said in result.err
    assert result.out == ""


@pytest.mark.parametrize("line", ["--help", "--version", "build --help", "list --help"])
def test_help_imports_nothing_heavy(line: str) -> None:
    assert imported(line, "genanki", "markdown", "rich", "pydantic", "nh3") == "[]"


def test_a_build_of_what_is_kept_imports_nothing_that_reads_or_renders(notes: Shell) -> None:
    heavy = (
        "genanki",
        "markdown",
        "nh3",
        "ankigen.split",
        "ankigen.readers",
        "ankigen.tagging.match",
    )
    assert imported("build --no-cache --retag", *heavy) == str(sorted(heavy))
    assert imported("build", *heavy) == "[]"


def imported(line: str, *modules: str) -> str:
    """Which of these modules the program imports for a command line."""
    code = (
        "import sys; from ankigen.cli.app import run; run(sys.argv[1:]); "
        f"print(sorted({set(modules)!r} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", code, *line.split()]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1]
