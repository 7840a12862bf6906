r"""Tag names: one legal, lower-case, hyphenated spelling for whatever the notes call a thing.

Anki parts tags at blanks (also U+3000), drops quotes and control characters, and turns an empty
part of a hierarchy into `blank`; its search reads `*`, `_`, `(` and `\` as signs. So a part
made here holds only letters, digits, `-`, and `.`, `+`, `#` inside or at the end of a word
(`socket.io`).
"""

import re
import unicodedata
from functools import lru_cache

from ankigen.patterns import pattern

LONGEST_PART = 60
"""Characters. A heading can be a whole sentence; a tag of that size is of no use in a side bar."""

SPELLED = {
    "c++": "cpp",
    "c#": "csharp",
    "f#": "fsharp",
    ".net": "dotnet",
    "asp.net": "aspnet",
    "node.js": "nodejs",
    "vue.js": "vuejs",
    "react.js": "reactjs",
    "next.js": "nextjs",
    "express.js": "expressjs",
    "objective-c++": "objective-cpp",
}
"""Names that signs make, in the spelling that the topics use and that is easy to search for."""

_IMAGE = pattern(r"!\[[^\]\n]{0,300}\](?:\([^)\n]{0,500}\)|\[[^\]\n]{0,200}\])?")
_LINK = pattern(r"\[([^\[\]\n]{1,300})\](?:\([^)\n]{0,500}\)|\[[^\]\n]{0,200}\])")
_MARKUP = pattern(r"<[/!]?[a-zA-Z-][^<>\n]{0,500}>|\{[#.:][^{}\n]{0,200}\}|`|\*\*|__|~~")
_SHORTCODE = pattern(r"(?<![\w:]):[a-z][a-z0-9_+-]{1,40}:(?![\w:])")
_CLOSING = pattern(r"(?:^|\s)#+$")
_KEYCAP = pattern(r"[0-9#*]\ufe0f?\u20e3")
_HAN_NUMBER = "零〇一二三四五六七八九十百千两"
_NUMBER = pattern(
    rf"""\s*(?:
      (?:chapter|part|section|lesson|unit|module|week|day|ch|no|q)\.?\s*
        (?:\d{{1,4}}(?:\.\d{{1,3}})*|[ivx]{{1,5}})\s*(?:[.:：、,)\]]+\s*|-\s+|\s(?=\S)|$)
    | 第\s*[\d{_HAN_NUMBER}]{{1,5}}\s*[章节節篇部课課讲講题題回周天]\s*[:：、.\s-]*
    | [(（\[【]\s*(?:\d{{1,4}}|[{_HAN_NUMBER}]{{1,4}}|[a-z])\s*[)）\]】]\s*[.、:：]?
    | \d{{1,4}}(?:\.\d{{1,3}})*\s*(?:[、)）:：]|\.(?!\w)|[.]\s|-\s)\s*
    | \d{{1,3}}(?:\.\d{{1,3}})+\.?\s+
    | [{_HAN_NUMBER}]{{1,4}}\s*[、.:：)）]\s*
    | [ivx]{{1,5}}[.)]\s+
    | \d{{1,4}}[.、](?=[^\d\s])
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_FILE_NUMBER = pattern(
    r"\d{1,4}(?:[-_. ]+|(?=[^\W\d_])(?!(?:[a-z]|st|nd|rd|th)(?![a-z])))(?!$)(?!d\b)", re.IGNORECASE
)
_KEPT_SIGN = pattern(
    r"(?<=[0-9a-z])(?:\+\+|#)(?![\w#+])|(?<=[^\W_])\.(?=[^\W_])|(?<!\w)\.(?=net\b)"
)


def clean(text: str) -> str:
    """A heading's words: without markup, pictures, emoji, links' targets and a number in front."""
    text = _LINK.sub(r"\1", _IMAGE.sub(" ", text.strip()))
    text = _SHORTCODE.sub(" ", _KEYCAP.sub(" ", _MARKUP.sub(" ", text)))
    text = _CLOSING.sub("", text.strip())
    start = 0
    while start < len(text) and not (text[start].isalnum() or text[start] in "(（[【.#"):
        start += 1
    text = text[start:]
    while (found := _NUMBER.match(text)) and found.end() < len(text):
        text = text[found.end() :].strip()
    return text


@lru_cache(maxsize=4096)
def tag(text: str) -> str:
    """One part of a tag, or `""` when the text has no letter and no digit.

    Lower case, words joined by `-`; NFKC, so full-width letters are plain ones; Chinese and every
    other script are kept.
    """
    text = unicodedata.normalize("NFKC", text)
    text = unicodedata.normalize("NFC", clean(text).lower())
    known = SPELLED.get(re.sub(r"\s+", "-", text.strip()))
    if known:
        return known
    kept = {place for sign in _KEPT_SIGN.finditer(text) for place in range(*sign.span())}
    out: list[str] = []
    for i, char in enumerate(text):
        if i in kept or unicodedata.category(char)[0] in "LN":
            out.append(char)
        elif unicodedata.category(char) in ("Mn", "Mc") and out and out[-1][-1] != "-":
            if not "\ufe00" <= char <= "\ufe0f":
                out.append(char)
        elif char not in "'\u2019\u02bc" or not out:
            out.append("-")
    words = re.sub(r"-{2,}", "-", "".join(out)).strip("-")
    parts = [SPELLED.get(word, word) for word in _cut(words).split("-")]
    return "-".join(parts)


def path(text: str) -> str:
    """A whole tag as a person writes it: `a::b` and `a/b` are levels. `""` when nothing is left."""
    parts = (tag(part) for part in re.split(r"::+|/", text.strip().removeprefix("#")))
    return "::".join(part for part in parts if part)


def joined(*parts: str) -> str:
    """Levels put together; empty ones are left out."""
    return "::".join(part for part in parts if part)


def file_part(name: str) -> str:
    """The tag of a file's or a folder's name: as `tag`, without an order number in front."""
    name = name.strip().replace("_", " ")
    found = _FILE_NUMBER.match(name)
    return tag(name[found.end() :] if found else name)


def _cut(words: str) -> str:
    if len(words) <= LONGEST_PART:
        return words
    short = words[:LONGEST_PART]
    at = short.rfind("-")
    return (short[:at] if at > LONGEST_PART // 2 else short).strip("-")
