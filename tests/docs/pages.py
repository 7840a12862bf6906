"""The docs as what they tell their reader to do: files to save, commands to type, what is printed.

- A fence after `<!-- file: PATH -->` is the text of that file.
- A fence `console` holds commands, each after `$ `, and under it what is printed; a line `…` stands
  for any lines. A block with commands alone prints what it likes.
- `<!-- run: COMMAND -->` is run unseen, for what a page takes for granted.
- A fence `sh` holds commands that set up a machine: they are listed in `SETTING_UP`, and not run.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted(
    page
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
    if page.parent.name not in ("reference", "contributing") and page.name != "CHANGELOG.md"
)
SETTING_UP = re.compile(
    r"(git clone|pipx install|uv tool install|uv pip compile|(python3|py) dev\.py"
    r"|ankigen --install-completion) ?.*"
)

_OPEN = re.compile(r"^(?P<mark>`{3,}|~{3,})(?P<info>[^`]*)$")
_FILE = re.compile(r"^<!-- file: (?P<path>\S+) -->$")
_RUN = re.compile(r"^<!-- run: (?P<command>.+) -->$")


class Fence(Struct, frozen=True):
    """A fenced block: its first line inside (from 0), its info string, its lines, its file."""

    line: int
    info: str
    lines: tuple[str, ...]
    file: str | None = None


class Hidden(Struct, frozen=True):
    """A command that is run and not shown."""

    command: str


class Typed(Struct, frozen=True):
    """A command, and what is printed under it; None where the page does not say."""

    command: str
    printed: tuple[str, ...] | None


def steps(text: str) -> Iterator[Fence | Hidden]:
    """The fences and hidden commands of a page, in order."""
    lines = text.split("\n")
    at, file = 0, None
    while at < len(lines):
        if hidden := _RUN.match(lines[at]):
            yield Hidden(hidden["command"])
        elif named := _FILE.match(lines[at]):
            file = named["path"]
        elif opened := _OPEN.match(lines[at]):
            end = at + 1
            while end < len(lines) and lines[end].rstrip() != opened["mark"]:
                end += 1
            yield Fence(at + 1, opened["info"].strip(), tuple(lines[at + 1 : end]), file)
            at, file = end, None
        at += 1


def typed(fence: Fence) -> list[Typed]:
    """The commands of a console block."""
    found: list[tuple[str, list[str]]] = []
    for line in fence.lines:
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            assert found, f"a console block begins with a command: {line!r}"
            found[-1][1].append(line)
    silent = not any(printed for _, printed in found)
    return [Typed(command, None if silent else tuple(printed)) for command, printed in found]


def alike(said: str, shown: tuple[str, ...]) -> bool:
    """Whether the program says what a page shows; `…` stands for any lines."""
    lines = steady("\n".join(shown)).split("\n")
    parts = [re.escape(line) for line in lines]
    pattern = "\n".join(".*" if part == re.escape("…") else part for part in parts)
    return re.fullmatch(pattern, steady(said), re.DOTALL) is not None


def steady(text: str) -> str:
    """Output without what differs from run to run, no blanks at line ends, nor empty last lines."""
    text = re.sub(r"\d+\.\d\d s\b", "0.04 s", text)
    text = re.sub(r"\d+\.\d kB", "9.5 kB", text)
    text = re.sub(r"127\.0\.0\.1:\d{4,5}", "127.0.0.1:8765", text)
    text = re.sub(r"\b\d{4}-\d\d-\d\d(?: \d\d:\d\d)?\b", "2025-01-31", text)
    return "\n".join(line.rstrip() for line in text.strip("\n").split("\n"))
