"""Diagnostics of tags: not allowed, empty, one word in two spellings, languages or cases."""

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from msgspec import Struct

from ankigen import rules
from ankigen.model import Diagnostic, Span
from ankigen.settings import Tags
from ankigen.tagging import names
from ankigen.tagging.place import origin, place
from ankigen.tagging.sources import Tagged, folded
from ankigen.text import counted

_WRITTEN = ("front matter", "question", "option")
"""Origins whose text is a tag that someone wrote as such."""


class TaggedCard(Struct, frozen=True):
    """A card's tags and its place in the notes; `count` cards have the same from here on."""

    tags: tuple[Tagged, ...]
    span: Span
    count: int = 1


def check(
    cards: Sequence[TaggedCard], settings: Tags, written: Iterable[tuple[str, Span]] = ()
) -> tuple[Diagnostic, ...]:
    """What is to be said of all the tags. `written` are raw tags of the notes with their place."""
    first: dict[str, tuple[Tagged, Span, int]] = {}
    for card in cards:
        for item in card.tags:
            tagged, span, count = first.get(item.tag, (item, card.span, 0))
            first[item.tag] = tagged, span, count + card.count
    return (
        *_empty(written),
        *_not_allowed(first, settings),
        *_near(first),
        *_cases(cards),
    )


def _empty(written: Iterable[tuple[str, Span]]) -> Iterable[Diagnostic]:
    for text, span in written:
        if text.strip() and not names.path(text):
            message = f"nothing is left of the tag {text.strip()!r}"
            yield Diagnostic(rules.EMPTY_TAG, message, span, "write it with letters or digits")


def _not_allowed(
    first: dict[str, tuple[Tagged, Span, int]], settings: Tags
) -> Iterable[Diagnostic]:
    if not settings.allowed:
        return
    allowed = [_pattern(text) for text in settings.allowed]
    prefix = names.path(settings.prefix)
    for tag, (item, span, count) in first.items():
        bare = tag.removeprefix(f"{prefix}::") if prefix else tag
        if not any(_covers(pattern, own) for pattern in allowed for own in (tag, bare)):
            span = place(item, span)
            message = f"the tag {tag!r} is not allowed ({counted(count, 'card')})"
            help = f"it comes from: {item.origin} ({item.written}); `tags.allowed` lists the others"
            yield Diagnostic(rules.TAG_NOT_ALLOWED, message, span, help)


def _pattern(text: str) -> str:
    parts = text.split("*")
    return "*".join("::".join(map(names.tag, part.split("::"))) for part in parts)


def _covers(pattern: str, tag: str) -> bool:
    return fnmatchcase(tag, pattern) or fnmatchcase(tag, f"{pattern}::*")


def _near(first: dict[str, tuple[Tagged, Span, int]]) -> Iterable[Diagnostic]:
    """Tags whose last level is one word, and whose levels above it are not at odds."""
    if not any(_someone_wrote(item) for item, _, _ in first.values()):
        return  # the vocabulary's labels are slow to fold
    groups: dict[str, list[str]] = {}
    for tag in first:
        groups.setdefault(folded(tag), []).append(tag)
    for tags in groups.values():
        best = max(tags, key=lambda tag: (first[tag][2], -len(tag)))
        for tag in tags:
            if tag == best or not _someone_wrote(first[tag][0], first[best][0]):
                continue
            item, span, count = first[tag]
            other, there, more = first[best]
            message = (
                f"the tags {tag!r} ({counted(count, 'card')}) and {best!r} "
                f"({counted(more, 'card')}) are one thing in two spellings"
            )
            both = _someone_wrote(item) and _someone_wrote(other)
            help = f'[tags.aliases] "{tag}" = "{best}" in ankigen.toml makes one of them'
            help = f"write one of them; or {help}" if both else help
            related = ((place(other, there), origin(other)),)
            yield Diagnostic(rules.NEAR_DUPLICATE_TAG, message, place(item, span), help, related)


def _someone_wrote(*items: Tagged) -> bool:
    """Topics among themselves are no one's slip."""
    return any(item.origin != "topic" for item in items)


def _cases(cards: Sequence[TaggedCard]) -> Iterable[Diagnostic]:
    seen: dict[str, tuple[str, Tagged, Span]] = {}
    told: set[str] = set()
    for card in cards:
        for item in card.tags:
            if item.origin not in _WRITTEN:
                continue
            written = item.written.strip().removeprefix("#")
            before, first, span = seen.setdefault(item.tag, (written, item, card.span))
            if before != written and before.lower() == written.lower() and item.tag not in told:
                told.add(item.tag)
                message = f"one tag is written {before!r} and {written!r}"
                related = ((place(first, span), f"{before} here"),)
                here = place(item, card.span)
                yield Diagnostic(rules.TAG_CASE, message, here, "", related)
