"""Pieces of code that say what a listing is about: the `code` of the topics.

A piece is written as one would write the code (`class _ extends`, `.indexOf(`). Blanks may be left
out or put in beside signs; `_` stands for any name and `…` for anything on the way, at most 200
characters.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from ankigen.patterns import pattern
from ankigen.tagging.vocabulary import vocabulary

CODE_SIZE = 2000
"""Characters of a listing that are looked at."""
_TOKEN = pattern(r"…|\w+|[^\w\s…]+")
_WORD = pattern(r"\w+")
_OPERATOR = "=!<>+-*&|?"
_NAME = r"[A-Za-z$][\w$]*"


def language(code: str) -> tuple[str, ...]:
    """The subject whose own pieces a listing has, where it is just one."""
    code = code[:CODE_SIZE]
    there = [(subject, piece) for subject, word, piece in _languages() if word in code]
    shown = {subject for subject, piece in there if _compiled(piece).search(code)}
    return tuple(shown) if len(shown) == 1 else ()


@cache
def _languages() -> tuple[tuple[str, str, str], ...]:
    """Of each language its own pieces, each with a word that stands in it."""
    return tuple(
        (subject, _longest(piece), piece)
        for subject, pieces in vocabulary().code.items()
        for tag, piece in pieces
        if tag == subject
    )


def _longest(piece: str) -> str:
    """Its longest word or run of signs: where that is missing no pattern need be tried."""
    tokens: list[str] = _TOKEN.findall(piece)
    return max((token for token in tokens if token not in ("_", "…")), key=len)


@cache
def _compiled(piece: str) -> re.Pattern[str]:
    return re.compile(expression(piece))


@lru_cache(maxsize=16)
def found(code: str, subject: str) -> Mapping[str, str]:
    """The topics of a subject of which a piece stands in a listing, with the first of each."""
    code = code[:CODE_SIZE]
    words, signs = _pieces(subject)
    there = [piece for word in words.keys() & _words_of(code) for piece in words[word]]
    there += [piece for sign, piece in signs if sign in code]
    out: dict[str, str] = {}
    for _, tag, piece in sorted(there):
        if tag not in out and _compiled(piece).search(code):
            out[tag] = piece
    return out


@lru_cache(maxsize=4)
def _words_of(code: str) -> frozenset[str]:
    return frozenset(_WORD.findall(code))


_Piece = tuple[int, str, str]
"""A piece's place in its file, its topic, and itself."""


@lru_cache(maxsize=64)
def _pieces(subject: str) -> tuple[Mapping[str, list[_Piece]], list[tuple[str, _Piece]]]:
    """The pieces of a subject by the word that must stand in code; and those of signs alone."""
    words: dict[str, list[_Piece]] = {}
    signs: list[tuple[str, _Piece]] = []
    for place, (tag, piece) in enumerate(vocabulary().code.get(subject, ())):
        if tag != subject:
            longest = _longest(piece)
            if _wordy(longest):
                words.setdefault(longest, []).append((place, tag, piece))
            else:
                signs.append((longest, (place, tag, piece)))
    return words, signs


def expression(piece: str) -> str:
    """A regular expression for a piece of code; bounded, so never slow."""
    out: list[str] = []
    before = ""
    for token in _TOKEN.findall(piece):
        if before and "…" not in (before, token):
            out.append(r"\s+" if _wordy(before) and _wordy(token) else r"\s{0,20}")
        if token == "…":
            out.append(r"[\s\S]{0,200}?")
        else:
            out.append(_NAME if token == "_" else re.escape(token))
        before = token
    first, last = piece[:1], piece[-1:]
    start = r"(?<![\w$])" if _wordy(first) else _not_beside(first, "<!")
    end = r"(?![\w$])" if _wordy(last) else _not_beside(last, "!")
    return start + "".join(out) + end


def _wordy(token: str) -> bool:
    return token[:1].isalnum() or token[:1] == "_"


def _not_beside(sign: str, look: str) -> str:
    return f"(?{look}[{re.escape(_OPERATOR)}])" if sign in _OPERATOR else ""
