"""The deck in dist/, for people who only want to import it: it is what the notes give."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from ankigen import pipeline
from ankigen.apkg.read import Package, read
from ankigen.project.root import find

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
