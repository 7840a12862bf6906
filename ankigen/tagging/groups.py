"""Cards parted by their tags, for a package each."""

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar


class Tagged(Protocol):
    """What is needed of a note."""

    @property
    def tags(self) -> tuple[str, ...]: ...


T = TypeVar("T", bound=Tagged)
UNTAGGED = ""
"""The group of the cards without a tag."""


def by_tag(cards: Sequence[T], level: int) -> dict[str, list[T]]:
    """The cards by their first tag, cut to `level` levels (from 1); every card in one group.

    Groups are in the order of their tags, the untagged last. A tag with fewer levels is whole.
    """
    found: dict[str, list[T]] = {}
    for card in cards:
        tag = card.tags[0] if card.tags else UNTAGGED
        found.setdefault("::".join(tag.split("::")[:level]), []).append(card)
    return dict(sorted(found.items(), key=lambda group: (group[0] == UNTAGGED, group[0])))


def file_names(groups: Mapping[str, object], stem: str) -> dict[str, str]:
    """For each group a file's name without its suffix; no two are the same, whatever the case."""
    out: dict[str, str] = {}
    taken: set[str] = set()
    for tag in groups:
        name = base = f"{stem}-{tag.replace('::', '-') or 'untagged'}"
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{base}-{number}"
        taken.add(name.casefold())
        out[tag] = name
    return out
