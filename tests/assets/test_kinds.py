"""What a file is by its first bytes, and how large a picture is by its header."""

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankigen.assets.kinds import Kind, kind, pixels

SVG = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'

HEADS: list[tuple[bytes, str | None]] = [
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff\xe0", "jpg"),
    (b"GIF89a", "gif"),
    (b"RIFF\0\0\0\0WEBPVP8 ", "webp"),
    (b"RIFF\0\0\0\0WAVEfmt ", "wav"),
    (b"RIFF\0\0\0\0AVI LIST", None),
    (b"OggS" + bytes(24) + b"\x01vorbis", "ogg"),
    (b"OggS" + bytes(24) + b"\x80theora", "ogv"),
    (b"\0\0\0\x1cftypavif", "avif"),
    (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", "avif"),
    (b"\0\0\0\x1cftypheic\0\0\0\0mif1heic", None),
    (b"\0\0\0\x1cftypM4A ", "m4a"),
    (b"\0\0\0\x1cftypqt  ", "mov"),
    (b"\0\0\0\x1cftypisom", "mp4"),
    (b"ID3\x04", "mp3"),
    (b"\xff\xfb\x90\x00", "mp3"),
    (b"\xff\xf1\x50\x80", None),
    (b"\x1a\x45\xdf\xa3", "webm"),
    (b"BM\0\0", "bmp"),
    (SVG.encode(), "svg"),
    (b"\xef\xbb\xbf  " + SVG.encode(), "svg"),
    (SVG.encode("utf-16"), "svg"),
    (b"<html><svg></svg></html>", None),
    (b"%PDF-1.7", None),
    (b"", None),
]


@pytest.mark.parametrize(("head", "ending"), HEADS)
def test_a_file_is_what_its_bytes_say(head: bytes, ending: str | None) -> None:
    found = kind(head)
    assert (found and found.ending) == ending


JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xff\xc0\x00\x11\x08" + struct.pack(">HH", 40, 30)
VP8X = b"RIFF\0\0\0\0WEBPVP8X" + bytes(8) + (29).to_bytes(3, "little") + (39).to_bytes(3, "little")
VP8L = b"RIFF\0\0\0\0WEBPVP8L" + bytes(5) + (29 | 39 << 14).to_bytes(4, "little")
VP8 = b"RIFF\0\0\0\0WEBPVP8 " + bytes(10) + struct.pack("<HH", 30, 40)
ISPE = b"ispe\0\0\0\0" + struct.pack(">II", 30, 40)

PICTURES = {
    "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 30, 40),
    "gif": b"GIF89a" + struct.pack("<HH", 30, 40),
    "bmp": b"BM" + bytes(16) + struct.pack("<ii", 30, -40),
    "jpg": JPEG,
    "webp": VP8X,
    "avif": b"ispe\0\0\0\0" + struct.pack(">II", 3, 4) + ISPE,
}


@pytest.mark.parametrize("ending", PICTURES)
def test_the_size_is_in_the_header(ending: str) -> None:
    assert pixels(io.BytesIO(PICTURES[ending]), ending) == 1200


@pytest.mark.parametrize("data", [VP8L, VP8])
def test_the_other_forms_of_webp(data: bytes) -> None:
    assert pixels(io.BytesIO(data), "webp") == 1200


def test_a_jpeg_without_a_frame_has_no_size() -> None:
    assert pixels(io.BytesIO(b"\xff\xd8" + b"\xff\xe0\x00\x02" * 3000), "jpg") == 0
    assert pixels(io.BytesIO(PICTURES["png"]), "svg") == 0


@given(st.sampled_from(sorted(PICTURES)), st.binary(max_size=60), st.integers(0, 40))
def test_a_damaged_header_is_no_error(ending: str, noise: bytes, kept: int) -> None:
    assert pixels(io.BytesIO(PICTURES[ending][:kept] + noise), ending) >= 0


def test_a_kind_is_a_family_and_an_ending() -> None:
    assert kind(b"GIF87a") == Kind("image", "gif")
