"""Details elements, found in the block tree: where they are, what they hold, how they nest.

A callout that folds (`> [!answer]- …`), or whose type names a question or an answer, is the same
thing in a quote's clothes; so is a box (`??? answer`, `::: details …`).

On GitHub a `<details>` is HTML wherever HTML is: in HTML blocks and in paragraphs, but not in
code or comments. Here its tags may be upper-case, indented, glued to text, left out or too many.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct, field

from ankigen.blocks import Block
from ankigen.boxes import Box
from ankigen.model import Diagnostic, Source, Span
from ankigen.patterns import pattern
from ankigen.rules import STRAY_DETAILS_END, UNCLOSED_DETAILS
from ankigen.text import code_spans, is_escaped, normal, plain

Range = tuple[int, int]


class Fold(Struct, frozen=True):
    """One details element. Offsets index the whole text.

    `start` and `end` enclose its tags; `summary` is the range inside the summary's tags, `body`
    what follows it. One that is not `closed` ends where its body starts: how far its answer
    reaches is for a reader to say, and what was found inside stands beside it.
    """

    start: int
    end: int
    summary: Range | None
    body: Range
    path: tuple[Block, ...]
    """The containers of its start tag, the outermost first."""
    raw: bool
    """Its body starts inside a block of raw HTML: no blank line follows its summary."""
    html: bool
    """Its start tag stands in an HTML block, not in a paragraph's text."""
    closed: bool = True
    children: tuple["Fold", ...] = ()
    sort: str = ""
    """Of a callout (`> [!question]- …`) its type, in lower case; the summary is its title, or its
    type where it has none."""

    def label(self, text: str) -> str:
        """What a reader sees of the summary."""
        return plain(text[slice(*self.summary)]) if self.summary else ""


class _Open(Struct):
    start: int
    after: int
    leaf: Block
    path: tuple[Block, ...]
    index: int
    """Its start tag's, among the tags."""
    label: str | None = None
    """Its summary in its normal form, once it was asked for."""
    summary: Range | None = None
    summary_end: int = 0
    children: list[Fold] = field(default_factory=list)

    def body(self) -> int:
        return max(self.after, self.summary_end)


_Kind = Literal["open", "close", "late-close", "summary", "end-summary"]
_Tag = tuple[_Kind, int, int, Block, tuple[Block, ...]]

_MARK = pattern(r"<(/?)(details|summary)(?=[\s/>])[^<>]{0,4000}>", re.IGNORECASE)
_HIDDEN = pattern(r"<!--.*?(?:-->|\Z)|<pre\b.*?(?:</pre>|\Z)", re.DOTALL | re.IGNORECASE)
_ONLY_CLOSE = pattern(r"\s*(?:</(?:details|summary)\s*>\s*)+$", re.IGNORECASE)
_CLOSE = pattern(r"</details\s*>", re.IGNORECASE)
_NESTING = 32


class Found(Struct, frozen=True):
    """The details elements of a file that stand in no other, with those inside as children."""

    folds: tuple[Fold, ...] = ()
    said: tuple[Diagnostic, ...] = ()
    open: bool = False
    """One of them is open at the end of the text."""


def find(source: Source, document: Block, boxes: Mapping[int, Box] | None = None) -> Found:
    """The details elements of a file. `boxes` are those of the document (`ankigen.boxes`)."""
    text = source.text
    made = _details(source, document)
    callouts = list(_callouts(text, document, boxes or {})) if boxes or "[!" in text else []
    if not callouts:
        return made
    found = made.folds
    starts = [fold.start for fold in found]
    for fold in callouts:
        at = bisect_right(starts, fold.end)
        if not at or found[at - 1].end <= fold.start:
            found = (*found, fold)
    return Found(tuple(sorted(found, key=lambda fold: fold.start)), made.said, made.open)


def _details(source: Source, document: Block) -> Found:
    text = source.text
    folded = text.casefold()
    if "<details" not in folded and "</details" not in folded:
        return Found()
    tags = list(_tags(text, document))
    top: list[Fold] = []
    stack: list[_Open] = []
    said: list[Diagnostic] = []

    def give_up(fold: _Open) -> None:
        """It was never closed: it ends at once, and its children stand beside it."""
        stack.remove(fold)
        beside = stack[-1].children if stack else top
        if not (fold.summary is None and stack):  # a mistyped end tag says so itself
            beside.append(_fold(text, fold, fold.body(), fold.body(), closed=False))
        beside.extend(fold.children)
        said.append(_unclosed(source, fold))

    for index, (kind, start, end, leaf, path) in enumerate(tags):
        if kind == "open":
            label = _label_ahead(text, tags, index) if stack else None
            for fold in stack[-_NESTING:]:
                if fold.label is None:
                    fold.label = _label_ahead(text, tags, fold.index)
                if label and fold.label == label:
                    give_up(fold)
            stack.append(_Open(start, end, leaf, path, index, label))
        elif kind in ("close", "late-close"):
            if not stack:
                if kind == "late-close":
                    continue
                place = Span(source, start, end)
                said.append(Diagnostic(STRAY_DETAILS_END, "this </details> closes nothing", place))
                continue
            fold = stack.pop()
            if len(stack) >= _NESTING:
                continue  # too deep to be meant
            beside = stack[-1].children if stack else top
            beside.append(_fold(text, fold, start, end, closed=True))
        elif kind == "summary" and stack and stack[-1].summary is None:
            stop, after = _summary_end(text, tags, index)
            stack[-1].summary, stack[-1].summary_end = (end, stop), after
    for fold in stack:  # all that is open now never ends: what they hold stands beside them
        if fold.summary is not None or fold is stack[0]:
            top.append(_fold(text, fold, fold.body(), fold.body(), closed=False))
        top.extend(fold.children)
        said.append(_unclosed(source, fold))
    in_order = tuple(sorted(top, key=lambda fold: fold.start))
    return Found(in_order, tuple(said), open=bool(stack))


def _unclosed(source: Source, fold: _Open) -> Diagnostic:
    place = Span(source, fold.start, fold.after)
    return Diagnostic(UNCLOSED_DETAILS, "this <details> is never closed", place)


def _fold(text: str, fold: _Open, stop: int, end: int, closed: bool) -> Fold:
    start = fold.body()
    raw = fold.leaf.kind == "html" and start < fold.leaf.end
    raw = raw and bool(text[start : min(stop, fold.leaf.end)].strip())
    inside = tuple(sorted(fold.children, key=lambda child: child.start)) if closed else ()
    html = fold.leaf.kind == "html"
    body = (start, max(start, stop))
    return Fold(fold.start, end, fold.summary, body, fold.path, raw, html, closed, inside)


def _label_ahead(text: str, tags: list[_Tag], index: int) -> str:
    """The summary that follows a start tag, in its normal form."""
    if index + 1 < len(tags) and tags[index + 1][0] == "summary":
        stop, _ = _summary_end(text, tags, index + 1)
        return normal(plain(text[tags[index + 1][2] : stop]))
    return ""


def _summary_end(text: str, tags: list[_Tag], index: int) -> Range:
    """Where a summary's text ends, and where what follows its end tag starts."""
    if index + 1 < len(tags):
        kind, start, end, _, _ = tags[index + 1]
        if kind in ("end-summary", "summary"):
            return start, end
    line = re.compile(r"[^\r\n]*").match(text, tags[index][2])
    stop = line.end() if line else tags[index][2]
    if index + 1 < len(tags):
        stop = min(stop, tags[index + 1][1])
    return stop, stop


def _tags(text: str, document: Block) -> Iterator[_Tag]:
    for leaf, path in document.leaves():
        if leaf.kind in ("fence", "math", "definition", "front-matter"):
            continue
        if leaf.kind == "html" and 1 <= leaf.level <= 5:
            continue
        if leaf.kind == "code":
            if text.find("</", leaf.start, leaf.end) < 0:
                continue
            for start, end, _ in leaf.pieces:
                if _ONLY_CLOSE.match(text, start, end):  # indented too far, but plainly a tag
                    for match in _CLOSE.finditer(text, start, end):
                        yield "late-close", match.start(), match.end(), leaf, path
            continue
        if text.find("<", leaf.start, leaf.end) < 0:
            continue
        hidden = _hidden(text, leaf)
        for match in _MARK.finditer(text, leaf.start, leaf.end):
            while hidden and hidden[0][1] <= match.start():
                hidden.pop(0)
            if hidden and hidden[0][0] <= match.start():
                continue
            if leaf.kind != "html" and is_escaped(text, match.start()):
                continue
            name = match[2].lower()
            if name == "details":
                yield "close" if match[1] else "open", match.start(), match.end(), leaf, path
            else:
                kind: _Kind = "end-summary" if match[1] else "summary"
                yield kind, match.start(), match.end(), leaf, path


def _hidden(text: str, leaf: Block) -> list[Range]:
    """Where a leaf's text is comment or code, in order."""
    if leaf.kind == "html":
        return [match.span() for match in _HIDDEN.finditer(text, leaf.start, leaf.end)]
    return code_spans(text, leaf.start, leaf.end)


_CALLOUT = pattern(r"\[!([\w-]{2,30})(?:\|[^\]\r\n]{0,60})?\]([-+]?)[ \t]*([^\r\n]*)")
ASKING = frozenset({"question", "faq", "help", "quiz", "card", "flashcard", "exercise", "problem"})
ANSWERING = frozenset({"answer", "solution", "success", "check", "done"})
_NAMED = frozenset({"answer", "solution", "hint"})
_Boxes = Mapping[int, Box]


def _callouts(text: str, document: Block, boxes: _Boxes) -> Iterator[Fold]:
    """The outermost callouts that fold or name what they are, with those inside as children."""
    stack: list[tuple[Block, tuple[Block, ...], Block | None, Block | None]] = [
        (document, (), None, None)
    ]
    while stack:
        block, path, *beside = stack.pop()
        fold = _callout(text, block, path, beside, boxes)
        if fold:
            yield fold
            continue
        inside = (*path, block) if block.kind != "document" else ()
        stack += [(child, inside, early, late) for child, early, late in _neighbours(block)]


def _neighbours(block: Block) -> Iterator[tuple[Block, Block | None, Block | None]]:
    """Each child, with the one before it and the one after it."""
    children = block.children
    return zip(children, (None, *children), (*children[1:], None), strict=False)


def _callout(
    text: str,
    block: Block,
    path: tuple[Block, ...],
    beside: Sequence[Block | None],
    boxes: _Boxes,
) -> Fold | None:
    head = _head(text, block, boxes)
    if head is None:
        return None
    before, following = beside
    if head.sort in ASKING and (not head.title or _is(text, following, ANSWERING, boxes)):
        return None  # its text is the question
    answers = head.sort in ANSWERING and _is(text, before, ASKING, boxes)
    if not head.folds and head.sort not in ASKING | _NAMED and not answers:
        return None
    inner = (*path, block)
    children: list[Fold] = []
    for child, early, late in _neighbours(block):
        nested = _callout(text, child, inner, (early, late), boxes)
        children += [nested] if nested else []
    place = head.title or head.word
    held = tuple(children)
    sort = head.sort
    return Fold(block.start, block.end, place, head.body, inner, False, False, True, held, sort)


def _head(text: str, block: Block, boxes: _Boxes) -> Box | None:
    """What the first line of a callout or a box says; None of other blocks."""
    if block.kind == "box":
        return boxes.get(block.start)
    if block.kind != "quote" or not block.pieces or not block.children:
        return None
    if block.children[0].kind != "paragraph":
        return None
    match = _CALLOUT.match(text, block.children[0].start, block.pieces[0][1])
    if not match:
        return None
    title = match.span(3) if match[3].strip() else None
    body = (min(match.end(), block.end), block.end)
    return Box(match[1].lower(), bool(match[2]), title, match.span(1), body)


def _is(text: str, block: Block | None, sorts: frozenset[str], boxes: _Boxes) -> bool:
    """Whether a block is a callout or a box of such a sort."""
    head = _head(text, block, boxes) if block else None
    return head is not None and head.sort in sorts
