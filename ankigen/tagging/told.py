"""What an answer is plainly about, for questions that do not say it themselves."""

from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from ankigen.patterns import pattern
from ankigen.tagging.cards import CardText
from ankigen.tagging.match import Given, Levels, Span, counted, ruled_out, terms_in
from ankigen.tagging.vocabulary import vocabulary

LEAD = 300
"""Characters that begin an answer, in which it names its matter."""
EARLY = 200
"""Characters in which a single topic is that of a question that says nothing of its own."""
FIRST = 180
"""Characters of an answer's first sentence."""
PLAIN = 3
"""How often an answer names what it is plainly about, and twice as often as anything else."""
SENTENCE = pattern(r"[.。;；!?！？](?=\s|$|[^\x00-\x7f])")


def topics(text: str, levels: Levels, home: AbstractSet[str], *, mute: bool) -> list[Given]:
    """What an answer's prose is about, most often one topic; with levels only of subjects at home.

    It speaks of it again and again and twice as often as of another, or its first sentence names
    nothing else and it comes back to it. It may be on two that it both names early and again. To a
    `mute` question (`What is printed?`) it is enough that it begins with one.
    """
    terms = terms_in(text)
    barred = ruled_out(terms)
    found = [
        (count, item)
        for count, item in counted(terms, levels, bare=True)
        if item.topic.tag not in barred
        and item.topic.tag not in vocabulary().also
        and (not levels or item.topic.subject in home)
    ]
    if not found or (found[0][0] < 2 and not mute):
        return []
    lead = named_in(terms_in(text[:LEAD]), levels)
    first = named_in(terms_in(SENTENCE.split(text, 1)[0][:FIRST]), levels) if levels else set[str]()
    items = _prevailing(found, lead, first) or _prevailing(_raised(found), lead, first)
    if items or not levels:
        return items
    if mute:
        early = named_in(terms_in(text[:EARLY]), levels)
        items = [item for _, item in found if item.topic.tag in early]
        return items if len(items) == 1 else []
    return []


def _prevailing(
    found: Sequence[tuple[int, Given]], lead: AbstractSet[str], first: AbstractSet[str]
) -> list[Given]:
    """Of topics with how often a text names them those that it is about, or none.

    `lead` are those that it names early, `first` those of its first sentence.
    """
    most, best = found[0]
    second, third = (*rivals(found), 0, 0)[:2]
    begun = any(in_line(tag, best.topic.tag) for tag in lead)
    if begun and most >= max(PLAIN, 2 * second):
        return [best]
    if first and most >= 2 and most > second and all(in_line(t, best.topic.tag) for t in first):
        return [best]
    both = [item for _, item in found[:2]]
    named = all(any(in_line(t, item.topic.tag) for item in both) for t in lead)
    if first and most >= PLAIN and second > max(1, third) and begun and named:
        return both
    return []


def named_first(card: CardText, subjects: tuple[str, ...]) -> list[Given]:
    """The topics of these subjects that the beginning of an answer names for sure."""
    terms = terms_in(card.begins(LEAD))
    barred = ruled_out(terms)
    return [
        item
        for _, item in counted(terms, ())
        if item.topic.subject in subjects
        and item.topic.tag not in vocabulary().also
        and item.topic.tag not in barred
    ]


def named_in(terms: list[Span], levels: Levels) -> set[str]:
    return {item.topic.tag for _, item in counted(terms, levels, bare=True)}


def at_most(most: int, terms: list[Span], subject: str) -> list[Given]:
    """The topics of a subject of which a text speaks, where there are no more than so many.

    Of more below one topic (`S3`, `EBS`: storage) it is that one.
    """
    found = of_subject(terms, subject)
    tags = [item.topic.tag for _, item in found]
    kept = [item for _, item in found if not any(t.startswith(f"{item.topic.tag}::") for t in tags)]
    if len(kept) > most:
        kept = [item for _, item in _raised(found)]
    return kept if len(kept) <= most else []


def in_line(one: str, other: str) -> bool:
    """Whether one of two topics stands above the other, or they are the same."""
    return f"{one}::".startswith(f"{other}::") or f"{other}::".startswith(f"{one}::")


def plainly(terms: list[Span], subject: str) -> Given | None:
    """The topic of a subject that a text is plainly about."""
    found = of_subject(terms, subject)
    return _most(found) or _most(_raised(found))


def _most(found: Sequence[tuple[int, Given]]) -> Given | None:
    """The topic that is spoken of again and again and twice as often as any other."""
    most = max([PLAIN, *(2 * count for count in rivals(found))])
    return found[0][1] if found and found[0][0] >= most else None


def rivals(found: Sequence[tuple[int, Given]]) -> list[int]:
    """How often a text speaks of what stands neither above nor below its first topic."""
    return [n for n, item in found[1:] if not in_line(item.topic.tag, found[0][1].topic.tag)]


def _raised(found: Iterable[tuple[int, Given]]) -> list[tuple[int, Given]]:
    """Topics with how often they are spoken of, those below one topic of a subject taken for it."""
    topics = vocabulary().topics
    counts: Counter[str] = Counter()
    first: dict[str, Given] = {}
    for count, item in found:
        below = item.topic.tag.removeprefix(f"{item.topic.subject}::").partition("::")[0]
        tag = f"{item.topic.subject}::{below}"
        counts[tag] += count
        first.setdefault(tag, Given(topics[tag], item.term, item.where))
    return [(count, first[tag]) for tag, count in counts.most_common()]


def of_subject(terms: list[Span], subject: str) -> list[tuple[int, Given]]:
    """The topics of a subject of which a text speaks, and how often, the most frequent first."""
    barred = ruled_out(terms)
    return [
        (count, item)
        for count, item in counted(terms, ((subject,),), bare=True)
        if item.topic.subject == subject != item.topic.tag and item.topic.tag not in barred
    ]
