"""A second topic for a card whose question has one: what its answer says beside it."""

from collections.abc import Set as AbstractSet

from ankigen.tagging import solutions
from ankigen.tagging.cards import CardText
from ankigen.tagging.finer import short
from ankigen.tagging.match import Given, Levels, Weighed, counted, ranks, ruled_out, terms_in
from ankigen.tagging.told import FIRST, LEAD, PLAIN, SENTENCE, in_line, named_in, rivals
from ankigen.tagging.vocabulary import vocabulary

NAMES = 5
"""Words of an answer up to which it is the name of a thing, which the card is about as well."""
MIDDLE = 900
"""Characters in which an answer must come back to a second topic."""


def beside(given: Weighed, card: CardText, levels: Levels) -> Weighed:
    """The one topic of a question with another: of a problem one that its solution shows; what is
    the answer to it; or what the answer speaks of from its beginning on.
    """
    ((tag, (item, _)),) = given.items()
    second = _solved(item, card) or (_named(item, card) if item.where == "question" else None)
    second = second or _again(card, tag, ranks(levels).keys())
    return {**given, second.topic.tag: (second, 1)} if second else given


def _solved(item: Given, card: CardText) -> Given | None:
    """What the solution of a problem shows as well."""
    tag = item.topic.tag
    if item.topic.subject not in vocabulary().problems or tag == solutions.CONCEPT:
        return None
    shown = solutions.topics(card, sorted(vocabulary().problems))
    return next((more for more in shown if not in_line(more.topic.tag, tag)), None)


def _named(item: Given, card: CardText) -> Given | None:
    """The other topic of the same subject that is the answer, where it names nothing else."""
    terms = short(card, NAMES)
    barred = ruled_out(terms)
    named = [other for _, other in counted(terms, ()) if other.topic.tag not in barred]
    others = [other for other in named if not in_line(other.topic.tag, item.topic.tag)]
    if len(others) != 1 or others[0].topic.tag in vocabulary().also:
        return None
    return others[0] if others[0].topic.subject == item.topic.subject else None


def _again(card: CardText, tag: str, home: AbstractSet[str]) -> Given | None:
    """The other topic of which an answer speaks again and again, twice as often as of another.

    One of the same subject stands early, one of another at home there in the first sentence.
    """
    subject = vocabulary().topics[tag].subject
    near = home | {subject}
    lead = card.begins(LEAD)
    found = _others(lead, tag, near)
    early = {item.topic.tag for count, item in found if count > 1}
    text = card.begins(MIDDLE) if early else ""
    if text != lead:
        found = _others(text, tag, near)
    if not early or not found or found[0][1].topic.tag not in early:
        return None
    most, item = found[0]
    if most < max([PLAIN, *(2 * count for count in rivals(found))]):
        return None
    if item.topic.tag in ruled_out(terms_in(text)):
        return None
    first = SENTENCE.split(text[:LEAD], 1)[0][:FIRST]
    own = item.topic.subject == subject
    return item if own or item.topic.tag in named_in(terms_in(first), ()) else None


def _others(text: str, tag: str, home: AbstractSet[str]) -> list[tuple[int, Given]]:
    """The topics of subjects at home, but for one, that a text names for sure, and how often."""
    return [
        (count, item)
        for count, item in counted(terms_in(text), ())
        if item.topic.subject in home
        and item.topic.tag not in vocabulary().also
        and not in_line(item.topic.tag, tag)
    ]
