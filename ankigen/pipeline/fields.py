"""The fields of a note: HTML from a question's Markdown, with its pictures and listings."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from urllib.parse import quote

from ankigen.assets import markup
from ankigen.assets.finder import Filled, Finder
from ankigen.model import Asset, Diagnostic, Excerpt, Question, Target
from ankigen.pipeline.pages import Page
from ankigen.project.root import Project
from ankigen.render import RenderOptions, listing, render

_TAG = re.compile(r"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")


@dataclass(frozen=True, slots=True)
class Draft:
    """A note's fields in the note type's order, `Id` still empty, and what they bring along.

    `shown_question` and `shown_answer` are what a reader sees of both sides.
    """

    fields: tuple[str, ...]
    shown_question: str
    shown_answer: str
    assets: tuple[Asset, ...] = ()
    front_media: tuple[str, ...] = ()

    @property
    def media(self) -> tuple[str, ...]:
        """The names of the media that the fields use, in their order."""
        return tuple(dict.fromkeys(asset.name for asset in self.assets))

    def with_id(self, guid: str) -> tuple[str, ...]:
        """The fields of the note with this guid."""
        *before, _, data = self.fields
        return (*before, guid, data)


def draft(
    question: Question, page: Page, project: Project, finder: Finder
) -> tuple[Draft, list[Diagnostic]]:
    """The fields of a question's note."""
    cloze = question.kind == "cloze"
    choice = question.kind == "choice"
    front = _side(question.front, page, project, finder, cloze=cloze, choice=choice)
    back = _side(question.back, page, project, finder, choice=choice)
    hint = _side(question.hint, page, project, finder) if question.hint else Filled("")
    linked = [finder.code(url, question.front) for url in question.extra]
    sides = (front, back, hint, *linked)
    listings = {item.path: item for side in sides for item in side.listings}
    asked = _bare(front.html)
    fields = (
        asked,
        back.html,
        _bare(hint.html),
        "".join(listing(item.text, item.path) for item in listings.values()),
        _source(page.source.path, project),
        "",
        "",
        "",
        "",
    )
    made = Draft(
        fields=fields,
        shown_question=visible(asked),
        shown_answer=visible(back.html),
        assets=tuple(asset for side in sides for asset in side.assets),
        front_media=tuple(asset.name for asset in front.assets),
    )
    return made, _once(item for side in sides for item in side.diagnostics)


def _side(
    excerpt: Excerpt,
    page: Page,
    project: Project,
    finder: Finder,
    *,
    cloze: bool = False,
    choice: bool = False,
) -> Filled:
    """One side of a card."""
    settings = project.settings
    options = RenderOptions(
        brackets=settings.math.brackets,
        markdown_in_html=settings.markdown_in_html,
        clozes="braces" if cloze else "",
        choice=choice,
    )
    text = excerpt.text
    references = page.references.used_by(text)
    fragment = render(text, raw=excerpt.raw, references=references, options=options)
    return finder.fill(fragment, excerpt)


def _bare(html: str) -> str:
    """A single paragraph without its tags."""
    inner = html.strip()
    if inner.startswith("<p>") and inner.endswith("</p>") and inner.count("<p") == 1:
        return inner[3:-4]
    return inner


def _source(path: str, project: Project) -> str:
    """The file's path, a link to it where the project has an address."""
    shown = markup.inert(path)
    if project.repository is None:
        return shown
    address = f"{project.repository}/{quote(path)}"
    start, end = markup.link(address, Target("link", address))
    return f"{start}{shown}{end}"


def visible(html: str) -> str:
    """What a reader sees of sanitised HTML, tags as blanks."""
    if "<" in html:
        html = _TAG.sub(" ", html)
    return (unescape(html) if "&" in html else html).strip()


def _once(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    kept: list[Diagnostic] = []
    for item in found:
        if item not in kept:
            kept.append(item)
    return kept
