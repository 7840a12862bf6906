"""`ankigen init`: a project that builds at once, and nothing that was there is touched."""

import json
from pathlib import Path

import pytest

from ankigen import scaffold
from tests.cli.notes import GOOD
from tests.cli.shell import Shell
from tests.real_anki import collection, load, sides

FILES = [".gitattributes", "ankigen.toml", "notes/img/forgetting.svg", "notes/learning.md"]


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    folder = tmp_path / "here"
    folder.mkdir()
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return Shell(folder, monkeypatch)


def files(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


@pytest.mark.parametrize(("language", "first"), [("en", "What is the"), ("zh", "什么是间隔")])
def test_it_builds_at_once_without_a_word(
    shell: Shell, tmp_path: Path, language: str, first: str
) -> None:
    result = shell.run("init", "study", "--language", language)
    assert (result.code, result.err) == (0, "")
    assert "Next: cd study, then ankigen build" in result.out
    folder = shell.folder / "study"
    assert files(folder) == FILES
    shell.monkeypatch.chdir(folder)
    built = shell.run("build", "--json", "--verbose")
    assert (built.code, built.err) == (0, "")
    assert json.loads(built.out)["cards"] == 6
    with collection(tmp_path / "anki") as anki:
        load(anki, folder / "dist" / "study.apkg")
        cards = sides(anki)
        assert first in cards[0][0]
        assert len(anki.find_notes("tag:learning*")) == 6
        assert len(list(Path(anki.media.dir()).iterdir())) == 1


def test_nothing_is_overwritten(shell: Shell) -> None:
    shell.write("ankigen.toml", 'deck = "Mine"\n')
    shell.write(".gitattributes", "*.png binary\n")
    shell.write("notes/learning.md", "mine")
    before = {name: (shell.folder / name).read_text() for name in files(shell.folder)}
    result = shell.run("init")
    assert result.code == 0
    assert "kept     .gitattributes  add the line: ankigen.lock merge=union" in result.out
    assert "has all it needs" in result.out
    assert {name: (shell.folder / name).read_text() for name in files(shell.folder)} == before


def test_a_folder_with_notes_gets_no_others(shell: Shell) -> None:
    shell.write("qa.md", GOOD)
    assert shell.run("init").code == 0
    assert files(shell.folder) == [".gitattributes", "ankigen.toml", "qa.md"]


def test_a_front_page_is_no_notes(shell: Shell) -> None:
    shell.write("README.md", "# My notes")
    shell.run("init")
    assert files(shell.folder) == sorted([*FILES, "README.md"])


def test_twice_is_once(shell: Shell) -> None:
    shell.run("init")
    before = files(shell.folder)
    assert shell.run("init").out.count("kept") == 2
    assert files(shell.folder) == before


def test_the_language_is_the_environment_s(shell: Shell) -> None:
    shell.monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert shell.run("init", "-q").out == ""
    assert "间隔效应" in (shell.folder / "notes" / "learning.md").read_text(encoding="utf-8")
    assert scaffold.language_of({"LC_ALL": "C", "LANG": "zh_CN"}) == "en"


def test_a_file_in_the_place_of_the_folder(shell: Shell) -> None:
    shell.write("study", "a file")
    result = shell.run("init", "study")
    assert result.code == 2
    assert "study is not a folder" in result.err


def test_a_file_in_the_place_of_a_folder_below(shell: Shell) -> None:
    shell.write("notes", "a file")
    result = shell.run("init")
    assert result.code == 2
    assert "cannot write notes/learning.md: File exists" in result.err


def test_what_is_no_file_is_left_alone(shell: Shell) -> None:
    (shell.folder / ".gitattributes").mkdir()
    assert "kept     .gitattributes\n" in shell.run("init").out


def test_a_link_is_not_followed(shell: Shell) -> None:
    (shell.folder / "ankigen.toml").symlink_to(shell.folder / "elsewhere")
    shell.run("init")
    assert not (shell.folder / "elsewhere").exists()
