"""What a strange file may not cost: cards past a bound are left out, and it is said."""

from collections.abc import Iterable
from dataclasses import replace
from hashlib import blake2b

from ankigen.model import Diagnostic, Question, Span
from ankigen.pipeline.pages import Cut, Page
from ankigen.rules import CARD_TOO_LARGE, TOO_MANY_CARDS
from ankigen.settings import Limits


def bounded(page: Page, limits: Limits) -> tuple[Page, list[Diagnostic]]:
    """The page without cards that are too large; with no card where there are too many."""
    count, most = len(page.questions), limits.file_cards
    if count > most:
        message = f"this file has {count:,} cards; {most:,} are allowed"
        help = "split it, or raise limits.file-cards"
        return _only(page, ()), [Diagnostic(TOO_MANY_CARDS, message, Span(page.source, 0, 0), help)]
    size = limits.card_kilobytes * 1000
    if len(page.source.text) <= size:
        return page, []
    large = [at for at, one in enumerate(page.questions) if _size(one) > size]
    if not large:
        return page, []
    return _only(page, set(range(count)).difference(large)), [
        Diagnostic(
            CARD_TOO_LARGE,
            f"this card has {_size(page.questions[at]) / 1000:,.0f} kB; "
            f"{limits.card_kilobytes:,} are allowed",
            page.questions[at].front.span(),
            "split it, or raise limits.card-kilobytes",
        )
        for at in large
    ]


def overfull(found: Iterable[Diagnostic]) -> frozenset[str]:
    """The files that have too many cards: their lines in the lock stay as they are."""
    return frozenset(
        one.span.source.path for one in found if one.rule is TOO_MANY_CARDS and one.span
    )


def _size(question: Question) -> int:
    """Characters of all that a card shows."""
    hint = question.hint.size if question.hint else 0
    return question.front.size + question.back.size + hint


def _only(page: Page, kept: Iterable[int]) -> Page:
    """The page with these of its questions. Its name in the cache is one of its own."""
    places = sorted(kept)
    told = repr((page.source.path, [one.name for one in page.segments], places))
    name = blake2b(told.encode(), digest_size=16).digest()
    return replace(
        page,
        questions=tuple(page.questions[at] for at in places),
        cards=tuple(page.cards[at] for at in places),
        segments=(Cut(name, len(places)),),
    )
