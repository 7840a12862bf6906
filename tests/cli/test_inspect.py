"""`ankigen inspect`: what is in a package."""

import json

import pytest

from ankigen.apkg.write import write
from ankigen.model import Deck
from tests.apkg.decks import CREATED, asset, note
from tests.cli.shell import Shell

PAGE = """\
deck.apkg  SIZE
  notes   2
  cards   3
  media   1  1.2 kB
  layout  collection.anki2

Decks
  机器学习  2

Note types
  Notes  2  Question, Answer, Hint, Extra, Source, Audio, Reverse, Id, Data

Tags
  nlp::attention  2

Media
  a.png  1.2 kB

ok no problems
"""


@pytest.fixture
def packed(shell: Shell) -> Shell:
    notes = (
        note("aaaaaaaa", "1", '<img src="a.png">', deck="机器学习"),
        note("bbbbbbbb", "2", Reverse="y", deck="机器学习"),
    )
    package = shell.folder / "deck.apkg"
    write(package, [Deck("机器学习", notes)], [asset("a.png", b"x" * 1200)], CREATED)
    return shell


def test_a_page_for_people(packed: Shell) -> None:
    result = packed.run("inspect", "deck.apkg")
    assert (result.code, result.err) == (0, "")
    head, _, rest = result.out.partition("\n")
    assert head.startswith("deck.apkg  ")
    assert rest == PAGE.partition("\n")[2].replace("ok no", "✓ no")


def test_it_fits_a_narrow_terminal_and_any_encoding(packed: Shell) -> None:
    result = packed.run("inspect", "deck.apkg", columns=30, terminal=True, encoding="ascii")
    assert result.code == 0
    assert "no problems" in result.out


def test_an_object_for_scripts(packed: Shell) -> None:
    result = packed.run("inspect", "deck.apkg", "--json", "--extract", "out")
    found = json.loads(result.out)
    assert found["decks"] == [{"name": "机器学习", "notes": 2, "cards": 3}]
    assert found["media"] == [{"name": "a.png", "size": 1200, "notes": 1}]
    assert found["tags"] == {"nlp::attention": 2}
    assert found["problems"] == []
    names = sorted(file.name for file in (packed.folder / "out").iterdir())
    assert names == ["a.png", "notes.jsonl"]


def test_problems_are_said_and_counted_in_the_exit_code(shell: Shell) -> None:
    made = note("aaaaaaaa", "1", '<img src="gone.png">')
    write(shell.folder / "deck.apkg", [Deck("Deck", (made,))], [], CREATED)
    result = shell.run("inspect", "deck.apkg")
    assert result.code == 1
    assert "problem: a picture or sound that is used but not in the package: gone.png" in result.out


@pytest.mark.parametrize("data", [None, b"", b"no package"])
def test_what_is_no_package_is_told(shell: Shell, data: bytes | None) -> None:
    if data is not None:
        (shell.folder / "deck.apkg").write_bytes(data)
    result = shell.run("inspect", "deck.apkg")
    assert result.code == 2
    assert result.err.startswith("error: ")
