"""A segment of a file, split: the work that workers do, and that the cache saves."""

from ankigen.blocks import Block, parse
from ankigen.lint.source import check, with_mends
from ankigen.model import Heading, Source
from ankigen.pipeline import kept
from ankigen.pipeline.kept import Segment
from ankigen.render import gather
from ankigen.split import split
from ankigen.text import plain


def encoded(segment: Segment) -> bytes:
    """The part of a segment, in the form that is kept."""
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
    return kept.encode(
        found,
        with_mends((*found.diagnostics, *more), found.questions, blocks),
        references,
        titles=[_words(block, source) for block in headings if block.level == 1],
        above=above,
    )


def _words(heading: Block, source: Source) -> str:
    return plain(heading.excerpt(source).text)
