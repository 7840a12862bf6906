"""Changes of a folder, and the states that come of them."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import pytest

from ankigen import pipeline, watch
from ankigen.diagnostics import Stop
from ankigen.model import Diagnostic, Source, Span
from ankigen.project.root import find
from ankigen.rules import EMPTY_ANSWER, NO_QUESTION

NOTE = "> {}\n<details><summary>Answer</summary>{}</details>\n\n"


@contextmanager
def states(folder: Path) -> Iterator[Callable[[], watch.State]]:
    """The states of a project, as they come."""
    found: Queue[watch.State] = Queue()
    stop = threading.Event()

    def run() -> None:
        for state in watch.states(lambda: find((folder,)), pipeline.compile, stop):
            found.put(state)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield lambda: found.get(timeout=20)
    finally:
        stop.set()
        thread.join(20)


def cards(state: watch.State) -> list[str]:
    assert state.compiled is not None
    return [note.fields[0] for note in state.compiled.notes]


def until(following: Callable[[], watch.State], wanted: list[str]) -> None:
    """The states until one has these cards; on the way there may be others."""
    seen = []
    while True:
        try:
            state = following()
        except Empty:
            raise AssertionError(f"never {wanted}, but {seen}") from None
        if state.compiled is not None and cards(state) == wanted:
            return
        seen.append(state)


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "ankigen.toml").write_text('deck = "Notes"\n')
    (folder / "qa.md").write_text(NOTE.format("one?", "1"))
    return folder


def test_a_save_is_a_new_state(notes: Path) -> None:
    with states(notes) as following:
        assert cards(following()) == ["one?"]
        (notes / "qa.md").write_text(NOTE.format("two?", "2"))
        until(following, ["two?"])


def test_what_is_saved_before_the_watch_has_begun_is_not_missed(notes: Path) -> None:
    stop = threading.Event()
    found = watch.states(lambda: find((notes,)), pipeline.compile, stop)
    assert cards(next(found)) == ["one?"]
    (notes / "new.md").write_text(NOTE.format("two?", "2"))
    assert cards(next(found)) == ["two?", "one?"]
    stop.set()


def test_editors_that_save_by_renaming(notes: Path) -> None:
    with states(notes) as following:
        following()
        fresh = notes / ".qa.md.swp"
        fresh.write_text(NOTE.format("renamed?", "r"))
        (notes / "qa.md").rename(notes / "qa.md~")
        fresh.rename(notes / "qa.md")
        until(following, ["renamed?"])


def test_folders_that_come_and_go(notes: Path) -> None:
    with states(notes) as following:
        following()
        deep = notes / "a" / "b"
        deep.mkdir(parents=True)
        (deep / "more.md").write_text(NOTE.format("deep?", "d"))
        until(following, ["one?", "deep?"])
        (deep / "more.md").unlink()
        deep.rmdir()
        until(following, ["one?"])


def test_a_project_that_is_deleted_and_comes_back(notes: Path) -> None:
    with states(notes) as following:
        following()
        away = notes.with_name("away")
        notes.rename(away)
        assert following().compiled is None
        away.rename(notes)
        (notes / "qa.md").write_text(NOTE.format("back?", "b"))
        until(following, ["back?"])


def test_a_broken_configuration_is_a_state_that_mends(notes: Path) -> None:
    with states(notes) as following:
        following()
        (notes / "ankigen.toml").write_text("deck = 3\n")
        state = following()
        assert state.compiled is None
        assert isinstance(state.failure, Stop)
        (notes / "ankigen.toml").write_text('deck = "Renamed"\n')
        while (state := following()).compiled is None:
            pass
        assert state.compiled.name == "Renamed"


def test_what_cannot_run_at_first_is_raised(tmp_path: Path) -> None:
    with pytest.raises(Stop):
        next(watch.states(lambda: find((tmp_path / "nothing",)), pipeline.compile))


@pytest.mark.parametrize(
    "path", ["qa.md", "a/b.png", "code/1.py", "ankigen.toml", "", "node_module/x", "x.lockfile"]
)
def test_what_matters(path: str) -> None:
    assert watch.matters(f"/notes/{path}", Path("/notes"))


@pytest.mark.parametrize(
    "path",
    [
        ".git/index",
        "a/.hidden/b.md",
        "node_modules/x/readme.md",
        "qa.md~",
        ".qa.md.swp",
        "qa.md.tmp",
        "4913",
        "dist/notes.apkg",
        "ankigen.lock",
        "../elsewhere.md",
    ],
)
def test_what_does_not(path: str) -> None:
    assert not watch.matters(
        f"/notes/{path}" if ".." not in path else "/elsewhere.md", Path("/notes")
    )


def test_news_are_what_came_and_what_went() -> None:
    def said(text: str, start: int, rule: object = EMPTY_ANSWER) -> Diagnostic:
        return Diagnostic(rule, "empty", Span(Source("qa.md", text), start, start + 3))  # type: ignore[arg-type]

    before = [said("one two", 0), said("one two", 4)]
    moved = said("\n\n\none", 3)
    twice = [moved, said("one one", 4)]
    assert watch.news(before, [moved]) == ([], [before[1]])
    assert watch.news([moved], twice) == ([twice[1]], [])
    other = said("one", 0, NO_QUESTION)
    assert watch.news([moved], [other]) == ([other], [moved])


def test_where_the_system_has_no_more_watches_it_looks_itself(
    notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import watchfiles

    watched = watchfiles.watch
    asked: list[bool] = []

    def scarce(*places: Path, **options: Any) -> Iterator[Any]:
        asked.append(options["force_polling"])
        if not options["force_polling"]:
            raise OSError(28, "No space left on device")
        return watched(*places, **options)

    monkeypatch.setattr("watchfiles.watch", scarce)
    (notes / "qa.md").write_text(NOTE.format("One", "1"), encoding="utf-8")
    with states(notes) as following:
        until(following, ["One"])
        (notes / "qa.md").write_text(NOTE.format("Two", "2"), encoding="utf-8")
        until(following, ["Two"])
    assert asked[:2] == [False, True]


def test_a_root_that_moves_up_is_followed(tmp_path: Path) -> None:
    folder = tmp_path / "deep"
    folder.mkdir()
    (folder / "qa.md").write_text(NOTE.format("One", "1"), encoding="utf-8")
    with states(folder) as following:
        until(following, ["One"])
        (tmp_path / "qa.md").write_text(NOTE.format("Zero", "0"), encoding="utf-8")
        (tmp_path / "ankigen.toml").write_text("", encoding="utf-8")
        (folder / "qa.md").write_text(NOTE.format("Two", "2"), encoding="utf-8")
        until(following, ["Two"])
        (folder / "qa.md").write_text(NOTE.format("Three", "3"), encoding="utf-8")
        until(following, ["Three"])


def test_a_style_that_is_saved_counts(notes: Path) -> None:
    (notes / "ankigen.toml").write_text('style = "look"', encoding="utf-8")
    (notes / "look").mkdir()
    sheet = notes / "look" / "user.css"
    sheet.write_text("", encoding="utf-8")
    (notes / "qa.md").write_text(NOTE.format("One", "1"), encoding="utf-8")
    with states(notes) as following:
        until(following, ["One"])
        sheet.write_text("@import 'x';", encoding="utf-8")
        while not any(
            item.rule.code == "AK802" for item in getattr(following().compiled, "diagnostics", ())
        ):
            pass
