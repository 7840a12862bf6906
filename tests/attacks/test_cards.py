"""No attack of the corpus leaves anything in a card that could run, load or lead away."""

from collections import Counter, defaultdict

import pytest

from ankigen.apkg.verify import verify
from ankigen.model import Note
from ankigen.pipeline import Compilation, write
from ankigen.rules import CARD_TOO_DEEP
from tests.attacks import corpus, oracle
from tests.attacks.corpus import Attack


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Compilation:
    return corpus.compiled(tmp_path_factory.mktemp("attacks"))


@pytest.fixture(scope="module")
def notes(made: Compilation) -> dict[int, list[Note]]:
    by_attack = defaultdict(list)
    for note in made.notes:
        by_attack[corpus.number_of(note.span.source.path)].append(note)
    return by_attack


ATTACKS = pytest.mark.parametrize("attack", corpus.attacks(), ids=lambda attack: attack.name)


def test_there_are_enough_and_each_makes_cards(
    made: Compilation, notes: dict[int, list[Note]]
) -> None:
    assert len(corpus.attacks()) >= 200
    refused = [one.span for one in made.diagnostics if one.rule is CARD_TOO_DEEP]
    deep = Counter(corpus.number_of(span.source.path) for span in refused if span)
    assert len(deep) == 1
    for attack in corpus.attacks():
        files = attack.files()
        wanted = 2 if "markdown.md" in files else 1
        assert len(notes[attack.number]) + deep[attack.number] >= wanted, attack.name


@ATTACKS
def test_a_card_holds_nothing_live(attack: Attack, notes: dict[int, list[Note]]) -> None:
    for note in notes[attack.number]:
        for field, spec in zip(note.fields, note.note_type.fields, strict=True):
            shown = spec.name == "Question"
            assert oracle.wrong(field, note.note_type.cloze and shown) == [], field
        for tag in note.tags:
            assert not set(tag) & set("<>\"'{}[]()&\\ "), tag


@ATTACKS
def test_what_follows_an_attack_is_seen(attack: Attack, notes: dict[int, list[Note]]) -> None:
    for note in notes[attack.number]:
        if note.span.source.path.endswith(("/markdown.md", "/html.md")):
            assert "last words" in oracle.text_of(note.fields[1])


def test_the_package_is_whole(made: Compilation, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("package") / "attacks.apkg"
    write(made, file)
    assert verify(file) == ()


@pytest.mark.parametrize(
    "field",
    [
        "<script>x</script>",
        "<b onclick='x'>x</b>",
        '<a href="javascript:x">x</a>',
        '<img src="x" onerror="y">',
        "<p style='position:fixed'>x</p>",
        "<svg></svg>",
        "[sound:AWAY]",
        "{{Answer}}",
        "\\(\\href{x}{y}\\)",
        '<b title="\\(x\\)">y</b>',
        "<!-- x -->",
        "<b>x",
    ],
)
def test_the_oracle_sees_what_is_live(field: str) -> None:
    assert oracle.wrong(field)
