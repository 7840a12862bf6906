"""Words are known in whatever form and language they are written."""

import pytest

from ankigen.tagging import compiled
from ankigen.tagging.shown import Shown
from ankigen.tagging.topics import CardText, topics_of
from ankigen.tagging.vocabulary import files
from ankigen.tagging.words import quoted, words


def test_words_are_quoted_as_they_are_written() -> None:
    card = CardText(Shown("Why Inductive Biases?"), headings=("Machine Learning",))
    assert [given.term for given in topics_of(card)] in (["Inductive Biases"], ["Machine Learning"])
    assert quoted("Cross-Entropy or `Ｌ1`", "cross entropy") == "Cross-Entropy"
    assert quoted("nothing", "cross entropy") == ""


def test_a_translation_is_of_a_term_that_some_topic_has() -> None:
    with pytest.raises(ValueError, match="no topic has the term 'clozure'"):
        compiled.text(files(), [b'"clozure" = ["fermeture"]'])


def test_words_of_other_scripts_and_with_accents_are_whole() -> None:
    assert words("fonction fléchée") == ["fonction", "flechee"]
    assert words("học")[0] not in words("hoc")
    assert words("замыкания") == words("замыкание") == words("замыканий")
    assert words("this를") == ["this", "를"]
    assert words("클로저를")[:3] == words("클로저")
    assert quoted("Les fonctions fléchées", "fonction fléchée") == "fonctions fléchées"
