r"""Formulas: where they stand in a line, and how Anki's MathJax wants them.

GitHub's `$…$`, `` $`…`$ ``, `$$…$$`; and `\(…\)`, `\[…\]`, which on GitHub are brackets with a
backslash before them, so only where the content is plainly maths or the project says so.
"""

import re
from html import escape as escape_html

from ankigen.passes.marks import hide
from ankigen.patterns import pattern

_INLINE = pattern(r"\$(?![\s$])((?:[^$\\\n]|\\.)+)(?<!\s)\$(?![A-Za-z0-9${])")
_TICKED = pattern(r"\$`([^`\n]+)`\$")
_CLAUSES = pattern(r"[、。，；：（）]")
_COMMAND = pattern(r"\\[A-Za-z]{2,}")
_PLAIN = pattern(r"\^|_\{|=(?!>)")
_PROSE = pattern(r"[`\u3000-\u303f\u3040-\u30ff\u4e00-\u9fff\uff00-\uff60]|=>|[A-Za-z]+ [A-Za-z]+ ")
_ACTIVE = pattern(
    r"\\(?:href|style|class|cssId|data|require|html[A-Za-z]*|bbox|mmlToken|unicode|fcolorbox)"
    r"(?![A-Za-z])"
)
"""What MathJax makes links, scripts' names and styles of (its packages html, bbox and base).

A font's name and a frame's colour go into a `style` as they are, with all that follows a `;`.
"""
_LETTER = pattern(r"(?<!\\)\\unicode\s*\{\s*(?:x([0-9a-fA-F]{2,5})|([0-9]{2,6}))\s*\}")
_FRAME = pattern(r"(?<!\\)\\fcolorbox\s*\{[^{}]*\}")
_CONTROL = pattern(r"\\([A-Za-z]+|.)", re.DOTALL)
_CLOSING = "、。，．；：！？）」』】》"
_OPENS = hide("\\(")
_LIMIT = 2000


def inline(formula: str) -> str:
    r"""The HTML of a formula in a line, `\(…\)`, its backslashes as marks."""
    return hide(rf"\({_safe(formula)}\)")


def display(formula: str) -> str:
    r"""The HTML of a formula of its own, `\[…\]`, its backslashes as marks."""
    return hide(rf"\[{_safe(formula)}\]")


def glued(html: str, text: str, end: int) -> tuple[str, int]:
    """A formula in a line with the closing punctuation at `end` of the text, kept on one line.

    To a browser a drawn formula is a box, and it may break a line on either side of a box.
    """
    if not html.startswith(_OPENS) or end >= len(text) or text[end] not in _CLOSING:
        return html, end
    return f'<span class="glue">{html}{text[end]}</span>', end + 1


def _safe(formula: str) -> str:
    """The formula as HTML. Commands that make links, styles or classes lose their backslash."""
    formula = formula.strip()
    if _ACTIVE.search(formula):
        formula = _FRAME.sub(r"\\colorbox", _LETTER.sub(_letter, formula))
        formula = _CONTROL.sub(_disarm, formula)
    return escape_html(formula, quote=False)


def is_active(formula: str) -> bool:
    """Whether commands in it make links, styles or names."""
    return bool(_ACTIVE.search(formula))


def _letter(named: "re.Match[str]") -> str:
    """The letter that a number names, for a formula; other signs could mean something there."""
    letter = chr(int(named[1], 16) if named[1] else int(named[2]))
    plain = letter.isalnum() or (letter > "\u2000" and letter.isprintable())
    return f"{{{letter if plain else ''}}}"


def _disarm(control: "re.Match[str]") -> str:
    return control[1] if _ACTIVE.fullmatch(control[0]) else control[0]


def dollars(text: str, at: int) -> tuple[str, int] | None:
    """The formula that starts with the `$` at `at`, as HTML, and where it ends."""
    if at and (text[at - 1] in "$\\" or (text[at - 1].isascii() and text[at - 1].isalnum())):
        return None
    if text.startswith("$$", at):
        end = text.find("$$", at + 2, at + 2 + 4 * _LIMIT)
        formula = text[at + 2 : end]
        if end < 0 or not formula.strip() or "```" in formula:
            return None
        return display(formula), end + 2
    ticked = _TICKED.match(text, at)
    if ticked:
        return inline(ticked[1]), ticked.end()
    match = _INLINE.match(text, at)
    if not match or (_CLAUSES.search(match[1]) and not _COMMAND.search(match[1])):
        return None  # `$.ajax()、$.get()` is prose
    return inline(match[1]), match.end()


def brackets(text: str, at: int, always: bool) -> tuple[str, int] | None:
    r"""The formula that starts with the `\(` or `\[` at `at`, as HTML, and where it ends."""
    closer = "\\)" if text[at + 1] == "(" else "\\]"
    end = text.find(closer, at + 2, at + 2 + _LIMIT)
    if end < 0:
        return None
    formula = text[at + 2 : end]
    if not formula.strip() or text[at : at + 2] in formula:
        return None
    if not always and not _is_plain(formula):
        return None
    return (inline if closer == "\\)" else display)(formula), end + 2


def _is_plain(formula: str) -> bool:
    r"""Whether it can only be maths: a `\command`, or a sign of maths and no prose."""
    if "`" in formula:
        return False
    if _COMMAND.search(formula):
        return True
    return bool(_PLAIN.search(formula)) and not _PROSE.search(formula)
