"""Files of notes as the later stages need them: split once, and kept while they do not change.

A large file is cut into segments where one question's details end and the next quote begins, so
that all cores can work on it and an edit costs one segment. A segment's page is kept in the
compact form of `kept`, without the text; offsets there count from the segment's start.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from ankigen import directives
from ankigen.directives import Quiet
from ankigen.identity.records import Card
from ankigen.model import Diagnostic, Heading, Question, Source
from ankigen.pipeline import kept
from ankigen.pipeline.kept import Segment
from ankigen.render import References
from ankigen.settings import Settings

LARGE = 200_000
"""Characters of a file that is cut; few notes written by hand are as long."""
SEGMENT = 20_000
_CUT = re.compile(r"\n</details>[ \t]*\n(?:[ \t]*\n)+(?=> )")
_WHOLE = re.compile(r"<!--\s*(?:tags?|id|ankigen)\s*[:：]", re.IGNORECASE)
_PAIRS = (
    ("<details", "</details"),
    ("<!--", "-->"),
    *((f"<{tag}", f"</{tag}") for tag in ("pre", "script", "style", "textarea")),
)
"""What holds blank lines, and so what looks like the end of a question and the next quote."""
_SHAPING = ("", "blocks", "identity", "lint", "passes", "pipeline", "readers")
PAYS = 400_000
"""Characters that take longer to split than workers take to start."""


@dataclass(frozen=True, slots=True)
class Page:
    """A file. `title` is its only level-1 heading or else empty; `tags` are the front matter's.

    `looked_for` says of a file without a question what was looked for, `nearest` which of it came
    nearest, and `unanswered` how many questions it has that nobody answers.
    """

    source: Source
    questions: tuple[Question, ...]
    references: References
    cards: tuple[Card, ...] = ()
    """Of the questions."""
    title: str = ""
    lone_title: bool = False
    tags: tuple[str, ...] = ()
    looked_for: tuple[str, ...] = ()
    nearest: str = ""
    unanswered: int = 0
    quiet: tuple[Quiet, ...] = ()
    """Rules that comments in the file keep quiet."""
    segments: tuple[tuple[bytes, int], ...] = field(default=(), compare=False)
    """The name in the cache of each segment, and how many questions it has."""


def paged(source: Source, settings: Settings) -> tuple[Page, tuple[Diagnostic, ...]]:
    """One file, split into questions."""
    return all_paged([source], settings, cached=False)[0]


def all_paged(
    sources: Sequence[Source],
    settings: Settings,
    *,
    cached: bool = True,
    tick: Callable[[int, int], None] = lambda _done, _total: None,
) -> list[tuple[Page, tuple[Diagnostic, ...]]]:
    """Each file, split into questions. `cached` False neither reads nor writes the cache."""
    segments = [
        [
            Segment(
                source.path, source.text[start:end], settings.dialect, start, settings.cloze_marks
            )
            for start, end in cut(source.text)
        ]
        for source in sources
    ]
    flat = [one for those in segments for one in those]
    keys = _keys(flat) if cached else []
    parts = iter(_split(flat, keys, tick))
    names = iter(keys)
    return [
        _joined(source, [(one.start, next(parts), next(names, b"")) for one in those])
        for source, those in zip(sources, segments, strict=True)
    ]


def cut(text: str) -> list[tuple[int, int]]:
    """The segments of a text, most often the whole: where each starts and ends."""
    if len(text) < LARGE or not _divisible(text):
        return [(0, len(text))]
    pairs = [(one, other) for one, other in _PAIRS if one in text]
    bounds = [0]
    depths = [0] * len(pairs)
    at = fences = 0
    for match in _CUT.finditer(text):
        end = match.end()
        if end - bounds[-1] >= SEGMENT:
            fences += text.count("```", at, end)
            for number, (one, other) in enumerate(pairs):
                depths[number] += text.count(one, at, end) - text.count(other, at, end)
            at = end
            if fences % 2 == 0 and not any(depths):
                bounds.append(at)
    return list(zip(bounds, [*bounds[1:], len(text)], strict=True))


def _divisible(text: str) -> bool:
    """Whether counting tells what is open at a place, and nothing speaks to more of the file than
    the segment it stands in.
    """
    if text.startswith(("---", "+++")) or "~~~" in text or "````" in text:
        return False
    return "<!--" not in text or not _WHOLE.search(text)


def _split(
    segments: Sequence[Segment], keys: Sequence[bytes], tick: Callable[[int, int], None]
) -> list[kept.Part]:
    """The parts of all segments: from the cache, else made, side by side when it pays.

    `keys` are the segments' names in the cache; none when it is not to be used.
    """
    from ankigen.render import cache

    found = kept.read(cache.read_bytes(list(dict.fromkeys(keys)))) if keys else {}
    missing = [number for number in range(len(segments)) if not keys or keys[number] not in found]
    made: dict[int, kept.Part] = {}
    if missing:
        raw = _made([segments[number] for number in missing], tick)
        made = {n: kept.decode(value) for n, value in zip(missing, raw, strict=True)}
        if keys:
            cache.write_bytes({keys[n]: value for n, value in zip(missing, raw, strict=True)})
    return [made[n] if n in made else found[keys[n]] for n in range(len(segments))]


def _made(segments: Sequence[Segment], tick: Callable[[int, int], None]) -> list[bytes]:
    from ankigen.pipeline.segment import encoded
    from ankigen.render.batch import cores, side_by_side

    out: list[bytes] = []
    if len(segments) > 1 and sum(len(one.text) for one in segments) >= PAYS:
        for value in side_by_side(encoded, segments, cores()):
            out.append(value)
            tick(len(out), len(segments))
    for one in segments[len(out) :]:
        tick(len(out), len(segments))
        out.append(encoded(one))
    return out


def _keys(segments: Iterable[Segment]) -> list[bytes]:
    """A digest of all that shapes a page, for each segment."""
    import msgspec

    from ankigen.render import cache

    shape = cache.shape(_SHAPING, ())
    encode = msgspec.msgpack.encode
    return [
        blake2b(
            encode(("page", one.path, one.dialect, one.cloze_marks, one.start > 0, one.text)),
            digest_size=16,
            key=shape,
        ).digest()
        for one in segments
    ]


def _joined(
    source: Source, parts: Sequence[tuple[int, kept.Part, bytes]]
) -> tuple[Page, tuple[Diagnostic, ...]]:
    """The page of a file from its segments' parts, each with its start and its name."""
    questions: list[Question] = []
    cards: list[Card] = []
    said: list[Diagnostic] = []
    links: dict[str, tuple[str, str]] = {}
    footnotes: dict[str, str] = {}
    above: list[Heading] = []
    for start, part, _ in parts:
        made = list(kept.questions(part, source, start, above))
        questions += made
        cards += kept.cards(part, made)
        said += kept.diagnostics(part, source, start)
        links = {**part.links, **links}
        footnotes = {**part.footnotes, **footnotes}
        above = kept.under(above, [Heading(*one) for one in part.above])
    titles = [title for _, part, _ in parts for title in part.titles]
    first = parts[0][1]
    page = Page(
        source=source,
        questions=tuple(questions),
        cards=tuple(cards),
        references=References(links, footnotes),
        title=titles[0] if len(titles) == 1 else "",
        lone_title=len(titles) == 1,
        tags=first.tags,
        looked_for=first.looked_for if not questions else (),
        nearest=first.nearest,
        unanswered=sum(part.unanswered for _, part, _ in parts),
        quiet=tuple((frozenset(codes), start, end) for codes, start, end in first.quiet),
        segments=tuple((name, len(part.questions)) for _, part, name in parts),
    )
    return page, tuple(said)


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
