"""Markdown to the HTML of a card: as GitHub shows it, minus what GitHub loses.

The engine is Python-Markdown with block and inline phases of our own (`engine`, `tree`, and the
passes); the HTML is sanitised in one parse that also leaves pictures and links open (`holes`).
"""

from bisect import bisect_left
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from ankigen.model import Fragment
from ankigen.patterns import pattern
from ankigen.render.references import NONE, References, gather, labels

if TYPE_CHECKING:
    from ankigen.blocks import Block

__all__ = [
    "NONE",
    "Parsed",
    "References",
    "RenderOptions",
    "gather",
    "labels",
    "listing",
    "part",
    "render",
    "to_html",
]

_WORDS = pattern(
    r"[^\W\d_][^\\`*_~<>&\[\]$:={}@#|\x00-\x1f\x7f-\xa0\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]*"
)
"""A line in which nothing is markup."""


class RenderOptions(Struct, frozen=True):
    """What shapes a card's HTML beside its text."""

    brackets: bool = False
    r"""Take `\\(…\\)` and `\\[…\\]` as maths always (the setting `math.brackets`)."""
    markdown_in_html: bool = False
    """Take raw HTML bodies as Markdown (the setting of that name)."""
    clozes: Literal["", "braces", "marks"] = ""
    """Of a cloze note's text: `{{c1::…}}` in prose stays; with "marks" each `==…==` is one too."""
    choice: bool = False
    """A task list holds a question's options: no ticks, the right ones have the class `right`."""
    labels: bool = False
    """A row of a glossary: its cells carry their column's name, in place of the table's head."""


_PLAIN = RenderOptions()


class Parsed(Struct, frozen=True):
    """The blocks of a text that stands in a longer one, found there: the same as in it alone."""

    within: str
    blocks: Sequence["Block"]


def part(document: "Block", within: str, text: str, start: int) -> Parsed | None:
    """The blocks of a text that stands at an offset, if those of the whole document tell them.

    That is so where it is lines of `within`, no block reaches over its edges, and it defines
    nothing.
    """
    end = start + len(text)
    edges = within[max(0, start - 1) : start] + within[end : end + 1]
    if edges.strip("\n") or "]:" in text or not within.startswith(text, start):
        return None
    blocks = document.children
    first = bisect_left(blocks, start, key=_start)
    stop = bisect_left(blocks, end, first, key=_start)
    if first and (blocks[first - 1].end >= start or blocks[first - 1].kind == "definition"):
        return None  # the lines below a definition may be its paragraph's rest
    if first < stop and (blocks[stop - 1].end > end or blocks[first].kind == "front-matter"):
        return None
    return Parsed(within, blocks[first:stop])


def _start(block: "Block") -> int:
    return block.start


def render(
    text: str,
    *,
    raw: bool = False,
    references: References = NONE,
    options: RenderOptions = _PLAIN,
    parsed: Parsed | None = None,
) -> Fragment:
    """The card's HTML of a text.

    `raw` says that the text starts inside a block of raw HTML (a details body with no blank line
    before it): Markdown begins after its first blank line. `references` are the definitions of
    the whole file (`gather`); those in the text itself count as well. `parsed` spares the work of
    finding its blocks, where they are known (`part`).
    """
    if not raw and _WORDS.fullmatch(text) and "www." not in text:
        return Fragment((f"<p>{text.rstrip(' ')}</p>",))
    return _render(text, raw, references, options, parsed)


def _render(
    text: str,
    raw: bool,
    references: References,
    options: RenderOptions,
    parsed: Parsed | None = None,
) -> Fragment:
    from ankigen.passes import cloze
    from ankigen.passes.context import Context
    from ankigen.passes.sanitise import clean, sanitise
    from ankigen.render.engine import convert

    context = Context(
        references.links,
        references.footnotes,
        brackets=options.brackets,
        clozes=options.clozes,
        choice=options.choice,
        labels=options.labels,
        raw=raw and not options.markdown_in_html,
    )
    html = convert(text, context, (parsed.within, parsed.blocks) if parsed else None)
    if context.values is None:
        fragment = sanitise(html, context.code)
    else:
        fragment = clean(html, context.values, context.code)
    if not options.clozes:
        return fragment
    parts = tuple(cloze.restore(part) for part in fragment.parts)
    return Fragment(parts, fragment.holes, fragment.targets)


def to_html(text: str, references: References = NONE) -> str:
    """The HTML as the specification has it: no improvement, not sanitised."""
    from ankigen.passes.context import Context
    from ankigen.passes.marks import bare
    from ankigen.render.engine import convert

    html = convert(text, Context(references.links, references.footnotes, plain=True))
    return bare(html)


def listing(code: str, path: str) -> str:
    """A code file that the notes link, folded under its path and highlighted by its name."""
    from ankigen.passes import code as highlight
    from ankigen.passes.marks import show
    from ankigen.passes.sanitise import inert

    body = highlight.block(code.rstrip("\n"), highlight.language_of(path))
    shown = show(escape(path, quote=False))
    return inert(f'<details class="listing"><summary>{shown}</summary>{body}</details>')
