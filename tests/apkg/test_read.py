"""Packages of Anki's own making and of a stranger's."""

import contextlib
import json
import sqlite3
import zipfile
from pathlib import Path

import pytest
from anki.collection import ExportAnkiPackageOptions
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ankigen.apkg import extract as extracting
from ankigen.apkg import read as reading
from ankigen.apkg import wire
from ankigen.apkg.extract import extract, safe_name
from ankigen.apkg.problems import problems
from ankigen.apkg.read import media_names, read
from ankigen.apkg.write import write
from ankigen.diagnostics import Stop
from ankigen.model import Deck
from tests import real_anki
from tests.apkg.decks import BASIC, CREATED, asset, note


@pytest.fixture(scope="module", params=[True, False], ids=["legacy", "newer"])
def exported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deck that Anki itself exports, from cards of which one was studied."""
    folder = tmp_path_factory.mktemp("exported")
    with real_anki.collection(folder) as anki:
        (Path(anki.media.dir()) / "图.png").write_bytes(b"png")
        deck = anki.decks.id("Outer::Inner")
        for number in range(3):
            made = anki.new_note(anki.models.by_name("Basic (and reversed card)"))
            made["Front"], made["Back"] = f'q{number} <img src="图.png">', "a"
            made.tags = ["t::u"]
            anki.add_note(made, deck)
        made = anki.new_note(anki.models.by_name("Cloze"))
        made["Text"] = "{{c1::one}} {{c2::two}}"
        anki.add_note(made, deck)
        anki.decks.select(deck)
        card = anki.sched.getCard()
        anki.sched.answerCard(card, 3)
        package = folder / "exported.apkg"
        options = ExportAnkiPackageOptions(
            with_scheduling=True,
            with_deck_configs=True,
            with_media=True,
            legacy=request.param,
        )
        anki.export_anki_package(out_path=str(package), options=options, limit=None)
    return package


def test_a_package_of_anki_is_read(exported: Path) -> None:
    package = read(exported)
    assert package.layout in ("collection.anki21", "collection.anki21b")
    [deck] = package.decks
    assert deck.name == "Outer::Inner"
    assert [item.fields for item in deck.notes[:3]] == [
        (f'q{number} <img src="图.png">', "a") for number in range(3)
    ]
    assert deck.notes[0].media == ("图.png",)
    assert deck.notes[0].tags == ("t::u",)
    basic, cloze = package.note_types
    assert [field.name for field in basic.fields] == ["Front", "Back"]
    assert basic.templates[0].front == "{{Front}}"
    assert ".card {" in basic.css
    assert (basic.cloze, cloze.cloze) == (False, True)
    assert all(field.id for field in basic.fields)
    assert len(package.cards) == 8
    assert sum(card.reviews for card in package.cards) == 1
    assert [(item.name, item.size) for item in package.media] == [("图.png", 3)]
    assert problems(package) == ()


def test_a_package_of_anki_is_taken_apart(exported: Path, tmp_path: Path) -> None:
    assert extract(read(exported), tmp_path / "out") == 2
    assert (tmp_path / "out" / "图.png").read_bytes() == b"png"
    lines = (tmp_path / "out" / "notes.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[0])["fields"]["Back"] == "a"
    with pytest.raises(Stop, match="not empty"):
        extract(read(exported), tmp_path / "out")


def _forged(package: Path, media: dict[str, str], files: dict[str, bytes]) -> Path:
    write(package, [Deck("Deck", (note("aaaaaaaa", "1"),))], [], CREATED)
    with zipfile.ZipFile(package) as archive:
        database = archive.read("collection.anki2")
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("collection.anki2", database)
        archive.writestr("media", json.dumps(media))
        for name, data in files.items():
            archive.writestr(name, data)
    return package


def test_no_name_leads_out_of_the_folder(tmp_path: Path) -> None:
    names = ["../../up.png", "/abs.png", "C:\\x.png", "..", "", "con.png", "a\0b", "notes.jsonl"]
    names += ["A.png", "a.png", "x" * 500 + ".png", "\udcff.png", ".hidden", "a/../../b"]
    media = {str(number): name for number, name in enumerate(names)}
    forged = _forged(tmp_path / "deck.apkg", media, dict.fromkeys(media, b"x"))
    count = extract(read(forged), tmp_path / "deep" / "out")
    files = list((tmp_path / "deep" / "out").iterdir())
    assert count == len(files) == len(names) + 1
    assert sorted(file.name for file in tmp_path.iterdir()) == ["deck.apkg", "deep"]
    assert [file.name for file in (tmp_path / "deep").iterdir()] == ["out"]


@given(st.lists(st.text(max_size=100), max_size=5))
def test_safe_names_are_safe_and_differ(names: list[str]) -> None:
    taken: set[str] = set()
    for name in names:
        safe = safe_name(name, taken)
        assert safe not in ("", ".", "..")
        assert not set(safe) & set('/\\:\0*?"<>|')
        assert len(safe.encode()) < 180
        assert safe.casefold() not in taken
        taken.add(safe.casefold())


def test_a_bomb_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forged = _forged(tmp_path / "deck.apkg", {"0": "a.png"}, {"0": b"\0" * 3_000_000})
    monkeypatch.setattr(extracting, "MAX_FILE", 1_000_000)
    with pytest.raises(Stop, match="unfolds"):
        extract(read(forged), tmp_path / "out")
    monkeypatch.setattr(reading, "MAX_DATABASE", 1000)
    with pytest.raises(Stop, match="more than 1000 bytes"):
        read(forged)


@pytest.mark.parametrize("sql", ["DROP TABLE notes", "UPDATE notes SET mid = 7", "DELETE FROM col"])
def test_a_damaged_collection_is_told(tmp_path: Path, sql: str) -> None:
    package = tmp_path / "deck.apkg"
    write(package, [Deck("Deck", (note("aaaaaaaa", "1"),))], [], CREATED)
    with zipfile.ZipFile(package) as archive:
        database = sqlite3.connect(":memory:")
        database.deserialize(archive.read("collection.anki2"))
    database.executescript(sql)
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("collection.anki2", database.serialize())
    with pytest.raises(Stop, match="damaged"):
        read(package)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_spoiled_package_is_read_or_told_never_a_crash(
    exported: Path, tmp_path: Path, data: st.DataObject
) -> None:
    content = bytearray(exported.read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    spoiled = tmp_path / "spoiled.apkg"
    spoiled.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    with contextlib.suppress(Stop):
        problems(read(spoiled))


@given(st.binary(max_size=60))
def test_any_bytes_are_a_message_or_a_value_error(data: bytes) -> None:
    try:
        list(wire.fields(data))
    except ValueError:
        return
    wire.text(data, 1)
    wire.integer(data, 2)


def test_media_is_found_as_anki_finds_it() -> None:
    html = (
        '<img alt="a > b" src="a.png"><IMG SRC=b.png><audio src=\'c.mp3\'></audio>[sound:d.mp3]'
        '<img src="e&amp;f.png"><object data="g.svg"></object><a href="h.png"></a>'
    )
    assert list(media_names(html)) == ["a.png", "b.png", "c.mp3", "e&f.png", "g.svg", "d.mp3"]


def test_each_problem_is_told(tmp_path: Path) -> None:
    package = tmp_path / "deck.apkg"
    notes = (
        note("aaaaaaaa", "same", '<img src="gone.png"><img src="https://example.com/a.png">'),
        note("bbbbbbbb", "same", '<img src="x" onerror="alert(1)">'),
        note("cccccccc", "<br>&nbsp;", "x", modified=2**31),
    )
    write(package, [Deck("Deck", notes)], [asset("unused.png", b"x"), asset("e.png", b"")], CREATED)
    said = " | ".join(problems(read(package), now=CREATED))
    for words in (
        "used but not in the package: gone.png, x",
        "no note uses: e.png, unused.png",
        "an empty file: e.png",
        "needs a network: https://example.com/a.png",
        "a script in a note, which Anki would run: bbbbbbbb",
        "first field is empty: cccccccc",
        "on several notes, which Anki marks as duplicates: same",
        "dated in the future, which no later update reaches: cccccccc",
    ):
        assert words in said
    assert problems(read(package), now=2**31)  # the others stay


def test_a_note_types_own_files_are_used(tmp_path: Path) -> None:
    import msgspec

    package = tmp_path / "deck.apkg"
    kind = msgspec.structs.replace(BASIC, css="@font-face { src: url(_font.woff2) }")
    made = note("aaaaaaaa", "1", kind=kind)
    write(package, [Deck("Deck", (made,))], [asset("_font.woff2", b"x")], CREATED)
    assert problems(read(package)) == ()
