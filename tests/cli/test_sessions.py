"""Sessions as they look on a terminal, both streams together: tests/fixtures/cli, a file a command.

A case's input names the notes (see `NOTES`), the terminal, and the commands. Escape codes are
shown as `␛`; times and sizes, which vary, as noughts.
"""

import re
import shlex
from collections.abc import Callable

from ankigen.cli.lazy import COMMANDS
from tests import fixture
from tests.cli.notes import DIRTY, GOOD, PNG
from tests.cli.shell import Shell
from tests.fixture import Case


def good(shell: Shell) -> None:
    shell.write("qa.md", GOOD)
    shell.write("img/tuple.png", "").write_bytes(PNG)


def dirty(shell: Shell) -> None:
    good(shell)
    shell.write("qa.md", DIRTY)


def broken(shell: Shell) -> None:
    good(shell)
    shell.write("old/scan.md", "").write_bytes(PNG + bytes(range(256)) * 8)


def tagged(shell: Shell) -> None:
    question = "> {}\n<details><summary>A</summary>Yes.</details>\n\n"
    asked = question.format("What is a zyx? #one") + question.format("What is a zyy? #one/two")
    shell.write("deep/a.md", f"## Grüße\n\n{asked}")
    shell.write("b.md", question.format("What is a zyz? #three") + question.format("What, a zzz?"))


def mendable(shell: Shell) -> None:
    good(shell)
    text = (
        GOOD.replace("1、", "１、")
        .replace("img/tuple", "img/Tuple")
        .replace("</details>\n\n", "\n")
    )
    shell.write("qa.md", text)


def prose(shell: Shell) -> None:
    shell.write("readme.md", "# A title\n\nJust prose.\n")


def empty(_: Shell) -> None:
    pass


def misconfigured(shell: Shell) -> None:
    good(shell)
    shell.write("ankigen.toml", 'tag = { prefix = "x" }\n')


def changed(shell: Shell) -> None:
    """Built, then edited: one card reworded, one moved, one gone, one new."""
    good(shell)
    card = "> {}?\n\n<details><summary>A</summary>{}</details>\n\n"
    moved = card.format("What is a deque", "A queue with two ends.")
    gone = card.format("What is a ring buffer", "An array used as a circle.")
    shell.write("more.md", moved + gone)
    shell.monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert shell.run("build").code == 0
    text = (shell.folder / "qa.md").read_text("utf-8")
    shell.write("qa.md", text.replace("What is a tuple?", "What is a tuple in Python?"))
    shell.write("more.md", card.format("Who wrote Hamlet", "Shakespeare."))
    shell.write("last.md", moved)


RUNNING = {"preview", "watch", "push"}
"""Commands that serve, wait or speak to Anki: tested where they are made."""

NOTES: dict[str, Callable[[Shell], None]] = {
    maker.__name__: maker
    for maker in (good, dirty, broken, tagged, mendable, prose, empty, misconfigured, changed)
}


@fixture.cases("cli")
def test_session(case: Case, shell: Shell, update: bool) -> None:
    def give(script: str) -> str:
        head, *commands = script.splitlines()
        notes, *settings = head.split()
        columns = next((int(word) for word in settings if word.isdigit()), 80)
        encoding = "ascii" if "ascii" in settings else "utf-8"
        NOTES[notes](shell)
        shell.monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        if "colour" not in settings:
            shell.monkeypatch.setenv("NO_COLOR", "1")
        out = []
        for command in commands:
            name, *arguments = shlex.split(command.removeprefix("$ "))
            assert name == "ankigen"
            code, text = shell.session(
                *arguments, columns=columns, encoding=encoding, terminal="pipe" not in settings
            )
            out.append(f"{command}\n{_steady(text)}" + (f"[{code}]\n" if code else ""))
        return "".join(out)

    fixture.check(case, give, update)


def _steady(text: str) -> str:
    text = re.sub(r"\d+\.\d\d s\b", "0.00 s", text)
    text = re.sub(r"\b\d{4}-\d\d-\d\d \d\d:\d\d\b", "0000-00-00 00:00", text)
    text = re.sub(r"\d+\.\d [kM]B", "0.0 kB", text)
    text = re.sub(r'"(size|seconds)": [\d.]+', r'"\1": 0', text)
    return text.replace("\x1b", "␛")


def test_every_command_has_its_sessions() -> None:
    recorded = {file.stem for file in (fixture.FIXTURES / "cli").glob("*.txt")}
    assert set(COMMANDS) - RUNNING <= recorded
