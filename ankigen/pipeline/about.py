"""What the cards of a file are about that the lock says nothing of: found on all cores."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from ankigen.model import Question
from ankigen.patterns import pattern
from ankigen.pipeline.fields import Draft, Subjects
from ankigen.pipeline.pages import Page
from ankigen.pipeline.subjects import spoken
from ankigen.render.batch import Crew
from ankigen.tagging.match import Given, Where
from ankigen.tagging.shown import shown
from ankigen.tagging.topics import (
    CardText,
    Context,
    context_of,
    topics_of,
)
from ankigen.tagging.vocabulary import vocabulary

PAYS = 800
"""Cards that take longer than handing them over to workers."""
_SOME = 100
"""Cards that a worker gets at a time."""
_Text = tuple[bytes, bytes, tuple[str, ...], str, tuple[str, ...] | None]
"""A card's front and back as HTML, its headings, the language of its question's listing, and the
subjects of its answer where they are known.

The HTML is encoded, since a string that is handed over as such keeps its encoded form beside it.
"""
_Told = list[list[tuple[str, str, Where]]]
"""Of each card the topics found, each as its tag, its term, and where that stands."""


def topics(
    page: Page, drafts: Sequence[Draft], numbers: Sequence[int], project: str, crew: Crew
) -> Iterator[tuple[Given, ...]]:
    """The topics of a page's cards with these numbers; `drafts` are all of the page.

    `project` is the notes' name.
    """
    spoke = [made.subjects or spoken(*made.fields[:2]) for made in drafts]
    asked, said = [one for one, _ in spoke], [other for _, other in spoke]
    context = context_of(page.source.path, page.title, asked, said, project)
    texts = (_text(page.questions[n], drafts[n], spoke[n]) for n in numbers)
    done = 0
    if len(numbers) >= PAYS:
        tasks = ((list(islice(texts, _SOME)), context) for _ in range(0, len(numbers), _SOME))
        known = vocabulary().topics
        for told in crew.work(_work, tasks):
            done += len(told)
            for one in told:
                yield tuple(Given(known[tag], term, where) for tag, term, where in one)
        texts = (_text(page.questions[n], drafts[n], spoke[n]) for n in numbers[done:])
    for text in texts:
        yield _found(text, context)


def _text(question: Question, made: Draft, subjects: Subjects) -> _Text:
    headings = tuple(heading.text for heading in question.headings)
    front, back = (side.encode(errors="surrogatepass") for side in made.fields[:2])
    asked, said = subjects
    return front, back, headings, _language(question.front.text), None if asked else said


def _work(task: tuple[Sequence[_Text], Context]) -> _Told:
    texts, context = task
    return [
        [(one.topic.tag, one.term, one.where) for one in _found(text, context)] for text in texts
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
