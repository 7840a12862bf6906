"""Workers: what they make comes in order, and what they do not make is left to who sent it."""

import inspect
import os
import struct
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ankigen.crew import Crew, _in_turn, _join, cores

loaded: list[int] = []
"""The processes that called `load`, as one that was forked of them knows it."""


def load() -> None:
    loaded.append(os.getpid())


def doubled(part: int) -> int:
    time.sleep(0.002 * (part % 3))
    return 2 * part


def large(part: int) -> bytes:
    return bytes([part % 256]) * 3_000_000


def who(_part: int) -> tuple[int, list[int]]:
    time.sleep(0.05)
    return os.getpid(), list(loaded)


def failing(part: int) -> int:
    if part == 5:
        raise ValueError(part)
    return part


def killed(part: int) -> int:
    if part == 5:
        os.kill(os.getpid(), 9)
    return part


def half_sent(part: int) -> int:
    if part == 5:
        frame = inspect.currentframe()
        while frame and "end" not in frame.f_locals:
            frame = frame.f_back
        assert frame
        os.write(frame.f_locals["end"].fileno(), struct.pack("!i", 1000) + b"half")
        os.kill(os.getpid(), 9)
    return part


@pytest.fixture(params=[2, 3])
def crew(request: pytest.FixtureRequest) -> Iterator[Crew]:
    with Crew(request.param) as made:
        yield made


def test_all_is_made_in_order(crew: Crew) -> None:
    for _ in range(2):
        assert list(crew.work(doubled, range(50))) == [2 * part for part in range(50)]
    assert list(crew.work(doubled, [])) == []


def test_a_thread_is_no_obstacle() -> None:
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    with Crew(2) as crew:
        assert list(crew.work(abs, range(-9, 0))) == list(range(9, 0, -1))
    over.set()
    thread.join()


def test_large_parts_and_large_results(crew: Crew) -> None:
    assert list(crew.work(len, [large(n) for n in range(9)])) == [3_000_000] * 9
    assert list(map(len, crew.work(large, range(9)))) == [3_000_000] * 9


def test_no_more_than_a_few_are_made_ahead(crew: Crew) -> None:
    taken: list[int] = []

    def parts() -> Iterator[int]:
        for part in range(1000):
            taken.append(part)
            yield part

    for done, _ in enumerate(crew.work(abs, parts())):
        assert len(taken) - done <= 11 * crew.count + 1


def test_the_last_go_by_their_size(crew: Crew) -> None:
    assert [part for _, part in _in_turn("bacedfg", ord, 4)] == [*"bac", *"gfed"]
    assert [part for _, part in _in_turn("ba", ord, 4)] == ["b", "a"]
    assert list(crew.work(doubled, range(20), lambda part: part % 5)) == list(range(0, 40, 2))


def test_others_are_forked_of_the_first_that_was_warmed(crew: Crew) -> None:
    crew.start(load)
    seen = dict(crew.work(who, range(12)))
    assert len(seen) == crew.count
    assert len({tuple(told) for told in seen.values()}) == 1
    assert next(iter(seen.values()))[0] in seen
    assert loaded == []


def test_what_fails_while_they_are_warmed_fails_again_where_it_is_told(crew: Crew) -> None:
    crew.start(lambda: 1 // 0)
    assert list(crew.work(doubled, range(5))) == [0, 2, 4, 6, 8]


@pytest.mark.parametrize("work", [failing, killed, half_sent])
def test_what_they_do_not_make_is_left(crew: Crew, work: object) -> None:
    made = list(crew.work(work, range(20)))  # type: ignore[arg-type]
    assert made == list(range(len(made)))
    assert len(made) <= 5
    assert list(crew.work(doubled, range(5))) == []


def test_parts_that_cannot_be_given_are_told(crew: Crew) -> None:
    def parts() -> Iterator[int]:
        yield from range(6)
        raise OSError("no more")

    with pytest.raises(OSError, match="no more"):
        list(crew.work(doubled, parts()))


def test_work_begins_before_anything_is_asked_for(crew: Crew, tmp_path: Path) -> None:
    begun = crew.work(Path.touch, [tmp_path / "begun"])
    while not (tmp_path / "begun").exists():
        time.sleep(0.01)
    assert list(begun) == [None]


def test_what_nobody_asks_for_ends_the_work(crew: Crew) -> None:
    crew.work(doubled, range(50))
    assert list(crew.work(doubled, range(5))) == []


def test_whoever_takes_no_more_is_not_waited_for(crew: Crew) -> None:
    made = crew.work(doubled, range(50))
    assert next(made) == 0
    made.close()  # type: ignore[attr-defined]
    assert list(crew.work(doubled, range(5))) == []


def test_one_alone_has_no_workers() -> None:
    with Crew(1) as crew:
        assert list(crew.work(doubled, range(5))) == []


@pytest.mark.skipif(sys.platform != "linux", reason="processes that are forked")
@pytest.mark.parametrize("most", [0, 1, 4, 5])
def test_where_no_more_files_may_be_open_none_is_left_open(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    pipe, made = os.pipe, list[int]()

    def limited() -> tuple[int, int]:
        if len(made) == most:
            raise OSError
        made.append(most)
        return pipe()

    monkeypatch.setattr(os, "pipe", limited)
    before = open_files()
    with Crew(9) as crew:
        assert list(crew.work(doubled, range(5))) == []
        assert open_files() == before


def open_files() -> list[int]:
    return sorted(int(path.name) for path in Path("/proc/self/fd").iterdir())


def test_no_more_than_can_be_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 300)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(300)), raising=False)
    assert 1 < cores() < 61  # on Windows no more than 63 handles


def test_no_worker_is_left() -> None:
    with Crew(3) as crew:
        pids = {pid for pid, _ in crew.work(who, range(12))}
    assert len(pids) == 3
    assert ended(pids)


def test_one_that_is_not_needed_any_more_is_not_waited_for(tmp_path: Path) -> None:
    begun = tmp_path / "pid"

    def warm() -> None:
        begun.write_text(str(os.getpid()))
        time.sleep(60)

    with Crew(2) as crew:
        crew.start(warm)
        while not begun.exists() or not begun.read_text():
            time.sleep(0.01)
    assert ended({int(begun.read_text())})


def ended(pids: set[int]) -> bool:
    """Whether all of them come to their end."""
    _join()
    for _ in range(500):
        pids = {pid for pid in pids if Path(f"/proc/{pid}").exists()}
        if not pids:
            return True
        time.sleep(0.01)
    return False
