"""What fuzzing found stays mended, and every fixture passes what is fuzzed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz import run, targets

SEEDS = sorted(set(targets.seeds()))
WORDS = st.lists(st.sampled_from([*run.WORDS, "\n", "\n\n", "a", "word", "题"]), max_size=30)


@pytest.mark.parametrize("name", ["readers", "renderer"])
def test_every_fixture(name: str) -> None:
    assert len(SEEDS) > 500
    for seed in SEEDS:
        targets.TARGETS[name](b"\0" + seed if name == "renderer" else seed)


def test_some_fixtures_as_projects() -> None:
    for seed in SEEDS[::12]:
        targets.compiled(seed)


FOUND = sorted(targets.FOUND.glob("*.bin"))


@pytest.mark.parametrize("name", [file.name for file in FOUND])
def test_what_was_found(name: str) -> None:
    targets.TARGETS[name.partition("-")[0]]((targets.FOUND / name).read_bytes())


@settings(max_examples=150)
@given(how=st.integers(0, 127), words=WORDS)
def test_any_words(how: int, words: list[str]) -> None:
    data = "".join(words).encode()
    targets.readers(data)
    targets.renderer(bytes([how]) + data)


def test_the_targets_can_fail() -> None:
    assert targets.lost("two words", "<p>two</p>") == ["words"]
    with pytest.raises(AssertionError):
        assert targets.oracle.wrong("<script>x</script>") == []
