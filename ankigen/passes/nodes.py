"""What the inline scanner found, made a tree: strings, finished elements and marks in a row."""

from html import unescape
from xml.etree.ElementTree import Element, SubElement

from ankigen.passes import links
from ankigen.passes.context import MARK
from ankigen.passes.emphasis import Mark

DEPTH = 60
"""How deep emphasis and links may nest; what lies deeper stands in the last of them."""

Node = str | Element | Mark


def plain(nodes: list[Node], stash: list[str]) -> str:
    """The text of some nodes without markup, for a picture's description."""
    out = []
    for node in nodes:
        if isinstance(node, str):
            out.append(node)
        elif isinstance(node, Mark):
            out.append(node.char * node.count)
        elif node.tag == "img":
            out.append(node.get("alt", ""))
        else:
            out.append("".join(node.itertext()))
    plain = MARK.sub(lambda mark: unescape(stash[int(mark[1])]), "".join(out))
    return plain.replace("\n", " ")


def add(parent: Element, text: str) -> None:
    """Append a text without markup to the parent."""
    if "@" in text:
        build(parent, [text])
    else:
        _append(parent, parent[-1] if len(parent) else None, text)


def build(parent: Element, nodes: list[Node]) -> None:
    """Append strings, elements and what the marks open to the parent."""
    stack, text = [parent], list[str]()
    last = parent[-1] if len(parent) else None
    linked = 0

    def flush() -> None:
        nonlocal last
        content = "".join(text)
        text.clear()
        if "@" in content and not linked:
            last = _mails(stack[-1], last, content)
        else:
            _append(stack[-1], last, content)

    for node in nodes:
        if isinstance(node, str):
            text.append(node)
            continue
        if isinstance(node, Element):
            if text:
                flush()
            stack[-1].append(node)
            last = node
            continue
        for _ in range(node.closes):
            if text:
                flush()
            last = stack.pop()
            linked -= last.tag == "a"
            if last is stack[-1]:
                last = last[-1] if len(last) else None
        if node.count:
            text.append(node.char * node.count)
        for tag, attributes in reversed(node.opens):
            if text:
                flush()
            linked += tag == "a"
            if len(stack) > DEPTH or tag == stack[-1].tag == "strong":  # as cmark-gfm writes it
                stack.append(stack[-1])
                continue
            stack.append(SubElement(stack[-1], tag, attributes))
            last = None
    if text:
        flush()


def _append(parent: Element, last: Element | None, content: str) -> None:
    if last is None:
        parent.text = (parent.text or "") + content
    else:
        last.tail = (last.tail or "") + content


def _mails(parent: Element, last: Element | None, content: str) -> Element | None:
    """Append a text whose e-mail addresses become links."""
    at = 0
    for start, end in links.mails(content):
        _append(parent, last, content[at:start])
        address = content[start:end]
        scheme = "" if ":" in address else "mailto:"
        last = SubElement(parent, "a", {"href": scheme + address})
        last.text = address
        at = end
    _append(parent, last, content[at:])
    return last
