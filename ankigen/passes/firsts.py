"""With which characters what a regular expression matches can begin (its FIRST set).

What is told may be too much and is never too little. The expression is read by the parser of the
standard library's `re`, which is not public: without it any character may begin any match.
"""

import re
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from typing import Any

ASCII = frozenset(map(chr, range(128)))
_SPACE = frozenset(" \t\n\r\f\v")
_WORD = frozenset(char for char in ASCII if char.isalnum() or char == "_")
_DIGIT = frozenset("0123456789")
_CATEGORIES = {
    "CATEGORY_DIGIT": _DIGIT,
    "CATEGORY_NOT_DIGIT": ASCII - _DIGIT,
    "CATEGORY_SPACE": _SPACE | frozenset("\x1c\x1d\x1e\x1f"),  # those in Unicode only
    "CATEGORY_NOT_SPACE": ASCII - _SPACE,
    "CATEGORY_WORD": _WORD,
    "CATEGORY_NOT_WORD": ASCII - _WORD,
}
_SURE = {
    "CATEGORY_DIGIT": _DIGIT,
    "CATEGORY_NOT_DIGIT": ASCII - _DIGIT,
    "CATEGORY_SPACE": _SPACE,
    "CATEGORY_NOT_SPACE": ASCII - _CATEGORIES["CATEGORY_SPACE"],
    "CATEGORY_WORD": _WORD,
    "CATEGORY_NOT_WORD": ASCII - _WORD,
}
"""What is in a category whatever the flags say: all that may be left out of a negated set."""
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_POSITIONS = ("AT", "ASSERT", "ASSERT_NOT")

Firsts = tuple[frozenset[str], bool]
"""ASCII characters, and whether nothing at all can match as well."""


@cache
def firsts(pattern: str, flags: int = 0) -> frozenset[str] | None:
    """The ASCII characters with which a match can begin; None where a match can be empty.

    Of other characters nothing is said: each may begin any match.
    """
    try:
        parsed = import_module("re._parser").parse(pattern, flags)
        found, empty = _sequence(parsed, bool(parsed.state.flags & re.IGNORECASE))
    except (AttributeError, ImportError):
        return None
    return None if empty else found


def _sequence(items: Iterable[Any], folded: bool) -> Firsts:
    found: frozenset[str] = frozenset()
    for name, value in items:
        more, empty = _item(str(name), value, folded)
        found |= more
        if not empty:
            return found, False
    return found, True


def _item(name: str, value: Any, folded: bool) -> Firsts:
    if name == "LITERAL":
        return _literal(value, folded), False
    if name == "IN":
        return _set(value, folded), False
    if name in ("ANY", "NOT_LITERAL"):
        return ASCII, False
    if name == "BRANCH":
        branches = [_sequence(branch, folded) for branch in value[1]]
        return frozenset().union(*(f for f, _ in branches)), any(empty for _, empty in branches)
    if name == "SUBPATTERN":
        return _sequence(value[3], folded or bool(value[1] & re.IGNORECASE))
    if name == "ATOMIC_GROUP":
        return _sequence(value, folded)
    if name in _REPEATS:
        found, empty = _sequence(value[2], folded)
        return found, empty or value[0] == 0
    if name in _POSITIONS:
        return frozenset(), True
    return ASCII, True


def _literal(code: int, folded: bool) -> frozenset[str]:
    char = chr(code)
    if not folded:
        return frozenset((char,)) & ASCII
    return frozenset((char.lower(), char.upper())) if char.isascii() else ASCII


def _set(items: Iterable[Any], folded: bool) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    sure: frozenset[str] = frozenset()
    negated = False
    for item, value in items:
        name = str(item)
        if name == "NEGATE":
            negated = True
        elif name == "LITERAL":
            found |= _literal(value, folded)
            sure |= _literal(value, folded)
        elif name == "RANGE":
            last = min(value[1], 128)
            between = [_literal(code, folded) for code in range(value[0], last + 1)]
            found = found.union(*between)
            sure = sure.union(*between)
        else:
            found |= _CATEGORIES.get(str(value), ASCII)
            sure |= _SURE.get(str(value), frozenset())
    if not negated:
        return found
    return ASCII if folded else ASCII - sure
