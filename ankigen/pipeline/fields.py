"""The fields of a note: HTML from a question's Markdown, with its pictures and listings."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from urllib.parse import quote

from ankigen.assets import markup
from ankigen.assets.finder import Filled, Finder, Listing
from ankigen.model import Asset, Diagnostic, Excerpt, Question, Target
from ankigen.pipeline.pages import Page
from ankigen.project.root import Project
from ankigen.render import RenderOptions, render

_TAG = re.compile(r"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
_FENCE = re.compile(r"`{3,}")


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
    front = _side(question.front, page, project, finder, cloze=cloze, hide_ticks=choice)
    back = _side(question.back, page, project, finder)
    hint = _side(question.hint, page, project, finder) if question.hint else Filled("")
    linked = [finder.code(url, question.front) for url in question.extra]
    sides = (front, back, hint, *linked)
    listings = {item.path: item for side in sides for item in side.listings}
    asked = _bare(front.html)
    fields = (
        asked,
        back.html,
        _bare(hint.html),
        "".join(map(_listing, listings.values())),
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
    hide_ticks: bool = False,
) -> Filled:
    """One side of a card."""
    settings = project.settings
    options = RenderOptions(settings.math.brackets, settings.markdown_in_html, cloze, hide_ticks)
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


def _listing(listing: Listing) -> str:
    """A code file, folded: its name, then its text, highlighted by its ending."""
    longest = max(map(len, _FENCE.findall(listing.text)), default=2)
    fence = "`" * (longest + 1)
    ending = listing.path.rpartition(".")[2]
    fragment = render(f"{fence}{ending}\n{listing.text}\n{fence}")
    name = markup.inert(listing.path)
    code = "".join(fragment.parts)
    return f'<details class="listing"><summary>{name}</summary>{code}</details>'


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
