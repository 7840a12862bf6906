"""The commands that show and settle what changed, and the build's options that concern history."""

import json
import os
import subprocess
import time

import pytest

from ankigen.apkg.read import read
from ankigen.identity import lock as lockfile
from tests.cli.shell import Shell
from tests.real_anki import collection, load

ONE = """> 1、什么是过拟合？

<details><summary>答案</summary>
训练集上表现很好而测试集上差，模型把噪声也学进去了。
</details>

> 2、What is a **tuple**?

<details><summary>Answer</summary>
An ordered, immutable sequence such as `(1, 2)`.
</details>
"""
TWO = "".join(
    f"> {number}. Question about subject {name}?\n\n<details><summary>A</summary>\n"
    f"The answer for {name} is long enough to be told apart.\n</details>\n\n"
    for number, name in enumerate("alpha beta gamma delta epsilon zeta eta theta iota".split(), 1)
)


@pytest.fixture
def notes(shell: Shell) -> Shell:
    shell.write("one.md", ONE)
    shell.write("two.md", TWO)
    assert shell.run("build").code == 0
    return shell


def guids(shell: Shell) -> dict[str, str]:
    rows = map(json.loads, shell.run("list", "--json").out.splitlines())
    return {row["question_html"]: row["guid"] for row in rows}


def diff(shell: Shell, *arguments: str) -> dict:
    return json.loads(shell.run("diff", "--json", *arguments).out)


def edit(shell: Shell, file: str, old: str, new: str) -> None:
    text = (shell.folder / file).read_text("utf-8")
    assert old in text
    shell.write(file, text.replace(old, new))


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
