"""What the cards are about that the lock says nothing of: found on all cores."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from ankigen.crew import Crew
from ankigen.model import Question
from ankigen.patterns import pattern
from ankigen.pipeline.fields import Draft, Subjects
from ankigen.pipeline.pages import Page
from ankigen.pipeline.subjects import prepare, spoken
from ankigen.tagging.match import Given, Where
from ankigen.tagging.shown import shown
from ankigen.tagging.topics import (
    CardText,
    Context,
    context_of,
    topics_of,
)
from ankigen.tagging.vocabulary import vocabulary

Asked = tuple[Page, Sequence[Draft], Sequence[int]]
"""A page, the drafts of all its cards, and the numbers of those whose topics are asked for."""
PAYS = 800
"""Cards that take longer than handing them over to workers."""
_SOME = 100
"""Cards that a worker gets at a time."""
_Text = tuple[bytes, bytes, tuple[str, ...], str, tuple[str, ...] | None]
"""A card's front and back as HTML, its headings, the language of its question's listing, and the
subjects of its answer where they are known.

The HTML is encoded, since a string that is handed over as such keeps its encoded form beside it.
"""
_Card = tuple[_Text, Context]
"""A card, and what its file is about."""
_Told = list[list[tuple[str, str, Where]]]
"""Of each card the topics found, each as its tag, its term, and where that stands."""


def topics(asked: Sequence[Asked], project: str, crew: Crew) -> Iterator[tuple[Given, ...]]:
    """The topics of the cards asked for, in order. `project` is the notes' name."""
    total = sum(len(numbers) for _, _, numbers in asked)
    done = 0
    if total >= PAYS:
        known = vocabulary().topics
        cards = _cards(asked, project)
        crew.start(prepare)
        for told in crew.work(_work, iter(lambda: list(islice(cards, _SOME)), [])):
            done += len(told)
            for one in told:
                yield tuple(Given(known[tag], term, where) for tag, term, where in one)
    if done < total:
        for text, context in islice(_cards(asked, project), done, None):
            yield _found(text, context)


def _cards(asked: Iterable[Asked], project: str) -> Iterator[_Card]:
    for page, drafts, numbers in asked:
        spoke = [made.subjects or spoken(*made.fields[:2]) for made in drafts]
        questions, answers = [one for one, _ in spoke], [other for _, other in spoke]
        context = context_of(page.source.path, page.title, questions, answers, project)
        for n in numbers:
            yield _text(page.questions[n], drafts[n], spoke[n]), context


def _text(question: Question, made: Draft, subjects: Subjects) -> _Text:
    headings = tuple(heading.text for heading in question.headings)
    front, back = (side.encode(errors="surrogatepass") for side in made.fields[:2])
    asked, said = subjects
    return front, back, headings, _language(question.front.text), None if asked else said


def _work(cards: Iterable[_Card]) -> _Told:
    return [
        [(one.topic.tag, one.term, one.where) for one in _found(text, context)]
        for text, context in cards
    ]


def _found(text: _Text, context: Context) -> tuple[Given, ...]:
    front, back = (side.decode(errors="surrogatepass") for side in text[:2])
    _, _, headings, language, about = text
    card = CardText(shown(front), None, headings, language, back, about)
    return topics_of(card, context)


_FENCE = pattern(r"^[ \t]*(?:`{3,}|~{3,})[ \t]*\{?\.?([\w+#-]{1,20})", re.MULTILINE)


def _language(front: str) -> str:
    """That of the first listing, as it is written at its fence."""
    found = _FENCE.search(front)
    return found[1] if found else ""
