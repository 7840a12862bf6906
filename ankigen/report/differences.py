"""What changed, for people and for scripts."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from ankigen.identity.diff import KINDS, Change, Part, Piece, searches
from ankigen.patterns import pattern
from ankigen.report.terminal import Terminal, fit, plain

_SIGNS = {
    "new": ("+", "added"),
    "changed": ("~", "warning"),
    "retagged": ("#", "info"),
    "moved": ("→", "info"),
    "removed": ("-", "removed"),
}
_AROUND = 6
"""Words of what stayed the same that are shown around a change; two characters of a script that
sets no blanks between words count as one.
"""
_WIDE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60"
_WORD = pattern(rf"(?P<wide>[{_WIDE}])\s*|[^\s{_WIDE}]+\s*|\s+")


def as_json(changes: Sequence[Change], since: str, place: Callable[[str], str]) -> str:
    """One object: since when, the counts by kind, the changes, searches for the removed cards."""
    removed = [change.guid for change in changes if "removed" in change.kinds]
    count = Counter(kind for change in changes for kind in change.kinds)
    return json.dumps(
        {
            "since": since,
            "counts": {kind: count[kind] for kind in KINDS},
            "changes": [_record(change, place) for change in changes],
            "searches": list(searches(removed)),
        },
        ensure_ascii=False,
    )


def _record(change: Change, place: Callable[[str], str]) -> dict[str, object]:
    return {
        "guid": change.guid,
        "question": change.question,
        "changes": list(change.kinds),
        "file": place(change.file) if change.file else None,
        "line": change.span.line if change.span and change.file else None,
        "was": place(change.was) if change.was else None,
        "parts": [
            {"part": part.name, "words": [list(piece) for piece in part.pieces]}
            for part in change.parts
        ],
    }


def write(
    changes: Sequence[Change], since: str, terminal: Terminal, place: Callable[[str], str]
) -> None:
    """The changes as a list, the removed cards' search, and the counts."""
    for change in changes:
        for line in _lines(change, terminal, place):
            terminal.write(line)
    removed = [change.guid for change in changes if "removed" in change.kinds]
    if removed:
        terminal.write()
        terminal.write("Anki keeps removed cards. To find them in its browser, paste:")
        for search in searches(removed):
            terminal.write(f"  {terminal.paint(search, 'place')}")
    if changes:
        terminal.write()
    count = Counter(kind for change in changes for kind in change.kinds)
    said = ", ".join(f"{count[kind]:,} {kind}" for kind in KINDS if count[kind])
    ending = f" since {since}" if since else "; there was no build before"
    terminal.write((said or "nothing changed") + ending)
    if count["stale"]:
        terminal.write(
            "Stale cards were touched in Anki after they were built, so an import skips them: "
            "build with --resend."
        )
    if count["edited"]:
        terminal.write(
            "Edited cards were changed in Anki: an import that updates them undoes that."
        )


def _lines(change: Change, terminal: Terminal, place: Callable[[str], str]) -> Iterator[str]:
    sign, style = _SIGNS.get(change.kinds[0], ("!", "warning"))
    where = place(change.file) if change.file else place(change.was) if change.was else ""
    if change.file and change.span:
        where += f":{change.span.line}"
    kinds = ", ".join(change.kinds)
    head = f"{sign} {kinds}"
    room = terminal.width - len(head) - len(where) - 4
    question = fit(plain(change.question), max(room, 20))
    yield f"{terminal.paint(head, style)}  {question}  {terminal.paint(where, 'place')}".rstrip()
    if change.was and change.file:
        yield f"    was in {terminal.paint(place(change.was), 'place')}"
    for part in change.parts:
        yield f"    {_part(part, terminal)}"


def _part(part: Part, terminal: Terminal) -> str:
    if not part.pieces:
        return f"{part.name} changed"
    shown = "".join(_piece(piece, terminal) for piece in _near_changes(part.pieces))
    return f"{part.name}: {shown or 'only its markup'}"


def _near_changes(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The changes with a few words around each."""
    if all(kind == "same" for kind, _ in pieces):
        return
    for number, (kind, text) in enumerate(pieces):
        if kind != "same":
            yield kind, text
            continue
        words = [(match[0], bool(match["wide"])) for match in _WORD.finditer(text)]
        before = [] if number == 0 else _few(words)
        after = [] if number == len(pieces) - 1 else _few(words[::-1])[::-1]
        if len(before) + len(after) >= len(words):
            yield kind, text
        else:
            shown = "".join(before).rstrip(), "…", "".join(after)
            yield kind, " ".join(filter(None, shown))


def _few(words: Sequence[tuple[str, bool]]) -> list[str]:
    """The first of these words, each with whether it is a wide character."""
    room: float = _AROUND
    few: list[str] = []
    for word, wide in words:
        room -= 0.5 if wide else 1 if word.strip() else 0
        if room < 0:
            break
        few.append(word)
    return few


def _piece(piece: Piece, terminal: Terminal) -> str:
    kind, text = piece
    text = plain(text)
    if kind == "same":
        return text
    if terminal.color:
        return terminal.paint(text, "removed" if kind == "gone" else "added")
    return f"[-{text}-]" if kind == "gone" else f"{{+{text}+}}"
