"""Code fences that their list item or quote ended, where the answer goes on outside of it."""

from ankigen.blocks import Block
from ankigen.model import Piece
from ankigen.patterns import pattern

_LATE = pattern(r"(?:[ \t]*(?:\r\n?|\n))*[ \t]*(`{3,}|~{3,})[ \t]*(?:\r\n?|\n|\Z)")


def end_of_fence(text: str, container: Block, start: int, end: int) -> tuple[list[Piece], int]:
    """What ends the fence at a container's end, if one is open there, and where to go on.

    Without the container's marks the lines from `start` on would be code of that fence. It ends at
    its own end where that stands too far to the left, else at its opening marks once more.
    """
    if not container.children:
        return [], start
    last = container.children[-1]
    if last.kind != "fence" or last.closed:
        return [], start
    stop = last.start
    while text.startswith(text[last.start], stop):
        stop += 1
    late = _LATE.match(text, start, end)
    if late and late[1].startswith(text[last.start : stop]):
        return [(*late.span(1), 0)], late.end()
    return [(last.start, stop, 0)], start
