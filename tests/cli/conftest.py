from pathlib import Path

import pytest

from tests.cli.history import ONE, TWO
from tests.cli.shell import Shell


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    folder = tmp_path / "notes"
    folder.mkdir()
    return Shell(folder, monkeypatch)


@pytest.fixture
def notes(shell: Shell) -> Shell:
    shell.write("one.md", ONE)
    shell.write("two.md", TWO)
    assert shell.run("build").code == 0
    return shell
