"""What a matching has decided so far."""

from collections.abc import Collection, Sequence

from msgspec import Struct, field

from ankigen.identity.cards import digests
from ankigen.identity.records import Card, Entry, How, Lock
from ankigen.model import Diagnostic


class State(Struct):
    """The cards, the lock's lines grouped by guid (rivals together), and who has whom."""

    cards: tuple[Card, ...]
    groups: list[tuple[Entry, ...]]
    kept: tuple[Entry, ...]
    """Lines of files that could not be read: nobody gets them."""
    questions: list[str]
    answers: list[str]
    """Digests, parallel to the cards."""
    ids: list[str | None]
    """Explicit ids, doubles left out."""
    removed: list[bool]
    """By group: a tombstone, since no rival is alive."""
    chosen: dict[int, int] = field(default_factory=dict)
    """Group by card."""
    owner: dict[int, int] = field(default_factory=dict)
    """Card by group."""
    how: dict[int, How] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    _beside: "Neighbours | None" = None

    @property
    def neighbours(self) -> "Neighbours":
        """Who stands beside whom; found when first asked for, as many builds need it not."""
        if self._beside is None:
            self._beside = Neighbours(self)
        return self._beside

    def choose(self, card: int, group: int, how: How) -> None:
        """Decide."""
        self.chosen[card] = group
        self.owner[group] = card
        self.how[card] = how

    def may(self, card: int, group: int) -> bool:
        """Both are free, and the card has no explicit id where the group has one: ids are matched
        first, so it would be another one.
        """
        if card in self.chosen or group in self.owner:
            return False
        return not self.ids[card] or not any(entry.id_digest for entry in self.groups[group])

    def open_cards(self) -> list[int]:
        """Cards that have nobody yet."""
        return [card for card in range(len(self.cards)) if card not in self.chosen]

    def open_groups(self, removed: bool = False) -> list[int]:
        """Groups that nobody has yet: live ones or tombstones."""
        return [
            group
            for group in range(len(self.groups))
            if self.removed[group] == removed and group not in self.owner
        ]


def begin(cards: Sequence[Card], lock: Lock, unread: Collection[str]) -> State:
    """Nothing decided."""
    groups, kept = _groups(lock.entries, frozenset(unread))
    texts = [digests(card) for card in cards]
    return State(
        cards=tuple(cards),
        groups=groups,
        kept=kept,
        questions=[question for question, _ in texts],
        answers=[answer for _, answer in texts],
        ids=[card.id or None for card in cards],
        removed=[
            entries[0].removed and all(entry.removed for entry in entries) for entries in groups
        ],
    )


def _groups(
    entries: Sequence[Entry], unread: frozenset[str]
) -> tuple[list[tuple[Entry, ...]], tuple[Entry, ...]]:
    if not unread and len({entry.guid for entry in entries}) == len(entries):
        return [(entry,) for entry in entries], ()
    by_guid: dict[str, list[Entry]] = {}
    for entry in entries:
        by_guid.setdefault(entry.guid, []).append(entry)
    if not unread:
        return list(map(tuple, by_guid.values())), ()
    groups: list[tuple[Entry, ...]] = []
    kept: list[Entry] = []
    for rivals in by_guid.values():
        if any(entry.file in unread and not entry.removed for entry in rivals):
            kept.extend(rivals)
        else:
            groups.append(tuple(rivals))
    return groups, tuple(kept)


class Neighbours:
    """Who stood and who stands beside whom in a file; -1 for the file's edge."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._cards = _beside([(card.file, number) for number, card in enumerate(state.cards)])
        self._groups = _beside(
            [
                (entries[0].file, group)
                for group, entries in enumerate(state.groups)
                if not state.removed[group]
            ]
        )

        self._alone = {
            state.groups[group][0].file: group
            for group, beside in self._groups.items()
            if beside == (-1, -1)
        }

    def count(self, card: int, group: int) -> int:
        """How many of the two neighbours (0 to 2) are known to be the same ones."""
        same_file = self._state.groups[group][0].file == self._state.cards[card].file
        found = 0
        for beside, was in zip(self._cards[card], self._groups.get(group, (-2, -2)), strict=True):
            if beside == -1 or was == -1:
                found += beside == was and same_file
            else:
                found += self._state.chosen.get(beside) == was
        return found

    def strange(self, card: int, group: int) -> bool:
        """Both have neighbours that are decided, and not one is the same."""
        cards = [one for one in self._cards[card] if one != -1]
        groups = [one for one in self._groups.get(group, ()) if one != -1]
        decided = any(one in self._state.chosen for one in cards)
        return (
            decided
            and any(one in self._state.owner for one in groups)
            and self.count(card, group) == 0
        )

    def between(self, card: int) -> int | None:
        """The group that stood where the card stands: between the same neighbours."""
        before, after = self._cards[card]
        if before != -1:
            was = self._groups.get(self._state.chosen.get(before, -2))
            place = was[1] if was else -1
        else:
            was = self._groups.get(self._state.chosen.get(after, -2))
            place = was[0] if was else self._alone.get(self._state.cards[card].file, -1)
        return place if place != -1 and self.count(card, place) == 2 else None


def _beside(items: Sequence[tuple[str, int]]) -> dict[int, tuple[int, int]]:
    """The item before and after each one in its file."""
    by_file: dict[str, list[int]] = {}
    for file, number in items:
        by_file.setdefault(file, []).append(number)
    found: dict[int, tuple[int, int]] = {}
    for numbers in by_file.values():
        for place, number in enumerate(numbers):
            before = numbers[place - 1] if place else -1
            after = numbers[place + 1] if place + 1 < len(numbers) else -1
            found[number] = before, after
    return found
