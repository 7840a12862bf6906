"""No command uses a network unless it is told to: sockets end the process that touches one."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ankigen.cli import lazy
from tests.cli.notes import GOOD

TOUCHED = 99
GUARD = f"""
import os, sys
def hook(event, arguments):
    if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg") \\
            or event.startswith(("socket.getaddr", "socket.gethost", "urllib", "ftplib")):
        os.write(2, (event + " " + repr(arguments[-1]) + "\\n").encode())
        os._exit({TOUCHED})
sys.addaudithook(hook)
import ankigen.__main__ as program
program.main()
"""
REMOTE = """\
> 9. What is far away?
<details><summary>Answer</summary>

![far](https://example.org/a.png) <img src="http://127.0.0.1:9/b.png"> [x](https://example.org)
<iframe src="https://example.org"></iframe> <link rel=stylesheet href="//example.org/a.css">

</details>
"""
STRANGE = 'repository = "https://example.org/me/notes"\n[check]\nignore = ["AK302"]\n'
COMMANDS = {
    "init": ["new"],
    "build": ["--yes"],
    "list": ["--json"],
    "tags": [],
    "preview": ["--output", "site"],
    "check": ["--fix"],
    "rule": ["AK301"],
    "diff": [],
    "lock": ["--from", "old.apkg"],
    "inspect": ["old.apkg"],
    "clean": [],
}
ASKED = {
    "fetch": ["build", "--fetch"],
    "push": ["push", "--anki", "http://127.0.0.1:9"],
    "serve": ["preview", "--watch", "--no-open"],
}


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    (tmp_path / "qa.md").write_text(GOOD + "\n" + REMOTE, encoding="utf-8")
    (tmp_path / "ankigen.toml").write_text(STRANGE, encoding="utf-8")
    return tmp_path


def guarded(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-c", GUARD, *arguments]
    return subprocess.run(
        command, cwd=folder, capture_output=True, encoding="utf-8", timeout=120, check=False
    )


def test_each_command_is_tried() -> None:
    assert COMMANDS.keys() == lazy.COMMANDS.keys() - {"watch", "push"}


@pytest.mark.parametrize("name", COMMANDS)
def test_no_socket_is_touched(notes: Path, name: str) -> None:
    if name in ("lock", "inspect"):
        assert guarded(notes, "build", "-o", "old.apkg").returncode == 0
        (notes / "ankigen.lock").unlink()
    done = guarded(notes, name, *COMMANDS[name])
    assert done.returncode in (0, 1), done.stderr
    assert "Warning" not in done.stderr


@pytest.mark.parametrize("asked", ASKED)
def test_what_is_told_to_use_one_does(notes: Path, asked: str) -> None:
    """So that the test above can fail."""
    done = guarded(notes, *ASKED[asked])
    assert done.returncode == TOUCHED, done.stderr


@pytest.mark.parametrize(
    "line", ["fetch = true", "[fetch]\nallow = true", "trust-style = ['/']", "anki = 'http://x'"]
)
def test_the_configuration_of_a_project_asks_in_vain(notes: Path, line: str) -> None:
    (notes / "ankigen.toml").write_text(f"{line}\n{STRANGE}", encoding="utf-8")
    done = guarded(notes, "build")
    assert done.returncode == 2
    assert "unknown key" in done.stderr


@pytest.mark.skipif(
    shutil.which("unshare") is None
    or subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode,
    reason="network namespaces cannot be made here",
)
def test_a_build_without_any_network_is_the_same(notes: Path) -> None:
    built = []
    for prefix in ([], ["unshare", "-rn"]):
        folder = notes / ("away" if prefix else "here") / "same"
        folder.mkdir(parents=True)
        for name in ("qa.md", "ankigen.toml"):
            shutil.copy(notes / name, folder)
        command = [*prefix, sys.executable, "-m", "ankigen", "list", "--json"]
        done = subprocess.run(command, cwd=folder, capture_output=True, check=True)
        cards = [json.loads(line) for line in done.stdout.splitlines()]
        assert len(cards) == 3
        built.append([{**card, "guid": ""} for card in cards])
    assert built[0] == built[1]
