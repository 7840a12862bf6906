"""Cards that turned from basic to cloze or back: Anki refuses that, so it must be said."""

from collections.abc import Mapping

from ankigen.identity.question import read
from ankigen.identity.records import Entry
from ankigen.identity.state import State
from ankigen.identity.words import hashed, unsketch
from ankigen.model import Diagnostic
from ankigen.rules import KIND_CHANGED

_ABOUT = 0.5
"""Weight of a word that is more than asking: half a subject."""


def changed_kinds(state: State, odds: Mapping[int, Mapping[int, float]]) -> None:
    """Say which new cards are removed ones of the other kind: by the same text, by their place and
    a word of their subject, or by likeness. `odds` are those of pairs, by card and group.
    """
    gone = state.open_groups()
    by_text = {
        text: group
        for group in reversed(gone)
        for entry in state.groups[group]
        for text in (entry.question_digest, entry.answer_digest, entry.id_digest)
        if text
    }
    free = set(gone)
    for number in state.open_cards() if gone else ():
        found = (
            by_text.get(state.questions[number]),
            by_text.get(state.answers[number]),
            _in_place(state, number),
            max(odds.get(number, {}).items(), key=lambda item: (item[1], -item[0]), default=None),
        )
        for one in found:
            was, likely = one if isinstance(one, tuple) else (one, 1.0)
            if was in free and likely > 0 and state.groups[was][0].kind != state.cards[number].kind:
                free.discard(was)
                state.diagnostics.append(_said(state, number, state.groups[was][0]))
                break


def _in_place(state: State, number: int) -> int | None:
    """The group that stood where the card stands, if it was about the same: a word of its subject
    is here, or half of its answer.
    """
    was = state.neighbours.between(number)
    if was is None:
        return None
    text, old = state.cards[number].question, state.groups[was][0]
    ours, theirs = (
        {word.key for word in read(one) if word.weight >= _ABOUT} for one in (text, old.question)
    )
    said, limit = unsketch(old.sketch)
    shared = sum(word <= limit for word in said & hashed(text))
    return was if ours & theirs or (shared > 1 and shared * 2 >= len(said)) else None


def _said(state: State, number: int, old: Entry) -> Diagnostic:
    card = state.cards[number]
    return Diagnostic(
        KIND_CHANGED,
        f"this {card.kind} card was a {old.kind} card ({old.guid}) before; Anki refuses "
        "the change, so it becomes a new card without a history",
        card.span,
        f"the old card stays in Anki: find it there with Id:{old.guid} to delete it",
    )
