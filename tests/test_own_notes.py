"""The project's own notes: their code runs, and their pictures and listings are there."""

import re
import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

SOURCE = Path(__file__).parent.parent / "source"
FILES = sorted(SOURCE.glob("*.md"))
FENCE = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)
TARGET = re.compile(r'(?:src|href)="(?!https?:)([^"]+)"')


auc = SimpleNamespace(**runpy.run_path(str(SOURCE / "code" / "auc.py")))
SAMPLES = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 5)), min_size=2, max_size=30)


@given(SAMPLES)
def test_auc_by_ranks_is_auc_by_pairs(samples: list[tuple[int, int]]) -> None:
    labels = [label for label, _ in samples]
    scores = [score / 4 for _, score in samples]
    if len(set(labels)) < 2:
        with pytest.raises(ValueError, match="AUC"):
            auc.auc(labels, scores)
    else:
        assert auc.auc(labels, scores) == pytest.approx(auc.auc_pairs(labels, scores))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_listing_compiles(file: Path) -> None:
    for number, match in enumerate(FENCE.finditer(file.read_text(encoding="utf-8"))):
        compile(match[1], f"{file.name}, listing {number}", "exec")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_named_file_is_there(file: Path) -> None:
    for target in TARGET.findall(file.read_text(encoding="utf-8")):
        assert (file.parent / target).is_file(), target


def test_there_are_notes() -> None:
    questions = sum(
        len(re.findall(r"^> \d+、", file.read_text(encoding="utf-8"), re.MULTILINE))
        for file in FILES
    )
    assert questions >= 30
