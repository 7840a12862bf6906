"""Who is who by what is exactly the same: explicit ids, questions, answers, tombstones."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TYPE_CHECKING

from ankigen.identity.guid import id_guid
from ankigen.identity.records import Card, Entry, How
from ankigen.identity.state import State
from ankigen.identity.words import digest
from ankigen.model import Diagnostic
from ankigen.rules import DOUBLE_ID

if TYPE_CHECKING:
    from ankigen.identity.alike import Alike

SAME_ANSWER = 20
"""Characters that an answer must have more than, to say by itself which card it is."""


def by_id(state: State, namespace: str) -> None:
    """Match explicit ids. One that is another card's already counts for nothing.

    Of the cards and of the lines that have it the first is meant, in the order of the source.
    """
    known: dict[tuple[str, str], int] = {}
    for place, entries in enumerate(state.groups):
        for entry in entries:
            if entry.id_digest:
                known.setdefault((entry.kind, entry.id_digest), place)
    by_guid = {entries[0].guid: group for group, entries in enumerate(state.groups)}
    first: dict[str, int] = {}
    for number, card in enumerate(state.cards):
        if not card.id:
            continue
        if card.id in first:
            state.ids[number] = None
            state.diagnostics.append(_double(card, state.cards[first[card.id]]))
            continue
        first[card.id] = number
        group = known.get((card.kind, digest(card.id)))
        if group is None:
            group = by_guid.get(id_guid(namespace, card.id, card.kind))
        if group is not None and group not in state.owner:
            state.choose(number, group, "id")


def _double(card: Card, first: Card) -> Diagnostic:
    return Diagnostic(
        DOUBLE_ID,
        f"the id {card.id} is another card's already; it is left out of account here",
        card.span,
        "give each card its own id, or none: nothing needs one",
        related=((first.span, "the first card with this id"),) if first.span else (),
    )


def by_question(state: State) -> None:
    """The same question in the same file, then elsewhere."""
    often = _repeated(state)
    _unique(state, often)
    if not often:
        return
    from ankigen.identity.alike import Alike  # few builds need what it needs

    alike = Alike(state)
    _pass(state, lambda card: card.file, lambda entry: entry.file, "question", often, alike)
    names = renamed(state)
    _pass(
        state,
        lambda card: card.file,
        lambda entry: names.get(entry.file, entry.file),
        "moved",
        often,
        alike,
    )
    _pass(state, lambda _: "", lambda _: "", "moved", often, alike, strict=True)


def _repeated(state: State) -> set[str]:
    """Digests of questions that say too little to tell cards apart."""
    old = [
        question
        for entries, removed in zip(state.groups, state.removed, strict=True)
        if not removed
        for question in _questions(entries)
    ]
    return {
        question
        for questions in (old, state.questions)
        if len(set(questions)) < len(questions)
        for question, count in Counter(questions).items()
        if count > 1
    }


def _questions(entries: Sequence[Entry]) -> Iterable[str]:
    """Digests of the questions of a group, each once."""
    if len(entries) == 1:
        return (entries[0].question_digest,)
    return dict.fromkeys(entry.question_digest for entry in entries)


def _unique(state: State, often: set[str]) -> None:
    """Match questions that occur once, in the same file or elsewhere."""
    where = {
        entry.question_digest: group
        for group, entries in enumerate(state.groups)
        for entry in entries
        if not entry.removed
    }
    cards, groups, questions = state.cards, state.groups, state.questions
    for number in state.open_cards():
        question = questions[number]
        group = where.get(question)
        if group is None or question in often or not state.may(number, group):
            continue
        card, mine = cards[number], groups[group]
        first = mine[0]
        stayed = first.file == card.file
        if len(mine) > 1:
            mine = tuple(entry for entry in mine if entry.question_digest == question)
            first = mine[0]
            stayed = any(entry.file == card.file for entry in mine)
        if first.kind == card.kind:
            state.choose(number, group, "question" if stayed else "moved")


def _pass(
    state: State,
    of_card: Callable[[Card], str],
    of_entry: Callable[[Entry], str],
    how: How,
    often: set[str],
    alike: "Alike",
    strict: bool = False,
) -> None:
    """Match equal questions that occur more than once, under equal keys.

    `strict`: alike answers alone count, not order.
    """
    cards: dict[Hashable, list[int]] = defaultdict(list)
    for number in state.open_cards():
        if state.questions[number] in often:
            card = state.cards[number]
            cards[card.kind, state.questions[number], of_card(card)].append(number)
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for group in state.open_groups() if cards else ():
        for entry in state.groups[group]:
            if not entry.removed and entry.question_digest in often:
                bucket = groups[entry.kind, entry.question_digest, of_entry(entry)]
                if group not in bucket[-1:]:
                    bucket.append(group)
    for key, mine in cards.items():
        theirs = [group for group in groups.get(key, ()) if group not in state.owner]
        if theirs:
            alike.settle(mine, theirs, how, strict)


def renamed(state: State) -> dict[str, str]:
    """Where most cards of a file that is gone went."""
    files = {card.file for card in state.cards}
    moves: dict[str, Counter[str]] = defaultdict(Counter)
    for number, group in state.chosen.items():
        old = state.groups[group][0].file
        if old not in files:
            moves[old][state.cards[number].file] += 1
    return {old: counts.most_common(1)[0][0] for old, counts in moves.items()}


def by_answer(state: State) -> None:
    """The same answer under a changed question, where it occurs once and is not short."""
    _same_answer(state, "answer")


def by_tombstone(state: State) -> None:
    """A removed card that came back, by its exact question or its exact answer."""
    graves: dict[tuple[str, str], list[int]] = defaultdict(list)
    for group in state.open_groups(removed=True):
        for entry in state.groups[group]:
            graves[entry.kind, entry.question_digest].append(group)
    for number in state.open_cards():
        key = state.cards[number].kind, state.questions[number]
        found = [group for group in graves.get(key, ()) if state.may(number, group)]
        if found:
            same = [group for group in found if _answers_of(state, group, number)]
            state.choose(number, (same or found)[0], "revived")
    _same_answer(state, "revived", removed=True)


def _answers_of(state: State, group: int, card: int) -> bool:
    return any(entry.answer_digest == state.answers[card] for entry in state.groups[group])


def _same_answer(state: State, how: How, removed: bool = False) -> None:
    """Match answers that occur once among all the cards and once in the lock: of removed cards
    among all its lines, else among those of cards that were there.
    """
    asked = {
        state.answers[number]: number
        for number in state.open_cards()
        if len("".join(state.cards[number].answer.split())) > SAME_ANSWER
    }
    if not asked:
        return
    cards = _once(
        (state.cards[number].kind, answer, number)
        for number, answer in enumerate(state.answers)
        if answer in asked
    )
    groups = _once(
        (entry.kind, entry.answer_digest, group)
        for group, entries in enumerate(state.groups)
        if removed or not state.removed[group]
        for entry in entries
        if entry.answer_digest in asked
    )
    for key, number in cards.items():
        group = groups.get(key)
        if group is not None and state.removed[group] == removed and state.may(number, group):
            state.choose(number, group, how)


def _once(items: Iterable[tuple[str, str, int]]) -> dict[tuple[str, str], int]:
    """The number by kind and digest, where there is one only."""
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    for kind, text, number in items:
        found[kind, text].add(number)
    return {key: min(numbers) for key, numbers in found.items() if len(numbers) == 1}
