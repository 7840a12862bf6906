"""Study history survives the edits of notes: with the real Anki, on real notes.

The notes are the project's own; ANKIGEN_SHARED_NOTES names a folder of others to try as well.
"""

import os
import random
from pathlib import Path

import pytest
from anki.collection import Collection
from anki.scheduler.v3 import CardAnswer
from msgspec.structs import replace

from ankigen import pipeline
from ankigen.project.root import find
from tests.identity.edits import Item, edited, write
from tests.real_anki import collection, load

OWN = Path(__file__).parents[2] / "source"
SHARED = os.environ.get("ANKIGEN_SHARED_NOTES", "")


def items_of(folder: Path, most: int, seed: int = 1) -> list[Item]:
    """Cards of real notes that can be written out again in one form, parted over files."""
    compiled = pipeline.compile(find([folder]))
    found: dict[str, Item] = {}
    for question in compiled.questions:
        front, back = question.front.text.strip(), question.back.text.strip()
        whole = question.kind == "basic" and front and back and "\n\n" not in front
        odd = any(mark in back.lower() for mark in ("details", "<!--", "~~~", "\n> "))
        odd = odd or back.count("```") % 2 == 1 or back.startswith((" ", "\t"))
        if whole and not odd:
            found.setdefault(front, Item(len(found), "", front, back))
    items = list(found.values())
    random.Random(seed).shuffle(items)
    size = max(4, min(len(items), most) // 6)
    return [
        replace(item, key=key, file=f"part-{key // size}.md")
        for key, item in enumerate(items[:most])
    ]


def build(folder: Path, name: str) -> tuple[pipeline.Compilation, Path]:
    compiled = pipeline.compile(find([folder]))
    deck = folder / f"{name}.apkg"
    pipeline.write(compiled, deck)
    return compiled, deck


def answer_all(anki: Collection) -> None:
    for number, key in enumerate(sorted(anki.find_cards(""))):
        card = anki.get_card(key)
        states = anki._backend.get_scheduling_states(key)
        card.start_timer()
        rating = CardAnswer.EASY if number % 2 else CardAnswer.GOOD
        anki.sched.answer_card(anki.sched.build_answer(card=card, states=states, rating=rating))


def history(anki: Collection) -> dict[str, list[object]]:
    """By guid, what a person would lose."""
    assert anki.db is not None
    rows = anki.db.all(
        "SELECT n.guid, c.id, c.ivl, c.due, c.reps, c.queue, "
        "(SELECT group_concat(r.id) FROM revlog r WHERE r.cid = c.id) "
        "FROM notes n JOIN cards c ON c.nid = n.id ORDER BY c.id"
    )
    found: dict[str, list[object]] = {}
    for guid, *row in rows:
        found.setdefault(guid, []).append(row)
    return found


def one_round(
    folder: Path, items: list[Item], spare: list[Item], seed: int
) -> tuple[list[str], list[str]]:
    """Build, import, review, edit, build, import: the questions whose cards lost their history,
    and those that got another's.
    """
    folder.mkdir()
    write(folder, items)
    first, deck = build(folder, "first")
    guids = dict(zip([item.key for item in items], first.matching.guids, strict=True))
    with collection(folder / "anki") as anki:
        assert load(anki, deck).new == len(items)
        answer_all(anki)
        for key in anki.find_notes(""):
            note = anki.get_note(key)
            note.tags.append("mine")
            anki.update_note(note)
        # what a person does in Anki dates the notes there: a build on another day is later
        assert anki.db is not None
        anki.db.execute("UPDATE notes SET mod = mod - 1000")
        before = history(anki)

        after = edited(items, spare, seed)
        write(folder, after.items)
        second, deck = build(folder, "second")
        now = dict(zip([item.key for item in after.items], second.matching.guids, strict=True))
        lost = [
            item for item in after.items if item.key in guids and now[item.key] != guids[item.key]
        ]
        stolen = [item for item in after.items if item.key in after.new and now[item.key] in before]

        log = load(anki, deck)
        changed = {
            note.guid: note
            for note in second.notes
            if note.guid in before and note.modified != first_mods(first)[note.guid]
        }
        assert log.new == len(after.new) + len(lost) - len(stolen)
        assert log.updated == len(changed)
        assert log.conflicting == 0
        assert {guid: row for guid, row in history(anki).items() if guid in before} == before
        for key in anki.find_notes(""):
            note = anki.get_note(key)
            if note.guid in changed:
                assert tuple(note.fields) == changed[note.guid].fields
            elif note.guid in before:
                assert "mine" in note.tags
        texts = {item.key: (item.question, item.answer, item.file) for item in items}
        touched = {
            item.key
            for item in after.items
            if item.key in texts and texts[item.key] != (item.question, item.answer, item.file)
        }
        assert set(changed) <= {guids[key] for key in touched} | {now[i.key] for i in stolen}
    return [item.question for item in lost], [item.question for item in stolen]


def first_mods(compiled: pipeline.Compilation) -> dict[str, int]:
    return {note.guid: note.modified for note in compiled.notes}


def rounds(tmp_path: Path, notes: Path, most: int, seeds: range) -> tuple[list[str], list[str]]:
    """What was lost and stolen in all rounds."""
    items = items_of(notes, most + most // 10)
    kept = max(len(items) * 9 // 10, 1)
    items, spare = items[:kept], items[kept:]
    assert len(items) > 15
    lost: list[str] = []
    stolen: list[str] = []
    for seed in seeds:
        found = one_round(tmp_path / str(seed), items, spare, seed)
        lost += found[0]
        stolen += found[1]
    return lost, stolen


def test_no_history_is_lost_on_the_own_notes(tmp_path: Path) -> None:
    lost, stolen = rounds(tmp_path, OWN, 300, range(2))
    assert (lost, stolen) == ([], [])


@pytest.mark.slow
def test_no_history_is_lost_in_twenty_rounds(tmp_path: Path) -> None:
    lost, stolen = rounds(tmp_path, OWN, 300, range(20))
    assert (lost, stolen) == ([], [])


@pytest.mark.slow
@pytest.mark.skipif(not SHARED, reason="ANKIGEN_SHARED_NOTES names no folder")
def test_no_history_is_lost_on_other_notes(tmp_path: Path) -> None:
    lost, stolen = rounds(tmp_path, Path(SHARED), 300, range(20))
    assert (lost, stolen) == ([], [])
