"""Boxes that Markdown on its own does not know, as blocks: MkDocs, Docusaurus, Quarto, MyST.

`??? question "Title"` and `!!! answer` hold the lines that are set in by four columns below them;
`::: details Title` and `::: {.callout-tip collapse="true"}` hold all down to their `:::`, and so do
fences such as ```` ```{dropdown} Title ````. On GitHub they are text; in notes they fold answers.

For the parser such a line is put on as one of the same length that it knows, an item of a list or a
thematic break, so that every offset stays what it is.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from ankigen.blocks import Block, parse
from ankigen.blocks.state import NESTING
from ankigen.model import Source
from ankigen.patterns import pattern
from ankigen.text import lines

Range = tuple[int, int]

_BLANKS = " \t\u200b\ufeff"
_DEPTH = 6
"""How deep boxes with set-in lines may stand in one another, behind a blank line each."""
_ANY = pattern(r"(?:\A|[\r\n])[ \t]*(?:[?!]{3}\+?[ \t]+\S|:{3,}[ \t]*\S|`{3,}[ \t]*\{)")
_BRACED = pattern(r"```[ \t]*\{")
_ADMONITION = pattern(
    r"(?P<fold>\?{3}\+?|!{3})[ \t]+(?P<sort>[A-Za-z][\w-]{2,30})?(?:[ \t]+[\w-]{1,30}){0,3}[ \t]*"
    r"(?:\"(?P<title>[^\"\r\n]{0,300})\")?[ \t]*\Z"
)
_COLONS = pattern(r":{3,}[ \t]*(?P<head>[^\r\n:][^\r\n]*)?\Z")
_BRACES = pattern(r"\{(?P<inside>[^{}\r\n]{0,300})\}[ \t]*(?P<title>[^\r\n]*)")
_WORD = pattern(r"(?P<word>[A-Za-z][\w-]{1,30})(?:[ \t]*\{[^{}\r\n]{0,300}\})?(?P<title>[^\r\n]*)")
_CLASS = pattern(r"(?<![\w.=\"])\.?(?:callout-)?([A-Za-z][\w-]{1,30})(?![\w=])")
_NAMED = pattern(r"#(exr|sol)-")
_TITLE = pattern(r"\btitle\s*=\s*(?:\"([^\"\r\n]*)\"|'([^'\r\n]*)')")
_COLLAPSED = pattern(r"\bcollapse\s*=\s*[\"']?(?:true|false)\b|\bdropdown\b", re.IGNORECASE)
_DROPDOWN = pattern(r"[ \t]*:class:[^\r\n]*\bdropdown\b")
_OPTION = pattern(r"[ \t]*:[\w-]{1,30}:[^\r\n]*")
_LINE = pattern(r"[^\r\n]*")
_INDENT = pattern(r"(?:[ \t]*(?:\r\n?|\n))*([ \t]*)\S")

FOLDING = frozenset(
    "details spoiler dropdown toggle collapse collapsible fold expand expandable".split()
)
"""Names of boxes that only say that they are folded."""
_SORTS = {"sol": "solution", "ans": "answer", "exr": "exercise", "solve": "solution"}
_PARTS = {
    "exercise": "exercise", "exercises": "exercise", "task": "exercise", "challenge": "exercise",
    "question": "question", "questions": "question", "problem": "problem", "quiz": "quiz",
    "answer": "answer", "answers": "answer", "solution": "solution", "solutions": "solution",
    "übung": "exercise", "aufgabe": "exercise", "lösung": "solution", "ejercicio": "exercise",
    "solución": "solution", "exercice": "exercise", "exercício": "exercise",
}  # fmt: skip
"""First words of a callout's heading, and what such a callout is."""
_PART = pattern(rf"\s*#{{1,6}}[ \t]+({'|'.join(_PARTS)})\b[^\r\n]{{0,40}}(?=[\r\n])", re.IGNORECASE)
_SPEAKING = frozenset(
    "question faq help quiz card flashcard exercise problem answer solution hint success".split()
)


class Box(Struct, frozen=True):
    """What a box's first line says, and where it holds what.

    `sort` is its name, in lower case, where that says something; `word` is where it stands.
    """

    sort: str
    folds: bool
    title: Range | None
    word: Range
    body: Range


def find(source: Source, document: Block) -> tuple[Block, Mapping[int, Box]]:
    """The document with each box a block of its own, of kind "box"; and them by their starts."""
    text = source.text
    if not any(mark in text for mark in ("???", "!!!", ":::")) and not _BRACED.search(text):
        return document, {}
    if not _ANY.search(text):
        return document, {}
    marks: dict[int, str] = {}
    pairs: dict[int, Range] = {}
    for _ in range(_DEPTH):
        before = len(marks)
        _admonitions(text, document, marks)
        if not pairs:
            pairs = dict(_pairs(text, document))
            for start, (end, _) in pairs.items():
                marks[start] = marks[end] = "*"
        if len(marks) == before:
            break
        head = any(child.kind == "front-matter" for child in document.children)
        document = parse(_masked(text, marks), front_matter=head)
    found: dict[int, Box] = {}
    return _rebuilt(text, document, marks, pairs, found), found


def is_open(text: str, document: Block) -> bool:
    """Whether a box with colons is open at the end of a text, as one without boxes has it."""
    depth = 0
    if ":::" in text:
        for start, end in _lines(text, document):
            match = _colons(text, start, end)
            if match:
                depth = depth + 1 if match["head"] else max(depth - 1, 0)
    return depth > 0


def _lines(text: str, document: Block) -> Iterator[tuple[int, int]]:
    """The lines outside code, from their first character that is no blank."""
    for leaf, _ in document.leaves():
        if leaf.kind in ("paragraph", "table") or (leaf.kind == "html" and leaf.level > 5):
            for start, end, _ in leaf.pieces:
                while start < end and text[start] in " \t":
                    start += 1
                yield start, end


def _indent(text: str, at: int) -> str | None:
    """The blanks before a place; None where anything else stands on its line before it."""
    start = at
    while start and text[start - 1] in " \t":
        start -= 1
    return text[start:at] if not start or text[start - 1] in "\r\n" else None


def _admonitions(text: str, document: Block, marks: dict[int, str]) -> None:
    """Mark the lines that open a box of set-in lines."""
    if "!!!" not in text and "???" not in text:
        return
    for start, end in _lines(text, document):
        if text[start : start + 3] not in ("!!!", "???") or start in marks:
            continue
        before = _indent(text, start)
        if before is None or not _ADMONITION.match(text[start:end].rstrip(_BLANKS)):
            continue
        inside = _INDENT.match(text, _line_end(text, start))
        deeper = len(inside[1].expandtabs(4)) - len(before.expandtabs(4)) if inside else 0
        if deeper >= 3:  # four, or a blank too many before the line itself
            marks[start] = "+".ljust(min(deeper, 4))
        elif (
            -2 < deeper < 2
            and inside
            and text[inside.end() - 1 : inside.end() + 2] in ("???", "!!!")
        ):
            marks[start] = "+".ljust(4)  # all that it says is its title


def _pairs(text: str, document: Block) -> Iterator[tuple[int, Range]]:
    """The lines that open and close a box with colons or as a fence, that says something."""
    stack: list[tuple[int, int]] = []
    for start, end in _lines(text, document):
        match = _colons(text, start, end)
        if not match:
            continue
        if match["head"]:
            stack.append((start, end))
        elif stack:
            opened, stop = stack.pop()
            if len(stack) < NESTING and _said(text, opened, stop):
                yield opened, (start, _line_end(text, start))
    for leaf, _ in document.leaves():
        if leaf.kind == "fence" and leaf.closed and leaf.info.startswith("{"):
            close = leaf.end - len(lines(text[leaf.start : leaf.end])[-1].lstrip(" \t>"))
            if _said(text, leaf.start, _line_end(text, leaf.start)) and close > leaf.start:
                yield leaf.start, (close, leaf.end)


def _colons(text: str, start: int, end: int) -> "re.Match[str] | None":
    return _COLONS.match(text[start:end].rstrip(_BLANKS)) if text.startswith(":::", start) else None


def _line_end(text: str, start: int) -> int:
    match = _LINE.match(text, start)
    return match.end() if match else start


def _next(text: str, end: int) -> int:
    """Where the line after the one that ends at `end` begins."""
    return end + 2 if text.startswith("\r\n", end) else end + 1


def _masked(text: str, marks: Mapping[int, str]) -> str:
    """The text with the marked lines as lines of the same length that the parser knows."""
    parts: list[str] = []
    at = 0
    for start in sorted(marks):
        end = _line_end(text, start)
        size = end - start
        line = "*" * size if marks[start] == "*" else f"{marks[start]}# {'x' * size}"[:size]
        parts += (text[at:start], line)
        at = end
    return "".join((*parts, text[at:]))


class _Head(Struct, frozen=True):
    sort: str
    folds: bool
    title: Range | None
    word: Range
    named: bool = False
    """Its first heading says what it is."""


def _said(text: str, start: int, end: int) -> _Head | None:
    """What a line says that opens a box with colons or as a fence; None where it is no matter."""
    line = text[start:end].rstrip(_BLANKS)
    size = len(line) - len(line.lstrip(":`~ \t"))
    head = line[size:]
    braces, word = _BRACES.match(head), _WORD.match(head)
    found = braces or word
    if found is None:
        return None
    title: Range | None = None
    if braces:
        inside = braces["inside"]
        quoted = _TITLE.search(inside)
        names = [*_CLASS.finditer(_TITLE.sub(_blank, inside)), *_NAMED.finditer(inside)]
        places = [_part(braces.start("inside"), name.span(1)) for name in names]
        folds = bool(_COLLAPSED.search(inside) or _DROPDOWN.match(text, _next(text, end)))
        if quoted:
            title = _part(start + size + 1, quoted.span(1 if quoted[1] else 2))
    else:
        places, folds = [found.span("word")], False
    words = [head[low:high].lower() for low, high in places]
    words = [_SORTS.get(name, name) for name in words]
    folds = folds or any(name in FOLDING for name in words)
    at = next((n for n, name in enumerate(words) if name in _SPEAKING), -1)
    heading = _PART.match(text, _next(text, end)) if at < 0 and "callout" in head else None
    if heading:
        sort = _PARTS[heading[1].lower()]
        return _Head(sort, folds, None, heading.span(1), named=True)
    if not (folds or at >= 0) or not places:
        return None
    title = title or _trimmed(text, *_part(start + size, found.span("title")))
    sort = words[at] if at >= 0 else ""
    return _Head(sort, folds, title, _part(start + size, places[max(at, 0)]))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _part(offset: int, span: Range) -> Range:
    return offset + span[0], offset + span[1]


def _trimmed(text: str, start: int, end: int) -> Range | None:
    while start < end and text[start] in " \t[\"'":
        start += 1
    while end > start and text[end - 1] in " \t]\"'":
        end -= 1
    return (start, end) if end > start else None


def _rebuilt(
    text: str,
    block: Block,
    marks: Mapping[int, str],
    pairs: Mapping[int, Range],
    found: dict[int, Box],
) -> Block:
    """A container with the boxes among its children."""
    if not block.children:
        return block
    inner = [_rebuilt(text, child, marks, pairs, found) for child in block.children]
    flat: list[Block] = []
    for child in inner:
        flat += _out_of_list(text, child, marks, found) if child.kind == "list" else [child]
    made: list[Block] = []
    breaks = {child.start for child in flat if child.kind == "break"}
    opening = {start for start in breaks if start in pairs and pairs[start][0] in breaks}
    closing = {pairs[start][0]: start for start in opening}
    open_boxes: list[tuple[int, list[Block]]] = []
    for child in flat:
        if child.kind == "break" and child.start in opening:
            open_boxes.append((child.start, made))
            made = []
        elif child.kind == "break" and open_boxes and closing.get(child.start) == open_boxes[-1][0]:
            start, outer = open_boxes.pop()
            outer.append(_boxed(text, block, start, pairs[start], made, found))
            made = outer
        elif not (child.kind == "break" and child.start in marks):
            made.append(child)
    for _, outer in reversed(open_boxes):
        made = outer + made
    return replace(block, children=tuple(made))


def _out_of_list(
    text: str, block: Block, marks: Mapping[int, str], found: dict[int, Box]
) -> Iterator[Block]:
    """A list without the items that are boxes, which stand beside it."""
    run: list[Block] = []
    starts = [piece[0] for piece in block.pieces]
    for item in (*block.children, None):
        if item is not None and marks.get(item.start, "*") == "*":
            run.append(item)
            continue
        if run:
            start, end = run[0].start, run[-1].end
            first = max(bisect_right(starts, start) - 1, 0)
            pieces = block.pieces[first : bisect_right(starts, end)]
            yield replace(block, start=start, end=end, pieces=pieces, children=tuple(run))
            run = []
        if item is not None:
            yield _admonition(text, item, found)


def _admonition(text: str, item: Block, found: dict[int, Box]) -> Block:
    stop = _line_end(text, item.start)
    match = _ADMONITION.match(text[item.start : stop].rstrip(_BLANKS))
    title = word = None
    if match and match["title"]:
        title = _part(item.start, match.span("title"))
    if match and match["sort"]:
        word = _part(item.start, match.span("sort"))
    sort = match["sort"].lower() if match and match["sort"] else ""
    folds = text.startswith("?", item.start)
    whole = (item.start, stop)
    found[item.start] = Box(sort, folds, title, word or whole, (min(stop, item.end), item.end))
    first = (*(title or whole), 0)
    children = (*_titled(title, folds and len(item.children) > 1), *item.children[1:])
    return Block("box", item.start, item.end, (first, *item.pieces[1:]), children, info=sort)


def _titled(title: Range | None, folds: bool) -> tuple[Block, ...]:
    """The title of a box that does not fold, as its first paragraph."""
    if title is None or folds:
        return ()
    return (Block("paragraph", *title, ((*title, 0),)),)


def _boxed(
    text: str, parent: Block, start: int, close: Range, children: list[Block], found: dict[int, Box]
) -> Block:
    """The box of children between two lines with colons."""
    stop = _line_end(text, start)
    head = _said(text, start, stop) or _Head("", False, None, (start, stop))
    title = head.title
    while (option := _OPTION.match(text, _next(text, stop))) and option.end() < close[0]:
        stop = option.end()  # `:class: dropdown`
    kept = [child for child in children if child.end > stop]
    titled = (head.folds and title is None) or head.named
    if titled and kept and kept[0].kind == "heading" and kept[0].pieces:
        title = None if head.named and not head.folds else kept[0].pieces[0][:2]
        stop = kept[0].end
        kept = kept[1:]
    end = max((child.end for child in kept), default=stop)
    found[start] = Box(head.sort, head.folds, title, head.word, (stop, end))
    pieces = tuple(p for p in parent.lines(stop, close[0]) if p[0] > stop)
    first = (*(title or (start, stop)), 0)
    held = (*_titled(title, head.folds), *kept)
    return Block("box", start, close[1], (first, *pieces), held, info=head.sort)
