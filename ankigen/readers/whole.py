"""One file as one card: its title asks, and all the rest answers."""

from collections.abc import Sequence

from ankigen.blocks import Block
from ankigen.folds import Range
from ankigen.patterns import pattern
from ankigen.readers.asks import asks
from ankigen.readers.bodies import body_of
from ankigen.readers.cards import Draft, Reading, finish
from ankigen.readers.line import question_line
from ankigen.readers.page import Atom, Page
from ankigen.readers.taken import Taken
from ankigen.readers.words import label_at
from ankigen.text import plain


def _asks_inside(page: Page, atom: Atom) -> bool:
    return page.role(atom) == "question" and asks(page.roles.labels[atom.start]) == 2


def _asked_below(page: Page, atoms: Sequence[Atom]) -> Atom | None:
    """The heading right below the title that asks, where no other one of its level follows."""
    if not atoms or atoms[0].kind != "heading" or asks(page.says(atoms[0].words)) < 2:
        return None
    level = atoms[0].level
    rivals = any(atom.kind == "heading" and atom.level <= level for atom in atoms[1:])
    return None if rivals else atoms[0]


def read(page: Page, taken: Taken) -> Reading:
    """The one question of a file that begins with it and has no other heading of its rank."""
    reading = Reading(looked="a title that asks")
    if taken or any(_asks_inside(page, atom) for atom in page.atoms):
        return reading
    atoms = [atom for atom in page.atoms if not page.empty(atom)]
    if (headed := _head_title(page, atoms)) is not None:
        return _whole(page, headed, atoms[0].outset, (), atoms[-1].end, reading)
    first = next((i for i, atom in enumerate(atoms) if atom.kind == "heading"), None)
    if first is None or (first > 2 and not page.forced):
        return reading
    title = atoms[first]
    rivals = [a for a in atoms[first + 1 :] if a.kind == "heading" and a.level <= title.level]
    if rivals and not page.forced:
        return reading
    line = question_line(page.text, *title.words)
    hit = label_at(page.text, *title.words)
    words = plain(page.text[line.start : line.end])
    spoken = hit is not None and hit.kind == "question" and not hit.alone
    if spoken and asks(words) < 2 and (asked := _asked_below(page, atoms[first + 1 :])):
        title = asked  # `# Question 4 - Events`, and below it `## How do …?`
    if not (page.forced or spoken or (asks(words) == 2 and len(words) >= 8)):
        reading.looked += f" (it says {words[:60]!r})"
        return reading
    return _whole(page, title.words, title.end, title.path, atoms[-1].end, reading)


def _whole(
    page: Page, title: Range, begin: int, path: tuple[Block, ...], end: int, reading: Reading
) -> Reading:
    if body_of(page, begin, end) != "answer":
        return reading
    draft = Draft(
        page,
        "file",
        "the file's title asks, and the rest of it answers",
        title[0],
        end,
        page.cut(*title, path),
        page.cut(begin, end, path),
        called_answer=False,
    )
    finish(draft, reading)
    return reading


_TITLE = pattern(r"(?:\A|\n|\r)title[ \t]*[:=][ \t]*([\"']?)([^\r\n]{8,300}?)\1[ \t]*(?=\r|\n)")


def _head_title(page: Page, atoms: Sequence[Atom]) -> Range | None:
    """The title in the file's head, if it asks outright and the text below has none of its own."""
    if not atoms or any(atom.kind == "heading" and atom.level == 1 for atom in atoms):
        return None
    match = _TITLE.search(page.text, 0, min(atoms[0].outset, 4000))
    if not match or not page.text.lstrip("\ufeff").startswith(("---", "+++")):
        return None
    return match.span(2) if asks(plain(match[2])) == 2 else None
