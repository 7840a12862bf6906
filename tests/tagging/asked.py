"""What the tests of topics ask: a card's topics, by its question, answer, file and headings."""

from ankigen.tagging.shown import Shown
from ankigen.tagging.topics import CardText, Context, topics_of

ML = Context(shared=("machine-learning", "deep-learning"))
PYTHON = Context(declared=("python",))
JS = Context(declared=("javascript",))
AWS = Context(declared=("cloud::aws",))


def tags(
    question: str, answer: str = "", context: Context | None = None, *headings: str
) -> set[str]:
    return about(Shown(question), answer, context, *headings)


def about(
    question: Shown, answer: str = "", context: Context | None = None, *headings: str
) -> set[str]:
    return {g.topic.tag for g in topics_of(CardText(question, answer, headings), context)}
