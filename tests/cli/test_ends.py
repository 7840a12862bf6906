"""How the program ends when it is interrupted, and what it says where a list is long."""

from pathlib import Path

import pytest

from ankigen.apkg.write import write
from ankigen.model import Deck
from tests.apkg.decks import CREATED, note
from tests.cli.notes import GOOD
from tests.cli.shell import Shell

NOTE = "> {0}. What is subject {0}?\n<details><summary>A</summary>It is {0}.</details>\n\n"


def test_ctrl_c_ends_a_build_without_a_traceback(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.write("qa.md", GOOD)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ankigen.pipeline.compile", interrupted)
    result = shell.run("build")
    assert (result.code, result.out) == (130, "")
    assert result.err == "error: interrupted\n"


def test_an_error_that_is_no_output_s_is_not_hidden(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.write("qa.md", GOOD)

    def broken(*_: object) -> None:
        raise OSError(5, "Input/output error", "a file")

    monkeypatch.setattr("ankigen.pipeline.compile", broken)
    with pytest.raises(OSError, match="a file"):
        shell.run("build")


def test_a_word_where_a_number_belongs(shell: Shell) -> None:
    result = shell.run("preview", "--port", "many")
    assert result.code == 2
    assert "'many' is not a whole number" in result.err


def test_help_has_colour_where_there_is_colour(shell: Shell) -> None:
    plain, painted = shell.run("--help").out, shell.run("--help", terminal=True).out
    assert "\x1b[" not in plain
    assert "\x1b[" in painted
    assert painted.count("\n") == plain.count("\n")


def test_clean_says_where_when_asked(shell: Shell, tmp_path: Path) -> None:
    shell.monkeypatch.setenv("ANKIGEN_CACHE_DIR", str(tmp_path / "cache"))
    shell.write("qa.md", GOOD)
    shell.run("list")
    assert str(tmp_path / "cache") in shell.run("clean", "--verbose").err


def test_a_page_is_not_written_over_a_file(shell: Shell) -> None:
    shell.write("qa.md", GOOD)
    shell.write("site", "a file")
    result = shell.run("preview", "--output", "site", "--no-open")
    assert result.code == 2
    assert "Not a directory" in result.err
    assert (shell.folder / "site").read_text() == "a file"


def test_a_page_that_cannot_be_written_leaves_the_old_one(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.write("qa.md", GOOD.replace("![a picture](img/tuple.png)", ""))
    assert shell.run("preview", "--output", "site", "--no-open").code == 0
    page = shell.folder / "site" / "index.html"
    before = page.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    result = shell.run("preview", "--output", "site", "--no-open")
    assert result.code == 2
    assert "No space left" in result.err
    assert page.read_bytes() == before
    assert not [file.name for file in page.parent.iterdir() if file.name.startswith(".index")]


def test_many_tags_of_a_package_are_counted_not_listed(shell: Shell) -> None:
    notes = tuple(
        note(f"guid{number:04}", str(number), tags=(f"tag-{number}",)) for number in range(80)
    )
    write(shell.folder / "many.apkg", [Deck("Many", notes)], [], CREATED)
    few = shell.run("inspect", "many.apkg").out
    assert "more (--verbose shows all)" in few
    every = shell.run("inspect", "many.apkg", "--verbose").out
    assert "more (" not in every
    assert every.count("tag-") == 80
    assert shell.run("inspect", "many.apkg", "--quiet").out == ""


def test_removed_cards_that_are_in_no_package_are_named(shell: Shell) -> None:
    shell.write("ankigen.toml", 'deck = "Notes"')
    shell.write("qa.md", "".join(map(NOTE.format, range(1, 30))))
    shell.run("build")
    (shell.folder / "dist" / "Notes.apkg").unlink()
    shell.write("other.apkg", "")
    write(shell.folder / "other.apkg", [Deck("Other", (note("guid0000", "1"),))], [], CREATED)
    shell.write("qa.md", "".join(map(NOTE.format, range(8, 30))))
    result = shell.run("build", "--retire", "--yes", "--from", "other.apkg")
    assert "7 removed cards not packed" in result.out
    assert "and 2 more" in result.out
