"""A package that came with a stranger's notes: what is taken from it is looked at first."""

from pathlib import Path

import pytest

from ankigen.identity.diff import by_name
from ankigen.passes.finished import is_sound
from tests.attacks import control, corpus, oracle


def test_what_is_made_here_is_sound(tmp_path: Path) -> None:
    notes = corpus.compiled(tmp_path).notes
    fields = [
        (value, name == "Question") for note in notes for name, value in by_name(note).items()
    ]
    strange = [value for value, cloze in fields if not is_sound(value, cloze=cloze)]
    assert len(strange) <= len(notes) // 10  # formulas that were parted, with what they would carry


@pytest.mark.parametrize("attack", corpus.attacks(), ids=lambda attack: attack.name)
def test_no_attack_is_sound_as_it_was_written(attack: corpus.Attack) -> None:
    text = attack.armed(attack.case.input)
    if oracle.wrong(text):
        assert not is_sound(text)


@pytest.mark.parametrize("field", control.fields("http://127.0.0.1:9").values())
def test_what_runs_is_not_sound(field: str) -> None:
    assert not is_sound(field)


@pytest.mark.parametrize(
    "field",
    [
        '<label class="zoom"><input type="checkbox" checked hidden><img src="a.png"></label>',
        '<input type="text">',
        '<p style="position: fixed">x</p>',
        "{{c1::a}} {{Answer}}",
        "[sound:http://example.com/a.mp3]",
        "[sound:../a.mp3]",
        "<!-- x -->",
        "<b>x",
        r"\(x\) <code>\hr</code>ef",
    ],
)
def test_what_is_out_of_order_is_not_sound(field: str) -> None:
    assert not is_sound(field, cloze=True)
