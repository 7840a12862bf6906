"""Many texts at once: from the cache what is kept there, the rest on all cores when it pays.

The fragments are the same however they come about. Workers get bytes and give bytes, those that
the cache keeps.
"""

import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec import Struct

from ankigen.model import Fragment
from ankigen.render import Parsed, References, RenderOptions, cache, render

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

PAYS = 400_000
"""Bytes that take longer to render than workers take to start (about half a second)."""
_AHEAD = 8
"""Parts for each worker that are handed out before the first of them is taken back."""
_PATIENCE = 1.0
"""Seconds after which it is looked whether all workers still live."""
_CHUNK = 60_000
"""Bytes that a worker gets at a time."""


T = TypeVar("T")
R = TypeVar("R")


class Job(Struct, frozen=True):
    """A text to be rendered, with all that shapes its HTML."""

    text: str
    raw: bool
    references: References
    options: RenderOptions


def _silent(done: int) -> None:
    pass


def drawn(
    jobs: Sequence[Job],
    *,
    cached: bool = True,
    workers: int | None = None,
    tick: Callable[[int], None] = _silent,
) -> list[Fragment]:
    """The fragment of each job, in order.

    `cached` False neither reads nor writes the cache; `workers` None takes as many as there are
    cores, when it pays. `tick` is told now and then how many are done.
    """
    told = [_told(job) for job in jobs]
    if not cached:
        return [_fragment(data) for data in _made(told, workers, tick)]
    keys = _keys(told)
    known = cache.read(list(dict.fromkeys(keys)))
    missing = [number for number, key in enumerate(keys) if key not in known]
    made = _made([told[number] for number in missing], workers, tick)
    fresh = {keys[number]: data for number, data in zip(missing, made, strict=True)}
    if fresh:
        cache.write_bytes(fresh)
    known |= {key: _fragment(data) for key, data in fresh.items()}
    return [known[key] for key in keys]


def rendered(job: Job, parsed: Parsed | None = None) -> Fragment:
    """The fragment of a job; `parsed` where the blocks of its text are known."""
    return render(
        job.text,
        raw=job.raw,
        references=job.references,
        options=job.options,
        parsed=parsed,
    )


def keepable(job: Job, made: Fragment, shape: bytes) -> tuple[bytes, bytes]:
    """The name under which the cache knows a job's fragment, and its form there.

    `shape` is the cache's (`cache.shape`).
    """
    return blake2b(_told(job), digest_size=16, key=shape).digest(), _encode(made)


_encode = msgspec.msgpack.Encoder(order="deterministic").encode
_fragment = msgspec.msgpack.Decoder(Fragment).decode
_job = msgspec.msgpack.Decoder(Job).decode
_told = _encode
"""A job as workers get it, and as the cache knows it."""


def _keys(told: Sequence[bytes]) -> list[bytes]:
    """A digest of all that shapes a fragment, for each job."""
    shape = cache.shape()
    return [blake2b(job, digest_size=16, key=shape).digest() for job in told]


def _made(jobs: Sequence[bytes], workers: int | None, tick: Callable[[int], None]) -> list[bytes]:
    count = _workers(jobs) if workers is None else workers
    if count < 2:
        return list(_one_by_one(jobs, tick))
    made = list(_side_by_side(jobs, count, tick))
    # A worker that was killed takes the pool along: what is missing is made here.
    return made + list(_one_by_one(jobs[len(made) :], tick, len(made)))


def _one_by_one(
    jobs: Sequence[bytes], tick: Callable[[int], None], start: int = 0
) -> Iterator[bytes]:
    for done, job in enumerate(jobs, start):
        if done % 64 == 0:
            tick(done)
        yield _work(job)


def _work(told: bytes) -> bytes:
    return _encode(rendered(_job(told)))


def _workers(jobs: Sequence[bytes]) -> int:
    return cores() if sum(map(len, jobs)) >= PAYS else 1


def cores() -> int:
    """How many workers may run at once."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _side_by_side(
    jobs: Sequence[bytes], count: int, tick: Callable[[int], None]
) -> Iterator[bytes]:
    done = 0
    with Crew(count) as crew:
        for fragments in crew.work(_chunk, _chunks(jobs)):
            yield from fragments
            done += len(fragments)
            tick(done)


class Crew:
    """Worker processes: started when there is work for them, and kept until the end."""

    def __init__(self, count: int | None = None) -> None:
        self.count = cores() if count is None else count
        self._pool: ProcessPoolExecutor | None = None
        self._gone = self.count < 2
        self._pids: set[int | None] = set()

    def __enter__(self) -> "Crew":
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def work(
        self,
        work: Callable[[T], R],
        parts: Iterable[T],
        warm: Callable[[], object] | None = None,
    ) -> Iterator[R]:
        """What `work` makes of each part, in order, or of those before the workers broke down.

        Parts are taken as they are needed: no more than a few for each worker wait at a time.
        `warm` is called before workers are forked: what it loads and compiles, all of them have.
        """
        if self._gone:
            return
        from concurrent.futures.process import BrokenProcessPool

        waiting: deque[Future[R]] = deque()
        try:
            pool = self._started(warm)
            for part in parts:
                waiting.append(pool.submit(work, part))
                if len(waiting) >= _AHEAD * self.count:
                    yield self._result(waiting.popleft())
            while waiting:
                yield self._result(waiting.popleft())
        except BrokenProcessPool:
            self._gone = True
        finally:
            for one in waiting:
                one.cancel()

    def _result(self, one: "Future[R]") -> R:
        """What a worker made of a part.

        The pool waits without end for the rest of what one sent that was killed meanwhile, since
        the others and the pool itself hold the pipe open: that is ended for it.
        """
        from concurrent.futures import wait
        from multiprocessing import active_children

        self._pids = self._pids or {worker.pid for worker in active_children()}
        while not one.done():
            wait((one,), _PATIENCE)
            workers = active_children()
            if not self._pids <= {worker.pid for worker in workers}:
                for worker in workers:
                    worker.kill()
                _hang_up(self._pool)
            self._pids |= {worker.pid for worker in workers}
        return one.result()

    def _started(self, warm: Callable[[], object] | None) -> "ProcessPoolExecutor":
        if self._pool is None:
            from concurrent.futures import ProcessPoolExecutor
            from multiprocessing import get_context

            # A fork of a process with threads may never wake; without them it starts at once.
            alone = sys.platform == "linux" and threading.active_count() == 1
            if alone and warm is not None:
                warm()
            context = get_context("fork" if alone else "spawn")
            self._pool = ProcessPoolExecutor(self.count, context, _prepare, (os.getpid(),))
        return self._pool


def _hang_up(pool: "ProcessPoolExecutor | None") -> None:
    """Close a pool's own end of the pipe that its workers wrote to; it has no way to be asked."""
    writer = getattr(getattr(pool, "_result_queue", None), "_writer", None)
    if writer:
        writer.close()


def _chunks(jobs: Sequence[bytes]) -> Iterator[list[bytes]]:
    chunk: list[bytes] = []
    size = 0
    for job in jobs:
        chunk.append(job)
        size += len(job)
        if size > _CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _chunk(jobs: Sequence[bytes]) -> list[bytes]:
    return [_work(job) for job in jobs]


def _prepare(parent: int) -> None:
    """In a worker: leave Ctrl-C to the parent, and end when the parent is gone."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
