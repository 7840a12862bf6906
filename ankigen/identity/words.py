"""Plain text of Markdown, its words, and a short sketch of them that allows a similarity.

A sketch is a bottom-k sample: of a text's words, hashed to 18 bits, the `SKETCH` smallest. Up to
that many words it is the whole set; beyond that it is a fair sample below its largest value, so
that two sketches can be compared word by word up to the smaller of their largest values (Beyer et
al., "On synopses for distinct-value estimation", 2007).
"""

import re
import unicodedata
from binascii import b2a_base64
from collections.abc import Callable, Iterable
from functools import lru_cache
from hashlib import blake2b
from html import unescape
from operator import concat, itemgetter
from zlib import crc32

from ankigen.identity.common import FUNCTION
from ankigen.patterns import pattern

SKETCH = 32
"""Words in a sketch; each takes three characters."""
LONGEST = 8000
"""Characters of a text that a sketch takes in."""

_BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


class _Values(dict[str, int]):
    """The values of three letters, as they are met: sketches share many words."""

    def __missing__(self, letters: str) -> int:
        value = 0
        for letter in letters:
            value = value << 6 | _BASE64.index(letter)
        self[letters] = value
        return value


_VALUES = _Values()

_COMMENT = pattern(r"<!--.{0,2000}?-->", re.DOTALL)
_TAG = pattern(r"(`[^`\n]{1,200}`)|</?[a-zA-Z][^<>]{0,500}>")
_LINK = pattern(r"!?\[([^\[\]\n]{0,400})\]\(([^()\n]{0,400})\)")
_EMPHASIS = pattern(r"(\*\*|__|~~|==|\*)(?=\S)([^*_~=`\n]{1,300})(?<=\S)\1")
_inside = itemgetter(2)
_INVISIBLE = pattern(r"[\u200b-\u200f\u2060\ufeff\u00ad]")

_WORD = r"[a-z\u00df-\u024f\u0370-\u03ff\u0400-\u052f][^\W_\u2e80-\uffff]*[+#]{0,2}"
_NUMBER = r"\d+(?:\.\d+){0,3}(?:[a-z]{1,2}(?![a-z]))?"
_HAN = r"[\u2e80-\u2fdf\u3005-\u3007\u3021-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]+"
_MARKS = r"[=!<>&|+*/%^~?:-]"
_TOKEN = pattern(
    f"(?P<word>{_WORD})|(?P<number>{_NUMBER})|(?P<han>{_HAN})|(?P<operator>{_MARKS}{{1,4}})"
)
_LATIN = pattern(_WORD)
_ASCII_LATIN = pattern(r"[a-z][a-z0-9]*[+#]{0,2}")
"""The same of a text in ASCII."""
_FIGURE = pattern(rf"\d(?<![a-z0-9]\d){_NUMBER.replace('+', '*', 1)}")
"""A number that no letter of a word stands before; the pattern begins with what is rare."""
_OPERATOR = pattern(f"{_MARKS}{_MARKS}{{1,3}}")
_HAN_FUNCTION = "的了是在和与及或把被让会能以要用做为也就都而并且其之于对从到个一这那"


def _without(first: str, last: str, letters: str) -> str:
    """The range of a set from `first` to `last` without some letters that lie in it."""
    between = sorted(map(ord, letters))
    starts = [ord(first), *(one + 1 for one in between)]
    stops = [*(one - 1 for one in between), ord(last)]
    parts = zip(map(chr, starts), map(chr, stops), strict=True)
    return "".join(f"{one}-{two}" for one, two in parts if one <= two)


_HAN_RUN = pattern(_HAN.replace(r"\u3400-\u9fff", _without("\u3400", "\u9fff", _HAN_FUNCTION)))
"""Han and the like between the characters that stand in every text."""


def digest(*texts: str, size: int = 6) -> str:
    """A digest of texts in base64, four characters for every three bytes of `size`,
    a multiple of three.
    """
    hashed = blake2b(digest_size=size)
    for text in texts:
        data = text.encode("utf-8", "surrogatepass")
        hashed.update(len(data).to_bytes(8, "big") + data)
    return _base64_of(hashed.digest())


def _base64_of(data: bytes) -> str:
    return b2a_base64(data, newline=False).translate(_URL_SAFE).decode("ascii")


_URL_SAFE = bytes.maketrans(b"+/", b"-_")
_ASCII_SPACE = b" \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f"


def answer_digest(answer: str) -> str:
    """The digest by which two answers are the same: white space does not count."""
    if not answer.isascii():
        return digest("".join(answer.split()))
    data = answer.encode().translate(None, _ASCII_SPACE)  # the same, much faster
    return _base64_of(blake2b(len(data).to_bytes(8, "big") + data, digest_size=6).digest())


def plain(markdown: str) -> str:
    """Markdown or HTML as one line of plain text: no tags, emphasis or link targets.

    Code spans keep their backticks: `is` in code is a subject, where "is" in a sentence is none.
    """
    text = markdown
    if "<" in text:
        text = _TAG.sub(lambda match: match.group(1) or " ", _COMMENT.sub(" ", text))
    if "&" in text:
        text = unescape(text)
    if "](" in text:
        text = _LINK.sub(_link_text, text)
    if "*" in text or "__" in text or "~~" in text or "==" in text:
        text, found = _EMPHASIS.subn(_inside, text)
        if found:  # emphasis in emphasis
            text = _EMPHASIS.sub(_inside, text)
    return " ".join((text if text.isascii() else _INVISIBLE.sub(" ", text)).split())


def _link_text(match: re.Match[str]) -> str:
    text, target = match.groups()
    if match.group().startswith("!"):  # a picture is known by its file, too
        return f"{text} {target.split(' ')[0].rpartition('/')[2]}"
    return text


def sketch(words: Iterable[int]) -> str:
    """The sketch of hashed words."""
    chosen = sorted(frozenset(words))[:SKETCH]
    bits = 0
    for word in chosen:
        bits = bits << 18 | word
    spare = -len(chosen) % 4  # so that the bits make whole bytes, three for every four letters
    data = (bits << 18 * spare).to_bytes((len(chosen) + spare) * 18 // 8, "big")
    return _base64_of(data)[: 3 * len(chosen)]


def unsketch(text: str) -> tuple[frozenset[int], int]:
    """A sketch's hashed words, and the value up to which they are all there are."""
    found = [_VALUES[text[i : i + 3]] for i in range(0, len(text) - 2, 3)]
    return frozenset(found), (found[-1] if len(found) >= SKETCH else 1 << 18)


def hashed(text: str) -> frozenset[int]:
    """The words of a plain text, hashed: stems, numbers, operators of two marks and more, pairs of
    Chinese characters; without words that stand in every text. Of a long text its beginning.

    Changing what counts as a word makes the sketches of older locks blind.
    """
    words = folded(text[:LONGEST])
    found = {*_FIGURE.findall(words), *_OPERATOR.findall(words)}
    plainest = words.isascii()
    if not plainest:
        for run in _HAN_RUN.findall(words):
            found.update(map(concat, run, run[1:]) if len(run) > 1 else run)
    latin = set((_ASCII_LATIN if plainest else _LATIN).findall(words)) - FUNCTION
    return frozenset([*map(_STEMS.__getitem__, latin), *map(_WORDS.__getitem__, found)])


def folded(text: str) -> str:
    """The form in which words are compared: case, widths and both Chinese scripts are one."""
    if text.isascii():
        return text.lower()
    from ankigen.identity.han import simplified  # a table that English notes never need

    return simplified(unicodedata.normalize("NFKC", text).casefold())


def tokens(text: str) -> list[tuple[str, str]]:
    """The tokens of a text in their order: kind ("word", "number", "han", "operator"), folded."""
    return [(match.lastgroup or "", match.group()) for match in _TOKEN.finditer(folded(text))]


@lru_cache(maxsize=1 << 14)
def stem(word: str) -> str:
    """An English word without its plural or verb ending, and in American spelling: crude."""
    if len(word) < 4 or not word.isascii() or word.endswith(_WHOLE):
        return word
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= (4 if ending == "ing" else 3):
            return word[: len(word) - len(ending)] + instead
    return word


_WHOLE = ("https", "string")
_ENDINGS = (
    ("isation", "iz"),
    ("ization", "iz"),
    ("ising", "iz"),
    ("izing", "iz"),
    ("ised", "iz"),
    ("ized", "iz"),
    ("ise", "iz"),
    ("ize", "iz"),
    ("ies", "y"),
    ("ie", "y"),
    ("sse", "ss"),
    ("che", "ch"),
    ("she", "sh"),
    ("xe", "x"),
    ("ing", ""),
    ("ed", ""),
    ("e", ""),
)


def hash_word(word: str) -> int:
    """The hash of one word, as sketches hold it: 18 bits."""
    return (crc32(word.encode("utf-8", "surrogatepass")) * 2654435761 & 0xFFFFFFFF) >> 14


class _Hashes(dict[str, int]):
    """The hashes of words as they are met; soon full of those that come again and again."""

    def __init__(self, form: Callable[[str], str]) -> None:
        self._form = form

    def __missing__(self, word: str) -> int:
        if len(self) >= _MANY:
            self.clear()
        made = self[word] = hash_word(self._form(word))
        return made


_MANY = 1 << 14
_STEMS = _Hashes(stem)
_WORDS = _Hashes(str)
