r"""Backslashes that MathJax may see, and those it must not.

Anki draws whatever stands between `\(` and `\)` in a field, and a formula can carry a link or a
style. So what the author meant as a formula, and code, which Anki passes over, hold a mark for
each backslash until the HTML is cleaned; any `\(` that is there then is text, and is parted. What
was taken for code counts as code only where it stands in such an element after the parse: a table's
cell, for one, ends what was opened in it.
"""

import re
import secrets

from ankigen.patterns import pattern

_secret = secrets.token_hex(8)
_FORMULA = f"{_secret}b"
_CODE = f"{_secret}c"
"""The marks: letters and digits that no author can know."""

_THIN = r'(?>(?:<wbr(?>(?: [a-z-]++="[^"]*+")*)>)*)'
"""What a reader of formulas may read over."""
_OPENS = pattern(rf"\\(?={_THIN}[(\[])")
_OPENS_IN_CODE = pattern(rf"{_CODE}(?={_THIN}[(\[])")
_JOINED = pattern(
    rf"\\{_THIN}[(\[]|\{{\{{|\[/?(?:sound:|anki:|latex\]|\$\$?\]|\[?type:)", re.IGNORECASE
)
_NEAR = 200
_GUARD = "<span></span>"
_CODE_TAGS = pattern(r"(</?(?:pre|code)\b)")


def hide(text: str) -> str:
    """A formula with marks for its backslashes."""
    return text.replace("\\", _FORMULA) if "\\" in text else text


def hide_code(text: str) -> str:
    """Code with marks for its backslashes."""
    return text.replace("\\", _CODE) if "\\" in text else text


def show(html: str) -> str:
    """Cleaned HTML with its marks made backslashes, and what only looks like a formula parted."""
    if "\\" in html:
        html = _OPENS.sub("\\\\\u200b", html)
    if _CODE in html:
        html = _outside_code(html)
    return bare(html)


def seam(before: str, after: str) -> str:
    r"""What keeps two pieces of safe HTML apart between which a tag is left out; mostly nothing.

    A backslash before a link whose text begins with a bracket, a bracket before one of `sound:…`:
    together they would be what neither is.
    """
    before, after = before[-_NEAR:], after[:_NEAR]
    size = len(before)
    for match in _JOINED.finditer(before + after):
        if match.start() < size < match.end():
            return _GUARD
    return ""


def bare(text: str) -> str:
    """Any text with its marks made backslashes."""
    return text.replace(_FORMULA, "\\").replace(_CODE, "\\")


def _outside_code(html: str) -> str:
    r"""The HTML with `\(` parted where it is marked as code and is none."""
    pieces = _CODE_TAGS.split(html)
    depth = 0
    for number in range(0, len(pieces), 2):
        if number:
            depth += -1 if pieces[number - 1].startswith("</") else 1
        if depth == 0:
            pieces[number] = _OPENS_IN_CODE.sub("\\\\\u200b", pieces[number])
    return "".join(pieces)
