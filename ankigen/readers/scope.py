"""Whose a comment is: the question it stands in or right above, or all of a section."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from ankigen.directives import Directive, Quiet
from ankigen.model import Question
from ankigen.patterns import pattern
from ankigen.readers.cards import Found
from ankigen.readers.page import Page

_FURTHEST = 2000
"""How many headings a section may have, looked at for its end."""
_COMMENT = pattern(r"(?:\r\n?|\n)[ \t]*<!--(?:(?!-->).)*-->[ \t]*(?=\r|\n)", re.DOTALL)
_RIGHT_ABOVE = pattern(r"[ \t]*(?:\r\n?|\n)[ \t>#*_\d.)、-]*(?:<details[^<>]*>)?\Z")


class Scope(Struct, frozen=True):
    """The questions (by their place among those found) that a comment is of."""

    directive: Directive
    first: int
    stop: int
    """The first one that it is no longer of."""
    near: bool = False
    """It is of the one question that it stands in or beside."""


def apply(
    page: Page, found: Sequence[Found], said: Sequence[Directive]
) -> tuple[list[Found], tuple[Quiet, ...], bool]:
    """The questions, in order, with what comments say of them, and which rules are kept quiet.

    And whether any of these comments would be of questions that came after the last one, too.
    """
    questions = list(found)
    quiet: list[Quiet] = []
    starts = [one.start for one in found]
    heads = _section_heads(page, found)
    goes_on = False
    for directive in said:
        scope = _scope(page, found, starts, heads, directive)
        goes_on = goes_on or (scope.stop >= len(found) and not scope.near)
        if directive.name == "ignore":
            quiet.append(_quiet(page, found, scope))
        elif directive.name in ("tags", "id"):
            for at in range(scope.first, scope.stop):
                one = questions[at]
                questions[at] = replace(one, question=_with(one.question, directive))
                if directive.name == "id":
                    break
    return questions, tuple(quiet), goes_on


def _with(question: Question, directive: Directive) -> Question:
    if directive.name == "id":
        return replace(question, id=directive.values[0])
    fresh = tuple(tag for tag in directive.values if tag not in question.tags)
    return replace(question, tags=(*question.tags, *fresh))


def _section_heads(page: Page, found: Sequence[Found]) -> list[tuple[int, int]]:
    """Where the headings that are no question's stand, and their levels."""
    own = {one.start for one in found}
    inside = -1
    ends = iter(sorted((one.start, one.end) for one in found))
    span = next(ends, None)
    heads = []
    for atom in page.atoms:
        while span and span[0] <= atom.words[0]:
            inside, span = max(inside, span[1]), next(ends, None)
        if atom.kind == "heading" and atom.words[0] not in own and atom.start >= inside:
            heads.append((atom.start, atom.level))
    return heads


def _scope(
    page: Page,
    found: Sequence[Found],
    starts: Sequence[int],
    heads: Sequence[tuple[int, int]],
    directive: Directive,
) -> Scope:
    following = bisect_right(starts, directive.start)
    before = following - 1
    if following < len(found) and _is_right_above(page, directive, found[following]):
        return Scope(directive, following, following + 1, near=True)
    if before >= 0 and found[before].end > directive.start:
        return Scope(directive, before, before + 1, near=True)
    if before >= 0 and _closes(page, found, heads, before, directive):
        return Scope(directive, before, before + 1, near=True)
    return Scope(directive, following, _section_end(found, heads, starts, directive, following))


def _is_right_above(page: Page, directive: Directive, one: Found) -> bool:
    """Whether no blank line stands between, and nothing but other comments."""
    gap = page.text[directive.end : one.start]
    return len(gap) < 4000 and _RIGHT_ABOVE.match(_COMMENT.sub("", gap)) is not None


def _closes(
    page: Page,
    found: Sequence[Found],
    heads: Sequence[tuple[int, int]],
    before: int,
    directive: Directive,
) -> bool:
    """Whether a comment after a question still belongs to it."""
    gap = page.text[found[before].end : directive.start]
    at = bisect_left(heads, (found[before].end, 0))
    if at < len(heads) and heads[at][0] < directive.start:
        return False
    if len(re.findall(r"\r\n?|\n", gap)) <= 1:
        return True
    following = page.between(directive.end, directive.end + 4000)[:1]
    return not following or following[0].kind == "heading"


def _section_end(
    found: Sequence[Found],
    heads: Sequence[tuple[int, int]],
    starts: Sequence[int],
    directive: Directive,
    following: int,
) -> int:
    if directive.name == "id":
        return min(following + 1, len(found))
    at = bisect_right(heads, (directive.start, 9))
    level = heads[at - 1][1] if at else 0
    for index in range(at, min(len(heads), at + _FURTHEST)):
        place, other = heads[index]
        if other <= level:
            return bisect_right(starts, place)
    return len(found)


def _quiet(page: Page, found: Sequence[Found], scope: Scope) -> Quiet:
    codes = frozenset(scope.directive.values)
    if not found or (scope.directive.start < found[0].start and scope.stop == len(found)):
        return codes, 0, len(page.text) + 1
    if scope.first >= len(found):
        return codes, scope.directive.start, len(page.text) + 1
    last = found[min(scope.stop, len(found)) - 1]
    return codes, min(found[scope.first].start, scope.directive.start), last.end
