"""The Markdown of a card's sides before it is rendered."""

from pathlib import Path

import pytest

from ankigen.model import Source
from ankigen.pipeline.fields import sides
from ankigen.pipeline.pages import paged
from ankigen.settings import Settings


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("1) melt 2) pour", r"1\) melt 2) pour"),
        ("12. May", r"12\. May"),
        ("+ ten degrees", r"\+ ten degrees"),
        ("# sharp", r"\# sharp"),
        ("> more", r"\> more"),
        ("1.5 grams of *tin*", "1.5 grams of *tin*"),
        ("**bold**", "**bold**"),
    ],
)
def test_a_cell_begins_no_block(
    cell: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANKIGEN_CACHE_DIR", str(tmp_path))
    table = f"| Question | Answer |\n|---|---|\n| What is it? | {cell} |\n"
    page, _ = paged(Source("cells.md", table), Settings())
    (question,) = page.questions
    assert [side.text for side in sides(question, page.references, Settings())] == [
        "What is it?",
        text,
    ]
