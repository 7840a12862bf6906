"""Reworded cards and merely alike ones, in Chinese and English."""

from pathlib import Path

import pytest

from ankigen.identity.records import Card
from ankigen.identity.words import plain
from tests.identity.project import build

PAIRS = [
    line.split("|")
    for line in (Path(__file__).parent / "pairs.txt").read_text("utf-8").splitlines()
    if line.startswith(("S|", "D|", "s|", "d|"))
]


def card(question: str, answer: str) -> Card:
    return Card("a.md", plain(question), answer)


def kept(pair: list[str]) -> bool:
    _, question, answer, new_question, new_answer = pair
    first, lock = build([card(question, answer)])
    second, _ = build([card(new_question, new_answer)], lock)
    return first.guids == second.guids


@pytest.mark.parametrize(("same", "alike", "recall"), [("S", "D", 0.92), ("s", "d", 0.9)])
def test_reworded_cards_are_the_same_and_alike_ones_are_not(
    same: str, alike: str, recall: float
) -> None:
    reworded = [pair for pair in PAIRS if pair[0] == same]
    assert [pair[1] for pair in PAIRS if pair[0] == alike and kept(pair)] == []
    found = sum(map(kept, reworded))
    assert found >= recall * len(reworded), f"{found} of {len(reworded)}"


def test_a_near_call_names_both_and_says_how_to_settle_it() -> None:
    first, lock = build([card("HTTP 缓存", "用 Cache-Control、ETag 等头让浏览器复用响应。")])
    new = card("HTTP 协商缓存", "用 ETag 或 Last-Modified 询问服务器，未变则返回 304。")
    second, _ = build([new], lock)
    assert second.how == ("new",)
    [said] = second.diagnostics
    assert said.rule.code == "AK601"
    assert "HTTP 缓存" in said.message
    assert f"ankigen lock --same {first.guids[0]} a.md" in said.help
