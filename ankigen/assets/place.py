"""Where in the notes a URL stands, since rendered HTML no longer says."""

from html import escape
from urllib.parse import quote, unquote

from ankigen.model import Excerpt, Span


def locate(excerpt: Excerpt, url: str) -> tuple[Span, bool]:
    """The URL's place in the excerpt, else in the file (a reference's definition), else all of it.

    The second is whether the place holds exactly the URL.
    """
    text = excerpt.text
    for form in dict.fromkeys((url, escape(url), quote(url, safe="/:?#&=%+@"), unquote(url))):
        at = text.find(form)
        if form and at >= 0:
            return excerpt.span(at, at + len(form)), form == url
        at = excerpt.source.text.find(form)
        if form and at >= 0:
            return Span(excerpt.source, at, at + len(form)), form == url
    return excerpt.span(), False
