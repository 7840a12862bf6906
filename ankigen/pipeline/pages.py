"""A file of notes as the later stages need it: its questions, and what they share."""

from dataclasses import dataclass

from ankigen.blocks import Block, parse
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


def paged(source: Source, settings: Settings) -> tuple[Page, tuple[Diagnostic, ...]]:
    """A file, split into questions."""
    document = parse(source.text)
    found = split(source, document, settings.dialect)
    titles = [block for block in document.walk() if block.kind == "heading" and block.level == 1]
    lone = len(titles) == 1
    made = Page(
        source=source,
        questions=tuple(found.questions),
        references=gather(document, source.text),
        title=_words(titles[0], source) if lone else "",
        lone_title=lone,
        looked_for=found.looked_for,
    )
    return made, tuple(found.diagnostics)


def _words(heading: Block, source: Source) -> str:
    return plain(heading.excerpt(source).text)
