"""How single lines and leaves are recognised: patterns and small functions, all linear."""

import re
from html import unescape

from ankigen.model import Piece
from ankigen.patterns import pattern

_HTML_NAMES = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|"
    "dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|"
    "hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|"
    "section|source|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul"
)
ATTRIBUTE = (
    r"(?:[ \t\r\n\f\v]+[a-zA-Z_:][a-zA-Z0-9_.:-]*"
    r"(?:[ \t\r\n\f\v]*=[ \t\r\n\f\v]*(?:[^ \t\r\n\f\v\"'=<>`]+|'[^']*'|\"[^\"]*\"))?)"
)
"""An HTML attribute with the white space before it (GFM 6.10)."""

_HTML_START = pattern(
    r"<(?:(?P<k1>script|pre|style|textarea)(?=[ \t>]|$)"
    r"|(?P<k2>!--)|(?P<k3>\?)|(?P<k5>!\[CDATA\[)|(?P<k4>![A-Za-z])"
    rf"|(?P<k6>/?(?:{_HTML_NAMES})(?=[ \t]|/?>|$))"
    rf"|(?P<k7>(?:[A-Za-z][A-Za-z0-9-]*{ATTRIBUTE}*[ \t]*/?|/[A-Za-z][A-Za-z0-9-]*[ \t]*)>"
    r"[ \t]*$))",
    re.IGNORECASE | re.MULTILINE,
)
_HTML_END = {
    1: pattern(r"</(?:script|pre|style|textarea)>", re.IGNORECASE),
    2: pattern("-->"),
    3: pattern(r"\?>"),
    4: pattern(">"),
    5: pattern(r"\]\]>"),
}
FENCE = pattern(r"(`{3,})([^`\n]*)$|(~{3,})([^\n]*)$", re.MULTILINE)
ATX = pattern(r"#{1,6}(?=[ \t]|$)", re.MULTILINE)
BULLET = pattern(r"([-+*])(?=[ \t]|$)", re.MULTILINE)
ORDERED = pattern(r"(\d{1,9})([.)])(?=[ \t]|$)", re.MULTILINE | re.ASCII)
FOOTNOTE = pattern(r"\[\^([^\]\s]{1,999})\]:[ \t]*")
_DASHES = pattern(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_SETEXT = pattern(r"(?:=+|-+)[ \t]*$", re.MULTILINE)

_LABEL = pattern(r"\[((?:[^\\\[\]]|\\.){1,999})\]:", re.DOTALL)
_DESTINATION = pattern(r"[ \t]*\n?[ \t]*(?:<((?:[^<>\n\\]|\\.)*)>|((?!<)[^\s\x00-\x1f]+))")
_TITLE = pattern(
    r"(?:[ \t]*\n[ \t]*|[ \t]+)"
    r"(?:\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'|\(((?:[^()\\]|\\.)*)\))[ \t]*(?=\n|$)",
    re.DOTALL,
)
_REST = pattern(r"[ \t]*(?:\n|$)")
_ESCAPE = pattern(r"\\([!-/:-@\[-`{-~])")
_ENTITY = pattern(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_SPACES = pattern(r"\s+")


def label(text: str) -> str:
    """A link label as definitions are matched by it: case folded, white space collapsed."""
    return _SPACES.sub(" ", text.strip()).casefold()


def html_kind(text: str, at: int, end: int) -> int:
    """The start condition (GFM 4.6, 1 to 7) that the line's `<` meets; 0 for none."""
    match = _HTML_START.match(text, at, end)
    return int(match.lastgroup[1]) if match and match.lastgroup else 0


def html_ends(kind: int, text: str, start: int, end: int) -> bool:
    """Whether the line holds the end condition of an HTML block of kind 1 to 5."""
    return kind < 6 and _HTML_END[kind].search(text, start, end) is not None


def is_break(text: str, at: int, end: int) -> bool:
    """A thematic break: three or more of one of `*-_` with blanks between."""
    mark = text[at]
    if text[end - 1] not in (mark, " ", "\t"):
        return False
    line = text[at:end]
    return not line.strip(mark + " \t") and line.count(mark) >= 3


def setext_level(text: str, at: int, end: int) -> int:
    """1 or 2 for an underline of `=` or `-`, else 0."""
    if _SETEXT.match(text, at, end) is None:
        return 0
    return 1 if text[at] == "=" else 2


def heading_text(text: str, start: int, end: int) -> tuple[int, int]:
    """The text of an ATX heading without blanks around it and its closing sequence."""
    line = text[start:end]
    bare = line.rstrip(" \t")
    cut = bare.rstrip("#")
    if cut != bare and (not cut or cut[-1] in " \t"):
        bare = cut.rstrip(" \t")
    begin = start + len(line) - len(line.lstrip(" \t"))
    return min(begin, start + len(bare)), start + len(bare)


def cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    r"""The cells of a table row in [start, end), without blanks around; `\|` is no border."""
    row = text[start:end]
    stop = end - (len(row) - len(row.rstrip()))
    at = start + len(row) - len(row.lstrip())
    if at < stop and text[at] == "|":
        at += 1
    found = []
    while at < stop:
        pipe = text.find("|", at, stop)
        while pipe > 0 and text[pipe - 1] == "\\":
            pipe = text.find("|", pipe + 1, stop)
        edge = stop if pipe < 0 else pipe
        cell = text[at:edge]
        first = at + len(cell) - len(cell.lstrip())
        found.append((min(first, edge), max(first, at + len(cell.rstrip()))))
        at = edge + 1
    return found


def alignments(text: str, start: int, end: int) -> str:
    """One of `<>^-` for each column of a table's row of dashes; empty when it is none."""
    row = text[start:end]
    if not _DASHES.match(row):
        return ""
    out = []
    for first, last in cells(text, start, end):
        left, right = text[first] == ":", text[last - 1] == ":"
        out.append("^" if left and right else "<" if left else ">" if right else "-")
    return "".join(out)


def decode(text: str) -> str:
    """Backslash escapes and entities resolved, as in destinations, titles and info strings."""
    if "\\" in text or "&" in text:
        parts = _ESCAPE.split(text)  # the odd ones are escaped characters: no entity begins there
        parts[::2] = [entities(part) for part in parts[::2]]
        return "".join(parts)
    return text


def entities(text: str) -> str:
    """Entities resolved, as in an address between angles."""
    return _ENTITY.sub(lambda match: unescape(match[0]), text) if "&" in text else text


def definition(content: str, at: int = 0) -> tuple[str, tuple[str, str], int] | None:
    """A link reference definition at the head of a paragraph's rest.

    Gives its label, its target and where its last line ends (past the LF).
    """
    match = _LABEL.match(content, at)
    if not match or not match[1].strip():
        return None
    where = _DESTINATION.match(content, match.end())
    if not where:
        return None
    url = where[1] if where[1] is not None else where[2]
    end, title = where.end(), ""
    if where[1] is None and not _balanced(url):
        return None
    named = _TITLE.match(content, end)
    if named:
        title = next(group for group in named.groups() if group is not None)
        end = named.end()
    rest = _REST.match(content, end)
    if not rest:
        return None
    return label(match[1]), (decode(url), decode(title)), rest.end()


def _balanced(url: str) -> bool:
    """No bracket closes that none opened; one left open is let pass, as cmark-gfm does."""
    depth = 0
    for char in _ESCAPE.sub("", url):
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return False
    return True


def pad_tab(text: str, at: int, end: int, column: int, pad: int) -> Piece:
    """A container's line from a column where a tab in its indent would not stand as wide alone."""
    if column % 4 or pad:
        stop, width, seen = at, pad, False
        while stop < end and text[stop] in " \t":
            step = 4 - (column + width - pad) % 4 if text[stop] == "\t" else 1
            seen = seen or text[stop] == "\t"
            width, stop = width + step, stop + 1
        if seen:
            return stop, end, width
    return at, end, pad
