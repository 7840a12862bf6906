"""A deck for the tests of the page: made of records, with every kind of card."""

import base64

from msgspec.structs import replace

from ankigen import rules
from ankigen.model import Asset, Diagnostic, Note, Source, Span
from ankigen.notetype import note_types
from ankigen.preview.data import Data, Deck, of

BASIC, CLOZE = note_types("demo")
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg=="
)
PICTURE = Asset("curve-0a1b2c3d.png", "0a1b2c3d", None, PNG, "img/curve.png", len(PNG))
TEXT = "".join(f"> question {i}\nanswer {i}\n\n" for i in range(20))
SOURCE = Source("notes/qa.md", TEXT)
EVIL = (
    "<script>window.top.ran = 1</script><img src=x onerror='window.top.ran = 2'>"
    "<svg onload='window.top.ran = 3'></svg><iframe srcdoc='<script>top.ran = 4</script>'></iframe>"
    "<a href='javascript:top.ran=5'>click</a><form action='https://example.com'><input></form>"
    "<style>.x { color: rgb(1, 2, 3) }</style><p class='x' style='color: rgb(4, 5, 6)'>end</p>"
    "<base href='https://example.com/'><meta http-equiv='refresh' content='0;url=https://example.com'>"
    "<object data='https://example.com'></object><link rel=stylesheet href='https://example.com/a.css'>"
    "</script><!-- <script> --><img src='https://example.com/a.png' alt='far away'>"
)


def place(number: int) -> Span:
    start = TEXT.index(f"question {number}\n")
    return Span(SOURCE, start, start + len(f"question {number}"))


def note(number: int, question: str, answer: str, *tags: str, **fields: str) -> Note:
    kind = CLOZE if fields.pop("kind", "") == "cloze" else BASIC
    filled = {"Question": question, "Answer": answer, "Id": f"g{number}", **fields}
    return Note(
        guid=f"g{number}",
        note_type=kind,
        deck="Demo",
        fields=tuple(filled.get(field.name, "") for field in kind.fields),
        tags=tags,
        modified=0,
        due=number,
        span=place(number),
    )


NOTES = (
    note(0, "What is a <b>tuple</b>?", "An immutable list.", "python::types"),
    note(1, "什么是闭包？", "函数和它的词法环境。 " * 400, "python", "python::closure"),
    note(2, r"Write \(\frac{1}{x}\).", r"\[\frac{1}{x}\] <code>\(raw\)</code>", "math"),
    note(3, "A picture?", f'<img src="{PICTURE.name}" alt="curve">', "python::types"),
    note(4, "Both ways", "Reverse me", Reverse="⇄", Hint="think"),
    note(5, "{{c1::Softmax}} of {{c2::logits::what}}", "More.", "math", kind="cloze"),
    note(6, "Hostile", EVIL, "evil"),
)
DIAGNOSTICS = (
    Diagnostic(rules.EMPTY_ANSWER, "this answer is empty", place(1), "write one"),
    Diagnostic(rules.NO_QUESTION, "nothing here", Span(Source("a b.md", "x"), 0, 1)),
)
DECK = Deck(
    name="Demo",
    notes=NOTES,
    assets=(PICTURE,),
    diagnostics=DIAGNOSTICS,
    folder="/Users/me/my notes",
    extents={item.guid: Span(SOURCE, item.span.start, item.span.end + 10) for item in NOTES},
)


def data() -> Data:
    return of(DECK)


def edited(number: int, answer: str) -> Deck:
    """The deck with one answer changed."""
    notes = list(NOTES)
    old = notes[number]
    notes[number] = replace(old, fields=(old.fields[0], answer, *old.fields[2:]))
    return replace(DECK, notes=tuple(notes))


def restyled(style: dict[str, str]) -> Deck:
    """The deck with the project's own style."""
    kinds = {kind.id: kind for kind in note_types("demo", style)}
    notes = [replace(note, note_type=kinds[note.note_type.id]) for note in NOTES]
    return replace(DECK, notes=tuple(notes))


def many(count: int) -> Deck:
    """A deck of so many notes, of a length as people write them."""
    notes = []
    for number in range(count):
        words = " ".join(f"word{(number * 7 + i) % 997}" for i in range(60))
        one = note(number % 20, f"Question {number}: why?", f"<p>{words}</p>")
        tags = (f"topic{number % 40}::part{number % 7}",)
        notes.append(replace(one, guid=f"m{number}", due=number, tags=tags))
    return replace(DECK, notes=tuple(notes), assets=(), diagnostics=(), extents={})
