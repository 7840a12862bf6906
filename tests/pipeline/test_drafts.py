"""Drafts kept by the segment: the same from the cache, and only what no file can change."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from ankigen.crew import Crew
from ankigen.identity.date import fields_digest
from ankigen.lint.cards import too_long
from ankigen.model import Diagnostic
from ankigen.pipeline import cuts, drafts, looks, pages, stages
from ankigen.pipeline.drafts import drafted
from ankigen.pipeline.fields import Draft
from ankigen.pipeline.options import Options, silent
from ankigen.pipeline.ready import Ready
from ankigen.pipeline.subjects import spoken
from ankigen.project.root import find
from ankigen.render import cache
from ankigen.text import normal

CARD = "> {0}\n<details>\n<summary>Answer</summary>\n\n{1}\n</details>\n\n"
NOTES = (
    CARD.format("What is it?", "See [here](https://example.com), [there](#top) and **this**.")
    + CARD.format("What is [that][b]?", r"Some \(see below\).")
    + CARD.format("What shows ![a](a.svg)?", "A picture.")
    + CARD.format("What is it like?", "Like [a file](b.md).")
    + CARD.format("What is raw?", "*This*.").replace("\n\n*", "\n*")
    + "[b]: https://example.com/b\n"
)
Made = tuple[tuple[Draft, ...], list[Diagnostic]]


def bare(made: Made) -> Made:
    """The drafts without what is only taken where they are kept."""
    drafts, said = made
    return tuple(
        replace(one, digest="", asked=None, long=None, subjects=None) for one in drafts
    ), said


@pytest.fixture
def root(notes: Path) -> Path:
    (notes / "notes.md").write_text(NOTES)
    return notes


def made(*, cached: bool = True) -> Made:
    project, options = find(()), Options(cache=cached)
    sources, _, _ = stages.read(project, silent)
    split, _ = stages.split(project, sources, options, silent)
    return bare(drafted(project, split, options, silent))


def test_what_was_kept_is_what_was_made(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = made(cached=False)
    assert made() == fresh
    asked: list[str] = []
    sides = drafts.sides
    monkeypatch.setattr(
        drafts,
        "sides",
        lambda question, *more: asked.append(question.front.text) or sides(question, *more),
    )
    assert made() == fresh
    assert asked == ["What shows ![a](a.svg)?", "What is it like?"]


def test_a_segment_that_changed_is_made_anew(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cuts, "LARGE", 100)
    monkeypatch.setattr(cuts, "SEGMENT", 100)
    for changed in ("", "else"):
        names = ["one", "two", f"three{changed}", "four"]
        (root / "notes.md").write_text(
            "".join(CARD.format(f"What is {name}?", name) for name in names)
        )
        assert made() == made(cached=False)


def test_what_the_disk_changed_is_seen(root: Path) -> None:
    made()
    (root / "a.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert made() == made(cached=False)
    assert made()[0][2].assets


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("notes.md", NOTES.replace("com/b", "com/c")),
        ("ankigen.toml", "markdown-in-html = true\n"),
        ("ankigen.toml", "[math]\nbrackets = true\n"),
    ],
)
def test_what_shapes_a_draft_is_part_of_its_name(root: Path, file: str, text: str) -> None:
    before = made()
    (root / file).write_text(text)
    assert made() == made(cached=False)
    assert made(cached=False)[0] != before[0]


@pytest.mark.parametrize("value", [b"\x93no", b"\x90", b"\x91\xc0", b""])
def test_broken_rows_are_made_again(root: Path, value: bytes) -> None:
    fresh = made()
    with closing(sqlite3.connect(root.parent / "cache" / "fragments.sqlite")) as base, base:
        base.execute("update fragments set value = ?", (value,))
    assert made() == fresh


def test_workers_make_the_same(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for place, name, value in (
        (cuts, "LARGE", 100),
        (cuts, "SEGMENT", 100),
        (pages, "PAYS", 1),
    ):
        monkeypatch.setattr(place, name, value)
    (root / "notes.md").write_text("".join(CARD.format(f"What is {n}?", n) for n in "abcd"))
    (root / "more.md").write_text(NOTES + CARD.format("What is [it][b]?", "It."))
    wanted = made(cached=False)
    for cached in (False, True):
        project, options, ready = find(()), Options(cache=cached), Ready()
        sources, _, _ = stages.read(project, silent)
        with Crew(2) as crew:
            split, _ = stages.split(project, sources, options, silent, crew, ready)
        apart = [cut.apart for page in split for cut in page.segments]
        assert () in apart
        assert any(apart)
        assert bare(drafted(project, split, options, silent, ready)) == wanted
    assert made() == wanted


def test_what_is_kept_with_a_draft_is_what_would_be_taken_of_it(root: Path) -> None:
    (root / "notes.md").write_text(CARD.format("What is long?", "*long* " * 1500) + NOTES)
    project = find(())
    sources, _, _ = stages.read(project, silent)
    split, _ = stages.split(project, sources, Options(), silent)
    for _ in range(2):
        found, _ = drafted(project, split, Options(), silent)
        kept = [one for one in found if one.digest]
        assert len(kept) > 1
        for one in kept:
            assert one.digest == fields_digest(one.fields)
            assert one.asked == normal(one.shown_question)
            assert one.long == too_long(one.fields[1])
        assert [one.long for one in kept if one.long] == [7499]


def test_how_cards_with_pictures_look_is_kept_by_what_they_show(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def all_of_them() -> list[Draft]:
        sources, _, _ = stages.read(find(()), silent)
        split, _ = stages.split(find(()), sources, Options(), silent)
        return list(drafted(find(()), split, Options(), silent)[0])

    def nobody(_: str) -> str:
        raise AssertionError

    (root / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>')
    (root / "notes.md").write_text(CARD.format("What of ![a](a.svg)?", "*long* " * 1500) + NOTES)
    first = all_of_them()
    assert [bool(one.assets) for one in first[:2]] == [True, False]
    assert first[0].long == 7499
    for one in first:
        assert one.digest == fields_digest(one.fields)
        assert one.asked == normal(one.shown_question)
        assert one.long == too_long(one.fields[1])
        assert one.subjects == spoken(*one.fields[:2])
    with monkeypatch.context() as patch:
        patch.setattr(looks, "normal", nobody)
        assert all_of_them() == first
    (root / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h8"/></svg>')
    changed = all_of_them()
    assert changed[0].digest == fields_digest(changed[0].fields) != first[0].digest
    assert changed[1] == first[1]
    with closing(sqlite3.connect(cache.file())) as base, base:
        base.execute("update fragments set value = x'93'")
    assert all_of_them() == changed
