"""The program, run in this process as a shell would: arguments in, code and output out."""

import contextlib
import io
import sys
from pathlib import Path

import pytest
from msgspec import Struct

from ankigen.cli import app
from ankigen.report.terminal import make_safe


class Result(Struct, frozen=True):
    code: int
    out: str
    err: str


class Stream(io.TextIOWrapper):
    """A text stream in memory that may claim to be a terminal."""

    def __init__(self, encoding: str = "utf-8", terminal: bool = False) -> None:
        super().__init__(io.BytesIO(), encoding, newline="", write_through=True)
        make_safe(self)
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal

    @property
    def text(self) -> str:
        self.flush()
        assert isinstance(self.buffer, io.BytesIO)
        return self.buffer.getvalue().decode(self.encoding)


class Shell:
    """A current folder and an environment."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.monkeypatch = monkeypatch
        for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.chdir(folder)

    def write(self, name: str, text: str) -> Path:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def session(
        self, *arguments: str, columns: int, encoding: str, terminal: bool
    ) -> tuple[int, str]:
        """The exit code, and what a person sees: both streams on one terminal.

        No bar is drawn, however slow the machine is.
        """
        self.monkeypatch.setattr("ankigen.report.progress.Bar.__call__", lambda *_: None)
        self.monkeypatch.setenv("COLUMNS", str(columns))
        self.monkeypatch.setattr("ankigen.report.progress.PATIENCE", 600.0)  # on a busy machine
        both = Stream(encoding, terminal)
        with contextlib.redirect_stdout(both), contextlib.redirect_stderr(both):
            code = app.run(arguments)
        return code, both.text

    def run(
        self,
        *arguments: str,
        terminal: bool = False,
        encoding: str = "utf-8",
        columns: int | None = None,
    ) -> Result:
        if columns:
            self.monkeypatch.setenv("COLUMNS", str(columns))
        out, err = Stream(encoding, terminal), Stream(encoding, terminal)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = app.run(arguments)
        assert sys.stdout is not out
        return Result(code, out.text, err.text)
