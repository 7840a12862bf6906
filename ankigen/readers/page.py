"""A file as readers see it: its text blocks and details elements in one row, and how to cut it."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from ankigen.blocks import Block, Kind, parse
from ankigen.folds import ASKING, Fold, Range
from ankigen.model import Piece, Source
from ankigen.patterns import pattern
from ankigen.readers.late import end_of_fence
from ankigen.readers.mend import moved
from ankigen.text import plain

AtomKind = Kind | Literal["fold"]

_HTML_HEADING = pattern(
    r"\s*(?:<(?:div|p|center)\b[^<>]{0,200}>\s*)?<h([1-6])\b[^<>]{0,200}>(.{1,1000}?)</h\1>"
    r"[ \t]*(?:</(?:div|p|center)>[ \t]*)?(?=\r|\n|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_LATER_HEADING = pattern(
    r"(?<=\n)[ \t]*<h([1-6])\b[^<>]{0,200}>[^\r\n]{1,1000}?</h\1>[ \t]*(?=\r|\n|\Z)", re.IGNORECASE
)
_STRAY_TAGS = pattern(
    r"(?:\s*(?:(?:</[a-z][a-z0-9]*[ \t]*>|<(?:br|hr)[ \t]*/?>)[ \t]*)+(?:\r\n?|\n))+",
    re.IGNORECASE,
)
_BLOCK_START = pattern(
    r"[ ]{0,3}(?:#{1,6}[ \t]|>|(?:---|\*\*\*|___)[-*_ \t]*[\r\n]|\*\*|(?:[-*+]"
    r"|\d{1,9}[.)、])[ \t]*\S"
    r"|[^\W\d_]{1,12}[ \t]?\d{0,4}[.:：)）]|\?{1,2}[ \t]*(?:[\r\n]|\Z))"
)
_SECTION = pattern(r"\s*(?:</?section\b[^<>]{0,300}>\s*)+\Z", re.IGNORECASE)
_MARKED = pattern(r"(?:[-*+]|\d{1,9}[.)])[ \t]|[#>`~]")
"""What begins a line with the mark of a block."""
_SOLID = pattern(r"\S")
_LINE_END = pattern(r"[ \t]*(?:\r\n?|\n)")
_LINKS = pattern(r"\[[^\[\]]*\]\([^()\s]*\)")
_HEADING_LINE = pattern(r"(?:\r\n?|\n)[ ]{0,3}#{1,6}[ \t]")
_SENTENCE_END = pattern(r"[.。!！;；,，:：][\s\u200b]*\Z")
_INVISIBLE = pattern(
    r"(?:\s|&nbsp;|<!--(?>.*?(?:-->|\Z))"
    r"|</?(?:br|p|b|strong|i|em|div|center|span|font|small|hr|a|u|details"
    r"|summary)\b[^<>]{0,500}>)*\Z",
    re.DOTALL | re.IGNORECASE,
)


class Atom(Struct, frozen=True, eq=False):
    """A block that holds text, or a whole details element. Offsets index the whole text."""

    kind: AtomKind
    start: int
    end: int
    path: tuple[Block, ...]
    """Its containers, the outermost first."""
    block: Block | None = None
    level: int = 0
    """Of a heading 1 to 6."""
    words: Range = (0, 0)
    """Of a heading its text, of others the whole."""
    fold: Fold | None = None
    children: tuple["Atom", ...] = ()
    """Of a details element what its body holds."""

    @property
    def item(self) -> Block | None:
        """The innermost list item it stands in."""
        return next((b for b in reversed(self.path) if b.kind == "item"), None)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The lines of its block that begin in it."""
        pieces = self.block.pieces if self.block else ()
        if not pieces or (self.start <= pieces[0][0] and pieces[-1][0] < self.end):
            return pieces
        low = bisect_left(pieces, self.start, key=lambda piece: piece[0])
        high = bisect_left(pieces, self.end, key=lambda piece: piece[0])
        return pieces[low:high]

    @property
    def outset(self) -> int:
        """Where it begins, the marks of the item or quote that it opens included."""
        return next(
            (b.start for b in self.path if b.kind in ("item", "quote", "box") and self.first_in(b)),
            self.start,
        )

    @property
    def quote(self) -> Block | None:
        """The outermost quote it stands in, or box that asks."""
        return next(
            (b for b in self.path if b.kind == "quote" or (b.kind == "box" and b.info in ASKING)),
            None,
        )

    def first_in(self, container: Block) -> bool:
        """Whether nothing stands before it in that container."""
        while container.children:
            container = container.children[0]
        return container is self.block


Role = Literal["answer", "variant", "hint", "contents", "group", "question", "aside"]


class Roles(Struct, frozen=True):
    """What each details element of a file is for, and its summary, by its start."""

    of: Mapping[int, Role]
    labels: Mapping[int, str]


class Page(Struct, frozen=True, eq=False):
    """A file, its blocks, and its atoms in order."""

    source: Source
    document: Block
    atoms: tuple[Atom, ...]
    starts: Sequence[int]
    """Of the atoms."""
    name: str
    """Its title and file name, in lower case."""
    paragraphs: tuple[Range, ...] = ()
    """Those of several lines, in order."""
    ways: frozenset[str] = frozenset()
    """Lines that recur in it and hold nothing but links."""
    roles: Roles = Roles({}, {})
    forced: bool = False
    """A person said which reader it is for."""
    cloze_marks: bool = False
    """A person said that `==…==` is a cloze deletion."""

    @property
    def text(self) -> str:
        return self.source.text

    def cut(self, start: int, end: int, path: Sequence[Block] = ()) -> list[Piece]:
        """The lines of [start, end) without the marks of the containers that `start` is inside."""
        chain = [self.document]
        chain += [b for b in path if b.kind != "list" and b.start < start <= b.end]
        pieces: list[Piece] = []
        start = self._past_line_end(start, end)
        while chain and start < end:
            container = chain.pop()
            stop = min(end, container.end)
            if stop > start:
                pieces += container.lines(start, stop)
                start = self._past_line_end(stop, end)
            if stop == container.end and start < end:
                closing, start = end_of_fence(self.text, container, start, end)
                pieces += closing
        return self._unindented(pieces)

    def _unindented(self, pieces: list[Piece]) -> list[Piece]:
        """The lines without an indent that means nothing, since a paragraph goes on in them.

        Alone it would make code of the first line; the others lose as much of theirs only where a
        mark of a list or the like begins the first, so that they stay beside or below it.
        """
        begin = pieces[0][0] if pieces else 0
        at = bisect_left(self.paragraphs, (begin, 0)) - 1
        stop = self.paragraphs[at][1] if at >= 0 else 0
        if begin >= stop:
            return pieces
        indent: int | None = None
        for number, (start, end, pad) in enumerate(pieces):
            if start >= stop:
                break
            line = self.text[start:end]
            bare = line.lstrip(" \t")
            if indent is None:
                pieces[number] = end - len(bare), end, 0
                if not bare:
                    continue
                if not _MARKED.match(bare):
                    break
                indent = pad + len(line[: len(line) - len(bare)].expandtabs(4))
            else:
                own = pad + len(line[: len(line) - len(bare)].expandtabs(4))
                pieces[number] = end - len(bare), end, max(0, own - indent)
        return pieces

    def _past_line_end(self, start: int, end: int) -> int:
        if start < end and self.text[start] in "\r\n":
            start += 2 if self.text.startswith("\r\n", start) else 1
        return start

    def role(self, atom: Atom) -> Role | None:
        """What a details element is for; None of other atoms."""
        return self.roles.of.get(atom.start) if atom.fold else None

    def says(self, span: Range) -> str:
        """What a reader sees of a range."""
        return plain(self.text[slice(*span)])

    def between(self, start: int, end: int) -> Sequence[Atom]:
        """The atoms that begin in [start, end)."""
        low = bisect_left(self.starts, start)
        return self.atoms[low : bisect_left(self.starts, end, lo=low)]

    def empty(self, atom: Atom) -> bool:
        """Whether a reader sees nothing of it: breaks, comments, bare tags, definitions."""
        if atom.kind in ("break", "definition", "footnote", "front-matter"):
            return True
        if atom.kind == "html" or (atom.kind == "paragraph" and self.text[atom.start] == "<"):
            return atom.end - atom.start < 4000 and bool(
                _INVISIBLE.match(self.text, atom.start, atom.end)
            )
        return False


def build(source: Source, document: Block, folds: Sequence[Fold], skip: int = 0) -> Page:
    """The page of a file, without what stands before the offset `skip` (its front matter)."""
    found = [
        (block, path)
        for block, path in document.leaves()
        if block.kind != "front-matter" and block.start >= skip
    ]
    atoms = tuple(_row(source.text, found, folds, 0, len(source.text)))
    title = next((a for a in atoms if a.kind == "heading" and a.level == 1), None)
    name = plain(source.text[slice(*title.words)]) if title else ""
    ways = _ways(source.text, atoms)
    paragraphs = [
        (block.start, block.end)
        for block, _ in found
        if block.kind == "paragraph" and len(block.pieces) > 1
    ]
    name = f"{name}\n{source.path}".casefold()
    starts = [atom.start for atom in atoms]
    return Page(source, document, atoms, starts, name, tuple(paragraphs), ways)


def _ways(text: str, atoms: Sequence[Atom]) -> frozenset[str]:
    """Paragraphs of one line, three times or more in a file, that are all links."""
    counts = Counter(
        line
        for atom in atoms
        if atom.kind == "paragraph" and atom.end - atom.start < 300 and not atom.path
        for line in [text[atom.start : atom.end].strip()]
        if "](" in line and "\n" not in line and "![" not in line
    )
    return frozenset(
        line
        for line, count in counts.items()
        if count >= 3 and not re.search(r"[^\W_]", _LINKS.sub("", line))
    )


def flatten(page: Page, open_folds: set[int], ending: Mapping[int, int]) -> Page:
    """The page with some details elements (by their start) opened: their summary a heading.

    Those in `ending` end where that child of theirs starts, which then follows them.
    """

    def row(atoms: Sequence[Atom]) -> Iterator[Atom]:
        for atom in atoms:
            if atom.fold is not None and atom.start in ending:
                stop = ending[atom.start]
                fold = replace(atom.fold, end=stop, body=(atom.fold.body[0], stop))
                held = tuple(child for child in atom.children if child.end <= stop)
                yield replace(atom, end=stop, words=(atom.start, stop), fold=fold, children=held)
                yield from row([child for child in atom.children if child.start >= stop])
                continue
            if atom.fold is None or atom.fold.start not in open_folds:
                yield atom
                continue
            if atom.fold.summary:
                start, end = atom.fold.summary
                block = Block("heading", start, end, ((start, end, 0),), level=6)
                yield Atom("heading", start, end, atom.path, block, 6, (start, end))
            yield from row(atom.children)

    atoms = tuple(row(page.atoms))
    return replace(page, atoms=atoms, starts=[atom.start for atom in atoms])


def _row(
    text: str,
    found: Sequence[tuple[Block, tuple[Block, ...]]],
    folds: Sequence[Fold],
    low: int,
    high: int,
) -> Iterator[Atom]:
    """What of these blocks lies in [low, high), with the details elements in it."""
    index = 0
    at = low  # what lies before is inside a fold that was given
    for fold in folds:
        while index < len(found) and found[index][0].start < fold.start:
            block, path = found[index]
            yield from _clip(text, block, path, max(at, block.start), min(block.end, fold.start))
            if block.end > fold.start:
                break
            index += 1
        inside = index
        while index < len(found) and found[index][0].end <= fold.end:
            index += 1
        begin, stop = fold.body
        held = [
            pair
            for pair in found[inside : index + 1]
            if pair[0].start < stop and pair[0].end > begin
        ]
        children = tuple(_row(text, held, fold.children, begin, stop) if begin < stop else ())
        at = max(at, fold.end)
        whole = (fold.start, fold.end)
        yield Atom("fold", fold.start, fold.end, fold.path, None, 0, whole, fold, children)
    for block, path in found[index:]:
        yield from _clip(text, block, path, max(at, block.start), min(high, block.end))


def _clip(text: str, block: Block, path: tuple[Block, ...], start: int, end: int) -> Iterator[Atom]:
    if start >= end or not _SOLID.search(text, start, end):
        return
    if block.kind == "heading":
        yield from _heading(text, block, path)
        return
    if block.kind != "html":
        yield Atom(block.kind, start, end, path, block, 0, (start, end))
        return
    if end - start < 2000 and _SECTION.match(text, start, end):
        yield Atom("break", start, end, path, block, 0, (start, end))  # of slides
        return
    behind = _LINE_END.match(text, start, end) if start > block.start else None
    if behind and _BLOCK_START.match(text, behind.end(), end):  # between two details elements
        yield from _anew(text, behind.end(), end, path)
        return
    while start < end and _SOLID.search(text, start, end):
        match = _HTML_HEADING.match(text, start, end)
        if match:
            stop = match.end()
            yield Atom("heading", start, stop, path, block, int(match[1]), match.span(2))
            start = stop
            continue
        after = _STRAY_TAGS.match(text, start, end)
        near = min(end, start + 4000)
        if after and (
            _BLOCK_START.match(text, after.end(), end) or _HEADING_LINE.search(text, start, near)
        ):
            yield from _anew(text, after.end(), end, path)
            return
        later = _LATER_HEADING.search(text, start, end)
        stop = later.start() if later else end
        yield Atom(block.kind, start, stop, path, block, 0, (start, stop))
        start = stop


def _anew(text: str, start: int, end: int, path: tuple[Block, ...]) -> Iterator[Atom]:
    """Markdown that a tag above it has made HTML, read as it was meant."""
    for block, inner in moved(parse(text[start:end], front_matter=False), start).leaves():
        yield from _clip(text, block, (*path, *inner), block.start, block.end)


def _heading(text: str, block: Block, path: tuple[Block, ...]) -> Iterator[Atom]:
    """A heading; but sentences over `---` were meant as a paragraph and a break."""
    if not block.pieces:
        yield Atom("heading", block.start, block.end, path, block, block.level, (block.end,) * 2)
        return
    words = (block.pieces[0][0], block.pieces[-1][1])
    if block.info == "=" and block.level == 2:
        inside, line = text[slice(*words)], text[words[1] : block.end].strip()
        sentence = len(line) <= 3 and (_SENTENCE_END.search(inside) or len(inside) > 200)
        if len(block.pieces) > 1 or sentence:
            yield Atom("paragraph", words[0], words[1], path, block, 0, words)
            rule = (block.end - len(line), block.end)
            yield Atom("break", *rule, path, None, 0, rule)
            return
    yield Atom("heading", block.start, block.end, path, block, block.level, words)
