"""The program as a process: pipes that close, encodings, signals, a full disk as output."""

import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.notes import GOOD

PIPE = subprocess.PIPE
ANKIGEN = [sys.executable, "-m", "ankigen"]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    (tmp_path / "ankigen.toml").write_text("")
    for number in range(40):
        text = GOOD.replace("闭包", f"闭包{number}").replace("tuple?", f"tuple {number}?")
        (tmp_path / f"{number}.md").write_text(text, encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, **settings}
    return subprocess.run(
        [*ANKIGEN, *arguments], cwd=folder, env=environment, capture_output=True, check=False
    )


def test_a_reader_that_has_seen_enough_is_no_error(notes: Path) -> None:
    command = [*ANKIGEN, "list", "--json", "-q"]
    with subprocess.Popen(
        command, cwd=notes, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.parametrize("encoding", ["ascii", "cp437", "gb18030"])
def test_any_encoding_can_be_written(notes: Path, encoding: str) -> None:
    for arguments in (["list"], ["tags"], ["check"]):
        done = run(notes, *arguments, PYTHONIOENCODING=encoding)
        assert done.returncode == 0 or arguments == ["check"]
        assert b"Traceback" not in done.stderr
        done.stdout.decode(encoding)


def test_no_color_in_pipes_and_where_it_is_not_wanted(notes: Path) -> None:
    assert b"\x1b[" not in run(notes, "list").stdout
    assert b"\x1b[" in run(notes, "list", FORCE_COLOR="1").stdout
    assert b"\x1b[" not in run(notes, "list", FORCE_COLOR="1", NO_COLOR="1").stdout
    assert b"\x1b[" in run(notes, "list", "--color", "always", NO_COLOR="1").stdout
    assert b"\x1b[" not in run(notes, "list", "--color", "never", FORCE_COLOR="1").stdout


@pytest.mark.skipif(os.name == "nt", reason="a shell of POSIX closes them")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_an_output_that_is_closed_is_nobody_s(notes: Path, closed: str) -> None:
    command = f"{shlex.join(ANKIGEN)} list {closed}"
    done = subprocess.run(["sh", "-c", command], cwd=notes, capture_output=True, check=False)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    assert bool(done.stdout) == (closed == "2>&-")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_an_output_that_is_full_is_told(notes: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*ANKIGEN, "list", "-q"], cwd=notes, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert done.stderr.startswith(b"error: cannot write the output: No space left on device")


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_ends_a_build_and_leaves_nothing(notes: Path) -> None:
    # Python itself says "Fatal Python error" when it is interrupted before it is up.
    up = "print(flush=True); import ankigen.__main__ as program; program.main()"
    command = [sys.executable, "-c", up, "build"]
    with subprocess.Popen(command, cwd=notes, stdout=PIPE, stderr=PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        said = process.stderr.read()
    assert process.returncode in (130, -signal.SIGINT)
    if process.returncode == 130:
        assert said == b"error: interrupted\n"
    left = {path.name for path in notes.iterdir()} - {f"{n}.md" for n in range(40)}
    assert left <= {"ankigen.toml", "ankigen.lock", "dist"}


def test_warnings_of_python_are_errors_nowhere(notes: Path) -> None:
    for arguments in (["build"], ["list", "--json"], ["check"], ["tags"], ["rule"]):
        done = run(notes, *arguments, PYTHONWARNINGS="error")
        assert b"Warning" not in done.stderr, done.stderr.decode()
