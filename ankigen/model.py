"""The records that pass between the stages: plain, frozen, standard library only.

One type per stage, so that nothing is ever half filled. No behaviour lives here but views on a
record's own data (a span's line, an excerpt's text).
"""

from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct

from ankigen.patterns import pattern

Piece = tuple[int, int, int]
"""One line of an excerpt: start and end offset in the file's text, and the number of blanks that
stand before it when its container's edge cut through a tab; -1 where it goes on with the line
before it, of which something is left out."""

QuestionKind = Literal["basic", "choice", "cloze"]
Severity = Literal["error", "warning", "info"]


class Source(Struct, frozen=True):
    """One file of notes, decoded. `path` is relative to the project's root, with `/`."""

    path: str
    text: str
    encoding: str = "utf-8"

    def place(self, offset: int) -> tuple[int, int]:
        """The 1-based line and column (in characters) of an offset."""
        starts = line_starts(self.text)
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1


_LINE_END = pattern(r"\r\n?|\n")
_last_lines: tuple[str, list[int]] = ("", [0])


def line_starts(text: str) -> list[int]:
    """Where each line starts. A line ends with LF, CRLF or CR, as in CommonMark 2.1."""
    global _last_lines  # places are asked for in runs over one file
    known, starts = _last_lines
    if known is not text:
        starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
        _last_lines = text, starts
    return starts


class Span(Struct, frozen=True):
    """Part of a file, by offsets in its whole text. Line and column are computed on demand."""

    source: Source
    start: int
    end: int

    @property
    def line(self) -> int:
        """1-based."""
        return self.source.place(self.start)[0]

    @property
    def column(self) -> int:
        """1-based, in characters."""
        return self.source.place(self.start)[1]

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]


class Excerpt(Struct, frozen=True):
    """Lines of a file after their quote marks and indents: what a dedented or quoted body needs.

    `raw` says that the first line stands inside a block of raw HTML (a details body with no blank
    line before it), so that Markdown begins only after the first blank line.
    """

    source: Source
    pieces: tuple[Piece, ...]
    raw: bool = False

    @property
    def text(self) -> str:
        """The lines joined by LF, without a last one."""
        text = self.source.text
        pads = {pad for _, _, pad in self.pieces}
        if not any(pads):
            return "\n".join([text[start:end] for start, end, _ in self.pieces])
        if min(pads) >= 0:
            return "\n".join([" " * pad + text[start:end] for start, end, pad in self.pieces])
        parts: list[str] = []
        for start, end, pad in self.pieces:
            parts += ("\n" if parts and pad >= 0 else "", " " * pad, text[start:end])
        return "".join(parts)

    @property
    def bounds(self) -> tuple[int, int]:
        """Where its first line starts in the file, and where its last one ends; 0 of none."""
        return (self.pieces[0][0], self.pieces[-1][1]) if self.pieces else (0, 0)

    @property
    def size(self) -> int:
        """Characters of its lines, more or less."""
        return sum(end - start for start, end, _ in self.pieces)

    def __eq__(self, other: object) -> bool:
        """Equal in what it holds, however compact."""
        return isinstance(other, Excerpt) and self._all == other._all

    def __hash__(self) -> int:
        return hash(self._all)

    @property
    def _all(self) -> tuple[Source, tuple[Piece, ...], bool]:
        return self.source, self.pieces, self.raw

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """The place in the file of `self.text[start:end]`."""
        if not self.pieces:
            return Span(self.source, 0, 0)
        stop = self._offset(len(self.text) if end is None else end)
        return Span(self.source, self._offset(start), max(stop, self._offset(start)))

    def _offset(self, at: int) -> int:
        for number, (start, end, pad) in enumerate(self.pieces):
            at -= number > 0 and pad >= 0  # the end of the line before it
            blanks = max(pad, 0)
            size = blanks + end - start
            if at <= size:
                return min(end, start + max(0, at - blanks))
            at -= size
        return self.pieces[-1][1]


class Heading(Struct, frozen=True):
    """A heading that stands above a question."""

    level: int
    text: str


class Question(Struct, frozen=True):
    """What a reader found: one note to be, still Markdown.

    `kind` "choice" has options as a task list on its front, and the right ones with the
    explanation on its back; "cloze" has its text on the front and its extra on the back.
    `tags` are those written at the question, `id` an explicit one. `deck` is the front matter's.
    `evidence` says in a few words why the reader took it.
    """

    kind: QuestionKind
    front: Excerpt
    back: Excerpt
    span: Span
    reader: str
    evidence: str
    hint: Excerpt | None = None
    extra: tuple[str, ...] = ()
    """Code files that stand linked outside the answer's text (in its summary), as written."""
    headings: tuple[Heading, ...] = ()
    tags: tuple[str, ...] = ()
    id: str | None = None
    deck: str | None = None


class Target(Struct, frozen=True):
    """A picture or a link in rendered HTML, as the notes name it (entities decoded)."""

    kind: Literal["image", "link"]
    url: str
    alt: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    """Of a picture: width, height, title. Of a link: title."""


class Fragment(Struct, frozen=True):
    """Sanitised HTML with pictures and links left open, to be filled by joining strings.

    `parts` has one more element than `holes`; hole i stands between parts i and i + 1 and is the
    number of a target. A picture's number occurs once; a link's twice, where `<a>` and `</a>` go.
    """

    parts: tuple[str, ...]
    holes: tuple[int, ...] = ()
    targets: tuple[Target, ...] = ()

    def fill(self, tags: Sequence[tuple[str, str]]) -> str:
        """The HTML with each target's (start, end) tags in place; a picture uses the first."""
        out, seen = [self.parts[0]], set[int]()
        for hole, part in zip(self.holes, self.parts[1:], strict=True):
            out.append(tags[hole][1 if hole in seen else 0])
            out.append(part)
            seen.add(hole)
        return "".join(out)


class Asset(Struct, frozen=True):
    """A media file for the package: its name there, its SHA-256, and where its bytes are."""

    name: str
    digest: str
    path: Path | None
    data: bytes | None
    source: str
    """The path relative to the project's root, or the URL, that the notes gave."""
    size: int = 0


class Template(Struct, frozen=True):
    """A card template of a note type. `id` is stable, so that Anki knows it after a rename."""

    name: str
    id: int
    front: str
    back: str


class Field(Struct, frozen=True):
    """A field of a note type. `id` is stable."""

    name: str
    id: int


class NoteType(Struct, frozen=True):
    """A note type; `modified` in seconds since 1970."""

    id: int
    name: str
    fields: tuple[Field, ...]
    templates: tuple[Template, ...]
    css: str
    cloze: bool = False
    modified: int = 0


class Note(Struct, frozen=True):
    """A note as it is written.

    `fields` are HTML in the note type's order; `modified` is in seconds since 1970.
    """

    guid: str
    note_type: NoteType
    deck: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    modified: int
    due: int
    span: Span
    media: tuple[str, ...] = ()
    """Names in the package of the media that the fields use, in their order."""


class Deck(Struct, frozen=True):
    name: str
    notes: tuple[Note, ...]


class Rule(Struct, frozen=True):
    """A check that is its own manual."""

    code: str
    slug: str
    severity: Severity
    summary: str
    why: str
    bad: str
    good: str
    help: str = ""
    """What to do, for a diagnostic that does not say it better. Empty: there is nothing to do."""


class Edit(Struct, frozen=True):
    """Replace a span's text: a mend that is safe to make by itself."""

    span: Span
    text: str


class Diagnostic(Struct, frozen=True):
    """Something in the notes that their author should know. `span` None: the project as a whole."""

    rule: Rule
    message: str
    span: Span | None = None
    help: str = ""
    related: tuple[tuple[Span, str], ...] = ()
    edits: tuple[Edit, ...] = ()

    @property
    def advice(self) -> str:
        """What to do: its own help, else its rule's."""
        return self.help or self.rule.help
