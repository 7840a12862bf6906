"""What is put by until its turn comes, in memory or beside it."""

import tempfile

import pytest

from ankigen.pipeline import ready
from ankigen.pipeline.ready import Ready


@pytest.mark.parametrize("small", [1, 1 << 20])
def test_each_is_given_once(small: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ready, "_SMALL", small)
    store = Ready()
    for number in range(9):
        store.put(("a.md", number), bytes([number]) * 100 * number)
    assert store.pop(("b.md", 1)) == b""
    assert [store.pop(("a.md", number)) for number in (5, 1, 0, 8)] == [
        b"\5" * 500,
        b"\1" * 100,
        b"",
        b"\10" * 800,
    ]
    assert store.pop(("a.md", 5)) == b""


def test_without_room_nothing_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_size: int) -> None:
        raise OSError

    monkeypatch.setattr(tempfile, "SpooledTemporaryFile", full)
    store = Ready()
    store.put(("a.md", 0), b"one")
    assert store.pop(("a.md", 0)) == b""
