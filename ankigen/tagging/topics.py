"""What a card is about: topics of the vocabulary, found by its words and by what its file is about.

Precision comes before recall: a term counts only where it can mean nothing else, and a bare word
(`closure`, `tree`, `transformer`) only where the card or its file is about a subject that uses it.
Which subject that is, is asked in this order: the question names it; a heading does; the file's
name or title does; sure terms stand in the question; the answer speaks of it; the other cards of
the file do.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ankigen.tagging import stems
from ankigen.tagging.match import (
    BRIEF,
    Found,
    Given,
    Levels,
    Span,
    Weighed,
    Where,
    counted,
    named,
    ranks,
    read,
    ruled_out,
    size,
    spans,
    spoken,
    subjects_in,
    weigh,
)
from ankigen.tagging.shown import Shown
from ankigen.tagging.vocabulary import vocabulary
from ankigen.tagging.words import words

__all__ = ["CardText", "Context", "Given", "context_of", "subjects_of", "topics_of"]

LONGEST = 400
"""Characters of a question that are looked at."""
MOST = 3
"""Topics a card."""
LONG = 28
"""Words from which on a question tells a story, in which most words are by the way."""
PLAIN = 3
"""How often an answer names what it is plainly about, and twice as often as anything else."""
ANSWER_SIZE = 1500
"""Characters of an answer that are looked at: its matter is named early."""
FIRST_SIZE = 600
"""Characters of an answer that say what subject it is on."""
SHARE = 0.12
"""The part of a file's cards that must be about a subject for its bare words to count."""


@dataclass(frozen=True, slots=True)
class CardText:
    """A card as plain visible text. Headings from the outermost."""

    question: Shown
    answer: str = ""
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What a file is about: subjects that its name or title say, and those of its cards."""

    declared: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    """The most frequent first."""
    ruling: str = ""
    """The subject of most of the cards."""


def subjects_of(question: Shown) -> tuple[str, ...]:
    """The subjects of which a question speaks for sure."""
    return spoken(_stem(question.asked).terms)


def context_of(path: str, title: str, cards: Sequence[tuple[str, ...]]) -> Context:
    """What a file is about, from its path (with `/`), its title and all its cards' subjects."""
    parts = [part.rpartition(".")[0] or part for part in path.split("/")]
    texts = (title, *reversed(parts))
    declared = tuple(dict.fromkeys(s for text in texts for s in subjects_in(text)))
    counts: Counter[str] = Counter()
    for subjects in cards:
        counts.update(subjects)
    least = max(2.0, SHARE * counts.total())
    also = vocabulary().also
    near = {s: n + sum(counts[o] for o in also.get(s, ())) for s, n in counts.items()}
    ordered = counts.most_common()
    shared = tuple(subject for subject, _ in ordered if near[subject] >= least)
    ruling = ""
    if ordered and ordered[0][1] >= max(3, 0.6 * counts.total()):
        ruling = ordered[0][0]
    return Context(declared, shared, ruling)


def topics_of(card: CardText, context: Context | None = None) -> tuple[Given, ...]:
    """At most three topics of a card: the question's, else its heading's, answer's or file's."""
    context = context or Context()
    stem = _stem(card.question.asked)
    text, terms = stem.words, stem.terms
    names = named(terms)
    narrow = tuple(name for name in names if name not in vocabulary().broad)
    headings = tuple(dict.fromkeys(s for h in reversed(card.headings) for s in subjects_in(h)))
    fixed: Levels = (narrow,) if narrow else (headings, context.declared, names, spoken(terms))

    def levels(answer: tuple[str, ...] = ()) -> Levels:
        if narrow:
            return fixed
        return (*fixed, answer, () if headings else context.shared)

    long = size(text)
    settled = narrow or (*headings, *context.declared)
    brief = long <= BRIEF
    found = read(terms, levels(), "question", brief=brief, settled=settled)
    if not settled and (not found.given or (found.open and not any(fixed))):
        about = _answer_subjects(card.answer)
        found = _or(read(terms, levels(about), "question", brief=brief, settled=settled), found)
    given = found.given
    if given and long > LONG:
        given = _confirmed(given, _answer(card), levels())
    given = given or _from_headings(card, context)
    if not given and stems.mute(text):
        given = _from_answer(_answer(card), levels(), bool(any(fixed)))
    _add_names(given, narrow or (() if given else names))
    if not given and (subjects := context.declared or tuple(filter(None, [context.ruling]))):
        topic = vocabulary().topics[subjects[0]]
        given = {topic.tag: (Given(topic, topic.tag, "file"), 1)}
    if given.keys() <= vocabulary().also.keys() and stems.mute(text):
        given = _finer(given, _answer(card))
    return _choose(given)


def _finer(given: Weighed, answer: str) -> Weighed:
    """In the place of a bare subject the topic of it that the answer plainly is about."""
    out: Weighed = {}
    terms = spans(words(answer))
    barred = ruled_out(terms)
    for tag, pair in given.items():
        found = [
            (count, item)
            for count, item in counted(terms, ((tag,),), bare=True)
            if item.topic.subject == tag != item.topic.tag and item.topic.tag not in barred
        ]
        second = found[1][0] if len(found) > 1 else 0
        if found and found[0][0] >= max(PLAIN, 2 * second):
            out[found[0][1].topic.tag] = found[0][1], 1
        else:
            out[tag] = pair
    return out


@dataclass(frozen=True, slots=True)
class _Stem:
    """A question's own words, and the terms in them."""

    words: list[str]
    terms: list[Span]


@lru_cache(maxsize=1 << 14)
def _stem(asked: str) -> _Stem:
    """Asked for twice of each card: for its file's subject, and for its own topics."""
    text = words(asked[:LONGEST])
    return _Stem(text, spans(text))


def _answer(card: CardText) -> str:
    """What an answer says, and what the question says below what it asks."""
    asked = card.question
    said = (asked.rest, asked.code, *asked.right(card.answer), card.answer)
    return "\n".join(filter(None, said))[:ANSWER_SIZE]


def _or(first: Found, second: Found) -> Found:
    return first if first.given else second


def _answer_subjects(answer: str) -> tuple[str, ...]:
    """The subject that an answer speaks of: named once, or sure terms twice."""
    counts: Counter[str] = Counter()
    for _, here in spans(words(answer[:FIRST_SIZE])):
        said = here[0][1]
        for subject in said.spoken:
            counts[subject] += 2 if subject in said.names else 1
    return tuple(subject for subject, n in counts.most_common(1) if n >= 2)


def _confirmed(given: Weighed, answer: str, levels: Levels) -> Weighed:
    """Of a story's topics those of which the answer speaks as well."""
    said = {item.topic.tag for _, item in counted(spans(words(answer)), levels, bare=True)}
    return {tag: pair for tag, pair in given.items() if tag in said}


def _from_headings(card: CardText, context: Context) -> Weighed:
    """The topics of the nearest heading that has any, or its subjects."""
    for heading in reversed(card.headings):
        text = words(heading)
        terms = spans(text)
        names = named(terms)
        levels: Levels = (names,) if names else (context.declared, spoken(terms), context.shared)
        given = read(terms, levels, "heading", brief=size(text) <= BRIEF).given
        _add_names(given, names or (() if given else subjects_in(heading)), "heading")
        if given:
            return given
    return {}


def _from_answer(answer: str, levels: Levels, settled: bool) -> Weighed:
    """The one topic that an answer is plainly about: its sure terms stand there again and again."""
    terms = spans(words(answer))
    out = ruled_out(terms)
    best = [pair for pair in counted(terms, levels) if pair[1].topic.tag not in out][:2]
    if not best or best[0][0] < max(PLAIN, 2 * (best[1][0] if len(best) > 1 else 0)):
        return {}
    item = best[0][1]
    if settled and item.topic.subject not in ranks(levels):
        return {}
    return {item.topic.tag: (item, 1)}


def _add_names(given: Weighed, names: Iterable[str], where: Where = "question") -> None:
    """The subjects that a text names, but for those of which it has a finer topic."""
    topics, also = vocabulary().topics, vocabulary().also
    has = {item.topic.subject for item, _ in given.values()}
    for subject in names:
        if not has & {subject, *also.get(subject, ())} and subject not in given:
            weigh(given, Given(topics[subject], subject, where), 1)


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
