"""`ankigen preview`: where the page goes, what is said."""

import webbrowser
from pathlib import Path

import pytest

from ankigen.preview import save
from tests.cli.notes import DIRTY, GOOD, PNG
from tests.cli.shell import Shell


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The addresses that the browser was asked to open; the cache is a folder of the test's."""
    asked: list[str] = []
    monkeypatch.setattr(webbrowser, "open", asked.append)
    monkeypatch.setattr(save, "own_place", lambda root: tmp_path / "cache" / f"{root.name}.html")
    return asked


@pytest.fixture
def good(shell: Shell) -> Shell:
    shell.write("qa.md", GOOD)
    shell.write("img/tuple.png", "").write_bytes(PNG)
    return shell


def tree(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_the_page_is_kept_in_the_cache_and_opened(good: Shell, opened: list[str]) -> None:
    result = good.run("preview")
    assert (result.code, result.err) == (0, "")
    page = good.folder.parent / "cache" / "notes.html"
    assert result.out == f"Preview {page} (2 cards)\n"
    assert opened == [page.as_uri()]
    assert "什么是闭包？" in page.read_text("utf-8")
    assert tree(good.folder) == ["img/tuple.png", "qa.md"]


def test_the_browser_can_be_left_alone(good: Shell, opened: list[str]) -> None:
    result = good.run("preview", "--no-open", "--quiet")
    assert result.out == f"{good.folder.parent / 'cache' / 'notes.html'}\n"
    assert opened == []


def test_a_folder_for_hosting_tells_nothing_of_this_machine(good: Shell, opened: list[str]) -> None:
    result = good.run("preview", "-o", "site")
    assert result.code == 0
    assert opened == []
    names = tree(good.folder / "site")
    assert names[:2] == ["ankigen-preview.json", "index.html"]
    assert names[2].startswith("media/tuple-")
    assert str(good.folder) not in (good.folder / "site" / "index.html").read_text("utf-8")


def test_it_never_overwrites_what_it_did_not_write(good: Shell, opened: list[str]) -> None:
    good.write("site/index.html", "mine")
    result = good.run("preview", "-o", "site")
    assert result.code == 2
    assert "index.html, which was not written by ankigen preview" in result.err
    assert good.run("preview", "-o", "other").code == 0
    assert good.run("preview", "-o", "other").code == 0


def test_options_reach_the_cards(good: Shell, opened: list[str]) -> None:
    good.run("preview", "--deck", "Other", "--tag", "mine")
    page = (good.folder.parent / "cache" / "notes.html").read_text("utf-8")
    assert "<title>Other · preview</title>" in page
    assert '"mine"' in page


def test_diagnostics_are_on_the_page(shell: Shell, opened: list[str]) -> None:
    shell.write("qa.md", DIRTY)
    result = shell.run("preview")
    assert (result.code, result.err) == (0, "")
    page = (shell.folder.parent / "cache" / "notes.html").read_text("utf-8")
    assert "empty-answer" in page
    assert "missing-picture" in page


def test_without_a_card_there_is_no_page(shell: Shell, opened: list[str]) -> None:
    shell.write("a.md", "just prose\n")
    result = shell.run("preview")
    assert result.code == 2
    assert "no question found in a.md" in result.err
    assert opened == []


def test_mistakes_are_told(good: Shell, opened: list[str]) -> None:
    assert "--watch serves the page" in good.run("preview", "--watch", "-o", "x").err
    assert good.run("preview", "--watch", "--port", "70000").code == 2
    assert "does not exist" in good.run("preview", "nothing.md").err
    assert "does not exist" in good.run("preview", "--watch", "nothing.md").err
