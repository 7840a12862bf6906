"""The package as the real Anki, a second reader and the disk see it."""

import os
import stat
import zipfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from ankigen.apkg import write as module
from ankigen.apkg.deflate import deflate
from ankigen.apkg.read import read
from ankigen.apkg.verify import verify
from ankigen.apkg.write import write
from ankigen.diagnostics import Stop
from ankigen.model import Asset, Deck
from tests import real_anki
from tests.apkg.decks import BASIC, CLOZE, CREATED, asset, decks, note

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000a49444154789c63000100"
    "000500010d0a2db40000000049454e44ae426082"
)


def _sample() -> tuple[list[Deck], list[Asset]]:
    picture = asset("loss-0123456789ab.png", PNG)
    notes = (
        note("aaaaaaaa", "What is <b>attention</b>?", f'see <img src="{picture.name}">', due=1),
        note(
            "bbbbbbbb", "二の質問", "答え", due=2, Reverse="y", tags=("python", "深度学习::注意力")
        ),
        note("cccccccc", "{{c1::one {{c2::two}}}}", kind=CLOZE, due=3, tags=()),
    )
    return [Deck("Deck", notes)], [picture]


def test_anki_imports_the_deck_and_a_second_time_changes_nothing(tmp_path: Path) -> None:
    made, media = _sample()
    package = tmp_path / "deck.apkg"
    assert write(package, made, media, CREATED) == package.stat().st_size
    with real_anki.collection(tmp_path / "anki") as anki:
        assert real_anki.load(anki, package) == real_anki.Log(3, 0, 0, 0)
        before = real_anki.everything(anki)
        assert real_anki.load(anki, package) == real_anki.Log(0, 0, 3, 0)
        assert real_anki.everything(anki) == before

        sides = real_anki.sides(anki)
        assert len(sides) == 5  # one, one with its reverse, two clozes
        assert "What is <b>attention</b>?" in sides[0][0]
        assert '<img src="loss-0123456789ab.png">' in sides[0][1]
        assert (Path(anki.media.dir()) / "loss-0123456789ab.png").read_bytes() == PNG
        check = anki.media.check()
        assert not list(check.missing)
        assert not list(check.unused)
        assert len(anki.find_notes("tag:nlp::*")) == 1
        assert len(anki.find_notes("tag:深度学习")) == 1
        assert len(anki.find_notes("Id:bbbbbbbb")) == 1
        assert len(anki.find_notes("deck:Deck")) == 3
        assert anki.db is not None
        assert anki.db.list("SELECT due FROM cards ORDER BY nid, ord") == [1, 2, 2, 3, 3]


def test_only_a_newer_note_is_updated(tmp_path: Path) -> None:
    made, media = _sample()
    package = tmp_path / "deck.apkg"
    write(package, made, media, CREATED)
    first, *others = made[0].notes
    changed = msgspec.structs.replace(
        first, fields=("What is it?", *first.fields[1:]), modified=first.modified + 1
    )
    with real_anki.collection(tmp_path / "anki") as anki:
        real_anki.load(anki, package)
        write(package, [Deck("Deck", (changed, *others))], media, CREATED + 1000)
        assert real_anki.load(anki, package) == real_anki.Log(0, 1, 2, 0)
        assert len(anki.find_notes('"What is it?"')) == 1


def test_new_looks_reach_cards_and_keep_the_notes(tmp_path: Path) -> None:
    made, media = _sample()
    package = tmp_path / "deck.apkg"
    write(package, made, media, CREATED)
    template = msgspec.structs.replace(BASIC.templates[0], front="<p>new</p>{{Question}}")
    newer = msgspec.structs.replace(
        BASIC, css=".card {}", modified=CREATED + 9, templates=(template, *BASIC.templates[1:])
    )
    notes = tuple(
        msgspec.structs.replace(item, note_type=newer) if item.note_type is BASIC else item
        for item in made[0].notes
    )
    with real_anki.collection(tmp_path / "anki") as anki:
        real_anki.load(anki, package)
        write(package, [Deck("Deck", notes)], media, CREATED)
        assert real_anki.load(anki, package) == real_anki.Log(0, 0, 3, 0)
        assert "<p>new</p>What is" in real_anki.sides(anki)[0][0]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(decks())
def test_what_is_read_is_what_was_written(tmp_path: Path, made: list[Deck]) -> None:
    package = tmp_path / "deck.apkg"
    write(package, made, [], CREATED)
    found = read(package)
    assert verify(package) == ()
    ours = [
        msgspec.structs.replace(item, span=found.notes[0].span)
        for deck in made
        for item in deck.notes
    ]
    assert {item.guid: item for item in found.notes} == {item.guid: item for item in ours}
    assert [deck.name for deck in found.decks] == [deck.name for deck in made]
    assert [[i.guid for i in deck.notes] for deck in found.decks] == [
        [i.guid for i in deck.notes] for deck in made
    ]


def test_two_builds_are_equal_byte_for_byte(tmp_path: Path) -> None:
    made, media = _sample()
    one, other = tmp_path / "one.apkg", tmp_path / "other.apkg"
    write(one, made, media, CREATED)
    write(other, made, list(reversed(media)), CREATED)
    assert one.read_bytes() == other.read_bytes()
    with zipfile.ZipFile(one) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None


def test_a_great_deck_goes_by_the_disk_and_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = tuple(note(f"note{n:04}", f"question {n}", "word " * 200, due=n) for n in range(300))
    package = tmp_path / "deck.apkg"
    write(package, [Deck("Deck", notes)], [], CREATED)
    small = read(package).notes
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    monkeypatch.setattr(module, "SMALL", 1000)
    monkeypatch.setattr("ankigen.apkg.database.SMALL", 1000)
    write(package, [Deck("Deck", notes)], [], CREATED)
    assert verify(package) == ()
    assert read(package).notes == small
    assert list(temporary.iterdir()) == []


def test_deflating_in_pieces_gives_the_same_data() -> None:
    import zlib

    data = b"".join(b"%d words and words " % n for n in range(200_000))
    assert len(data) > 3 << 20
    packed = deflate(data, 1)
    assert zlib.decompress(packed, -15) == data
    assert deflate(b"", 1) == zlib.compress(b"", 1)[2:-4]


def test_note_types_have_stable_ids_for_their_parts(tmp_path: Path) -> None:
    made, media = _sample()
    write(tmp_path / "deck.apkg", made, media, CREATED)
    assert set(read(tmp_path / "deck.apkg").note_types) == {BASIC, CLOZE}


def test_decks_that_anki_takes_for_one_are_joined(tmp_path: Path) -> None:
    package = tmp_path / "deck.apkg"
    write(
        package,
        [
            Deck("Python", (note("aaaaaaaa", "1", deck="Python"),)),
            Deck("python", (note("bbbbbbbb", "2", deck="python"),)),
            Deck("default", (note("cccccccc", "3", deck="default"),)),
        ],
        [],
        CREATED,
    )
    with real_anki.collection(tmp_path / "anki") as anki:
        assert real_anki.load(anki, package).new == 3
        assert len(anki.find_notes("deck:Python")) == 2
        assert len(anki.find_notes("deck:Default")) == 1


def test_fields_that_would_break_the_database_are_mended(tmp_path: Path) -> None:
    package = tmp_path / "deck.apkg"
    bad = note("aaaaaaaa", "a\x1fb", "half \ud83d a character")
    write(package, [Deck("Deck", (bad,))], [], CREATED)
    assert read(package).notes[0].fields[:2] == ("a b", "half ? a character")


def test_a_note_that_fills_nothing_has_its_first_card(tmp_path: Path) -> None:
    package = tmp_path / "deck.apkg"
    notes = (note("aaaaaaaa", "<br>"), note("bbbbbbbb", "no cloze", kind=CLOZE))
    write(package, [Deck("Deck", notes)], [], CREATED)
    assert [(card.guid, card.order) for card in read(package).cards] == [
        ("aaaaaaaa", 0),
        ("bbbbbbbb", 0),
    ]


# --- the target


@pytest.mark.parametrize("name", ["collection.apkg", "Backup-1.apkg", "deck.txt", "deck"])
def test_names_that_anki_would_misread_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Stop):
        write(tmp_path / name, _sample()[0], [], CREATED)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_and_a_device_are_no_target(tmp_path: Path) -> None:
    (tmp_path / "deck.apkg").mkdir()
    with pytest.raises(Stop, match="folder"):
        write(tmp_path / "deck.apkg", [], [], CREATED)
    os.mkfifo(tmp_path / "pipe.apkg")
    with pytest.raises(Stop, match="device"):
        write(tmp_path / "pipe.apkg", [], [], CREATED)


def _left(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_picture_that_vanished_or_changed_leaves_the_old_deck(tmp_path: Path) -> None:
    made, media = _sample()
    package = tmp_path / "deck.apkg"
    write(package, made, media, CREATED)
    old = package.read_bytes()
    picture = tmp_path / "a.png"
    picture.write_bytes(PNG)
    item = asset("a.png", PNG, picture)
    picture.write_bytes(PNG + b"more")
    with pytest.raises(Stop, match=r"a\.png changed"):
        write(package, made, [item], CREATED)
    picture.unlink()
    with pytest.raises(Stop, match=r"cannot read a\.png"):
        write(package, made, [item], CREATED)
    assert package.read_bytes() == old
    assert _left(tmp_path) == ["deck.apkg"]


def test_a_deck_that_fails_its_check_is_not_put_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "deck.apkg"
    package.write_bytes(b"old")
    twice = (note("aaaaaaaa", "1"), note("aaaaaaaa", "2"))
    with pytest.raises(Stop, match="a guid on two notes: aaaaaaaa"):
        write(package, [Deck("Deck", twice)], [], CREATED)
    assert package.read_bytes() == b"old"
    assert _left(tmp_path) == ["deck.apkg"]


def test_an_interrupt_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "deck.apkg"
    package.write_bytes(b"old")

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write(package, _sample()[0], [], CREATED)
    assert package.read_bytes() == b"old"
    assert _left(tmp_path) == ["deck.apkg"]


def test_what_a_killed_build_left_is_swept_and_what_is_being_written_is_not(tmp_path: Path) -> None:
    import fcntl

    made = _sample()[0]
    names = [f".deck.apkg.{digit * 12}.tmp" for digit in "abc"] + [".deck.apkg.mine.tmp"]
    for name in names:
        (tmp_path / name).write_bytes(b"half a deck")
        os.utime(tmp_path / name, (1, 1))
    os.utime(tmp_path / names[1])
    with (tmp_path / names[2]).open("r+b") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        write(tmp_path / "deck.apkg", made, [], CREATED)
        assert _left(tmp_path) == sorted([*names[1:], "deck.apkg"])


def test_the_deck_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    write(tmp_path / "deck.apkg", _sample()[0], [], CREATED)
    mode = stat.S_IMODE((tmp_path / "deck.apkg").stat().st_mode)
    assert mode == stat.S_IMODE((tmp_path / "plain").stat().st_mode)


@pytest.mark.skipif(os.getuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(Stop, match="cannot write"):
        write(tmp_path / "deck.apkg", _sample()[0], [], CREATED)


def test_genanki_is_loaded_without_asyncio() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from ankigen.apkg import write; write._genanki();"
        "assert 'asyncio' not in sys.modules; import cached_property;"
        "assert cached_property.__file__"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
