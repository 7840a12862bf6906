"""TOML of strangers: what Python's parser cannot take is a mistake in it, as any other is."""

from typing import Any

from ankigen.patterns import pattern

_STRING = pattern(r"\"(?>(?:[^\"\\\n]|\\[^\n])*)\"?|'[^'\n]*+'?|#[^\n]*+")
_DEEP = pattern(r"(?<![\w-])(?:[\w-]++[ \t]*+\.[ \t]*+){100}")
"""A dotted key of this many levels: the parser takes quadratic time over one."""
_TOO_DEEP = "it is nested too deeply"


def loads(text: str) -> dict[str, Any]:
    """The table of a text with any line ends. `ValueError` says what is wrong with it."""
    import tomllib

    if _DEEP.search(_STRING.sub("_", text)):
        raise ValueError(_TOO_DEEP)
    try:
        return tomllib.loads(text.replace("\r\n", "\n").replace("\r", "\n"))
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None
