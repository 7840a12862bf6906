"""Who is who: which line of the lock each card of the notes is.

In this order, each step over the cards and lines that the steps before left:

1. an explicit id;
2. the same question in the same file, then elsewhere; questions that occur several times are kept
   apart by their answers, then by their neighbours and order;
3. the same answer, where it occurs once and is not short;
4. a removed card's question or answer, exactly;
5. the most similar pairs of question and answer, decided over all of them at once.

A basic card and a cloze card are never the same, since Anki refuses the change.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from ankigen.identity.cards import question_digest
from ankigen.identity.guid import id_guid, question_guid
from ankigen.identity.records import Card, Entry, How, Lock, Matching
from ankigen.identity.words import answer_digest, digest
from ankigen.model import Diagnostic
from ankigen.text import normal

SAME_ANSWER = 20
"""Characters that an answer must have more than, to say by itself which card it is."""


@dataclass(slots=True)
class _State:
    """The cards and the lock's groups of rival lines, and what was decided so far."""

    cards: tuple[Card, ...]
    groups: list[tuple[Entry, ...]]
    questions: list[str]
    answers: list[str]
    """Digests, parallel to the cards."""
    chosen: dict[int, int] = field(default_factory=dict)
    """Group by card."""
    how: dict[int, How] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def choose(self, card: int, group: int, how: How) -> None:
        self.chosen[card] = group
        self.how[card] = how
        self.taken.add(group)

    def open_cards(self) -> list[int]:
        return [card for card in range(len(self.cards)) if card not in self.chosen]

    def open_groups(self, removed: bool = False) -> list[int]:
        return [
            group
            for group, entries in enumerate(self.groups)
            if group not in self.taken and all(one.removed for one in entries) == removed
        ]


def match(cards: Sequence[Card], lock: Lock, unread: Collection[str] = ()) -> Matching:
    """Who is who. `cards` are all cards of the project, file by file, in the order of the source.

    `unread` are the files that could not be read: their lines are kept and given to nobody.
    """
    groups, kept = _groups(lock, frozenset(unread))
    state = _State(
        cards=tuple(cards),
        groups=groups,
        questions=[question_digest(card.question) for card in cards],
        answers=[answer_digest(card.answer) for card in cards],
    )
    _by_id(state)
    _by_question(state, lambda card: card.file, lambda entry: entry.file, "question")
    _by_question(state, lambda _: "", lambda _: "", "moved")
    return _matching(state, lock, kept)


def _groups(
    lock: Lock, unread: frozenset[str]
) -> tuple[list[tuple[Entry, ...]], tuple[Entry, ...]]:
    """Rival lines by guid, and the lines of unread files."""
    by_guid: dict[str, list[Entry]] = defaultdict(list)
    for entry in lock.entries:
        by_guid[entry.guid].append(entry)
    groups: list[tuple[Entry, ...]] = []
    kept: list[Entry] = []
    for rivals in by_guid.values():
        if any(entry.file in unread and not entry.removed for entry in rivals):
            kept.extend(rivals)
        else:
            groups.append(tuple(rivals))
    return groups, tuple(kept)


def _by_id(state: _State) -> None:
    known = {
        (entry.kind, entry.id_digest): group
        for group, entries in enumerate(state.groups)
        for entry in entries
        if entry.id_digest
    }
    for number, card in enumerate(state.cards):
        group = known.get((card.kind, digest(card.id))) if card.id else None
        if group is not None and group not in state.taken:
            state.choose(number, group, "id")


def _by_question(
    state: _State,
    of_card: Callable[[Card], Hashable],
    of_entry: Callable[[Entry], Hashable],
    how: How,
) -> None:
    """The same question under the same key."""
    cards: dict[Hashable, list[int]] = defaultdict(list)
    for number in state.open_cards():
        card = state.cards[number]
        cards[card.kind, state.questions[number], of_card(card)].append(number)
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for group in state.open_groups():
        for one in state.groups[group]:
            bucket = groups[one.kind, one.question_digest, of_entry(one)]
            if group not in bucket:
                bucket.append(group)
    for key, mine in cards.items():
        theirs = [group for group in groups.get(key, ()) if group not in state.taken]
        for number, group in zip(mine, theirs, strict=False):
            state.choose(number, group, how)


def _matching(state: _State, lock: Lock, kept: tuple[Entry, ...]) -> Matching:
    numbers = range(len(state.cards))
    return Matching(
        cards=state.cards,
        guids=_guids(state, lock),
        known=tuple(
            state.groups[state.chosen[number]] if number in state.chosen else ()
            for number in numbers
        ),
        how=tuple(state.how.get(number, "new") for number in numbers),
        removed=_entries(state, state.open_groups()),
        kept=kept,
        buried=_entries(state, state.open_groups(removed=True)),
        diagnostics=tuple(state.diagnostics),
    )


def _entries(state: _State, groups: Iterable[int]) -> tuple[Entry, ...]:
    return tuple(entry for group in groups for entry in state.groups[group])


def _guids(state: _State, lock: Lock) -> tuple[str, ...]:
    """Those of the lock, and new ones that nobody has or ever had."""
    used = {entry.guid for entry in lock.entries}
    occurrences: Counter[tuple[str, str]] = Counter()
    out = []
    for number, card in enumerate(state.cards):
        if number in state.chosen:
            out.append(state.groups[state.chosen[number]][0].guid)
            continue
        question = normal(card.question)
        guid = id_guid(lock.namespace, card.id, card.kind) if card.id else ""
        while not guid or guid in used:
            occurrences[card.kind, question] += 1
            occurrence = occurrences[card.kind, question]
            guid = question_guid(lock.namespace, question, occurrence, card.kind)
        used.add(guid)
        out.append(guid)
    return tuple(out)
