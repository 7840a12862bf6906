"""Which of all the rules may speak, and where."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from functools import cache

from ankigen.diagnostics import Stop
from ankigen.model import Diagnostic
from ankigen.rules import RULES
from ankigen.settings import Check

Place = Callable[[str], str]
"""From a setting's key to where it stands, for people."""


def chosen(names: Iterable[str], where: str, place: Place = str) -> frozenset[str]:
    """The codes of rules given by code, by the beginning of a code, or by name."""
    codes: set[str] = set()
    for name in filter(None, (part.strip() for given in names for part in given.split(","))):
        found = {
            code
            for code, rule in RULES.items()
            if code.startswith(name.upper()) or rule.slug == name.lower()
        }
        if not found and name.upper() != "ALL":
            raise Stop(f"{place(where)}: there is no rule {name}", _near(name))
        codes |= found or set(RULES)
    return frozenset(codes)


def _near(name: str) -> str:
    names = [*RULES, *(item.slug for item in RULES.values())]
    near = get_close_matches(name, names, 1) or get_close_matches(name.upper(), names, 1)
    return f"did you mean {near[0]}?" if near else "all of them: ankigen rule"


def spoken(
    found: Iterable[Diagnostic], settings: Check, place: Place = str
) -> tuple[Diagnostic, ...]:
    """Those that may speak by the settings; comments in the notes were heard before."""
    selected = chosen(settings.select, "check.select", place) or frozenset(RULES)
    selected -= chosen(settings.ignore, "check.ignore", place)
    per_file = cache(_per_file(settings, place))
    return tuple(
        item
        for item in found
        if item.rule.code in selected
        and (item.span is None or item.rule.code not in per_file(item.span.source.path))
    )


def _per_file(settings: Check, place: Place) -> Callable[[str], frozenset[str]]:
    """From a path to the codes that the settings keep quiet in it."""
    if not settings.per_file_ignores:
        return lambda _: frozenset()
    from pathspec import GitIgnoreSpec

    specs = [
        (GitIgnoreSpec.from_lines([pattern]), chosen(names, "check.per-file-ignores", place))
        for pattern, names in settings.per_file_ignores.items()
    ]
    return lambda path: frozenset().union(
        *(codes for spec, codes in specs if spec.match_file(path))
    )
