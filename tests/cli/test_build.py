"""`ankigen build` and `ankigen list`: what is written, what is said, the exit codes."""

import json
import os
from pathlib import Path

import pytest

from ankigen.apkg.read import read
from tests.cli.notes import DIRTY, GOOD, PNG
from tests.cli.shell import Shell

KEYS = [
    "guid",
    "file",
    "line",
    "deck",
    "note_type",
    "question_html",
    "answer_html",
    "tags",
    "media",
]


@pytest.fixture
def good(shell: Shell) -> Shell:
    shell.write("qa.md", GOOD)
    shell.write("img/tuple.png", "").write_bytes(PNG)
    return shell


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def listed(shell: Shell, *arguments: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in shell.run("list", "--json", *arguments).out.splitlines()]


def test_a_deck_is_written_and_summed_up(good: Shell) -> None:
    result = good.run("build")
    assert (result.code, result.err) == (0, "")
    for said in ("Built notes", "cards     2", "pictures  1", "warnings  0", "notes.apkg"):
        assert said in result.out
    package = read(good.folder / "dist" / "notes.apkg")
    assert [note.fields[0] for note in package.notes] == ["什么是闭包？", "What is a tuple?"]
    assert len(package.media) == 1
    assert names(good.folder) == ["ankigen.lock", "dist", "img", "qa.md"]
    assert names(good.folder / "dist") == ["notes.apkg"]


def test_the_list_is_what_the_build_writes(good: Shell) -> None:
    before = listed(good)
    good.run("build")
    assert listed(good) == before
    notes = read(good.folder / "dist" / "notes.apkg").notes
    for record, note in zip(before, notes, strict=True):
        assert list(record) == KEYS
        assert record["guid"] == note.guid
        assert record["note_type"] == note.note_type.name
        assert record["deck"] == note.deck == "notes"
        assert (record["question_html"], record["answer_html"]) == note.fields[:2]
        assert record["tags"] == list(note.tags)
        assert note.fields[7] == note.guid
    assert [record["line"] for record in before] == [1, 7]
    (media,) = before[1]["media"]  # type: ignore[misc]
    assert media["source"] == "img/tuple.png"
    assert media["name"] in str(before[1]["answer_html"])


def test_paths_are_told_from_the_current_folder(good: Shell) -> None:
    inner = good.folder / "img"
    good.write("ankigen.toml", "")
    good.monkeypatch.chdir(inner)
    assert {record["file"] for record in listed(good)} == {"../qa.md"}
    assert listed(good)[1]["media"][0]["source"] == "../img/tuple.png"  # type: ignore[index]
    good.monkeypatch.chdir(good.folder.parent)
    assert {record["file"] for record in listed(good, "notes/qa.md")} == {"notes/qa.md"}


def test_json_survives_any_encoding(good: Shell) -> None:
    good.write("qa.md", GOOD.replace("闭包", "闭包 é 😀"))
    plain = good.run("list", "--json").out
    for encoding in ("ascii", "latin-1", "cp1252", "gb18030", "utf-16"):
        shown = good.run("list", "--json", encoding=encoding).out
        assert [json.loads(x) for x in shown.splitlines()] == [
            json.loads(x) for x in plain.splitlines()
        ]


def test_json_says_the_same_as_the_summary(good: Shell) -> None:
    done = json.loads(good.run("build", "--json").out)
    assert done["file"] == os.path.join("dist", "notes.apkg")  # noqa: PTH118
    assert done["size"] == (good.folder / done["file"]).stat().st_size
    assert (done["cards"], done["pictures"], done["warnings"], done["errors"]) == (2, 1, 0, 0)
    assert done["changes"] == ""
    assert json.loads(good.run("build", "--json").out)["changes"] == "nothing changed"


def test_deck_and_tags_from_the_line(good: Shell) -> None:
    good.run("build", "--deck", "Py :: Basics", "--tag", "Exam", "--tag", "b c")
    package = read(good.folder / "dist" / "Py-Basics.apkg")
    assert {note.deck for note in package.notes} == {"Py::Basics"}
    assert all({"exam", "b-c"} <= set(note.tags) for note in package.notes)


def test_a_renamed_deck_keeps_its_guids_and_note_types(good: Shell) -> None:
    before = listed(good)
    after = listed(good, "--deck", "Else")
    assert [r["guid"] for r in after] == [r["guid"] for r in before]
    assert [r["note_type"] for r in after] == [r["note_type"] for r in before]


def test_two_builds_are_equal_byte_for_byte(good: Shell, tmp_path: Path) -> None:
    good.monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    one, two = tmp_path / "one.apkg", tmp_path / "two.apkg"
    good.run("build", "-o", str(one))
    (good.folder / "ankigen.lock").unlink()
    good.run("build", "-o", str(two))
    assert one.read_bytes() == two.read_bytes()


def test_a_dry_run_writes_nothing(good: Shell) -> None:
    result = good.run("build", "--dry-run")
    assert result.code == 0
    assert "Would build notes" in result.out
    assert names(good.folder) == ["img", "qa.md"]


def test_a_path_selects_and_changes_no_other_card(good: Shell) -> None:
    good.write("ankigen.toml", "")
    good.write("more/b.md", GOOD.replace("闭包", "元组").replace("tuple?", "list?"))
    good.run("build")
    lock = (good.folder / "ankigen.lock").read_text(encoding="utf-8")
    assert [r["file"] for r in listed(good, "more")] == ["more/b.md", "more/b.md"]
    good.run("build", "more", "-o", "part.apkg")
    assert len(read(good.folder / "part.apkg").notes) == 2
    assert (good.folder / "ankigen.lock").read_text(encoding="utf-8") == lock


def test_warnings_are_told_and_only_strict_fails(shell: Shell) -> None:
    shell.write("qa.md", DIRTY)
    result = shell.run("build")
    assert result.code == 0
    assert "qa.md:15:6: warning[AK201]" in result.err
    assert "warning[AK301]" in result.err
    assert "warnings  3" in result.out
    assert shell.run("build", "--strict").code == 1
    assert shell.run("build", "-q").err == ""
    assert shell.run("build", "-q").out == ""


def test_the_package_s_name_is_never_a_backup_s(good: Shell) -> None:
    for deck, name in (("collection", "deck-collection"), ("backup-1", "deck-backup-1")):
        good.run("build", "--deck", deck)
        assert (good.folder / "dist" / f"{name}.apkg").exists()
    result = good.run("build", "-o", "collection.apkg")
    assert result.code == 2
    assert "backup" in result.err
    assert not (good.folder / "collection.apkg").exists()


# --- bad input: a clear message, the right code, the old deck untouched


def refused(shell: Shell, *arguments: str) -> str:
    """The message of a build that cannot run, after which the old deck is what it was."""
    old = shell.folder / "dist" / "notes.apkg"
    before = old.read_bytes() if old.exists() else None
    files = sorted(shell.folder.rglob("*"))
    result = shell.run("build", *arguments)
    assert result.code == 2
    assert result.out == ""
    assert result.err.startswith("error: ") or "\nerror: " in result.err
    assert (old.read_bytes() if old.exists() else None) == before
    assert sorted(shell.folder.rglob("*")) == files
    return result.err


def test_a_missing_path(good: Shell) -> None:
    good.run("build")
    said = refused(good, "qb.md")
    assert said == "error: qb.md does not exist\n  help: did you mean qa.md?\n"


def test_a_folder_as_output(good: Shell) -> None:
    good.run("build")
    (good.folder / "out.apkg").mkdir()
    assert "out.apkg is a folder" in refused(good, "-o", "out.apkg")
    assert "-o" in refused(good, "-o", "img")


def test_a_target_that_cannot_be_written(good: Shell) -> None:
    good.run("build")
    said = refused(good, "-o", "qa.md/deck.apkg")
    assert "deck.apkg: Not a directory" in said
    assert "-o" in said


def test_a_file_that_is_not_text(good: Shell) -> None:
    good.run("build")
    good.write("qa.md", "").write_bytes(PNG + bytes(range(256)) * 8)
    said = refused(good)
    assert "qa.md:1:1: error[AK002] this is not a text file" in said
    assert "no question found in qa.md" in said


def test_a_file_that_cannot_be_read(good: Shell) -> None:
    good.run("build")
    (good.folder / "qa.md").unlink()
    os.mkfifo(good.folder / "qa.md")
    assert "error[AK001] this file cannot be read" in refused(good)


def test_a_file_lost_among_others_costs_1_and_keeps_its_place(good: Shell) -> None:
    good.write("b.md", "> Why?\n<details><summary>A</summary>Because.</details>\n")
    good.run("build")
    lock = (good.folder / "ankigen.lock").read_text(encoding="utf-8")
    (good.folder / "b.md").write_bytes(PNG + bytes(range(256)) * 8)
    result = good.run("build")
    assert result.code == 1
    assert "error[AK002]" in result.err
    assert len(read(good.folder / "dist" / "notes.apkg").notes) == 2
    assert (good.folder / "ankigen.lock").read_text(encoding="utf-8") == lock


@pytest.mark.parametrize("text", ["", "\n\n", "# A title\n\nJust prose.\n"])
def test_a_file_without_a_question(good: Shell, text: str) -> None:
    good.run("build")
    good.write("qa.md", text)
    said = refused(good)
    assert "no question found in qa.md" in said
    assert "ankigen list --why" in said


def test_a_folder_without_notes(shell: Shell) -> None:
    assert "no Markdown file in" in refused(shell)


def test_a_mistake_in_the_configuration(good: Shell) -> None:
    good.run("build")
    good.write("ankigen.toml", "dek = 1")
    said = refused(good)
    assert "ankigen.toml:1: unknown key dek" in said
    assert "did you mean deck" in said


def test_a_package_that_fails_its_check_is_not_put_in_place(
    good: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    good.run("build")
    before = (good.folder / "dist" / "notes.apkg").read_bytes()
    good.write("qa.md", GOOD.replace("immutable", "fixed"))
    monkeypatch.setattr("ankigen.apkg.verify.verify", lambda _: ("a guid on two notes",))
    result = good.run("build")
    assert result.code == 2
    assert "a guid on two notes" in result.err
    assert (good.folder / "dist" / "notes.apkg").read_bytes() == before
    assert names(good.folder / "dist") == ["notes.apkg"]


def test_timings_name_every_stage(good: Shell) -> None:
    said = good.run("build", "--timings").err
    stages = [line.split()[0] for line in said.splitlines()]
    named = "start read split match render assets tag date lint say write all"
    assert stages == named.split()


QUESTION = "> {}\n<details><summary>A</summary>Yes.</details>\n\n"


@pytest.fixture
def by_tag(shell: Shell) -> Shell:
    asked = ("Why zyx? #a/one", "Why zyy? #a/two", "Why zyz? #b", "What, a zzz?")
    shell.write("qa.md", "".join(QUESTION.format(question) for question in asked))
    return shell


def test_a_filter_chooses_cards_by_their_tags(by_tag: Shell) -> None:
    assert [card["tags"] for card in listed(by_tag, "--filter", "tag:a -tag:a::one")] == [
        ["a::two"]
    ]
    assert by_tag.run("build", "--filter", "tag:b or tag:none").code == 0
    assert len(read(by_tag.folder / "dist" / "notes.apkg").notes) == 2
    everything = by_tag.run("build")
    assert "nothing changed" in everything.out  # a filter makes no card new or gone
    nothing = by_tag.run("build", "--filter", "tag:c")
    assert (nothing.code, "no card has tags" in nothing.err) == (2, True)
    assert by_tag.run("list", "--filter", "tag:c").code == 0
    wrong = by_tag.run("list", "--filter", "c")
    assert (wrong.code, "write tag:c" in wrong.err) == (2, True)


def test_a_package_for_each_tag(by_tag: Shell) -> None:
    result = by_tag.run("build", "--split-by-tag", "1", "--json")
    made = {Path(item["file"]).name for item in json.loads(result.out)["packages"]}
    assert made == {"notes-a.apkg", "notes-b.apkg", "notes-untagged.apkg"}
    assert set(names(by_tag.folder / "dist")) == made
    sizes = {name: len(read(by_tag.folder / "dist" / name).notes) for name in made}
    assert sizes == {"notes-a.apkg": 2, "notes-b.apkg": 1, "notes-untagged.apkg": 1}
    by_tag.run("build", "--split-by-tag", "2", "-o", "out/x.apkg")
    assert "x-a-one.apkg" in names(by_tag.folder / "out")
    assert by_tag.run("build", "--split-by-tag", "0").code == 2


def test_topics_switched_off_and_on_again_are_the_same(shell: Shell) -> None:
    shell.write("qa.md", QUESTION.format("What is dropout?"))
    topic = "machine-learning::regularization::dropout"
    shell.write("ankigen.toml", "[tags]\ntopics = false\n")
    shell.run("build")
    assert [card["tags"] for card in listed(shell)] == [[]]
    shell.write("ankigen.toml", "")
    assert [card["tags"] for card in listed(shell)] == [[topic]]
    assert topic in (shell.folder / "ankigen.lock").read_text(encoding="utf-8")


def test_a_recorded_topic_is_explained_by_its_words_where_it_would_be_found_today(
    shell: Shell,
) -> None:
    shell.write("qa.md", QUESTION.format("What is dropout?"))
    shell.run("build")
    assert "topic: 'dropout' in the question" in shell.run("tags", "--explain", "dropout").out
    lock = shell.folder / "ankigen.lock"
    topic = "machine-learning::regularization::dropout"
    lock.write_text(lock.read_text(encoding="utf-8").replace(topic, "ml::old"), encoding="utf-8")
    assert "ml::old  topic: on record" in shell.run("tags", "--explain", "dropout").out


def test_a_topic_is_explained_by_its_words(shell: Shell) -> None:
    shell.write("qa.md", QUESTION.format("What is dropout?"))
    assert "topic: 'dropout' in the question" in shell.run("tags", "--explain", "dropout").out


def test_a_card_is_explained_by_its_file_and_line(shell: Shell) -> None:
    shell.write("README.md", QUESTION.format("What is dropout?"))
    shell.write("a/README.md", QUESTION.format("What is softmax?"))
    shell.write("b/notes.md", QUESTION.format("What is a closure in JavaScript?"))
    shell.write("c/notes.md", QUESTION.format("What is a tuple in Python?"))
    assert "dropout" in shell.run("tags", "--explain", "README.md:9").out
    assert "softmax" in shell.run("tags", "--explain", "./a/README.md:9").out
    several = shell.run("tags", "--explain", "notes.md:9")
    assert several.code == 2
    assert "b/notes.md or c/notes.md" in several.err
    assert shell.run("tags", "--explain", "es.md:9").code == 2
