"""One compilation parted into several packages, by the tags of its cards."""

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from ankigen.apkg.target import check_target
from ankigen.diagnostics import Stop
from ankigen.model import Asset, Deck, Note
from ankigen.pipeline.stages import decks
from ankigen.pipeline.target import file_name
from ankigen.tagging.groups import by_tag, file_names


class Package(Struct, frozen=True):
    """One package to be: the tag of its cards (empty: they have none) and what is in it."""

    tag: str
    path: Path
    notes: tuple[Note, ...]
    decks: tuple[Deck, ...]
    assets: tuple[Asset, ...]


def packages(
    notes: tuple[Note, ...], assets: tuple[Asset, ...], level: int, file: Path
) -> list[Package]:
    """A package beside `file` for each tag of this level. `Stop` when one cannot be written."""
    if level < 1:
        raise Stop(f"--split-by-tag: there is no level {level} of tags", "the first level is 1")
    groups = by_tag(notes, level)
    names = file_names(groups, file.stem)
    return list(_packages(groups, names, assets, file))


def _packages(
    groups: dict[str, list[Note]], names: dict[str, str], assets: tuple[Asset, ...], file: Path
) -> Iterator[Package]:
    for tag, notes in groups.items():
        path = file.with_name(f"{file_name(names[tag])}.apkg")
        check_target(path)
        used = {name for note in notes for name in note.media}
        own = tuple(asset for asset in assets if asset.name in used)
        yield Package(tag, path, tuple(notes), decks(notes), own)
