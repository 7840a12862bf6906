"""A project's own style: nothing without the user's word, and at the next import with it."""

from pathlib import Path

import pytest

from ankigen.apkg.read import read
from tests.cli.shell import Shell
from tests.real_anki import Log, collection, load, sides

NOTE = """\
> 1. What is a closure?
<details><summary>Answer</summary>A function and its scope.</details>

> 2. {{c1::Paris}} is the capital of France.
"""
FRONT = '<p class="mine">{{Question}}</p>'
BACK = '<p class="mine">{{Question}}</p><hr id="answer">{{Answer}}'


@pytest.fixture
def styled(shell: Shell) -> Shell:
    shell.write("notes/qa.md", NOTE)
    shell.write("ankigen.toml", 'deck = "Styled"\nstyle = "look"\n')
    shell.write("look/user.css", ".card { --size: 77px }\n")
    shell.write("look/basic.front.html", FRONT)
    return shell


def css(shell: Shell) -> str:
    return read(shell.folder / "dist" / "Styled.apkg").note_types[0].css


def test_without_a_word_it_is_not_used_and_the_build_goes_on(styled: Shell) -> None:
    result = styled.run("build")
    assert result.code == 0
    assert "AK801" in result.err
    assert "--trust-style" in result.err
    assert "77px" not in css(styled)
    assert (
        'class="mine"'
        not in read(styled.folder / "dist/Styled.apkg").note_types[0].templates[0].front
    )
    assert styled.run("build", "--strict").code == 1


def test_the_line_grants_it(styled: Shell) -> None:
    result = styled.run("build", "--trust-style", "--strict")
    assert result.code == 0, result.err
    assert "AK8" not in result.err
    package = read(styled.folder / "dist/Styled.apkg")
    assert all(kind.css.endswith("\n.card { --size: 77px }\n") for kind in package.note_types)
    (basic,) = [kind for kind in package.note_types if not kind.cloze]
    assert basic.templates[0].front == FRONT


def test_the_user_s_settings_grant_it_below_a_folder(styled: Shell, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    styled.monkeypatch.setenv("ANKIGEN_CONFIG", str(mine))
    mine.write_text(f'trust-style = ["{tmp_path.parent.as_posix()}"]')
    assert styled.run("build", "--strict").code == 0
    assert "77px" in css(styled)
    mine.write_text(f'trust-style = ["{tmp_path.as_posix()}/other"]')
    assert styled.run("build", "--strict").code == 1
    assert "77px" not in css(styled)
    styled.monkeypatch.setenv("HOME", str(tmp_path))
    mine.write_text('trust-style = ["~"]')
    assert styled.run("build", "--strict").code == 0
    for wrong in ("trust-style = true", 'trust-style = ["."]', 'trust-styles = ["/"]'):
        mine.write_text(wrong)
        result = styled.run("build")
        assert result.code == 2, wrong
        assert str(mine) in result.err


@pytest.mark.parametrize(
    "setting", ["trust-style = true", 'trust-style = ["/"]', "[style]\ntrust = true"]
)
def test_a_project_cannot_grant_it(styled: Shell, setting: str) -> None:
    styled.write("ankigen.toml", f"{setting}\n")
    assert styled.run("build").code == 2


def test_a_changed_template_arrives_at_the_next_import(styled: Shell, tmp_path: Path) -> None:
    package = styled.folder / "dist" / "Styled.apkg"
    with collection(tmp_path / "anki") as anki:
        styled.run("build", "--trust-style")
        load(anki, package)
        ids = [kind.id for kind in anki.models.all_names_and_ids()]
        assert '<p class="mine">What is a closure?</p>' in sides(anki)[0][0]
        assert "77px" in sides(anki)[0][0]
        styled.write("look/basic.front.html", '<h3 class="new">{{Question}}</h3>')
        styled.write("look/user.css", ".card { --size: 66px }")
        assert styled.run("build", "--trust-style").code == 0
        assert load(anki, package).new == 0
        assert '<h3 class="new">What is a closure?</h3>' in sides(anki)[0][0]
        assert "66px" in sides(anki)[0][0]
        assert "77px" not in sides(anki)[0][0]
        # and away again, also where nobody trusts it
        assert styled.run("build").code == 0
        assert load(anki, package) == Log(new=0, updated=0, duplicate=2, conflicting=0)
        assert 'class="question"' in sides(anki)[0][0]
        assert ids == [kind.id for kind in anki.models.all_names_and_ids()]


def test_every_template_can_be_changed(styled: Shell, tmp_path: Path) -> None:
    for name, text in {
        "basic.back.html": "BB {{Question}} {{Answer}}",
        "reverse.front.html": "{{#Reverse}}RF {{Answer}}{{/Reverse}}",
        "reverse.back.html": "RB {{Question}}",
        "cloze.front.html": "{{cloze:Question}}",
        "cloze.back.html": "CB {{cloze:Question}}",
        "style.css": ".mine {}",
    }.items():
        styled.write(f"look/{name}", text)
    assert styled.run("build", "--trust-style", "--strict").code == 0
    with collection(tmp_path / "anki") as anki:
        load(anki, styled.folder / "dist" / "Styled.apkg")
        basic, cloze = sides(anki)
        assert "BB What is a closure? <div" in basic[1]
        assert "CB" in cloze[1]
        assert "[...]" in cloze[0]
        assert "--paper" not in basic[0]


def test_the_preview_uses_it(styled: Shell) -> None:
    plain = styled.run("preview", "--output", "plain", "--no-open")
    assert "AK801" in plain.err
    assert "77px" not in (styled.folder / "plain" / "index.html").read_text("utf-8")
    done = styled.run("preview", "--output", "page", "--no-open", "--trust-style")
    assert "AK8" not in done.err
    page = (styled.folder / "page" / "index.html").read_text("utf-8")
    assert "77px" in page
    assert "mine" in page


def test_a_style_with_faults_is_left_out_whole(styled: Shell) -> None:
    styled.write("look/cloze.back.html", "{{cloze:Question}}\n<script>alert(1)</script>")
    result = styled.run("build", "--trust-style")
    assert result.code == 1
    assert "look/cloze.back.html:2:2: error[AK802]" in result.err
    assert "77px" not in css(styled)
    styled.write("ankigen.toml", 'style = "look"\ndeck = "Styled"\n[check]\nignore = ["AK8"]\n')
    assert styled.run("build", "--trust-style").code == 0
    assert "77px" not in css(styled)  # silence is no consent


def test_check_looks_at_it_and_grants_nothing(styled: Shell) -> None:
    assert styled.run("check").code == 0
    styled.write("look/user.css", ".card { background: url(https://x.test/a.png) }")
    styled.write("look/styles.css", "")
    result = styled.run("check", "--format", "concise")
    assert result.code == 1
    assert "look/user.css:1:21: error[AK802]" in result.out
    assert "look/styles.css:1:1: warning[AK804]" in result.out
    named = styled.run("check", "--format", "concise", "notes/qa.md")
    assert "AK802" in named.out


def test_what_nobody_trusts_is_not_read(styled: Shell) -> None:
    styled.write("ankigen.toml", 'deck = "Styled"\nstyle = "/etc"\n')
    assert styled.run("build").code == 0
    assert styled.run("build", "--trust-style").code == 2


@pytest.mark.parametrize(
    "place", ["..", "../look", "/etc", "C:\\\\Windows", "look/../../x", "none", "look/user.css",
              "\\u0000", "link", "empty"],
)  # fmt: skip
def test_a_folder_that_is_none_or_outside(styled: Shell, tmp_path: Path, place: str) -> None:
    styled.write("empty/readme.txt", "")
    outside = tmp_path / "outside"
    outside.mkdir(exist_ok=True)
    (outside / "user.css").write_text("")
    (styled.folder / "link").symlink_to(outside)
    styled.write("ankigen.toml", f'style = "{place}"\n')
    result = styled.run("build", "--trust-style")
    assert result.code == 2
    assert "style" in result.err


def test_a_file_that_is_none_or_outside(styled: Shell, tmp_path: Path) -> None:
    import os

    file = styled.folder / "look" / "style.css"
    secret = tmp_path / "secret.css"
    secret.write_text(".secret {}")
    file.symlink_to(secret)
    assert styled.run("build", "--trust-style").code == 2
    file.unlink()
    os.mkfifo(file)
    assert styled.run("build", "--trust-style").code == 2
    file.unlink()
    file.write_bytes(b".a {}" * 100_000)
    assert "larger" in styled.run("build", "--trust-style").err
    file.write_bytes("é".encode("latin-1"))
    assert "UTF-8" in styled.run("build", "--trust-style").err
    file.unlink()
    file.mkdir()
    assert styled.run("build", "--trust-style").code == 2
    file.rmdir()
    for number in range(60):
        styled.write(f"look/{number}.css", "")
    assert "too many" in styled.run("build", "--trust-style").err
