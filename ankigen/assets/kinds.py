"""What a media file is, by its first bytes, and how many pixels a picture unfolds to.

Formats: PNG (W3C), JPEG (ITU T.81), GIF89a, WebP (RFC 9649), AVIF (ISO 14496-12 boxes), BMP, ICO;
sounds and films by their marks. The name's ending is not asked: it often lies.
"""

import io
import struct
from typing import IO, Literal

from msgspec import Struct

HEAD = 1 << 16
"""Bytes that are enough to know a file by."""

Family = Literal["image", "sound", "film"]
_FTYP: dict[bytes, tuple[Family, str]] = {
    b"avif": ("image", "avif"),
    b"avis": ("image", "avif"),
    b"M4A ": ("sound", "m4a"),
    b"M4B ": ("sound", "m4a"),
    b"qt  ": ("film", "mov"),
}
_NOT_SHOWN = {b"heic", b"heix", b"hevc", b"mif1", b"msf1"}
_MARKS: tuple[tuple[bytes, Family, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image", "png"),
    (b"\xff\xd8\xff", "image", "jpg"),
    (b"GIF87a", "image", "gif"),
    (b"GIF89a", "image", "gif"),
    (b"BM", "image", "bmp"),
    (b"\0\0\1\0", "image", "ico"),
    (b"ID3", "sound", "mp3"),
    (b"fLaC", "sound", "flac"),
    (b"\x1a\x45\xdf\xa3", "film", "webm"),
)


class Kind(Struct, frozen=True):
    """A media format: its family and the ending that its name gets."""

    family: Family
    ending: str


def kind(head: bytes) -> Kind | None:
    """The format of a file that begins with `head`; None when Anki cannot show or play it."""
    if head[:4] == b"RIFF" and head[8:12] in (b"WEBP", b"WAVE"):
        return Kind("image", "webp") if head[8:12] == b"WEBP" else Kind("sound", "wav")
    if head[:4] == b"OggS":
        film = b"\x80theora" in head[:512]
        return Kind("film", "ogv") if film else Kind("sound", "ogg")
    if head[4:8] == b"ftyp":
        if head[8:12] in _NOT_SHOWN and b"avif" not in head[16:64]:
            return None
        if head[8:12] in _NOT_SHOWN:
            return Kind("image", "avif")
        return Kind(*_FTYP.get(head[8:12], ("film", "mp4")))
    for mark, family, ending in _MARKS:
        if head.startswith(mark):
            return Kind(family, ending)
    if is_svg(head):  # before the sounds: the mark of UTF-16 looks like a frame of theirs
        return Kind("image", "svg")
    if head[:1] == b"\xff" and len(head) > 3 and head[1] & 0xE0 == 0xE0 and head[1] & 0x06:
        return Kind("sound", "mp3")
    return None


def is_svg(head: bytes) -> bool:
    """Whether a file is an SVG drawing, after an XML declaration, comments and a DOCTYPE."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        start = head.decode("utf-16", "ignore").lstrip().encode()
    return start[:1] == b"<" and b"<svg" in start and b"<html" not in start[:1024].lower()


def pixels(stream: IO[bytes], ending: str) -> int:
    """Width times height of a picture, read from its header; 0 when it is not to be found."""
    try:
        width, height = _SIZES[ending](stream) if ending in _SIZES else (0, 0)
    except (struct.error, IndexError, ValueError):
        return 0
    return width * height


def _png(stream: IO[bytes]) -> tuple[int, int]:
    return struct.unpack(">II", stream.read(24)[16:24])


def _gif(stream: IO[bytes]) -> tuple[int, int]:
    return struct.unpack("<HH", stream.read(10)[6:10])


def _bmp(stream: IO[bytes]) -> tuple[int, int]:
    width, height = struct.unpack("<ii", stream.read(26)[18:26])
    return abs(width), abs(height)


def _webp(stream: IO[bytes]) -> tuple[int, int]:
    head = stream.read(30)
    if head[12:16] == b"VP8X":
        return (
            1 + int.from_bytes(head[24:27], "little"),
            1 + int.from_bytes(head[27:30], "little"),
        )
    if head[12:16] == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack("<HH", head[26:30])
    return width & 0x3FFF, height & 0x3FFF


def _jpeg(stream: IO[bytes]) -> tuple[int, int]:
    stream.read(2)
    for _ in range(2000):  # segments up to the frame's header, skipped by their length
        marker = stream.read(2)
        while marker[1:2] == b"\xff":
            marker = marker[1:] + stream.read(1)
        (size,) = struct.unpack(">H", stream.read(2))
        if 0xC0 <= marker[1] <= 0xCF and marker[1] not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">xHH", stream.read(5))
            return width, height
        stream.seek(size - 2, io.SEEK_CUR)
    return 0, 0


def _avif(stream: IO[bytes]) -> tuple[int, int]:
    head = stream.read(HEAD)
    at, found = head.find(b"ispe"), (0, 0)
    while at >= 0:
        found = max(found, struct.unpack(">II", head[at + 8 : at + 16]))
        at = head.find(b"ispe", at + 4)
    return found


_SIZES = {
    "png": _png,
    "gif": _gif,
    "bmp": _bmp,
    "webp": _webp,
    "jpg": _jpeg,
    "avif": _avif,
}
