"""What is to be said of a file that gives no card."""

import posixpath
import re
from collections.abc import Iterator, Set
from urllib.parse import unquote

from ankigen.model import Diagnostic, Source, Span
from ankigen.patterns import pattern
from ankigen.rules import NO_QUESTION

FEW = 3
"""Fewer questions without an answer than this are the turns of prose."""
_NOT_NOTES = pattern(
    r"(?:contributing|contributors|code[-_ ]of[-_ ]conduct|licen[cs]es?|copying|copyright|notice"
    r"|change-?log|changes|history|release[-_ ]?notes|releases|news|roadmap|todo|governance"
    r"|security|support|authors|maintainers|credits|acknowledge?ments|funding|codeowners"
    r"|third[-_ ]party.*"
    r"|(?:pull[-_]request|issue)[-_]template|bug[-_]report|feature[-_]request|disclaimer|privacy"
    r"|about|contact|贡献指南|行为准则|许可证|更新日志)"
    r"(?:[-_.][a-z]{2}(?:[-_][a-z]{2,4})?)?",
    re.IGNORECASE,
)
"""Files that nobody takes for notes; those with questions and answers in them give cards."""
_INDEX = pattern(
    r"(?:readme|_?index|_?sidebar|_?navbar|_?home|summary|contents|toc|overview|目录|目錄)"
    r"(?:[-_.][a-z]{2}(?:[-_][a-z]{2,4})?)?",
    re.IGNORECASE,
)
_LINK = pattern(
    r"(?:\]\(\s*<?|\bhref\s*=\s*[\"']?|^\[[^\[\]\n]{1,200}\]:\s*<?)([^\s<>()\"'#?]+)", re.M
)


def without_card(
    source: Source, full: Set[str], unanswered: int, nearest: str
) -> Iterator[Diagnostic]:
    """`full` are the paths of the files that hold questions, with or without answers.

    Nothing is said of files that belong to a project and not to its notes, and of pages that only
    lead to notes.
    """
    stem = posixpath.basename(source.path).rsplit(".", 1)[0]
    place = Span(source, 0, 0)
    more = "ankigen list --why shows what was looked for"
    if _NOT_NOTES.fullmatch(stem) or "/.github/" in f"/{source.path}":
        return
    if unanswered >= FEW:
        message = f"{unanswered} questions here have no answer; no card comes of this file"
        yield Diagnostic(
            NO_QUESTION, message, place, f"write each answer below its question; {more}"
        )
    elif not _leads(source, full, _INDEX.fullmatch(stem) is not None):
        message = "no card comes of this file: no question with its answer was found"
        help = f"nearest: {nearest}; {more}" if nearest else more
        yield Diagnostic(NO_QUESTION, message, place, help)


def _leads(source: Source, full: Set[str], index: bool) -> bool:
    """Whether a page leads to files with questions: as the index of its folder, or by its links."""
    folder = posixpath.dirname(source.path)
    if index and any(path.startswith(f"{folder}/" if folder else "") for path in full):
        return True
    found: set[str] = set()
    for match in _LINK.finditer(source.text):
        path = posixpath.normpath(posixpath.join(folder, unquote(match[1])))
        if path in full:
            found.add(path)
    return len(found) >= FEW
