"""The deck in dist/, for people who only want to import it: it is what the notes give."""

import re
from hashlib import sha256
from pathlib import Path

import pytest
from msgspec.structs import replace

from ankigen import pipeline
from ankigen.apkg.read import Package, read
from ankigen.project.root import find
from tests.real_anki import collection, load

ROOT = Path(__file__).parent.parent


def contents(package: Package, folder: Path) -> dict[str, object]:
    """What a person would import, without its times."""
    notes = {
        note.guid: (note.note_type.id, note.deck, note.fields, tuple(sorted(note.tags)))
        for note in package.notes
    }
    return {"notes": notes, "media": sorted(item.name for item in package.media)}


def test_the_deck_is_what_a_fresh_build_gives(tmp_path: Path) -> None:
    (kept,) = (ROOT / "dist").glob("*.apkg")
    compiled = pipeline.compile(find(folder=ROOT))
    assert not compiled.diagnostics
    fresh = tmp_path / kept.name
    pipeline.write(compiled, fresh, locked=False)
    assert contents(read(kept), tmp_path) == contents(read(fresh), tmp_path)
    assert sha256(kept.read_bytes()).digest() == sha256(fresh.read_bytes()).digest()


def test_the_lock_is_the_one_of_these_notes() -> None:
    compiled = pipeline.compile(find(folder=ROOT))
    assert compiled.old is not None
    assert compiled.old == replace(compiled.lock, built=compiled.old.built)


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_searches_of_the_readme_find_cards(readme: str, tmp_path: Path) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    searches = re.findall(r"^\| `(tag:[^`]+)`", text, re.MULTILINE)
    assert len(searches) == 4
    (kept,) = (ROOT / "dist").glob("*.apkg")
    with collection(tmp_path / "anki") as anki:
        load(anki, kept)
        for search in searches:
            today = search.replace("is:due", "is:new")  # nothing is due on the first day
            assert 0 < len(anki.find_cards(today)) < anki.card_count(), search
