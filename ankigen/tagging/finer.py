"""In the place of a bare subject what says more: the surest topic that the card speaks of."""

from ankigen.patterns import pattern
from ankigen.tagging import alone, solutions, stems, told
from ankigen.tagging.cards import SAID, CardText, Context, stem_of
from ankigen.tagging.match import (
    BRIEF,
    Given,
    Levels,
    Span,
    Weighed,
    counted,
    ranks,
    read,
    size,
    terms_in,
)
from ankigen.tagging.vocabulary import vocabulary
from ankigen.tagging.words import words

MOST = 3
"""Topics a card."""
MEDIUM = 18
"""Words up to which a question may be about an everyday word that its answer repeats."""
LONG = 28
"""Words from which on a question tells a story, in which most words are by the way."""
SHORT = 8
"""Words of an answer up to which it only names what was asked for."""
LINE = 100
"""Characters in which those stand."""
_QUESTION = pattern(r"[^.?!。？！\n]{1,300}[?？]")


def is_finer(given: Weighed) -> bool:
    """Whether there is more than bare subjects."""
    return not given.keys() <= vocabulary().also.keys()


def refined(
    given: Weighed,
    spoken_of: Weighed,
    card: CardText,
    context: Context,
    levels: Levels,
    settled: tuple[str, ...],
) -> Weighed:
    """In the place of bare subjects, or of nothing, what says more: the surest that there is.

    `spoken_of` are all topics of which the question speaks, if only by the way.
    """
    stem = stem_of(card.question.asked)
    mute, long = stems.mute(stem.words), size(stem.words)
    given = _narrowed(given, card, mute=mute)
    if not is_finer(given):
        shown = solutions.topics(card, ranks(levels))
        given = {item.topic.tag: (item, 1) for item in shown} or given
    if not is_finer(given):
        given = _told(given, card, levels, settled, mute=mute)
    if BRIEF < long <= MEDIUM and given and not is_finer(given):
        given = _everyday(given, stem.terms, card)
    if not is_finer(given) and long > LONG:
        given = _asked_of(spoken_of, card, levels, settled) or given
    if not is_finer(given) and context.topic:
        topic = vocabulary().topics[context.topic]
        if all(topic.subject == subject for subject in given):
            given = {topic.tag: (Given(topic, "", "file"), 1)}
    return given


def without_outer(given: Weighed, names: tuple[str, ...]) -> Weighed:
    """Without the bare subject of a heading where the question names others."""
    outer = {
        tag
        for tag, (item, _) in given.items()
        if names and item.where == "heading" and tag == item.topic.subject and tag not in names
    }
    return {tag: pair for tag, pair in given.items() if tag not in outer}


def _narrowed(given: Weighed, card: CardText, *, mute: bool) -> Weighed:
    """In the place of a bare subject the topics of it that the right options or the answer name.

    A text of a few words may name several; of a longer one only the only one counts.
    """
    if not given:
        return {}
    out: Weighed = {}
    named, right = short(card), terms_in("\n".join(card.right))
    terms = terms_in(card.besides) if mute else []
    for tag, pair in given.items():
        items = told.at_most(MOST, named, tag) or told.at_most(1, right, tag)
        if not items and mute and (item := told.plainly(terms, tag)):
            items = [item]
        out |= {item.topic.tag: (item, 1) for item in items} or {tag: pair}
    return out


def short(card: CardText, most: int = SHORT) -> list[Span]:
    """The terms of an answer, or a right option, that does no more than name what was asked for."""
    if right := "\n".join(card.right):
        return terms_in(right) if size(words(right)) <= most else []
    if len(card.back) > SAID or len(card.answer) > LINE:
        return []
    answer = card.prose or card.answer
    return terms_in(answer) if size(words(answer)) <= most else []


def _everyday(given: Weighed, terms: list[Span], card: CardText) -> Weighed:
    """In the place of a bare subject its topic that an everyday word in a longer question means.

    The answer must speak of it as well, in words that mean nothing else.
    """
    out: Weighed = {}
    for tag, pair in given.items():
        found = read(terms, ((tag,),), "question", brief=True, settled=(tag,)).given
        own = {t: p for t, p in found.items() if p[0].topic.subject == tag != t}
        if any(other.startswith(f"{tag}::") for other in given):
            own = {}
        said = confirmed(own, card.said, ((tag,),)) if len(own) == 1 else {}
        out |= said or {tag: pair}
    return out


def _told(
    given: Weighed, card: CardText, levels: Levels, settled: tuple[str, ...], *, mute: bool
) -> Weighed:
    """In the place of bare subjects, or of nothing, the topic that the answer is about."""
    if given and not card.question.code and alone.at_large(stem_of(card.question.asked)):
        return given
    prose = card.prose[:SAID]
    out: Weighed = {}
    for tag, pair in given.items():
        finer = told.topics(prose, ((tag,),), frozenset((tag,)), mute=mute)
        out |= {item.topic.tag: (item, 1) for item in finer} or {tag: pair}
    if not given:
        found = told.topics(prose, levels if settled else (), ranks(levels).keys(), mute=False)
        out = {item.topic.tag: (item, 1) for item in found}
    return out


def _asked_of(given: Weighed, card: CardText, levels: Levels, settled: tuple[str, ...]) -> Weighed:
    """Of a story's topics those that its question itself names: finer ones, of what is settled."""
    asked = " ".join(_QUESTION.findall(card.question.asked))
    named = {item.topic.tag for _, item in counted(terms_in(asked), levels, bare=True)}
    home = ranks((settled, *levels[1:]))
    return {
        tag: pair
        for tag, pair in given.items()
        if tag in named and (not settled or pair[0].topic.subject in home)
    }


def confirmed(given: Weighed, answer: str, levels: Levels) -> Weighed:
    """Of a story's topics those of which the answer speaks as well."""
    said = {item.topic.tag for _, item in counted(terms_in(answer), levels, bare=True)}
    return {tag: pair for tag, pair in given.items() if tag in said}
