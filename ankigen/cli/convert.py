"""Words of the command line to values, for the few types that the commands use.

Typer leaves this to pydantic, whose import costs more than a small deck takes to build; where it
does, its place is taken. Types that are not known here stay Typer's.
"""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_origin

import typer
from msgspec import Struct

Convert = Callable[[str], Any]


def lighten(params: Iterable[Any]) -> None:
    """Let these parameters convert their own values."""
    for param in params:
        annotation = getattr(getattr(param, "type_descriptor", None), "annotation", None)
        several = get_origin(annotation) is list
        convert = converter(get_args(annotation)[0] if several else annotation)
        if convert is not None and getattr(param, "_runtime_param", param) is None:
            param._runtime_param = Light(convert, several)


class Light(Struct, frozen=True):
    """What a parameter asks to convert its value. A default is a value already."""

    convert: Convert
    several: bool

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        try:
            if self.several:
                return [self.one(item) for item in value or ()]
            return self.one(value)
        except typer.BadParameter as error:
            raise typer.BadParameter(str(error.message), ctx=ctx, param=param) from None

    def one(self, value: Any) -> Any:
        return self.convert(value) if isinstance(value, str) else value


def converter(kind: Any) -> Convert | None:
    """From a word to a value of this type; None where that is not ours to do."""
    if kind in (str, Path):
        return kind  # type: ignore[no-any-return]
    if kind is bool:
        return lambda word: word.lower() in ("1", "true", "yes", "on")
    if kind is int:
        return _whole
    if isinstance(kind, type) and issubclass(kind, Enum):
        return lambda word: _choice(kind, word)
    return None


def _whole(word: str) -> int:
    try:
        return int(word)
    except ValueError:
        raise typer.BadParameter(f"{word!r} is not a whole number") from None


def _choice(kind: type[Enum], word: str) -> Enum:
    values = [str(item.value) for item in kind]
    if word not in values:
        near = get_close_matches(word, values, 1)
        meant = f"; did you mean {near[0]}?" if near else ""
        raise typer.BadParameter(f"{word!r} is not one of {', '.join(values)}{meant}")
    return kind(word)
