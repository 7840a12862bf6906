"""Checks of cards as they came out in the end, and across them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ankigen.model import Diagnostic, Span
from ankigen.rules import DUPLICATE_QUESTION, LONG_ANSWER, USELESS_QUESTION
from ankigen.text import normal

LONG = 6000
"""Columns of text (a Chinese character takes two): some three screens of a phone."""
_USELESS = re.compile(
    r"(?:questions?|problem|exercise|task|interviewer|candidate|answer|q|[第问題题目答案]|面试官"
    r"|[\W\d_])*+"
)


@dataclass(frozen=True, slots=True)
class Card:
    """A card as its reader sees it: visible text, code and options included.

    `media` tells apart fronts that differ in their pictures alone. `cloze` cards have no answer.
    """

    question: str
    answer: str
    span: Span
    media: tuple[str, ...] = ()
    cloze: bool = False


def check(cards: Sequence[Card]) -> tuple[Diagnostic, ...]:
    """What is to be said of all the cards together."""
    asked = [normal(card.question) for card in cards]
    return (*_duplicates(cards, asked), *_useless(cards, asked), *_long(cards))


def _duplicates(cards: Sequence[Card], asked: Sequence[str]) -> Iterable[Diagnostic]:
    first: dict[tuple[str, tuple[str, ...]], Card] = {}
    for card, question in zip(cards, asked, strict=True):
        key = question, card.media
        other = first.setdefault(key, card)
        if other is not card and key[0]:
            same = normal(other.answer) == normal(card.answer)
            yield Diagnostic(
                DUPLICATE_QUESTION,
                "this question and its answer stand twice"
                if same
                else "this question is asked twice, with different answers",
                _line(card.span),
                "leave one of them out" if same else "say on the front what each is about",
                related=((_line(other.span), "first here"),),
            )


def _useless(cards: Sequence[Card], asked: Sequence[str]) -> Iterable[Diagnostic]:
    for card, question in zip(cards, asked, strict=True):
        if not card.media and _USELESS.fullmatch(question):
            yield Diagnostic(
                USELESS_QUESTION,
                f"nothing is asked by {card.question.strip()!r}",
                _line(card.span),
                "write the question itself there",
            )


def _long(cards: Iterable[Card]) -> Iterable[Diagnostic]:
    for card in cards:
        if len(card.answer) * 2 > LONG:
            columns = len(card.answer) + sum(char > "\u2e7f" for char in card.answer)
            if columns > LONG:
                yield Diagnostic(
                    LONG_ANSWER,
                    f"the answer has {len(card.answer):,} characters",
                    _line(card.span),
                    "split the question into several, each with an answer that can be said aloud",
                )


def _line(span: Span) -> Span:
    """A question's first line: enough to find it."""
    text = span.source.text
    stop = text.find("\n", span.start, span.end)
    return Span(span.source, span.start, span.end if stop < 0 else stop)
