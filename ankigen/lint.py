"""Checks across cards, and which of all the rules may speak where.

What one stage can see alone it says itself; here is what needs several cards at once, or the card
as it came out in the end.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from ankigen.diagnostics import Stop
from ankigen.model import Diagnostic, Source, Span, line_starts
from ankigen.rules import DUPLICATE_QUESTION, LONG_ANSWER, RULES, USELESS_QUESTION
from ankigen.settings import Check
from ankigen.text import normal

LONG = 6000
"""Columns of text (a Chinese character takes two): some three screens of a phone."""
_USELESS = re.compile(
    r"(?:questions?|problem|exercise|task|interviewer|candidate|answer|q|[第问題题目答案]|面试官"
    r"|[\W\d_])*+"
)
_IGNORE = re.compile(
    r"<!--[ \t]*ankigen[ \t]*:[ \t]*ignore(?P<file>-file)?[ \t]+"
    r"(?P<rules>[\w ,\t-]{1,400}?)[ \t]*-->"
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
    """Those that may speak, by the settings and by the comments in the notes."""
    selected = chosen(settings.select, "check.select") or frozenset(RULES)
    selected -= chosen(settings.ignore, "check.ignore")
    per_file = _per_file(settings)
    silent: dict[str, list[_Silence]] = {}
    kept: list[Diagnostic] = []
    for item in found:
        if item.rule.code not in selected:
            continue
        if item.span is not None:
            source = item.span.source
            if source.path not in silent:
                silent[source.path] = [*_silences(source), *per_file(source.path)]
            if any(one.covers(item) for one in silent[source.path]):
                continue
        kept.append(item)
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class _Silence:
    """Rules that are silent between two offsets of a file."""

    codes: frozenset[str]
    start: int
    end: int

    def covers(self, item: Diagnostic) -> bool:
        assert item.span is not None
        return item.rule.code in self.codes and self.start <= item.span.start <= self.end


def _silences(source: Source) -> Iterable[_Silence]:
    """`<!-- ankigen: ignore AK301 -->`: its own line and the block below; `ignore-file`: all."""
    if "ankigen" not in source.text:
        return
    for match in _IGNORE.finditer(source.text):
        codes = frozenset(
            code
            for name in match["rules"].replace(",", " ").split()
            for code, item in RULES.items()
            if code.startswith(name.upper()) or item.slug == name.lower()
        )
        if match["file"]:
            yield _Silence(codes, 0, len(source.text))
        else:
            yield _Silence(codes, *_reach(source, match.start()))


def _reach(source: Source, at: int) -> tuple[int, int]:
    """From the line of an offset to the end of the block after it: up to the next blank line."""
    text, starts = source.text, line_starts(source.text)
    line = source.place(at)[0] - 1
    start, seen = starts[line], False
    for index in range(line + 1, len(starts)):
        stop = starts[index + 1] if index + 1 < len(starts) else len(text)
        blank = not text[starts[index] : stop].strip()
        if blank and seen:
            return start, starts[index]
        seen |= not blank
    return start, len(text)


def _per_file(settings: Check) -> Callable[[str], list[_Silence]]:
    """From a path to the silences that the settings give it."""
    if not settings.per_file_ignores:
        return lambda _: []
    from pathspec import GitIgnoreSpec

    specs = [
        (GitIgnoreSpec.from_lines([pattern]), chosen(names, "check.per-file-ignores"))
        for pattern, names in settings.per_file_ignores.items()
    ]
    end = 1 << 62
    return lambda path: [_Silence(codes, 0, end) for spec, codes in specs if spec.match_file(path)]
