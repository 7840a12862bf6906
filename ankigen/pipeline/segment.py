"""A segment of a file, split and drawn: the work that workers do, and that the cache saves."""

from collections.abc import Sequence
from itertools import islice

import msgspec
from msgspec import Struct

from ankigen.assets.finder import alone
from ankigen.blocks import Block, parse
from ankigen.lint.source import check, with_mends
from ankigen.model import Heading, Question, Source
from ankigen.pipeline import kept
from ankigen.pipeline.fields import Kept, lone, sides
from ankigen.pipeline.kept import Segment
from ankigen.render import References, gather
from ankigen.render.batch import Job, made_here
from ankigen.settings import Settings
from ankigen.split import split
from ankigen.text import plain


class Made(Struct, frozen=True):
    """What a worker gives back, as it is kept: the part, its drafts, and the HTML of their sides.

    The drafts know no definitions but the segment's own: they hold where its file has no others.
    """

    part: bytes
    drafts: bytes
    sides: tuple[tuple[bytes, bytes], ...]


def encoded(segment: Segment) -> bytes:
    """The part of a segment, in the form that is kept."""
    return _split(segment)[0]


def made(task: tuple[Segment, Settings, str | None]) -> Made:
    """The part of a segment and its drafts; of a project with these settings and this address."""
    segment, settings, repository = task
    part, questions, references = _split(segment)
    if len(questions) > settings.limits.file_cards:
        return Made(part, b"", ())
    return Made(part, *_drafted(questions, references, settings, repository))


def _split(segment: Segment) -> tuple[bytes, Sequence[Question], References]:
    source = Source(segment.path, segment.text)
    document = parse(source.text, front_matter=segment.start == 0)
    found = split(source, document, segment.dialect, cloze_marks=segment.cloze_marks)
    blocks = list(document.walk())
    more = check(source, blocks, found.questions, found.diagnostics)
    references = gather(document, source.text)
    headings = [block for block in blocks if block.kind == "heading"]
    above: list[Heading] = []
    for block in headings:
        above = kept.under(above, [Heading(block.level, _words(block, source))])
    part = kept.encode(
        found,
        with_mends((*found.diagnostics, *more), found.questions, blocks),
        references,
        titles=[_words(block, source) for block in headings if block.level == 1],
        above=above,
    )
    return part, found.questions, references


def _drafted(
    questions: Sequence[Question],
    references: References,
    settings: Settings,
    repository: str | None,
) -> tuple[bytes, tuple[tuple[bytes, bytes], ...]]:
    """What is kept of a segment, as it is kept, and of its other sides the name and the HTML.

    `references` are the definitions of its file.
    """
    most = settings.limits.card_kilobytes * 1000
    asked = [
        () if one.front.size + one.back.size > most else sides(one, references, settings)
        for one in questions
    ]
    drawn = made_here(
        Job(side.text, side.excerpt.raw, side.references, side.options)
        for those in asked
        for side in those
    )
    known: list[Kept | None] = []
    open: list[tuple[bytes, bytes]] = []
    for question, those in zip(questions, asked, strict=True):
        ready = list(islice(drawn, len(those)))
        htmls = [html for html in (alone(fragment) for fragment, _, _ in ready) if html is not None]
        if not ready or len(htmls) < len(ready) or question.extra:
            known.append(None)
            open += [(name, data) for _, name, data in ready]
        else:
            known.append(lone(question, htmls, repository))
    return msgspec.msgpack.encode(known), tuple(open)


def _words(heading: Block, source: Source) -> str:
    return plain(heading.excerpt(source).text)
