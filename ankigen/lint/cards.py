"""Checks of cards as they came out in the end, and across them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from unicodedata import category

from msgspec import Struct

from ankigen.model import Diagnostic, Span
from ankigen.patterns import pattern
from ankigen.rules import DUPLICATE_QUESTION, LONG_ANSWER, USELESS_QUESTION
from ankigen.text import normal, visible

MANY = 5
"""Questions that two files share, from which on the files are told of and not each of them."""
LONG = 6000
"""Columns of text (a Chinese character takes two): some three screens of a phone."""
_USELESS = pattern(
    r"(?>(?:questions?|problem|exercise|task|interviewer|candidate|answer|q|[第问題题目答案]|面试官"
    r"|[\W\d_])*)"
)


class Card(Struct, frozen=True):
    """A card as its reader gets it: the HTML of both sides, code and options included.

    `media` tells apart fronts that differ in their pictures alone. `term`: the notes define what
    stands on its front. `asked` is the question's normal form and `long` what `too_long` says
    of the answer, where they were taken before.
    """

    front: str
    back: str
    span: Span
    media: tuple[str, ...] = ()
    term: bool = False
    asked: str | None = None
    long: int | None = None

    @property
    def question(self) -> str:
        return visible(self.front)

    @property
    def answer(self) -> str:
        return visible(self.back)


def check(cards: Sequence[Card]) -> tuple[Diagnostic, ...]:
    """What is to be said of all the cards together."""
    asked = [normal(card.question) if card.asked is None else card.asked for card in cards]
    return (*_duplicates(cards, asked), *_useless(cards, asked), *_long(cards))


def _duplicates(cards: Sequence[Card], asked: Sequence[str]) -> Iterable[Diagnostic]:
    if len(set(asked)) == len(asked):
        return
    often = {question for question, count in Counter(asked).items() if count > 1}
    first: dict[tuple[str, tuple[str, ...]], Card] = {}
    pairs: list[tuple[Card, Card]] = []
    for card, question in zip(cards, asked, strict=True):
        if question not in often:
            continue
        key = question, card.media
        other = first.setdefault(key, card)
        if other is not card and key[0]:
            pairs.append((other, card))
    if not pairs:
        return
    asked_in = Counter(
        path for path, _ in {(_file(c), q) for c, q in zip(cards, asked, strict=True)}
    )
    repeating = _repeating(asked_in, [pair for pair in pairs if _file(pair[0]) != _file(pair[1])])
    for shared in repeating.values():
        yield _repeats(shared)
    for other, card in pairs:
        if _file(other) == _file(card) or not {_file(other), _file(card)} & repeating.keys():
            yield _twice(other, card)


def _file(card: Card) -> str:
    return card.span.source.path


_Pair = tuple[Card, Card]
"""Two cards that ask the same."""


def _repeating(asked_in: Mapping[str, int], across: Sequence[_Pair]) -> dict[str, list[_Pair]]:
    """Files that mostly ask what others ask: the cards there, each with its own.

    Of two files that are the same, the later one. `asked_in` has how much each file asks.
    """
    shared = Counter(map(_file, {id(one): one for pair in across for one in pair}.values()))
    mostly = {path for path, count in shared.items() if count >= max(MANY, asked_in[path] / 2)}
    found: dict[str, list[_Pair]] = {}
    for other, card in across:
        if _file(card) in mostly:
            found.setdefault(_file(card), []).append((other, card))
        elif _file(other) in mostly:
            found.setdefault(_file(other), []).append((card, other))
    return found


def _repeats(shared: Sequence[_Pair]) -> Diagnostic:
    other, card = shared[0]
    count = len({id(own) for _, own in shared})
    name = _file(card).rpartition("/")[2]
    one = len({_file(there) for there, _ in shared}) == 1
    where, which = ("another file", "one") if one else ("other files", "it or them")
    return Diagnostic(
        DUPLICATE_QUESTION,
        f"{count} questions of {name} are asked in {where} too",
        _line(card.span),
        f"leave {which} out with `exclude` in ankigen.toml",
        related=((_line(other.span), "the first of them"),),
    )


def _twice(other: Card, card: Card) -> Diagnostic:
    same = normal(other.answer) == normal(card.answer)
    return Diagnostic(
        DUPLICATE_QUESTION,
        "this question and its answer stand twice"
        if same
        else "this question is asked twice, with different answers",
        _line(card.span),
        "leave one of them out"
        if same
        else "say on the front what each is about, or leave one out",
        related=((_line(other.span), "first here"),),
    )


def _useless(cards: Sequence[Card], asked: Sequence[str]) -> Iterable[Diagnostic]:
    for card, question in zip(cards, asked, strict=True):
        if card.media or (card.term and question) or not _USELESS.fullmatch(question):
            continue
        if not any(category(char) == "Sm" and char > "\x7f" for char in question):  # `∀` asks
            yield Diagnostic(
                USELESS_QUESTION,
                f"nothing is asked by {card.question.strip()!r}",
                _line(card.span),
                "write the question itself there",
            )


def too_long(back: str) -> int:
    """How many characters an answer shows that takes too many columns, by its HTML; 0 of others."""
    if len(back) * 2 <= LONG:
        return 0
    # code is mostly tags, each a word or a sign
    tags = back.count("</span>") * len("</span>") + back.count('<span class="') * len(_TOKEN)
    if (len(back) - tags) * (1 if back.isascii() else 2) <= LONG:
        return 0
    shown = visible(back)
    count = len(shown)
    if count * 2 <= LONG or (count <= LONG and count + _wide(shown) <= LONG):
        return 0
    return count


def _wide(text: str) -> int:
    """How many characters take two columns, more or less."""
    return 0 if text.isascii() else sum(char > "\u2e7f" for char in text)


_TOKEN = '<span class="k">'


def _long(cards: Iterable[Card]) -> Iterable[Diagnostic]:
    for card in cards:
        characters = too_long(card.back) if card.long is None else card.long
        if characters:
            yield Diagnostic(
                LONG_ANSWER,
                f"the answer has {characters:,} characters",
                _line(card.span),
                "split it into several questions whose answers can be said aloud",
            )


def _line(span: Span) -> Span:
    """A question's first line: enough to find it."""
    text = span.source.text
    stop = text.find("\n", span.start, span.end)
    return Span(span.source, span.start, span.end if stop < 0 else stop)
