"""Protocol buffers, as far as Anki's newer packages need them: reading, without a schema."""

from collections.abc import Iterator


def fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """The fields of a message in their order: number, and an integer or bytes.

    Raises ValueError where the message is cut short or malformed.
    """
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        number, kind = tag >> 3, tag & 7
        if kind == 0:
            value, at = _varint(data, at)
            yield number, value
            continue
        if kind == 2:
            size, at = _varint(data, at)
        elif kind in (1, 5):
            size = 8 if kind == 1 else 4
        else:
            raise ValueError(f"wire type {kind} is unknown")
        if at + size > len(data):
            raise ValueError("a message is cut short")
        yield number, data[at : at + size]
        at += size


def text(data: bytes, number: int) -> str:
    """The text field of that number, empty when it is not there."""
    found = [value for key, value in fields(data) if key == number and isinstance(value, bytes)]
    return found[-1].decode("utf-8", "replace") if found else ""


def integer(data: bytes, number: int) -> int:
    """The integer field of that number, signed as in int64, 0 when it is not there."""
    found = [value for key, value in fields(data) if key == number and isinstance(value, int)]
    value = found[-1] if found else 0
    return value - (1 << 64) if value >= 1 << 63 else value


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if at >= len(data) or shift > 63:
            raise ValueError("a number is cut short")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value & ((1 << 64) - 1), at
        shift += 7
