"""A segment of a file, split and drawn: the work that workers do, and that the cache saves."""

from collections.abc import Sequence

import msgspec
from msgspec import Struct

from ankigen.assets.finder import alone
from ankigen.blocks import Block, parse
from ankigen.lint.source import check, with_mends
from ankigen.model import Question, Source
from ankigen.pipeline import kept
from ankigen.pipeline.fields import Kept, Side, lone, sides
from ankigen.pipeline.kept import Segment
from ankigen.render import References, gather, part
from ankigen.render.batch import Job, keepable, rendered
from ankigen.settings import Settings
from ankigen.split import split
from ankigen.text import plain

_SAMPLE = 1500
"""Characters of notes that are enough to meet what most of them take."""


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


class Task(Struct, frozen=True):
    """A segment of a project with these settings and this address, and the cache's shape."""

    segment: Segment
    settings: Settings
    repository: str | None
    shape: bytes


def made(task: Task) -> Made:
    """The part of a segment and its drafts."""
    part, questions, references, document = _split(task.segment)
    if len(questions) > task.settings.limits.file_cards:
        return Made(part, b"", ())
    return Made(part, *_drafted(questions, references, document, task))


def sample(text: str) -> None:
    """Load and compile what notes like these take: make the first few of them, for nothing."""
    made(Task(Segment("notes.md", text[:_SAMPLE], None), Settings(), None, b""))


def _split(segment: Segment) -> tuple[bytes, Sequence[Question], References, Block]:
    source = Source(segment.path, segment.text)
    parsed = parse(source.text, front_matter=segment.start == 0)
    found = split(
        source,
        parsed,
        segment.dialect,
        cloze_marks=segment.cloze_marks,
        deck=segment.deck,
    )
    document = found.document
    blocks = list(document.walk())
    more = check(source, blocks, found.questions, found.diagnostics)
    references = gather(document, source.text)
    titles = [block for block in blocks if block.kind == "heading" and block.level == 1]
    part = kept.encode(
        found,
        with_mends((*found.diagnostics, *more), found.questions, blocks),
        references,
        titles=[_words(block, source) for block in titles],
        text=segment.text,
    )
    return part, found.questions, references, document


def _drafted(
    questions: Sequence[Question], references: References, document: Block, task: Task
) -> tuple[bytes, tuple[tuple[bytes, bytes], ...]]:
    """What is kept of a segment, as it is kept, and of its other sides the name and the HTML.

    `references` are the definitions of its file, `document` its blocks.
    """
    settings, text = task.settings, task.segment.text
    most = settings.limits.card_kilobytes * 1000
    known: list[Kept | None] = []
    open: list[tuple[bytes, bytes]] = []
    for question in questions:
        asked: tuple[Side, ...] = ()
        if question.front.size + question.back.size <= most:
            asked = sides(question, references, settings)
        jobs = [Job(side.text, side.excerpt.raw, side.references, side.options) for side in asked]
        ready = [
            rendered(job, part(document, text, job.text, side.excerpt.bounds[0]))
            for side, job in zip(asked, jobs, strict=True)
        ]
        htmls = [html for html in map(alone, ready) if html is not None]
        if not ready or len(htmls) < len(ready) or question.extra:
            known.append(None)
            open += [keepable(*one, task.shape) for one in zip(jobs, ready, strict=True)]
        else:
            known.append(lone(question, htmls, task.repository))
    return msgspec.msgpack.encode(known), tuple(open)


def _words(heading: Block, source: Source) -> str:
    return plain(heading.excerpt(source).text)
