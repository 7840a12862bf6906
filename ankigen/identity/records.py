"""What identity knows of a card, of the last build, and of who became whom."""

from typing import Literal

from msgspec import Struct

from ankigen.model import Diagnostic, Span

Kind = Literal["basic", "cloze"]
How = Literal["id", "question", "moved", "answer", "similar", "revived", "new"]
"""Why a card has its guid: its explicit id; the same question in the same file; the same question
elsewhere; the same answer; the most similar; a removed card that came back; none of these."""


class Digests(Struct, frozen=True):
    """What a card's text alone says of its line in the lock: see `Entry`."""

    question: str
    answer: str
    sketch: str
    shown: str = ""
    """The question cut, where it is long."""


class Card(Struct, frozen=True):
    """A question as matching sees it. Made by `ankigen.identity.cards.card`."""

    file: str
    """Relative to the project's root, with `/`."""
    question: str
    """Plain text on one line, number and markup left off."""
    answer: str
    """The Markdown of the answer."""
    kind: Kind = "basic"
    id: str | None = None
    """The explicit id, as written in the notes."""
    span: Span | None = None
    digests: Digests | None = None
    """Where they were taken before."""


class Cloze(Struct, frozen=True):
    """A cloze's number and its text, cut if long; not `used` when the notes have it no more."""

    number: int
    text: str
    used: bool = True


class Entry(Struct, frozen=True):
    """A card of the last build: a line of the lock.

    Digests are short base64 of BLAKE2; an empty one is not known and equals none. `removed` marks
    a tombstone: its `mod` still counts, since the card may still be in somebody's collection.
    """

    guid: str
    kind: Kind
    file: str
    question: str
    """Plain text, cut if long (then it ends in `…`)."""
    question_digest: str
    answer_digest: str
    sketch: str
    """A sample of the hashed words of the answer (see `ankigen.identity.words`)."""
    fields_digest: str = ""
    tags_digest: str = ""
    deck_digest: str = ""
    mod: int = 0
    """Seconds since 1970; 0 when it was never built."""
    topics: tuple[str, ...] = ()
    id_digest: str = ""
    clozes: tuple[Cloze, ...] = ()
    removed: bool = False


class TypeEntry(Struct, frozen=True):
    """A note type of the last build: a digest of its templates and CSS, and its `mod`."""

    id: int
    name: str
    digest: str
    mod: int


class Lock(Struct, frozen=True):
    """The last build. After a merge a guid may have several entries: its rivals."""

    namespace: str
    entries: tuple[Entry, ...] = ()
    """In the order of the source, tombstones last."""
    types: tuple[TypeEntry, ...] = ()
    decks: tuple[str, ...] = ()
    """The names of the decks that cards were last put in."""
    built: int = 0
    """When it was last written, in seconds since 1970; 0 for never."""
    merged: bool = False
    """It held conflict markers or two lines of one guid."""


class Matching(Struct, frozen=True):
    """Who is who. The tuples are parallel to the cards."""

    cards: tuple[Card, ...]
    guids: tuple[str, ...]
    known: tuple[tuple[Entry, ...], ...]
    """The card's entries in the lock: none when it is new, several after a merge."""
    how: tuple[How, ...]
    removed: tuple[Entry, ...] = ()
    """Entries whose cards the notes have no more, tombstones of earlier builds left out."""
    kept: tuple[Entry, ...] = ()
    """Entries of files that could not be read."""
    buried: tuple[Entry, ...] = ()
    """Tombstones of earlier builds."""
    diagnostics: tuple[Diagnostic, ...] = ()


class Stamp(Struct, frozen=True):
    """What a card's note is made of. `fields` and `tags` are digests (see `date`)."""

    fields: str
    tags: str
    deck: str
    """The deck's full name."""
    topics: tuple[str, ...] = ()
    clozes: tuple[Cloze, ...] = ()
