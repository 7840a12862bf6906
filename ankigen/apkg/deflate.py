"""Deflate on all cores: pieces of one size, packed apart and joined (RFC 1951 allows it)."""

import os
import zlib
from collections.abc import Iterable
from threading import Thread

_PIECE = 1 << 20
"""Bytes; the output depends on it, so it does not follow the number of cores."""


def deflate(data: bytes, level: int) -> bytes:
    """A raw deflate stream. The same bytes whatever the number of cores."""
    view = memoryview(data)
    starts = range(0, max(len(data), 1), _PIECE)
    packed: list[bytes] = [b""] * len(starts)

    def pack(numbers: Iterable[int]) -> None:
        for number in numbers:
            machine = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
            part = machine.compress(view[starts[number] : starts[number] + _PIECE])
            last = number == len(starts) - 1
            packed[number] = part + machine.flush(zlib.Z_FINISH if last else zlib.Z_FULL_FLUSH)

    cores = min(os.cpu_count() or 1, 8, len(starts))
    threads = [
        Thread(target=pack, args=(range(first, len(starts), cores),)) for first in range(1, cores)
    ]
    for thread in threads:
        thread.start()
    pack(range(0, len(starts), cores))
    for thread in threads:
        thread.join()
    return b"".join(packed)
