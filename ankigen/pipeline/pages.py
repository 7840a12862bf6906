"""A file of notes as the later stages need it: its questions, and what they share."""

from collections.abc import Iterable
from dataclasses import dataclass

from ankigen import directives
from ankigen.blocks import Block, parse
from ankigen.directives import Quiet
from ankigen.lint.source import check, with_mends
from ankigen.model import Diagnostic, Question, Source
from ankigen.render import References, gather
from ankigen.settings import Settings
from ankigen.split import split
from ankigen.text import plain


@dataclass(frozen=True, slots=True)
class Page:
    """A file. `title` is its only level-1 heading or else empty; `tags` are the front matter's.

    `looked_for` says of a file without a question what was looked for.
    """

    source: Source
    questions: tuple[Question, ...]
    references: References
    title: str = ""
    lone_title: bool = False
    tags: tuple[str, ...] = ()
    looked_for: tuple[str, ...] = ()
    quiet: tuple[Quiet, ...] = ()
    """Rules that comments in the file keep quiet."""


def paged(source: Source, settings: Settings) -> tuple[Page, tuple[Diagnostic, ...]]:
    """A file, split into questions."""
    document = parse(source.text)
    found = split(source, document, settings.dialect)
    blocks = list(document.walk())
    titles = [block for block in blocks if block.kind == "heading" and block.level == 1]
    lone = len(titles) == 1
    made = Page(
        source=source,
        questions=tuple(found.questions),
        references=gather(document, source.text),
        title=_words(titles[0], source) if lone else "",
        lone_title=lone,
        tags=found.tags,
        looked_for=found.looked_for,
        quiet=found.quiet,
    )
    more = check(source, blocks, made.questions, found.diagnostics)
    return made, with_mends((*found.diagnostics, *more), made.questions)


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


def _words(heading: Block, source: Source) -> str:
    return plain(heading.excerpt(source).text)
