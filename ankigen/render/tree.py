"""Blocks to the tree that Python-Markdown serialises."""

import re
from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element, SubElement

from ankigen.blocks import Block, cells
from ankigen.blocks.leaves import decode
from ankigen.passes import code, maths
from ankigen.passes.context import Context
from ankigen.passes.inline import inline
from ankigen.passes.marks import hide_code
from ankigen.passes.rawhtml import keep_lines
from ankigen.passes.sanitise import code_mark
from ankigen.passes.tags import filtered
from ankigen.patterns import pattern
from ankigen.text import plain

_TASK = pattern(r"\[([ xX])\](?=\s)")
_OPTION = pattern(r"\[([ xX]?)\](?=\s|$)")  # what the reader of questions takes for an option
_ALERT = pattern(r"\[!(note|tip|important|warning|caution)\][ \t]*", re.IGNORECASE)
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
        kind = "" if self.context.plain else self._alert(block)
        blocks = block.children
        if kind:
            element = SubElement(parent, "div", {"class": f"markdown-alert markdown-alert-{kind}"})
            title = SubElement(element, "p", {"class": "markdown-alert-title"})
            title.text = kind.capitalize()
            first = blocks[0]
            rest = Block("paragraph", first.start, first.end, first.pieces[1:])
            blocks = (rest, *blocks[1:]) if rest.pieces else blocks[1:]
        else:
            element = SubElement(parent, "blockquote")
        element.tail = "\n"
        self.build(element, blocks)

    def _alert(self, block: Block) -> str:
        """The kind of an alert, `> [!NOTE]`; empty for a plain quote."""
        first = block.children[0] if block.children else None
        if first is None or first.kind != "paragraph":
            return ""
        start, end, _ = first.pieces[0]
        match = _ALERT.fullmatch(self.text, start, end)
        return match[1].lower() if match else ""

    def _list(self, parent: Element, block: Block) -> None:
        element = SubElement(parent, "ul" if block.number is None else "ol")
        element.tail = "\n"
        tasks = [self._task(item.children) for item in block.children]
        # One stray item must not bring the ticks, which give the answer away, to the front.
        options = self.context.choice and any(tasks)
        if not self.context.plain and any(tasks):
            element.set("class", "options" if options else "contains-task-list")
        if block.number not in (None, 1):
            element.set("start", str(block.number))
        for item, task in zip(block.children, tasks, strict=True):
            blocks = item.children
            if options and task and self._is_bare(blocks, task):
                continue
            child = SubElement(element, "li")
            child.tail = "\n"
            if task:
                self._box(child, bool(task[1].strip()), options)
                first = blocks[0]
                _, end, pad = first.pieces[0]
                shorter = ((min(task.end() + 1, end), end, pad), *first.pieces[1:])
                blocks = (Block("paragraph", first.start, first.end, shorter), *blocks[1:])
            self.build(child, blocks, block.tight)

    def _box(self, item: Element, ticked: bool, option: bool) -> None:
        """A task's tick box; an option of a question shows none, and the right one by its class."""
        if option:
            if ticked:
                item.set("class", "right")
            return
        box = SubElement(item, "input", {"type": "checkbox", "disabled": ""})
        box.tail = " "
        if ticked:
            box.set("checked", "")
        if not self.context.plain:
            item.set("class", "task-list-item")

    def _task(self, blocks: Sequence[Block]) -> "re.Match[str] | None":
        if not blocks or blocks[0].kind != "paragraph":
            return None
        start, end, _ = blocks[0].pieces[0]
        return (_OPTION if self.context.choice else _TASK).match(self.text, start, end)

    def _is_bare(self, blocks: Sequence[Block], task: "re.Match[str]") -> bool:
        """An item that is a box and nothing else."""
        pieces = blocks[0].pieces
        rest = self.text[task.end() : pieces[0][1]]
        return len(blocks) == len(pieces) == 1 and not rest.strip()

    def _fence(self, parent: Element, block: Block) -> None:
        info = decode(block.info)
        name = next(iter(info.split(None, 1)), "")
        if self.context.plain:
            self._pre(parent, block, name)
        elif name.lower() == "math":
            self._math(parent, block)
        else:
            self._finished(parent, code.block(self.content(block), info))

    def _code(self, parent: Element, block: Block) -> None:
        self._pre(parent, block, "")

    def _pre(self, parent: Element, block: Block, language: str) -> None:
        prose = block.kind == "code" and not self.context.plain  # what was only set in: it wraps
        pre = SubElement(parent, "pre", {"class": "plain"} if prose else {})
        pre.tail = "\n"
        element = SubElement(pre, "code", {"class": f"language-{language}"} if language else {})
        text = self.content(block) + "\n" if block.pieces else ""
        element.text = text if self.context.plain else hide_code(text)

    def _finished(self, parent: Element, html: str) -> None:
        """Code that is highlighted already: it is put in when the rest has been sanitised."""
        self.context.code.append(html)
        pre = SubElement(parent, "pre")
        pre.text = code_mark(len(self.context.code) - 1)
        pre.tail = "\n"

    def _html(self, parent: Element, block: Block) -> None:
        self.raw(parent, self.content(block))

    def raw(self, parent: Element, html: str) -> None:
        """Append raw HTML as it stands, or with its lines kept."""
        plain = self.context.plain
        html = filtered(html) if plain else keep_lines(html, self.context)
        mark = self.context.store(html, True) + "\n"
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
        labels = [plain(cell) for cell in rows[0]] if self.context.labels and rows[1:] else []
        if not labels:
            self._row(SubElement(table, "thead"), rows[0], block.info, "th")
        if len(rows) > 1:
            body = SubElement(table, "tbody")
            for row in rows[1:]:
                self._row(body, row, block.info, "td", labels)

    def _cells(self, start: int, end: int) -> list[str]:
        return [self.text[a:b].replace("\\|", "|") for a, b in cells(self.text, start, end)]

    def _row(
        self, parent: Element, row: list[str], columns: str, tag: str, labels: Sequence[str] = ()
    ) -> None:
        element = SubElement(parent, "tr")
        element.tail = "\n"
        for i, column in enumerate(columns):
            attributes = {"align": _ALIGN[column]} if column in _ALIGN else {}
            if i < len(labels):
                attributes["data-label"] = labels[i]
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
