"""Many texts at once: from the cache what is kept there, the rest on all cores when it pays.

The fragments are the same however they come about. Workers get bytes and give bytes, those that
the cache keeps.
"""

from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b

import msgspec
from msgspec import Struct

from ankigen import crew
from ankigen.model import Fragment
from ankigen.render import Parsed, References, RenderOptions, cache, render

PAYS = 400_000
"""Bytes that take longer to render than workers take to start (about half a second)."""
_CHUNK = 60_000
"""Bytes that a worker gets at a time."""


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
    return crew.cores() if sum(map(len, jobs)) >= PAYS else 1


def _side_by_side(
    jobs: Sequence[bytes], count: int, tick: Callable[[int], None]
) -> Iterator[bytes]:
    done = 0
    with crew.Crew(count) as workers:
        for fragments in workers.work(_chunk, _chunks(jobs)):
            yield from fragments
            done += len(fragments)
            tick(done)


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
