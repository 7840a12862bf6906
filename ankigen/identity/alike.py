"""Cards that ask the same, told apart by their answers, their neighbours and their order."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ankigen.identity.cards import unseen
from ankigen.identity.records import Entry, How
from ankigen.identity.state import State
from ankigen.identity.words import unsketch

if TYPE_CHECKING:
    from ankigen.identity.side import Rarity, Side

PAIRS = 40_000
"""Pairs of one question's cards and lines that are compared by their answers, at most."""
ALIKE = 0.35
"""How alike answers of one question must be to be the same card's (see `similarity.answers`)."""


class Alike:
    """Cards of one question kept apart: by equal answers, alike answers, neighbours, order."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._known: Rarity | None = None

    def settle(self, cards: list[int], groups: list[int], how: How, strict: bool) -> None:
        """Match cards and groups of one question under one key."""
        state = self._state
        by_answer: dict[str, list[int]] = defaultdict(list)
        for group in reversed(groups):
            for entry in state.groups[group]:
                by_answer[entry.answer_digest].append(group)
        for number in cards:
            same = by_answer.get(state.answers[number], [])
            while same and number not in state.chosen:
                if state.may(number, group := same.pop()):
                    state.choose(number, group, how)
        cards, groups = self._left(cards, groups)
        if 0 < len(cards) * len(groups) <= PAIRS:
            self._by_answers(cards, groups, how)
        if strict:
            return
        among = set(groups)
        for number in cards:
            place = self._state.neighbours.between(number)
            if place in among and state.may(number, place):
                state.choose(number, place, how)
        cards, groups = self._left(cards, groups)
        if len(cards) == len(groups):
            for number, group in zip(cards, groups, strict=True):
                if state.may(number, group):
                    state.choose(number, group, how)

    def _left(self, cards: list[int], groups: list[int]) -> tuple[list[int], list[int]]:
        return (
            [number for number in cards if number not in self._state.chosen],
            [group for group in groups if group not in self._state.owner],
        )

    def _by_answers(self, cards: list[int], groups: list[int], how: How) -> None:
        # equal answers and neighbours settle the cards of most builds: these are seldom needed
        from ankigen.identity.assign import assign
        from ankigen.identity.side import Face, Rarity, side
        from ankigen.identity.similarity import answers

        state = self._state
        self._known = rarity = self._known or Rarity()
        old = [_sides(state.groups[group], rarity) for group in groups]
        rows: list[dict[int, float]] = []
        for number in cards:
            new = side(Face("", unseen(state.cards[number])), rarity)
            row = {}
            for place, rivals in enumerate(old):
                if not state.may(number, groups[place]):
                    continue
                likeness = max(answers(one, new)[0] for one in rivals)
                if likeness > ALIKE:
                    beside = self._state.neighbours.count(number, groups[place])
                    row[place] = likeness + 0.01 * beside
            rows.append(row)
        for left, right in assign(rows).items():
            state.choose(cards[left], groups[right], how)


def _sides(entries: Iterable[Entry], rarity: "Rarity") -> "list[Side]":
    """The answers of lines of the lock."""
    from ankigen.identity.side import Face, side

    return [side(Face("", *unsketch(entry.sketch)), rarity) for entry in entries]
