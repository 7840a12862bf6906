"""What a build changes since the last one, counted."""

from collections.abc import Sequence
from dataclasses import dataclass

from ankigen.identity.records import Lock, Matching, Stamp


@dataclass(frozen=True, slots=True)
class Changes:
    """Numbers of cards. `first` says that there was no build before."""

    new: int = 0
    changed: int = 0
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
                (self.removed, "removed"),
            )
            if count
        ]
        return ", ".join(parts) or "nothing changed"


def changes(who: Matching, stamps: Sequence[Stamp], old: Lock | None) -> Changes:
    """The cards that are new, those whose fields or tags differ, and those that are gone."""
    new = changed = 0
    for known, stamp in zip(who.known, stamps, strict=True):
        if not known:
            new += 1
        elif not any(
            entry.fields_digest == stamp.fields and entry.tags_digest == stamp.tags
            for entry in known
        ):
            changed += 1
    return Changes(new, changed, len(who.removed), old is None)
