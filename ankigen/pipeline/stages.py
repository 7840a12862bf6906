"""The stages of a compilation: each takes values and gives values, with its diagnostics."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from msgspec.structs import replace

from ankigen.crew import Crew
from ankigen.diagnostics import Stop
from ankigen.identity import date
from ankigen.identity.namesake import Home
from ankigen.identity.records import Cloze, Lock, Matching, Stamp, TypeEntry
from ankigen.lint.cards import Card
from ankigen.lint.files import FEW, without_card
from ankigen.model import (
    Asset,
    Deck,
    Diagnostic,
    Note,
    NoteType,
    Question,
    Source,
    Span,
)
from ankigen.pipeline.bounds import bounded
from ankigen.pipeline.fields import Draft
from ankigen.pipeline.options import Options, Tick
from ankigen.pipeline.pages import Page, all_paged
from ankigen.pipeline.ready import Ready
from ankigen.pipeline.tags import Tags
from ankigen.project import files
from ankigen.project.near import near
from ankigen.project.root import Project
from ankigen.settings import Settings

Found = list[Diagnostic]


def deck_name(project: Project, options: Options) -> str:
    """The deck's full name: `--deck`, else the project's name; levels parted by `::`."""
    name = _levels(project.name if options.deck is None else options.deck)
    if not name:
        raise Stop("the deck has no name", "give it one with --deck NAME")
    return name


def home(project: Project) -> Home:
    """Where the project lives, for others of this machine that go by its name."""
    return Home.of(project.root, project.remote.address if project.remote else None)


def _levels(name: str) -> str:
    levels = (" ".join(level.split()) for level in name.split("::"))
    return "::".join(level for level in levels if level)


def read(project: Project, tick: Tick) -> tuple[tuple[Source, ...], frozenset[str], Found]:
    """All files of notes as text, and the paths of those that could not be read."""
    sources: list[Source] = []
    unread: set[str] = set()
    found: Found = []
    listed = files.notes(project)
    files.check_size(project, listed)
    for done, file in enumerate(listed):
        tick("read", done, len(listed))
        source, said = files.read(project, file)
        found += said
        if said:
            unread.add(source.path)
        sources.append(source)
    return tuple(sources), frozenset(unread), found


def split(
    project: Project,
    sources: Sequence[Source],
    options: Options,
    tick: Tick,
    crew: Crew | None = None,
    ready: Ready | None = None,
) -> tuple[tuple[Page, ...], Found]:
    """The questions of each file, with what of the file they need."""
    made: list[Page] = []
    found: Found = []
    texts = [source for source in sources if source.text]
    tick("split", 0, len(texts))
    for page, said in all_paged(
        texts,
        project.settings,
        repository=project.repository,
        cached=options.cache,
        crew=crew,
        ready=ready,
        tick=lambda done, total: tick("split", done, total),
    ):
        page, refused = bounded(page, project.settings.limits)
        made.append(page)
        found += [*said, *refused]
    return tuple(made), [*found, *empty_files(made, found)]


def empty_files(pages: Sequence[Page], said: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """What is to be said of the files that give no card."""
    told = {
        one.span.source.path for one in said if one.span and one.rule.code[:3] in ("AK2", "AK7")
    }
    full = {one.source.path for one in pages if one.questions or one.unanswered >= FEW}
    for page in pages:
        if not page.questions and page.source.path not in told:
            yield from without_card(page.source, full, page.unanswered, page.nearest)


def dated_types(
    kinds: Sequence[NoteType], lock: Lock, now: int
) -> tuple[tuple[NoteType, ...], list[TypeEntry]]:
    """The note types with their `mod`, and what the lock is to say of them."""
    types = [date.date_type(kind, lock, now) for kind in kinds]
    dated = [replace(k, modified=t.mod) for k, t in zip(kinds, types, strict=True)]
    return tuple(dated), types


def decks_of(questions: Iterable[Question], base: str, settings: Settings) -> list[str]:
    """The full name of each question's deck: the front matter's, or the base's, with its levels."""
    known: dict[tuple[str | None, str], str] = {}
    names: list[str] = []
    for question in questions:
        place = question.deck, question.span.source.path
        name = known.get(place)
        if name is None:
            name = known[place] = _deck(*place, base, settings)
        names.append(name)
    return names


def _deck(own: str | None, file: str, base: str, settings: Settings) -> str:
    if own and _levels(own):
        return _levels(own)
    path = PurePosixPath(file)
    levels: tuple[str, ...] = ()
    if settings.decks != "one":
        levels = path.parent.parts
    if settings.decks == "file":
        levels = (*levels, path.stem)
    return _levels("::".join([base, *(level.replace("::", " ") for level in levels)]))


Clozes = tuple[Cloze, ...]


def number(
    questions: Sequence[Question], drafts: Sequence[Draft], who: Matching
) -> tuple[tuple[Draft, ...], tuple[Clozes, ...]]:
    """The drafts with each cloze's number as it ever was, and what the lock says of them."""
    made: list[Draft] = []
    clozes: list[Clozes] = []
    for question, one, known in zip(questions, drafts, who.known, strict=True):
        found: Clozes = ()
        if question.kind == "cloze":
            from ankigen.identity.clozes import renumber

            last = max(known, key=lambda entry: entry.mod).clozes if known else ()
            text, found = renumber(one.fields[0], last)
            one = replace(one, fields=(text, *one.fields[1:]), digest="", asked=None)
        made.append(one)
        clozes.append(found)
    return tuple(made), tuple(clozes)


def stamps(
    drafts: Sequence[Draft],
    tagged: Sequence[Tags],
    decks: Sequence[str],
    clozes: Sequence[Clozes],
) -> list[Stamp]:
    """What each note is made of, digested."""
    known = {tags: date.tags_digest(tags) for tags in {one.tags for one in tagged}}
    return [
        Stamp(
            made.digest or date.fields_digest(made.fields),
            known[tags.tags],
            deck,
            tags.topics,
            numbered,
        )
        for made, tags, deck, numbered in zip(drafts, tagged, decks, clozes, strict=True)
    ]


def notes(
    questions: Sequence[Question],
    drafts: Sequence[Draft],
    tagged: Sequence[Tags],
    decks: Sequence[str],
    kinds: Sequence[NoteType],
    guids: Sequence[str],
    mods: Sequence[int],
) -> tuple[Note, ...]:
    """The notes, due in the order of the source."""
    basic, cloze = kinds
    return tuple(
        Note(
            guid=guid,
            note_type=cloze if question.kind == "cloze" else basic,
            deck=deck,
            fields=made.with_id(guid),
            tags=tags.tags,
            modified=mod,
            due=due,
            span=_place(question),
            media=made.media,
        )
        for due, (question, made, tags, deck, guid, mod) in enumerate(
            zip(questions, drafts, tagged, decks, guids, mods, strict=True), 1
        )
    )


def _place(question: Question) -> Span:
    """A question's front, from its first letter to its last; of a table the row's part of it."""
    first, last = question.front.bounds
    if first < question.span.start and question.front.pieces:  # the table's header
        pieces = question.front.pieces
        first = next((p[0] for p in pieces if p[0] >= question.span.start), question.span.start)
    return Span(question.front.source, first, max(first, last))


def selected(project: Project, note: Note, options: Options) -> bool:
    """Whether a note is one of those asked for: by its file, and by its tags."""
    fits = options.filter is None or options.filter(note.tags)
    return fits and project.takes(note.span.source.path)


def about(project: Project, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Those of the files asked for, and of the project as a whole."""
    for item in found:
        if item.span is None or project.takes(item.span.source.path):
            yield item


_TERMS = frozenset({"table", "glossary", "definition", "term"})
"""Readers whose fronts are what is defined."""


def seen(
    questions: Sequence[Question], drafts: Sequence[Draft], notes: Sequence[Note]
) -> list[Card]:
    """The cards as their reader gets them."""
    return [
        Card(
            note.fields[0],
            note.fields[1],
            note.span,
            made.front_media,
            question.reader in _TERMS,
            made.asked,
            made.long,
        )
        for question, made, note in zip(questions, drafts, notes, strict=True)
    ]


def decks(chosen: Sequence[Note]) -> tuple[Deck, ...]:
    """The notes by deck, decks in the order of their first note."""
    found: dict[str, list[Note]] = {}
    for note in chosen:
        found.setdefault(note.deck, []).append(note)
    return tuple(Deck(name, tuple(notes)) for name, notes in found.items())


def assets(chosen: Iterable[Note], drafts: Iterable[Draft]) -> tuple[Asset, ...]:
    """The media that the notes chosen use, each once, by name."""
    known: Mapping[str, Asset] = {asset.name: asset for made in drafts for asset in made.assets}
    names = {name for note in chosen for name in note.media}
    return tuple(known[name] for name in sorted(names))


def nothing(project: Project, sources: Sequence[Source]) -> tuple[str, str]:
    """Why there is no deck: no file, or no question in any of them."""
    read = [file for file in sources if project.takes(file.path)]
    if not read:
        places = map(near, project.named or (project.root,))
        where = ", ".join("this folder" if place == "." else place for place in places)
        return f"no Markdown file in {where}", "name a file or a folder with notes"
    where = near(project.root / read[0].path) if len(read) == 1 else f"{len(read):,} files"
    return f"no question found in {where}", "see what was looked for: ankigen list --why"
