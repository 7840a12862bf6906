"""Pygments' lexers, run faster: the same tokens with a tenth of the attempts.

A lexer of regular expressions tries the rules of its state one after the other, of which most
cannot match where it stands. Here only those are tried that can begin with the next character, and
only those are compiled: most code needs few of a lexer's hundred.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ankigen.passes.firsts import firsts
from ankigen.patterns import Pattern

if TYPE_CHECKING:
    from pygments.lexer import Lexer

_OTHER = "\x80"
"""Stands for all characters beyond ASCII."""

Rule = tuple[Any, Any, Any]
"""As the library has them: the match, what becomes of it, and the next state."""


class _Lazy(Pattern):
    """What the library takes for the match of a compiled expression."""

    def __call__(self, text: str, at: int) -> Any:
        return self.compiled().match(text, at)


class _State(dict[str, list[Rule]]):
    """The rules of a state, in their order, by the character that stands there; `""` is the end."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = [(rule, _begins(rule)) for rule in rules]

    def __missing__(self, char: str) -> list[Rule]:
        fitting = [
            (_match(rule), *rule[1:])
            for rule, begins in self._rules
            if begins is None or char in begins or char == _OTHER
        ]
        self[char] = fitting
        return fitting


def _begins(rule: Rule) -> frozenset[str] | None:
    late = rule[0]
    return firsts(late.pattern, late.flags) if isinstance(late, _Lazy) else None


def _match(rule: Rule) -> Any:
    late = rule[0]
    return late.compiled().match if isinstance(late, _Lazy) else late


class Fast:
    """The token stream of a lexer that compiles late; `states` are those of its class."""

    def __init__(self, lexer: Any, states: dict[str, _State]) -> None:
        self._lexer = lexer
        self._rules: dict[str, list[Rule]] = lexer._tokens
        self._states = states

    def __call__(self, text: str, stack: Sequence[str] = ("root",)) -> list[tuple[int, Any, str]]:
        """Place, type and text of each token, as `get_tokens_unprocessed` gives them."""
        from pygments.token import Error, Whitespace, _TokenType

        tokens: list[tuple[int, Any, str]] = []
        at, stack = 0, list(stack)
        state = self._state(stack[-1])
        while True:
            char = text[at : at + 1]
            for match, action, following in state[char if char < _OTHER else _OTHER]:
                found = match(text, at)
                if found is None:
                    continue
                if type(action) is _TokenType:
                    tokens.append((at, action, found.group()))
                elif action is not None:
                    tokens += action(self._lexer, found)
                at = found.end()
                if following is not None:
                    _move(stack, following)
                    state = self._state(stack[-1])
                break
            else:
                if not char:
                    return tokens
                if char == "\n":
                    stack, state = ["root"], self._state("root")
                    tokens.append((at, Whitespace, "\n"))
                else:
                    tokens.append((at, Error, char))
                at += 1

    def _state(self, name: str) -> _State:
        made = self._states.get(name)
        if made is None:
            made = self._states[name] = _State(self._rules[name])
        return made


def quick(kind: "type[Lexer]") -> "type[Lexer]":
    """A lexer's class, made to run fast where it has the library's own loop."""
    from pygments.lexer import RegexLexer

    if kind.get_tokens_unprocessed is not RegexLexer.get_tokens_unprocessed:
        return kind
    made: type[Lexer] = _meta()(kind.__name__, (kind,), {})
    return made


@cache
def _meta() -> Any:
    library: Any = import_module("pygments.lexer")

    class Meta(library.RegexLexerMeta):  # type: ignore[misc]
        """Makes classes of lexers that compile late."""

        def __init__(cls, *args: Any) -> None:  # noqa: N805
            super().__init__(*args)
            cls.states: dict[str, _State] = {}

        def _process_regex(cls, regex: Any, flags: int, _state: str) -> _Lazy:  # noqa: N805
            return _Lazy(regex.get() if isinstance(regex, library.Future) else regex, flags)

        def __call__(cls, *args: Any, **options: Any) -> Any:  # noqa: N805
            lexer = super().__call__(*args, **options)
            own = lexer._tokens is not vars(cls).get("_tokens")  # they follow from its options
            lexer.get_tokens_unprocessed = Fast(lexer, {} if own else cls.states)
            return lexer

    return Meta


def tokens_of(lexer: Any, code: str) -> Iterable[tuple[int, Any, str]]:
    """What `get_tokens` gives of a code with LF as its line ends, the places with it."""
    from pygments.lexer import Lexer

    shapes = lexer.stripall or lexer.stripnl or lexer.tabsize or not lexer.ensurenl
    if shapes or lexer.filters or type(lexer).get_tokens is not Lexer.get_tokens:
        return [(0, kind, value) for kind, value in lexer.get_tokens(code)]
    text = code.removeprefix("\ufeff")
    text = text if text.endswith("\n") else text + "\n"
    found: Iterable[tuple[int, Any, str]] = lexer.get_tokens_unprocessed(text)
    return found


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
