"""What a strange file may not cost: cards past a bound are left out, and it is said."""

from collections.abc import Iterable
from hashlib import blake2b

from msgspec.structs import replace

from ankigen.model import Diagnostic, Question, Span
from ankigen.pipeline.nesting import depth, shown
from ankigen.pipeline.pages import Cut, Page
from ankigen.rules import CARD_TOO_DEEP, CARD_TOO_LARGE, TOO_MANY_CARDS
from ankigen.settings import Limits


def bounded(page: Page, limits: Limits) -> tuple[Page, list[Diagnostic]]:
    """The page without cards too large or too deep; with no card where there are too many."""
    count, most = len(page.questions), limits.file_cards
    if count > most:
        message = f"this file has {count:,} cards; {most:,} are allowed"
        help = "split it, or raise limits.file-cards"
        return _only(page, ()), [Diagnostic(TOO_MANY_CARDS, message, Span(page.source, 0, 0), help)]
    refused = _large(page, limits.card_kilobytes) | _deep(page, limits.nesting)
    if not refused:
        return page, []
    said = [refused[at] for at in sorted(refused)]
    return _only(page, set(range(count)).difference(refused)), said


def _large(page: Page, kilobytes: int) -> dict[int, Diagnostic]:
    """By number the cards that have more than so many thousand characters."""
    most = kilobytes * 1000
    if len(page.source.text) <= most:
        return {}
    return {
        at: Diagnostic(
            CARD_TOO_LARGE,
            f"this card has {size / 1000:,.0f} kB; {kilobytes:,} are allowed",
            one.front.span(),
            "split it, or raise limits.card-kilobytes",
        )
        for at, one in enumerate(page.questions)
        if (size := _size(one)) > most
    }


def _deep(page: Page, most: int) -> dict[int, Diagnostic]:
    """By number the cards that nest deeper."""
    if max(page.nests, default=0) <= most:
        return {}
    return {
        at: Diagnostic(
            CARD_TOO_DEEP,
            f"this card nests {deep} deep; {most} are allowed",
            one.front.span(),
            "write it flatter: a list of three levels can be read",
        )
        for at, (one, bound) in enumerate(zip(page.questions, page.nests, strict=True))
        if bound > most and (deep := depth(one)) > most
    }


def overfull(found: Iterable[Diagnostic]) -> frozenset[str]:
    """The files that have too many cards: their lines in the lock stay as they are."""
    return frozenset(
        one.span.source.path for one in found if one.rule is TOO_MANY_CARDS and one.span
    )


def _size(question: Question) -> int:
    """Characters of all that a card shows."""
    return sum(excerpt.size for excerpt in shown(question))


def _only(page: Page, kept: Iterable[int]) -> Page:
    """The page with these of its questions. Its name in the cache is one of its own."""
    places = sorted(kept)
    told = repr((page.source.path, [one.name for one in page.segments], places))
    name = blake2b(told.encode(), digest_size=16).digest()
    return replace(
        page,
        questions=tuple(page.questions[at] for at in places),
        cards=tuple(page.cards[at] for at in places),
        nests=tuple(page.nests[at] for at in places),
        segments=(Cut(name, len(places)),),
    )
