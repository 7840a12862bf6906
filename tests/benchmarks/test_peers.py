"""The benchmarks work: the cards are cards to ankigen, and the table says what was measured."""

from pathlib import Path

import pytest

from tests.benchmarks import peers
from tests.benchmarks.cards import TOOLS, write


def test_the_same_cards_for_each_tool(tmp_path: Path) -> None:
    made = {tool: write(12, tmp_path, tool) for tool in TOOLS}
    for tool, folder in made.items():
        text = (folder / "notes.md").read_text(encoding="utf-8")
        assert text.count("Why does the") == 12, tool
        assert text.count("![figure]") == 2, tool
        assert (folder / "figure1.png").is_file()


def test_builds_are_timed(tmp_path: Path) -> None:
    runs = dict(peers._runs(3, tmp_path, []))
    ours = {name: run for name, run in runs.items() if name not in TOOLS}
    taken = peers.measured(ours, 1)
    assert None not in taken.values()
    deck = tmp_path / "ankigen" / "dist" / "ankigen.apkg"
    assert deck.is_file()


def test_the_table() -> None:
    taken = {"ankigen, cold": 2.0, "ankigen, warm": 0.5, "other": 3.0, "broken": None}
    assert peers.table(taken) == [
        "| | seconds | of cold | of warm |",
        "|---|---:|---:|---:|",
        "| ankigen, cold | 2.00 | 1.0 x | 4.0 x |",
        "| ankigen, warm | 0.50 | 0.2 x | 1.0 x |",
        "| other | 3.00 | 1.5 x | 6.0 x |",
        "| broken | failed, or over 300 | | |",
    ]


def test_what_fails_is_not_run_again() -> None:
    asked: list[int] = []
    assert peers.measured({"a": lambda: asked.append(1)}, 3) == {"a": None}
    assert asked == [1]


@pytest.mark.parametrize("count", [1000, 10000])
def test_the_page_has_a_place_for_it(count: int) -> None:
    page = peers.PAGE.read_text(encoding="utf-8")
    once = peers.written(page, count, ["| a |", "| b |"])
    assert f"<!-- table: {count} -->\n\n| a |\n| b |\n\n" in once
    assert peers.written(once, count, ["| a |", "| b |"]) == once
    with pytest.raises(SystemExit):
        peers.written(page, 7, [])
