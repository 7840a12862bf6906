"""Files of notes as the later stages need them: split once, and kept while they do not change.

A large file is cut into segments (`cuts`), so that all cores can work on it and an edit costs one
of them. A segment at whose end something is open says so, and is then made again with what follows
it. A segment's page is kept in the compact form of `kept`, without the text; offsets there count
from the segment's start.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING

from msgspec import Struct

from ankigen import directives
from ankigen.crew import Crew
from ankigen.directives import Quiet
from ankigen.identity.records import Card
from ankigen.model import Diagnostic, Heading, Question, Source
from ankigen.pipeline import kept
from ankigen.pipeline.cuts import cut, head
from ankigen.pipeline.kept import Segment
from ankigen.pipeline.ready import Ready
from ankigen.render import NONE, References
from ankigen.settings import Settings

if TYPE_CHECKING:
    from ankigen.pipeline.segment import Made

_SHAPING = ("", "blocks", "identity", "lint", "passes", "pipeline", "readers", "render")
PAYS = 100_000
"""Characters that take longer to split and to draw than workers take to start."""
_AT_ONCE = 2000
"""Rows that are put into the cache at a time."""
_Place = tuple[Source, int, int]
"""A segment: where it starts in its file, and where it ends."""
_Above = tuple[str | None, bool, str | None]
"""Of a file: its dialect, whether `==…==` are clozes, and its deck."""


class Cut(Struct, frozen=True):
    """A segment as later stages know it: its name in the cache, how many questions it has, to which
    of its file's definitions they may refer, and those that find others in the segment alone.
    """

    name: bytes
    count: int
    start: int = -1
    """Where it starts in its file; -1 when it is none of the file's any more."""
    references: References = NONE
    apart: tuple[int, ...] = ()


class Page(Struct, frozen=True):
    """A file. `title` is its only level-1 heading or else empty; `tags` are the front matter's.

    `looked_for` says of a file without a question what was looked for, `nearest` which of it came
    nearest, and `unanswered` how many questions it has that nobody answers.
    """

    source: Source
    questions: tuple[Question, ...]
    references: References
    cards: tuple[Card, ...] = ()
    """Of the questions; ..."""
    nests: tuple[int, ...] = ()
    """... and how deep each may nest at most."""
    title: str = ""
    lone_title: bool = False
    tags: tuple[str, ...] = ()
    looked_for: tuple[str, ...] = ()
    nearest: str = ""
    unanswered: int = 0
    quiet: tuple[Quiet, ...] = ()
    """Rules that comments in the file keep quiet."""
    segments: tuple[Cut, ...] = ()


def paged(source: Source, settings: Settings) -> tuple[Page, tuple[Diagnostic, ...]]:
    """One file, split into questions."""
    return all_paged([source], settings, cached=False)[0]


def all_paged(
    sources: Sequence[Source],
    settings: Settings,
    *,
    repository: str | None = None,
    cached: bool = True,
    crew: Crew | None = None,
    ready: Ready | None = None,
    tick: Callable[[int, int], None] = lambda _done, _total: None,
) -> list[tuple[Page, tuple[Diagnostic, ...]]]:
    """Each file, split into questions. `cached` False neither reads nor writes the cache.

    `repository` is the address of the project's files, for drafts that are made on the way: a
    `crew` does so where it pays, and they are put in `ready`.
    """
    places = [[(source, *place) for place in cut(source.text)] for source in sources]
    flat = [place for those in places for place in those]
    keys = _keys(_segments(flat, settings)) if cached else [b""] * len(flat)
    crew = Crew(1) if crew is None else crew
    ready = Ready() if ready is None else ready
    parts = _split(flat, keys, settings, repository, crew, ready, tick)
    names = iter(keys)
    found: list[tuple[Page, tuple[Diagnostic, ...]]] = []
    for source, those in zip(sources, places, strict=True):
        made = [(place, next(names), next(parts)) for place in those]
        if any(part.open for _, _, part in made[:-1]):
            made = _closed(made, settings, ready, cached=cached)
        found.append(_joined(source, [(start, name, part) for (_, start, _), name, part in made]))
    return found


def _closed(
    made: Sequence[tuple[_Place, bytes, kept.Part]],
    settings: Settings,
    ready: Ready,
    *,
    cached: bool,
) -> list[tuple[_Place, bytes, kept.Part]]:
    """The segments of a file: one at whose end something is open as one with those after it,
    twice as many each time until nothing is, so that little is made more than once.
    """
    found: list[tuple[_Place, bytes, kept.Part]] = []
    at = 0
    while at < len(made):
        place, name, part = made[at]
        source, start, _ = place
        count = 1
        while part.open and at + count < len(made):
            count = min(2 * count, len(made) - at)
            place = source, start, made[at + count - 1][0][2]
            [segment] = _segments([place], settings)
            [name] = _keys([segment]) if cached else [b""]
            part = _one(segment, name)
        if count > 1:
            for (_, old, _), _, _ in made[at : at + count]:
                ready.pop((source.path, old))  # the drafts of what it was made of
        found.append((place, name, part))
        at += count
    return found


def _one(segment: Segment, key: bytes) -> kept.Part:
    """The part of a segment: from the cache, unless its key is empty, or made."""
    from ankigen.pipeline.segment import encoded
    from ankigen.render import cache

    found = kept.read(cache.in_turn([key])) if key else {}
    if key in found:
        return found[key]
    data = encoded(segment)
    if key:
        cache.write_bytes({key: data})
    return kept.decode(data)


def _segments(places: Iterable[_Place], settings: Settings) -> Iterator[Segment]:
    """Each with its text, which is not held longer than it is needed."""
    plain: _Above = settings.dialect, settings.cloze_marks, None
    told, above = "", plain
    for source, start, end in places:
        if start and told != source.path:
            told, above = source.path, _above(source, settings)
        dialect, marks, deck = above if start else plain
        yield Segment(source.path, source.text[start:end], dialect, start, marks, deck)


def _above(source: Source, settings: Settings) -> _Above:
    """What settings and front matter say of a file."""
    lines = head(source.text)
    if not lines:
        return settings.dialect, settings.cloze_marks, None
    from ankigen.blocks import parse
    from ankigen.frontmatter import read

    front, _ = read(Source(source.path, lines), parse(lines))
    marks = settings.cloze_marks if front.cloze_marks is None else front.cloze_marks
    return front.dialect or settings.dialect, marks, front.deck


def _split(
    places: Sequence[_Place],
    keys: Sequence[bytes],
    settings: Settings,
    repository: str | None,
    crew: Crew,
    ready: Ready,
    tick: Callable[[int, int], None],
) -> Iterator[kept.Part]:
    """The parts of all segments, in order: from the cache, else made, side by side when it pays.

    `keys` are the segments' names in the cache; empty when it is not to be used.
    """
    from ankigen.render import cache

    found = kept.read(cache.in_turn(list(dict.fromkeys(filter(None, keys)))))
    missing = [place for place, key in zip(places, keys, strict=True) if key not in found]
    results = _made(missing, settings, repository, crew, tick)
    fresh: dict[bytes, bytes] = {}
    left, waiting = Counter(keys), len(missing)
    for (source, start, _), key in zip(places, keys, strict=True):
        left[key] -= 1
        if key in found:
            yield found[key] if left[key] else found.pop(key)
            continue
        done = next(results)
        waiting -= 1
        ready.put((source.path, start), done.drafts)
        if key:
            fresh |= {key: done.part, **dict(done.sides)}
            if len(fresh) >= _AT_ONCE or not waiting:
                cache.write_bytes(fresh)
                fresh.clear()
        yield kept.decode(done.part)


def _made(
    places: Sequence[_Place],
    settings: Settings,
    repository: str | None,
    crew: Crew,
    tick: Callable[[int, int], None],
) -> "Iterator[Made]":
    if not places:
        return
    from ankigen.pipeline.segment import Made, Task, encoded, made, sample
    from ankigen.render import cache

    done = 0
    if len(places) > 1 and sum(end - start for _, start, end in places) >= PAYS:
        from ankigen.pipeline import ahead

        shape = cache.shape()
        tasks = (Task(one, settings, repository, shape) for one in _segments(places, settings))
        text = next(_segments(places, settings)).text
        crew.start(lambda: sample(text))
        results = crew.work(made, tasks, lambda task: len(task.segment.text))
        ahead.load(text, settings)
        for value in results:
            yield value
            done += 1
            tick(done, len(places))
    # A worker that was killed takes the others along: what is missing is made here.
    for one in _segments(places[done:], settings):
        tick(done, len(places))
        yield Made(encoded(one), b"", ())
        done += 1


def _keys(segments: Iterable[Segment]) -> list[bytes]:
    """A digest of all that shapes a page, for each segment."""
    import msgspec

    from ankigen.render import cache

    shape = cache.shape(_SHAPING)
    encode = msgspec.msgpack.encode
    return [
        blake2b(
            encode(
                ("page", one.path, one.dialect, one.cloze_marks, one.deck, one.start > 0, one.text)
            ),
            digest_size=16,
            key=shape,
        ).digest()
        for one in segments
    ]


def _joined(
    source: Source, parts: Sequence[tuple[int, bytes, kept.Part]]
) -> tuple[Page, tuple[Diagnostic, ...]]:
    """The page of a file from its segments: where each starts, its name, its part."""
    questions: list[Question] = []
    cards: list[Card] = []
    nests: list[int] = []
    said: list[Diagnostic] = []
    links: dict[str, tuple[str, str]] = {}
    footnotes: dict[str, str] = {}
    above: list[Heading] = []
    for start, _, part in parts:
        made = list(kept.questions(part, source, start, above))
        questions += made
        cards += kept.cards(part, made)
        nests += [one.nests for one in part.questions]
        said += kept.diagnostics(part, source, start)
        links = {**part.links, **links}
        footnotes = {**part.footnotes, **footnotes}
        above = kept.under(above, part.above)
    titles = [title for _, _, part in parts for title in part.titles]
    first, references = parts[0][2], References(links, footnotes)
    page = Page(
        source=source,
        questions=tuple(questions),
        cards=tuple(cards),
        nests=tuple(nests),
        references=references,
        title=titles[0] if len(titles) == 1 else "",
        lone_title=len(titles) == 1,
        tags=first.tags,
        looked_for=first.looked_for if not questions else (),
        nearest=first.nearest,
        unanswered=sum(part.unanswered for _, _, part in parts),
        quiet=tuple((frozenset(codes), start, end) for codes, start, end in first.quiet),
        segments=tuple(_cut(name, start, part, references) for start, name, part in parts),
    )
    return page, tuple(said)


def _cut(name: bytes, start: int, part: kept.Part, references: References) -> Cut:
    """A segment of a file that has these definitions."""
    count = len(part.questions)
    if not (references.links or references.footnotes):
        return Cut(name, count, start)
    own = References(part.links, part.footnotes)
    links, footnotes, apart = dict[str, tuple[str, str]](), dict[str, str](), list[int]()
    for number, one in enumerate(part.questions):
        if one.labels:
            used = references.of(one.labels)
            links |= used.links
            footnotes |= used.footnotes
            if used != own.of(one.labels):
                apart.append(number)
    return Cut(name, count, start, References(links, footnotes), tuple(apart))


def heard(pages: Iterable[Page], found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics without those that the files themselves keep quiet."""
    quiet = {page.source.path: page.quiet for page in pages if page.quiet}
    if not quiet:
        return tuple(found)
    return tuple(
        said
        for one in found
        for said in directives.heard([one], quiet.get(one.span.source.path if one.span else "", ()))
    )
