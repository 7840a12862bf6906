"""What a command asks of a compilation beyond the configuration."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct, field

from ankigen.identity.records import Lock
from ankigen.tagging.filters import Search

Tick = Callable[[str, int, int], None]
"""Told now and then: the stage's name, how much of it is done, how much there is."""

Fetch = Callable[[Sequence[str], Tick], Mapping[str, Path | str]]
"""From the addresses of pictures to their files, or why there is none."""


Style = Literal["unused", "untrusted", "trusted"]
"""What becomes of a project's style: only looked at, left out unread, or used if it is sound."""


class Options(Struct, frozen=True):
    """What is asked for. Without `fetch` pictures on a network stay links."""

    deck: str | None = None
    """Another name for the deck."""
    tags: tuple[str, ...] = ()
    """Tags for every card."""
    retag: bool = False
    """Find all topics anew, also of cards whose text is what it was."""
    fetch: Fetch | None = None
    cache: bool = True
    """Take rendered answers from the user's cache, and put new ones there."""
    filter: Search | None = None
    """Whether a card with these tags is asked for; without it every card is."""
    resend: Mapping[str, int] = field(default_factory=dict)
    """Cards that are to arrive though they did not change: by guid the `mod` to exceed."""
    style: Style = "unused"
    yes: bool = False
    """That many cards are gone is meant."""
    lock: Lock | None = None
    """What was built before, if not what the project's lock says."""


PLAIN = Options()


def silent(stage: str, done: int, total: int) -> None:
    """Tell nobody."""
