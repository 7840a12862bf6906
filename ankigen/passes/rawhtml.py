"""Raw HTML in notes: the author's lines are kept, where a browser runs them together.

Text in raw HTML is not Markdown (stars and underscores stand), but formulas, bare addresses and
emoji shortcodes are seen, as GitHub sees them there. Tags are found by the grammar of raw HTML in
Markdown (GFM 6.10); what is no tag by it is text.
"""

import re
from html import escape, unescape

from ankigen.passes import emoji, links, maths
from ankigen.passes.context import Context
from ankigen.passes.marks import hide_code
from ankigen.passes.tags import BLOCKS, TAG, VOID, name_of
from ankigen.patterns import pattern

_FLOWING = frozenset("p li dd dt td th h1 h2 h3 h4 h5 h6 caption summary figcaption".split())
"""Inside these the author has said where lines end: they flow as in a browser."""
_VERBATIM = frozenset("a code kbd samp tt var".split())
_WORDS = pattern(rf"\$|\\[(\[]|:[a-z0-9_+-]+:|{links.ADDRESS}")
_INDENT = pattern(r"[ \t\u3000]*")
_BREAKS = pattern(r"(?:\s*<br\s*/?>)+\s*\Z", re.IGNORECASE)
_INDENT_LIMIT = 6


def keep_lines(html: str, context: Context) -> str:
    """The HTML with each line of loose text in a `div.line`, indented as the author did."""
    pass_over = _Lines(html, context)
    pass_over.run()
    return "".join(pass_over.out)


def words(text: str, context: Context) -> str:
    """Text outside tags, entities and all: formulas, addresses and emoji made HTML."""
    text = unescape(text) if "&" in text else text
    out, at = [], 0
    while True:
        match = _WORDS.search(text, at)
        if not match:
            break
        start, found = match.start(), None
        char = text[start]
        if char == "$":
            found = maths.dollars(text, start)
        elif char == "\\":
            found = maths.brackets(text, start, context.brackets)
        elif char == ":":
            code = emoji.character(match[0])
            found = (code, match.end()) if code else None
        else:
            bare = links.bare(text, start, better=True, raw=True)
            if bare:
                target = escape(links.href(bare[1]))
                found = f'<a href="{target}">{escape(bare[0], quote=False)}</a>', bare[2]
        html, end = found or (escape(match[0], quote=False), match.end())
        if char == ":" and not found:
            html, end = ":", start + 1
        out.append(escape(text[at:start], quote=False) + html)
        at = end
    out.append(escape(text[at:], quote=False))
    return "".join(out)


def _escape(text: str) -> str:
    """Text with its entities as they are, and what looks like a tag made text."""
    return text.replace("<", "&lt;")


def _columns(indent: str) -> tuple[int, int]:
    """How many blanks and how many full-width blanks an indent has."""
    wide = indent.count("\u3000")
    return len(indent.replace("\u3000", "").expandtabs(4)), wide


class _Lines:
    """One run over one raw HTML block."""

    def __init__(self, html: str, context: Context) -> None:
        self.html = html
        self.context = context
        self.out: list[str] = []
        self.line: list[str] = []  # the HTML of the segment in hand
        self.indent = ""
        self.fresh = True  # the segment starts a line
        self.text = False  # the segment has text
        self.inline: list[str] = []  # inline elements that are open
        self.outer = 0  # how many of them when the segment began
        self.blocks: list[str] = []
        self.base = self._base()

    def _base(self) -> int:
        """The indent that all lines of text share."""
        columns = []
        for line in self.html.split("\n"):
            bare = line.lstrip(" \t\u3000")
            blanks, wide = _columns(line[: len(line) - len(bare)])
            if bare and not bare.startswith("<") and not wide:
                columns.append(blanks)
        return min(columns, default=0)

    def run(self) -> None:
        html, at, seen = self.html, 0, 0  # at: where the text in hand begins
        while True:
            start = html.find("<", seen)
            if start < 0:
                break
            comment = html.startswith("<!--", start)
            tag = None if comment else TAG.match(html, start)
            admitted = self.context.tags.admit(tag[0]) if tag else None
            if not comment and admitted is None:
                seen = start + 1  # it is text
                continue
            self._words(html[at:start])
            if tag:
                at = seen = tag.end()
                if admitted:
                    self._tag(tag[0])
            else:
                end = html.find("-->", start)
                at = seen = end + 3 if end >= 0 else len(html)
        self._words(html[at:])
        self._end(False)

    def _words(self, text: str) -> None:
        lines = text.split("\n")
        for number, line in enumerate(lines):
            if number:
                self._end(True)
            if not line:
                continue
            if "pre" in self.blocks:
                self.line.append(hide_code(_escape(line)))
                continue
            if self.fresh and not self.line:
                match = _INDENT.match(line)
                assert match is not None
                self.indent += match[0]
                line = line[match.end() :]
            self.text = self.text or (bool(line) and not line.isspace())
            verbatim = any(name in _VERBATIM for name in self.inline)
            if "code" in self.inline:
                self.line.append(hide_code(_escape(line)))
            else:
                self.line.append(_escape(line) if verbatim else words(line, self.context))

    def _tag(self, tag: str) -> None:
        name = name_of(tag)
        closing = tag.startswith("</")
        if name in BLOCKS:
            self._end(False)
            self.out.append(tag)
            if name not in VOID:
                self._track(self.blocks, name, closing)
            return
        self.line.append(tag)
        if name not in VOID and not tag.endswith("/>"):
            self._track(self.inline, name, closing)

    @staticmethod
    def _track(stack: list[str], name: str, closing: bool) -> None:
        if not closing:
            if len(stack) < 100:
                stack.append(name)
        elif name in stack:
            del stack[len(stack) - 1 - stack[::-1].index(name) :]

    def _end(self, newline: bool) -> None:
        """Put the segment out, at a line's end or a block's tag."""
        verbatim = "pre" in self.blocks
        html, indent = "".join(self.line), self.indent
        if not verbatim:
            html = html.strip(" \t")
        flows = bool(self.blocks) and self.blocks[-1] in _FLOWING
        whole = len(self.inline) == self.outer == 0
        if html and self.text and not flows and not verbatim:
            bare = _BREAKS.sub("", html) if html.endswith(">") else html
            if whole:
                self.out.append(f'<div class="{self._class(indent)}">{bare or "<br>"}</div>')
            else:
                self.out.append(bare + ("<br>" if newline or bare != html else ""))
        elif html:
            self.out.append(html)
        if newline:
            self.out.append("\n")
        self.line, self.text, self.fresh, self.indent = [], False, newline, ""
        self.outer = len(self.inline)

    def _class(self, indent: str) -> str:
        blanks, wide = _columns(indent)
        level = (max(0, blanks - self.base) + 1) // 2 + wide if self.fresh else 0
        return f"line in{min(level, _INDENT_LIMIT)}" if level else "line"
