"""The line that asks, without its number, label, emphasis all round, anchors and tags."""

import re

from msgspec import Struct

from ankigen.folds import Range
from ankigen.patterns import pattern
from ankigen.readers.words import PAIRS, Hit, label_at, unopened
from ankigen.text import code_spans, number_prefix, plain

OPTION = pattern(r"\s*(?:[-*+]\s+)?(?:\*\*|\[[ xX]?\]\s*)?[(（]?[A-Ha-h][)）.:、．][ \t\u3000*]*\S")
_ROUND = ("****", "***", "___", "**", "__")
_TAGGED = pattern(
    r"<(b|strong|i|em|u|h[1-6]|font|span|big|p|center)(?:\s[^<>]{0,300})?>", re.IGNORECASE
)
_ANCHOR = pattern(r"<a\s[^<>]{0,300}>\s*</a>", re.IGNORECASE)
_NAMED = pattern(r"<a\s+(?:name|id)=[^<>]{0,300}>", re.IGNORECASE)
_TAIL = pattern(
    r"(?:\s*(?:\{[#.:][^{}\n]{0,100}\}|<br\s*/?>|<a\s[^<>]{0,300}>\s*</a>|\\|\[\]\([^()\s]{0,300}\)"
    r"|(?<=[^#\s])#{1,6}+(?=\s*\Z)"
    r"|\[\[?\s*(?:src|source|ref|link|answer|来源|출처|источник)\s*\d{0,2}\s*\]?\]?\([^()\s]{0,500}"
    r"(?:\([^()]{0,100}\)[^()\s]{0,100})?\)\]?))+\s*\Z",
    re.IGNORECASE,
)
_CALLOUT = pattern(r"\[![\w-]{2,30}\][-+]?(?:[ \t]+|\Z|(?=[\r\n]))")
_HASHES = pattern(r"#{1,6}[ \t]+(?=\S)")
_TAGS = pattern(r"(?:\s+#[^\W\d_][\w/-]{0,60}(?:::[\w-]{1,60}){0,5})+\s*\Z")
_CARD_MARK = pattern(r"#(?:flash)?cards?(?:[-/].*)?\Z|#anki\Z", re.IGNORECASE)
_USELESS = pattern(r"[\W\d_]*\Z")


class Line(Struct, frozen=True):
    """What is left of a question's first line, and the tags that stood at its end."""

    start: int
    end: int
    tags: tuple[str, ...] = ()


def question_line(text: str, start: int, end: int) -> Line:
    """A question's line without its number, label, emphasis all round, anchors and tags."""
    tags: tuple[str, ...] = ()
    for _ in range(8):
        before = start, end
        start, end = _strip(text, start, end)
        start, end = _unwrap(text, start, end)
        if text.startswith(("#", "["), start):
            hashes = _HASHES.match(text, start, end) or _CALLOUT.match(text, start, end)
            start = hashes.end() if hashes else start
        hit = label_at(text, start, end)
        asked = hit and (hit.kind == "question" or hit.letter == "q" or _paired(hit))
        if hit and asked and not hit.alone:
            start, end = unopened(text, hit.end, end, hit.open)
        elif (size := number_prefix(text[start:end])) and _is_seen(text[start + size : end]):
            start += size
        else:
            inner = _numbered_inside(text, start, end)
            start, end = inner or (start, end)
        tail = _tail(text, max(start, end - 900), end)
        if tail and tail.start() > start:
            end = tail.start()
        low = max(start, end - 300)
        found = _TAGS.search(text, low, end) if text.find("#", low, end) >= 0 else None
        if found and found.start() > start:
            tags += tuple(w[1:] for w in found[0].split() if not _CARD_MARK.match(w))
            end = found.start()
        if (start, end) == before:
            break
    return Line(start, end, tags)


def _is_seen(line: str) -> bool:
    """Whether a reader sees anything of a line; what is no mark and first in it, always."""
    return line[:1].isalnum() or bool(plain(line))


def _tail(text: str, start: int, end: int) -> re.Match[str] | None:
    """What stands at a line's end and is no part of it, which ends in one of a few signs."""
    line = text[start:end].rstrip()
    if line.endswith(("}", ">", "\\", "#")) or (line.endswith((")", "]")) and "[" in line):
        return _TAIL.search(text, start, end)
    return None


def _paired(hit: Hit) -> bool:
    return hit.letter in PAIRS and hit.colon


def _strip(text: str, start: int, end: int) -> Range:
    while start < end and (text[start].isspace() or text[start] in "\u200b\ufeff\u3000"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "\u200b\ufeff"):
        end -= 1
    return start, end


def _unwrap(text: str, start: int, end: int) -> Range:
    """Without emphasis or a tag that holds the whole line."""
    if text.startswith(("*", "_"), start):
        for mark in _ROUND:
            size = len(mark)
            if (
                end - start > 2 * size
                and text.startswith(mark, start)
                and text.endswith(mark, start, end)
            ):
                inside = text[start + size : end - size]
                if mark[:2] not in inside and inside.strip(mark[0]) == inside:
                    return start + size, end - size
    if not text.startswith("<", start):
        return start, end
    empty = _ANCHOR.match(text, start, end)
    if empty and empty.end() < end:
        return empty.end(), end
    tag = _TAGGED.match(text, start, end)
    if tag:
        close = f"</{tag[1].lower()}>"
        inside = text[tag.end() : end].lower()
        if inside.endswith(close) and inside.count(close) == 1 and len(inside) > len(close):
            return tag.end(), end - len(close)
        if close not in inside and inside.strip():
            return tag.end(), end
    named = _NAMED.match(text, start, end)
    if (
        named
        and text[max(start, end - 4) : end].lower() == "</a>"
        and text.count("</a>", start, end) == 1
    ):
        return named.end(), end - 4
    return start, end


def _numbered_inside(text: str, start: int, end: int) -> Range | None:
    """`**1. What** is it?`: the number inside emphasis that does not hold the whole line."""
    for mark in ("**", "__", "*"):
        if text.startswith(mark, start):
            close = text.find(mark, start + len(mark), end)
            if close < 0:
                return None
            inside = text[start + len(mark) : close]
            size = number_prefix(inside + " x")
            if size and not plain(inside[size:]):
                return close + len(mark), end
            return None
    return None


def useless(front: str) -> bool:
    """Whether a front asks nothing: `Question 12`, `Interviewer:`."""
    if _USELESS.match(front):
        return True
    hit = label_at(front, 0, len(front))
    return hit is not None and (hit.kind == "question" or hit.letter == "q") and hit.alone


def at_code(text: str, start: int, end: int, at: int) -> bool:
    """Whether an offset of a line lies in a code span of it."""
    return any(low <= at < high for low, high in code_spans(text, start, end))
