"""The words of labels, as they are tried."""

import re

import pytest

from ankigen.readers import labels
from ankigen.readers.words import label_at

FAMILIES = {
    name: getattr(labels, name)
    for name in ("_ADJECTIVES", "_ANSWER", "FURTHER", "OPTIONS", "ABOUT", "QUESTION", "HINT")
}


@pytest.mark.parametrize("name", FAMILIES)
def test_a_line_of_a_family_is_in_latin_letters_or_in_none(name: str) -> None:
    for line in FAMILIES[name].splitlines():
        latin = {bool(re.match(labels._LATIN, letter)) for letter in line if letter.isalpha()}
        assert len(latin) <= 1, line


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Candidate: yes", "answer"),
        ("候选人：是", "answer"),
        ("кандидат: да", "answer"),
        ("απάντηση: ναι", "answer"),
        ("correct 答案: 1", "answer"),
        ("ANTWORT: ja", "answer"),
        ("Beispiellösungensvorschlag: ja", "answer"),
        ("ερώτηση: τι;", "question"),
        ("Soru: ne?", "question"),
        ("คำถาม: อะไร", "question"),
    ],
)
def test_a_label_is_known_in_its_script(line: str, kind: str) -> None:
    hit = label_at(line, 0, len(line))
    assert hit is not None
    assert hit.kind == kind
