"""Cards of questions, and the lines that a card leaves in the lock."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from ankigen.identity.records import Card, Digests, Entry, Kind
from ankigen.identity.words import LONGEST, answer_digest, digest, hashed, plain, sketch
from ankigen.model import Excerpt, Question
from ankigen.text import normal, number_prefix

SHOWN = 72
"""Columns of a question that the lock shows; a wide character takes two."""


def card(question: Question, text: str | None = None, digests: Digests | None = None) -> Card:
    """The card of a question, by its Markdown; `text` and `digests` where they are known."""
    if text is None:
        front = question.front.text
        text = plain(front[number_prefix(front) :])
    span, file = question.span, question.span.source.path
    kind: Kind = "cloze" if question.kind == "cloze" else "basic"
    if digests:
        return _Known(file, text, "", kind, question.id, span, digests, back=question.back)
    return Card(file, text, question.back.text, kind, question.id, span)


class _Known(Card, frozen=True, kw_only=True):
    """A card whose digests are known: its answer is taken from the notes where it is asked for."""

    back: Excerpt

    @property  # type: ignore[misc]  # taken where asked for
    def answer(self) -> str:
        return self.back.text


def digested(card: Card) -> Digests:
    """All that is to be taken of a card's text, for those who keep it."""
    cut = shown(card.question)
    return Digests(*digests(card), sketch(_unseen(card)), "" if cut == card.question else cut)


def digests(card: Card) -> tuple[str, str]:
    """The digest of the card's question and the one of its answer."""
    if card.digests:
        return card.digests.question, card.digests.answer
    return question_digest(card.question), answer_digest(card.answer)


def question_digest(question: str) -> str:
    """The digest by which two questions are the same."""
    return digest(same(question))


def same(question: str) -> str:
    """The form in which two plain questions are the same: marked as code or not."""
    return normal(question.replace("`", ""))


def shown(text: str, columns: int = SHOWN) -> str:
    """A text cut to so many columns, `…` at its end when it was longer."""
    if len(text) * 2 <= columns or (len(text) <= columns and text.isascii()):
        return text
    width = 0
    for end, letter in enumerate(text):
        width += 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if width > columns:
            return text[:end].rstrip() + "…"
    return text


def entry_of(card: Card, known: Sequence[Entry] = ()) -> Entry:
    """The card's line but for guid, stamp and `mod`: of the `known` lines the one that says it of
    the card, or one with what they hold that need not be made again.
    """
    of_question, of_answer = digests(card)
    says = card.file, of_question, of_answer, digest(card.id) if card.id else "", False
    for entry in known:
        last = entry.file, entry.question_digest, entry.answer_digest, entry.id_digest
        if (*last, entry.removed) == says and entry.question == _shown(card):
            return entry
    return Entry(
        guid="",
        kind=card.kind,
        file=card.file,
        question=_shown(card),
        question_digest=of_question,
        answer_digest=of_answer,
        sketch=card.digests.sketch if card.digests else _sketched(card, known),
        id_digest=says[3],
    )


def _shown(card: Card) -> str:
    """A card's question as its line has it."""
    if card.digests:
        return card.digests.shown or card.question
    return shown(card.question)


def _sketched(card: Card, known: Sequence[Entry]) -> str:
    texts = digests(card)
    for entry in known:
        if (entry.question_digest, entry.answer_digest) == texts:
            return entry.sketch
    return sketch(unseen(card))


@lru_cache(maxsize=1 << 12)
def unseen(card: Card) -> frozenset[int]:
    """The hashed words of what the lock does not show: the answer, and a long question's rest."""
    return _unseen(card)


def _unseen(card: Card) -> frozenset[int]:
    text, cut = plain(card.answer[:LONGEST]), shown(card.question)
    if cut != card.question:
        text += " " + card.question[len(cut) - 1 :]
    return hashed(text)
