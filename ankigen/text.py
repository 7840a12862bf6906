"""The one normal form of a question, its visible text, and the number that stands before it."""

import re
import unicodedata
from html import unescape

_NUMBER = r"\d{1,4}(?:[.\-]\d{1,3}){0,3}"
_HAN = "一二三四五六七八九十百"
_WORD = (
    r"questions?|ques|quest|q|exercise|problem|task|问题|問題|题目|題目|问|問|质问|質問|题|題"
    r"|질문|문제|вопрос|задача|питання|سؤال|السؤال|سوال|pregunta|pergunta|question|frage|domanda"
    r"|soru|câu hỏi|câu|pytanie|vraag|otázka|kérdés|întrebarea|pertanyaan|प्रश्न|คำถาม|שאלה|ερώτηση"
)
_PREFIX = re.compile(
    rf"""[\s\u200b\ufeff]*(?:
        第\s*(?:{_NUMBER}|[{_HAN}]{{1,5}})\s*[题問问題道][题題]?\s*[:：、.．)）-]*     # 第1题：
      | (?:{_WORD})\s*[.#№\-_]?\s*[(\[]?(?:{_NUMBER}|[{_HAN}]{{1,3}})[)\]]?\s*번?
        \s*[.:：、．)）\-–—|]+(?=\D)                                                  # Q1:
      | \#\s?\d{{1,4}}\s*[.:：、．)）\-–—]?(?=\s)                                      # #12
      | [(（\[【]\s*(?:{_NUMBER}|[{_HAN}]{{1,4}})\s*[)）\]】]\s*[:：、.．]?             # (1)
      | \d{{1,4}}(?:\.\d{{1,3}}){{0,3}}\s*(?:[、．:：)）]|\.(?!\d))-?                   # 1、 1. 1)
      | \d{{1,3}}\s?[-–—]\s+(?=\D)                                                   # 1- What
      | \d{{1,2}}(?:\.\d{{1,3}}){{2,3}}\s+(?=[^\d\s])                                 # 1.2.3 What
      | [{_HAN}]{{1,4}}\s*[、．.:：)）]                                                # 一、
      | (?:[①-⑳㉑-㉟❶-❿➀-➓]|(?:\d\ufe0f?\u20e3){{1,4}}|🔟)\s*[.:：、)]?              # ① 1️⃣
    )\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]+")

_LINE_END = re.compile(r"\r\n?|\n")
_CODE = re.compile(r"(`+)(?!`)(.{1,2000}?)(?<!`)\1(?!`)", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]{0,2000})?/?>")
_LINK = re.compile(
    r"!?\[([^\[\]]{0,2000})\](?:\([^()\s]{0,2000}(?:\([^()]{0,200}\)[^()\s]{0,500})?"
    r"(?:\s+[\"'][^\"'\n]{0,500}[\"'])?\)|\[[^\[\]]{0,200}\])"
)
_EMPHASIS = re.compile(r"\*+|~~|(?<!\w)_+|_+(?!\w)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def number_prefix(line: str) -> int:
    """How many characters of a question line are its number (`1、` `1.` `(1)` `Q1:` `第1题：`)."""
    match = _PREFIX.match(line)
    return match.end() if match and match.end() < len(line) else 0


def normal(text: str) -> str:
    """The form in which two questions are the same: compatibility forms, case and space folded."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _INVISIBLE.sub("", folded)


def lines(text: str) -> list[str]:
    """Its lines without their ends: LF, CRLF or CR, as in CommonMark."""
    return _LINE_END.split(text)


def first_line(text: str, start: int, end: int) -> str:
    """The line at `start`, up to `end` at most."""
    return _LINE_END.split(text[start:end], maxsplit=1)[0]


def plain(text: str) -> str:
    """What a reader sees of a line of Markdown or HTML: no marks, tags or targets of links.

    An approximation for judging text, not for showing it.
    """
    if "`" in text:
        parts = _CODE.split(text)
        return "".join(
            _no_marks(part) if i % 3 == 0 else part if i % 3 == 2 else ""
            for i, part in enumerate(parts)
        ).strip()
    return _no_marks(text).strip()


def _no_marks(text: str) -> str:
    if "<" in text:
        text = _TAG.sub("", _COMMENT.sub("", text))
    if "[" in text:
        text = _LINK.sub(r"\1", _LINK.sub(r"\1", text))
    if "*" in text or "_" in text or "~" in text:
        text = _EMPHASIS.sub("", text)
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    return unescape(text) if "&" in text else text
