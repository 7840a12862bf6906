"""A cloze's number follows its text."""

from hypothesis import given
from hypothesis import strategies as st

from ankigen.identity.clozes import number, renumber
from ankigen.identity.records import Cloze


def test_numbers_follow_the_text() -> None:
    numbers, first = number(["Paris", "Seine", "1889"])
    assert numbers == (1, 2, 3)
    numbers, second = number(["1889", "Eiffel", "Paris"], first)
    assert numbers == (3, 4, 1)
    assert Cloze(2, "Seine", used=False) in second
    assert number(["Seine", "Lyon", "Rome", "Oslo"], second)[0] == (2, 5, 6, 7)


def test_a_mended_text_keeps_its_number() -> None:
    _, first = number(["softmax function", "attention"])
    assert number(["atention", "softmax functions"], first)[0] == (2, 1)


def test_between_the_same_neighbours_it_is_the_same_cloze() -> None:
    _, first = number(["one", "two", "three"])
    assert number(["one", "zwei", "three"], first)[0] == (1, 2, 3)
    assert number(["one", "zwei", "vier", "three"], first)[0] == (1, 4, 5, 3)


def test_one_text_twice() -> None:
    _, first = number(["x", "x"])
    assert number(["x", "y", "x"], first)[0] == (1, 3, 2)


def test_html_is_renumbered_by_text() -> None:
    html, first = renumber("The {{c1::Eiffel <b>Tower</b>::where?}} is in {{c2::Paris}}.")
    assert html == "The {{c1::Eiffel <b>Tower</b>::where?}} is in {{c2::Paris}}."
    html, second = renumber("In {{c1::Paris}}: the {{c2::Seine}}, {{c1::Paris}}.", first)
    assert (
        html == "In {{c2::Paris}}: the {{c3::Seine}}, {{c2::Paris}}." or html.count("{{c3::") == 1
    )
    assert {cloze.number for cloze in second} == {1, 2, 3}
    html, _ = renumber("{{c1::a {{c2::b}} c}}")
    assert html == "{{c1::a {{c2::b}} c}}"
    assert renumber("no cloze") == ("no cloze", ())
    assert renumber("{{c7::x}} and {{c3::y}}")[0] == "{{c7::x}} and {{c3::y}}"


TEXTS = st.lists(st.sampled_from(["a", "bb", "ccc", "注意力", "x|y", "long " * 9]), max_size=6)


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_no_number_is_used_for_two_or_again(builds: list[list[str]]) -> None:
    known: tuple[Cloze, ...] = ()
    for texts in builds:
        numbers, fresh = number(texts, known)
        assert len(set(numbers)) == len(texts)
        assert {cloze.number for cloze in known} <= {cloze.number for cloze in fresh}
        assert number(texts, fresh)[0] == numbers
        known = fresh
