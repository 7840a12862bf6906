"""Templates and clozes against the real Anki's own rendering."""

import re
from collections.abc import Iterator

import pytest
from anki.collection import Collection
from anki.models import NotetypeDict, TemplateDict
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ankigen.notetype.template import TemplateError, is_empty, parse
from ankigen.preview import cloze
from ankigen.preview.template import Card, has_content, render
from tests.real_anki import collection

FIELDS = ("Front", "Back", "Note")
_DATA_CLOZE = re.compile(r' data-cloze="[^"]*"')


@pytest.fixture(scope="module")
def anki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    with collection(tmp_path_factory.mktemp("anki")) as opened:
        yield opened


@pytest.fixture(scope="module")
def kinds(anki: Collection) -> dict[bool, NotetypeDict]:
    """A basic note type and a cloze one, both with our fields."""
    made = {}
    for is_cloze in (False, True):
        kind = anki.models.copy(anki.models.by_name("Cloze" if is_cloze else "Basic"))  # type: ignore[arg-type]
        kind["flds"] = []
        for name in FIELDS:
            anki.models.add_field(kind, anki.models.new_field(name))
        kind["name"] = "cloze" if is_cloze else "basic"
        front = "{{cloze:Front}}" if is_cloze else "{{Front}}"
        kind["tmpls"][0].update(name="Card 1", qfmt=front, afmt=front)
        anki.models.save(kind)
        made[is_cloze] = kind
    return made


def theirs(
    anki: Collection,
    kind: NotetypeDict,
    fields: dict[str, str],
    sides: tuple[str, str],
    number: int,
) -> tuple[str, str]:
    note = anki.new_note(kind)
    for name, value in fields.items():
        note[name] = value
    note.tags = ["a::b", "c"]
    template: TemplateDict = {**kind["tmpls"][0], "qfmt": sides[0], "afmt": sides[1]}
    card = note.ephemeral_card(number - 1, custom_template=template, fill_empty=False)
    output = card.render_output()
    return output.question_text, output.answer_text


def ours(fields: dict[str, str], sides: tuple[str, str], number: int = 1, name: str = "") -> Card:
    special = {"Tags": "a::b c", "Type": name, "Deck": "(Deck)", "Subdeck": "(Deck)"}
    special |= {"Card": "Card 1", "CardFlag": "", "CardID": ""}
    return render(parse(sides[0]), parse(sides[1]), {**special, **fields}, number)


@pytest.mark.parametrize(
    "sides",
    [
        ("{{Front}}", "{{FrontSide}}<hr id=answer>{{Back}}"),
        (
            "a{{#Back}}b{{Back}}{{/Back}}c{{^Back}}d{{/Back}}{{Front}}",
            "{{FrontSide}}{{FrontSide}}{{Front}}",
        ),
        ("{{#Front}}{{^Back}}{{#Note}}x{{/Note}}y{{/Back}}{{/Front}}{{Front}}", "{{ Back }}"),
        ("{{Tags}}|{{Type}}|{{Deck}}|{{Subdeck}}|{{Card}}|{{Front}}", "{{#Tags}}t{{/Tags}}"),
        ("{{text:Front}} {{text:Back}}", "{{furigana:Front}}|{{kana:Front}}|{{kanji:Front}}"),
        ("{{Front}}<!-- {{Nothing}} {{#x}} -->{{{Back}}}", "{{unknown:Front}} { {Front}} }}"),
        ("{{kana:text:Front}}|{{text:kana:Front}}", "{{Back}}"),
    ],
)
@pytest.mark.parametrize(
    "fields",
    [
        {"Front": "what is it", "Back": "an <b>answer</b> &lt;", "Note": ""},
        {"Front": "日本[にほん] 語[ご] &amp; x", "Back": "<br> <div></div>", "Note": "n"},
        {"Front": "<p>a</p>", "Back": " &nbsp; ", "Note": "{{Front}} {{#Back}}"},
    ],
)
def test_a_side_is_what_anki_shows(
    anki: Collection,
    kinds: dict[bool, NotetypeDict],
    sides: tuple[str, str],
    fields: dict[str, str],
) -> None:
    card = ours(fields, sides, name=kinds[False]["name"])
    got = card.front.fill(card.values), card.back.fill(card.values)
    assert got == theirs(anki, kinds[False], fields, sides, 1)


def test_cards_of_one_kind_share_their_literal_text() -> None:
    sides = "<p>{{Front}}</p>", "{{FrontSide}}{{#Back}}<hr>{{Back}}{{/Back}}"
    one = ours({"Front": "a", "Back": "b", "Note": ""}, sides)
    two = ours({"Front": "c", "Back": "d", "Note": "e"}, sides)
    assert (one.front, one.back) == (two.front, two.back)
    assert one.values == ("a", "b")


def test_values_are_finished_once_and_literal_text_never() -> None:
    card = render(
        parse("x{{Front}}{{Front}}"), parse("{{FrontSide}}"), {"Front": "x"}, 1, str.upper
    )
    assert card.values == ("X",)
    assert card.back.fill(card.values) == "xXX"


@pytest.mark.parametrize(
    "template",
    ["{{#A}}", "{{/A}}", "{{#A}}{{/B}}", "{{#A}}{{#B}}{{/A}}{{/B}}", "{{#A}}" * 60 + "{{/A}}" * 60],
)
def test_sections_that_do_not_close_are_an_error(template: str) -> None:
    with pytest.raises(TemplateError):
        parse(template)


def test_a_field_that_is_not_there_is_an_error() -> None:
    with pytest.raises(TemplateError, match="Answr"):
        render(parse("{{Answr}}"), parse(""), {"Answer": ""})


def test_what_anki_takes_for_empty() -> None:
    assert all(map(is_empty, ["", " \n\t", "<br>", "<br />", "<div></div>", "<DIV> <BR/></DIV>"]))
    assert not any(map(is_empty, ["&nbsp;", "<p></p>", "<img>", "0"]))


def test_a_card_is_made_when_a_field_of_the_note_is_shown_on_its_front() -> None:
    nodes = parse("{{#Note}}{{Back}}{{/Note}}{{Tags}}")
    fields = {"Tags": "a", "Back": "b", "Note": ""}
    assert not has_content(nodes, fields)
    assert has_content(nodes, fields | {"Note": "1"})


def test_a_hint_and_a_typed_answer_need_no_script() -> None:
    card = ours(
        {"Front": "f", "Back": "b", "Note": ""}, ("{{hint:Front}}{{type:Back}}", "{{type:Back}}")
    )
    front = card.front.fill(card.values)
    assert "<details" in front
    assert "onclick" not in front
    assert "<input" in front
    assert card.back.fill(card.values) == '<code id="typeans">b</code>'


PIECES = ["{{c1::", "{{c2::", "{{c1,3::", "{{c0::", "}}", "}", "::", ":", "a", " b ", "<b>", "</b>"]
CLOZES = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@given(CLOZES, st.integers(1, 3))
@example("{{c1::a::h {{c2::b}} z}}", 1)
@example("{{c1::a {{c2::b}} c::hint}} {{c3::d", 2)
@settings(max_examples=300, deadline=None)
def test_a_cloze_is_what_anki_shows(
    anki: Collection, kinds: dict[bool, NotetypeDict], text: str, number: int
) -> None:
    fields = {"Front": text, "Back": "", "Note": ""}
    sides = "{{cloze:Front}}", "{{cloze:Front}}"
    front, back = (
        _DATA_CLOZE.sub("", side) for side in theirs(anki, kinds[True], fields, sides, number)
    )
    asked = cloze.reveal(text, number, False)
    if not asked:
        assert "No cloze" in front
    else:
        assert (asked, cloze.reveal(text, number, True)) == (front, back)


@given(CLOZES)
@settings(max_examples=200, deadline=None)
def test_a_text_makes_the_cards_that_anki_makes(
    anki: Collection, kinds: dict[bool, NotetypeDict], text: str
) -> None:
    note = anki.new_note(kinds[True])
    note["Front"] = text
    assert set(cloze.numbers(text)) == {n for n in note.cloze_numbers_in_fields() if n > 0}


def test_only_what_is_asked() -> None:
    text = "a {{c1::b}} {{c2::c}} {{c1::d::h}}"
    assert cloze.only(text, 1, False) == "[...], [h]"
    assert cloze.only(text, 1, True) == "b, d"


@pytest.mark.parametrize("text", ["{{c1::" * 20000, "}}" * 20000, "{{c1::a}}" * 20000])
def test_any_text_is_read_through_once(text: str) -> None:
    assert isinstance(cloze.reveal(text, 1, False), str)
