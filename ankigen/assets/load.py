"""A file's bytes, bounded, to an asset with its name in the package."""

import base64
import binascii
import hashlib
import io
import os
import re
import stat
import unicodedata
from pathlib import Path
from typing import IO
from urllib.parse import unquote_to_bytes

from msgspec import Struct

from ankigen.assets import kinds
from ankigen.model import Asset, Rule
from ankigen.patterns import pattern
from ankigen.rules import EMPTY_PICTURE, HUGE_PICTURE, MISSING_PICTURE, UNSUPPORTED_PICTURE
from ankigen.settings import Limits

_CHUNK = 1 << 20
_UNSAFE = pattern(r"[^a-z0-9]+")
_STEM = 24
_HASH = 12
_DATA = pattern(r"data:([^,;]{0,100})((?:;[^,;]{0,200}){0,8}),", re.IGNORECASE)
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_NONBLOCK = getattr(os, "O_NONBLOCK", 0)
_BINARY = getattr(os, "O_BINARY", 0)


class Loaded(Struct, frozen=True):
    """An asset; `cleaned` names what was left out of a drawing."""

    asset: Asset
    family: kinds.Family
    cleaned: tuple[str, ...] = ()


class Fault(Struct, frozen=True):
    """Why a file is none: the rule, what to say after the file's name, and what helps."""

    rule: Rule
    message: str
    help: str = ""


def package_name(source: str, digest: str, ending: str) -> str:
    """Short, lower-case ASCII, told apart by content: two pictures of one name never meet."""
    stem = re.split(r"[/\\\\]", source)[-1].rpartition(".")[0]
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    short = _UNSAFE.sub("-", plain).strip("-")[:_STEM].strip("-")
    return f"{short}-{digest[:_HASH]}.{ending}" if short else f"{digest[:_HASH]}.{ending}"


def from_file(path: Path, source: str, limits: Limits) -> Loaded | Fault:
    """The media file at a path that was found; its bytes are hashed, not held."""
    try:
        with opened(path) as stream:
            return _loaded(stream, os.fstat(stream.fileno()).st_size, path, source, limits)
    except OSError as error:
        return Fault(MISSING_PICTURE, f"cannot be read: {error.strerror or error}")


def from_url(url: str, limits: Limits) -> Loaded | Fault:
    """The picture in a `data:` URL (RFC 2397)."""
    match = _DATA.match(url)
    if match is None:
        return Fault(UNSUPPORTED_PICTURE, "is no valid data: URL")
    body = url[match.end() :]
    if len(body) > limits.picture_megabytes * 3_000_000:
        return Fault(HUGE_PICTURE, _too_large(len(body), limits))
    try:
        data = unquote_to_bytes(body)
        if match[2].lower().endswith(";base64"):
            data = base64.b64decode(b"".join(data.split()) + b"==")
    except (binascii.Error, ValueError) as error:
        return Fault(UNSUPPORTED_PICTURE, f"is no valid data: URL: {error}")
    return _loaded(io.BytesIO(data), len(data), None, f"data:{match[1]}", limits)


def opened(path: Path) -> IO[bytes]:
    """A regular file, never a link, a FIFO or a device, even when it has just become one."""
    handle = os.open(path, os.O_RDONLY | _NOFOLLOW | _NONBLOCK | _BINARY)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError("it is a device, not a file")
    return os.fdopen(handle, "rb")


def _loaded(
    stream: IO[bytes], size: int, path: Path | None, source: str, limits: Limits
) -> Loaded | Fault:
    if size == 0:
        return Fault(EMPTY_PICTURE, "is an empty file")
    if size > limits.picture_megabytes * 1_000_000:
        return Fault(HUGE_PICTURE, _too_large(size, limits))
    head = stream.read(kinds.HEAD)
    kind = kinds.kind(head)
    if kind is None:
        return _unsupported(head)
    stream.seek(0)
    if kind.ending == "svg":
        return _drawing(stream.read(), path, source)
    megapixels = kinds.pixels(stream, kind.ending) / 1e6
    if megapixels > limits.picture_megapixels:
        said = f"unfolds to {megapixels:,.0f} megapixels; {limits.picture_megapixels} are allowed"
        return Fault(HUGE_PICTURE, said)
    stream.seek(0)
    digest = hashlib.sha256()
    while piece := stream.read(_CHUNK):
        digest.update(piece)
    data = stream.getvalue() if isinstance(stream, io.BytesIO) else None
    return Loaded(_asset(source, kind.ending, digest.hexdigest(), path, data, size), kind.family)


def _drawing(data: bytes, path: Path | None, source: str) -> Loaded | Fault:
    from ankigen.assets import svg

    try:
        clean, dropped = svg.clean(data)
    except svg.Refused as error:
        return Fault(UNSUPPORTED_PICTURE, f"cannot be shown: {error}")
    digest = hashlib.sha256(clean).hexdigest()
    held = None if clean is data and path is not None else clean
    asset = _asset(source, "svg", digest, path, held, len(clean))
    return Loaded(asset, "image", dropped)


def _asset(
    source: str, ending: str, digest: str, path: Path | None, data: bytes | None, size: int
) -> Asset:
    name = "" if source.startswith("data:") else source
    return Asset(package_name(name, digest, ending), digest, path, data, source, size)


def _unsupported(head: bytes) -> Fault:
    if head.startswith(b"version https://git-lfs"):
        return Fault(
            UNSUPPORTED_PICTURE, "is a Git LFS pointer, not the picture", "run `git lfs pull`"
        )
    if head.lstrip()[:9].lower().startswith((b"<!doctype", b"<html")):
        return Fault(UNSUPPORTED_PICTURE, "is a web page, not a picture", "download it again")
    return Fault(
        UNSUPPORTED_PICTURE,
        "is of a kind that Anki cannot show",
        "save it as PNG, JPEG, WebP, GIF or SVG",
    )


def _too_large(size: int, limits: Limits) -> str:
    return f"has {size / 1e6:,.1f} MB; {limits.picture_megabytes} are allowed"
