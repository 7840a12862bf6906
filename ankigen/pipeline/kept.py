"""A file's questions in a compact form without its text: offsets, words and codes of rules.

It is what workers give back and what the cache keeps; from it and the text the records are made
anew, at the place in the file where the segment stands.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec import Struct

from ankigen.identity.cards import card, digested
from ankigen.identity.records import Card, Digests
from ankigen.model import (
    Diagnostic,
    Edit,
    Heading,
    Question,
    QuestionKind,
    Source,
    Span,
)
from ankigen.pipeline.excerpts import Lines, packed, unpacked
from ankigen.rules import RULES

K = TypeVar("K")

if TYPE_CHECKING:
    from ankigen.render import References
    from ankigen.split import Split


class Segment(Struct, frozen=True):
    """Part of a file to be split: strings only, for workers and as a key of the cache."""

    path: str
    text: str
    dialect: str | None
    start: int = 0
    cloze_marks: bool = False
    deck: str | None = None
    """What the front matter of its file says, where that is no part of it."""


class Asked(msgspec.Struct, array_like=True, frozen=True):
    """A question."""

    kind: QuestionKind
    front: Lines
    back: Lines
    start: int
    end: int
    hint: Lines | None
    way: int
    """The number of its reader and evidence among the part's `ways`, and ..."""
    below: int
    """... of what it stands below among `headings`."""
    extra: tuple[str, ...]
    tags: tuple[str, ...]
    id: str | None
    deck: str | None
    plain: str
    """The question as its card has it."""
    digests: tuple[str, str, str, str]
    nests: int
    """How deep it may nest at most."""
    labels: tuple[str, ...]
    """All that it may refer to, in its segment or in the rest of the file."""


class Said(msgspec.Struct, array_like=True, frozen=True):
    """A diagnostic; places are start and end."""

    rule: str
    message: str
    span: tuple[int, int] | None
    help: str
    related: tuple[tuple[int, int, str], ...]
    edits: tuple[tuple[int, int, str], ...]


Under = tuple[tuple[tuple[int, str], ...], int]
"""The headings above a place, and the least level of all before it in its segment."""


class Part(msgspec.Struct, array_like=True, frozen=True):
    """A segment of a file. `titles` are its headings of level 1, `above` those open at its end."""

    questions: tuple[Asked, ...]
    ways: tuple[tuple[str, str], ...]
    headings: tuple[Under, ...]
    said: tuple[Said, ...]
    links: dict[str, tuple[str, str]]
    footnotes: dict[str, str]
    titles: tuple[str, ...]
    above: Under
    tags: tuple[str, ...]
    looked_for: tuple[str, ...]
    nearest: str
    unanswered: int
    quiet: tuple[tuple[tuple[str, ...], int, int], ...]
    open: bool
    """Something is open at its end, so that the next segment is no beginning."""


def encode(
    found: "Split",
    said: Sequence[Diagnostic],
    references: "References",
    titles: Sequence[str],
    text: str,
) -> bytes:
    """The bytes of a part; `text` is the segment's."""
    from ankigen.pipeline.nesting import Nesting

    nests = Nesting(text).at_most
    ways = _numbered((one.reader, one.evidence) for one in found.questions)
    highest = found.highest
    places = [(one.headings, level) for one, level in zip(found.questions, highest, strict=False)]
    below = _numbered(places)
    part = Part(
        questions=tuple(
            _asked(one, ways, below[place], nests(one))
            for one, place in zip(found.questions, places, strict=True)
        ),
        ways=tuple(ways),
        headings=tuple(_under(*place) for place in below),
        said=tuple(map(_said, said)),
        links=dict(references.links),
        footnotes=dict(references.footnotes),
        titles=tuple(titles),
        above=_under(found.above, highest[-1]),
        tags=found.tags,
        looked_for=found.looked_for,
        nearest=found.nearest,
        unanswered=found.unanswered,
        quiet=tuple((tuple(sorted(codes)), start, end) for codes, start, end in found.quiet),
        open=found.open,
    )
    return msgspec.msgpack.encode(part)


def _numbered(items: Iterable[K]) -> dict[K, int]:
    """Each of the items once, with its number."""
    return {item: number for number, item in enumerate(dict.fromkeys(items))}


def decode(data: bytes) -> Part:
    """A part of its bytes. Raises `msgspec.MsgspecError` for others."""
    return _decoder.decode(data)


def read(rows: Iterable[tuple[bytes, bytes]]) -> dict[bytes, Part]:
    """The parts among what the cache had."""
    found: dict[bytes, Part] = {}
    for key, value in rows:
        with suppress(msgspec.MsgspecError):
            part = decode(value)
            if all(one.rule in RULES for one in part.said) and _sound(part):
                found[key] = part
    return found


def _sound(part: Part) -> bool:
    """Whether the numbers in it lead somewhere."""
    ways, headings = len(part.ways), len(part.headings)
    return all(0 <= one.way < ways and 0 <= one.below < headings for one in part.questions)


_decoder = msgspec.msgpack.Decoder(Part)


def _asked(
    question: Question,
    ways: Mapping[tuple[str, str], int],
    below: int,
    nests: int,
) -> Asked:
    of = card(question)
    digests = digested(of)
    return Asked(
        kind=question.kind,
        front=packed(question.front),
        back=packed(question.back),
        start=question.span.start,
        end=question.span.end,
        hint=packed(question.hint) if question.hint else None,
        way=ways[question.reader, question.evidence],
        below=below,
        extra=question.extra,
        tags=question.tags,
        id=question.id,
        deck=question.deck,
        plain=of.question,
        digests=(digests.question, digests.answer, digests.sketch, digests.shown),
        nests=nests,
        labels=tuple(sorted(_labels(question))),
    )


def _labels(question: Question) -> set[str]:
    from ankigen.render import labels

    found = labels(question.front.text) | labels(question.back.text)
    return found | labels(question.hint.text) if question.hint else found


def _said(item: Diagnostic) -> Said:
    span = item.span
    return Said(
        rule=item.rule.code,
        message=item.message,
        span=(span.start, span.end) if span else None,
        help=item.help,
        related=tuple((other.start, other.end, note) for other, note in item.related),
        edits=tuple((edit.span.start, edit.span.end, edit.text) for edit in item.edits),
    )


def questions(part: Part, source: Source, at: int, above: Sequence[Heading]) -> Iterator[Question]:
    """The questions of a segment that starts at an offset, below headings of those before."""
    known: list[tuple[Heading, ...]] = []
    for told in part.headings:
        known.append(tuple(under(above, told)))
    for one in part.questions:
        reader, evidence = part.ways[one.way]
        yield Question(
            kind=one.kind,
            front=unpacked(one.front, source, at),
            back=unpacked(one.back, source, at),
            span=Span(source, one.start + at, one.end + at),
            reader=reader,
            evidence=evidence,
            hint=unpacked(one.hint, source, at) if one.hint else None,
            extra=one.extra,
            headings=known[one.below],
            tags=one.tags,
            id=one.id,
            deck=one.deck,
        )


def cards(part: Part, made: Iterable[Question]) -> Iterator[Card]:
    """The cards of a segment's questions."""
    for one, question in zip(part.questions, made, strict=True):
        yield card(question, one.plain, Digests(*one.digests))


def diagnostics(part: Part, source: Source, at: int) -> Iterator[Diagnostic]:
    """What was said of a segment that starts at an offset."""
    for one in part.said:
        yield Diagnostic(
            rule=RULES[one.rule],
            message=one.message,
            span=Span(source, one.span[0] + at, one.span[1] + at) if one.span else None,
            help=one.help,
            related=tuple(
                (Span(source, start + at, end + at), note) for start, end, note in one.related
            ),
            edits=tuple(
                Edit(Span(source, start + at, end + at), text) for start, end, text in one.edits
            ),
        )


def under(above: Iterable[Heading], told: Under) -> list[Heading]:
    """The headings above a place of a segment that stands below some."""
    own, level = told
    return [*(one for one in above if one.level < level), *(Heading(*one) for one in own)]


def _under(above: Iterable[Heading], level: int) -> Under:
    return tuple((one.level, one.text) for one in above), level
