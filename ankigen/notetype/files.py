"""What every style has: the fields of the notes, and the files of ankigen's own style."""

from functools import cache
from pathlib import Path

FIELDS = (
    "Question",
    "Answer",
    "Hint",
    "Extra",
    "Source",
    "Audio",
    "Reverse",
    "Id",
    "Data",
)
"""In this order on both note types; a cloze's text stands in `Question`. `Id` and `Data` are never
shown; `Reverse`, when filled, makes a second card and is shown above its front."""

FILES = (
    "basic.front.html",
    "basic.back.html",
    "reverse.front.html",
    "reverse.back.html",
    "cloze.front.html",
    "cloze.back.html",
    "style.css",
)
"""The files that a style may replace."""

APPENDED = "user.css"
"""A style's file that follows `style.css` instead of replacing it."""


@cache
def own(name: str) -> str:
    """The text of one of `FILES`."""
    return (Path(__file__).parent / name).read_text("utf-8")
