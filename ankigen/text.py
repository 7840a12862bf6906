"""The one normal form of a question, and the number that stands before it."""

import re
import unicodedata

_NUMBER = r"(?:\d{1,4}(?:\.\d{1,3}){0,3}|[一二三四五六七八九十百]{1,5})"
_PREFIX = re.compile(
    rf"""\s*(?:
        第\s*{_NUMBER}\s*[题問问道][题]?\s*[:：、.．)）]?      # 第1题：
      | (?:[QqＱ]|[Qq]uestion|[Qq]ues|问题|问|問)\s*\.?\s*{_NUMBER}\s*[:：、.．)）-]   # Q1:
      | [(（\[【]\s*{_NUMBER}\s*[)）\]】]\s*[:：、.．]?         # (1)
      | \d{{1,4}}(?:\.\d{{1,3}}){{0,3}}\s*(?:[、．:：)）]|\.(?!\d))   # 1、 1. 1)
      | [一二三四五六七八九十]{{1,4}}\s*[、．:：)）]             # 一、
    )\s*""",
    re.VERBOSE,
)
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")


def number_prefix(line: str) -> int:
    """How many characters of a question line are its number (`1、` `1.` `(1)` `Q1:` `第1题：`)."""
    match = _PREFIX.match(line)
    return match.end() if match and match.end() < len(line) else 0


def normal(text: str) -> str:
    """The form in which two questions are the same: compatibility forms, case and space folded."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _INVISIBLE.sub("", folded)
