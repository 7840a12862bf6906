"""Files read with care, and written whole or not at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ankigen import disk


def test_a_file_is_put_in_the_place_of_the_old_one(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")
    disk.put(file, [b"a ", b"new one"], mode=0o600)
    assert file.read_bytes() == b"a new one"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("fault", [KeyboardInterrupt, OSError])
def test_what_ends_the_writing_leaves_the_old_file_and_no_other(
    tmp_path: Path, fault: type[BaseException]
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")

    def pieces() -> Iterator[bytes]:
        yield b"half of"
        raise fault

    with pytest.raises(fault):
        disk.put(file, pieces())
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_long_name_in_any_script_leaves_room(tmp_path: Path) -> None:
    file = tmp_path / ("名" * 80 + ".md")
    disk.put(file, [b"x"])
    assert file.read_bytes() == b"x"


def test_a_file_that_is_too_large_or_missing(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"one\ntwo\xff\n")
    assert disk.read(file, 9) == b"one\ntwo\xff\n"
    assert disk.read(file, 8) is None
    assert disk.lines(file) == ["one", "two\ufffd"]
    assert disk.lines(tmp_path / "none") == []
