"""What a card is about: topics of the vocabulary, found by its words and by what its file is about.

Precision comes before recall: a term counts only where it can mean nothing else, and a bare word
(`closure`, `tree`, `transformer`) only where the card or its file is about a subject that uses it.
Which subject that is, is asked in this order: the question names it; a heading does; the file's
name or title does; sure terms stand in the question; the answer speaks of it; the other cards of
the file do.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from ankigen.tagging import stems
from ankigen.tagging.vocabulary import ENDS, Entry, Topic, vocabulary
from ankigen.tagging.words import words

MOST = 3
"""Topics a card."""
ANSWER_SIZE = 1500
"""Characters of an answer that are looked at: its matter is named early."""
SHARE = 0.12
"""The part of a file's cards that must be about a subject for its bare words to count."""

Where = Literal["question", "heading", "answer", "file"]
Span = tuple[int, Sequence[tuple[int, tuple[Entry, ...]]]]
"""Where terms start, and each one's end with its entries, the longest first."""


@dataclass(frozen=True, slots=True)
class CardText:
    """A card as plain visible text, options and code included. Headings from the outermost."""

    question: str
    answer: str = ""
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What a file is about: subjects that its name or title say, and those of its cards."""

    declared: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    """The most frequent first."""


@dataclass(frozen=True, slots=True)
class Given:
    """A topic of a card, with the term that spoke for it and where that stands."""

    topic: Topic
    term: str
    where: Where


@dataclass(slots=True)
class _Found:
    """What reading a text gave: topics with weight, in their order; unsure bare words left over."""

    given: dict[str, tuple[Given, int]] = field(default_factory=dict)
    open: bool = False


def topics_of(card: CardText, context: Context | None = None) -> tuple[Given, ...]:
    """At most three topics of a card, those of the question before those of the answer."""
    context = context or Context()
    stem, rest = stems.split(card.question)
    spans = _spans(words(stem))
    named = _subjects(spans, names_only=True)
    headings = tuple(dict.fromkeys(s for h in reversed(card.headings) for s in subjects_in(h)))
    sure = _subjects(spans)

    def levels(answer: tuple[str, ...] = ()) -> tuple[tuple[str, ...], ...]:
        if named:
            return (named,)
        shared = () if headings else context.shared
        return headings, context.declared, sure, answer, shared

    found = _read(spans, levels(), "question")
    if not found.given or found.open:
        about = _answer_subjects(card.answer)
        found = _read(spans, levels(about), "question")
    given = found.given
    if not given:
        given = _from_headings(card, context)
    if not given:
        given = _from_answer(f"{rest}\n{card.answer}", levels(), named)
    _add_subjects(given, named)
    if not given:
        given = {s: (Given(vocabulary().topics[s], s, "file"), 1) for s in context.declared[:1]}
    return _choose(given)


def context_of(path: str, title: str, cards: Sequence[CardText]) -> Context:
    """What a file is about, from its path (with `/`), its title and all its cards."""
    parts = [part.rpartition(".")[0] or part for part in path.split("/")]
    declared = tuple(
        dict.fromkeys(s for text in (title, *reversed(parts)) for s in subjects_in(text))
    )
    counts: Counter[str] = Counter()
    for card in cards:
        spans = _spans(words(stems.split(card.question)[0]))
        counts.update(set(_subjects(spans)))
    least = max(2.0, SHARE * counts.total())
    also = vocabulary().also
    near = {s: n + sum(counts[o] for o in also.get(s, ())) for s, n in counts.items()}
    shared = tuple(subject for subject, _ in counts.most_common() if near[subject] >= least)
    return Context(declared, shared)


@lru_cache(maxsize=4096)
def subjects_in(title: str) -> tuple[str, ...]:
    """The subjects that a heading, a title or a file's name speaks of, by name or by a topic."""
    text = words(title.replace("_", " "))
    spans = _spans(text)
    named = _subjects(spans, names_only=True)
    if named:
        return named
    bare = stems.without_noise(text)
    node = vocabulary().root
    for word in bare:
        node = node.get(word, {})
    if titled := tuple(e.topic.subject for e in node.get(ENDS, ()) if e.kind == "title"):
        return titled
    return _subjects(spans)


def _spans(text: list[str]) -> list[Span]:
    """All terms of the vocabulary that stand in a text."""
    root = vocabulary().root
    out: list[Span] = []
    size = len(text)
    for start in [i for i, word in enumerate(text) if word in root]:
        node, end, here = root[text[start]], start + 1, []
        while node is not None:
            if ENDS in node:
                here.append((end, node[ENDS]))
            if end == size:
                break
            node, end = node.get(text[end]), end + 1
        if here:
            here.reverse()
            out.append((start, here))
    return out


def _subjects(spans: Iterable[Span], *, names_only: bool = False) -> tuple[str, ...]:
    """The subjects that a text names, or of which it has sure terms."""
    kinds = ("names",) if names_only else ("names", "terms")
    found: dict[str, None] = {}
    until = 0
    for start, here in spans:
        if start < until:
            continue
        for end, entries in here:
            if any(entry.kind in ("skip", *kinds) for entry in entries):
                found.update((e.topic.subject, None) for e in entries if e.kind in kinds)
                until = end
                break
    return tuple(found)


@lru_cache(maxsize=4096)
def _ranks(levels: tuple[tuple[str, ...], ...]) -> Mapping[str, int]:
    """The place of each subject whose bare words count: the smaller the nearer to the card."""
    also = vocabulary().also
    ranks: dict[str, int] = {}
    for number, level in enumerate(levels):
        for place, subject in enumerate(level):
            ranks.setdefault(subject, number * 100 + place)
        for place, near in enumerate(n for subject in level for n in also.get(subject, ())):
            ranks.setdefault(near, number * 100 + 50 + min(place, 49))
    return ranks


def _read(spans: Sequence[Span], levels: tuple[tuple[str, ...], ...], where: Where) -> _Found:
    """The topics of a text, the longest term first; a bare word that no level settles is open."""
    ranks = _ranks(levels)
    ruled_out = _ruled_out(spans)
    found = _Found()
    until = 0
    for start, here in spans:
        if start < until:
            continue
        for end, entries in here:
            chosen = _best(entries, ranks, several=len(levels) == 1)
            if chosen is None:
                until = end
                break
            if not chosen:
                found.open = found.open or any(e.kind == "within" for e in entries)
                continue
            until = end
            for entry in chosen:
                if entry.topic.tag not in ruled_out:
                    _add(found.given, Given(entry.topic, entry.term, where), end - start)
            break
    return found


def _best(
    entries: Iterable[Entry], ranks: Mapping[str, int], *, several: bool
) -> Sequence[Entry] | None:
    """The entries of one term that count here; None for a term that is to be passed over."""
    near: list[tuple[int, Entry]] = []
    sure: list[Entry] = []
    for entry in entries:
        if entry.kind == "skip":
            return None
        if entry.kind in ("terms", "question"):
            sure.append(entry)
            if entry.topic.subject in ranks:
                near.append((ranks[entry.topic.subject], entry))
        elif entry.kind == "within" and entry.topic.subject in ranks:
            near.append((ranks[entry.topic.subject], entry))
    if not near:
        return sure
    first = min(rank for rank, _ in near)
    if several and first < 50:
        return [entry for rank, entry in near if rank < 50]
    return [entry for rank, entry in near if rank == first]


def _ruled_out(spans: Iterable[Span]) -> set[str]:
    return {
        entry.topic.tag
        for _, here in spans
        for _, entries in here
        for entry in entries
        if entry.kind == "not"
    }


def _add(given: dict[str, tuple[Given, int]], item: Given, weight: int) -> None:
    known, before = given.get(item.topic.tag, (item, 0))
    given[item.topic.tag] = known, before + weight


def _answer_subjects(answer: str) -> tuple[str, ...]:
    """The subject that an answer speaks of: named once, or sure terms twice."""
    spans = _spans(words(answer[:ANSWER_SIZE]))
    counts: Counter[str] = Counter()
    for _, here in spans:
        for entry in here[0][1]:
            if entry.kind in ("names", "terms"):
                counts[entry.topic.subject] += 2 if entry.kind == "names" else 1
    return tuple(subject for subject, n in counts.most_common(1) if n >= 2)


def _from_headings(card: CardText, context: Context) -> dict[str, tuple[Given, int]]:
    for heading in reversed(card.headings):
        spans = _spans(words(heading))
        named = _subjects(spans, names_only=True)
        levels = (named,) if named else (context.declared, _subjects(spans), context.shared)
        found = _read(spans, levels, "heading").given
        _add_subjects(found, named or (() if found else subjects_in(heading)), "heading")
        if found:
            return found
    return {}


def _from_answer(
    text: str,
    levels: tuple[tuple[str, ...], ...],
    named: tuple[str, ...],
) -> dict[str, tuple[Given, int]]:
    """The one topic that an answer is plainly about: its terms stand there more than once."""
    spans = _spans(words(text[:ANSWER_SIZE]))
    ranks = _ranks(levels)
    ruled_out = _ruled_out(spans)
    counts: Counter[str] = Counter()
    first: dict[str, Given] = {}
    until = 0
    for start, here in spans:
        if start < until:
            continue
        for end, entries in here:
            sure = [e for e in entries if e.kind == "terms" and e.topic.tag not in ruled_out]
            if sure:
                for entry in sure:
                    counts[entry.topic.tag] += 1
                    first.setdefault(entry.topic.tag, Given(entry.topic, entry.term, "answer"))
                until = end
                break
    best = counts.most_common(2)
    if not best or best[0][1] < 2 or (len(best) > 1 and best[1][1] == best[0][1]):
        return {}
    item = first[best[0][0]]
    fits = item.topic.subject in ranks if (named or levels[0] or levels[1:2] != ((),)) else True
    return {item.topic.tag: (item, 1)} if fits else {}


def _add_subjects(
    given: dict[str, tuple[Given, int]],
    named: tuple[str, ...],
    where: Where = "question",
) -> None:
    """The subjects that a text names, but for those of which it has a finer topic."""
    has = {item.topic.subject for item, _ in given.values()}
    for subject in named:
        finer = has & {subject, *vocabulary().also.get(subject, ())}
        if not finer and subject not in given:
            _add(given, Given(vocabulary().topics[subject], subject, where), 1)


def _choose(given: Mapping[str, tuple[Given, int]]) -> tuple[Given, ...]:
    """Without the topics above finer ones; of more than three the weightiest, in their order."""
    kept = {
        tag: pair
        for tag, pair in given.items()
        if not any(other.startswith(f"{tag}::") for other in given)
    }
    if len(kept) > MOST:
        best = sorted(kept, key=lambda tag: -kept[tag][1])[:MOST]
        kept = {tag: pair for tag, pair in kept.items() if tag in best}
    return tuple(item for item, _ in kept.values())


def explain(given: Iterable[Given]) -> Iterator[str]:
    """Why each topic was given, in words."""
    for item in given:
        yield f"{item.topic.tag}: {item.term!r} in the {item.where}"
