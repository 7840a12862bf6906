"""Cards that the notes have no more, and how to find them in Anki."""

from collections.abc import Sequence

from ankigen.identity.diff import searches
from ankigen.identity.records import Entry, Matching
from ankigen.report.terminal import Terminal, fit, plain
from ankigen.text import counted

_MOST = 5


def write(
    matching: Matching, missing: Sequence[Entry], terminal: Terminal, *, hidden: bool = False
) -> None:
    """The removed cards' searches for Anki's browser, and those that could not be retired.

    `hidden`: too many are gone to offer a way to delete them.
    """
    gone = {entry.guid: entry for entry in matching.removed}
    if gone and not hidden:
        cards, them = counted(len(gone), "card"), "it" if len(gone) == 1 else "them"
        terminal.write(f"{cards} removed. Anki keeps {them}; to find in its browser, paste:")
        for search in searches(gone):
            terminal.write(f"  {terminal.paint(search, 'place')}")
        terminal.write()
    if missing:
        terminal.write(
            f"{counted(len(missing), 'removed card')} not packed: that package has not the fields."
        )
        terminal.write("Name one that has them with --from DECK, as an export from Anki:")
        for entry in missing[:_MOST]:
            line = f"  {entry.guid}  {plain(entry.question)}"
            terminal.write(terminal.paint(fit(line, terminal.width), "dim"))
        if len(missing) > _MOST:
            terminal.write(terminal.paint(f"  and {len(missing) - _MOST:,} more", "dim"))
        terminal.write()
