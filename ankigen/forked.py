"""Forked processes and the pipes to them: what multiprocessing gives, without what that loads.

A worker is the sooner at work the less is loaded before it is forked. Where processes cannot be
forked multiprocessing's own stand in the place of these, with methods of the same names.
"""

import fcntl
import os
import pickle
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Any

_HEAD = 8
"""Bytes that say how many follow."""
_ROOM = 1 << 20
"""Bytes that a pipe is asked to hold, so that few results are sent in pieces."""


class End:
    """An end of a pair of pipes: takes and gives any value, as long as the other end is there."""

    def __init__(self, reads: int, writes: int) -> None:
        self._reads, self._writes = reads, writes

    def send(self, value: object) -> None:
        """Send a value. Raises OSError when the other end is gone."""
        data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        view = memoryview(len(data).to_bytes(_HEAD) + data)
        while view:
            view = view[os.write(self._writes, view) :]

    def recv(self) -> Any:
        """The next value; waits for it. Raises EOFError when the other end is gone."""
        return pickle.loads(self._read(int.from_bytes(self._read(_HEAD))))

    def _read(self, size: int) -> bytes:
        pieces = []
        while size:
            piece = os.read(self._reads, min(size, _ROOM))
            if not piece:
                raise EOFError
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def fileno(self) -> int:
        """What tells that there is something to be received."""
        return self._reads

    def close(self) -> None:
        """Be gone for the other end, where no other process has this one."""
        os.close(self._reads)
        os.close(self._writes)


def pair() -> tuple[End, End]:
    """Two ends that are joined. Raises OSError when so many files may not be open."""
    here, there = os.pipe()
    try:
        back, forth = os.pipe()
    except OSError:
        os.close(here)
        os.close(there)
        raise
    for pipe in (there, forth):
        with suppress(OSError):  # more than this user may have
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _ROOM)
    return End(here, forth), End(back, there)


class Process:
    """A process that is forked and does one thing."""

    def __init__(self, does: Callable[[], object]) -> None:
        """Fork it. Raises OSError where there may be no more."""
        self._pid = os.fork()
        if not self._pid:
            try:
                does()
            finally:
                os._exit(0)  # what its parent has begun is not its own to end

    def kill(self) -> None:
        """End it, whatever it does."""
        os.kill(self._pid, signal.SIGKILL)

    def join(self) -> None:
        """Wait for its end; to be asked once."""
        os.waitpid(self._pid, 0)
