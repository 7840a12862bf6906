"""Worker processes: the same work on all cores, and what comes of it in order.

Each worker has a connection of its own: it is sent a part, sends back what it made of it, and is
sent the next. One that is gone, however it went, has ended its connection. Workers report no
errors: what they did not do, whoever sent it does itself, and meets what was wrong.
"""

import atexit
import os
import select
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from ankigen import forked

    End = Connection[Any, Any] | forked.End
    Worker = BaseProcess | forked.Process

_MOST = 32
"""Workers that are of use, whose connections `select` and Windows can wait for."""
_AHEAD = 8
"""Parts for each worker that are handed out before the first of them is taken back."""
_LAST = 3
"""Parts for each worker that are not handed out in their order."""

T = TypeVar("T")
R = TypeVar("R")


def cores() -> int:
    """How many workers may run at once."""
    if sys.platform == "linux":
        return min(len(os.sched_getaffinity(0)), _MOST)
    return min(os.cpu_count() or 1, _MOST)


_leaving: list["Worker"] = []
"""Those that were let go, and are waited for when others start or this process ends."""


class _Gone(Exception):
    """A worker ended its connection."""


class Crew:
    """Workers: started when there is work for them, and kept until the end."""

    def __init__(self, count: int | None = None) -> None:
        self.count = cores() if count is None else count
        self._gone = self.count < 2
        self._ends: list[End] = []
        self._busy: dict[End, int] = {}
        """The workers that were sent a part, by its number."""
        self._workers: list[Worker] = []
        self._served = False

    def __enter__(self) -> "Crew":
        return self

    def __exit__(self, *_: object) -> None:
        self._dismiss()

    def start(self, warm: Callable[[], object] | None = None) -> None:
        """Start them, if they are not, without waiting for it.

        Where processes are forked `warm` is called in the first, of which the others are forked:
        what it loads and compiles all of them have.
        """
        if self._ends or self._gone:
            return
        _join()
        try:
            # A fork of a process with threads may never wake; without them it starts at once.
            if sys.platform == "linux" and threading.active_count() == 1:
                self._fork(warm)
            else:
                self._spawn()
        except OSError:
            self._dismiss()
            self._gone = True

    def _fork(self, warm: Callable[[], object] | None) -> None:
        from ankigen import forked

        theirs: list[forked.End] = []
        try:
            for _ in range(self.count):
                own, other = forked.pair()
                self._ends.append(own)
                theirs.append(other)
            ends = tuple(self._ends)
            self._workers.append(forked.Process(lambda: _lead(ends, theirs, warm)))
        finally:
            for end in theirs:
                end.close()

    def _spawn(self) -> None:
        from multiprocessing import Pipe, get_context

        for _ in range(self.count):
            own, other = Pipe()
            self._ends.append(own)
            worker = get_context("spawn").Process(target=_serve, args=(other,))
            worker.start()
            self._workers.append(worker)
            other.close()

    def work(
        self,
        work: Callable[[T], R],
        parts: Iterable[T],
        size: Callable[[T], int] = lambda _: 0,
    ) -> Iterator[R]:
        """What `work` makes of each part, in order, or of those before the workers broke down.

        Parts are taken as they are needed: no more than a few for each worker are made ahead. Of
        the last few those of the greatest `size` go first, so that all workers end at about the
        same time. The first parts are handed out at once, before anything is asked for.
        """
        self.start()
        left = _in_turn(parts, size, _LAST * self.count)
        try:
            if self._busy:  # with what nobody took
                raise _Gone
            self._hand_out(work, left, 0)
        except BaseException as error:
            self._dismiss()
            if not isinstance(error, _Gone):
                raise
        return self._in_order(work, left)

    def _in_order(self, work: Callable[[T], R], left: Iterator[tuple[int, T]]) -> Iterator[R]:
        made: dict[int, R] = {}
        due = 0
        try:
            while due in made or self._busy:
                for end in self._ready(wait=due not in made):
                    made[self._busy[end]] = _received(end)
                    self._served = True
                    del self._busy[end]
                self._hand_out(work, left, len(made))
                if due in made:
                    yield made.pop(due)
                    due += 1
        except _Gone:
            pass
        finally:
            if self._busy:
                self._dismiss()

    def _hand_out(
        self, work: Callable[[T], object], left: Iterator[tuple[int, T]], made: int
    ) -> None:
        """Send a part to each worker that has none, unless `made` are too many to be held."""
        for end in self._ends:
            few = len(self._busy) + made < _AHEAD * self.count
            if few and end not in self._busy and (one := next(left, None)):
                self._busy[end], part = one
                _send(end, (work, part))

    def _ready(self, *, wait: bool) -> Sequence["End"]:
        """Those that have sent something; `wait` for one of them."""
        busy: list[Any] = list(self._busy)
        if not busy:
            return ()
        if sys.platform == "win32":
            from multiprocessing import connection

            return connection.wait(busy, None if wait else 0)
        return select.select(busy, (), (), None if wait else 0)[0]

    def _dismiss(self) -> None:
        """Let them go; where any is at work, or still on the way, they are stopped."""
        for end in self._ends:
            end.close()
        for worker in self._workers:
            if self._busy or not self._served:
                worker.kill()
        _leaving.extend(self._workers)
        self._gone = self._gone or bool(self._ends)
        self._ends, self._busy, self._workers = [], {}, []


def _in_turn(parts: Iterable[T], size: Callable[[T], int], last: int) -> Iterator[tuple[int, T]]:
    """The parts with their numbers, in order; so many of the last from the largest on."""
    held: deque[tuple[int, T]] = deque()
    for one in enumerate(parts):
        held.append(one)
        if len(held) > last:
            yield held.popleft()
    yield from sorted(held, key=lambda one: -size(one[1]))


def _send(end: "End", message: object) -> None:
    try:
        end.send(message)
    except OSError:
        raise _Gone from None


def _received(end: "End") -> Any:
    try:
        return end.recv()
    except (EOFError, OSError):
        raise _Gone from None


def _lead(own: Sequence["End"], theirs: Sequence["End"], warm: Callable[[], object] | None) -> None:
    """The first worker: fork the others of it, and be one. `own` are the parent's ends."""
    from ankigen import forked

    _leave_interrupts()
    for end in own:
        end.close()
    with suppress(Exception):  # the same will come of the work
        if warm is not None:
            warm()
    first, *others = theirs
    workers = []
    while others:
        end = others.pop()
        workers.append(forked.Process(partial(_serve, end, (first, *others))))
        end.close()
    _serve(first)
    for worker in workers:
        worker.join()


def _serve(end: "End", others: Sequence["End"] = ()) -> None:
    """Be a worker, until the parent ends the connection or is gone."""
    _leave_interrupts()
    for other in others:
        other.close()
    with suppress(Exception):  # the parent does it itself, and meets the error
        while True:
            work, part = end.recv()
            end.send(work(part))
    end.close()


def _leave_interrupts() -> None:
    """Ctrl-C reaches all processes of a terminal; what it ends is the parent's to say."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


@atexit.register
def _join() -> None:
    while _leaving:
        _leaving.pop().join()
