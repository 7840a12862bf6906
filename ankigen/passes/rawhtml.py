"""Raw HTML in notes: the author's lines are kept, where a browser runs them together.

Text in raw HTML is not Markdown (stars and underscores stand), but formulas, bare addresses and
emoji shortcodes are seen, as GitHub sees them there. Tags are found by the grammar of raw HTML in
Markdown (GFM 6.10); what is no tag by it is text.
"""

import re
from html import escape, unescape

from ankigen.passes import emoji, links, maths
from ankigen.passes.context import Context

BLOCKS = frozenset(
    "address article aside blockquote body caption center col colgroup dd details dialog dir div dl"
    " dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr"
    " html iframe legend li main menu nav ol optgroup option p param pre section source summary"
    " table tbody td tfoot th thead title tr ul".split()
)
_FLOWING = frozenset("p li dd dt td th h1 h2 h3 h4 h5 h6 caption summary figcaption".split())
"""Inside these the author has said where lines end: they flow as in a browser."""
_VERBATIM = frozenset("a code kbd samp tt var pre script style textarea title".split())
_VOID = frozenset("br img hr wbr input source col area embed param track".split())
_KEEP = re.compile(r"<(pre|script|style|textarea)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
_WORDS = re.compile(r"\$|\\[(\[]|:[a-z0-9_+-]+:|(?<![A-Za-z])(?i:https?|ftp)://|www\.")
_INDENT = re.compile(r"[ \t\u3000]*")
_BREAKS = re.compile(r"(?:\s*<br\s*/?>)+\s*\Z", re.IGNORECASE)
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
            bare = links.bare(text, start, better=True)
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
        html, at = self.html, 0
        while at < len(html):
            start = html.find("<", at)
            if start < 0:
                break
            kept = _KEEP.match(html, start)
            comment = html.startswith("<!--", start)
            tag = None if kept or comment else links.TAG.match(html, start)
            if not (kept or comment or tag):
                self._words(html[at : start + 1])
                at = start + 1
                continue
            self._words(html[at:start])
            if comment:
                end = html.find("-->", start)
                at = end + 3 if end >= 0 else len(html)
            elif kept:
                self._end(False)
                self.out.append(kept[0])
                at = kept.end()
            elif tag:
                self._tag(tag[0])
                at = tag.end()
        self._words(html[at:])
        self._end(False)

    def _words(self, text: str) -> None:
        lines = text.split("\n")
        for number, line in enumerate(lines):
            if number:
                self._end(True)
            if self.fresh and not self.line:
                match = _INDENT.match(line)
                assert match is not None
                self.indent += match[0]
                line = line[match.end() :]
            if not line:
                continue
            self.text = self.text or not line.isspace()
            verbatim = any(name in _VERBATIM for name in self.inline)
            if verbatim:
                self.line.append(line.replace("<", "&lt;"))
            else:
                self.line.append(words(line, self.context))

    def _tag(self, tag: str) -> None:
        match = _NAME.match(tag)
        assert match is not None
        name = match[1].lower()
        closing = tag.startswith("</")
        if name in BLOCKS:
            self._end(False)
            self.out.append(tag)
            if name not in _VOID:
                self._track(self.blocks, name, closing)
            return
        self.line.append(tag)
        if name not in _VOID and not tag.endswith("/>"):
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
        html, indent = "".join(self.line).strip(" \t"), self.indent
        flows = bool(self.blocks) and self.blocks[-1] in _FLOWING
        whole = len(self.inline) == self.outer == 0
        if html and self.text and not flows:
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
