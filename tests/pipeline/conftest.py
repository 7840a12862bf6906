"""A project of its own for each test."""

from pathlib import Path

import pytest


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: a project without notes as yet, with a cache of its own."""
    monkeypatch.setenv("ANKIGEN_CACHE_DIR", str(tmp_path / "cache"))
    folder = tmp_path / "notes"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "ankigen.toml").write_text("")
    return folder
