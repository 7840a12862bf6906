"""What a command asks of a compilation beyond the configuration."""

from collections.abc import Callable
from dataclasses import dataclass

Tick = Callable[[str, int, int], None]
"""Told now and then: the stage's name, how much of it is done, how much there is."""


@dataclass(frozen=True, slots=True)
class Options:
    """`deck` renames the deck; `tags` go on every card; `retag` finds all topics anew."""

    deck: str | None = None
    tags: tuple[str, ...] = ()
    retag: bool = False


PLAIN = Options()


def silent(stage: str, done: int, total: int) -> None:
    """Tell nobody."""
