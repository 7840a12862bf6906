"""A question as weighted words: its subject weighs most, how it is asked nothing."""

import re
import unicodedata
from functools import lru_cache

from msgspec import Struct

from ankigen.identity import common
from ankigen.identity.words import stem, tokens
from ankigen.patterns import pattern

_CODE = pattern(r"`([^`\n]{1,80})`")
_HAN = pattern(r"[\u3400-\u9fff]")


class Word(Struct, frozen=True):
    """A word of a question: `key` is equal for words of one meaning."""

    key: str
    weight: float
    """1 for a word of the subject, 0 for one that only asks."""
    written: str
    """The word as written, in lower case, where the key is a stem or a synonym's."""


def _keys(groups: tuple[tuple[str, ...], ...], mark: str) -> tuple[dict[str, str], dict[str, str]]:
    """Keys by English stem and by Chinese word."""
    english: dict[str, str] = {}
    chinese: dict[str, str] = {}
    for number, group in enumerate(groups):
        for word in group:
            if word.isascii():
                english[stem(word)] = f"{mark}{number}"
            else:
                chinese[word] = f"{mark}{number}"
    return english, chinese


_SYNONYMS, _SYNONYMS_HAN = _keys(common.SYNONYMS, "~")
_ALIASES, _ALIASES_HAN = _keys(common.ALIASES, "=")
_ASPECTS_HAN = frozenset(common.ASPECT_HAN)
_KNOWN_HAN = pattern(
    "|".join(
        map(
            re.escape,
            sorted(
                {*common.FUNCTION_HAN, *_ASPECTS_HAN, *_SYNONYMS_HAN, *_ALIASES_HAN},
                key=lambda word: (-len(word), word),
            ),
        )
    )
)


@lru_cache(maxsize=1 << 14)
def read(question: str) -> tuple[Word, ...]:
    """The words of a plain question, in their order."""
    folded = unicodedata.normalize("NFKC", question)
    chinese = _HAN.search(folded) is not None
    out: list[Word] = []
    end = 0
    for code in _CODE.finditer(folded):
        out += _words(folded[end : code.start()], chinese)
        out += [_code_word(*token) for token in tokens(code.group(1))]
        end = code.end()
    return (*out, *_words(folded[end:], chinese))


def _code_word(kind: str, word: str) -> Word:
    if kind == "number":
        return Word(f"#{word}", 0.7, word)
    return Word(word, 1.0, word)


def _words(text: str, chinese: bool) -> list[Word]:
    out: list[Word] = []
    for kind, word in tokens(text):
        if kind == "han":
            out += _han_words(word)
        elif kind == "word":
            out.append(_word(word, chinese))
        elif kind == "number":
            out.append(Word(f"#{word}", 0.7, word))
        elif len(word) > 1:
            out.append(Word(word, 0.7, word))
        elif word in "+*%&|^<>=":
            out.append(Word(word, 0.2, word))
    return out


def _word(word: str, chinese: bool) -> Word:
    """English words among Chinese ones are names: even `is` and `for`."""
    root = stem(word)
    if word in common.NUMERALS and len(word) > 2:
        return Word(f"#{common.NUMERALS[word]}", 0.5, word)
    if word in common.FUNCTION and not chinese:
        return Word(word, 0.0, word)
    if root in _ALIASES:
        return Word(_ALIASES[root], 1.0, word)
    if root in _SYNONYMS:
        return Word(_SYNONYMS[root], 0.3, word)
    return Word(root, 0.3 if word in common.ASPECT and not chinese else 1.0, word)


def _han_words(text: str) -> list[Word]:
    """Chinese is not parted into words: characters stand for them, half a word each."""
    out: list[Word] = []
    end = 0
    for match in _KNOWN_HAN.finditer(text):
        out += map(_han_word, text[end : match.start()])
        word, end = match.group(), match.end()
        if word in _ALIASES_HAN:
            out.append(Word(_ALIASES_HAN[word], 1.0, word))
        elif word in _SYNONYMS_HAN:
            out.append(Word(_SYNONYMS_HAN[word], 0.3, word))
        else:
            weight = 0.15 if word in _ASPECTS_HAN else 0.0
            out += (Word(letter, weight, letter) for letter in word)
    out += map(_han_word, text[end:])
    return out


def _han_word(letter: str) -> Word:
    if letter in common.NUMERALS:
        return Word(f"#{common.NUMERALS[letter]}", 0.5, letter)
    return Word(letter, 0.5, letter)
