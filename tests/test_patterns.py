"""No regular expression repeats what can be cut into repetitions in more than one way.

`(?:\\w{1,40},?)*x` tries every way to cut a long word before it gives up: exponential time, which
a stranger's file could ask for. Found without running anything: in the parse of each pattern a
repetition is told of whose body may end with a repetition of what it may also begin with.
"""

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import Any

import pytest

import ankigen
from ankigen.patterns import Pattern, pattern

OFTEN = 6
"""Repetitions from which on the number of ways counts."""
REPEATS = ("MAX_REPEAT", "MIN_REPEAT")
SIGNS = [*map(chr, range(1, 256)), *"，、。：？答題한あЖα"]
CATEGORIES: dict[str, Callable[[str], bool]] = {
    "SPACE": str.isspace,
    "DIGIT": str.isdigit,
    "WORD": lambda sign: sign.isalnum() or sign == "_",
}


@cache
def held() -> dict[str, Any]:
    """What the modules hold, in tuples, lists and tables too, by its place as a name says it."""
    found: dict[str, Any] = {}
    for module in pkgutil.walk_packages(ankigen.__path__, "ankigen."):
        if not module.name.endswith("__main__"):
            for name, value in vars(importlib.import_module(module.name)).items():
                found |= dict(within(f"{module.name}.{name}", value))
    return found


def within(place: str, value: Any) -> Iterator[tuple[str, Any]]:
    yield place, value
    inside = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if type(value) in (list, tuple)
        else ()
    )
    for key, item in inside:
        yield from within(f"{place}.{key}", item)


@cache
def patterns() -> "dict[str, re.Pattern[str]]":
    """The patterns of all modules by their places."""
    found = {place: value for place, value in held().items() if isinstance(value, Pattern)}
    return {place: re.compile(value.pattern, value.flags) for place, value in found.items()}


def parse(pattern: "re.Pattern[str]") -> Any:
    return import_module("re._parser").parse(pattern.pattern, pattern.flags)


def inner(name: str, value: Any) -> list[Any]:
    """The sequences of which an item takes one."""
    if name in (*REPEATS, "POSSESSIVE_REPEAT"):
        return [value[2]]
    if name == "SUBPATTERN":
        return [value[3]]
    if name == "BRANCH":
        return list(value[1])
    return [value] if name == "ATOMIC_GROUP" else []


def may_be_empty(items: Iterable[Any]) -> bool:
    return all(item_may_be_empty(str(name), value) for name, value in items)


def item_may_be_empty(name: str, value: Any) -> bool:
    if name in (*REPEATS, "POSSESSIVE_REPEAT") and value[0] == 0:
        return True
    parts = inner(name, value)
    if parts:
        return any(map(may_be_empty, parts))
    return name in ("AT", "ASSERT", "ASSERT_NOT")


def edge(items: Iterable[Any]) -> set[str]:
    """The signs with which a sequence may begin; of a reversed one, with which it may end."""
    found: set[str] = set()
    for name, value in items:
        parts = inner(str(name), value)
        for part in parts:
            found |= edge(part) | edge(reversed(part))
        found |= set() if parts else signs(str(name), value)
        if not item_may_be_empty(str(name), value):
            break
    return found


def signs(name: str, value: Any) -> set[str]:
    if name == "LITERAL":
        return {chr(value)}
    if name == "NOT_LITERAL":
        return {sign for sign in SIGNS if sign != chr(value)}
    if name == "ANY":
        return {*SIGNS} - {"\n"}
    if name != "IN":
        return set()
    found = {sign for kind, one in value for sign in one_of(str(kind), one)}
    return {*SIGNS} - found if str(value[0][0]) == "NEGATE" else found


def one_of(kind: str, value: Any) -> Iterable[str]:
    if kind == "LITERAL":
        return [chr(value)]
    if kind == "RANGE":
        return [sign for sign in (*SIGNS, chr(value[0])) if value[0] <= ord(sign) <= value[1]]
    if kind == "CATEGORY":
        _, _, name = str(value).partition("_")
        test = CATEGORIES[name.removeprefix("NOT_")]
        return [sign for sign in SIGNS if test(sign) != name.startswith("NOT_")]
    return []


def last_repeats(items: Any) -> Iterator[set[str]]:
    """What the repetitions repeat that may end a sequence."""
    for name, value in reversed(list(items)):
        if str(name) in REPEATS and value[1] - value[0] > 1:
            yield edge(value[2]) | edge(reversed(list(value[2])))
        for part in inner(str(name), value):
            if str(name) not in ("ATOMIC_GROUP", "POSSESSIVE_REPEAT"):
                yield from last_repeats(part)
        if not item_may_be_empty(str(name), value):
            return


def doubtful(items: Iterable[Any]) -> Iterator[str]:
    for name, value in items:
        if str(name) in REPEATS and value[1] >= OFTEN:
            begins = edge(value[2])
            for repeated in last_repeats(value[2]):
                if begins & repeated:
                    yield "".join(sorted(begins & repeated)[:9])
        parts = [value[1]] if str(name).startswith("ASSERT") else inner(str(name), value)
        for part in parts:
            yield from doubtful(part)


@pytest.mark.parametrize("place", sorted(patterns()))
def test_nothing_is_repeated_in_more_ways_than_one(place: str) -> None:
    assert list(doubtful(parse(patterns()[place]))) == []


@pytest.mark.parametrize("pattern", [r"(?:\w{1,9},?)*x", r"(?:a+|b)+c", r"(?:\s|<.*?(?:>|\Z))*\Z"])
def test_it_would_be_found(pattern: str) -> None:
    assert list(doubtful(parse(re.compile(pattern, re.DOTALL))))


def possessive_groups(items: Iterable[Any]) -> Iterator[str]:
    for name, value in items:
        if str(name) == "POSSESSIVE_REPEAT" and [str(one) for one, _ in value[2]] not in SINGLE:
            yield str(value[2])
        parts = [value[1]] if str(name).startswith("ASSERT") else inner(str(name), value)
        for part in parts:
            yield from possessive_groups(part)


SINGLE = [["LITERAL"], ["NOT_LITERAL"], ["IN"], ["ANY"]]


@pytest.mark.parametrize("place", sorted(patterns()))
def test_no_group_is_repeated_possessively(place: str) -> None:
    """Pythons up to 3.11.4 lose their place in `(?:ab)*+` where it ends half-way; `(?>…)` holds."""
    assert list(possessive_groups(parse(patterns()[place]))) == []


def test_all_are_compiled_where_they_are_first_used() -> None:
    assert [place for place, value in held().items() if isinstance(value, re.Pattern)] == []


def test_a_pattern_does_what_a_compiled_one_does() -> None:
    late, real = pattern(r"(a)|b", re.IGNORECASE), re.compile(r"(a)|b", re.IGNORECASE)
    for _ in range(2):
        assert late.sub("x", "cAb", count=1) == real.sub("x", "cAb", count=1) == "cxb"
        assert late.subn("", "cab") == real.subn("", "cab")
        assert late.split("xay") == real.split("xay")
        assert late.findall("abc", 1) == real.findall("abc", 1)
        assert [one.span() for one in late.finditer("ab")] == [(0, 1), (1, 2)]
        assert late.match("cb") is late.fullmatch("bb") is late.search("b", 1) is None
