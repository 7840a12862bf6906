"""The real Anki, for tests: import a package into a new collection and look at what became of it.

`aqt`'s importer dialog starts with Anki's own presets; so does this.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from anki.collection import Collection, ImportAnkiPackageRequest
from msgspec import Struct


class Log(Struct, frozen=True):
    """How many notes an import treated in which way."""

    new: int
    updated: int
    duplicate: int
    conflicting: int


@contextmanager
def collection(folder: Path) -> Iterator[Collection]:
    folder.mkdir(parents=True, exist_ok=True)
    opened = Collection(str(folder / "collection.anki2"))
    try:
        yield opened
    finally:
        opened.close()


def load(anki: Collection, package: Path) -> Log:
    """Import as a person does who changes nothing in the dialog."""
    options = anki._backend.get_import_anki_package_presets()
    request = ImportAnkiPackageRequest(package_path=str(package), options=options)
    log = anki.import_anki_package(request).log
    assert not log.missing_notetype
    assert not log.missing_deck
    assert not log.empty_first_field
    return Log(len(log.new), len(log.updated), len(log.duplicate), len(log.conflicting))


def everything(anki: Collection) -> list[object]:
    """Every row that a person would miss or notice, to compare before and after."""
    assert anki.db is not None
    notes = anki.db.all("SELECT id, guid, mid, mod, tags, flds FROM notes ORDER BY id")
    cards = anki.db.all("SELECT id, nid, did, ord, type, queue, due FROM cards ORDER BY id")
    decks = sorted((deck.id, deck.name) for deck in anki.decks.all_names_and_ids())
    return [notes, cards, decks, sorted(file.name for file in Path(anki.media.dir()).iterdir())]


def sides(anki: Collection, query: str = "") -> list[tuple[str, str]]:
    """The question and answer of each card, in the order of their notes, as the reviewer has."""
    cards = [anki.get_card(key) for key in sorted(anki.find_cards(query))]
    return [(card.question(), card.answer()) for card in cards]
