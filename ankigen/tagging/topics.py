"""What a card is about: topics of the vocabulary, found by its words and by what its file is about.

Precision comes before recall: a term counts only where it can mean nothing else, and a bare word
(`closure`, `tree`, `transformer`) only where the card or its file is about a subject that uses it.
Which subject that is, is asked in this order: the question names it; a heading does; the file's
name or title does; sure terms stand in the question; the answer speaks of it; the other cards of
the file do; the notes' own name does.
"""

from collections.abc import Mapping
from functools import lru_cache

from ankigen.patterns import pattern
from ankigen.tagging import alone, listings, second, snippets, stems, told
from ankigen.tagging.cards import (
    FIRST_SIZE,
    CardText,
    Context,
    Stem,
    answer_subjects,
    context_of,
    language_of,
    stem_of,
    subjects_of,
)
from ankigen.tagging.finer import LONG, MOST, confirmed, is_finer, refined, without_outer
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
    terms_in,
    weigh,
)
from ankigen.tagging.vocabulary import vocabulary
from ankigen.tagging.words import quoted, words

__all__ = [
    "CardText",
    "Context",
    "Given",
    "answer_subjects",
    "context_of",
    "subjects_of",
    "topics_of",
]

ACRONYM = 2
"""Words of a question up to which its answer begins by saying what they stand for."""
SENTENCE_SIZE = 160
"""Characters of an answer's first sentence that are looked at."""
_SENTENCE = pattern(r"[.。;；](?:\s|$)|[\n。]")


def topics_of(card: CardText, context: Context | None = None) -> tuple[Given, ...]:
    """At most three topics of a card: of its question, else its code, heading, answer or file."""
    context = context or Context()
    stem = stem_of(card.question.asked)
    text, terms = stem.words, stem.terms
    names = named(terms)
    narrow = tuple(name for name in names if name not in vocabulary().broad)
    headings = tuple(dict.fromkeys(s for h in reversed(card.headings) for s in subjects_in(h)))
    known = bool(narrow or headings or context.declared)
    code = language_of(card, known=known, lonely=not context.shared)
    fixed: Levels = (
        (narrow,) if narrow else (headings, context.declared, code, tuple(names), spoken(terms))
    )

    def levels(answer: tuple[str, ...] = ()) -> Levels:
        if narrow:
            return fixed
        return (*fixed, answer, () if headings else context.shared)

    long = size(text)
    settled = narrow or (*headings, *context.declared)
    brief = long <= BRIEF
    found = read(terms, levels(), "question", brief=brief, settled=settled)
    if not settled and (not found.given or (found.open and not any(fixed))):
        about = card.about
        if not about and not context.shared:
            about = _lone_subject(card.answer)
        found = _or(read(terms, levels(about), "question", brief=brief, settled=settled), found)
    given = spoken_of = found.given
    if not given and not settled:
        given = alone.settled_by(stem, card)
    if given and long > LONG:
        given = _opening(given, stem) or confirmed(given, card.besides, levels())
    given = _at_home(given, levels(), settled) or alone.in_notes_near(card, stem, levels())
    given = given or alone.settled_by(stem, card)
    given = given or _above(card, context, levels(), code)
    if not is_finer(given) and 0 < long <= ACRONYM:
        given = _from_definition(card, levels()) or given
    if not given and stems.mute(text):
        given = _from_answer(card.besides, levels(), bool(any(fixed)))
    _add_names(given, {n: names[n] for n in narrow} or ({} if given else names))
    if not given and (subjects := context.declared or code or (context.ruling,)) != ("",):
        topic = vocabulary().topics[subjects[0]]
        where: Where = "code" if subjects is code else "file"
        given = {topic.tag: (Given(topic, "", where), 1)}
    if not is_finer(given):
        given = refined(given, spoken_of, card, context, levels(), settled)
        given = without_outer(given, narrow)
    elif len(given) == 1 and long > ACRONYM:
        given = second.beside(given, card, levels())
    return tuple(_quoted(item, card) for item in _choose(given))


def _at_home(given: Weighed, levels: Levels, settled: tuple[str, ...]) -> Weighed:
    """Of topics found in notes on a subject those of that subject or near to it, where any are.

    The others are spoken of by the way, or a word means something else here.
    """
    if not settled or len(given) < 2:
        return given
    home = ranks((settled, *levels[1:]))
    near = {tag: pair for tag, pair in given.items() if pair[0].topic.subject in home}
    return near or given


def _above(card: CardText, context: Context, levels: Levels, code: tuple[str, ...]) -> Weighed:
    """Topics of a question that has none: those of its listing for sure, its headings', a guess."""
    sure, guess = _from_code(card, (*levels, code)) if card.question.code or code else ({}, {})
    if sure:
        return sure
    headings = _from_headings(card, context)
    return headings if is_finer(headings) else guess or headings


def _from_code(card: CardText, levels: Levels) -> tuple[Weighed, Weighed]:
    """The topics of a question's code in the nearest language of which it has a piece; a guess."""
    near = ranks(levels)
    languages = sorted(near.keys() & vocabulary().code.keys(), key=near.__getitem__)
    code = card.question.code or card.question.asked
    shown = next((subject for subject in languages if snippets.found(code, subject)), None)
    for subject in [shown] if shown else languages[:1] if card.question.code else []:
        mute = stems.mute(stem_of(card.question.asked).words)
        prose = "\n".join((*card.right, card.prose or card.answer)) if mute else ""
        found = listings.topics(code, card.said, prose, subject)
        sure, guess = ({item.topic.tag: (item, 1) for item in items} for items in found)
        return sure, guess
    return {}, {}


def _from_definition(card: CardText, levels: Levels) -> Weighed:
    """What the first sentence of an answer to a word or two speaks of."""
    first = _SENTENCE.split(card.answer, 1)[0][:SENTENCE_SIZE]
    text = words(first)
    settled = tuple(subject for level in levels for subject in level)
    given = read(spans(text), levels, "answer", brief=False, settled=settled).given
    return {tag: pair for tag, pair in given.items() if pair[0].topic.subject in ranks(levels)}


def _quoted(item: Given, card: CardText) -> Given:
    """With its term as it is written on the card."""
    if not item.term:
        return item
    texts: tuple[str, ...] = ()
    if item.where == "question":
        texts = (card.question.asked,)
    elif item.where == "heading":
        texts = card.headings
    elif item.where == "answer":
        texts = (card.besides,)
    for text in texts:
        if term := quoted(text, item.term):
            return Given(item.topic, term, item.where)
    return item


def _lone_subject(answer: str) -> tuple[str, ...]:
    """The subject of which an answer has a sure term, where it has none of another."""
    said = spoken(terms_in(answer[:FIRST_SIZE]))
    return said if len(said) == 1 else ()


def _or(first: Found, second: Found) -> Found:
    return first if first.given else second


def _opening(given: Weighed, stem: Stem) -> Weighed:
    """The topic of a problem that a long question opens with (`Given an array, ...`)."""
    start, here = stem.terms[0]
    return {
        tag: pair
        for tag, pair in given.items()
        if start == 0
        and pair[0].term == here[0][1].term
        and pair[0].topic.subject in vocabulary().problems
    }


def _from_headings(card: CardText, context: Context) -> Weighed:
    """The topics of the nearest heading that has any, or its subjects."""
    for heading in reversed(card.headings):
        text, terms, names = _titled(heading)
        levels: Levels = (
            (tuple(names),) if names else (context.declared, spoken(terms), context.shared)
        )
        alone = len(stems.without_noise(text)) <= 1
        given = read(terms, levels, "heading", brief=alone).given
        if len(given) > 1:  # one for some of the cards, another for others
            given = confirmed(given, f"{card.question.asked}\n{card.besides}", levels)
        if not given:
            _add_names(given, names or dict.fromkeys(subjects_in(heading), ""), "heading")
        if given:
            return given
    return {}


@lru_cache(maxsize=1 << 10)
def _titled(heading: str) -> tuple[list[str], list[Span], Mapping[str, str]]:
    """A heading's words, its terms, and the subjects that it names."""
    text = words(heading)
    terms = spans(text)
    return text, terms, named(terms)


def _from_answer(answer: str, levels: Levels, settled: bool) -> Weighed:
    """The one topic that an answer is plainly about: its sure terms stand there again and again."""
    terms = terms_in(answer)
    out = ruled_out(terms)
    best = [pair for pair in counted(terms, levels) if pair[1].topic.tag not in out][:2]
    if not best or best[0][0] < max(told.PLAIN, 2 * (best[1][0] if len(best) > 1 else 0)):
        return {}
    item = best[0][1]
    if settled and item.topic.subject not in ranks(levels):
        return {}
    return {item.topic.tag: (item, 1)}


def _add_names(given: Weighed, names: Mapping[str, str], where: Where = "question") -> None:
    """The subjects that a text names, with the terms, but for those that have a finer topic."""
    topics = vocabulary().topics
    has = {item.topic.subject for item, _ in given.values()}
    for subject, term in names.items():
        if subject not in has:
            weigh(given, Given(topics[subject], term, where), 1)


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
