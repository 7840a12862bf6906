"""What the page is told of a compilation."""

from msgspec.structs import replace

from ankigen.model import Template
from ankigen.preview.data import TITLE, Tables, of, plain
from tests.preview import deck


def test_each_card_has_a_row() -> None:
    rows = deck.data().rows
    assert [(row[0], row[1], row[2]) for row in rows] == [
        ("g0", "What is a tuple?", ""),
        ("g1", "什么是闭包？", ""),
        ("g2", r"Write \frac{1}{x}.", ""),
        ("g3", "A picture?", ""),
        ("g4", "Both ways", ""),
        ("g4/2", "Both ways", "Reverse"),
        ("g5", "[...] of logits", ""),
        ("g5/2", "Softmax of [what]", "c2"),
        ("g6", "Hostile", ""),
    ]
    assert rows[0][3:] == ("Demo", ("python::types",), "notes/qa.md", 1, 3)


def test_a_diagnostic_knows_its_card_and_shows_its_line() -> None:
    first, second = deck.data().head["problems"]  # type: ignore[misc]
    assert first["note"] == "g1"
    assert (first["file"], first["line"], first["column"]) == ("notes/qa.md", 4, 3)
    assert first["excerpt"] == ("> ", "question 1", "")
    assert "note" not in second


def test_a_diagnostic_in_an_answer_belongs_to_its_card() -> None:
    inside = replace(deck.DIAGNOSTICS[0], span=replace(deck.place(3), start=deck.place(3).end + 3))
    found = of(replace(deck.DECK, diagnostics=(inside,)))
    assert found.head["problems"][0]["note"] == "g3"  # type: ignore[index]


def test_a_long_line_is_cut_around_the_place() -> None:
    source = replace(deck.SOURCE, text="x" * 10_000 + "HERE" + "y" * 10_000)
    span = replace(deck.place(0), source=source, start=10_000, end=10_004)
    found = of(replace(deck.DECK, diagnostics=(replace(deck.DIAGNOSTICS[0], span=span),)))
    before, marked, after = found.head["problems"][0]["excerpt"]  # type: ignore[index]
    assert marked == "HERE"
    assert len(before + after) < 300


def test_titles_are_one_short_line() -> None:
    assert plain("<p>a<br>b</p><p>c &lt;d&gt;</p>") == "a b c <d>"
    long = replace(deck.DECK, notes=(deck.note(0, "w " * 500, "a"),))
    assert len(of(long).rows[0][1]) <= TITLE


def test_after_a_change_all_other_cards_are_equal_to_what_they_were() -> None:
    tables = Tables()
    before = of(deck.DECK, tables)
    after = of(deck.edited(2, "another"), tables)
    differ = [
        a[0] for a, b, c in zip(before.rows, before.bodies, after.bodies, strict=True) if b != c
    ]
    assert differ == ["g2"]
    assert before.rows == after.rows


def test_a_template_that_anki_refuses_is_told_on_the_card() -> None:
    template = Template("Card", 1, "{{Qestion}}", "{{#Answer}}")
    kind = replace(deck.BASIC, templates=(template,))
    found = of(replace(deck.DECK, notes=(replace(deck.NOTES[0], note_type=kind),)))
    parts, _ = found.head["skeletons"][0]  # type: ignore[index]
    assert "template-error" in parts[0]


def test_ten_thousand_cards_share_a_few_skeletons() -> None:
    found = of(deck.many(1000))
    assert len(found.head["skeletons"]) <= 4  # type: ignore[arg-type]
