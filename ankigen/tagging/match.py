"""Terms of the vocabulary in a text, and which of them count there."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Literal

from msgspec import Struct, field

from ankigen.patterns import pattern
from ankigen.tagging import stems
from ankigen.tagging.compiled import Kind, Topic
from ankigen.tagging.vocabulary import End, Entry, vocabulary
from ankigen.tagging.words import words

Where = Literal["question", "code", "heading", "answer", "file"]
Span = tuple[int, Sequence[tuple[int, End]]]
"""Where terms start, and the length of each in words with what it says, the longest first."""
Levels = tuple[tuple[str, ...], ...]
"""Subjects whose bare words count, those nearest to the card first."""

_BARE: tuple[Kind, ...] = ("terms", "question", "within")
_HUMP = pattern(r"(?<=[a-z])(?=[A-Z][a-z])")
"""Where `SecurityPlus` is two words."""
BRIEF = 9
"""Words of a question in which an everyday word (`key`, `class`) is what it asks about."""
NEAR = 50
"""Ranks from here on within a hundred are those of subjects that are only near to a level's."""


class Given(Struct, frozen=True):
    """A topic of a card, with the term that spoke for it (or `""`) and where that stands."""

    topic: Topic
    term: str
    where: Where


Weighed = dict[str, tuple[Given, int]]
"""Topics by their tags, in the text's order, with how many words spoke for each."""


class Found(Struct):
    """What reading a text gave; `open` says that bare words were left that no level settles."""

    given: Weighed = field(default_factory=dict)
    open: bool = False


def spans(text: Sequence[str]) -> list[Span]:
    """All terms of the vocabulary that stand in a text's words."""
    try:
        return _spans(text)
    except KeyError:  # a word that is met for the first time
        vocabulary().meet(text)
        return _spans(text)


def _spans(text: Sequence[str]) -> list[Span]:
    known = vocabulary()
    alone, after, nodes = known.alone, known.after, known.nodes
    later = [*text[1:], ""]
    out: list[Span] = []
    for start, word in enumerate(text):
        # most words begin no term, or go on otherwise: they are passed over as fast as can be
        if later[start] in after[word]:
            node = nodes[word]
            at = start
            while (follower := later[at]) in node.more:
                node = node.next.get(follower) or known.grow(node, follower)
                at += 1
            if node.here:
                out.append((start, node.here))
        elif word in alone:
            out.append((start, nodes[word].here))
    return out


@lru_cache(maxsize=16)
def terms_in(text: str) -> list[Span]:
    """The terms of a text that is asked for several things, one after the other."""
    return spans(words(text))


def size(text: Sequence[str]) -> int:
    """The length of a text in words; two Chinese characters are one."""
    if "".join(text).isascii():
        return len(text)
    signs = sum([len(word) == 1 and not word.isascii() for word in text])
    return len(text) - (signs + 1) // 2


def named(terms: Iterable[Span]) -> dict[str, str]:
    """The subjects that a text names, with the term that does."""
    return _subjects(terms, _names)


def spoken(terms: Iterable[Span]) -> tuple[str, ...]:
    """The subjects that a text names, or of which it has sure terms."""
    return tuple(_subjects(terms, _spoken))


_names = attrgetter("names")
_spoken = attrgetter("spoken")


def _subjects(terms: Iterable[Span], of: Callable[[End], tuple[str, ...]]) -> dict[str, str]:
    """A name that begins another subject's sure term is none (`SQL injection`)."""
    found: dict[str, str] = {}
    until = 0
    for start, here in terms:
        if start < until:
            continue
        inside: frozenset[str] = frozenset()
        for length, said in here:
            subjects = of(said)
            if said.skip or subjects:
                if not inside or not inside.isdisjoint(subjects):
                    for subject in subjects:
                        found.setdefault(subject, said.term)
                until = start + length
                break
            inside |= said.sure
    return found


@lru_cache(maxsize=4096)
def subjects_in(title: str) -> tuple[str, ...]:
    """The subjects that a heading, a title or a file's name speaks of, by name or by a topic."""
    title = title.replace("_", " ")
    return _titled(title) or _titled(_HUMP.sub(" ", title))


def _titled(title: str) -> tuple[str, ...]:
    text = words(title)
    terms = spans(text)
    if subjects := named(terms):
        return tuple(subjects)
    bare = stems.without_noise(text) or text
    if len(bare) == 1 < len(text) and len(bare[0]) == 1:
        return spoken(terms)  # a lone letter (`C`, `R`) names a language only by itself
    return _called(bare) or spoken(terms)


def _called(title: list[str]) -> tuple[str, ...]:
    """The subjects that a title calls by the words that titles have for them, and by no others."""
    found: dict[str, None] = {}
    until = 0
    for start, here in spans(title):
        if start == until:
            for length, said in here:
                subjects = [e.subject for e in said.entries if e.kind == "title"]
                if subjects:
                    found |= dict.fromkeys(subjects)
                    until += length
                    break
    return tuple(found) if until == len(title) else ()


@lru_cache(maxsize=4096)
def ranks(levels: Levels) -> Mapping[str, int]:
    """The place of each subject whose bare words count: the smaller the nearer to the card."""
    also = vocabulary().also
    out: dict[str, int] = {}
    for number, level in enumerate(levels):
        for place, subject in enumerate(level):
            out.setdefault(subject, number * 100 + min(place, NEAR - 1))
        for place, near in enumerate(n for subject in level for n in also.get(subject, ())):
            out.setdefault(near, number * 100 + NEAR + min(place, NEAR - 1))
    return out


def ruled_out(terms: Iterable[Span]) -> set[str]:
    """The topics that a text cannot be on."""
    return {topic for _, here in terms for _, said in here if said.barred for topic in said.barred}


@lru_cache(maxsize=4096)
def foreign(subjects: tuple[str, ...]) -> frozenset[str]:
    """The languages that notes on these subjects are not about; none when they name no language."""
    known = vocabulary()
    spoken_here = known.languages.intersection(subjects)
    if not spoken_here:
        return frozenset()
    near = {near for subject in spoken_here for near in known.also.get(subject, ())}
    return known.languages - spoken_here - near


def read(
    terms: Sequence[Span],
    levels: Levels,
    where: Where,
    *,
    brief: bool,
    settled: tuple[str, ...] = (),
) -> Found:
    """The topics of a text, the longest term first. `brief`: everyday words count as well.

    Bare words of subjects that are only near to a level's count where there is nothing else.
    `settled` are the subjects that the card is about for sure: sure terms of other languages than
    those do not count.
    """
    place = ranks(levels)
    out = ruled_out(terms)
    abroad = foreign(settled)
    topics = vocabulary().topics
    sure: Weighed = {}
    unsure: Weighed = {}
    found = Found()
    until = 0
    for start, here in terms:
        if start < until:
            continue
        for length, said in here:
            best = (
                None
                if said.skip
                else _best(said.entries, place, abroad, several=len(levels) == 1, brief=brief)
            )
            if best is None:
                until = start + length
                break
            chosen, certain = best
            if chosen:
                until = start + length
                for entry in chosen:
                    if entry.topic not in out:
                        given = Given(topics[entry.topic], said.term, where)
                        weigh(sure if certain else unsure, given, length)
                break
            found.open = found.open or said.bare
    found.given = sure or unsure
    return found


def _best(
    entries: Iterable[Entry],
    place: Mapping[str, int],
    abroad: frozenset[str],
    *,
    several: bool,
    brief: bool,
) -> tuple[Sequence[Entry], bool]:
    """The entries of one term that count here, and whether they surely do."""
    near: list[tuple[int, Entry]] = []
    sure: list[Entry] = []
    for entry in entries:
        if entry.subject in abroad:
            continue
        rank = place.get(entry.subject)
        if entry.kind in ("terms", "question"):
            sure.append(entry)
            if rank is not None:
                near.append((rank, entry))
        elif rank is not None and (
            entry.kind == "within" or (brief and entry.kind == "brief" and rank % 100 < NEAR)
        ):
            near.append((rank, entry))
    if not near:
        return sure, True
    first = min(rank for rank, _ in near)
    if several and first < NEAR:
        return [entry for rank, entry in near if rank < NEAR], True
    best = [entry for rank, entry in near if rank == first]
    return best, first % 100 < NEAR or any(entry in sure for entry in best)


def weigh(given: Weighed, item: Given, weight: int) -> None:
    """Add a topic, or to its weight."""
    known, before = given.get(item.topic.tag, (item, 0))
    given[item.topic.tag] = known, before + weight


def counted(
    terms: Iterable[Span], levels: Levels, *, bare: bool = False, brief: bool = False
) -> list[tuple[int, Given]]:
    """How often a text (an answer) speaks of each topic, the most frequent first.

    Sure terms count, and `bare`: also those that only the levels make sure; `brief`: everyday
    words, too.
    """
    kinds = (*_BARE, "brief") if brief else _BARE
    place = ranks(levels)
    counts: Counter[str] = Counter()
    first: dict[str, str] = {}
    until = 0
    for start, here in terms:
        if start < until:
            continue
        for length, said in here:
            hits: Sequence[Entry] = said.terms
            if bare and (said.bare or len(hits) < len(said.entries)):
                hits = [
                    e
                    for e in said.entries
                    if e.kind == "terms" or (e.kind in kinds and e.subject in place)
                ]
            if hits:
                for entry in hits:
                    counts[entry.topic] += 1
                    first.setdefault(entry.topic, said.term)
                until = start + length
                break
    topics = vocabulary().topics
    return [
        (count, Given(topics[tag], first[tag], "answer")) for tag, count in counts.most_common()
    ]
