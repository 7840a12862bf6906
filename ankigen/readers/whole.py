"""One file as one card: its title asks, and all the rest answers."""

from collections.abc import Sequence

from ankigen.readers.asks import asks
from ankigen.readers.bodies import body_of
from ankigen.readers.cards import Draft, Reading, finish
from ankigen.readers.page import Atom, Page
from ankigen.readers.taken import Taken
from ankigen.readers.trim import question_line
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
    end = atoms[-1].end
    if body_of(page, title.end, end) != "answer":
        return reading
    draft = Draft(
        page,
        "file",
        "the file's title asks, and the rest of it answers",
        title.words[0],
        end,
        page.cut(*title.words, title.path),
        page.cut(title.end, end, title.path),
        called_answer=False,
    )
    finish(draft, reading)
    return reading
