"""Every command line in the docs is run, in the order of its page, and prints what the page shows.

With `--update` the pages are given what is printed.
"""

import os
import re
import shlex
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest

from tests.cli.shell import Shell
from tests.connect.standin import running
from tests.docs import pages
from tests.docs.pages import Fence, Hidden, Typed
from tests.real_anki import collection, load

SERVING = ("ankigen watch", "ankigen preview --watch")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?!https?:|mailto:)([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")


class Machine:
    """A machine with a terminal, where `ankigen` is installed; it has a folder of its own."""

    def __init__(self, shell: Shell, home: Path) -> None:
        self.shell = shell
        program = home / "bin" / "ankigen"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m ankigen "$@"\n')
        program.chmod(0o755)
        path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
        for name, value in {
            "PATH": path,
            "PYTHONPATH": str(pages.ROOT),
            "NO_COLOR": "1",
            "COLUMNS": "80",
            "LANG": "C.UTF-8",
            "HOME": str(home),
            "ANKIGEN_CACHE_DIR": str(home / "cache"),
            "GIT_CONFIG_GLOBAL": os.devnull,
            **{f"GIT_{who}_NAME": "Me" for who in ("AUTHOR", "COMMITTER")},
            **{f"GIT_{who}_EMAIL": "me@example.com" for who in ("AUTHOR", "COMMITTER")},
        }.items():
            shell.monkeypatch.setenv(name, value)
        shell.monkeypatch.setattr("webbrowser.open", lambda _: True)

    def run(self, command: str) -> str:
        """What a command prints. One that cannot run, or serves badly, fails the test."""
        words = shlex.split(command, comments=True)
        if words[0] == "cd":
            os.chdir(words[1])
            return ""
        if command.startswith(SERVING):
            return _served(words)
        if words[0] == "ankigen" and not re.search(r"[|>;&$*]", command):
            code, said = self.shell.session(*words[1:], columns=80, encoding="utf-8", terminal=True)
            assert code in (0, 1), f"{command}\n{said}"
            return said
        done = subprocess.run(
            ["bash", "-c", command], capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode in (0, 1), f"{command}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr


def _served(words: list[str]) -> str:
    """Run what serves until it says something, then end it as Ctrl-C does."""
    command = [sys.executable, "-u", "-m", *words]
    command += ["--no-open"] if "preview" in words else []
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    )
    assert process.stdout is not None
    guard = threading.Timer(60, process.kill)
    guard.start()
    said = process.stdout.readline()
    process.send_signal(signal.SIGINT)
    said += process.stdout.read()
    code = process.wait()
    guard.cancel()
    assert code in (0, 130), said
    return said


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    folder = tmp_path / "work"
    folder.mkdir()
    return Machine(Shell(folder, monkeypatch), tmp_path)


def _anki(text: str, machine: Machine, folder: Path) -> Any:
    """A running Anki where a page needs one."""
    if "ankigen push" not in text:
        return nullcontext()

    @contextmanager
    def listening() -> Iterator[None]:
        with running(folder) as standin:
            machine.shell.monkeypatch.setenv("ANKIGEN_ANKI", standin.address)
            yield

    return listening()


def ids(page: Path) -> str:
    return page.relative_to(pages.ROOT).as_posix()


@pytest.mark.parametrize("page", pages.PAGES, ids=ids)
def test_the_commands_of_a_page(page: Path, machine: Machine, tmp_path: Path, update: bool) -> None:
    follow(page, machine, tmp_path, update)


@pytest.mark.parametrize("name", ["tutorial.md", "tutorial.zh-CN.md"])
def test_the_searches_of_the_tutorial_find_cards(
    name: str, machine: Machine, tmp_path: Path
) -> None:
    page = pages.ROOT / "docs" / name
    follow(page, machine, tmp_path)
    searches = re.findall(r"`((?:tag|deck):[^`]+)`", page.read_text(encoding="utf-8"))
    assert len(searches) > 3
    with collection(tmp_path / "collection") as anki:
        load(anki, Path("dist", "study.apkg").resolve())
        for search in searches:
            assert anki.find_cards(search), search


def follow(page: Path, machine: Machine, tmp_path: Path, update: bool = False) -> None:
    """Do what a page says."""
    text = page.read_text(encoding="utf-8")
    lines = text.split("\n")
    moved = 0
    with _anki(text, machine, tmp_path / "anki"):
        for step in pages.steps(text):
            match step:
                case Hidden(command):
                    machine.run(command)
                case Fence(info="console"):
                    fresh = _console(step, machine, update)
                    start = step.line + moved
                    lines[start : start + len(step.lines)] = fresh
                    moved += len(fresh) - len(step.lines)
                case Fence(file=str(file)):
                    place = Path(file)
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_text("\n".join(step.lines) + "\n", encoding="utf-8")
    if update:
        page.write_text("\n".join(lines), encoding="utf-8")


def _console(fence: Fence, machine: Machine, update: bool) -> list[str]:
    """Run a block; its lines as they are, or as they should be."""
    fresh: list[str] = []
    for command in pages.typed(fence):
        said = machine.run(command.command)
        fresh.append(f"$ {command.command}")
        fresh += _shown(command, said, update)
    return fresh


def _shown(command: Typed, said: str, update: bool) -> list[str]:
    if command.printed is None:
        return []
    good = pages.alike(said, command.printed)
    if not update:
        assert good, f"$ {command.command}\n{pages.steady(said)}"
    return list(command.printed) if good else pages.steady(said).split("\n")


@pytest.mark.parametrize("page", pages.PAGES, ids=ids)
def test_no_command_of_a_page_is_left_out(page: Path) -> None:
    for step in pages.steps(page.read_text(encoding="utf-8")):
        if isinstance(step, Fence):
            assert step.info not in ("bash", "shell"), "write console, or sh for setting up"
            if step.info == "sh":
                for line in step.lines:
                    assert pages.SETTING_UP.fullmatch(line), line
            if step.info == "":
                assert not any(re.match(r"\$? ?ankigen ", line) for line in step.lines)


@pytest.mark.parametrize("page", pages.PAGES, ids=ids)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    text = re.sub(r"^(`{3,}).*?^\1", "", page.read_text(encoding="utf-8"), flags=re.S | re.M)
    for link in LINK.finditer(text):
        target = (link[1] or link[2]).partition("#")[0]
        assert not target or (page.parent / target).exists(), link[0]
