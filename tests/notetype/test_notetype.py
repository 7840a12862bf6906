"""The note types: what is frozen, what is shown, and colours that can be read."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ankigen.model import NoteType
from ankigen.notetype import APPENDED, FIELDS, FILES, note_types
from tests.colours import contrast, palette

BASIC, CLOZE = note_types("qa")
CSS = BASIC.css
FROZEN = {
    "ankigen qa": (
        1326441254,
        False,
        [
            ("Question", 1961237331),
            ("Answer", 1451211438),
            ("Hint", 1401900252),
            ("Extra", 1332656737),
            ("Source", 1947747298),
            ("Audio", 2047540099),
            ("Reverse", 1405301547),
            ("Id", 2040789152),
            ("Data", 1336722360),
        ],
        [("Card", 1979809847), ("Reverse", 2030312256)],
    ),
    "ankigen qa cloze": (
        1784272673,
        True,
        [
            ("Question", 1660493497),
            ("Answer", 1690950221),
            ("Hint", 1934232656),
            ("Extra", 1637129112),
            ("Source", 1595244947),
            ("Audio", 1686271045),
            ("Reverse", 1570218277),
            ("Id", 2056365324),
            ("Data", 1680411671),
        ],
        [("Cloze", 2038963786)],
    ),
}


def test_fields_templates_and_ids_are_frozen() -> None:
    """A change here makes every note in every collection conflict: do not mend this test."""
    assert FIELDS == (
        "Question",
        "Answer",
        "Hint",
        "Extra",
        "Source",
        "Audio",
        "Reverse",
        "Id",
        "Data",
    )
    got = {
        kind.name: (
            kind.id,
            kind.cloze,
            [(field.name, field.id) for field in kind.fields],
            [(template.name, template.id) for template in kind.templates],
        )
        for kind in (BASIC, CLOZE)
    }
    assert got == FROZEN


def test_the_namespace_alone_gives_names_and_ids() -> None:
    again = note_types("qa", {"user.css": ".card { --size: 20px }"})
    other = note_types("qa2")
    for kind, same, different in zip((BASIC, CLOZE), again, other, strict=True):
        assert (kind.id, kind.name, kind.fields) == (same.id, same.name, same.fields)
        assert kind.id != different.id
        assert kind.name != different.name
        ids = [kind.id, *(part.id for part in (*kind.fields, *kind.templates))]
        assert len(set(ids)) == len(ids)
        assert all(1 << 30 <= number < 1 << 31 for number in ids)


@pytest.mark.parametrize("namespace", ["", '"', "a\nb", "面试题", "x" * 300, "a::b"])
def test_names_are_one_short_line_that_anki_can_search(namespace: str) -> None:
    for kind in note_types(namespace):
        assert re.fullmatch(r'ankigen [^\x00-\x1f":*\\]{1,70}', kind.name)


def test_every_field_but_id_and_data_is_shown() -> None:
    for kind, hidden in ((BASIC, {"Id", "Data"}), (CLOZE, {"Id", "Data", "Reverse"})):
        sides = "".join(template.front + template.back for template in kind.templates)
        shown = set(re.findall(r"\{\{(?:cloze:)?(\w+)\}\}", sides))
        assert shown - {"Tags"} == {field.name for field in kind.fields} - hidden


def test_what_may_be_empty_is_shown_only_when_filled() -> None:
    for kind in (BASIC, CLOZE):
        for template in kind.templates:
            for name in ("Hint", "Extra", "Source", "Audio"):
                for side in (template.front, template.back):
                    bare = re.sub(
                        rf"\{{\{{#{name}\}}\}}.*?\{{\{{/{name}\}}\}}", "", side, flags=re.S
                    )
                    assert f"{{{{{name}}}}}" not in bare


def test_a_style_replaces_or_follows_what_is_there() -> None:
    basic, cloze = note_types("qa", {"basic.front.html": "<b>{{Question}}</b>", APPENDED: ".x{}"})
    assert basic.templates[0].front == "<b>{{Question}}</b>"
    assert basic.templates[1] == BASIC.templates[1]
    assert basic.css == cloze.css == CSS + "\n.x{}\n"
    assert note_types("qa", {"style.css": ".y{}"})[0].css == ".y{}"
    with pytest.raises(KeyError, match=r"basic\.html"):
        note_types("qa", {"basic.html": ""})
    assert len(FILES) == 7


def test_no_script_nothing_from_elsewhere_and_nothing_that_moves() -> None:
    assert len(CSS.encode()) < 16 * 1024
    everything = CSS + "".join(t.front + t.back for k in (BASIC, CLOZE) for t in k.templates)
    assert not re.search(
        r"@import|@font-face|url\((?!#)|https?:|<script|\son\w+=|!important", everything
    )
    assert not re.search(r"\b(transition|animation)", CSS)  # so prefers-reduced-motion holds


def test_the_filter_of_the_tags_is_where_the_tags_are() -> None:
    (name,) = set(re.findall(r"url\(#([\w-]+)\)", CSS))
    for kind in (BASIC, CLOZE):
        for template in kind.templates:
            assert (
                template.back.count(f'<filter id="{name}"') == template.back.count("{{Tags}}") == 1
            )
            assert "{{Tags}}" not in template.front


INKS = ("ink", "soft", "accent", "blue", "green", "purple", "amber", "red")


@pytest.mark.parametrize("mode", [".card", ".card.nightMode, .card.night_mode"])
def test_every_pair_of_text_and_ground_has_contrast_aa(mode: str) -> None:
    colours = palette(CSS, mode)
    pairs = [(ink, ground) for ink in INKS for ground in ("paper", "wash")] + [("ink", "mark")]
    low = {
        f"{ink} on {ground}": round(contrast(colours[ink], colours[ground]), 2)
        for ink, ground in pairs
        if contrast(colours[ink], colours[ground]) < 4.5
    }
    assert low == {}
    assert set(colours) >= {*INKS, "paper", "wash", "mark", "line"}


def test_night_recolours_everything_that_day_colours() -> None:
    day, night = palette(CSS, ".card"), palette(CSS, ".card.nightMode, .card.night_mode")
    assert set(day) <= set(night)
    assert contrast(night["picture"], "#000000") >= 4.5  # black ink on a transparent picture
    assert contrast(night["picture"], night["paper"]) >= 4.5  # the words of one that is gone


def test_colours_come_from_the_palette_alone() -> None:
    """Else the contrast test would not see them."""
    rules = re.sub(r"/\*.*?\*/|--[\w-]+:[^;]*;", "", CSS, flags=re.S)
    assert (
        re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl)a?\(", rules.replace("hr#answer", "")) == []
    )


def collection_note(collection: Any, kind: NoteType, **fields: str) -> Any:
    """A note of this type, added to a real collection."""
    models = collection.models
    if (made := models.by_name(kind.name)) is None:
        made = models.new(kind.name)
        made["type"] = int(kind.cloze)
        made["css"] = kind.css
        for part in kind.fields:
            models.add_field(made, models.new_field(part.name))
        for template in kind.templates:
            new = models.new_template(template.name)
            new["qfmt"], new["afmt"] = template.front, template.back
            models.add_template(made, new)
        models.add(made)
        made = models.by_name(kind.name)
    note = collection.new_note(made)
    for name, value in fields.items():
        note[name] = value
    note.tags = ["nlp::attention", "python"]
    collection.add_note(note, 1)
    return note


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Any]:
    opened = pytest.importorskip("anki.collection").Collection(str(tmp_path / "c.anki2"))
    yield opened
    opened.close()


def test_anki_makes_the_reverse_card_only_when_asked(collection: Any) -> None:
    plain = collection_note(collection, BASIC, Question="q", Answer="a")
    both = collection_note(collection, BASIC, Question="q", Answer="a", Reverse="⇄")
    assert [card.ord for card in plain.cards()] == [0]
    assert [card.ord for card in both.cards()] == [0, 1]
    front, back = both.cards()[1].question(), both.cards()[1].answer()
    assert ">a<" in front
    assert ">q<" not in front
    assert ">q<" in back


@pytest.mark.parametrize("kind", [BASIC, CLOZE], ids=["basic", "cloze"])
def test_anki_shows_every_field_that_is_filled_and_no_other(
    collection: Any, kind: NoteType
) -> None:
    filled = {name: f"<i>{name.lower()}</i>" for name in FIELDS}
    filled["Question"] = "<i>question</i> {{c1::hidden}}"
    note = collection_note(collection, kind, **filled)
    front, back = note.cards()[0].question(), note.cards()[0].answer()
    shown = {name for name in FIELDS if f"<i>{name.lower()}</i>" in back}
    assert shown == {"Question", "Answer", "Hint", "Extra", "Source", "Audio"}
    assert {name for name in FIELDS if f"<i>{name.lower()}</i>" in front} == {"Question", "Hint"}
    assert "nlp::attention python" in back
    bare = collection_note(collection, kind, Question="q {{c1::x}}", Answer="a").cards()[0]
    for part in ("hint", "extra", "source", "audio"):
        assert f'class="{part}' in back
        assert f'class="{part}' not in bare.answer()
