"""The state of the block phase: the line in hand, the open containers and the open leaf."""

from ankigen.blocks import leaves
from ankigen.blocks.block import Block, Kind
from ankigen.model import Piece
from ankigen.patterns import pattern

NESTING = 64
"""How many containers may stand in one another; what lies deeper is text."""

_LINE_END = pattern(r"\r\n?|\n")


class Open:
    """A block that still grows. `line` and `last` are numbers into the state's lines."""

    __slots__ = (
        "children",
        "closed",
        "gap",
        "indent",
        "info",
        "kind",
        "last",
        "level",
        "line",
        "number",
        "pieces",
        "start",
        "tail",
        "tried",
    )

    def __init__(self, kind: Kind, start: int, line: int) -> None:
        self.kind: Kind = kind
        self.start = start
        self.line = self.last = self.tail = line  # tail: the last line of the last child
        self.pieces: list[Piece] = []
        self.children: list[Block] = []
        self.indent = 0  # of an item or footnote its content offset, of a fence its own indent
        self.level = 0  # of a fence its length, else as in Block
        self.info = ""
        self.number: int | None = None
        self.closed = True
        self.gap = False  # a blank line stands between two children
        self.tried = False  # of a paragraph: its last line was no header of a table


class State:
    """One run over one text: `stack` holds the open containers, `leaf` the open leaf in the last.

    On the line in hand (number `row`) `at` is the next character, `column` its column, `pad` the
    blanks left of a tab that was cut; `first` is the first character that is no blank, `indent`
    the columns before it, `end` where the line ends.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.tabs = "\t" in text
        self.lines = _lines(text)
        self.stack = [Open("document", 0, 0)]
        self.leaf: Open | None = None
        self.row = self.at = self.column = self.pad = self.first = self.indent = self.end = 0
        self.blank = False

    # --- the line in hand

    def look(self) -> None:
        """Find the first character that is no blank, and the columns before it."""
        text, end, first = self.text, self.end, self.at
        if not self.tabs:
            while first < end and text[first] == " ":
                first += 1
            self.indent = first - self.at
        else:
            column = self.column
            while first < end and text[first] in " \t":
                column += 4 - column % 4 if text[first] == "\t" else 1
                first += 1
            self.indent = column - self.column + self.pad
        self.first = first
        self.blank = first >= end

    def skip(self, columns: int) -> None:
        """Go over blanks; the rest of a tab that is cut is kept in `pad`."""
        if not self.tabs:
            step = min(columns, self.end - self.at)
            self.at += step
            self.column += step
            self.indent -= step
            return
        self.indent -= columns
        used = min(self.pad, columns)
        self.pad -= used
        columns -= used
        while columns > 0 and self.at < self.end:
            step = 4 - self.column % 4 if self.text[self.at] == "\t" else 1
            self.at += 1
            self.column += step
            self.pad = max(0, step - columns)
            columns -= step

    def pass_mark(self, end: int) -> None:
        """Go past a marker that starts at the first character and ends at `end`, and look on."""
        self.column += self.indent - self.pad + end - self.first
        self.at, self.pad = end, 0
        self.look()

    def piece(self) -> Piece:
        """The rest of the line, for a container."""
        if self.tabs:
            return leaves.pad_tab(self.text, self.at, self.end, self.column, self.pad)
        return self.at, self.end, 0

    def rest(self) -> Piece:
        """The rest of the line, for a leaf."""
        return self.at, self.end, self.pad

    # --- blocks that open

    def begin(self, depth: int) -> None:
        """Close what the line did not continue, for a new block in container `depth` - 1."""
        self.close(depth)
        if self.stack[-1].kind == "list":
            self.close(len(self.stack) - 1)

    def open(self, kind: Kind) -> Open:
        """Open a leaf, or a container when it is put on the stack."""
        self.leaf = leaf = Open(kind, self.first, self.row)
        return leaf

    def push(self, kind: Kind) -> Open:
        node = Open(kind, self.first, self.row)
        self.stack.append(node)
        return node

    # --- blocks that close

    def add(self, block: Block, line: int, last: int) -> None:
        """Put a closed block into the last open container."""
        parent = self.stack[-1]
        if parent.children and line > parent.tail + 1:
            parent.gap = True
        parent.children.append(block)
        parent.tail = last
        if last > parent.last:
            parent.last = last

    def close(self, depth: int) -> None:
        """Close the open leaf and all containers from `depth` on."""
        if self.leaf is not None:
            self.close_leaf()
        while len(self.stack) > depth:
            node = self.stack.pop()
            parent = self.stack[-1]
            end, tight = self.lines[node.last][1], True
            pieces = tuple(node.pieces[: node.last - node.line + 1])
            if node.kind == "list":
                tight = not node.gap
                pieces = self._lines_of(node, parent)
            elif node.kind == "item" and node.gap:
                parent.gap = True
            block = Block(
                node.kind,
                node.start,
                end,
                pieces,
                tuple(node.children),
                info=node.info,
                number=node.number,
                tight=tight,
            )
            self.add(block, node.line, node.last)

    def _lines_of(self, node: Open, parent: Open) -> tuple[Piece, ...]:
        first, stop = node.line - parent.line, node.last - parent.line + 1
        if parent.kind == "document":
            return tuple((start, end, 0) for start, end in self.lines[node.line : node.last + 1])
        return tuple(parent.pieces[first:stop])

    def close_leaf(self) -> None:
        leaf = self.leaf
        assert leaf is not None
        self.leaf = None
        kind, pieces = leaf.kind, leaf.pieces
        if kind == "math":
            formula = self._formula(pieces) if leaf.closed else []
            if not formula:
                kind = "paragraph"
                formula = [(*_bare(self.text, start, end), 0) for start, end, _ in pieces]
            pieces = formula
        elif kind in ("html", "code"):
            pieces = pieces[: leaf.last - leaf.line + 1]
        line = leaf.line
        if kind == "paragraph" and self.text[pieces[0][0]] == "[":
            taken = self._definitions(leaf)
            if taken == len(pieces):
                return
            pieces, line = pieces[taken:], line + taken
        block = Block(
            kind,
            leaf.start if line == leaf.line else pieces[0][0],
            self.lines[leaf.last][1],
            tuple(pieces),
            (),
            0 if kind in ("fence", "paragraph") else leaf.level,
            leaf.info,
            None,
            True,
            leaf.closed or kind == "paragraph",
        )
        self.add(block, line, leaf.last)

    def _formula(self, pieces: list[Piece]) -> list[Piece]:
        """A maths block's lines without its two `$$`, and without the lines they leave empty."""
        start, end, _ = pieces[0]
        first = (*_bare(self.text, start + 2, end), 0)
        if len(pieces) == 1:
            return [(first[0], first[1] - 2, 0)]
        start, end, pad = pieces[-1]
        last = (start, _bare(self.text, start, end)[1] - 2, pad)
        lines = [first, *pieces[1:-1], last]
        return [piece for piece in lines if self.text[piece[0] : piece[1]].strip()]

    def _definitions(self, leaf: Open) -> int:
        """Take the link reference definitions at a paragraph's head: how many lines they are."""
        content = "\n".join(self.text[start:end] for start, end, _ in leaf.pieces)
        at = taken = 0
        while at < len(content) and content[at] == "[":
            found = leaves.definition(content, at)
            if found is None:
                break
            name, target, stop = found
            lines = max(1, content.count("\n", at, stop))
            if stop == len(content) and not content.endswith("\n", at, stop):
                lines = len(leaf.pieces) - taken
            pieces = tuple(leaf.pieces[taken : taken + lines])
            line = leaf.line + taken
            block = Block(
                "definition", pieces[0][0], pieces[-1][1], pieces, info=name, target=target
            )
            self.add(block, line, line + lines - 1)
            at, taken = stop, taken + lines
        return taken

    def take_definitions(self) -> bool:
        """Take the definitions of the open paragraph now; True when nothing is left of it."""
        leaf = self.leaf
        if leaf is None or self.text[leaf.pieces[0][0]] != "[":
            return False
        taken = self._definitions(leaf)
        if taken == len(leaf.pieces):
            self.leaf = None
            return True
        if taken:
            del leaf.pieces[:taken]
            leaf.line += taken
            leaf.start = leaf.pieces[0][0]
        return False


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    line = text[start:end]
    first = start + len(line) - len(line.lstrip())
    return min(first, end), max(min(first, end), start + len(line.rstrip()))


def _lines(text: str) -> list[tuple[int, int]]:
    """Start and end of each line, the line end left out; a last empty line is none."""
    out, at = [], 0
    if "\r" in text:
        for match in _LINE_END.finditer(text):
            out.append((at, match.start()))
            at = match.end()
    else:
        for line in text.split("\n")[:-1]:
            stop = at + len(line)
            out.append((at, stop))
            at = stop + 1
    if at < len(text) or not out:
        out.append((at, len(text)))
    return out
