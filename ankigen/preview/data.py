"""A compilation as the page knows it: cards in their order, and what there is to say of them.

A card is known by its note's guid, with `/2` for the second card and so on. What the page needs at
once (`Row`) is apart from what it needs when the card is shown (`Body`). Both refer to tables that
only grow (`Tables`), so that after a rebuild a card that did not change is equal to its old self.
"""

import html
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from ankigen.model import Asset, Diagnostic, Note, NoteType, Span
from ankigen.notetype.template import Node, TemplateError, parse
from ankigen.patterns import pattern
from ankigen.preview import cloze, maths
from ankigen.preview.template import Card, Skeleton, has_content, render
from ankigen.report.diagnostics import told

TITLE = 160
"""Characters of a question that the list shows."""
EXCERPT = 240
"""Characters of a source line that a diagnostic shows."""

_MARKUP = pattern(r"<(?:br|/p|/li|/div|/h\d|/tr|hr)\b[^>]*>|<[^>]*>|\\[()\[\]]", re.IGNORECASE)
_SOUND = pattern(r"\[sound:([^\]]{1,200})\]")
_BREAKS = ("<br", "</p", "</li", "</di", "</h", "</tr", "<hr")

Row = tuple[str, str, str, str, tuple[str, ...], str, int, int]
"""Id, title, badge (of a second card), deck, tags, file, line, column."""
Body = tuple[int, int, int, int, tuple[str, ...]]
"""Note type, front and back (numbers of the tables), the card's number, values."""
Problem = dict[str, object]


class Tables(Struct):
    """What cards share."""

    skeletons: dict[Skeleton, int] = field(default_factory=dict)
    types: dict[int, int] = field(default_factory=dict)

    def skeleton(self, skeleton: Skeleton) -> int:
        return self.skeletons.setdefault(skeleton, len(self.skeletons))

    def type(self, note_type: NoteType) -> int:
        return self.types.setdefault(note_type.id, len(self.types))


class Data(Struct, frozen=True):
    """All that the page shows."""

    head: dict[str, object]
    rows: tuple[Row, ...]
    bodies: tuple[Body, ...]
    assets: tuple[Asset, ...]


class Deck(Struct, frozen=True):
    """What is needed of a compilation. `folder` is the root's absolute path, for links into an
    editor; `address` what the files are found under on the web. Either may be None. `extents` are
    the questions of the notes, answers and all, by guid: without one, only the note's own span.
    """

    name: str
    notes: Sequence[Note]
    assets: Sequence[Asset] = ()
    diagnostics: Sequence[Diagnostic] = ()
    folder: str | None = None
    address: str | None = None
    extents: Mapping[str, Span] = field(default_factory=dict)


def of(deck: Deck, tables: Tables | None = None) -> Data:
    """The page's data. `tables` are those of the page that is to be brought up to date."""
    tables = Tables() if tables is None else tables
    rows: list[Row] = []
    bodies: list[Body] = []
    types: dict[int, _Type] = {}
    for note in deck.notes:
        kind = types.get(note.note_type.id)
        if kind is None:
            kind = types[note.note_type.id] = _Type(note.note_type)
        for number, badge, card in kind.cards(note):
            rows.append(_row(note, number, badge))
            front, back = tables.skeleton(card.front), tables.skeleton(card.back)
            bodies.append((tables.type(note.note_type), front, back, number, card.values))
    css = {tables.type(kind.note_type): kind.note_type.css for kind in types.values()}
    head: dict[str, object] = {
        "deck": deck.name,
        "notes": len(deck.notes),
        "folder": deck.folder,
        "address": deck.address,
        "css": [css.get(i, "") for i in range(len(tables.types))],
        "skeletons": [[skeleton.parts, skeleton.holes] for skeleton in tables.skeletons],
        "problems": _problems(deck),
    }
    return Data(head, tuple(rows), tuple(bodies), tuple(deck.assets))


def plain(text: str) -> str:
    """What a reader sees of a field's HTML, on one line; formulas in their source."""

    def gap(match: re.Match[str]) -> str:
        return " " if match[0].lower().startswith(_BREAKS) else ""

    return " ".join(html.unescape(_MARKUP.sub(gap, text)).split())


class _Type:
    """A note type, its templates parsed once."""

    def __init__(self, note_type: NoteType) -> None:
        self.note_type = note_type
        self.names = tuple(field.name for field in note_type.fields)
        self.templates: list[tuple[str, tuple[Node, ...], tuple[Node, ...]]] = []
        for template in note_type.templates:
            try:
                sides = parse(template.front), parse(template.back)
            except TemplateError as error:
                sides = _said(template.name, error), _said(template.name, error)
            self.templates.append((template.name, *sides))

    def cards(self, note: Note) -> Iterator[tuple[int, str, Card]]:
        """The cards that Anki makes of a note: number, badge of all but the first, card."""
        fields = dict(zip(self.names, note.fields, strict=True))
        special = {
            "Tags": " ".join(note.tags),
            "Type": self.note_type.name,
            "Deck": note.deck,
            "Subdeck": note.deck.rpartition("::")[2],
            "CardFlag": "",
            "CardID": "",
        }
        special = {name: html.escape(text) for name, text in special.items()}
        if self.note_type.cloze:
            name, front, back = self.templates[0]
            for number in cloze.numbers(note.fields[0]):
                badge = "" if number == 1 else f"c{number}"
                shown = {**special, "Card": f"c{number}", **fields}
                yield number, badge, self._card(name, front, back, shown, number)
            return
        for number, (name, front, back) in enumerate(self.templates, 1):
            shown = {**special, "Card": html.escape(name), **fields}
            try:
                made = number == 1 or has_content(front, shown)
            except TemplateError:
                made = True
            if made:
                badge = "" if number == 1 else name
                yield number, badge, self._card(name, front, back, shown, number)

    def _card(
        self,
        name: str,
        front: tuple[Node, ...],
        back: tuple[Node, ...],
        fields: Mapping[str, str],
        number: int,
    ) -> Card:
        try:
            return render(front, back, fields, number, _finished)
        except TemplateError as error:
            said = _said(name, error)
            return render(said, said, {})


def _said(template: str, error: TemplateError) -> tuple[Node, ...]:
    text = f"The template {template} cannot be shown: {error}."
    return (f'<p class="template-error">{html.escape(text)}</p>',)


def _finished(value: str) -> str:
    if "[sound:" in value:
        value = _SOUND.sub(r'<span class="sound">\1</span>', value)
    return maths.draw(value)


def _row(note: Note, number: int, badge: str) -> Row:
    first = note.fields[0]
    if note.note_type.cloze:
        first = cloze.reveal(first, number, False)
    title = plain(first)
    if len(title) > TITLE:
        title = title[: TITLE - 1].rstrip() + "…"
    line, column = note.span.source.place(note.span.start)
    known = note.guid if number == 1 else f"{note.guid}/{number}"
    return known, title, badge, note.deck, note.tags, note.span.source.path, line, column


def _problems(deck: Deck) -> list[Problem]:
    """The diagnostics, each with the guid of the note that it speaks of, if any."""
    places: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for note in deck.notes:
        span = deck.extents.get(note.guid, note.span)
        places[span.source.path].append((span.start, span.end, note.guid))
    for found in places.values():
        found.sort()
    return [_problem(item, places) for item in deck.diagnostics]


def _problem(item: Diagnostic, places: Mapping[str, Sequence[tuple[int, int, str]]]) -> Problem:
    problem: Problem = {
        "code": item.rule.code,
        "slug": item.rule.slug,
        "severity": item.rule.severity,
        "message": told(item),
        "help": item.advice,
        "why": item.rule.why,
    }
    if item.span is not None:
        line, column = item.span.source.place(item.span.start)
        problem |= {"file": item.span.source.path, "line": line, "column": column}
        problem["excerpt"] = _excerpt(item.span)
        near = places.get(item.span.source.path, ())
        at = bisect_right(near, item.span.start, key=lambda place: place[0]) - 1
        if at >= 0 and item.span.start <= near[at][1]:
            problem["note"] = near[at][2]
    return problem


def _excerpt(span: Span) -> tuple[str, str, str]:
    """The first line of a span: what stands before it, the span, what stands after it."""
    text = span.source.text
    start = max(text.rfind("\n", 0, span.start) + 1, span.start - EXCERPT // 2)
    end = text.find("\n", span.start)
    end = min(len(text) if end < 0 else end, start + EXCERPT)
    stop = min(max(span.end, span.start), end)
    return text[start : span.start].lstrip(), text[span.start : stop], text[stop:end].rstrip()
