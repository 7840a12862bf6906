"""Code fences that are never closed, before they swallow the questions after them.

On a page such a fence runs on to the next one or to the end. In notes with folded answers the
`</details>` that it should have ended before shows where it was meant to.
"""

import re
from dataclasses import replace

from ankigen.blocks import Block, parse
from ankigen.model import Diagnostic, Source, Span
from ankigen.rules import UNCLOSED_FENCE

_TAG = re.compile(r"[ \t]*</?details\b[^<>]*>", re.IGNORECASE)
_MOST = 200
_WORK = 4
"""How many times its length a file is parsed at the most."""


def mend(source: Source, document: Block) -> tuple[Block, tuple[Diagnostic, ...]]:
    """The document with each such fence ended where its details element ends."""
    text = source.text
    said: list[Diagnostic] = []
    children: list[Block] = []
    rest, begin, work = document, 0, 0
    for _ in range(_MOST):
        found = _broken(text, rest) if "</details" in text or "</DETAILS" in text else None
        if found is None or work > _WORK * len(text):
            break
        fence, cut = found
        if fence.closed:  # of others it is said where they are rendered
            said.append(_complaint(source, fence))
        children += moved(parse(text[begin:cut], front_matter=begin == 0), begin).children
        begin = cut
        rest = moved(parse(text[begin:], front_matter=False), begin)
        work += len(text) - begin
    if not children:
        return document, tuple(said)
    return replace(document, children=(*children, *rest.children)), tuple(said)


def _broken(text: str, document: Block) -> tuple[Block, int] | None:
    """The first fence that holds the end of a details element which began before it.

    It has lost its end: one that shows HTML holds the beginning, too.
    """
    open_before = 0
    for leaf, _ in document.leaves():
        if leaf.kind == "html":
            for match in _TAG.finditer(text, leaf.start, leaf.end):
                open_before += -1 if "/" in match[0] else 1
        elif leaf.kind == "fence":
            ends = _end_inside(text, leaf)
            if ends and (open_before > 0 or ends[1]):
                return leaf, ends[0]
    return None


def _end_inside(text: str, fence: Block) -> tuple[int, bool] | None:
    """The first end tag with no start tag before it, and whether a start tag follows."""
    depth, place = 0, -1
    for start, end, _ in fence.pieces:
        tag = _TAG.match(text, start, end)
        if tag and place >= 0 and "/" not in tag[0]:
            return place, True
        if tag:
            depth += -1 if "/" in tag[0] else 1
        if depth < 0 and place < 0:
            place = start
    return (place, False) if place >= 0 else None


def _complaint(source: Source, fence: Block) -> Diagnostic:
    line = re.compile(r"[^\r\n]*").match(source.text, fence.start)
    end = line.end() if line else fence.start
    return Diagnostic(
        UNCLOSED_FENCE, "this code fence is never closed", Span(source, fence.start, end)
    )


def moved(block: Block, by: int) -> Block:
    """The same block in a text that has `by` characters more before it."""
    if not by:
        return block
    return replace(
        block,
        start=block.start + by,
        end=block.end + by,
        pieces=tuple((first + by, last + by, pad) for first, last, pad in block.pieces),
        children=tuple(moved(child, by) for child in block.children),
    )
