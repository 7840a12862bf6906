"""Many texts at once: the same fragments from the cache, from one worker and from many."""

import os
import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ankigen.model import Fragment
from ankigen.render import References, RenderOptions, batch, cache, render
from ankigen.render.batch import Job, drawn

TEXTS = [
    "plain words",
    "a *b* [c](d.png) ![e](f.png)",
    "```python\nprint('x')\n```\n\n- one\n  - two",
    "see [the page]\n\n| a | b |\n|---|---|\n| 1 | $x^2$ |",
]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANKIGEN_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


def job(text: str, raw: bool = False, links: dict[str, tuple[str, str]] | None = None) -> Job:
    return Job(text, raw, References(links or {}), RenderOptions())


def jobs() -> list[Job]:
    return [job(text, raw) for text in TEXTS for raw in (False, True)] * 3


def alone(wanted: list[Job]) -> list[Fragment]:
    return [render(j.text, raw=j.raw, references=j.references, options=j.options) for j in wanted]


def test_one_worker_and_many_and_the_cache_give_the_same() -> None:
    wanted = alone(jobs())
    assert drawn(jobs(), cached=False, workers=1) == wanted
    assert drawn(jobs(), cached=False, workers=3) == wanted
    assert drawn(jobs()) == wanted
    assert drawn(jobs()) == wanted


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(alphabet="ab *_`[]()!<>$&#-\n\u4e00\ufffd"), max_size=5))
def test_what_was_kept_is_what_is_made(texts: list[str]) -> None:
    wanted = [job(text) for text in texts]
    assert drawn(wanted) == alone(wanted)
    assert drawn(wanted) == alone(wanted)


def test_only_what_changed_is_rendered(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn([job("one *two*"), job("three")])
    made: list[str] = []
    monkeypatch.setattr(batch, "rendered", lambda j: made.append(j.text) or Fragment((j.text,)))
    drawn([job("one *two*"), job("four"), job("three")])
    assert made == ["four"]


def test_a_definition_that_changes_is_another_text() -> None:
    before = drawn([job("see [it]", links={"it": ("https://a.example/", "")})])
    after = drawn([job("see [it]", links={"it": ("https://b.example/", "")})])
    assert before != after


def test_another_version_of_the_code_reads_nothing_old(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn([job("words *here*")])
    monkeypatch.setattr(cache, "__version__", "other")
    made: list[str] = []
    monkeypatch.setattr(batch, "rendered", lambda j: made.append(j.text) or Fragment((j.text,)))
    drawn([job("words *here*")])
    assert made == ["words *here*"]


@pytest.mark.parametrize("harm", ["rubbish", "cut", "empty", "folder", "rows"])
def test_a_broken_cache_costs_time_only(own_cache: Path, harm: str) -> None:
    wanted = alone(jobs())
    drawn(jobs())
    file = own_cache / "fragments.sqlite"
    if harm == "rubbish":
        file.write_bytes(os.urandom(20_000))
    elif harm == "cut":
        file.write_bytes(file.read_bytes()[:5000])
    elif harm == "empty":
        file.write_bytes(b"")
    elif harm == "folder":
        file.unlink()
        file.mkdir()
    else:
        with sqlite3.connect(file) as base:
            base.execute("update fragments set value = x'93'")
    assert drawn(jobs()) == wanted
    assert drawn(jobs()) == wanted


def test_rows_that_cannot_be_filled_are_made_again(own_cache: Path) -> None:
    import msgspec

    wanted = alone([job(TEXTS[1])])
    drawn([job(TEXTS[1])])
    with sqlite3.connect(own_cache / "fragments.sqlite") as base:
        spoiled = msgspec.msgpack.encode(Fragment(("a", "b"), (7,), ()))
        base.execute("update fragments set value = ?", [spoiled])
    assert drawn([job(TEXTS[1])]) == wanted


def test_a_cache_that_another_build_holds_is_not_waited_for_long(own_cache: Path) -> None:
    wanted = alone(jobs())
    drawn(jobs()[:2])
    base = sqlite3.connect(own_cache / "fragments.sqlite", isolation_level=None)
    base.execute("begin exclusive")
    try:
        assert drawn(jobs()) == wanted
    finally:
        base.close()


def test_the_cache_is_bounded(own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST", 100_000)
    for start in range(0, 3000, 300):
        drawn([job(f"*{n}* {'word ' * 20}") for n in range(start, start + 300)])
    assert (own_cache / "fragments.sqlite").stat().st_size < 250_000


def test_workers_that_are_killed_lose_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    parent = os.getpid()

    def fatal(wanted: Job) -> Fragment:
        if os.getpid() != parent and wanted.text == "kill":
            os.kill(os.getpid(), 9)
        return Fragment((wanted.text,))

    monkeypatch.setattr(batch, "rendered", fatal)
    monkeypatch.setattr(batch, "_CHUNK", 4)
    wanted = [job("a" * 10), job("kill"), job("b" * 10)]
    assert [f.parts[0] for f in drawn(wanted, cached=False, workers=2)] == [
        "a" * 10,
        "kill",
        "b" * 10,
    ]
