"""The commands that show and settle what changed, and the build's options that concern history."""

import subprocess

import pytest

from ankigen.apkg.read import read
from ankigen.identity import lock as lockfile
from tests.cli.history import ONE, TWO, diff, edit, guids
from tests.cli.shell import Shell
from tests.real_anki import collection, load


def test_a_line_of_the_lock_is_short_and_reads_well(notes: Shell) -> None:
    text = (notes.folder / "ankigen.lock").read_text("utf-8")
    lines = [line for line in text.splitlines() if line.startswith(("one.md\t", "two.md\t"))]
    assert len(lines) == 11
    assert lines[0].startswith("one.md\t什么是过拟合？\t")
    assert sum(len(line.encode()) + 1 for line in lines) / len(lines) < 400


def test_nothing_but_a_build_writes_the_lock(notes: Shell) -> None:
    lock = notes.folder / "ankigen.lock"
    before = lock.read_bytes(), lock.stat().st_mtime_ns
    edit(notes, "one.md", "immutable", "frozen")
    for command in ("list", "check", "diff", "tags", "lock"):
        notes.run(command)
    notes.run("build", "--dry-run")
    assert (lock.read_bytes(), lock.stat().st_mtime_ns) == before
    notes.run("build")
    changed = lock.read_bytes()
    assert changed != before[0]
    notes.run("build")
    assert lock.read_bytes() == changed


def test_diff_since_the_last_build(notes: Shell) -> None:
    assert diff(notes)["changes"] == []
    edit(notes, "one.md", "什么是过拟合？", "什么是过拟合？怎么缓解？")
    edit(notes, "two.md", "Question about subject iota?", "Who wrote Hamlet?")
    edit(notes, "two.md", "The answer for iota is long enough to be told apart.", "Shakespeare.")
    found = diff(notes)
    assert found["counts"]["changed"] == 1
    assert found["counts"]["new"] == 1
    assert found["counts"]["removed"] == 1
    changed, new, removed = found["changes"]
    assert (changed["file"], changed["line"], changed["changes"]) == ("one.md", 1, ["changed"])
    assert ["come", "怎么缓解？"] in changed["parts"][0]["words"]
    assert new["question"] == "Who wrote Hamlet?"
    assert found["searches"] == [f"Id:{removed['guid']}"]
    said = notes.run("diff").out
    assert "{+怎么缓解？+}" in said
    assert f"Id:{removed['guid']}" in said
    assert "since the last build, 20" in said
    only = diff(notes, "one.md")
    assert [change["file"] for change in only["changes"]] == ["one.md"]
    built = notes.run("build").out
    assert "1 new, 1 changed, 1 removed" in built
    assert f"Id:{removed['guid']}" in built
    assert diff(notes)["changes"] == []


def test_diff_tells_how_an_answer_changed_while_its_package_is_there(notes: Shell) -> None:
    edit(notes, "one.md", "immutable", "frozen")
    assert "[-immutable-]{+frozen+}" in notes.run("diff").out
    (notes.folder / "dist" / "notes.apkg").write_bytes(b"no package")
    assert "Answer changed" in notes.run("diff").out
    (notes.folder / "dist" / "notes.apkg").unlink()
    assert "Answer changed" in notes.run("diff").out


def test_diff_does_not_take_another_package_for_the_last_build(notes: Shell) -> None:
    old = (notes.folder / "dist" / "notes.apkg").read_bytes()
    edit(notes, "one.md", "immutable", "frozen")
    notes.run("build")
    (notes.folder / "dist" / "notes.apkg").write_bytes(old)
    edit(notes, "one.md", "frozen", "fixed")
    said = notes.run("diff").out
    assert "Answer changed" in said
    assert "immutable" not in said


def test_diff_against_a_package(notes: Shell) -> None:
    edit(notes, "one.md", "immutable", "frozen")
    edit(notes, "one.md", "什么是过拟合", "过拟合")
    [changed, other] = diff(notes, "--against", "dist/notes.apkg")["changes"]
    words = [word for part in other["parts"] for word in part["words"]]
    assert ["gone", "immutable"] in words
    assert ["come", "frozen"] in words
    assert changed["changes"] == ["changed"]
    notes.run("build")
    assert diff(notes, "--against", "dist/notes.apkg")["changes"] == []


def test_frozen_fails_instead_of_writing(notes: Shell) -> None:
    assert notes.run("build", "--frozen").code == 0
    deck = (notes.folder / "dist" / "notes.apkg").read_bytes()
    lock = (notes.folder / "ankigen.lock").read_bytes()
    edit(notes, "one.md", "immutable", "frozen")
    failed = notes.run("build", "--frozen")
    assert failed.code == 2
    assert "--frozen" in failed.err
    assert (notes.folder / "dist" / "notes.apkg").read_bytes() == deck
    assert (notes.folder / "ankigen.lock").read_bytes() == lock
    (notes.folder / "ankigen.lock").unlink()
    assert notes.run("build", "--frozen").code == 2


def test_a_damaged_lock_leaves_everything_as_it_was(notes: Shell) -> None:
    lock, deck = notes.folder / "ankigen.lock", notes.folder / "dist" / "notes.apkg"
    whole, before = lock.read_text("utf-8"), deck.read_bytes()
    for text in (whole[: len(whole) // 2], whole.replace("lock\t1\t", "lock\t9\t"), "rubbish\n"):
        lock.write_text(text, encoding="utf-8")
        failed = notes.run("build")
        assert failed.code == 2
        assert "ankigen.lock" in failed.err
        assert "help" in failed.err
        assert lock.read_text("utf-8") == text
        assert deck.read_bytes() == before


def test_one_file_alone_then_all(notes: Shell) -> None:
    before = guids(notes)
    lock = (notes.folder / "ankigen.lock").read_bytes()
    notes.run("build", "one.md", "-o", "one.apkg")
    assert len(read(notes.folder / "one.apkg").notes) == 2
    assert (notes.folder / "ankigen.lock").read_bytes() == lock
    again = notes.run("build")
    assert "nothing changed" in again.out
    assert guids(notes) == before


def test_another_deck_name_changes_no_guid(notes: Shell) -> None:
    before = guids(notes)
    named = notes.run("build", "--deck", "Else")
    assert "AK604" in named.err
    assert guids(notes) == before


def test_a_cloze_keeps_its_card_when_another_goes(notes: Shell) -> None:
    deck = notes.folder / "dist" / "notes.apkg"
    notes.write("cloze.md", "The {{c1::Seine}} flows through {{c2::Paris}}, says the book.\n")
    notes.run("build")
    with collection(notes.folder / "anki") as anki:
        load(anki, deck)
        cards = {anki.get_card(key).ord: key for key in anki.find_cards("Seine")}
        assert sorted(cards) == [0, 1]
        notes.write("cloze.md", "The river flows through {{c1::Paris}}, says the book.\n")
        notes.run("build")
        load(anki, deck)
        note = anki.get_card(cards[1]).note()
        assert note["Question"] == "The river flows through {{c2::Paris}}, says the book."


def test_highlights_are_clozes_where_the_configuration_says_so(shell: Shell) -> None:
    deck = shell.folder / "dist" / "notes.apkg"
    shell.write("rivers.md", "The ==Seine== flows through ==**Paris**==, `not ==here==`.\n")
    shell.run("build")
    assert not deck.exists()
    shell.write("ankigen.toml", 'deck = "notes"\ncloze-marks = true\n')
    assert shell.run("build").code == 0
    with collection(shell.folder / "anki") as anki:
        load(anki, deck)
        cards = {anki.get_card(key).ord: key for key in anki.find_cards("")}
        assert sorted(cards) == [0, 1]
        card = anki.get_card(cards[1])
        assert "<strong>Paris</strong>" in card.answer()
        assert "[...]" in card.question()
        assert "Seine" in card.question()
        assert "not ==here==" in card.question()
        shell.write("rivers.md", "It flows through ==**Paris**==, `not ==here==`, to the sea.\n")
        shell.run("build")
        load(anki, deck)
        note = anki.get_card(cards[1]).note()
        assert "{{c2::" in note["Question"]
        assert "to the sea" in note["Question"]
        assert "{{c1::" not in note["Question"]


def test_two_clones_with_one_lock_write_equal_bytes(notes: Shell) -> None:
    import shutil

    clone = notes.folder.parent / "clone" / "notes"
    shutil.copytree(notes.folder, clone, ignore=shutil.ignore_patterns("dist"))
    notes.write("../clone/notes/two.md", TWO)
    notes.run("build")
    ours = (notes.folder / "dist" / "notes.apkg").read_bytes()
    notes.monkeypatch.chdir(clone)
    notes.run("build")
    assert (clone / "dist" / "notes.apkg").read_bytes() == ours
    assert (clone / "ankigen.lock").read_bytes() == (notes.folder / "ankigen.lock").read_bytes()


@pytest.mark.parametrize("driver", ["*.lock merge=union\n", ""])
def test_a_merge_of_two_branches_loses_no_history(notes: Shell, driver: str) -> None:
    def git(*arguments: str) -> None:
        who = ["-c", "user.name=a", "-c", "user.email=a@b"]
        subprocess.run(["git", *who, *arguments], cwd=notes.folder, capture_output=True)

    def commit() -> None:
        assert notes.run("build").code == 0
        git("add", "-A")
        git("commit", "-m", "notes")

    notes.write(".gitignore", "dist\n")
    notes.write(".gitattributes", driver)
    git("init", "-b", "main")
    commit()
    before = guids(notes)
    git("checkout", "-b", "other")
    edit(notes, "two.md", "Question about subject alpha?", "Question about the subject alpha?")
    notes.write("three.md", ONE.replace("过拟合", "欠拟合").replace("tuple", "generator"))
    commit()
    git("checkout", "main")
    edit(notes, "two.md", "Question about subject beta?", "A question about subject beta?")
    edit(notes, "one.md", "immutable", "frozen")
    commit()
    git("merge", "other")
    text = (notes.folder / "ankigen.lock").read_text("utf-8")
    assert ("<<<<<<<" in text) == (not driver)
    notes.write(
        "two.md",
        TWO.replace("subject alpha", "the subject alpha").replace(
            "Question about subject beta", "A question about subject beta"
        ),
    )
    assert diff(notes)["counts"]["new"] == 0
    assert notes.run("build").code == 0
    after = guids(notes)
    assert len(after) == 13
    assert after["Question about the subject alpha?"] == before["Question about subject alpha?"]
    assert after["A question about subject beta?"] == before["Question about subject beta?"]
    assert set(before.values()) <= set(after.values())
    assert "<<<<<<<" not in (notes.folder / "ankigen.lock").read_text("utf-8")
    assert "nothing changed" in notes.run("build").out


def test_same_and_new_settle_a_card(notes: Shell) -> None:
    before = guids(notes)
    edit(notes, "two.md", "Question about subject iota?", "Who wrote Hamlet?")
    edit(notes, "two.md", "The answer for iota is long enough to be told apart.", "Shakespeare.")
    old = before["Question about subject iota?"]
    line = 1 + (notes.folder / "two.md").read_text("utf-8")[: -len("x")].count("\n")
    place = f"two.md:{line - 1}"
    assert guids(notes)["Who wrote Hamlet?"] != old
    assert notes.run("lock", "--same", old, place).code == 0
    assert guids(notes)["Who wrote Hamlet?"] == old
    notes.run("build")
    assert notes.run("lock", "--new", place).code == 0
    assert guids(notes)["Who wrote Hamlet?"] != old
    for wrong in (
        ["--same", "nobody", place],
        ["--new", "two.md"],
        ["--new", "no.md:3"],
        ["--new"],
    ):
        assert notes.run("lock", *wrong).code == 2


def test_a_line_beyond_the_file_is_no_card(notes: Shell) -> None:
    asked = notes.run("lock", "--new", "two.md:9999")
    assert asked.code == 2
    assert "no card at" in asked.err


def test_a_lost_lock_is_rebuilt(notes: Shell) -> None:
    lock = notes.folder / "ankigen.lock"
    edit(notes, "one.md", "immutable", "frozen")
    edit(notes, "one.md", "What is a **tuple**?", "What is a Python **tuple** `()`?")
    notes.run("build")
    before, text = guids(notes), lock.read_text("utf-8")
    assert notes.run("lock", "--from", "dist/notes.apkg").code == 2
    assert lock.read_text("utf-8") == text
    lock.unlink()
    assert guids(notes) != before
    said = notes.run("lock", "--from", "dist/notes.apkg")
    assert (said.code, "11 of 11 cards" in said.out) == (0, True), said
    assert guids(notes) == before
    old, new = lockfile.parse(text), lockfile.load(notes.folder)
    assert new.entries == old.entries
    assert new.types[0] == old.types[0]  # no cloze note, no cloze type in the package
    lock.unlink()
    notes.write("ankigen.toml", 'deck = "Another"')
    assert notes.run("lock", "--from", "dist/notes.apkg").code == 0
    assert guids(notes) == before
