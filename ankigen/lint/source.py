"""Checks of a file's Markdown, in the questions that were found in it."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from difflib import get_close_matches

from msgspec.structs import replace

from ankigen.blocks import Block
from ankigen.lint import closers
from ankigen.model import Diagnostic, Edit, Question, Source, Span, line_starts
from ankigen.passes import code
from ankigen.patterns import pattern
from ankigen.rules import (
    DROPPED_HTML,
    FULL_WIDTH_NUMBER,
    HEADING_WITHOUT_CARD,
    UNBALANCED_MATHS,
    UNCLOSED_DETAILS,
    UNCLOSED_FENCE,
    UNKNOWN_LANGUAGE,
)
from ankigen.text import is_escaped, plain

_CODE = pattern(r"(`+)(?!`).{1,2000}?(?<!`)\1(?!`)|<!--.{0,2000}?-->", re.DOTALL)
_NAMES = (
    "script|style|iframe|object|embed|form|button|select|textarea|video|audio|canvas|frame"
    "|frameset|meta|base|link|svg"
)
_DROPPED = pattern(rf"<({_NAMES})\b[^<>]{{0,500}}>", re.IGNORECASE)
_PAGE = pattern(r"<!doctype\b[^<>]{0,200}>|<html\b[^<>]{0,200}>|<(?:head|body)>", re.IGNORECASE)
"""What no answer has in it but as an example."""
_ANY_TAG = pattern(rf"<(?:{_NAMES}|!doctype|html|head|body)", re.IGNORECASE)
"""How each of them begins, which stands in the text as it is, code and comments and all."""
_IS_PAGE = "this page of HTML is read as HTML, not as code, so it is left out of the card"
_WIDE_DIGIT = pattern("[０-９]")
_WIDE_DIGITS = pattern("[０-９]+")
_LABEL = 200
"""Characters before a question on its line that may be its number and what stands around it."""
_CHECKED = {"fence", "math", "html", "paragraph", "heading", "table"}
_ASKS = pattern(r"[?？]\s*$")
_LANGUAGES = (
    "bash c cpp csharp css diff dockerfile go html http ini java javascript json jsx kotlin lua"
    " makefile markdown matlab nginx objective-c perl php powershell python r ruby rust scala shell"
    " sql swift toml tsx typescript vim xml yaml".split()
)


_DRAWINGS = frozenset("mermaid plantuml puml dot graphviz flowchart sequence ditaa".split())
_COMMANDS = frozenset(
    "git docker kubectl npm yarn pip apt aws cli command commands terminal bash-session curl ssh"
    " helm linux unix output".split()
)


def check(
    source: Source,
    blocks: Sequence[Block],
    questions: Sequence[Question],
    said: Iterable[Diagnostic] = (),
) -> tuple[Diagnostic, ...]:
    """What is to be said of the Markdown of a file's questions, after what was `said` of it.

    `blocks` are all of the file, in order.
    """
    if not questions:
        return ()
    spans = [(question.span.start, question.span.end) for question in questions]
    starts = [start for start, _ in spans]
    said = tuple(said)
    fences = {item.span.start for item in said if item.rule is UNCLOSED_FENCE and item.span}

    def inside(at: int) -> bool:
        number = bisect_right(starts, at) - 1
        return number >= 0 and at < spans[number][1]

    found: list[Diagnostic] = []
    for leaf in blocks:
        if leaf.kind not in _CHECKED or not inside(leaf.end - 1):
            continue
        if leaf.kind == "fence":
            found += _fence(source, leaf, fences)
        elif leaf.kind == "math":
            if not leaf.closed:
                found.append(_unbalanced(source, leaf.start, leaf.start + 2))
        elif source.text.find("<", leaf.start, leaf.end) >= 0 or (
            source.text.find("$$", leaf.start, leaf.end) >= 0
        ):
            found += _text(source, leaf)
    found = list(_once(found, starts))
    asking = list(_headings(source, blocks, questions, inside))
    told = {item.span.line for item in said if item.span} if asking else set()
    found += (item for item in asking if item.span and item.span.line not in told)
    if not source.text.isascii() and _WIDE_DIGIT.search(source.text):
        found += (item for question in questions for item in _number(question))
    return tuple(found)


def _fence(source: Source, fence: Block, told: Container[int]) -> Iterator[Diagnostic]:
    """What is to be said of a fence; of those `told`, by their starts, that they never end is."""
    end = source.text.find("\n", fence.start, fence.end)
    line = Span(source, fence.start, fence.end if end < 0 else end)
    if not fence.closed and fence.start not in told:
        yield Diagnostic(UNCLOSED_FENCE, "this code fence is never closed", line)
    name = code.language(fence.info)
    if name in _DRAWINGS:
        message = f"{name} is not drawn on a card: its text is shown"
        yield Diagnostic(UNKNOWN_LANGUAGE, message, line, "keep a picture of the drawing, too")
    elif not code.known(fence.info):
        message = f"the language {name!r} is not known"
        yield Diagnostic(UNKNOWN_LANGUAGE, message, line, _language(name))


def _language(name: str) -> str:
    """What to write in its place."""
    near = get_close_matches(name, _LANGUAGES, 1, 0.7)
    if near:
        return f"did you mean {near[0]}?"
    if name in _COMMANDS:
        return "console colours commands with their output, sh commands alone"
    return "text says that it is in no language; names are listed at https://pygments.org/languages"


def _text(source: Source, leaf: Block) -> Iterator[Diagnostic]:
    text = source.text[leaf.start : leaf.end]
    if not _ANY_TAG.search(text) and (leaf.kind == "html" or "$$" not in text):
        return
    bare = _CODE.sub(lambda match: " " * len(match[0]), text)
    page = _PAGE.search(bare)
    if page:
        span = Span(source, leaf.start + page.start(), leaf.start + page.end())
        yield Diagnostic(DROPPED_HTML, _IS_PAGE, span, "put it between ``` fences")
    for match in () if page else _DROPPED.finditer(bare):
        if leaf.kind != "html" and is_escaped(text, match.start()):
            continue
        span = Span(source, leaf.start + match.start(), leaf.start + match.end())
        yield Diagnostic(DROPPED_HTML, f"<{match[1].lower()}> is left out of the card", span)
    if leaf.kind != "html" and bare.count("$$") % 2:
        at = leaf.start + bare.rindex("$$")
        yield _unbalanced(source, at, at + 2)


def _once(found: Iterable[Diagnostic], starts: Sequence[int]) -> Iterator[Diagnostic]:
    """Without what is said again of a question: of a page of HTML, whose tags are many blocks, and
    of a language that several fences name.
    """
    told: set[tuple[int, str]] = set()
    for item in found:
        if item.span and (item.message is _IS_PAGE or item.rule is UNKNOWN_LANGUAGE):
            what = bisect_right(starts, item.span.start), item.message
            if what in told:
                continue
            told.add(what)
        yield item


def _unbalanced(source: Source, start: int, end: int) -> Diagnostic:
    message = "this formula is never closed"
    return Diagnostic(UNBALANCED_MATHS, message, Span(source, start, end), "close it with $$")


def _headings(
    source: Source,
    blocks: Iterable[Block],
    questions: Sequence[Question],
    inside: Callable[[int], bool],
) -> Iterator[Diagnostic]:
    """Headings that ask, among questions, and are neither one nor above one."""
    first, last = questions[0].span.start, questions[-1].span.end
    above = {heading.text for question in questions for heading in question.headings}
    for block in blocks:
        if block.kind != "heading" or block.level == 1 or not first < block.start < last:
            continue
        if inside(block.end - 1):
            continue
        said = plain(block.excerpt(source).text)
        if _ASKS.search(said) and said not in above:
            span = block.excerpt(source).span()
            yield Diagnostic(HEADING_WITHOUT_CARD, "this heading asks, and gives no card", span)


def _number(question: Question) -> Iterator[Diagnostic]:
    """Full-width digits before a question, which are mended in place."""
    if not question.front.pieces:
        return
    source, end = question.front.source, question.front.pieces[0][0]
    starts = line_starts(source.text)
    start = max(starts[bisect_right(starts, end) - 1], end - _LABEL)
    for match in _WIDE_DIGITS.finditer(source.text, start, end):
        span = Span(source, *match.span())
        digits = unicodedata.normalize("NFKC", match[0])
        help = f"write {digits}"
        message = f"{match[0]} is written with full-width digits"
        yield Diagnostic(FULL_WIDTH_NUMBER, message, span, help, edits=(Edit(span, digits),))


def with_mends(
    found: Sequence[Diagnostic], questions: Sequence[Question], blocks: Sequence[Block] = ()
) -> tuple[Diagnostic, ...]:
    """The diagnostics, those of details never closed with the tag that closes them.

    A line or a tag in the file's `blocks` that was meant to close one, and does not, is named with
    the reason.

    Where a code fence is not closed either, the tag would be code: that is for its author.
    """
    fences = sorted(item.span.start for item in found if item.rule is UNCLOSED_FENCE and item.span)
    whole = [
        question
        for question in questions
        if bisect_left(fences, question.span.start) == bisect_left(fences, question.span.end)
    ]
    hiding = [block for block in blocks if block.kind in closers.HIDING]
    return tuple(_mended(item, whole, hiding) for item in found)


def _mended(item: Diagnostic, questions: Sequence[Question], hiding: Sequence[Block]) -> Diagnostic:
    if item.rule is UNCLOSED_FENCE:
        return closers.of_fence(item)
    if item.rule is UNCLOSED_DETAILS and not item.edits:
        return closers.of_details(_closed(item, questions), hiding)
    return item


def _closed(item: Diagnostic, questions: Sequence[Question]) -> Diagnostic:
    """Closed where the answer that it holds was taken to end."""
    assert item.span is not None
    at = item.span.start
    number = bisect_right(questions, at, key=lambda question: question.span.start) - 1
    pieces = questions[number].back.pieces if number >= 0 else ()
    if not pieces or at > pieces[0][0] or at >= questions[number].span.end:
        return item
    end = Span(item.span.source, pieces[-1][1], pieces[-1][1])
    return replace(item, edits=(Edit(end, "\n</details>"),))
