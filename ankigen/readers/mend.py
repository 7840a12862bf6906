"""Code fences that are never closed, before they swallow the questions after them.

On a page such a fence runs on to the next one or to the end. In notes with folded answers the
`</details>` that it should have ended before shows where it was meant to.
"""

import re

from msgspec.structs import replace

from ankigen.blocks import Block, parse
from ankigen.model import Diagnostic, Source, Span, line_starts
from ankigen.patterns import pattern
from ankigen.rules import UNCLOSED_FENCE

_TAG = pattern(r"[ \t>]*<(/?)details\b[^<>]{0,1000}>", re.IGNORECASE)
_TAGS = pattern(r"<(/?)details\b[^<>]{0,1000}>", re.IGNORECASE)
_FENCE = pattern(
    r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}(?=[^`\r\n]*$)|~{3,})", re.MULTILINE
)
_SPAN = pattern(r"`[^`\r\n]*`")


def mend(source: Source, document: Block) -> tuple[Block, tuple[Diagnostic, ...]]:
    """The document with each such fence ended where its details element ends."""
    text = source.text
    if not _is_broken(text, document):
        return document, ()
    cuts = _cuts(text)
    children: list[Block] = []
    begin = 0
    for stop in (*(cut for _, cut in cuts), len(text)):
        part = parse(text[begin:stop], front_matter=begin == 0)
        children += moved(part, begin).children
        begin = stop
    said = tuple(_complaint(source, fence) for fence, _ in cuts)
    return replace(document, children=tuple(children)), said


def _is_broken(text: str, document: Block) -> bool:
    """Whether a fence holds the end of a details element that began before it.

    One that shows HTML holds the beginning, too.
    """
    if "</details" not in text and "</details" not in text.lower():
        return False
    before = 0
    for leaf, _ in document.leaves():
        if leaf.kind == "html":
            for match in _TAGS.finditer(text, leaf.start, leaf.end):
                before += -1 if match[1] else 1
        elif leaf.kind == "fence" and text.find("<", leaf.start, leaf.end) >= 0:
            depth = least = 0
            reopened = False
            for start, end, _ in leaf.pieces:
                tag = _TAG.match(text, start, end)
                if tag:
                    reopened = reopened or (least < 0 and not tag[1])
                    depth += -1 if tag[1] else 1
                    least = min(least, depth)
            if least < 0 and (before > 0 or reopened):
                return True
    return False


def _cuts(text: str) -> list[tuple[int, int]]:
    """Where each broken fence begins, and the line of the end tag that it should end before."""
    starts = [*line_starts(text), len(text)]
    found: list[tuple[int, int]] = []
    fence, mark, depth, held, ends = -1, "", 0, 0, -1
    row = 0
    while row < len(starts) - 1:
        start, end = starts[row], starts[row + 1]
        row += 1
        opening = _FENCE.match(text[start:end].rstrip("\r\n"))
        if fence < 0:
            if opening:
                fence, mark, held, ends = start + opening.start(1), opening[1], 0, -1
                continue
            for match in _TAGS.finditer(_SPAN.sub("", text[start:end])):
                depth = max(0, depth + (-1 if match[1] else 1))
            continue
        line = text[start:end].strip(" \t>\r\n")
        if line and not line.strip(mark[0]) and len(line) >= len(mark):
            fence = -1
            continue
        tag = _TAG.match(text, start, end)
        if not tag:
            continue
        if ends >= 0 and not tag[1]:  # the next one begins: the end tag before was this fence's
            found.append((fence, starts[ends]))
            row, fence = ends, -1
        elif tag[1] and held == 0 and depth > 0:
            found.append((fence, start))
            row, fence = row - 1, -1
        elif tag[1] and held == 0:
            ends = row - 1 if ends < 0 else ends
        else:
            held += -1 if tag[1] else 1
    return found


def _complaint(source: Source, fence: int) -> Diagnostic:
    line = re.compile(r"[^\r\n]*").match(source.text, fence)
    end = line.end() if line else fence
    return Diagnostic(UNCLOSED_FENCE, "this code fence is never closed", Span(source, fence, end))


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
