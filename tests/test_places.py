"""The user's own folders."""

from pathlib import Path

import pytest

from ankigen import places


def test_only_what_can_be_made_again_is_cleared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANKIGEN_CACHE_DIR", str(tmp_path))
    outside = tmp_path.with_name("outside")
    outside.mkdir()
    for kept in (tmp_path / "letters.txt", outside / "photo.png"):
        kept.write_text("mine")
    for name in ("fragments.sqlite", "pictures/a/b.png", "preview/x.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("12345")
    (tmp_path / "pictures" / "link").symlink_to(outside)
    assert places.clear() >= 15
    assert sorted(path.name for path in tmp_path.iterdir()) == ["letters.txt"]
    assert (outside / "photo.png").exists()
    assert places.clear() == 0


def test_without_a_word_they_are_where_the_system_has_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ANKIGEN_CACHE_DIR", "ANKIGEN_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    assert places.cache().name == "ankigen"
    assert places.config().parts[-2:] == ("ankigen", "config.toml")
    assert places.cache().is_relative_to(tmp_path)
