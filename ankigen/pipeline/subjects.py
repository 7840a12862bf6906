"""The subjects that a card speaks of, from its sides alone."""

from ankigen.tagging.shown import shown
from ankigen.tagging.topics import answer_subjects, subjects_of
from ankigen.text import visible


def spoken(front: str, back: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The subjects of which a card's question speaks for sure; of which its answer, if it does not.

    Both sides are HTML.
    """
    subjects = subjects_of(shown(front))
    return subjects, () if subjects else answer_subjects(visible(back))


def prepare() -> None:
    """Load what this takes: processes that are forked afterwards have it from the start."""
    spoken("What is a naïve.py?", "<p>See <b>https://example.org</b> &amp; more.</p>")
