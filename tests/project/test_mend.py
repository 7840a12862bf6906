"""Mends in files: edits applied, encodings kept."""

from pathlib import Path

import pytest

from ankigen import rules
from ankigen.diagnostics import Stop
from ankigen.model import Diagnostic, Edit, Source, Span
from ankigen.project import files
from ankigen.project.mend import apply, mends, write
from ankigen.project.root import find


def edit(source: Source, old: str, new: str) -> Diagnostic:
    start = source.text.index(old)
    span = Span(source, start, start + len(old))
    return Diagnostic(rules.MISSING_PICTURE, "m", span, edits=(Edit(span, new),))


def test_edits_are_made_from_the_end_and_clashes_are_left() -> None:
    source = Source("a.md", "one two three")
    found = [edit(source, "one", "1"), edit(source, "three", "3"), edit(source, "two three", "x")]
    text, made = apply(source.text, found)
    assert text == "1 two 3"
    assert made == tuple(found[:2])


def test_two_insertions_at_one_place_clash() -> None:
    source = Source("a.md", "x")
    span = Span(source, 1, 1)
    item = Diagnostic(rules.MISSING_PICTURE, "m", span, edits=(Edit(span, "!"),))
    assert apply("x", [item, item])[0] == "x!"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_file_keeps_its_encoding_line_ends_and_dirt(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.md").write_bytes("什么是\x00元组？\r\n不可变的列表\r\n".encode(encoding))
    project = find(folder=tmp_path)
    source, _ = files.read(project, tmp_path / "a.md")
    (mend,) = mends(project, [edit(source, "列表", "序列")])
    assert mend.diff("a.md")[-2:] == ["-不可变的列表", "+不可变的序列"]
    write(project, mend)
    assert (tmp_path / "a.md").read_bytes().decode(encoding) == (
        "什么是\x00元组？\r\n不可变的序列\r\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("what")
    project = find(folder=tmp_path)
    source, _ = files.read(project, tmp_path / "a.md")
    (tmp_path / "a.md").write_text("what else")
    with pytest.raises(Stop, match="changed"):
        mends(project, [edit(source, "what", "x")])


def test_a_mend_that_cannot_be_written_leaves_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_text("one two")
    project = find(folder=tmp_path)
    source, _ = files.read(project, tmp_path / "a.md")
    (made,) = mends(project, [edit(source, "one", "1")])

    def refuse(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(Stop, match="Read-only"):
        write(project, made)
    assert [file.name for file in tmp_path.iterdir()] == ["a.md"]
    assert (tmp_path / "a.md").read_text() == "one two"
