"""Blocks to the tree that Python-Markdown serialises."""

import re
from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element, SubElement

from ankigen.blocks import Block, cells
from ankigen.blocks.leaves import decode
from ankigen.passes import maths
from ankigen.passes.context import Context, escape
from ankigen.passes.inline import inline
from ankigen.passes.rawhtml import keep_lines

_TASK = re.compile(r"\[([ xX])\](?=\s)")
_ALIGN = {"<": "left", ">": "right", "^": "center"}


class Builder:
    """Builds the tree of one text."""

    def __init__(self, text: str, context: Context) -> None:
        self.text = text
        self.context = context

    def build(self, parent: Element, blocks: Sequence[Block], tight: bool = False) -> None:
        """Append the blocks to the parent; in a tight list paragraphs have no tags."""
        for block in blocks:
            if block.kind == "paragraph":
                self._paragraph(parent, block, tight)
            else:
                _BUILD[block.kind](self, parent, block)

    def content(self, block: Block) -> str:
        """A leaf's lines, joined by LF."""
        text, pieces = self.text, block.pieces
        if len(pieces) == 1:
            start, end, pad = pieces[0]
            return " " * pad + text[start:end] if pad else text[start:end]
        return "\n".join([" " * pad + text[start:end] for start, end, pad in pieces])

    def _paragraph(self, parent: Element, block: Block, tight: bool) -> None:
        if tight:
            inline(parent, self.content(block), self.context)
            return
        element = SubElement(parent, "p")
        inline(element, self.content(block), self.context)
        element.tail = "\n"

    def _heading(self, parent: Element, block: Block) -> None:
        element = SubElement(parent, f"h{block.level}")
        inline(element, self.content(block), self.context)
        element.tail = "\n"

    def _break(self, parent: Element, _: Block) -> None:
        SubElement(parent, "hr").tail = "\n"

    def _quote(self, parent: Element, block: Block) -> None:
        element = SubElement(parent, "blockquote")
        element.tail = "\n"
        self.build(element, block.children)

    def _list(self, parent: Element, block: Block) -> None:
        element = SubElement(parent, "ul" if block.number is None else "ol")
        element.tail = "\n"
        if block.number not in (None, 1):
            element.set("start", str(block.number))
        for item in block.children:
            child = SubElement(element, "li")
            child.tail = "\n"
            blocks = item.children
            task = self._task(blocks)
            if task:
                box = SubElement(child, "input", {"type": "checkbox", "disabled": ""})
                if task[1] != " ":
                    box.set("checked", "")
                box.tail = " "
                first = blocks[0]
                start, end, pad = first.pieces[0]
                shorter = ((start + 4, end, pad), *first.pieces[1:])
                blocks = (
                    Block("paragraph", first.start, first.end, shorter),
                    *blocks[1:],
                )
            self.build(child, blocks, block.tight)

    def _task(self, blocks: Sequence[Block]) -> "re.Match[str] | None":
        if not blocks or blocks[0].kind != "paragraph":
            return None
        start, end, _ = blocks[0].pieces[0]
        return _TASK.match(self.text, start, end)

    def _fence(self, parent: Element, block: Block) -> None:
        language = decode(block.info).split(None, 1)
        self._code(parent, block, language[0] if language else "")

    def _code(self, parent: Element, block: Block, language: str = "") -> None:
        pre = SubElement(parent, "pre")
        pre.tail = "\n"
        code = SubElement(pre, "code", {"class": f"language-{language}"} if language else {})
        code.text = escape(self.content(block) + "\n" if block.pieces else "")

    def _html(self, parent: Element, block: Block) -> None:
        self.raw(parent, self.content(block))

    def raw(self, parent: Element, html: str) -> None:
        """Append raw HTML as it stands, or with its lines kept."""
        if not self.context.plain:
            html = keep_lines(html, self.context)
        mark = self.context.store(html) + "\n"
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + mark
        else:
            parent.text = (parent.text or "") + mark

    def _math(self, parent: Element, block: Block) -> None:
        element = SubElement(parent, "p")
        element.text = self.context.store(maths.display(self.content(block)))
        element.tail = "\n"

    def _table(self, parent: Element, block: Block) -> None:
        table = SubElement(parent, "table")
        table.tail = "\n"
        rows = [self._cells(start, end) for start, end, _ in block.pieces]
        self._row(SubElement(table, "thead"), rows[0], block.info, "th")
        if len(rows) > 1:
            body = SubElement(table, "tbody")
            for row in rows[1:]:
                self._row(body, row, block.info, "td")

    def _cells(self, start: int, end: int) -> list[str]:
        return [self.text[a:b].replace("\\|", "|") for a, b in cells(self.text, start, end)]

    def _row(self, parent: Element, row: list[str], columns: str, tag: str) -> None:
        element = SubElement(parent, "tr")
        element.tail = "\n"
        for i, column in enumerate(columns):
            attributes = {"align": _ALIGN[column]} if column in _ALIGN else {}
            cell = SubElement(element, tag, attributes)
            cell.tail = "\n"
            if i < len(row):
                inline(cell, row[i], self.context)

    def _nothing(self, parent: Element, block: Block) -> None:
        """A definition, a footnote or front matter shows nothing where it stands."""


_BUILD: dict[str, Callable[[Builder, Element, Block], None]] = {
    "heading": Builder._heading,
    "break": Builder._break,
    "quote": Builder._quote,
    "list": Builder._list,
    "fence": Builder._fence,
    "code": Builder._code,
    "html": Builder._html,
    "math": Builder._math,
    "table": Builder._table,
    "definition": Builder._nothing,
    "footnote": Builder._nothing,
    "front-matter": Builder._nothing,
}
