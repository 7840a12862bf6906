"""The settings, as types: what the configuration may say, with its defaults.

`ankigen.project` reads them from `ankigen.toml` or `[tool.ankigen]`; keys are written with
hyphens there. Stages take the section that they need. Every key is documented where it stands.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta


class _Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    pass


class Math(_Section, frozen=True):
    """How formulas are found."""

    brackets: bool = False
    r"""Take `\(…\)` and `\[…\]` as maths always, not only where the content is plainly maths."""


class Tags(_Section, frozen=True):
    """Where tags come from."""

    prefix: str = ""
    """Put before every tag, as its first level."""
    language: Literal["en", "zh"] = "en"
    """The language of the topics' tags: `python::garbage-collection` or `Python::垃圾回收`."""
    front_matter: bool = True
    """Take `tags:` from a file's front matter."""
    folders: bool = True
    """Take the names of the folders that a file lies in."""
    file: bool = True
    """Take a file's name, unless it is one like `readme`, `index` or `qa`."""
    headings: bool = True
    """Take the headings above a question."""
    inline: bool = True
    """Take `#tag` at the end of a question and `<!-- tags: … -->`."""
    topics: bool = True
    """Give each card the topics that it is about, from the vocabulary that comes with ankigen."""
    rules: dict[str, tuple[str, ...]] = {}
    """A tag, and the words in a question, or patterns of paths as in .gitignore, that give it."""
    aliases: dict[str, str] = {}
    """A tag or a level of one, and the name that it is merged into."""
    allowed: tuple[str, ...] = ()
    """The only tags, with those below them, that are to be used; `*` stands for anything."""


class Check(_Section, frozen=True):
    """Which rules speak, in `check` and in every other command."""

    select: tuple[str, ...] = ()
    """Rules by code, by the beginning of a code (`AK3`) or by name; without it all of them."""
    ignore: tuple[str, ...] = ()
    """Rules left out, written like `select`."""
    per_file_ignores: dict[str, tuple[str, ...]] = {}
    """Rules left out in the files that match a pattern, written as in .gitignore."""


class Limits(_Section, frozen=True):
    """Bounds that keep a strange file from costing more than it is worth."""

    # A configuration may be a stranger's too, so that each bound can be raised eightfold, no more.
    notes_megabytes: Annotated[int, Meta(ge=0, le=1024)] = 128
    """The size of all files of notes together. While a deck is built, a megabyte of notes takes
    20 to 40 MB of memory, of nothing but list items of a word 160 MB while their file is read."""
    file_megabytes: Annotated[int, Meta(ge=0, le=256)] = 64
    """The size of a file of notes."""
    file_cards: Annotated[int, Meta(ge=0, le=800_000)] = 100_000
    """How many cards a file of notes may have."""
    card_kilobytes: Annotated[int, Meta(ge=0, le=8000)] = 1000
    """The size of a card, in the notes; programs on phones fail on larger ones."""
    nesting: Annotated[int, Meta(ge=1, le=60)] = 50
    """How many lists, items, quotes, HTML elements and emphases of a card may stand in one another;
    what is deeper than 60 could not be shown in any case."""
    picture_megabytes: Annotated[int, Meta(ge=0, le=256)] = 32
    """The size of a picture."""
    picture_megapixels: Annotated[int, Meta(ge=0, le=800)] = 100
    """How many million pixels a picture may unfold to."""
    code_kilobytes: Annotated[int, Meta(ge=0, le=512)] = 64
    """The size of a linked code file that is shown on a card."""


class Own(_Section, frozen=True):
    """The user's own settings, for all projects; no project can touch them."""

    fetch: bool = False
    """Download remote pictures in every build, as `--fetch` does in one."""
    trust_style: tuple[str, ...] = ()
    """Folders in which projects may style their cards, as `--trust-style` allows it in one build;
    `~` is your home."""


class Settings(_Section, frozen=True):
    """The whole configuration."""

    deck: str | None = None
    """The deck's name in Anki; without it the repository's or the folder's name."""
    notes: tuple[str, ...] = ()
    """Files and folders with notes, relative to the root; without it the whole root."""
    exclude: tuple[str, ...] = ()
    """Patterns, as in .gitignore, of files that are no notes."""
    decks: Literal["one", "folder", "file"] = "one"
    """One deck for all notes, or a sub-deck for each folder or file."""
    dialect: str | None = None
    """Force one reader for every file."""
    cloze_marks: bool = False
    """Take each `==…==` as a cloze deletion, where no other card holds it; a file's front matter
    may say so for that file alone."""
    repository: str | None = None
    """The address that relative links are resolved against, e.g.
    https://example.com/me/notes/blob/main; without it that of the git remote, empty for none."""
    style: str | None = None
    """A folder, relative to the root, with the cards' own styling: `user.css`, which follows
    ankigen's, or files in the place of its own. It is used where the command line says
    `--trust-style`."""
    markdown_in_html: bool = False
    """Take a details body as Markdown even without a blank line before it."""
    math: Math = Math()
    tags: Tags = Tags()
    check: Check = Check()
    limits: Limits = Limits()
