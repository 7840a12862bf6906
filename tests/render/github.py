"""HTML as a list of tags and texts, to compare with what GitHub's own parser gives."""

import re
from html.parser import HTMLParser

import cmarkgfm
from cmarkgfm.cmark import Options

BLOCKS = set(
    "p div li ul ol pre h1 h2 h3 h4 h5 h6 tr td th table thead tbody blockquote br hr".split()
)
VOID = {"br", "hr", "img", "input"}
KEPT = {"href", "src", "alt", "title", "start", "align", "checked"}


class Shape(HTMLParser):
    """White space that a browser does not show is left out, `<tbody>` too."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[tuple[object, ...]] = []
        self.text = ""
        self.pre = 0
        self.feed(html)
        self.close()
        self._flush(True)

    def _flush(self, block: bool) -> None:
        text = self.text if self.pre else re.sub(r"[ \t\n]+", " ", self.text)
        if not self.pre and block:
            text = text.rstrip(" ")
        if not self.pre and (not self.out or self.out[-1][1] in BLOCKS):
            text = text.lstrip(" ")
        if text:
            self.out.append(("text", "", text))
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tbody":
            return
        self._flush(tag in BLOCKS)
        kept = tuple(sorted((name, value or "") for name, value in attrs if name in KEPT))
        self.out.append(("open", tag, kept))
        self.pre += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if tag == "tbody" or tag in VOID:
            return
        self._flush(tag in BLOCKS)
        self.pre -= tag == "pre"
        self.out.append(("close", tag))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self._flush(False)
        self.out.append(("comment", "", data))

    handle_decl = unknown_decl = handle_pi = handle_comment


def github(markdown: str) -> str:
    """The HTML of cmark-gfm, not sanitised."""
    return cmarkgfm.github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE)


def shape(html: str) -> list[tuple[object, ...]]:
    return Shape(html).out
