"""Which files are notes, in what order, and how they are read."""

import os
import subprocess
from pathlib import Path

import pytest

from ankigen.diagnostics import Stop
from ankigen.project import files
from ankigen.project.root import find


def tree(folder: Path, *names: str) -> None:
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("", encoding="utf-8")


def listed(folder: Path, *named: str) -> list[str]:
    project = find([folder / name for name in named], folder)
    return [project.relative(file) for file in files.notes(project)]


def test_markdown_is_found_in_natural_order_and_other_folders_are_skipped(tmp_path: Path) -> None:
    tree(tmp_path, "ch10/a.md", "ch2/b.markdown", "z.MD", "a.txt", ".hidden/c.md", ".d.md")
    tree(tmp_path, "node_modules/e.md", "env/pyvenv.cfg", "env/f.md", "ch2/q10.md", "ch2/q9.md")
    assert listed(tmp_path) == ["z.MD", "ch2/b.markdown", "ch2/q9.md", "ch2/q10.md", "ch10/a.md"]


def test_what_git_ignores_is_skipped_as_git_does(tmp_path: Path) -> None:
    tree(tmp_path, "a.md", "drafts/b.md", "keep/c.md", "keep/draft-d.md", "keep/draft-e.md")
    tree(tmp_path, "deep/out/f.md", "deep/g.md", "x.tmp.md", "sub/h.md", "sub/i.md")
    (tmp_path / ".gitignore").write_text("drafts/\nout\n*.tmp.md\ndraft-*\n/sub/h.md\n")
    (tmp_path / "keep" / ".gitignore").write_text("!draft-e.md\n")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    (tmp_path / ".git" / "info" / "exclude").write_text("sub/i.md\n")
    command = ["git", "ls-files", "--others", "--exclude-standard", "*.md"]
    kept = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert sorted(listed(tmp_path)) == sorted(kept.stdout.split())


def test_a_path_named_is_read_whatever_it_is(tmp_path: Path) -> None:
    tree(tmp_path, ".hidden/a.md", "node_modules/b.md", "drafts/c.md", "drafts/d/e.md", "f.txt")
    (tmp_path / ".gitignore").write_text("drafts/\n")
    (tmp_path / "ankigen.toml").write_text("")
    for name in (".hidden/a.md", "node_modules/b.md", "f.txt"):
        assert listed(tmp_path, name) == [name]
    assert listed(tmp_path, ".hidden") == [".hidden/a.md"]
    assert listed(tmp_path, "drafts") == ["drafts/c.md", "drafts/d/e.md"]


def test_the_configuration_names_notes_and_excludes(tmp_path: Path) -> None:
    tree(tmp_path, "b/x.md", "a.md", "c.md", "b/old/y.md")
    config = tmp_path / "ankigen.toml"
    config.write_text('notes = ["b", "a.md"]\nexclude = ["old/"]')
    assert listed(tmp_path) == ["b/x.md", "a.md"]
    assert listed(tmp_path, "c.md") == ["b/x.md", "a.md", "c.md"]
    config.write_text('notes = ["?.md"]')
    assert listed(tmp_path) == ["a.md", "c.md"]
    config.write_text('notes = ["gone"]')
    with pytest.raises(Stop, match="gone does not exist"):
        listed(tmp_path)
    config.write_text('notes = [".."]')
    with pytest.raises(Stop, match="leads out"):
        listed(tmp_path)


def codes(folder: Path, name: str) -> list[str]:
    project = find(folder=folder)
    return [item.rule.slug for item in files.read(project, folder / name)[1]]


def test_each_way_a_file_fails_has_its_rule(tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside.md"
    outside.write_text("secret")
    root = tmp_path / "root"
    tree(root, "ankigen.toml", "ok.md")
    (root / "link.md").symlink_to(outside)
    (root / "picture.md").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9)
    os.mkfifo(root / "pipe.md")
    assert codes(root, "ok.md") == []
    assert codes(root, "link.md") == ["outside-file"]
    assert codes(root, "picture.md") == ["not-text"]
    assert codes(root, "pipe.md") == ["unreadable-file"]
    assert codes(root, "gone.md") == ["unreadable-file"]
    (root / "ankigen.toml").write_text("[limits]\nfile-megabytes = 0\n")
    (root / "ok.md").write_text("x")
    assert codes(root, "ok.md") == ["file-too-large"]


def test_a_file_is_read_with_its_encoding(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("什么是元组？\r\n不可变的列表\0".encode("gb18030"))
    source, found = files.read(find(folder=tmp_path), tmp_path / "a.md")
    assert (source.path, source.encoding, found) == ("a.md", "gb18030", ())
    assert source.text == "什么是元组？\r\n不可变的列表\u200b"
