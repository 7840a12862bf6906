"""The drafts of all notes: rendered, filled, and kept where they follow from the Markdown alone.

What a segment of a file comes to is kept as a whole, so that an unchanged one costs one look into
the cache. Sides that name a picture, a file or another page are filled anew in each build, since
what they name may have changed; their HTML up to there is kept by `render.batch`.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from hashlib import blake2b

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from ankigen.assets.finder import Filled, Finder, alone
from ankigen.model import Diagnostic, Fragment
from ankigen.pipeline import looks
from ankigen.pipeline.fields import Draft, Kept, Side, Subjects, again, draft, keep, sides
from ankigen.pipeline.options import Options, Tick
from ankigen.pipeline.pages import Page
from ankigen.pipeline.ready import Ready
from ankigen.project.root import Project

_SHAPING = (
    "assets",
    "blocks",
    "identity",
    "lint",
    "passes",
    "render",
    "tagging",
    "topics",
    "topics/translations",
)
"""What shapes a draft, and what is kept with it; a segment's name has the rest."""

_AT_ONCE = 100
"""Segments whose drafts are put into the cache at a time."""

Found = list[Diagnostic]
Lasting = list[Kept | None]
"""What is kept of each question of a segment, in order."""


def drafted(
    project: Project,
    pages: Sequence[Page],
    options: Options,
    tick: Tick,
    ready: Ready | None = None,
) -> tuple[tuple[Draft, ...], Found]:
    """The draft of each question's note, in order. What is `ready` is taken from there."""
    parts = _segments(pages, project, cached=options.cache)
    known, whole = _known(parts, Ready() if ready is None else ready, cached=options.cache)
    kept = [one for part in parts for one in known.get(part.name) or [None] * part.count]
    fresh = [part for part in parts if part.name not in whole]
    del known
    made, found, lasting = _made(project, pages, kept, options, tick)
    if options.cache and fresh:
        _write(parts, fresh, lasting)
    if options.cache:
        made = _seen(made, project)
    return tuple(made), found


def _made(
    project: Project,
    pages: Sequence[Page],
    kept: Sequence[Kept | None],
    options: Options,
    tick: Tick,
) -> tuple[list[Draft], Found, Lasting]:
    """All drafts, and of each what may be kept."""
    from ankigen.render.batch import Job, drawn

    settings, repository = project.settings, project.repository
    questions = [question for page in pages for question in page.questions]
    placed = ((question, page) for page in pages for question in page.questions)
    asked = [
        () if known else sides(question, page.references, settings)
        for known, (question, page) in zip(kept, placed, strict=True)
    ]
    flat = [side for those in asked for side in those]
    tick("render", 0, len(flat))
    fragments = drawn(
        [Job(side.text, side.excerpt.raw, side.references, side.options) for side in flat],
        cached=options.cache,
        tick=lambda done: tick("render", done, len(flat)),
    )
    tick("assets", 0, len(flat))
    fetched = options.fetch(_remote(fragments), tick) if options.fetch else {}
    finder = Finder(project.root, settings.limits, repository, fetched)
    filled = _filled(flat, fragments, finder)
    once: dict[Subjects, Subjects] = {}
    made: list[Draft] = []
    found: Found = []
    lasting: Lasting = []
    for question, known, those in zip(questions, kept, asked, strict=True):
        if known:
            subjects = once.setdefault(known.subjects, known.subjects)
            made.append(again(known, question, repository, subjects))
            lasting.append(known)
            continue
        ready = [next(filled) for _ in those]
        fresh, said = draft(question, [one for one, _ in ready], project, finder)
        stays = options.cache and not question.extra and all(stays for _, stays in ready)
        found += said
        now = keep(fresh) if stays else None
        if now:
            fresh = replace(
                fresh,
                digest=now.digest,
                asked=now.asked,
                long=now.long,
                subjects=now.subjects,
            )
        made.append(fresh)
        lasting.append(now)
    return made, found, lasting


def _seen(made: Sequence[Draft], project: Project) -> list[Draft]:
    """The drafts, those that are not kept with what was taken of them before."""
    if all(one.digest for one in made):
        return list(made)
    from ankigen.render import cache

    name = looks.key(str(project.root), cache.shape(_SHAPING))
    known, fresh = looks.read(name), looks.Looks()
    out: list[Draft] = []
    for one in made:
        if not one.digest:
            one, look = looks.seen(one, known)
            fresh[one.digest] = look
        out.append(one)
    if fresh.keys() != known.keys():
        looks.write(name, fresh)
    return out


def _filled(
    flat: Iterable[Side], fragments: Iterable[Fragment], finder: Finder
) -> Iterator[tuple[Filled, bool]]:
    """Each side, and whether it follows from its Markdown alone."""
    for side, fragment in zip(flat, fragments, strict=True):
        html = alone(fragment)
        if html is None:
            yield finder.fill(fragment, side.excerpt), False
        else:
            yield Filled(html), True


def _remote(fragments: Iterable[Fragment]) -> list[str]:
    """The addresses of the pictures that lie on a network."""
    return [
        target.url
        for fragment in fragments
        for target in fragment.targets
        if target.kind == "image" and target.url.startswith(("http://", "https://", "//"))
    ]


# --- the cache


class _Segment(Struct, frozen=True):
    """A segment: its name in the cache, how many questions it has, where it stands, and those for
    which it does not hold what a worker made of them.
    """

    name: bytes
    count: int
    place: tuple[str, int]
    apart: tuple[int, ...]


def _segments(pages: Iterable[Page], project: Project, *, cached: bool) -> list[_Segment]:
    """The segments of all pages. Names are digests of all that shapes their drafts."""
    from ankigen.render import cache

    shape = cache.shape(_SHAPING) if cached else b""
    encode = msgspec.msgpack.Encoder(order="deterministic").encode
    settings = project.settings
    shaping = project.repository, settings.math.brackets, settings.markdown_in_html
    out: list[_Segment] = []
    for page in pages:
        for one in page.segments:
            told = encode((one.references, *shaping)) if cached else b""
            shaped = blake2b(told, digest_size=16, key=shape).digest()
            # without a cache a name of its own, for this build alone
            key = one.name if cached else len(out).to_bytes(8)
            name = blake2b(b"drafts" + key, digest_size=16, key=shaped).digest()
            out.append(_Segment(name, one.count, (page.source.path, one.start), one.apart))
    return out


def _known(
    parts: Iterable[_Segment], ready: Ready, *, cached: bool
) -> tuple[dict[bytes, Lasting], set[bytes]]:
    """What is kept of the segments: what is ready, which is put into the cache, else from there.
    And of which the cache has all that it may keep.
    """
    from ankigen.render import cache

    decode = msgspec.msgpack.Decoder(Lasting).decode
    counts = {part.name: part.count for part in parts}
    found: dict[bytes, Lasting] = {}
    fresh: dict[bytes, bytes] = {}
    partly: set[bytes] = set()
    for part in parts:
        drafts = ready.pop(part.place)
        if drafts:
            segment = found[part.name] = decode(drafts)
            for number in part.apart:
                segment[number] = None
            if part.apart:
                partly.add(part.name)
            else:
                fresh[part.name] = drafts
            if cached and len(fresh) >= _AT_ONCE:
                cache.write_bytes(fresh)
            if not cached or len(fresh) >= _AT_ONCE:
                fresh.clear()
    if not cached:
        return found, set(found)
    if fresh:
        cache.write_bytes(fresh)
    for name, value in cache.in_turn([name for name in counts if name not in found]):
        with suppress(msgspec.MsgspecError):
            segment = decode(value)
            if len(segment) == counts[name]:
                found[name] = segment
    return found, found.keys() - partly


def _write(parts: Iterable[_Segment], fresh: Iterable[_Segment], lasting: Lasting) -> None:
    from ankigen.render import cache

    names = {part.name for part in fresh}
    rows: dict[bytes, bytes] = {}
    start = 0
    for part in parts:
        mine = slice(start, start + part.count)
        if part.name in names and any(lasting[mine]):
            rows[part.name] = msgspec.msgpack.encode(lasting[mine])
        start += part.count
    if rows:
        cache.write_bytes(rows)
