"""The fields of a note: HTML from a question's Markdown, with its pictures and listings."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Literal
from urllib.parse import quote

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from ankigen.assets import markup
from ankigen.assets.finder import Filled, Finder
from ankigen.lint.cards import too_long
from ankigen.model import Asset, Diagnostic, Excerpt, Question, QuestionKind, Target
from ankigen.patterns import pattern
from ankigen.project.root import Project
from ankigen.render import References, RenderOptions, listing
from ankigen.settings import Settings
from ankigen.text import normal, visible

Subjects = tuple[tuple[str, ...], tuple[str, ...]]
"""Those of which a question speaks for sure; those of the answer, where the question has none."""


class Draft(Struct, frozen=True):
    """A note's fields in the note type's order, `Id` still empty, and what they bring along."""

    fields: tuple[str, ...]
    assets: tuple[Asset, ...] = ()
    front_media: tuple[str, ...] = ()
    digest: str = ""
    """Of the fields, as the lock has it; ..."""
    asked: str | None = None
    """... the question's normal form; ..."""
    long: int | None = None
    """... how long the answer is, where it is too long; ..."""
    subjects: Subjects | None = None
    """... and of which subjects question and answer speak: all where they were taken before."""

    @property
    def shown_question(self) -> str:
        """What a reader sees of the question."""
        return visible(self.fields[0])

    @property
    def shown_answer(self) -> str:
        """What a reader sees of the answer."""
        return visible(self.fields[1])

    @property
    def media(self) -> tuple[str, ...]:
        """The names of the media that the fields use, in their order."""
        return tuple(dict.fromkeys(asset.name for asset in self.assets)) if self.assets else ()

    def with_id(self, guid: str) -> tuple[str, ...]:
        """The fields of the note with this guid."""
        *before, _, data = self.fields
        return (*before, guid, data)


class Kept(msgspec.Struct, array_like=True, frozen=True):
    """A draft that follows from its Markdown alone; see `Draft`."""

    front: str
    back: str
    hint: str
    digest: str
    asked: str
    long: int
    subjects: Subjects


class Side(Struct, frozen=True):
    """Markdown to be rendered: a side of a card, with all that shapes its HTML."""

    excerpt: Excerpt
    text: str
    references: References
    options: RenderOptions


def sides(question: Question, references: References, settings: Settings) -> tuple[Side, ...]:
    """A question's front, its back, and its hint where it has one; `references` are its file's."""
    math, markdown_in_html = settings.math.brackets, settings.markdown_in_html
    front, back, plain = _options(question.kind, question.reader, math, markdown_in_html)
    made = (_side(question.front, references, front), _side(question.back, references, back))
    if question.hint is not None:
        return (*made, _side(question.hint, references, plain))
    return made


@cache
def _options(
    kind: QuestionKind, reader: str, brackets: bool, markdown_in_html: bool
) -> tuple[RenderOptions, RenderOptions, RenderOptions]:
    """Those of a front, a back and a hint."""
    plain = RenderOptions(brackets=brackets, markdown_in_html=markdown_in_html)
    back = replace(plain, choice=kind == "choice", labels=reader == "table")
    clozes: Literal["", "braces", "marks"] = ""
    if kind == "cloze":
        clozes = "marks" if reader == "mark" else "braces"
    return replace(back, clozes=clozes), back, plain


_BLOCK = pattern(r"\A[ \t]*(?:\d{1,9}(?=[.)][ \t])|(?=[-+*][ \t]|#{1,6}[ \t]|>))")
"""What would begin a list, a heading or a quote, but in a table's cell is text."""


def _side(excerpt: Excerpt, references: References, options: RenderOptions) -> Side:
    text = excerpt.text
    if options.labels and "\n" not in text:
        text = _BLOCK.sub(lambda match: match[0] + "\\", text)
    return Side(excerpt, text, references.used_by(text), options)


def draft(
    question: Question, filled: Sequence[Filled], project: Project, finder: Finder
) -> tuple[Draft, list[Diagnostic]]:
    """The fields of a question's note from its sides, rendered and filled."""
    front, back, *rest = filled
    hint = rest[0] if rest else Filled("")
    linked = [finder.code(url, question.front) for url in question.extra]
    everything = (front, back, hint, *linked)
    listings = {item.path: item for side in everything for item in side.listings}
    made = Draft(
        fields=_fields(
            _bare(front.html),
            back.html,
            _bare(hint.html),
            "".join(listing(item.text, item.path) for item in listings.values()),
            _source(question.span.source.path, project.repository),
        ),
        assets=tuple(asset for side in everything for asset in side.assets),
        front_media=tuple(asset.name for asset in front.assets),
    )
    return made, _once(item for side in everything for item in side.diagnostics)


def _fields(front: str, back: str, hint: str, code: str, source: str) -> tuple[str, ...]:
    return front, back, hint, code, source, "", "", "", ""


def lone(question: Question, htmls: Sequence[str], repository: str | None) -> Kept:
    """What is kept of a question whose sides bring nothing along."""
    front, back, *rest = htmls
    source = _source(question.span.source.path, repository)
    hint = _bare(rest[0]) if rest else ""
    return keep(Draft(_fields(_bare(front), back, hint, "", source)))


def keep(made: Draft) -> Kept:
    """What is kept of a draft that brings nothing along."""
    from ankigen.identity.date import fields_digest
    from ankigen.pipeline.subjects import spoken

    front, back, hint, *_ = made.fields
    asked = normal(made.shown_question)
    digest, told = fields_digest(made.fields), spoken(front, back)
    return Kept(front, back, hint, digest, asked, too_long(back), told)


def again(kept: Kept, question: Question, repository: str | None, subjects: Subjects) -> Draft:
    """The draft of which this was kept; `subjects` are those that were, held once for many."""
    source = _source(question.span.source.path, repository)
    return Draft(
        fields=_fields(kept.front, kept.back, kept.hint, "", source),
        digest=kept.digest,
        asked=kept.asked,
        long=kept.long,
        subjects=subjects,
    )


def _bare(html: str) -> str:
    """A single paragraph without its tags."""
    inner = html.strip()
    if inner.startswith("<p>") and inner.endswith("</p>") and inner.count("<p") == 1:
        return inner[3:-4]
    return inner


@cache
def _source(path: str, repository: str | None) -> str:
    """The file's path, a link to it where the project has an address."""
    shown = markup.inert(path)
    if repository is None:
        return shown
    address = f"{repository}/{quote(path)}"
    start, end = markup.link(address, Target("link", address))
    return f"{start}{shown}{end}"


def _once(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    kept: list[Diagnostic] = []
    for item in found:
        if item not in kept:
            kept.append(item)
    return kept
