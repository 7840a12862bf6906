"""Remote pictures: links unless the line or the user's own settings ask, never a project's."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.cli.notes import PNG
from tests.cli.shell import Shell

NOTE = "> What?\n<details><summary>A</summary><img src='https://example.com/a.png'></details>\n"


@pytest.fixture
def asked(shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The addresses that were asked for."""
    asked: list[str] = []
    picture = tmp_path / "picture"
    picture.write_bytes(PNG)

    def fetch(urls: Iterable[str], *_: object, **__: object) -> dict[str, Path | str]:
        asked.extend(urls)
        return dict.fromkeys(asked, picture)

    monkeypatch.setattr("ankigen.fetch.fetch", fetch)
    shell.write("qa.md", NOTE)
    return asked


def test_without_a_word_they_stay_links(shell: Shell, asked: list[str]) -> None:
    shell.write("ankigen.toml", "")
    assert "https://example.com/a.png" in shell.run("list", "--json").out
    assert asked == []


@pytest.mark.parametrize("key", ["fetch = true", "[limits]\nfetch = true"])
def test_a_project_cannot_ask(shell: Shell, asked: list[str], key: str) -> None:
    shell.write("ankigen.toml", key)
    assert shell.run("list", "--json").code == 2
    assert asked == []


def test_the_line_asks(shell: Shell, asked: list[str]) -> None:
    listed = shell.run("list", "--json", "--fetch").out
    assert asked == ["https://example.com/a.png"]
    assert 'src=\\"https' not in listed
    assert '"source": "https://example.com/a.png"' in listed
    assert "pictures  1" in shell.run("build", "--fetch").out


def test_the_user_s_settings_ask(shell: Shell, asked: list[str], tmp_path: Path) -> None:
    settings = tmp_path / "mine.toml"
    shell.monkeypatch.setenv("ANKIGEN_CONFIG", str(settings))
    settings.write_text("fetch = true")
    assert shell.run("list").code == 0
    assert asked == ["https://example.com/a.png"]
    for wrong in ("fetch = 1", "feth = true", "fetch"):
        settings.write_text(wrong)
        result = shell.run("list")
        assert result.code == 2
        assert str(settings) in result.err


def test_one_that_fails_stays_a_link(
    shell: Shell, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "ankigen.fetch.fetch", lambda urls, *_, **__: dict.fromkeys(urls, "no answer")
    )
    result = shell.run("list", "--json", "--fetch")
    assert "https://example.com/a.png" in result.out
    assert "could not be fetched: no answer" in result.err
