"""A package as a page for people, or as one JSON object."""

import json
from collections import Counter
from collections.abc import Sequence

from ankigen.apkg.read import Package
from ankigen.report.summary import size
from ankigen.report.terminal import Terminal, cells, fit, plain

_TAGS = 15
_FILES = 10
Row = tuple[str, str, str]


def record(package: Package, problems: Sequence[str]) -> dict[str, object]:
    """All that `ankigen inspect --json` prints, as plain data; sizes in bytes."""
    used = Counter(name for note in package.notes for name in note.media)
    cards = Counter(card.deck for card in package.cards)
    notes = Counter(note.note_type.id for note in package.notes)
    return {
        "file": str(package.path),
        "size": package.path.stat().st_size,
        "layout": package.layout,
        "notes": len(package.notes),
        "cards": len(package.cards),
        "suspended": sum(card.suspended for card in package.cards),
        "reviewed": sum(card.reviews > 0 for card in package.cards),
        "decks": [
            {"name": deck.name, "notes": len(deck.notes), "cards": cards[deck.name]}
            for deck in package.decks
        ],
        "note_types": [
            {
                "id": kind.id,
                "name": kind.name,
                "cloze": kind.cloze,
                "notes": notes[kind.id],
                "fields": [field.name for field in kind.fields],
                "templates": [template.name for template in kind.templates],
            }
            for kind in package.note_types
        ],
        "tags": dict(sorted(_tags(package).items())),
        "media": [
            {"name": item.name, "size": item.size, "notes": used[item.name]}
            for item in package.media
        ],
        "problems": list(problems),
    }


def as_json(package: Package, problems: Sequence[str]) -> str:
    """One object."""
    return json.dumps(record(package, problems), ensure_ascii=False, indent=2)


def write(package: Package, problems: Sequence[str], terminal: Terminal, all_of_it: bool) -> None:
    """The page: figures, decks, note types, tags, media, problems. Long lists are cut short."""
    file = plain(str(package.path))
    terminal.write(f"{terminal.paint(file, 'bold')}  {size(package.path.stat().st_size)}")
    reviewed = sum(card.reviews > 0 for card in package.cards)
    figures = [
        ("notes", f"{len(package.notes):,}"),
        ("cards", f"{len(package.cards):,}" + (f"  {reviewed:,} reviewed" if reviewed else "")),
        ("media", f"{len(package.media):,}  {size(sum(item.size for item in package.media))}"),
        ("layout", package.layout),
    ]
    for label, value in figures:
        terminal.write(f"  {terminal.paint(f'{label:<8}', 'dim')}{value}")
    counts = Counter(note.note_type.id for note in package.notes)
    _section("Decks", [(deck.name, f"{len(deck.notes):,}", "") for deck in package.decks], terminal)
    kinds = [
        (kind.name, f"{counts[kind.id]:,}", ", ".join(field.name for field in kind.fields))
        for kind in package.note_types
    ]
    _section("Note types", kinds, terminal)
    tags = [(tag, f"{count:,}", "") for tag, count in _tags(package).most_common()]
    _section("Tags", tags, terminal, None if all_of_it else _TAGS)
    largest = sorted(package.media, key=lambda item: (-item.size, item.name))
    media = [(item.name, size(item.size), "") for item in largest]
    _section("Media", media, terminal, None if all_of_it else _FILES)
    terminal.write()
    for problem in problems:
        terminal.write(f"{terminal.paint('problem', 'warning')}: {plain(problem)}")
    if not problems:
        terminal.write(f"{terminal.paint('✓', 'good')} no problems")


def _tags(package: Package) -> Counter[str]:
    return Counter(tag for note in package.notes for tag in note.tags)


def _section(title: str, rows: list[Row], terminal: Terminal, most: int | None = None) -> None:
    if not rows:
        return
    shown = rows[:most]
    wide = max(12, terminal.width - 16)
    width = min(max(cells(plain(name)) for name, _, _ in shown), wide)
    figures = max(len(figure) for _, figure, _ in shown)
    terminal.write()
    terminal.write(terminal.paint(title, "bold"))
    for name, figure, remark in shown:
        label = fit(plain(name), width)
        line = f"  {label}{' ' * (width - cells(label))}  {figure:>{figures}}"
        room = terminal.width - width - figures - 6
        if remark and room > 12:
            line += f"  {terminal.paint(fit(plain(remark), room), 'dim')}"
        terminal.write(line)
    if len(rows) > len(shown):
        more = f"… and {len(rows) - len(shown):,} more (--verbose shows all)"
        terminal.write(f"  {terminal.paint(fit(more, terminal.width - 2), 'dim')}")
