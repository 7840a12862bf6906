r"""Backslashes that MathJax may see, and those it must not.

Anki draws whatever stands between `\(` and `\)` in a field, and a formula can carry a link or a
style. So what the author meant as a formula, and code, which Anki passes over, hold a mark for
each backslash until the HTML is cleaned; any `\(` that is there then is text, and is parted.
"""

import re
import secrets

BACKSLASH = f"{secrets.token_hex(8)}b"
"""The mark: letters and digits that no author can know."""

_OPENS = re.compile(r"\\(?=[(\[])")


def hide(text: str) -> str:
    """The text with marks for its backslashes."""
    return text.replace("\\", BACKSLASH) if "\\" in text else text


def show(html: str) -> str:
    """Cleaned HTML with its marks made backslashes, and what only looks like a formula parted."""
    if "\\" in html:
        html = _OPENS.sub("\\\\\u200b", html)
    return html.replace(BACKSLASH, "\\")
