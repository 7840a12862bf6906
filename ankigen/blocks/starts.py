"""The block starts: what a line can open, by its first character (GFM 4 and 5)."""

from collections.abc import Callable
from typing import Literal

from ankigen.blocks import leaves
from ankigen.blocks.block import Block
from ankigen.blocks.state import NESTING, Open, State

Taken = Literal["nothing", "container", "line"]
"""What a start took: nothing, the mark of a container (the line goes on), the whole line."""

FIRST = frozenset("#>`~<-+*_=0123456789[$|:")
"""What a line must begin with, after blanks, to be more than a paragraph's text."""


def start(state: State, depth: int, leaf: Open | None) -> Taken:
    """Try to open a block in the container `depth` - 1, where `leaf` may be open.

    `leaf` is a paragraph that the block would interrupt, a table that it would end, or None.
    """
    paragraph = leaf if leaf is not None and leaf.kind == "paragraph" else None
    return _STARTS[state.text[state.first]](state, depth, paragraph)


def _quote(state: State, depth: int, _: Open | None) -> Taken:
    if depth > NESTING:
        return "nothing"
    state.begin(depth)
    node = state.push("quote")
    quote_mark(state)
    node.pieces.append(state.piece())
    return "container"


def quote_mark(state: State) -> None:
    """Go past `>` and one blank."""
    state.pass_mark(state.first + 1)
    if state.indent:
        state.skip(1)


def _heading(state: State, depth: int, _: Open | None) -> Taken:
    match = leaves.ATX.match(state.text, state.first, state.end)
    if not match:
        return "nothing"
    state.begin(depth)
    first, last = leaves.heading_text(state.text, match.end(), state.end)
    level = match.end() - match.start()
    state.add(
        Block("heading", state.first, state.end, ((first, last, 0),), level=level, info="#"),
        state.row,
        state.row,
    )
    return "line"


def _fence(state: State, depth: int, _: Open | None) -> Taken:
    match = leaves.FENCE.match(state.text, state.first, state.end)
    if not match:
        return "nothing"
    state.begin(depth)
    leaf = state.open("fence")
    leaf.level = len(match[1] or match[3])
    leaf.info = (match[2] or match[4] or "").strip()
    leaf.indent = state.indent
    leaf.closed = False
    return "line"


def _html(state: State, depth: int, paragraph: Open | None) -> Taken:
    kind = leaves.html_kind(state.text, state.first, state.end)
    if not kind or (kind == 7 and paragraph is not None):
        return "nothing"
    state.begin(depth)
    leaf = state.open("html")
    leaf.level = kind
    leaf.pieces.append(state.rest())
    leaf.closed = kind > 5 or leaves.html_ends(kind, state.text, state.first, state.end)
    if leaf.closed and kind < 6:
        state.close_leaf()
    return "line"


def _setext(state: State, _: int, paragraph: Open | None) -> Taken:
    level = leaves.setext_level(state.text, state.first, state.end) if paragraph else 0
    if not level or state.take_definitions() or paragraph is None:
        return "nothing"
    state.leaf = None
    pieces = list(paragraph.pieces)
    start, end, _ = pieces[-1]
    pieces[-1] = start, start + len(state.text[start:end].rstrip(" \t")), 0
    block = Block("heading", paragraph.start, state.end, tuple(pieces), level=level, info="=")
    state.add(block, paragraph.line, state.row)
    return "line"


def _break(state: State, depth: int, _: Open | None) -> Taken:
    if not leaves.is_break(state.text, state.first, state.end):
        return "nothing"
    state.begin(depth)
    state.add(Block("break", state.first, state.end), state.row, state.row)
    return "line"


def _dash(state: State, depth: int, paragraph: Open | None) -> Taken:
    if paragraph is None:
        return _star(state, depth, None)
    taken = _setext(state, depth, paragraph)
    if taken == "nothing" and state.leaf is None:
        return "nothing"  # the paragraph was nothing but definitions: the dashes are text
    if taken == "nothing":
        taken = _star(state, depth, paragraph)
    if taken == "nothing":
        taken = _table(state, depth, paragraph)
    return taken


def _star(state: State, depth: int, paragraph: Open | None) -> Taken:
    taken = _break(state, depth, paragraph)
    return _bullet(state, depth, paragraph) if taken == "nothing" else taken


def _bullet(state: State, depth: int, paragraph: Open | None) -> Taken:
    match = leaves.BULLET.match(state.text, state.first, state.end)
    if not match:
        return "nothing"
    return _item(state, depth, paragraph, match.end(), match[1], None)


def _ordered(state: State, depth: int, paragraph: Open | None) -> Taken:
    match = leaves.ORDERED.match(state.text, state.first, state.end)
    if not match:
        return "nothing"
    number = int(match[1])
    if paragraph is not None and number != 1:
        return "nothing"
    return _item(state, depth, paragraph, match.end(), match[0], number)


def _item(
    state: State, depth: int, paragraph: Open | None, end: int, marker: str, number: int | None
) -> Taken:
    if depth + 1 > NESTING:
        return "nothing"
    if paragraph is not None and not state.text[end : state.end].strip(" \t"):
        return "nothing"
    state.close(depth)
    parent = state.stack[-1]
    if parent.kind == "list" and not (
        parent.info[-1] == marker[-1] and (parent.number is None) == (number is None)
    ):
        state.close(depth - 1)
        parent = state.stack[-1]
    if parent.kind != "list":
        parent = state.push("list")
        parent.info, parent.number = marker, number
    node = state.push("item")
    node.info, node.number = marker, number
    offset = state.indent + end - state.first
    state.pass_mark(end)
    if state.blank:
        state.at = state.end
        node.indent = offset + 1
    else:
        blanks = state.indent if 0 < state.indent < 5 else 1
        state.skip(blanks)
        node.indent = offset + blanks
    node.pieces.append(state.piece())
    return "container"


def _table(state: State, _: int, paragraph: Open | None) -> Taken:
    if paragraph is None or paragraph.tried:
        return "nothing"
    text, header = state.text, paragraph.pieces[-1]
    columns = leaves.alignments(text, state.first, state.end)
    if not columns:
        return "nothing"
    if len(leaves.cells(text, header[0], header[1])) != len(columns):
        paragraph.tried = True
        return "nothing"
    row = state.row - 1
    state.leaf = None
    if len(paragraph.pieces) > 1:
        del paragraph.pieces[-1]
        paragraph.last = row - 1
        state.leaf = paragraph
        state.close_leaf()
    state.leaf = leaf = Open("table", header[0], row)
    leaf.pieces.append(header)
    leaf.info, leaf.last = columns, state.row
    return "line"


def _footnote(state: State, depth: int, _: Open | None) -> Taken:
    match = leaves.FOOTNOTE.match(state.text, state.first, state.end)
    if not match or depth > NESTING:
        return "nothing"
    state.begin(depth)
    node = state.push("footnote")
    node.info = leaves.label(match[1])
    node.indent = 4
    state.pass_mark(match.end())
    node.pieces.append(state.piece())
    return "container"


def _math(state: State, depth: int, paragraph: Open | None) -> Taken:
    text = state.text
    if not text.startswith("$$", state.first):
        return "nothing"
    rest = text[state.first + 2 : state.end].strip()
    if "$$" in rest:
        if paragraph is not None or rest.find("$$") != len(rest) - 2 or len(rest) < 3:
            return "nothing"
        state.begin(depth)
        state.open("math").pieces.append((state.first, state.end, 0))
        state.close_leaf()
        return "line"
    if not _formula_closes(state):
        return "nothing"
    state.begin(depth)
    leaf = state.open("math")
    leaf.closed = False
    leaf.pieces.append((state.first, state.end, 0))
    return "line"


def _formula_closes(state: State) -> bool:
    """Whether `$$` ends a line below, before a blank line. Looks no further than the next `$$`."""
    for row in range(state.row + 1, len(state.lines)):
        start, end = state.lines[row]
        line = state.text[start:end].lstrip(" \t>").rstrip()
        if not line or "```" in line:
            return False
        if "$$" in line:
            return line.find("$$") == len(line) - 2
    return False


_STARTS: dict[str, Callable[[State, int, Open | None], Taken]] = {
    ">": _quote,
    "#": _heading,
    "`": _fence,
    "~": _fence,
    "<": _html,
    "=": _setext,
    "-": _dash,
    "*": _star,
    "+": _bullet,
    "_": _break,
    "|": _table,
    ":": _table,
    "[": _footnote,
    "$": _math,
    **dict.fromkeys("0123456789", _ordered),
}
