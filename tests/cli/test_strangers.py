"""A cloned folder is a stranger's as a whole: links, pipes and files of settings in it."""

import os
import shutil
import sys
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from ankigen.apkg.read import read
from ankigen.apkg.write import write
from ankigen.model import Deck, Note
from ankigen.settings import Limits
from tests.cli.notes import GOOD
from tests.cli.shell import Result, Shell

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links and pipes of POSIX")


@pytest.fixture
def away(shell: Shell) -> Path:
    """A folder outside the project."""
    folder = shell.folder.parent / "away"
    folder.mkdir()
    (folder / "secret.md").write_text(GOOD.replace("tuple", "secret"), encoding="utf-8")
    shell.write("qa.md", GOOD)
    return folder


def test_links_pipes_and_loops_among_the_notes_are_told_and_not_read(
    shell: Shell, away: Path
) -> None:
    (shell.folder / "link.md").symlink_to(away / "secret.md")
    (shell.folder / "folder").symlink_to(away)
    (shell.folder / "one.md").symlink_to("two.md")
    (shell.folder / "two.md").symlink_to("one.md")
    (shell.folder / "zero.md").symlink_to("/dev/zero")
    os.mkfifo(shell.folder / "pipe.md")
    result = shell.run("list")
    assert result.code in (0, 1)
    assert "secret" not in result.out
    for name in ("link.md", "one.md", "two.md", "zero.md", "pipe.md"):
        assert f"{name}:1:1: " in result.err


@pytest.mark.parametrize("name", [".gitignore", ".git/config", ".git/info/exclude", "ankigen.toml"])
def test_no_pipe_is_waited_for(shell: Shell, away: Path, name: str) -> None:
    file = shell.folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(file)
    assert shell.run("build").code in (0, 1)


@pytest.mark.parametrize("name", ["ankigen.lock"])
def test_a_lock_that_is_a_pipe_is_told(shell: Shell, away: Path, name: str) -> None:
    os.mkfifo(shell.folder / name)
    result = shell.run("build")
    assert result.code == 2
    assert "it is no regular file" in result.err


def test_the_deck_is_not_written_through_a_link(shell: Shell, away: Path) -> None:
    (shell.folder / "dist").symlink_to(away)
    result = shell.run("build")
    assert result.code == 2
    assert "dist leads out of the project" in result.err
    assert [file.name for file in away.iterdir()] == ["secret.md"]
    (shell.folder / "dist").unlink()
    (shell.folder / "dist").mkdir()
    (away / "victim").write_text("old")
    (shell.folder / "dist" / "notes.apkg").symlink_to(away / "victim")
    assert shell.run("build").code in (0, 1)
    assert (away / "victim").read_text() == "old"


def test_the_lock_is_not_written_through_a_link(shell: Shell, away: Path) -> None:
    (shell.folder / "ankigen.lock").symlink_to(away / "new.lock")
    assert shell.run("build").code in (0, 1)
    assert not (away / "new.lock").exists()


def test_nothing_is_written_through_a_name_that_can_be_foreseen(shell: Shell, away: Path) -> None:
    """What is written beside the lock, a page or a mended file first has no planted name."""
    victim = away / "victim"
    victim.write_text("old")
    places = (shell.folder, shell.folder / "dist", shell.folder / "site")
    names = ("ankigen.lock", "qa.md", "Notes.apkg", "index.html", "ankigen-preview.json")
    for place in places:
        place.mkdir(exist_ok=True)
        for name in names:
            for end in (str(os.getpid()), "tmp", "mend", "new"):
                (place / f".{name}.{end}").symlink_to(victim)
    shell.write("qa.md", GOOD.replace("What", "１２、What"))
    assert shell.run("build").code in (0, 1)
    assert shell.run("check", "--fix").code in (0, 1)
    assert shell.run("preview", "--output", "site").code in (0, 1)
    assert victim.read_text() == "old"
    assert not (shell.folder / "ankigen.lock").is_symlink()


@pytest.mark.parametrize("name", ["ankigen.lock", "ankigen.toml", "pyproject.toml", "style/a.css"])
def test_none_of_the_projects_own_files_is_one_of_yours(
    shell: Shell, away: Path, name: str
) -> None:
    text = "[tool.ankigen]\n\n" if name == "pyproject.toml" else ""
    (away / "secret").write_text(f"{text}password = 'hunter2'\n")
    if name == "style/a.css":
        shell.write("ankigen.toml", 'style = "style"\n')
    (shell.folder / name).parent.mkdir(exist_ok=True)
    (shell.folder / name).symlink_to(away / "secret")
    result = shell.run("build", "--trust-style")
    assert result.code == 2
    assert f"{name} leads out of the project" in result.err
    assert "hunter2" not in result.err
    assert "password" not in result.err


def test_what_git_does_not_follow_is_no_list_of_patterns(shell: Shell, away: Path) -> None:
    (away / "list").write_text("qa.md\n")
    (shell.folder / ".gitignore").symlink_to(away / "list")
    assert shell.run("build").code in (0, 1)


@pytest.mark.parametrize(
    "text",
    [
        "deck = " + "[" * 100_000,
        "deck = " + "{a=" * 50_000,
        "a." * 200_000 + "b = 1",
        "[" + "a." * 200_000 + "b]",
        "deck = {" + '"a".' * 100_000 + "b = 1}",
        "a" * 900_000,
        '"' * 900_000,
        "deck = '" + "a." * 300 + "'",
    ],
    ids=lambda text: text[:12],
)
def test_no_configuration_is_too_deep(shell: Shell, away: Path, text: str) -> None:
    shell.write("ankigen.toml", text)
    result = shell.run("list")
    assert result.code == (0 if "'" in text else 2)
    assert "ankigen.toml" in result.err or result.code == 0
    shell.write("ankigen.toml", "")
    shell.write("qa.md", f"+++\n{text[:60_000]}\n+++\n{GOOD}")
    assert shell.run("list").code in (0, 1)


@pytest.mark.parametrize(
    "notes", ["../away", "../*", "../away/*.md", "folder", "/etc", "loop", "folder/secret.md"]
)
def test_no_setting_reads_notes_outside(shell: Shell, away: Path, notes: str) -> None:
    (shell.folder / "folder").symlink_to(away)
    (shell.folder / "loop").symlink_to("loop")
    shell.write("ankigen.toml", f'notes = ["{notes}"]\n')
    result = shell.run("list")
    assert result.code == 2
    assert "lead" in result.err
    assert "secret?" not in result.out


@pytest.mark.parametrize("deck", ["../../x", "/tmp/x", "a/../../b", "C:\\x", "collection", "NUL"])
def test_no_name_of_a_deck_leads_out_of_its_folder(shell: Shell, away: Path, deck: str) -> None:
    shell.write("ankigen.toml", f"deck = '{deck}'\n")
    assert shell.run("build").code in (0, 1)
    (file,) = (shell.folder / "dist").iterdir()
    assert file.suffix == ".apkg"
    assert file.stem.lower() not in ("collection", "nul")


@pytest.mark.parametrize("field", ["built", "mod", "type", "version"])
@pytest.mark.parametrize("number", ["9" * 10, "9" * 20, "9" * 5000, "-1", "१२"])
def test_no_number_in_a_lock_is_too_much(shell: Shell, away: Path, field: str, number: str) -> None:
    assert shell.run("build").code in (0, 1)
    lock = shell.folder / "ankigen.lock"
    lines = []
    for line in lock.read_text(encoding="utf-8").splitlines():
        parts = line.split("\t")
        if parts[0] == field:
            parts[-1 if field == "built" else 3] = number
        elif field == "mod" and len(parts) > 5 and parts[0] != "type":
            parts[4] = number
        elif field == "version" and parts[0] == "ankigen.lock":
            parts[1] = number
        lines.append("\t".join(parts))
    lock.write_text("\n".join([*lines, ""]), encoding="utf-8")
    shell.write("qa.md", GOOD.replace("tuple", "list"))
    result = shell.run("build")
    assert result.code in (0, 1, 2)
    assert result.code == 2 or field in ("built", "type", "version", "mod")
    if number.startswith("9") and field != "built":
        assert result.code == 2


@pytest.mark.parametrize(
    ("limit", "rule"), [("file-cards = 1", "AK703"), ("card-kilobytes = 0", "AK702")]
)
def test_each_bound_has_a_setting_and_says_so(
    shell: Shell, away: Path, limit: str, rule: str
) -> None:
    shell.write("ankigen.toml", f"[limits]\n{limit}\n")
    result = shell.run("check")
    assert result.code == 1
    assert rule in result.err + result.out
    assert limit.partition(" ")[0] in result.err + result.out


DEEP = {
    "quotes": ">" * 100 + " deep",
    "lists": "- " * 100 + "deep",
    "indented": "\n".join(f"{'  ' * n}- deep" for n in range(100)),
    "tabs": "\n".join("\t" * n + "- deep" for n in range(100)),
    "elements": "<div>" * 150 + "deep" + "</div>" * 150,
    "never closed": "<b>" * 150 + "deep",
    "emphases": "*a **b " * 100 + "deep" + "** c*" * 100,
    "mixed": "> - " * 12 + "<div>" * 30 + "*a **b " * 15 + "deep" + "** c*" * 15,
}


@pytest.mark.parametrize("kind", DEEP)
def test_a_card_that_nests_too_deep_is_told(shell: Shell, away: Path, kind: str) -> None:
    shell.write(
        "qa.md",
        f"> What is a tuple?\n<details><summary>A</summary>\n\n{DEEP[kind]}\n\n</details>\n",
    )
    shell.write("flat.md", GOOD)
    result = shell.run("check")
    assert result.code == 1
    assert "error[AK704]: this card nests " in result.out
    assert "deep; 50 are allowed" in result.out
    assert "qa.md:1:3" in result.out
    assert shell.run("build").code == 1


def test_how_deep_a_card_may_nest_is_a_setting(shell: Shell, away: Path) -> None:
    text = "> - " * 5 + "five"
    shell.write(
        "qa.md", f"> What is a tuple?\n<details><summary>A</summary>\n\n{text}\n\n</details>\n"
    )
    assert shell.run("check").code == 0
    shell.write("ankigen.toml", "[limits]\nnesting = 10\n")
    result = shell.run("check")
    assert "AK704" in result.err + result.out
    shell.write("ankigen.toml", "[limits]\nnesting = 16\n")
    assert shell.run("check").code == 0


def test_deep_code_is_not_a_card_that_nests(shell: Shell, away: Path) -> None:
    code = "\n".join(f"{'    ' * n}if a < b and c[*d] == '<i><i>':" for n in range(40))
    text = (
        f"What is a tuple?\n<details><summary>A</summary>\n\n```python\n{code}\n```\n\n</details>\n"
    )
    shell.write("qa.md", f"> {text}")
    assert "AK704" not in shell.run("check").err


def test_all_notes_together_have_a_bound(shell: Shell, away: Path) -> None:
    shell.write("more.md", GOOD + "word " * 500_000)
    shell.write("ankigen.toml", "[limits]\nnotes-megabytes = 2\n")
    result = shell.run("build")
    assert result.code == 2
    assert "all notes together have 2.4 MB; 2 are allowed" in result.err
    assert "limits.notes-megabytes" in result.err
    shell.write("ankigen.toml", "[limits]\nnotes-megabytes = 2\nfile-megabytes = 1\n")
    result = shell.run("build")  # what is not read at all does not count
    assert result.code == 1
    assert "AK701" in result.err


@pytest.mark.parametrize("name", [field.encode_name for field in msgspec.structs.fields(Limits)])
def test_a_configuration_raises_no_bound_without_end(shell: Shell, away: Path, name: str) -> None:
    shell.write("ankigen.toml", f"[limits]\n{name} = 1000000000\n")
    result = shell.run("list")
    assert result.code == 2
    assert f"limits.{name}: expected a whole number <= " in result.err


def test_a_card_past_the_bound_is_left_out_and_comes_back_as_it_was(
    shell: Shell, away: Path
) -> None:
    assert shell.run("build").code in (0, 1)
    before = (shell.folder / "ankigen.lock").read_text(encoding="utf-8")
    text = GOOD.replace("An *immutable* list:", "An *immutable* list:" + " long" * 500)
    shell.write("qa.md", text)
    shell.write("ankigen.toml", "[limits]\ncard-kilobytes = 1\n")
    result = shell.run("build", "--yes")
    assert result.code == 1
    assert "AK702" in result.err
    shell.write("qa.md", GOOD)
    assert shell.run("build").code in (0, 1)
    after = (shell.folder / "ankigen.lock").read_text(encoding="utf-8")
    guids = [line.split("\t")[2] for line in before.splitlines() if line.startswith("qa.md")]
    assert [line.split("\t")[2] for line in after.splitlines() if line.startswith("qa.md")] == guids


@pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/zero")
def test_a_configuration_without_end_is_not_read(shell: Shell, away: Path) -> None:
    (shell.folder / "pyproject.toml").symlink_to("/dev/zero")
    (shell.folder / ".gitignore").symlink_to("/dev/zero")
    assert shell.run("build").code in (0, 1)


def built(shell: Shell, folder: Path, *options: str) -> Result:
    shell.monkeypatch.chdir(folder)
    return shell.run("build", *options)


def test_a_project_that_takes_the_name_of_another_is_told(shell: Shell, tmp_path: Path) -> None:
    shell.monkeypatch.setenv("ANKIGEN_CACHE_DIR", str(tmp_path / "cache"))
    mine, theirs = tmp_path / "mine", tmp_path / "theirs"
    mine.mkdir()
    (mine / "qa.md").write_text(GOOD, encoding="utf-8")
    assert "AK608" not in built(shell, mine).err
    assert "AK608" not in built(shell, mine).err
    shutil.copytree(mine, theirs)  # its lock goes by the name of mine
    (theirs / "qa.md").write_text(GOOD.replace("immutable", "evil"), encoding="utf-8")
    said = built(shell, theirs)
    assert "AK608" in said.err
    assert str(mine) in said.err
    assert built(shell, theirs, "--strict").code == 1
    assert "AK608" in shell.run("check").out
    assert "AK608" not in shell.run("check", "--ignore", "namesake").out
    assert "AK608" not in built(shell, mine).err
    shutil.rmtree(mine)  # or moved away
    assert "AK608" not in built(shell, theirs).err
    assert "AK608" not in built(shell, theirs).err


CARD = "> What is {0}?\n<details><summary>A</summary>\n\nIt is {1}: {0}.\n\n</details>\n\n"
FOUR = [CARD.format(word, number) for number, word in enumerate(["a tuple", "heap", "graph", "it"])]
EVIL = '<p>An <img src=x onerror="top.pwn(1)"> answer</p>'


def _forged(note: Note, how: str) -> Note:
    if "tuple" not in note.fields[0]:
        return note
    if how == "late":
        return replace(note, modified=4_000_000_000)
    fields = list(note.fields)
    if how == "script":
        fields[1] = EVIL
    return replace(note, fields=tuple(fields))


@pytest.mark.parametrize("how", ["script", "late", "nothing"])
def test_a_retired_card_brings_nothing_live_from_a_package(shell: Shell, how: str) -> None:
    shell.write("qa.md", "".join(FOUR))
    assert shell.run("build", "--deck", "Notes").code in (0, 1)
    file = shell.folder / "dist" / "Notes.apkg"
    packed = read(file)
    decks = [Deck(d.name, tuple(_forged(n, how) for n in d.notes)) for d in packed.decks]
    write(file, decks, (), 1_700_000_000)
    shell.write("qa.md", "".join(FOUR[1:]))
    result = shell.run("build", "--deck", "Notes", "--retire", "--yes")
    assert "Traceback" not in result.err
    notes = read(file).notes
    retired = [note for note in notes if any("removed" in tag for tag in note.tags)]
    assert len(retired) == (how == "nothing"), result.err
    assert not any("onerror" in field for note in notes for field in note.fields)
    assert all(note.modified < 3_000_000_000 for note in notes)
