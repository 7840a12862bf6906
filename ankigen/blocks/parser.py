"""The block phase: containers by content offset, then leaves (GFM 0.29 appendix A)."""

from ankigen.blocks import leaves, starts
from ankigen.blocks.block import Block
from ankigen.blocks.state import Open, State
from ankigen.patterns import pattern

_FRONT = pattern(r"---[ \t]*$")
_FRONT_KEY = pattern(r"(?:[^\s:#'\"\[{][^:]{0,80}|'[^']{0,80}'|\"[^\"]{0,80}\"):(?:[ \t]|$)|#")
_FRONT_END = pattern(r"(?:---|\.\.\.)[ \t]*$")
_MARKS = starts.FIRST | {" ", "\t"}
_KEEPS_LINES = frozenset({"fence", "html", "code", "math"})


def parse(text: str, *, front_matter: bool = True) -> Block:
    """The document of a text. Linear in its length; nesting beyond 64 containers is text.

    Front matter is taken at the very head only, between `---` lines, when its first line is a key.
    """
    state = State(text)
    head = _front_matter(state) if front_matter and text.startswith("---") else 0
    stack, lines = state.stack, state.lines
    for row in range(head, len(lines)):
        start, end = lines[row]
        if len(stack) == 1 and _goes_on(state, row, start, end):
            continue
        state.row, state.at, state.end = row, start, end
        state.column = state.pad = 0
        state.look()
        _line(state)
    state.close(1)
    pieces = tuple([(start, end, 0) for start, end in lines])
    return Block("document", 0, len(text), pieces, tuple(stack[0].children))


def _front_matter(state: State) -> int:
    """Take the front matter, when there is some: how many lines it has."""
    text, lines = state.text, state.lines
    if len(lines) < 3 or not _FRONT.match(text, *lines[0]):
        return 0
    head = next((line for line in lines[1:] if text[line[0] : line[1]].strip()), lines[0])
    if not _FRONT_KEY.match(text, *head):
        return 0
    for row in range(2, len(lines)):
        start, end = lines[row]
        if text.startswith(("---", "..."), start) and _FRONT_END.match(text, start, end):
            pieces = tuple((first, last, 0) for first, last in lines[1:row])
            state.add(Block("front-matter", 0, end, pieces), 0, row)
            return row + 1
    return 0


def _goes_on(state: State, row: int, start: int, end: int) -> bool:
    """Take a line outside containers that the open leaf alone decides on, as of most lines.

    That is text in or without a paragraph, an empty line after it, what cannot end a fence since
    no mark of its end stands in the first four characters, and HTML before a blank line.
    """
    text, leaf = state.text, state.leaf
    if leaf is None or leaf.kind == "paragraph":
        if start == end:
            if leaf is not None:
                state.close_leaf()
            return True
        if text[start] in _MARKS:
            return False
        if leaf is None:
            state.leaf = leaf = Open("paragraph", start, row)
    elif leaf.kind == "fence":
        if leaf.indent or text.find(text[leaf.start], start, min(start + 4, end)) >= 0:
            return False
    elif leaf.kind != "html" or leaf.level < 6 or not text[start:end].strip(" \t"):
        return False
    leaf.pieces.append((start, end, 0))
    leaf.last = row
    return True


def _line(state: State) -> None:
    """One line: match the open containers, try block starts, give the rest to a leaf."""
    depth = _match(state) if len(state.stack) > 1 else 1
    leaf = state.leaf
    matched = depth == len(state.stack)
    if leaf is not None:
        if matched and leaf.kind in _KEEPS_LINES:
            if _continue(state, leaf):
                return
            state.close_leaf()
            leaf = None
        elif not matched and leaf.kind == "math":
            leaf.kind, leaf.closed = "paragraph", True  # its lines may go on lazily
    lazy = leaf is not None and leaf.kind == "paragraph"
    open_leaf = leaf if matched else None
    while not state.blank:
        if state.indent >= 4:
            if lazy:
                break
            state.begin(depth)
            _open_code(state)
            return
        if state.text[state.first] not in starts.FIRST:
            break
        taken = starts.start(state, depth, open_leaf)
        if taken == "nothing":
            break
        if taken == "line":
            return
        depth, lazy, open_leaf = len(state.stack), False, None
    _text(state, depth, leaf if lazy else None, open_leaf)


def _text(state: State, depth: int, lazy: Open | None, leaf: Open | None) -> None:
    """What no block start took: a blank line, a line of a paragraph or of a table."""
    if state.blank:
        state.close(depth)
        return
    piece = (state.first, state.end, 0)
    if lazy is not None and state.leaf is lazy:
        if depth < len(state.stack):
            rest = state.piece()
            for node in state.stack[depth:]:
                if node.kind != "list":
                    node.pieces.append(rest)
        lazy.pieces.append(piece)
        lazy.last = state.row
    elif leaf is not None and state.leaf is leaf and not _is_bar(state):
        leaf.pieces.append(piece)
        leaf.last = state.row
    else:
        state.begin(depth)
        state.open("paragraph").pieces.append(piece)


def _is_bar(state: State) -> bool:
    """Whether the line is a bar and nothing else, which has no cell: it ends a table."""
    return state.text[state.first] == "|" and not state.text[state.first + 1 : state.end].strip()


def _match(state: State) -> int:
    """How many of the open containers the line continues."""
    stack, depth = state.stack, 1
    while depth < len(stack):
        node = stack[depth]
        if node.kind == "quote":
            if state.indent > 3 or state.blank or state.text[state.first] != ">":
                break
            starts.quote_mark(state)
            node.last = state.row
            node.pieces.append(state.piece())
        elif node.kind != "list":  # an item or a footnote
            if state.indent >= node.indent:
                state.skip(node.indent)
            elif not state.blank or _is_empty(state, depth):
                break
            else:
                state.skip(state.indent)
            node.pieces.append(state.piece())
        depth += 1
    return depth


def _is_empty(state: State, depth: int) -> bool:
    """Whether nothing stands in the container yet: a blank line ends it then."""
    last = depth == len(state.stack) - 1
    return last and not state.stack[depth].children and state.leaf is None


def _continue(state: State, leaf: Open) -> bool:
    """Give the line to the open leaf; False when it is over and the line is not its own."""
    if leaf.kind == "code":
        if state.indent < 4 and not state.blank:
            return False
        state.skip(min(state.indent, 4))
        leaf.pieces.append(state.rest())
        if not state.blank:
            leaf.last = state.row
        return True
    if state.blank and (leaf.kind == "math" or (leaf.kind == "html" and leaf.level >= 6)):
        return False
    ends = False
    if leaf.kind == "fence":
        ends = state.indent < 4 and _fence_ends(state, leaf)
        state.skip(min(state.indent, leaf.indent))
    elif leaf.kind == "html":
        ends = leaves.html_ends(leaf.level, state.text, state.at, state.end)
    else:
        ends = state.text[state.first : state.end].rstrip().endswith("$$")
    if not (ends and leaf.kind == "fence"):
        leaf.pieces.append(state.rest())
    if not state.blank or leaf.kind == "fence":
        leaf.last = state.row
    if ends:
        leaf.closed = True
        state.close_leaf()
    return True


def _fence_ends(state: State, leaf: Open) -> bool:
    mark = state.text[leaf.start]
    if state.blank or state.text[state.first] != mark:
        return False
    bare = state.text[state.first : state.end].rstrip(" \t")
    return len(bare) >= leaf.level and not bare.strip(mark)


def _open_code(state: State) -> None:
    leaf = state.open("code")
    state.skip(4)
    leaf.pieces.append(state.rest())
