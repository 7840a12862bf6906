"""Regular expressions that are compiled where they are first used.

There are several hundred, of which one person's notes need a few; compiling them all takes longer
than building a small deck.
"""

import re
from collections.abc import Callable
from typing import Any, cast

_METHODS = ("match", "search", "fullmatch", "sub", "subn", "split", "findall", "finditer")


class Pattern:
    """Stands for an `re.Pattern[str]`. Its first use puts the real methods in place of these, so
    that later ones cost nothing more; hence none of them may be kept unbound before.
    """

    def __init__(self, source: str, flags: int) -> None:
        self.pattern = source
        self.flags = flags

    def compiled(self) -> re.Pattern[str]:
        """The pattern itself."""
        made = re.compile(self.pattern, self.flags)
        self.__dict__.update({name: getattr(made, name) for name in _METHODS})
        return made


def _first(name: str) -> Callable[..., Any]:
    def method(self: Pattern, *arguments: Any, **named: Any) -> Any:
        return getattr(self.compiled(), name)(*arguments, **named)

    return method


for _name in _METHODS:
    setattr(Pattern, _name, _first(_name))


def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern of a module's own: as `re.compile` gives it, but not compiled yet."""
    return cast("re.Pattern[str]", Pattern(source, flags))
