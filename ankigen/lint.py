"""Checks across cards, and which of all the rules may speak where.

What one stage can see alone it says itself; here is what needs several cards at once, or the card
as it came out in the end.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from ankigen.diagnostics import Stop
from ankigen.model import Diagnostic, Span
from ankigen.rules import DUPLICATE_QUESTION, LONG_ANSWER, RULES, USELESS_QUESTION
from ankigen.settings import Check
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


def lint(cards: Sequence[Card]) -> tuple[Diagnostic, ...]:
    """What is to be said of all the cards together."""
    return (*_duplicates(cards), *_useless(cards), *_long(cards))


def _duplicates(cards: Sequence[Card]) -> Iterable[Diagnostic]:
    first: dict[tuple[str, tuple[str, ...]], Card] = {}
    for card in cards:
        key = normal(card.question), card.media
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


def _useless(cards: Iterable[Card]) -> Iterable[Diagnostic]:
    for card in cards:
        if not card.media and _USELESS.fullmatch(normal(card.question)):
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


def chosen(names: Iterable[str], where: str) -> frozenset[str]:
    """The codes of rules given by code, by the beginning of a code, or by name."""
    codes: set[str] = set()
    for name in filter(None, (part.strip() for given in names for part in given.split(","))):
        found = {
            code
            for code, rule in RULES.items()
            if code.startswith(name.upper()) or rule.slug == name.lower()
        }
        if not found and name.upper() != "ALL":
            raise Stop(f"{where}: there is no rule {name}", _near(name))
        codes |= found or set(RULES)
    return frozenset(codes)


def _near(name: str) -> str:
    names = [*RULES, *(item.slug for item in RULES.values())]
    near = get_close_matches(name, names, 1) or get_close_matches(name.upper(), names, 1)
    return f"did you mean {near[0]}?" if near else "all of them: ankigen rule"


def spoken(found: Iterable[Diagnostic], settings: Check) -> tuple[Diagnostic, ...]:
    """Those that may speak by the settings; comments in the notes were heard before."""
    selected = chosen(settings.select, "check.select") or frozenset(RULES)
    selected -= chosen(settings.ignore, "check.ignore")
    per_file = cache(_per_file(settings))
    return tuple(
        item
        for item in found
        if item.rule.code in selected
        and (item.span is None or item.rule.code not in per_file(item.span.source.path))
    )


def _per_file(settings: Check) -> Callable[[str], frozenset[str]]:
    """From a path to the codes that the settings keep quiet in it."""
    if not settings.per_file_ignores:
        return lambda _: frozenset()
    from pathspec import GitIgnoreSpec

    specs = [
        (GitIgnoreSpec.from_lines([pattern]), chosen(names, "check.per-file-ignores"))
        for pattern, names in settings.per_file_ignores.items()
    ]
    return lambda path: frozenset().union(
        *(codes for spec, codes in specs if spec.match_file(path))
    )
