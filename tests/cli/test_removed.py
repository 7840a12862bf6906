"""Cards that were removed, and cards that are sent once more."""

import os
import time

from ankigen.apkg.read import read
from tests.cli.history import TWO, diff, edit, guids
from tests.cli.shell import Shell
from tests.real_anki import collection, load


def test_many_removed_cards_are_said_first_and_not_offered_for_deletion(notes: Shell) -> None:
    notes.write("two.md", TWO[: len(TWO) // 2].rpartition("> ")[0])
    built = notes.run("build")
    assert "AK605" in built.err
    assert "Id:" not in built.out
    notes.write("two.md", TWO)
    assert "nothing changed" not in notes.run("build").out
    notes.write("two.md", TWO[: len(TWO) // 2].rpartition("> ")[0])
    assert notes.run("build", "--retire").code == 2
    built = notes.run("build", "--yes")
    assert "AK605" not in built.err
    assert "Id:" in built.out


def test_one_card_of_few_is_more_than_one_in_ten(shell: Shell) -> None:
    card = "> {}. {}\n\n<details>\n\n{}\n\n</details>\n\n"
    first = card.format(1, "What is a heap?", "A tree kept in an array.")
    shell.write("notes.md", first + card.format(2, "What is a graph?", "Nodes and edges."))
    shell.run("build")
    shell.write("notes.md", first)
    built = shell.run("build", "--dry-run")
    assert "1 of 2 known cards is gone" in built.err
    assert "Id:" not in built.out
    assert "Id:" in shell.run("diff").out
    assert "Id:" in shell.run("build", "--yes").out
    assert "Id:" in shell.run("lock").out


def test_retired_cards_arrive_with_their_fields_and_a_tag(notes: Shell) -> None:
    deck = notes.folder / "dist" / "notes.apkg"
    kept = notes.folder / "old.apkg"
    kept.write_bytes(deck.read_bytes())
    gone = guids(notes)["Question about subject iota?"]
    with collection(notes.folder / "anki") as anki:
        load(anki, deck)
        notes.write("two.md", TWO[: TWO.index("> 9.")])
        notes.run("build")
        missed = notes.run("build", "--retire")
        assert missed.code == 0
        assert f"{gone}  Question about subject iota?" in missed.out
        notes.run("build", "--retire", "--from", "old.apkg")
        log = load(anki, deck)
        assert (log.new, log.updated) == (0, 1)
        [key] = anki.find_notes("tag:ankigen::removed")
        note = anki.get_note(key)
        assert note.guid == gone
        assert note["Question"] == "Question about subject iota?"
        assert "told apart" in note["Answer"]
        assert list(anki.find_notes(f"Id:{gone}")) == [key]
        size = deck.read_bytes()
        notes.run("build", "--retire")
        assert deck.read_bytes() == size
        notes.write("two.md", TWO)
        notes.run("build")
        assert load(anki, deck).updated == 1
        assert not anki.find_notes("tag:ankigen::removed")


def test_what_was_touched_in_anki_arrives_when_it_is_sent_again(notes: Shell) -> None:
    deck = notes.folder / "dist" / "notes.apkg"
    with collection(notes.folder / "anki") as anki:
        load(anki, deck)
        edit(notes, "one.md", "immutable", "frozen")
        notes.run("build")
        [key] = anki.find_notes("tuple")
        note = anki.get_note(key)
        note.tags.append("leech")
        anki.update_note(note)
        assert anki.db is not None
        anki.db.execute("UPDATE notes SET mod = mod + 100 WHERE id = ?", key)
        assert load(anki, deck).updated == 0  # the update is stale: built before the tag
        assert "immutable" in anki.get_note(key)["Answer"]
        exported = notes.folder / "export.apkg"
        export(anki, exported)
        [stale] = [
            change
            for change in diff(notes, "--against", "export.apkg")["changes"]
            if "stale" in change["changes"]
        ]
        assert "tuple" in stale["question"]
        before = {note.guid: note.modified for note in read(deck).notes}
        os.utime(deck)
        monkey_time(notes, 200)
        assert "1 card dated anew" in notes.run("build", "--resend", "tuple").out
        after = {note.guid: note.modified for note in read(deck).notes}
        assert [guid for guid in after if after[guid] != before[guid]] == [stale["guid"]]
        assert load(anki, deck).updated == 1
        assert "frozen" in anki.get_note(key)["Answer"]


def monkey_time(shell: Shell, seconds: int) -> None:
    shell.monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(time.time()) + seconds))


def export(anki, path) -> None:
    from anki.collection import ExportAnkiPackageOptions

    anki.export_anki_package(
        out_path=str(path),
        options=ExportAnkiPackageOptions(legacy=True, with_media=False, with_scheduling=True),
        limit=None,
    )


def test_resend_means_some_cards_or_says_so(notes: Shell) -> None:
    deck = notes.folder / "dist" / "notes.apkg"

    def resent(what: str) -> int:
        before = {note.guid: note.modified for note in read(deck).notes}
        assert notes.run("build", "--resend", what).code == 0
        after = {note.guid: note.modified for note in read(deck).notes}
        return sum(after[guid] > before[guid] for guid in after)

    assert resent("all") == 11
    assert resent("1d") == 11
    assert resent("2020-01-01") == 11
    assert resent("file:one 过拟合") == 1
    assert notes.run("build", "--resend", "2100-01-01").code == 2
    assert notes.run("build", "--resend", "no such words").code == 2
