"""The deck as a person will study it, as one page in a browser.

`data` makes the cards of a compilation (`template`, `cloze` and `maths` as Anki would show them),
`page` fills the page, `save` writes it, `server` serves it while notes are written.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ankigen.pipeline import Compilation
    from ankigen.preview.data import Deck


def deck_of(compiled: "Compilation", *, hosted: bool = False) -> "Deck":
    """What the page shows of a compilation. On a hosted page nothing tells of this machine:
    sources are linked where the project has an address, not in an editor.
    """
    from ankigen.preview.data import Deck

    project = compiled.project
    return Deck(
        name=compiled.name,
        notes=compiled.notes,
        assets=compiled.assets,
        diagnostics=compiled.diagnostics,
        folder=None if hosted else project.root.as_posix(),
        address=project.repository if hosted else None,
        extents={note.guid: compiled.questions[note.due - 1].span for note in compiled.notes},
    )
