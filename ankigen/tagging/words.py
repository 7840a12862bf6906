"""Text as the vocabulary sees it: case, width, spelling and plurals folded, cut into words.

The same fold runs over the vocabulary's terms, so a rule need not be right English, only the same
on both sides: `normalisation` and `normalization`, `closures` and `closure`, `cross-entropy` and
`Cross Entropy` are one term. A Chinese character is a word of its own, so that terms need no
boundaries there, and `L1正则化` is `L1 正则化`.
"""

import re
import unicodedata

BARRIER = ","
"""The word that stands for punctuation which no term crosses."""

_TOKEN = re.compile(
    r"""__[a-z0-9_]+?__                     # __init__
    | [@$][a-z][a-z0-9]*                    # @property, $emit
    | !important\b
    | (?<![a-z0-9])\.net\b
    | [a-z0-9]+(?:_[a-z0-9]+)*(?:\+\+|\+(?![a-z0-9+])|\#)? # words, read_csv, c++, c#, b+
    | \*{1,2}(?=(?:kw)?args\b)              # *args
    | [!=]==?                               # == and ===
    | [\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff]
    | \.\.\.(?=[a-z])                       # ...rest
    | [,;!?。、\n|]|[.:](?=\s)""",
    re.VERBOSE,
)
_PUNCTUATION = frozenset(",;!?。、\n|.:")
_EXACT = frozenset(("https", "rtos", "nats", "windows"))
"""Words whose last letter is no plural."""
_MANY = 1 << 16
_BRITISH = re.compile(r"is(e|ed|er|ing|ation)$")


def words(text: str) -> list[str]:
    """The words of a text, folded; punctuation between clauses is a `BARRIER`."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return list(map(_folds.__getitem__, _TOKEN.findall(text.casefold())))


def quoted(text: str, term: str) -> str:
    """The words of a text, as they are written there, that are those of a term; or `""`."""
    folded = text.casefold()
    if len(folded) != len(text):
        return ""
    wanted = words(term)
    tokens = [(token.span(), _folds[token[0]]) for token in _TOKEN.finditer(folded)]
    for at in range(len(tokens) - len(wanted) + 1):
        here = tokens[at : at + len(wanted)]
        if all(word == seen for (_, seen), word in zip(here, wanted, strict=True)):
            return text[here[0][0][0] : here[-1][0][1]]
    return ""


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
    if len(token) < 4 or not token.isascii() or not token.isalpha() or token in _EXACT:
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
