"""All tags of all notes, each with its origin."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from ankigen.crew import Crew
from ankigen.identity.cards import digests
from ankigen.identity.records import Card, Entry, Matching
from ankigen.model import Diagnostic, Question
from ankigen.pipeline.fields import Draft
from ankigen.pipeline.options import Options
from ankigen.pipeline.pages import Page
from ankigen.project.root import Project
from ankigen.tagging.check import TaggedCard, check
from ankigen.tagging.sources import Place, Tagged, tag_of, tags_of

if TYPE_CHECKING:
    from ankigen.tagging.match import Given


class Tags(Struct, frozen=True):
    """A note's tags, each with its origin, and its topics as the lock has them."""

    origins: tuple[Tagged, ...]
    topics: tuple[str, ...]
    tags: tuple[str, ...]
    """The tags alone, in the order in which Anki keeps them."""


def tag(
    project: Project,
    pages: Sequence[Page],
    drafts: Sequence[Draft],
    who: Matching,
    options: Options,
    crew: Crew,
) -> tuple[tuple[Tags, ...], list[Diagnostic]]:
    """All tags of each note. Topics once given stay while the card's own text does.

    They are found and kept in the lock also where the settings give them to no card, so that a
    setting switched off and on again changes no tag.
    """
    made: list[Tags] = []
    cards: list[TaggedCard] = []
    known = [
        None if options.retag else _recorded(*one) for one in zip(who.cards, who.known, strict=True)
    ]
    found = _found(project, pages, drafts, known, crew)
    for page, chosen in _placed(pages):
        topics = [next(found) if one is None else one for one in known[chosen]]
        fresh, those = _of_page(page, drafts[chosen], topics, project, options)
        made += fresh
        cards += those
    written = [(text, q.span) for page in pages for q in page.questions for text in q.tags]
    return tuple(made), list(check(cards, project.settings.tags, written))


def _of_page(
    page: Page,
    drafts: Sequence[Draft],
    topics: "Sequence[Sequence[Given | str]]",
    project: Project,
    options: Options,
) -> tuple[list[Tags], Iterable[TaggedCard]]:
    """The tags of a page's cards; and each set of them with the first card that has it."""
    settings = project.settings.tags
    known: dict[Hashable, Tags] = {}
    once: dict[Tagged, Tagged] = {}
    same: dict[tuple[str, ...], tuple[str, ...]] = {}
    first: dict[int, TaggedCard] = {}
    counts: dict[int, int] = {}
    made: list[Tags] = []
    for question, one, given in zip(page.questions, drafts, topics, strict=True):
        shown = one.shown_question if settings.rules else ""
        shaping = _shaping(question, shown, given)
        tags = known.get(shaping)
        if tags is None:
            place = Place(
                page.source.path, question.headings, page.lone_title, page.tags, question.tags
            )
            found = tags_of(place, settings, question=shown, topics=given, options=options.tags)
            origins = tuple([once.setdefault(one, one) for one in found])
            alone = tuple(sorted({item.tag for item in origins}))
            names = tuple(map(tag_of, given))
            tags = Tags(origins, same.setdefault(names, names), same.setdefault(alone, alone))
            known[shaping] = tags
            first[id(tags)] = TaggedCard(origins, question.span)
        counts[id(tags)] = counts.get(id(tags), 0) + 1
        made.append(tags)
    return made, [TaggedCard(c.tags, c.span, counts[key]) for key, c in first.items()]


def _shaping(question: Question, shown: str, given: "Sequence[Given | str]") -> Hashable:
    """What the tags of a page's card follow from."""
    topics = tuple(
        one if isinstance(one, str) else (one.topic.tag, one.term, one.where) for one in given
    )
    return question.headings, question.tags, shown, topics


def _placed(pages: Iterable[Page]) -> Iterator[tuple[Page, slice]]:
    """Each page with where its questions are among all."""
    start = 0
    for page in pages:
        end = start + len(page.questions)
        yield page, slice(start, end)
        start = end


def _found(
    project: Project,
    pages: Sequence[Page],
    drafts: Sequence[Draft],
    known: Sequence[tuple[str, ...] | None],
    crew: Crew,
) -> "Iterator[tuple[Given, ...]]":
    """The topics of the cards of which none are on record, in order."""
    if None not in known:
        return iter(())
    from ankigen.pipeline.about import topics

    asked = [
        (page, drafts[chosen], missing)
        for page, chosen in _placed(pages)
        if (missing := [at for at, one in enumerate(known[chosen]) if one is None])
    ]
    return topics(asked, project.name, crew)


def _recorded(card: Card, known: Sequence[Entry]) -> tuple[str, ...] | None:
    """The topics in the lock, if the card's own text is what it was."""
    if not known:
        return None
    texts = digests(card)
    for entry in known:
        if (entry.question_digest, entry.answer_digest) == texts:
            return entry.topics
    return None
