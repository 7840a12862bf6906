"""Decks for the tests of the package."""

import hashlib
from pathlib import Path

from hypothesis import strategies as st

from ankigen.model import Asset, Deck, Field, Note, NoteType, Source, Span, Template

NAMES = "Question Answer Hint Extra Source Audio Reverse Id Data".split()
NOWHERE = Span(Source("notes.md", ""), 0, 0)
CREATED = 1_700_000_000

BASIC = NoteType(
    id=1_700_000_000_001,
    name="Notes",
    fields=tuple(Field(name, 100 + number) for number, name in enumerate(NAMES)),
    templates=(
        Template(
            "Card",
            201,
            "{{Question}}{{#Hint}}<details>{{Hint}}</details>{{/Hint}}",
            "{{FrontSide}}<hr id=answer>{{Answer}}",
        ),
        Template("Reverse", 202, "{{#Reverse}}{{Answer}}{{/Reverse}}", "{{Question}}"),
    ),
    css=".card { color: black; }",
    modified=CREATED,
)
CLOZE = NoteType(
    id=1_700_000_000_002,
    name="Notes (cloze)",
    fields=BASIC.fields,
    templates=(Template("Cloze", 203, "{{cloze:Question}}", "{{cloze:Question}}<br>{{Answer}}"),),
    css="",
    cloze=True,
    modified=CREATED,
)


def note(guid: str, question: str, answer: str = "an answer", **more: object) -> Note:
    kind = more.pop("kind", BASIC)
    assert isinstance(kind, NoteType)
    filled = {"Question": question, "Answer": answer, "Id": guid}
    filled |= {name: str(more.pop(name)) for name in NAMES if name in more}
    made: dict[str, object] = {
        "deck": "Deck",
        "tags": ("nlp::attention",),
        "modified": CREATED + 5,
        "due": 1,
        "span": NOWHERE,
        **more,
    }
    fields = tuple(filled.get(name, "") for name in NAMES)
    return Note(guid=guid, note_type=kind, fields=fields, **made)  # type: ignore[arg-type]


def asset(name: str, data: bytes, path: Path | None = None) -> Asset:
    digest = hashlib.sha256(data).hexdigest()
    return Asset(name, digest, path, None if path else data, name, len(data))


_text = st.text(
    st.characters(codec="utf-8", exclude_characters="\x1f\0", exclude_categories=["Cs"]),
    max_size=30,
)
_tag = st.text("abcxyz中文:-_", min_size=1, max_size=8)
_guid = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=8, max_size=10)


@st.composite
def decks(draw: st.DrawFn) -> list[Deck]:
    """Decks with notes of both types; guids and the decks' names differ."""
    guids = draw(st.lists(_guid, unique=True, min_size=1, max_size=8))
    names = draw(st.lists(st.text("abcABC中 ", min_size=1), unique_by=str.casefold, max_size=3))
    names = [name for name in names if name.strip()] or ["Deck"]
    groups: dict[str, list[Note]] = {}
    for number, guid in enumerate(guids):
        name = draw(st.sampled_from(names))
        kind = draw(st.sampled_from([BASIC, CLOZE]))
        question = "{{c1::a}} " * kind.cloze + draw(_text)
        made = note(
            guid,
            question,
            draw(_text),
            kind=kind,
            deck=name,
            due=number + 1,
            tags=tuple(draw(st.lists(_tag, max_size=3))),
            modified=draw(st.integers(1, 2**31)),
            Reverse=draw(st.sampled_from(["", "y"])) * (not kind.cloze),
        )
        groups.setdefault(name, []).append(made)
    return [Deck(name, tuple(notes)) for name, notes in groups.items()]
