"""What workers made along the way, put by until its turn comes, outside the memory."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tempfile import SpooledTemporaryFile

_SMALL = 8 << 20
"""Bytes that are held in memory."""


class Ready:
    """The drafts of segments, as they are kept, by file and start. Each is given once."""

    def __init__(self) -> None:
        self._file: SpooledTemporaryFile[bytes] | None = None
        self._places: dict[tuple[str, int], tuple[int, int]] = {}
        self._end = 0

    def put(self, key: tuple[str, int], drafts: bytes) -> None:
        """Put some by; nothing where they are empty, or where there is no room for them."""
        if not drafts:
            return
        from tempfile import SpooledTemporaryFile

        try:
            if self._file is None:
                self._file = SpooledTemporaryFile(_SMALL)  # noqa: SIM115
            self._file.seek(self._end)
            self._file.write(drafts)
        except OSError:
            return
        self._places[key] = self._end, len(drafts)
        self._end += len(drafts)

    def pop(self, key: tuple[str, int]) -> bytes:
        """Those of a segment; empty where there are none."""
        place = self._places.pop(key, None)
        if place is None or self._file is None:
            return b""
        start, size = place
        try:
            self._file.seek(start)
            found = self._file.read(size)
        except OSError:
            return b""
        if not self._places:
            self._file.close()
            self._file = None
        return found if len(found) == size else b""
