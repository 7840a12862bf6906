"""Python-Markdown with the block and inline phases of GitHub's Markdown.

The library gives the pipeline from a text to a tree to HTML; its block parser is replaced by ours,
its inline patterns by one scanner, and its serialiser by one that knows what the sanitiser does.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, Self
from xml.etree.ElementTree import Element, ElementTree, SubElement

from markdown import Markdown
from markdown.postprocessors import Postprocessor
from markdown.util import Registry

from ankigen.blocks import Block, parse
from ankigen.passes import serialise
from ankigen.passes.context import MARK, Context
from ankigen.passes.furniture import trim
from ankigen.patterns import pattern
from ankigen.render.references import gather
from ankigen.render.tree import Builder

_CONTROL = pattern("[\x00\x02\x03]")
_BLANK = pattern(r"(?:\A|\n)[ \t]*(?:\n|\Z)")
_REPLACED = {0: "\ufffd", 2: "\ufffd", 3: "\ufffd"}


Parsed = tuple[str, Sequence[Block]]
"""A text and those of its blocks that are to be shown."""


class _Parser:
    """Stands where the library has its `BlockParser`."""

    def __init__(self) -> None:
        self.context: Context | None = None
        self.parsed: Parsed | None = None

    def parseDocument(self, lines: list[str]) -> "ElementTree[Element[str]]":  # noqa: N802
        context = self.context
        assert context is not None
        root, head = Element("div"), ""
        if self.parsed:
            text, blocks = self.parsed
        else:
            text = "\n".join(lines)
            if context.raw:
                head, text = _raw_head(text)
            document = parse(text, front_matter=False)
            blocks = document.children
            if "]:" in text:
                own = gather(document, text)
                context.links = {**context.links, **own.links}
                context.footnotes = {**context.footnotes, **own.footnotes}
        builder = Builder(text, context)
        if head:
            builder.raw(root, head)
        builder.build(root, blocks if context.plain else trim(blocks, builder.content))
        if context.used:
            _footnotes(root, context)
        return ElementTree(root)


def _raw_head(text: str) -> tuple[str, str]:
    """What stands before the first blank line, and the rest."""
    blank = _BLANK.search(text)
    return (text[: blank.start()], text[blank.end() :]) if blank else (text, "")


def _footnotes(root: Element, context: Context) -> None:
    """The footnotes that were referred to, at the end; one may refer to others."""
    section = SubElement(root, "section", {"class": "footnotes"})
    notes = SubElement(section, "ol")
    at = 0
    while at < len(context.used):
        text = context.footnotes[context.used[at]]
        item = SubElement(notes, "li")
        Builder(text, context).build(item, parse(text, front_matter=False).children)
        at += 1


class _Serialiser:
    """Stands where the library has its own."""

    def __init__(self, parser: _Parser) -> None:
        self.parser = parser

    def __call__(self, root: Element) -> str:
        context = self.parser.context
        assert context is not None
        found = None if context.plain or context.foreign else serialise.marked(root)
        if found is None:
            return f"<div>{serialise.html(root)}</div>"
        html, context.values = found
        return f"<div>{html}</div>"


class _Unstash(Postprocessor):
    """Puts raw HTML and formulas back, in one pass."""

    def run(self, text: str) -> str:
        parts = MARK.split(text)
        if len(parts) > 1:
            parser: Any = self.md.parser
            stash = parser.context.stash
            parts[1::2] = [stash[int(number)] for number in parts[1::2]]
        return "".join(parts)


class _GitHub(Markdown):
    """Python-Markdown, its parser built of GitHub's Markdown alone."""

    def build_parser(self) -> Self:
        self.preprocessors = Registry()
        self.inlinePatterns = Registry()
        self.treeprocessors = Registry()
        self.postprocessors = Registry()
        self.postprocessors.register(_Unstash(self), "raw_html", 30)
        parser: Any = _Parser()
        self.parser = parser
        return self


@cache
def _markdown() -> Markdown:
    markdown = _GitHub()
    parser: Any = markdown.parser
    markdown.serializer = _Serialiser(parser)  # the library sets its own after the parser is built
    return markdown


def convert(text: str, context: Context, parsed: Parsed | None = None) -> str:
    """The HTML of a text, neither sanitised nor filled; `parsed` where its blocks are known."""
    markdown = _markdown()
    markdown.reset()
    parser: Any = markdown.parser
    parser.context = context
    cleaned = clean(text)
    parser.parsed = parsed if cleaned == text and not context.raw else None
    return markdown.convert(cleaned)


def clean(text: str) -> str:
    """A text without what the engine uses for itself, its line ends LF."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.translate(_REPLACED) if _CONTROL.search(text) else text
