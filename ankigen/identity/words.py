"""Plain text of Markdown, its words, and a short sketch of them that allows a similarity.

A sketch is a bottom-k sample: of a text's words, hashed to 18 bits, the `SKETCH` smallest. Up to
that many words it is the whole set; beyond that it is a fair sample below its largest value, so
that two sketches can be compared word by word up to the smaller of their largest values (Beyer et
al., "On synopses for distinct-value estimation", 2007).
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from html import unescape
from zlib import crc32

SKETCH = 32
"""Words in a sketch; each takes three characters."""

_BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_VALUE = {letter: value for value, letter in enumerate(_BASE64)}

_COMMENT = re.compile(r"<!--.{0,2000}?-->", re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,400})\]\(([^()\n]{0,400})\)")
_EMPHASIS = re.compile(r"(\*\*|__|~~|==|\*|`{1,2})(?=\S)([^*_~=`\n]{1,300})(?<=\S)\1")
_SPACE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")

_TOKEN = re.compile(
    r"""(?P<word>[^\W\d_]*[a-z\u00df-\u024f\u0370-\u03ff\u0400-\u052f][^\W_\u2e80-\uffff]*[+#]{0,2})
      | (?P<number>\d+(?:\.\d+){0,3}[a-z]{0,2})
      | (?P<han>[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]+)
      | (?P<operator>[=!<>&|+*/%^~?:-]{1,4})
    """,
    re.VERBOSE,
)


def digest(*texts: str, size: int = 6) -> str:
    """A digest of texts in base64, four characters for every three bytes of `size`."""
    hashed = blake2b(digest_size=size)
    for text in texts:
        data = text.encode("utf-8", "surrogatepass")
        hashed.update(len(data).to_bytes(8, "big") + data)
    return _base64(int.from_bytes(hashed.digest(), "big"), size * 4 // 3)


def answer_digest(answer: str) -> str:
    """The digest by which two answers are the same: white space does not count."""
    return digest("".join(answer.split()))


def plain(markdown: str) -> str:
    """Markdown or HTML as one line of plain text: no tags, emphasis or link targets."""
    text = markdown
    if "<" in text:
        text = _TAG.sub(" ", _COMMENT.sub(" ", text))
    if "&" in text:
        text = unescape(text)
    if "](" in text:
        text = _LINK.sub(_link_text, text)
    for _ in range(2):  # emphasis in emphasis
        text = _EMPHASIS.sub(r"\2", text)
    return _SPACE.sub(" ", text).strip()


def _link_text(match: re.Match[str]) -> str:
    text, target = match.groups()
    if match.group().startswith("!"):  # a picture is known by its file, too
        return f"{text} {target.split(' ')[0].rpartition('/')[2]}"
    return text


def sketch(words: Iterable[int]) -> str:
    """The sketch of hashed words."""
    return "".join(_base64(word, 3) for word in sorted(set(words))[:SKETCH])


def unsketch(text: str) -> tuple[frozenset[int], int]:
    """A sketch's hashed words, and the value up to which they are all there are."""
    found = [
        _VALUE[text[i]] << 12 | _VALUE[text[i + 1]] << 6 | _VALUE[text[i + 2]]
        for i in range(0, len(text) - 2, 3)
    ]
    return frozenset(found), (found[-1] if len(found) >= SKETCH else 1 << 18)


def hashed(text: str) -> frozenset[int]:
    """The words of a text, hashed: stems of words, numbers, pairs of Chinese characters."""
    return frozenset(_hash(word) for word in words(text))


def words(text: str) -> list[str]:
    """The words of a plain text in their order, with doubles; single marks left out."""
    out: list[str] = []
    for match in _TOKEN.finditer(unicodedata.normalize("NFKC", text).casefold()):
        word = match.group()
        match match.lastgroup:
            case "word":
                out.append(stem(word))
            case "number":
                out.append(word)
            case "operator":
                if len(word) > 1:
                    out.append(word)
            case _:
                out.extend(word[i : i + 2] for i in range(max(1, len(word) - 1)))
    return out


@lru_cache(maxsize=1 << 15)
def stem(word: str) -> str:
    """An English word without its plural or verb ending, and in American spelling: crude."""
    if len(word) < 4 or not word.isascii():
        return word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: len(word) - len(ending)] + instead
    return word


_ENDINGS = (
    ("isations", "iz"),
    ("izations", "iz"),
    ("isation", "iz"),
    ("ization", "iz"),
    ("ising", "iz"),
    ("izing", "iz"),
    ("ised", "iz"),
    ("ized", "iz"),
    ("ises", "iz"),
    ("izes", "iz"),
    ("ise", "iz"),
    ("ize", "iz"),
    ("ies", "y"),
    ("sses", "ss"),
    ("ches", "ch"),
    ("shes", "sh"),
    ("xes", "x"),
    ("ss", "ss"),
    ("us", "us"),
    ("is", "is"),
    ("ing", ""),
    ("ed", ""),
    ("es", ""),
    ("s", ""),
    ("e", ""),
)


@lru_cache(maxsize=1 << 17)
def _hash(word: str) -> int:
    return (crc32(word.encode("utf-8", "surrogatepass")) * 2654435761 & 0xFFFFFFFF) >> 14


def _base64(number: int, length: int) -> str:
    return "".join(_BASE64[number >> 6 * place & 63] for place in reversed(range(length)))
