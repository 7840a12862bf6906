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


def prepare(text: str = "") -> None:
    """Load what this takes, and what cards with a text take of it."""
    spoken(f"What is a naïve.py? {text}", f"<p>See <b>https://example.org</b> &amp; {text}.</p>")
