"""Pygments' lexers, run faster: the same tokens with a tenth of the attempts.

A lexer of regular expressions tries one rule after the other, of which most cannot match where it
stands. Here the rules of a state are joined into one expression, so that the search for the one
that matches happens inside the regular expression engine. Joining takes some time, so a lexer runs
as it is until it had `OFTEN` blocks.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

OFTEN = 150
"""Blocks after which joining a lexer's rules has paid: it takes as long as lexing so many."""
_REFERS = re.compile(r"\\[1-9]|\(\?(?:P[=<]|\()")
"""A rule that counts or names its groups cannot stand beside others."""

Rule = tuple[Any, Any, Any]
"""As the library has them: the match, what becomes of it, and the next state."""
Run = tuple[Any, dict[int, Rule] | Rule]
"""Rules that stand in a row, joined: the match, and which rule each group is; or a single rule."""


class Fast:
    """The token stream of one lexer. Not for lexers that bring a loop of their own."""

    def __init__(self, lexer: Any) -> None:
        self._lexer = lexer
        self._rules: dict[str, list[Rule]] = lexer._tokens
        self._states: dict[str, list[Run]] = {}
        self._blocks = 0

    def __call__(
        self, text: str, stack: Sequence[str] = ("root",)
    ) -> Iterator[tuple[int, Any, str]]:
        """Place, type and text of each token, as `get_tokens_unprocessed` gives them."""
        self._blocks += 1
        if self._blocks <= OFTEN:
            yield from type(self._lexer).get_tokens_unprocessed(self._lexer, text, stack)
            return
        from pygments.token import Error, Whitespace, _TokenType

        at, stack = 0, list(stack)
        runs = self._state(stack[-1])
        while True:
            for join, rules in runs:
                match = join(text, at)
                if match is None:
                    continue
                one, action, state = rules[match.lastindex] if isinstance(rules, dict) else rules
                if action is not None:
                    if type(action) is _TokenType:
                        yield at, action, match.group()
                    else:
                        match = one(text, at)
                        yield from action(self._lexer, match)
                at = match.end()
                if state is not None:
                    _move(stack, state)
                    runs = self._state(stack[-1])
                break
            else:
                if at >= len(text):
                    return
                if text[at] == "\n":
                    stack, runs = ["root"], self._state("root")
                    yield at, Whitespace, "\n"
                else:
                    yield at, Error, text[at]
                at += 1

    def _state(self, name: str) -> list[Run]:
        made = self._states.get(name)
        if made is None:
            made = self._states[name] = list(_joined(self._rules[name]))
        return made


def quick(lexer: Any) -> Any:
    """The lexer, made to run fast where it has the library's own loop."""
    from pygments.lexer import RegexLexer

    own = getattr(type(lexer), "get_tokens_unprocessed", None)
    if own is RegexLexer.get_tokens_unprocessed:
        lexer.get_tokens_unprocessed = Fast(lexer)
    return lexer


def _joined(rules: Sequence[Rule]) -> Iterator[Run]:
    """The rules of a state in their order, those joined that can be."""
    row: list[Rule] = []
    for rule in rules:
        pattern = rule[0].__self__
        if row and pattern.flags != row[0][0].__self__.flags:
            yield from _one(row)
            row = []
        if _REFERS.search(pattern.pattern):
            yield from _one(row)
            yield rule[0], rule
            row = []
        else:
            row.append(rule)
    yield from _one(row)


def _one(row: list[Rule]) -> Iterator[Run]:
    if len(row) < 2:
        yield from ((rule[0], rule) for rule in row)
        return
    groups: dict[int, Rule] = {}
    number = 1
    for rule in row:
        groups[number] = rule
        number += 1 + rule[0].__self__.groups
    flags = row[0][0].__self__.flags
    end = "\n)" if flags & re.VERBOSE else ")"
    text = "|".join(f"({rule[0].__self__.pattern}{end}" for rule in row)
    try:
        yield re.compile(text, flags).match, groups
    except re.error:  # a rule that sets flags for all of its expression
        yield from ((rule[0], rule) for rule in row)


def _move(stack: list[str], state: Any) -> None:
    """The library's steps from state to state."""
    if isinstance(state, int):
        del stack[1 if -state >= len(stack) else state :]
        return
    for name in state if isinstance(state, tuple) else (state,):
        if name == "#pop":
            if len(stack) > 1:
                stack.pop()
        else:
            stack.append(stack[-1] if name == "#push" else name)
