"""The one normal form of a question, what a reader sees of it, and the number before it."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from html import unescape
from operator import itemgetter

from ankigen.patterns import pattern

_NUMBER = r"\d{1,4}(?:[.\-]\d{1,3}){0,3}"
_HAN = "一二三四五六七八九十百"
_WORD = (
    r"questions?|ques|quest|q|exercise|problem|task|问题|問題|题目|題目|问|問|质问|質問|题|題"
    r"|질문|문제|вопрос|задача|питання|سؤال|السؤال|سوال|pregunta|pergunta|question|frage|domanda"
    r"|soru|câu hỏi|câu|pytanie|vraag|otázka|kérdés|întrebarea|pertanyaan|प्रश्न|คำถาม|שאלה|ερώτηση"
)
_B = r"\s{0,6}"
_PREFIX = pattern(
    rf"""[\s\u200b\ufeff]*(?:
        第{_B}(?:{_NUMBER}|[{_HAN}]{{1,5}}){_B}[题問问題道][题題]?{_B}[:：、.．)）-]*     # 第1题：
      | (?:{_WORD}){_B}[.#№\-_]?{_B}[(\[]?(?:{_NUMBER}|[{_HAN}]{{1,3}})[)\]]?{_B}번?
        {_B}[.:：、．)）\-–—|]+(?=\D)                                                  # Q1:
      | \#\s?\d{{1,4}}{_B}[.:：、．)）\-–—]?(?=\s)                                      # #12
      | [(（\[【]{_B}(?:{_NUMBER}|[{_HAN}]{{1,4}}){_B}[)）\]】]{_B}[:：、.．]?             # (1)
      | \d{{1,4}}(?:\.\d{{1,3}}){{0,3}}{_B}(?:[、．:：)）]|\.(?!\d))-?                   # 1、 1. 1)
      | \d{{1,3}}-\d{{1,2}}[.)]\s+(?=\D)                                                 # 1-2. What
      | \d{{1,3}}\s?[-–—]\s+(?=\D)                                                   # 1- What
      | \d{{1,2}}(?:\.\d{{1,3}}){{2,3}}\s+(?=[^\d\s])                                 # 1.2.3 What
      | [{_HAN}]{{1,4}}{_B}[、．.:：)）]                                                # 一、
      | (?:[①-⑳㉑-㉟❶-❿➀-➓]|(?:\d\ufe0f?\u20e3){{1,4}}|🔟){_B}[.:：、)]?              # ① 1️⃣
    ){_B}""",
    re.VERBOSE | re.IGNORECASE,
)
_INVISIBLE = pattern(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]+")

_TICKS = pattern(r"`+")
_LINE = pattern(r"[^\r\n]*")
_LINE_END = pattern(r"\r\n?|\n")
_COMMENT = pattern(r"<!--.*?(?:-->|$)", re.DOTALL)
_TAG = pattern(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]{0,2000})?/?>")
_ANY_TAG = pattern(r"""<(?>(?:[^<>"']++|"[^"]*"|'[^']*')*)>""")
_INLINE_TAG = pattern(
    r"</?(?:a|abbr|b|bdi|bdo|code|del|em|i|ins|kbd|mark|q|rb|rp|rt|ruby|s|samp|small|span|strong|sub"
    r"""|sup|tt|u|var|wbr)(?=[\s>])(?>(?:[^<>"']++|"[^"]*"|'[^']*')*)>"""
)
_LINK = pattern(
    r"!?\[([^\[\]]{0,2000})\](?:\([^()\s]{0,2000}(?:\([^()]{0,200}\)[^()\s]{0,500})?"
    r"(?:\s+[\"'][^\"'\n]{0,500}[\"'])?\)|\[[^\[\]]{0,200}\])"
)
_EMPHASIS = pattern(r"\*+|~~|(?<!\w)_+|_+(?!\w)")
_first_group = itemgetter(1)
"""Of a match: much faster than a template."""
_ESCAPE = pattern(r"\\([!-/:-@\[-`{-~])")


def number_prefix(line: str) -> int:
    """How many characters of a question line are its number (`1、` `1.` `(1)` `Q1:` `第1题：`)."""
    match = _PREFIX.match(line)
    return match.end() if match and match.end() < len(line) else 0


def normal(text: str) -> str:
    """The form in which two questions are the same: compatibility forms, case and space folded."""
    if text.isascii():
        return "".join(text.lower().split())
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _INVISIBLE.sub("", folded)


def lines(text: str) -> list[str]:
    """Its lines without their ends: LF, CRLF or CR, as in CommonMark."""
    return _LINE_END.split(text)


def first_line(text: str, start: int, end: int) -> str:
    """The line at `start`, up to `end` at most."""
    match = _LINE.match(text, start, end)
    return match[0] if match else ""


def plain(text: str) -> str:
    """What a reader sees of a line of Markdown or HTML: no marks, tags or targets of links.

    An approximation for judging text, not for showing it.
    """
    if "`" not in text:
        return _no_marks(text).strip()
    parts: list[str] = []
    at = 0
    for start, end in code_spans(text, 0, len(text)):
        parts += (_no_marks(text[at:start]), text[start:end].strip("`"))
        at = end
    return "".join((*parts, _no_marks(text[at:]))).strip()


def visible(html: str) -> str:
    """What a reader sees of sanitised HTML, on one line: tags within a line part no words."""
    if "<" in html:
        html = _ANY_TAG.sub(" ", _INLINE_TAG.sub("", html))
    return " ".join((unescape(html) if "&" in html else html).split())


def _no_marks(text: str) -> str:
    if "<" in text:
        text = _TAG.sub("", _COMMENT.sub("", text))
    if "[" in text:
        text = _LINK.sub(_first_group, _LINK.sub(_first_group, text))
    if "*" in text or "_" in text or "~" in text:
        text = _EMPHASIS.sub("", text)
    if "\\" in text:
        text = _ESCAPE.sub(_first_group, text)
    return unescape(text) if "&" in text else text


def counted(number: int, noun: str) -> str:
    """So many of them, as `1 card` or `1,200 cards`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def is_escaped(text: str, at: int) -> bool:
    """Whether a backslash takes its meaning from the sign at an offset."""
    before = at
    while before and text[before - 1] == "\\":
        before -= 1
    return (at - before) % 2 == 1


def code_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The code spans in [start, end), by the length of their runs of backticks; linear."""
    if text.find("`", start, end) < 0:
        return []
    runs = [match.span() for match in _TICKS.finditer(text, start, end)]
    later: dict[int, list[int]] = {}
    for index in range(len(runs) - 1, -1, -1):
        later.setdefault(runs[index][1] - runs[index][0], []).append(index)
    found: list[tuple[int, int]] = []
    index = 0
    while index < len(runs):
        same = later[runs[index][1] - runs[index][0]]
        while same and same[-1] <= index:
            same.pop()
        if same:
            close = same.pop()
            found.append((runs[index][0], runs[close][1]))
            index = close
        index += 1
    return found


def within(spans: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether an offset lies in one of the spans, which are in order and apart."""
    number = bisect_right(spans, at, key=itemgetter(0)) - 1
    return number >= 0 and at < spans[number][1]
