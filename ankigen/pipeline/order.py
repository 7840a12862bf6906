"""The whole order, from files to what a package holds.

`compile` reads top to bottom: read, split, match, render, tag, date, lint. It changes nothing on
the disk. `write` puts the lock in place, then the deck: the other way round a crash could let the
next `mod` fall behind one that was imported.
"""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from ankigen import diagnostics
from ankigen.crew import Crew
from ankigen.diagnostics import Stop
from ankigen.identity import date, diff, namesake
from ankigen.identity import lock as locks
from ankigen.identity.advice import advice
from ankigen.identity.match import match
from ankigen.identity.records import Lock, Matching
from ankigen.lint.cards import check
from ankigen.lint.choice import spoken
from ankigen.model import Asset, Deck, Diagnostic, Note, NoteType, Question, Source
from ankigen.notetype import note_types
from ankigen.pipeline import stages
from ankigen.pipeline.bounds import overfull
from ankigen.pipeline.changes import Changes, changes
from ankigen.pipeline.drafts import drafted
from ankigen.pipeline.options import PLAIN, Options, Tick, silent
from ankigen.pipeline.packages import Package
from ankigen.pipeline.pages import Page, heard
from ankigen.pipeline.ready import Ready
from ankigen.pipeline.stages import nothing
from ankigen.pipeline.style import style
from ankigen.pipeline.tags import Tags, tag
from ankigen.project.root import Project
from ankigen.tagging.filters import EVERY, Search
from ankigen.tagging.sources import Tagged


class Compilation(Struct, frozen=True):
    """A project, compiled. `decks`, `assets` and `diagnostics` are of the notes asked for."""

    project: Project
    name: str
    """The deck's; of several the one above them."""
    pages: tuple[Page, ...]
    sources: tuple[Source, ...]
    questions: tuple[Question, ...]
    tags: tuple[Tags, ...]
    """Of each question."""
    decks: tuple[Deck, ...]
    note_types: tuple[NoteType, ...]
    assets: tuple[Asset, ...]
    old: Lock | None
    lock: Lock
    matching: Matching
    differences: tuple[diff.Change, ...]
    """What changed since the last build, of all cards of the project."""
    changes: Changes
    """The same, counted."""
    diagnostics: tuple[Diagnostic, ...]
    search: Search
    """By the tags of the notes asked for."""
    cached: bool = True
    """Whether the user's cache may be used."""

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes asked for, in the order of the source."""
        return tuple(sorted((n for deck in self.decks for n in deck.notes), key=lambda n: n.due))

    @property
    def reasons(self) -> dict[str, tuple[str, str]]:
        """By guid, which reader took a note, and on what evidence."""
        pairs = zip(self.matching.guids, self.questions, strict=True)
        return {guid: (question.reader, question.evidence) for guid, question in pairs}

    @property
    def empty(self) -> tuple[str, str]:
        """Why there is no card, and what to do."""
        if any(self.project.takes(q.span.source.path) for q in self.questions):
            near = self.search.near(tag for tags in self.tags for tag in tags.tags)
            help = f"did you mean {near}?" if near else "see all tags: ankigen tags"
            return "no card has tags that the filter asks for", help
        return nothing(self.project, self.sources)

    @property
    def origins(self) -> dict[str, tuple[Tagged, ...]]:
        """By guid, a note's tags and where each came from."""
        pairs = zip(self.matching.guids, self.tags, strict=True)
        return {guid: tags.origins for guid, tags in pairs}

    @property
    def misses(self) -> dict[str, tuple[str, ...]]:
        """By path, what was looked for in a file that has no question."""
        return {
            page.source.path: page.looked_for
            for page in self.pages
            if not page.questions and self.project.takes(page.source.path)
        }


def compile(
    project: Project,
    options: Options = PLAIN,
    tick: Tick = silent,
    crew: Crew | None = None,
) -> Compilation:
    """Everything that a build would write, and everything there is to say of the notes.

    A `crew` that has started already is let go at the end, as one that starts when it is needed.
    """
    now = date.clock()
    base = stages.deck_name(project, options)
    sources, unread, unreadable = stages.read(project, tick)
    ready = Ready()
    with crew or Crew() as crew:
        pages, misread = stages.split(project, sources, options, tick, crew, ready)
        tick("match", 0, len(pages))
        questions = tuple(question for page in pages for question in page.questions)
        old = locks.load(project.root)
        lock = options.lock or old or Lock(project.name)
        date.check_future(lock, now)
        cards = [card for page in pages for card in page.cards]
        who = match(cards, lock, unread | overfull(misread))
        drafts, misdrawn = drafted(project, pages, options, tick, ready)
        drafts, clozes = stages.number(questions, drafts, who)
        tick("tag", 0, len(drafts))
        tagged, mistagged = tag(project, pages, drafts, who, options, crew)
    tick("date", 0, len(drafts))
    look, misstyled = style(project, options)
    kinds, types = stages.dated_types(note_types(lock.namespace, look), lock, now)
    decks = stages.decks_of(questions, base, project.settings)
    stamps = stages.stamps(drafts, tagged, decks, clozes)
    mods = date.date(who, stamps, now, options.resend)
    notes = stages.notes(questions, drafts, tagged, decks, kinds, who.guids, mods)
    fresh = date.advance(lock, who, stamps, mods, types, now)
    chosen = [note for note in notes if stages.selected(project, note, options)]
    tick("lint", 0, len(notes))
    differences = diff.since_build(who, stamps)
    found = (*unreadable, *misread, *who.diagnostics, *misdrawn, *mistagged)
    found = (*found, *advice(lock, who, stamps, options.yes))
    found = (*found, *namesake.told(lock.namespace, stages.home(project)))
    found = (*found, *check(stages.seen(questions, drafts, notes)))
    found = (*stages.about(project, heard(pages, found)), *misstyled)
    found = spoken(found, project.settings.check, project.place)
    return Compilation(
        project=project,
        name=base,
        pages=pages,
        sources=sources,
        questions=questions,
        tags=tagged,
        decks=stages.decks(chosen),
        note_types=kinds,
        assets=stages.assets(chosen, drafts),
        old=old,
        lock=fresh,
        matching=who,
        differences=differences,
        changes=changes(differences, old is None),
        diagnostics=diagnostics.sort(found),
        search=options.filter or EVERY,
        cached=options.cache,
    )


def write(compiled: Compilation, path: Path, *, locked: bool = True) -> int:
    """Put the lock in place, then the deck; its size in bytes.

    With `locked` False the deck alone: for states that leave no trace, as half-typed ones.
    """
    if not compiled.decks:
        raise Stop(*compiled.empty)
    if locked:
        _keep(compiled)
    return _put(compiled, path, compiled.decks, compiled.assets)


def write_packages(compiled: Compilation, found: Sequence[Package]) -> list[int]:
    """Put the lock in place, then a deck for each part; their sizes in bytes."""
    if not compiled.decks:
        raise Stop(*compiled.empty)
    _keep(compiled)
    return [_put(compiled, part.path, part.decks, part.assets) for part in found]


def _put(compiled: Compilation, path: Path, decks: Sequence[Deck], assets: Sequence[Asset]) -> int:
    """Put a package in place."""
    from ankigen.pipeline import standing

    return standing.put(path, decks, assets, compiled.lock, cached=compiled.cached)


def _keep(compiled: Compilation) -> None:
    """Write down what was built: each card in the lock, the name on this machine."""
    project = compiled.project
    locks.save(project.root, compiled.lock, compiled.old)
    namesake.remember(compiled.lock.namespace, stages.home(project))
