"""Where a project begins and what it is called."""

import os
from pathlib import Path

import pytest

from ankigen.diagnostics import Stop
from ankigen.project.root import find


def write(file: Path, text: str = "") -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def git(folder: Path, url: str = "") -> None:
    write(folder / ".git" / "config", f'[core]\n\tbare = false\n[remote "origin"]\n\turl = {url}\n')


def test_the_configuration_s_folder_is_the_root(tmp_path: Path) -> None:
    git(tmp_path, "https://example.com/me/top.git")
    write(tmp_path / "notes" / "ankigen.toml", 'deck = "Mine"')
    (tmp_path / "notes" / "deep").mkdir()
    project = find(folder=tmp_path / "notes" / "deep")
    assert project.root == tmp_path / "notes"
    assert project.name == "Mine"


def test_else_the_git_top_level_with_the_remote_s_name(tmp_path: Path) -> None:
    git(tmp_path, "git@example.com:me/interview-notes.git")
    note = write(tmp_path / "a" / "b.md")
    project = find([note], tmp_path)
    assert project.root == tmp_path
    assert project.name == "interview-notes"
    assert project.repository == "https://example.com/me/interview-notes/blob/HEAD"


def test_else_the_folder_named_or_the_file_s_own(tmp_path: Path) -> None:
    note = write(tmp_path / "mine" / "qa.md")
    assert find([note], tmp_path).root == note.parent
    assert find([note.parent], tmp_path).root == note.parent
    assert find([Path("mine/qa.md")], tmp_path).name == "mine"
    assert find(folder=tmp_path).root == tmp_path


def test_a_lock_marks_a_root_too(tmp_path: Path) -> None:
    write(tmp_path / "ankigen.lock")
    note = write(tmp_path / "deep" / "qa.md")
    assert find([note], tmp_path).root == tmp_path


def test_two_paths_have_the_folder_above_both(tmp_path: Path) -> None:
    one, two = write(tmp_path / "a" / "x.md"), write(tmp_path / "b" / "y.md")
    assert find([one, two], tmp_path).root == tmp_path


def test_a_pyproject_counts_when_it_speaks_of_ankigen(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "[tool.ankigen]\ndeck = 'P'")
    write(tmp_path / "sub" / "pyproject.toml", "[tool.other]\n")
    project = find(folder=tmp_path / "sub")
    assert project.root == tmp_path
    assert project.name == "P"


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://token:x@example.com/me/notes.git", "https://example.com/me/notes/blob/HEAD"),
        ("ssh://git@example.com:2222/me/notes", "https://example.com/me/notes/blob/HEAD"),
        (
            "git@gitlab.example.com:a/b/notes.git",
            "https://gitlab.example.com/a/b/notes/-/blob/HEAD",
        ),
        ("/srv/git/notes.git", None),
    ],
)
def test_a_remote_gives_an_address_without_its_secrets(
    tmp_path: Path, url: str, address: str | None
) -> None:
    git(tmp_path, url)
    project = find(folder=tmp_path)
    assert project.name == "notes"
    assert project.repository == address


def test_a_linked_work_tree_knows_its_remote(tmp_path: Path) -> None:
    git(tmp_path / "main", "https://example.com/me/notes")
    write(tmp_path / "main" / ".git" / "worktrees" / "w" / "commondir", "../..\n")
    write(tmp_path / "main" / ".git" / "worktrees" / "w" / "gitdir", f"{tmp_path}/w/.git\n")
    write(tmp_path / "w" / ".git", f"gitdir: {tmp_path}/main/.git/worktrees/w\n")
    assert find(folder=tmp_path / "w").name == "notes"


def test_a_submodule_knows_its_remote(tmp_path: Path) -> None:
    own = tmp_path / ".git" / "modules" / "sub"
    config = (
        '[core]\n\tworktree = ../../../sub\n[remote "origin"]\n\turl = https://a.example/b/cards\n'
    )
    write(own / "config", config)
    write(tmp_path / "sub" / ".git", "gitdir: ../.git/modules/sub\n")
    assert find(folder=tmp_path / "sub").name == "cards"


@pytest.mark.skipif(os.name == "nt", reason="links of POSIX")
@pytest.mark.parametrize("way", ["file", "inside", "link", "config"])
def test_no_other_repository_of_the_machine_is_looked_at(tmp_path: Path, way: str) -> None:
    git(tmp_path / "private", "https://example.com/me/secret")
    place = tmp_path / "theirs"
    place.mkdir()
    if way == "file":
        write(place / ".git", f"gitdir: {tmp_path}/private/.git\n")
    elif way == "inside":
        write(place / ".git", "gitdir: own\n")
        write(place / "own" / "commondir", f"{tmp_path}/private/.git\n")
    elif way == "link":
        (place / ".git").symlink_to(tmp_path / "private" / ".git")
    else:
        write(place / ".git" / "HEAD", "")
        (place / ".git" / "config").symlink_to(tmp_path / "private" / ".git" / "config")
    found = find(folder=place)
    assert found.name == "theirs"
    assert found.repository is None


def test_a_path_that_is_not_there_has_its_neighbour_named(tmp_path: Path) -> None:
    write(tmp_path / "notes.md")
    with pytest.raises(Stop) as stop:
        find([Path("note.md")], tmp_path)
    assert "note.md does not exist" in stop.value.message
    assert "notes.md" in stop.value.help


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("dek = 'x'", ":1: unknown key dek | did you mean deck or decks?"),
        ("\n\ndeck = 1", ":3: deck: expected a text, got a whole number | "),
        ("decks = 'all'", 'decks: expected "one" or "folder" or "file", got \'all\' | '),
        ("[math]\nbracket = true", ":2: unknown key math.bracket | did you mean brackets?"),
        ('math = {"bracket" = true}', ":1: unknown key math.bracket | did you mean brackets?"),
        ("[ tags ]\n'rules' = 1", ":2: tags.rules: expected a table, got a whole number | "),
        ("[[tags]]", "ankigen.toml: tags: expected a table, got a list | "),
        ("notes = 'a'", "notes: expected a list, got a text | "),
        ("deck = ", "ankigen.toml:1: this is not valid TOML: invalid value | each line is"),
        (
            "deck = 'a'\nb\n",
            ":2:2: this is not valid TOML: expected '=' after a key in a key/value",
        ),
    ],
)
def test_a_mistake_in_the_configuration_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "ankigen.toml", text)
    with pytest.raises(Stop) as stop:
        find(folder=tmp_path)
    assert stop.value.message.startswith("ankigen.toml")
    assert said in f"{stop.value.message} | {stop.value.help}"


@pytest.mark.parametrize("name", ["a\0b", "loop/x", "file/x", "x" * 300])
def test_a_path_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "loop").symlink_to("loop")
    write(tmp_path / "file")
    with pytest.raises(Stop):
        find([Path(name)], tmp_path)


def test_a_folder_that_is_not_there_has_no_near_names(tmp_path: Path) -> None:
    with pytest.raises(Stop) as stop:
        find([Path("none/qa.md")], tmp_path)
    assert "does not exist either" in stop.value.help
    write(tmp_path / "notes.md")
    with pytest.raises(Stop) as stop:
        find([Path("note.md")], tmp_path)
    assert "notes.md" in stop.value.help


def test_a_git_folder_that_says_nothing(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert find(folder=tmp_path).remote is None or find(folder=tmp_path).name == tmp_path.name
    git(tmp_path, "https://example.com/")
    assert find(folder=tmp_path).name


def test_a_work_tree_whose_repository_is_gone(tmp_path: Path) -> None:
    write(tmp_path / ".git", "gitdir: /nowhere/at/all\n")
    assert find(folder=tmp_path).name == tmp_path.name


def test_a_configuration_that_cannot_be_read(tmp_path: Path) -> None:
    file = write(tmp_path / "ankigen.toml")
    file.write_bytes(b'deck = "\xff"')
    with pytest.raises(Stop, match="not UTF-8"):
        find(folder=tmp_path)
    file.write_text("[tags]\nprefix = [1]\n", encoding="utf-8")
    with pytest.raises(Stop, match="expected a text"):
        find(folder=tmp_path)
    file.write_text('tags = "x"\n', encoding="utf-8")
    with pytest.raises(Stop, match="expected a table"):
        find(folder=tmp_path)
