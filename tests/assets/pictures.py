"""Small files of each kind, made here."""

import struct
import zlib


def png(width: int = 2, height: int = 2, colour: int = 0) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\0" + bytes([colour]) * min(width, 9)) * min(height, 9)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def jpeg(width: int, height: int) -> bytes:
    exif = b"\xff\xe1" + struct.pack(">H", 70_00) + b"\xff\xc0 not a header".ljust(69_98, b"\0")
    frame = b"\xff\xff\xc2" + struct.pack(">HBHH", 17, 8, height, width) + b"\0" * 10
    return b"\xff\xd8" + exif + frame + b"\xff\xd9"


def gif(width: int, height: int) -> bytes:
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\0" * 10


def bmp(width: int, height: int) -> bytes:
    return b"BM" + b"\0" * 16 + struct.pack("<ii", width, -height) + b"\0" * 10


def webp(width: int, height: int, layout: bytes = b"VP8X") -> bytes:
    if layout == b"VP8X":
        size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
        body = b"\x0a\0\0\0" + b"\0" * 4 + size
    elif layout == b"VP8L":
        bits = (width - 1) | (height - 1) << 14
        body = b"\0\0\0\0\x2f" + bits.to_bytes(4, "little") + b"\0" * 5
    else:
        body = b"\0" * 10 + struct.pack("<HH", width, height)
    return b"RIFF\0\0\0\0WEBP" + layout + body


def avif(width: int, height: int) -> bytes:
    ftyp = b"\0\0\0\x1cftypavif\0\0\0\0avifmif1"
    return ftyp + b"\0\0\0\x14ispe\0\0\0\0" + struct.pack(">II", width, height)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><circle r="1"/></svg>'
MP3 = b"ID3\4\0\0" + b"\0" * 20
MP4 = b"\0\0\0\x18ftypmp42\0\0\0\0"
