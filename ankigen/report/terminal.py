"""What the place of output can show: colour, width, letters; and how words are coloured for it.

Lines that every command prints are coloured here, with the plain ANSI codes, since Rich costs more
to start than a small deck to build; tables, trees and progress bars are Rich's (`rich`).
"""

import codecs
import os
import shutil
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, TextIO

from msgspec import Struct

if TYPE_CHECKING:
    from rich.console import Console

When = Literal["auto", "always", "never"]
STYLES = {
    "bold": "1",
    "dim": "2",
    "error": "1;31",
    "warning": "1;33",
    "info": "1;36",
    "good": "1;32",
    "place": "36",
    "gutter": "34",
    "added": "32",
    "removed": "31",
}
_ASCII = {"✓": "ok", "→": "->", "·": "-", "…": "...", "×": "x", "█": "#", "│": "|", "—": "-"}
_ASCII |= {"├": "|", "└": "`", "─": "-"}


class Terminal(Struct, frozen=True):
    """One stream. `color` and `unicode` are what may be written to it; `width` is in cells."""

    stream: TextIO
    color: bool = False
    unicode: bool = True
    interactive: bool = False
    width: int = 80

    def paint(self, text: str, style: str) -> str:
        """The text in one of the styles, where colour is shown."""
        return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if self.color and text else text

    def write(self, line: str = "") -> None:
        """One line, with signs that the stream's encoding does not have spelled in ASCII."""
        self.stream.write(self.spelled(line) + "\n")

    def spelled(self, text: str) -> str:
        if self.unicode:
            return text
        return "".join(_ASCII.get(char, char) for char in text)

    def rich(self) -> "Console":
        """A Rich console on the stream."""
        from rich.console import Console

        return Console(
            file=self.stream,
            no_color=not self.color,
            color_system="auto" if self.color else None,
            force_terminal=self.color or None,
            width=self.width,
            highlight=False,
            emoji=False,
            markup=False,
            safe_box=not self.unicode,
        )


def terminal(
    stream: TextIO, when: When = "auto", environment: Mapping[str, str] = os.environ
) -> Terminal:
    """What a stream can show. `NO_COLOR`, `FORCE_COLOR`, `TERM=dumb` and `COLUMNS` are heard."""
    interactive = bool(getattr(stream, "isatty", bool)())
    color = interactive and environment.get("TERM") != "dumb"
    if environment.get("NO_COLOR"):
        color = False
    elif environment.get("FORCE_COLOR", "0") not in ("", "0"):
        color = True
    if when != "auto":
        color = when == "always"
    if color and os.name == "nt":
        os.system("")  # switches a console of Windows to ANSI codes
    width = 100
    if interactive or environment.get("COLUMNS", "").isdigit():
        width = shutil.get_terminal_size((80, 24)).columns
    return Terminal(stream, color, _speaks_unicode(stream), interactive, max(width, 20))


def _speaks_unicode(stream: TextIO) -> bool:
    encoding = getattr(stream, "encoding", None) or "ascii"
    try:
        "✓→·…│".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def make_safe(stream: TextIO) -> None:
    """Let a stream write an escape, one valid in JSON, for a letter that its encoding lacks."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors=ESCAPE)


def _escape(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4)), error.end


ESCAPE = "ankigen.escape"
codecs.register_error(ESCAPE, _escape)


def cells(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return len(text) if text.isascii() else sum(map(_cell, text))


def _cell(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Me", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def fit(text: str, width: int) -> str:
    """The text, its end cut off with an ellipsis when it takes more columns than `width`."""
    if cells(text) <= width:
        return text
    used, end = 1, 0
    for end, char in enumerate(text):  # noqa: B007
        used += _cell(char)
        if used > width:
            break
    return text[:end].rstrip() + "…"


def plain(text: str) -> str:
    """A text without what moves a cursor or turns the line: safe to print whoever wrote it."""
    return "".join(
        " " if char in "\t\r\n" else char
        for char in text
        if char in "\t\r\n" or unicodedata.category(char) not in ("Cc", "Cs", "Cf")
    )
