"""Markdown to the HTML of a card: as GitHub shows it, minus what GitHub loses.

The engine is Python-Markdown with block and inline phases of our own (`engine`, `tree`, and the
passes); the HTML is sanitised in one parse that also leaves pictures and links open (`holes`).
"""

from dataclasses import dataclass

from ankigen.model import Fragment
from ankigen.passes.context import Context
from ankigen.passes.sanitise import sanitise
from ankigen.render.engine import convert
from ankigen.render.references import NONE, References, gather

__all__ = ["NONE", "References", "RenderOptions", "gather", "render", "to_html"]


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """What shapes a card's HTML beside its text."""

    brackets: bool = False
    r"""Take `\\(…\\)` and `\\[…\\]` as maths always (the setting `math.brackets`)."""
    markdown_in_html: bool = False
    """Take raw HTML bodies as Markdown (the setting of that name)."""
    cloze: bool = False
    """The text is a cloze note's: `{{c1::…}}` in prose stays."""
    hide_ticks: bool = False
    """Task lists are a question's options: their ticks are left out."""


def render(
    text: str,
    *,
    raw: bool = False,
    references: References = NONE,
    options: RenderOptions = RenderOptions(),
) -> Fragment:
    """The card's HTML of a text.

    `raw` says that the text starts inside a block of raw HTML (a details body with no blank line
    before it): Markdown begins after its first blank line. `references` are the definitions of
    the whole file (`gather`); those in the text itself count as well.
    """
    context = Context(
        references.links,
        references.footnotes,
        brackets=options.brackets,
        cloze=options.cloze,
        hide_ticks=options.hide_ticks,
        raw=raw and not options.markdown_in_html,
    )
    return sanitise(convert(text, context), context.code)


def to_html(text: str, references: References = NONE) -> str:
    """The HTML as the specification has it: no improvement, not sanitised."""
    return convert(text, Context(references.links, references.footnotes, plain=True))
