"""A picture of the terminal for the README: a session of the program as it is, drawn by Rich."""

import contextlib
import io
import os
import re
import tempfile
from pathlib import Path
from unittest.mock import patch

from rich.console import Console
from rich.text import Text

from ankigen import scaffold
from ankigen.cli import app

WIDTH = 76
MISTAKE = """
> 7. What does a learning curve show?
<details><summary>Answer</summary>

Loss over time: ![loss](img/loss.png)

</details>
"""
COMMANDS = (("build",), ("list", "-q"))
_FORMAT = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">
<style>
.{unique_id}-matrix {{
  font: {char_height}px/{line_height}px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
}}
.{unique_id}-title {{ font: 18px sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


class _Screen(io.StringIO):
    """Text in memory that claims to be a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def session() -> str:
    """What a person sees, escape codes and all; times and sizes, which vary, are fixed."""
    screen = _Screen()
    environment = {"COLUMNS": str(WIDTH), "TERM": "xterm-256color", "FORCE_COLOR": "1"}
    environment["SOURCE_DATE_EPOCH"] = "1735689600"
    home = Path.cwd()
    quick = patch("ankigen.report.progress.Bar.__call__")  # no bar, however slow the machine is
    with tempfile.TemporaryDirectory() as temporary, patch.dict(os.environ, environment), quick:
        os.environ.pop("NO_COLOR", None)
        folder = Path(temporary) / "study"
        scaffold.start(folder, "en")
        with (folder / "notes" / "learning.md").open("a", encoding="utf-8") as notes:
            notes.write(MISTAKE)
        os.chdir(folder)
        try:
            for command in COMMANDS:
                screen.write(f"\x1b[1;32m$\x1b[0m ankigen {' '.join(command)}\n")
                with contextlib.redirect_stdout(screen), contextlib.redirect_stderr(screen):
                    app.run(command)
        finally:
            os.chdir(home)
    said = re.sub(r"\d+\.\d\d s\b", "0.04 s", screen.getvalue())
    return re.sub(r"\d+\.\d kB", "9.5 kB", said)


def picture() -> str:
    """The session as an SVG drawing that loads nothing."""
    console = Console(
        record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="standard"
    )
    console.print(Text.from_ansi(session()), soft_wrap=True)
    drawn = console.export_svg(title="ankigen", code_format=_FORMAT, unique_id="ankigen")
    return "\n".join(line.rstrip() for line in drawn.split("\n"))
