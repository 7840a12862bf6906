"""Reworded cards and merely alike ones, in Chinese and English."""

from pathlib import Path

from ankigen.identity.records import Card
from ankigen.identity.words import plain
from tests.identity.project import build

PAIRS = [
    line.split("|")
    for line in (Path(__file__).parent / "pairs.txt").read_text("utf-8").splitlines()
    if line.startswith(("S|", "D|"))
]


def card(question: str, answer: str) -> Card:
    return Card("a.md", plain(question), answer)


def kept(pair: list[str]) -> bool:
    _, question, answer, new_question, new_answer = pair
    first, lock = build([card(question, answer)])
    second, _ = build([card(new_question, new_answer)], lock)
    return first.guids == second.guids


def test_reworded_cards_are_the_same_and_alike_ones_are_not() -> None:
    same = [pair for pair in PAIRS if pair[0] == "S"]
    alike = [pair for pair in PAIRS if pair[0] == "D"]
    assert [pair[1] for pair in alike if kept(pair)] == []
    found = sum(map(kept, same))
    assert found >= 0.97 * len(same), f"{found} of {len(same)}"


def test_a_near_call_names_both_and_says_how_to_settle_it() -> None:
    first, lock = build([card("进程和线程的区别", "进程是资源分配的单位，线程是调度的单位。")])
    new = card("线程和协程的区别", "线程由操作系统调度，协程由用户态调度，切换开销小。")
    second, _ = build([new], lock)
    assert second.how == ("new",)
    [said] = second.diagnostics
    assert said.rule.code == "AK601"
    assert "进程和线程的区别" in said.message
    assert f"ankigen lock --same {first.guids[0]} a.md" in said.help
