"""Who is who by likeness: the most similar pairs of question and answer, decided all at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from heapq import nlargest
from itertools import islice
from operator import itemgetter

from ankigen.identity.assign import assign
from ankigen.identity.cards import shown, unseen
from ankigen.identity.exact import renamed
from ankigen.identity.kinds import changed_kinds
from ankigen.identity.records import Entry
from ankigen.identity.side import Face, Rarity, Side, side, unclozed
from ankigen.identity.similarity import score
from ankigen.identity.state import State
from ankigen.identity.words import hashed, unsketch
from ankigen.model import Diagnostic
from ankigen.rules import NEAR_CALL

NEAR = 1.0
"""Log odds on either side of a decision that make it a near call."""
SHORT_ANSWER = 2.5
"""Log odds for a card whose answer is the line's, though it is short or occurs elsewhere, too."""
ELSEWHERE = 2.0
"""Log odds against a card that is both changed and moved to another file."""
AMONG_OTHERS = 2.25
"""Log odds against one that is changed and stands among others in its file."""
_CANDIDATES = 8
_POSTINGS = 1000
"""Lines looked at for one word, so that a word of all lines costs no more than one of many."""
_OFTEN = 100
_SAMPLE = 600
_FEW = 20
_COMMON = 0.4
"""Words that weigh less (see `Rarity`) are looked up only when others found too few."""


def by_likeness(state: State) -> None:
    """Match what is similar enough, and say where it was a near thing, or where Anki refuses."""
    cards, groups = state.open_cards(), state.open_groups()
    if not cards or not groups:
        return
    pairs = _Pairs(state, cards, groups)
    rows: list[dict[int, float]] = []
    for number in cards:
        rows.append(
            {
                group: odds + 0.1 * state.neighbours.count(number, group)
                for group, odds in pairs.of[number].items()
                if odds > 0 and state.may(number, group) and _same_kind(state, number, group)
            }
        )
    for left, group in assign(rows).items():
        state.choose(cards[left], group, "similar")
    for number in cards:
        _say(state, number, pairs.of[number])
    changed_kinds(state, pairs.of)


class _Pairs:
    """Log odds of the pairs that have something in common: `of[card][group]`."""

    def __init__(self, state: State, cards: Sequence[int], groups: Sequence[int]) -> None:
        faces = {
            group: [_face(entry) for entry in state.groups[group] if not entry.removed]
            for group in groups
        }
        rarity = Rarity(_sample(state, faces))
        index: dict[str | int, list[int]] = defaultdict(list)
        old: dict[int, list[Side]] = {}
        for group, those in faces.items():
            old[group] = [side(face, rarity) for face in those]
            for one in old[group]:
                for key, weight in one.weights.items():
                    if weight:
                        index[key].append(group)
                for word in one.answer:
                    index[word].append(group)
        self.of: dict[int, dict[int, float]] = {}
        where = _Where(state)
        for number in cards:
            card = state.cards[number]
            said = unseen(card)
            if card.kind == "cloze":
                said |= hashed(unclozed(shown(card.question)))
            new = side(Face(shown(card.question), said), rarity)
            self.of[number] = {
                group: max([score(one, new, rarity) for one in old[group]])
                + where.weigh(number, group)
                for group in _best(_promise(new, index))
            }


class _Where:
    """What the place of a card and its whole answer say of its being a line's."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._names = renamed(state)
        self._here = {card.file for card in state.cards}

    def weigh(self, card: int, group: int) -> float:
        """Log odds for the pair, or against one that changed and moved at once."""
        entries = self._state.groups[group]
        odds = 0.0
        if any(entry.answer_digest == self._state.answers[card] for entry in entries):
            odds += SHORT_ANSWER
        here = self._state.cards[card].file
        known = {self._names.get(entry.file, entry.file) for entry in entries}
        if here not in known:
            return odds - (ELSEWHERE if known & self._here else 0.0)
        return odds - (AMONG_OTHERS if self._state.neighbours.strange(card, group) else 0.0)


def _promise(one: Side, index: Mapping[str | int, Sequence[int]]) -> dict[int, float]:
    """Groups that have words of a card, with the weight of these. Words of many groups are looked
    up only where others found too few.
    """
    telling: list[tuple[float, Sequence[int]]] = [
        (2 * weight, index[key]) for key, weight in one.weights.items() if weight and key in index
    ]
    telling += [(weight, index[word]) for word, weight in one.said.items() if word in index]
    telling.sort(key=_first, reverse=True)
    found: dict[int, float] = defaultdict(float)
    for weight, groups in telling:
        if weight < _COMMON and len(found) >= _CANDIDATES:
            break
        if len(groups) > _OFTEN and len(found) >= _CANDIDATES:
            continue
        for group in groups[:_POSTINGS]:
            found[group] += weight
    return found


_first = itemgetter(0)


def _best(found: dict[int, float]) -> list[int]:
    """The most promising ones: fewer when one stands out."""
    enough = max(found.values(), default=0.0) / 3
    promising = [(weight, -group) for group, weight in found.items() if weight >= enough]
    return [-group for _, group in nlargest(_CANDIDATES, promising)]


def _face(entry: Entry) -> Face:
    words, limit = unsketch(entry.sketch)
    if entry.kind == "cloze":  # what it asks is in what it says
        words |= {word for word in hashed(unclozed(entry.question)) if word <= limit}
    return Face(entry.question, words, limit)


def _sample(state: State, open_ones: Mapping[int, Sequence[Face]]) -> list[Face]:
    """Lines from which to learn how common words are: open ones, and some of the others."""
    most = _SAMPLE if len(open_ones) > _FEW else _SAMPLE // 3
    faces = {group: those[0] for group, those in islice(open_ones.items(), 2 * most)}
    for group in range(0, len(state.groups), 1 + len(state.groups) // most):
        if group not in faces:
            faces[group] = _face(state.groups[group][0])
    return [faces[group] for group in sorted(faces)]


def _same_kind(state: State, card: int, group: int) -> bool:
    return state.groups[group][0].kind == state.cards[card].kind


def _say(state: State, number: int, odds: dict[int, float]) -> None:
    """Diagnostics of one card that nothing but likeness could decide."""
    group = state.chosen.get(number)
    mine = odds.get(group, 0.0) if group is not None else 0.0
    rivals = {
        other: value
        for other, value in odds.items()
        if other not in state.owner and _same_kind(state, number, other)
    }
    best = max(rivals, key=lambda other: (rivals[other], -other), default=None)
    if group is not None:
        close = best is not None and mine - rivals[best] < NEAR
        if mine < NEAR or close:
            state.diagnostics.append(_near(state, number, group, best if close else None))
    elif best is not None and rivals[best] > -NEAR:
        state.diagnostics.append(_near(state, number, None, best))


def _near(state: State, number: int, group: int | None, other: int | None) -> Diagnostic:
    card = state.cards[number]
    place = f"{card.file}:{card.span.line}" if card.span else card.file
    named = [_named(state, one) for one in (group, other) if one is not None]
    if group is None:
        message = f"this was taken for a new card, but might be {named[0]}, reworded"
        help = f"ankigen lock --same {_guid(state, other)} {place}   if it is that card"
    else:
        message = f"this was taken for {named[0]}, reworded"
        if len(named) > 1:
            message += f", but might be {named[1]}"
        help = f"ankigen lock --new {place}   if it is a new card"
        if other is not None:
            help += f"\nankigen lock --same {_guid(state, other)} {place}   if it is the other"
    return Diagnostic(NEAR_CALL, message, card.span, help)


def _named(state: State, group: int) -> str:
    return f"“{state.groups[group][0].question}” ({_guid(state, group)})"


def _guid(state: State, group: int | None) -> str:
    return state.groups[group][0].guid if group is not None else ""
