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

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from ankigen.identity.cards import same
from ankigen.identity.guid import id_guid, question_guid
from ankigen.identity.records import Card, Entry, Lock, Matching
from ankigen.identity.state import State, begin


def match(cards: Sequence[Card], lock: Lock, unread: Collection[str] = ()) -> Matching:
    """Who is who. `cards` are all cards of the project, file by file, in the order of the source.

    `unread` are the files that could not be read: their lines are kept and given to nobody.
    """
    state = begin(cards, lock, unread)
    if not lock.entries and not any(state.ids):
        return _matching(state, lock)  # a first build needs none of what follows
    from ankigen.identity import exact

    exact.by_id(state, lock.namespace)
    exact.by_question(state)
    exact.by_answer(state)
    exact.by_tombstone(state)
    if state.open_cards() and state.open_groups():
        from ankigen.identity import likely

        likely.by_likeness(state)
    return _matching(state, lock)


def _matching(state: State, lock: Lock) -> Matching:
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
        kept=state.kept,
        buried=_entries(state, state.open_groups(removed=True)),
        diagnostics=tuple(state.diagnostics),
    )


def _entries(state: State, groups: Iterable[int]) -> tuple[Entry, ...]:
    return tuple(entry for group in groups for entry in state.groups[group])


def _guids(state: State, lock: Lock) -> tuple[str, ...]:
    """Those of the lock, and new ones that nobody has or ever had."""
    used = {entry.guid for entry in lock.entries}
    occurrences: Counter[tuple[str, str]] = Counter()
    out = []
    for number, card in enumerate(state.cards):
        if number in state.chosen:
            out.append(state.groups[state.chosen[number]][0].guid)
            continue
        question, id = same(card.question), state.ids[number]
        guid = id_guid(lock.namespace, id, card.kind) if id else ""
        while not guid or guid in used:
            occurrences[card.kind, question] += 1
            occurrence = occurrences[card.kind, question]
            guid = question_guid(lock.namespace, question, occurrence, card.kind)
        used.add(guid)
        out.append(guid)
    return tuple(out)
