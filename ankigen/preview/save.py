"""The page as a file of one's own, or as a folder to be hosted."""

import json
import os
from collections.abc import Iterable
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from ankigen import disk, places
from ankigen.diagnostics import Stop
from ankigen.patterns import pattern
from ankigen.preview.data import Data
from ankigen.preview.page import Form, page, read

if TYPE_CHECKING:
    from collections.abc import Iterator

LIST = "ankigen-preview.json"
"""Beside a hosted page: the files that were written with it, which may be written again."""

_OURS = pattern(r"index\.html|media/[a-z0-9_-][a-z0-9._-]*")


LARGEST = 48 << 20
"""Bytes of pictures that are put into the page itself; more of them stand beside it."""


def own_place(root: Path) -> Path:
    """Where the page of the project with this root is kept for its user alone."""
    name = sha256(str(root).encode("utf-8", "surrogateescape")).hexdigest()[:12]
    return places.cache() / "preview" / f"{name}.html"


def to_file(data: Data, file: Path) -> Path:
    """Write the page whole; where that is not possible, into a temporary folder.

    A deck with very many pictures becomes a folder in the file's place.
    """
    if sum(asset.size for asset in data.assets) > LARGEST:
        return to_folder(data, file.with_suffix(""))
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _put(file, (piece.encode() for piece in page(data)))
    except OSError:
        from tempfile import mkdtemp

        file = Path(mkdtemp(prefix="ankigen-")) / "preview.html"
        with _told(file):
            _put(file, (piece.encode() for piece in page(data)))
    return file


def to_folder(data: Data, folder: Path) -> Path:
    """Write `index.html` and `media/` for hosting; the page's path.

    Stops before anything is written when the folder holds something that was not written here.
    """
    with _told(folder):
        ours = _listed(folder)
        media = {f"media/{asset.name}": asset for asset in data.assets}
        names = ["index.html", *media]
        _refuse_others(folder, names, ours)
        (folder / "media").mkdir(parents=True, exist_ok=True)
        _put(folder / LIST, [json.dumps(sorted({*names, *ours}), indent=0).encode()])
        for name, asset in media.items():
            _put(folder / name, [read(asset)])
        _put(folder / "index.html", (p.encode() for p in page(data, Form(media="beside"))))
        for name in ours - set(names):
            (folder / name).unlink(missing_ok=True)
        _put(folder / LIST, [json.dumps(sorted(names), indent=0).encode()])
        if not media:
            (folder / "media").rmdir()
    return folder / "index.html"


def _listed(folder: Path) -> set[str]:
    """The files that an earlier page brought. The list is never trusted with another's files."""
    try:
        found = json.loads((folder / LIST).read_text("utf-8"))
    except FileNotFoundError:
        return set()
    except (ValueError, RecursionError):
        raise Stop(f"{folder / LIST} cannot be understood", "name another folder") from None
    names = found if isinstance(found, list) else []
    return {name for name in names if isinstance(name, str) and _OURS.fullmatch(name)}


def _refuse_others(folder: Path, names: Iterable[str], ours: set[str]) -> None:
    if (folder / "media").is_symlink():
        raise Stop(f"{folder / 'media'} is a link to another place", "name another folder")
    strange = next((n for n in names if n not in ours and os.path.lexists(folder / n)), None)
    if strange is None and not ours and folder.is_dir():
        strange = next((p.name for p in folder.iterdir() if not p.name.startswith(".")), None)
    if strange is not None:
        raise Stop(
            f"{folder} holds {strange}, which was not written by ankigen preview",
            "name a new or an empty folder, or take that file away",
        )


def _put(file: Path, pieces: Iterable[bytes]) -> None:
    disk.put(file, pieces, sync=False)  # it can be made again


@contextmanager
def _told(place: Path) -> "Iterator[None]":
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise Stop(f"cannot write the page to {place}: {reason}", "name another folder") from error
