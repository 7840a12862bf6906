"""What a build changes since the last one, counted."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from ankigen.identity.diff import Change


class Changes(Struct, frozen=True):
    """Numbers of cards. `first` says that there was no build before."""

    new: int = 0
    changed: int = 0
    retagged: int = 0
    moved: int = 0
    removed: int = 0
    first: bool = False

    def __str__(self) -> str:
        if self.first:
            return ""
        parts = [
            f"{count:,} {word}"
            for count, word in (
                (self.new, "new"),
                (self.changed, "changed"),
                (self.retagged, "retagged"),
                (self.moved, "moved"),
                (self.removed, "removed"),
            )
            if count
        ]
        return ", ".join(parts) or "nothing changed"


def changes(found: "Iterable[Change]", first: bool) -> Changes:
    """The changes counted by kind; a card may count as changed and as moved."""
    count = Counter(kind for change in found for kind in change.kinds)
    return Changes(
        new=count["new"],
        changed=count["changed"],
        retagged=count["retagged"],
        moved=count["moved"],
        removed=count["removed"],
        first=first,
    )
