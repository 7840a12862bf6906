"""A tree as HTML: whole, or as the parse of `sanitise` would give it back, which saves that parse.

What the engine makes by itself is well-formed and has no element that the parse would leave out,
so that it stays as it is. Whatever is not plainly so is left to the parse.
"""

import re
from xml.etree.ElementTree import Element

from ankigen.passes.sanitise import TAGS, Values, is_allowed, value_mark
from ankigen.passes.tags import VOID
from ankigen.patterns import pattern

_SURE = pattern(
    r"[^:]*|[#/.?].*|mailto:[\w.+-]+@[\w.-]+"
    r"|(?:https?|ftp)://(?:[A-Za-z0-9]{1,60}(?:-[A-Za-z0-9]{1,60}){0,9}\.){1,9}[A-Za-z]{2,20}"
    r"(?:[/?#].*)?",
    re.DOTALL | re.ASCII,
)
"""URLs that every reader of URLs takes for one: relative, or with a name of a host."""


def html(root: Element) -> str:
    """What is in an element, as HTML."""
    writer = _Writer(None)
    writer.inside(root)
    return "".join(writer.out)


def marked(root: Element) -> tuple[str, Values] | None:
    """The same with a mark for each attribute of a link or a picture, and what they stand for.

    None where the parse might change anything else.
    """
    values: Values = []
    writer = _Writer(values)
    writer.inside(root)
    html = "".join(writer.out)
    return (html, values) if writer.sure and "\r" not in html else None


class _Writer:
    """Writes one tree."""

    __slots__ = ("linked", "out", "sure", "values")

    def __init__(self, values: Values | None) -> None:
        self.out: list[str] = []
        self.values = values
        self.sure = True
        self.linked = False

    def inside(self, element: Element) -> None:
        """Write what is in an element."""
        write = self.out.append
        if element.text:
            write(_escape(element.text))
        for child in element:
            tag = child.tag
            if tag == "a":
                self._link(child)
            else:
                if child.attrib:
                    write(f"<{tag}{self._attributes(child)}>")
                else:
                    write(f"<{tag}>")
                    self.sure = self.sure and tag in TAGS
                if tag not in VOID:
                    self.inside(child)
                    write(f"</{tag}>")
            tail = child.tail
            if tail:
                write(tail if tail == "\n" else _escape(tail))

    def _link(self, element: Element) -> None:
        if self.linked:
            self.sure = False  # a parser ends the outer one
        self.linked = True
        self.out.append(f"<a{self._attributes(element)}>")
        self.inside(element)
        self.out.append("</a>")
        self.linked = False

    def _attributes(self, element: Element) -> str:
        tag, values = element.tag, self.values
        if values is not None and not is_allowed(tag, element.attrib):
            self.sure = False
        if values is None or tag not in ("a", "img"):
            return "".join([f' {name}="{_quoted(v)}"' for name, v in element.attrib.items()])
        out: list[str] = []
        for name, value in element.attrib.items():
            if name in ("href", "src") and not _SURE.fullmatch(value):
                self.sure = False  # it may name no place, and then goes
            out.append(f' {name}="{value_mark(len(values))}"')
            values.append((name, value))
        return "".join(out)


def _escape(text: str) -> str:
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text


def _quoted(value: str) -> str:
    return _escape(value).replace('"', "&quot;")
