"""`ankigen lock` where it cannot do what is asked, and how quiet it is."""

from pathlib import Path

import genanki
import pytest

from tests.cli.notes import GOOD
from tests.cli.shell import Shell

CARD = {"name": "Card", "qfmt": "{{Front}}", "afmt": "{{Front}}"}


@pytest.fixture
def notes(shell: Shell) -> Shell:
    shell.write("ankigen.toml", 'deck = "Notes"')
    shell.write("qa.md", "# Title\n\n" + GOOD.replace("![a picture](img/tuple.png)", ""))
    return shell


@pytest.mark.parametrize(
    "arguments",
    [
        ("lock",),
        ("lock", "--new", "qa.md:3"),
        ("lock", "--same", "guid", "--new", "qa.md:3"),
        ("lock", "--new"),
        ("lock", "qa.md:3"),
    ],
)
def test_before_the_first_build_there_is_nothing_to_say(
    notes: Shell, arguments: tuple[str, ...]
) -> None:
    result = notes.run(*arguments)
    assert result.code == 2
    assert "help:" in result.err


@pytest.mark.parametrize("place", ["qa.md", "qa.md:x", "qa.md:1", "none.md:3"])
def test_a_place_without_a_card(notes: Shell, place: str) -> None:
    notes.run("build")
    assert notes.run("lock", "--new", place).code == 2


def test_a_card_is_new_when_someone_says_so(notes: Shell) -> None:
    notes.run("build")
    lock = notes.folder / "ankigen.lock"
    before = lock.read_text("utf-8")
    assert "is a new card from now on" in notes.run("lock", "--new", "qa.md:4").out
    assert lock.read_text("utf-8") != before
    assert notes.run("lock", "--new", "qa.md:9", "--quiet").out == ""


def test_the_lock_of_another_deck_is_not_rebuilt(notes: Shell) -> None:
    notes.run("build")
    package = Path("dist/Notes.apkg")
    (notes.folder / "ankigen.lock").unlink()
    assert notes.run("lock", "--from", str(package), "--quiet").out == ""
    result = notes.run("lock", "--from", str(package))
    assert result.code == 2
    assert "already" in result.err
    (notes.folder / "ankigen.lock").unlink()
    foreign = notes.folder / "foreign.apkg"
    kind = genanki.Model(1 << 30, "Basic", [{"name": "Front"}], [CARD])
    deck = genanki.Deck(1 << 31, "Theirs")
    deck.add_note(genanki.Note(kind, ["Why?"]))
    genanki.Package(deck).write_to_file(foreign)
    result = notes.run("lock", "--from", str(foreign))
    assert result.code == 2
    assert "no deck of this project" in result.err
