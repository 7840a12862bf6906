"""`ankigen push` against a stand-in for AnkiConnect with the real Anki behind it."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.notes import GOOD, PNG
from tests.cli.shell import Result, Shell
from tests.connect.standin import StandIn, running

CLOZE = "\nThe capital of France is {{c1::Paris}}.\n"


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    folder = tmp_path / "notes"
    folder.mkdir()
    made = Shell(folder, monkeypatch)
    made.write("qa.md", GOOD)
    made.write("img/tuple.png", "").write_bytes(PNG)
    return made


@pytest.fixture
def anki(tmp_path: Path, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    with running(tmp_path / "anki") as standin:
        monkeypatch.setenv("ANKIGEN_ANKI", standin.address)
        monkeypatch.delenv("ANKIGEN_ANKI_KEY", raising=False)
        yield standin


def later(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    """Let a build happen so much later than now."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(time.time()) + seconds))


def pushed(shell: Shell, *arguments: str, code: int = 0) -> dict[str, Any]:
    result = shell.run("push", "--json", *arguments)
    assert (result.code, result.err) == (code, "")
    report = json.loads(result.out)
    return {
        name: [card["question"] for card in value] if isinstance(value, list) else value
        for name, value in report.items()
    }


def refused(shell: Shell) -> Result:
    result = shell.run("push")
    assert (result.code, result.out) == (2, "")
    assert not (shell.folder / "dist").exists()
    return result


def touch(anki: StandIn, query: str, field: str | None = None, tag: str = "") -> None:
    """Edit the one note that a search finds, as a person in Anki does."""
    (id,) = anki.anki.find_notes(query)
    note = anki.anki.get_note(id)
    if field:
        note["Answer"] = field
    if tag:
        note.add_tag(tag)
    anki.anki.update_note(note)


def test_a_first_push_brings_every_card(shell: Shell, anki: StandIn) -> None:
    report = pushed(shell)
    assert report["new"] == ["什么是闭包？", "What is a tuple?"]
    assert report["changed"] == report["resent"] == report["refused"] == []
    assert report["file"] == "dist/notes.apkg"
    assert len(anki.anki.find_notes("tag:python")) == 1
    assert len(list(Path(anki.anki.media.dir()).iterdir())) == 1
    assert [action for action, _ in anki.asked][:2] == ["requestPermission", "version"]
    ((_, imported),) = [asked for asked in anki.asked if asked[0] == "importPackage"]
    assert imported == {"path": str(shell.folder / "dist" / "notes.apkg")}


def test_a_second_push_changes_nothing(shell: Shell, anki: StandIn) -> None:
    pushed(shell)
    report = pushed(shell)
    assert (report["new"], report["changed"], report["unchanged"]) == ([], [], 2)


def test_an_edit_arrives_and_no_other_card_is_touched(
    shell: Shell, anki: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    pushed(shell)
    touch(anki, "tag:python", tag="mine")
    shell.write("qa.md", GOOD.replace("词法环境", "作用域"))
    later(monkeypatch, 5)
    report = pushed(shell)
    assert (report["changed"], report["unchanged"]) == (["什么是闭包？"], 1)
    assert len(anki.anki.find_notes("作用域")) == 1
    assert len(anki.anki.find_notes("tag:mine")) == 1


def test_what_anki_would_skip_is_sent_again(
    shell: Shell, anki: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    pushed(shell)
    later(monkeypatch, 5)
    shell.write("qa.md", GOOD.replace("immutable", "fixed"))
    shell.run("build")
    later(monkeypatch, 9)
    anki.anki.db.execute("update notes set mod = mod + 100")  # type: ignore[union-attr]
    touch(anki, "tag:python", tag="leech")
    anki.anki.db.execute("update notes set mod = mod + 100")  # type: ignore[union-attr]
    assert pushed(shell, "--dry-run")["resent"] == ["What is a tuple?"]
    assert len(anki.anki.find_notes("fixed")) == 0
    report = pushed(shell)
    assert (report["resent"], report["refused"]) == (["What is a tuple?"], [])
    assert len(anki.anki.find_notes("fixed")) == 1
    assert len(anki.anki.find_notes("tag:leech")) == 1  # Anki's own tag came back
    assert pushed(shell)["unchanged"] == 2


def test_an_old_add_on_does_not_tell_times_and_all_arrives_still(
    shell: Shell, anki: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    anki.tells_mod = False
    pushed(shell)
    shell.write("qa.md", GOOD.replace("immutable", "fixed"))
    shell.run("build")
    touch(anki, "tag:python", tag="leech")
    later(monkeypatch, 9)
    assert pushed(shell)["refused"] == []
    assert len(anki.anki.find_notes("fixed tag:leech")) == 1
    assert pushed(shell)["unchanged"] == 2


def test_a_note_of_a_far_future_is_told_and_dates_nothing_there(
    shell: Shell, anki: StandIn
) -> None:
    pushed(shell)
    touch(anki, "tag:python", field="else")
    anki.anki.db.execute("update notes set mod = mod + 9000000")  # type: ignore[union-attr]
    report = pushed(shell, code=1)
    assert report["refused"] == ["What is a tuple?"]
    assert shell.run("build").code == 0
    result = shell.run("push")
    assert "not taken     1\n    ! What is a tuple?" in result.out
    assert "Anki kept its own" in result.out


def test_removed_cards_are_told_and_tagged_with_retire(shell: Shell, anki: StandIn) -> None:
    pushed(shell)
    shell.write("qa.md", GOOD.split("> 2.")[0])
    assert "removed       1  still in Anki; --retire tags them" in shell.run("push").out
    assert (pushed(shell)["removed"], pushed(shell)["retired"]) == (1, 0)
    assert pushed(shell, "--retire")["retired"] == 1
    (id,) = anki.anki.find_notes("tag:ankigen::removed")
    assert anki.anki.get_note(id)["Question"] == "What is a tuple?"
    assert pushed(shell, "--retire")["retired"] == 0
    assert "removed       1  still in Anki, tagged ankigen::removed" in shell.run("push").out
    shell.write("qa.md", GOOD)
    pushed(shell)
    assert len(anki.anki.find_notes("tag:ankigen::removed")) == 0


def test_many_removed_cards_are_retired_only_when_that_is_meant(
    shell: Shell, anki: StandIn
) -> None:
    cards = [f"> Why {n}?\n<details><summary>A</summary>So {n}.</details>\n" for n in range(30)]
    shell.write("qa.md", "\n".join(cards))
    pushed(shell)
    shell.write("qa.md", "\n".join(cards[:26]))
    result = shell.run("push", "--retire", "-q")
    assert result.code == 2
    assert "the notes lack 4 of 30 cards that Anki has" in result.err
    assert pushed(shell, "--retire", "--yes")["retired"] == 4
    shell.write("qa.md", "\n".join(cards[:25]))
    assert pushed(shell, "--retire")["retired"] == 1


def test_a_dry_run_asks_and_sends_nothing(shell: Shell, anki: StandIn) -> None:
    result = shell.run("push", "--dry-run")
    assert result.code == 0
    assert "Would send notes to Anki" in result.out
    assert "+ 什么是闭包？" in result.out
    assert sorted(path.name for path in shell.folder.iterdir()) == ["img", "qa.md"]
    assert anki.anki.note_count() == 0


def test_long_lists_are_cut_unless_verbose(shell: Shell, anki: StandIn) -> None:
    cards = [f"> Why {n}?\n<details><summary>A</summary>So {n}.</details>\n" for n in range(30)]
    shell.write("qa.md", "\n".join(cards))
    result = shell.run("push", "--dry-run", encoding="ascii")
    assert result.out.count("+ Why") == 10
    assert "... 20 more" in result.out
    assert shell.run("push", "--dry-run", "-v").out.count("+ Why") == 30


def test_a_key_is_sent_when_anki_asks_for_it(
    shell: Shell, anki: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    anki.key = "s3cret"
    assert "AnkiConnect asks for a key" in refused(shell).err
    monkeypatch.setenv("ANKIGEN_ANKI_KEY", "wrong")
    said = refused(shell).err
    assert "valid api key must be provided" in said
    assert "ANKIGEN_ANKI_KEY" in said
    assert "wrong" not in said
    monkeypatch.setenv("ANKIGEN_ANKI_KEY", "s3cret")
    assert len(pushed(shell)["new"]) == 2


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"permission": "denied"}, "Anki does not let ankigen in"),
        ({"status": 403, "raw": b"no"}, "Anki does not let ankigen in"),
        ({"version": 5}, "AnkiConnect speaks version 5; 6 is needed"),
        ({"results": {"findNotes": "many"}}, "AnkiConnect's answer to findNotes is strange"),
        ({"raw": b"<html>hello</html>"}, "is not AnkiConnect"),
        ({"raw": b'{"result": [], "error": null}'}, "is not AnkiConnect"),
        ({"errors": {"findNotes": "collection is not available"}}, "open your profile in Anki"),
        ({"errors": {"findNotes": "unsupported action"}}, "update the add-on"),
    ],
)
def test_what_stands_in_the_way_is_told(
    shell: Shell, anki: StandIn, fault: dict[str, Any], said: str
) -> None:
    for name, value in fault.items():
        setattr(anki, name, value)
    assert said in refused(shell).err


def test_an_import_that_fails_leaves_the_package_and_says_so(shell: Shell, anki: StandIn) -> None:
    anki.errors["importPackage"] = "the file is locked"
    result = shell.run("push")
    assert result.code == 2
    assert "Anki refuses importPackage: the file is locked" in result.err
    assert "import the package by hand" in result.err
    assert (shell.folder / "dist" / "notes.apkg").is_file()


def test_an_import_that_comes_to_nothing(shell: Shell, anki: StandIn) -> None:
    anki.results["importPackage"] = False
    assert "Anki did not import" in shell.run("push").err


def test_a_note_that_goes_while_it_is_asked_for(shell: Shell, anki: StandIn) -> None:
    pushed(shell)
    ids = [int(id) for id in anki.anki.find_notes("")]
    anki.results["findNotes"] = [*ids, 1]
    assert pushed(shell)["unchanged"] == 2


def test_of_copies_of_a_note_the_oldest_counts(shell: Shell, anki: StandIn) -> None:
    pushed(shell)
    (id,) = anki.anki.find_notes("tag:python")
    original = anki.anki.get_note(id)
    copy = anki.anki.new_note(original.note_type())  # type: ignore[arg-type]
    copy.fields = [*original.fields]
    copy["Answer"] = "a copy"
    anki.anki.add_note(copy, anki.anki.decks.id("notes"))  # type: ignore[arg-type]
    assert pushed(shell)["unchanged"] == 2


def test_an_anki_that_does_not_answer(
    shell: Shell, anki: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ankigen.connect.client.PATIENCE", 0.2)
    anki.slow = 0.5
    said = shell.run("push").err
    assert "Anki did not answer requestPermission within 0.2 s" in said
    assert "close dialogs" in said


def test_quiet_says_nothing(shell: Shell, anki: StandIn) -> None:
    result = shell.run("push", "-q")
    assert (result.code, result.out, result.err) == (0, "", "")


def test_an_add_on_without_the_question_for_permission(shell: Shell, anki: StandIn) -> None:
    anki.errors["requestPermission"] = "unsupported action"
    assert len(pushed(shell)["new"]) == 2


def test_no_anki(shell: Shell) -> None:
    result = shell.run("push", "--anki", "http://127.0.0.1:9")
    assert result.code == 2
    assert "no Anki answers at http://127.0.0.1:9" in result.err
    assert "2055492159" in result.err


@pytest.mark.parametrize("address", ["here", "ftp://a", "http://", "http://me:pw@a", "http://a:b"])
def test_an_address_that_is_none(shell: Shell, address: str) -> None:
    assert "is no address of AnkiConnect" in shell.run("push", "--anki", address).err


def test_a_project_s_file_names_no_address(shell: Shell) -> None:
    shell.write("ankigen.toml", 'anki = "http://example.com"')
    assert "unknown key anki" in shell.run("build").err
