"""Templates read: fields, sections, comments, and what Anki would refuse, with its place."""

import pytest

from ankigen.notetype.template import (
    DEEPEST,
    Ref,
    Section,
    TemplateError,
    parse,
    resolved,
    text_of,
    tokens,
)


def test_fields_sections_and_text() -> None:
    assert parse("a{{ b }}{{#c}}d{{^e}}{{hint:f}}{{/e}}{{/c}}") == (
        "a",
        Ref("b"),
        "",
        Section("c", False, ("d", Section("e", True, ("", Ref("f", ("hint",)), "")), "")),
        "",
    )


def test_the_filter_next_to_the_field_is_the_first() -> None:
    (found,) = tokens("{{type:cloze:Text}}")
    assert (found.name, found.filters) == ("Text", ("cloze", "type"))


def test_in_a_comment_there_is_no_field() -> None:
    assert parse("<!-- {{a}} -->") == ("<!-- {{a}} -->",)
    assert [token.name for token in tokens("<!-- {{a}} --> {{b}} <!-- {{c}}")] == ["b", "c"]


@pytest.mark.parametrize(
    ("template", "at"),
    [
        ("ab {{c", 3),
        ("a{{/b}}", 1),
        ("{{#a}}{{#b}}{{/a}}", 12),
        ("x{{#a}}", 1),
        ("{{#a}}" * (DEEPEST + 1), 6 * (DEEPEST - 1)),
    ],
)
def test_what_anki_refuses_is_told_with_its_place(template: str, at: int) -> None:
    with pytest.raises(TemplateError) as error:
        parse(template)
    assert error.value.at == at


def test_a_section_is_shown_by_what_is_in_its_field() -> None:
    nodes = parse("{{#a}}A{{/a}}{{^a}}B{{/a}}")
    assert "".join(map(str, resolved(nodes, {"a": "x"}))) == "A"
    assert "".join(map(str, resolved(nodes, {"a": " <br> "}))) == "B"
    assert text_of("FrontSide", {}) == ""
    with pytest.raises(TemplateError, match="no field 'b'"):
        list(resolved(parse("{{#b}}{{/b}}"), {}))
