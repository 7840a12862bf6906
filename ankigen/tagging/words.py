"""Text as the vocabulary sees it: case, width, spelling and plurals folded, cut into words.

The same fold runs over the vocabulary's terms, so a rule need not be right English, only the same
on both sides: `normalisation` and `normalization`, `closures` and `closure`, `cross-entropy` and
`Cross Entropy` are one term. A Chinese, Japanese or Korean character is a word of its own, so that
terms need no boundaries there: `L1正则化` is `L1 正则化`, and a particle may follow (`클로저를`).
Only katakana is read as words: one term often stands in another by chance (`ループ`, `グループ`).
Accents are left out, and of Russian words what declines.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import islice

from ankigen.patterns import pattern

BARRIER = ","
"""The word that stands for punctuation which no term crosses."""

_BETWEEN = r"""[ \t()'"/<>{}\[\]&%~^#+`\\-]*+"""
"""What begins no word, taken along with the next: faster than trying each way to begin one."""
_PATTERN = r"""[a-z0-9]++(?![_+\#])         # most words
    | [\u30a1-\u30fa\u30fc]+               # a word in katakana
    | [\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7a3]
    | [a-z0-9]+(?:_[a-z0-9]+)*(?:\+\+|\+(?![a-z0-9+])|\#)? # words, read_csv, c++, c#, b+
    | [,;?。、،؛؟\n|]|(?<!\bvs)[.:](?=\s)
    | !important\b|[!=]==?|!                 # == and ===
    | [\u0370-\u03ff\u0400-\u052f\u0590-\u05ff\u0620-\u06ff\u0900-\u097f\u0e00-\u0e7f]+
    | __[a-z0-9_]+?__                       # __init__
    | [@$][a-z][a-z0-9]*                    # @property, $emit
    | \.(?<![a-z0-9]\.)net\b
    | \.\.\.(?=[a-z])                       # ...rest
    | \*{1,2}(?=(?:kw)?args\b)              # *args"""
_TOKEN = pattern(f"{_BETWEEN}({_PATTERN}\n)", re.VERBOSE)
_VIETNAMESE = "[\u1ea0-\u1eff\u01a1\u01b0]"
_TOKEN_OF_ANY = pattern(
    rf"{_BETWEEN}([a-z]*(?:{_VIETNAMESE}[a-z]*)+ | {_PATTERN}" + "\n)", re.VERBOSE
)
"""With words that are no other language's once their marks are gone (`học` is no `hoc`)."""
_IS_VIETNAMESE = pattern(_VIETNAMESE)
_PUNCTUATION = frozenset(",;!?。、،؛؟\n|.:")
_EXACT = frozenset(("https", "rtos", "nats", "windows"))
"""Words whose last letter is no plural."""
_AND = frozenset(
    ("y", "e", "et", "und", "ve", "ile", "va", "dan", "и", "от", "と", "와", "과", "vs", "versus")
)
"""What stands between two things that are compared."""
_IN_WORDS = frozenset("+#_$@.")
_HAN = pattern("[\u3400-\u9fff]+")
_MANY = 1 << 16
_BRITISH = pattern(r"is(e|ed|er|ing|ation)$")
_DECLINED = pattern(
    r"(?<=[\u0400-\u052f]{3})(?:[иея]?ями|[а-я]?ами|[ия]ях|ах|и?ях|и?е[йм]|[оыи][йм]|[аоуя][яею]|[ыи]е"
    r"|[ое]го|[ое]му|[ыи]х|[ыи]ми|[иь][яюе]|ии|[ое]в|[ая]м|[аоеыиуюяьй])$"
)
"""What declines at the end of a Russian word: close enough where both sides are cut alike."""


def _bases() -> dict[int, str]:
    """Latin and Cyrillic letters with marks, to those without."""
    out = {
        ord("đ"): "d",
        ord("ø"): "o",
        ord("ł"): "l",
        ord("ı"): "i",
        0x307: "",
        **dict.fromkeys((0x622, 0x623, 0x625), "ا"),
    }
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1EA0), ord("ё")):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base != chr(code) and code not in (0x1A0, 0x1A1, 0x1AF, 0x1B0):
            out[code] = base
    return out


_BASES = _bases()
_MARKED = pattern(f"[{_VIETNAMESE[1:-1]}{''.join(map(chr, _BASES))}]")


def words(text: str) -> list[str]:
    """The words of a text, folded; punctuation between clauses is a `BARRIER`."""
    if text.isascii():
        return list(map(_folds.__getitem__, _TOKEN.findall(text.casefold())))
    folded, token = _bare(unicodedata.normalize("NFKC", text).casefold())
    return list(map(_folds.__getitem__, token.findall(folded)))


def _bare(folded: str) -> tuple[str, re.Pattern[str]]:
    """A text without marks, and what finds the words in it."""
    if folded.isascii() or not _MARKED.search(folded):
        return folded, _TOKEN
    return folded.translate(_BASES), _TOKEN_OF_ANY if _IS_VIETNAMESE.search(folded) else _TOKEN


def quoted(text: str, term: str) -> str:
    """The words of a text, as they are written there, that are those of a term; or `""`."""
    if whole := _plainly(text, term):
        return whole
    token, folded, seen = _read(text)
    if len(folded) != len(text):
        return ""
    wanted = _of_term(term)
    size = len(wanted)
    for at in [at for at, word in enumerate(seen) if word == wanted[0]]:
        if seen[at : at + size] == wanted:
            first, *more = islice(token.finditer(folded), at, at + size)
            return text[first.start(1) : (more[-1] if more else first).end(1)]
    return ""


def _plainly(text: str, term: str) -> str:
    """A term's words where they stand as it is kept, but for an ending: most do."""
    low = text.casefold()
    at = low.find(term)
    if at < 0 or len(low) != len(text):
        return ""
    end = at + len(term)
    if _HAN.fullmatch(term):  # no letter of a longer word
        return text[at:end]
    if not term.isascii() or low[at - 1 : at].isalnum():
        return ""
    while low[end : end + 1].isalnum():
        end += 1
    exact = low[end : end + 1] not in _IN_WORDS and low[at - 1 : at] not in _IN_WORDS
    return text[at:end] if exact and words(low[at:end]) == _of_term(term) else ""


@lru_cache(maxsize=4)
def _read(text: str) -> tuple[re.Pattern[str], str, list[str]]:
    """A text, folded letter by letter, and its words with what finds them there."""
    folded, token = _bare(text.casefold())
    return token, folded, list(map(_folds.__getitem__, token.findall(folded)))


_of_term = lru_cache(maxsize=1 << 12)(words)


class _Folds(dict[str, str]):
    """Words that were folded before."""

    def __missing__(self, token: str) -> str:
        if len(self) > _MANY:
            self.clear()
        return self.setdefault(token, _folded(token))


_folds = _Folds()


def _folded(token: str) -> str:
    if token in _PUNCTUATION:
        return BARRIER
    if token in _AND:
        return "and"
    if not token.isascii():
        return _DECLINED.sub("", token.rstrip("ー"))
    if len(token) < 4 or not token.isalpha() or token in _EXACT:
        return token
    if token == "apis":
        return "api"
    if token.endswith("ies"):
        token = token[:-3] + "y"
    elif token.endswith("s") and not token.endswith(("ss", "us", "is")):
        token = token[:-1]
    if token.endswith(("che", "she", "xe", "sse")):
        token = token[:-1]
    token = _BRITISH.sub(r"iz\1", token)
    if len(token) > 5:
        token = token.replace("our", "or")
        token = token.replace("lling", "ling").replace("lled", "led")
    return token
