"""Clozes in prose: `{{c1::text::hint}}` survives, while all else in braces becomes text.

Anki looks for clozes in the HTML as it is written, so that braces in code and formulas must be
entities, and the clozes' own must not: they pass the sanitiser as marks no author can know.
"""

import secrets

from ankigen.patterns import pattern

OPENS = r"\{\{c[0-9]{1,3}::"
CLOSES = r"\}\}+"
_secret = secrets.token_hex(8)
END = f"{_secret}e"
"""The mark for `}}`."""
_MARKS = pattern(rf"{_secret}(?:s([0-9]{{1,3}});|e)")
_FORMULA = pattern(rf"({OPENS})((?:(?!\}}\}}(?!\}})).){{0,1000}})\}}\}}")


def opening(braces: str) -> str:
    """The mark for `{{c1::`."""
    return number(int(braces[3:-2]))


def closing(braces: str, opened: int) -> tuple[str, int]:
    """The marks for a run of `}`, and how many clozes it closes: the outer braces are theirs."""
    closed = min(len(braces) // 2, opened)
    return "}" * (len(braces) - 2 * closed) + END * closed, closed


def in_formula(html: str) -> str:
    """A formula's HTML with the clozes in it marked."""
    return _FORMULA.sub(lambda match: opening(match[1]) + match[2] + END, html)


def number(index: int) -> str:
    """The opening mark of the cloze of that number."""
    return f"{_secret}s{index};"


def restore(html: str) -> str:
    """Finished HTML with the marks as Anki wants them, and all other double braces as entities."""
    html = html.replace("}}", "&#125;&#125;")
    return _MARKS.sub(lambda mark: f"{{{{c{mark[1]}::" if mark[1] else "}}", html)
