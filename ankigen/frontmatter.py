"""The head of a file: YAML between `---` lines, or TOML between `+++` lines.

What is read of it: `tags`, `deck` and, under `ankigen`, these, `dialect` and `cloze-marks`. All
else is left alone. A head that cannot be read is a diagnostic, and the file is read without it.
"""

import re
from collections.abc import Mapping

from msgspec import Struct

from ankigen import toml
from ankigen.blocks import Block
from ankigen.model import Diagnostic, Source, Span
from ankigen.patterns import pattern
from ankigen.rules import BAD_FRONT_MATTER

_LARGEST = 65_536
_MOST_TAGS = 100
_TOML = pattern(
    r"\ufeff?\+\+\+[ \t]*(?:\r\n?|\n)(.*?)(?:\r\n?|\n)\+\+\+[ \t]*(?=\r|\n|\Z)", re.DOTALL
)
_DECK_KEYS = ("deck", "cards-deck", "anki-deck", "target deck")
_TAG_KEYS = ("tags", "tag")


class FrontMatter(Struct, frozen=True):
    """What a file's head says. `end` is the offset where it ends, 0 when there is none."""

    end: int = 0
    tags: tuple[str, ...] = ()
    deck: str | None = None
    dialect: str | None = None
    cloze_marks: bool | None = None
    """Whether `==…==` is a cloze deletion; None where it does not say."""


def read(source: Source, document: Block) -> tuple[FrontMatter, tuple[Diagnostic, ...]]:
    """The front matter of a file whose blocks are `document`."""
    first = document.children[0] if document.children else None
    if first is not None and first.kind == "front-matter":
        body = "\n".join(source.text[start:end].strip("\u200b") for start, end, _ in first.pieces)
        data, fault = _yaml(body)
        return _made(source, first.start, first.end, data, fault)
    match = _TOML.match(source.text, 0, _LARGEST)
    if match:
        data, fault = _toml(match[1])
        return _made(source, match.start(), match.end(), data, fault)
    return FrontMatter(), ()


def _made(
    source: Source, start: int, end: int, data: object, fault: str
) -> tuple[FrontMatter, tuple[Diagnostic, ...]]:
    if fault:
        place = Span(source, start, min(end, start + 3))
        said = Diagnostic(BAD_FRONT_MATTER, f"the front matter cannot be read: {fault}", place)
        return FrontMatter(end), (said,)
    keys = _keys(data)
    own = _keys(keys.get("ankigen"))
    tags = [tag for table in (keys, own) for key in _TAG_KEYS for tag in _words(table.get(key))]
    deck = next((text for key in _DECK_KEYS if (text := _text(own.get(key)))), None)
    deck = deck or next((text for key in _DECK_KEYS if (text := _text(keys.get(key)))), None)
    marks = own.get("cloze-marks")
    return (
        FrontMatter(
            end,
            tuple(tags[:_MOST_TAGS]),
            deck,
            _text(own.get("dialect")),
            marks if isinstance(marks, bool) else None,
        ),
        (),
    )


def _yaml(text: str) -> tuple[object, str]:
    if len(text) > _LARGEST:
        return None, "it is too long"
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(text, Loader=loader), ""
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "it is not YAML"
        return None, f"{problem} in its line {mark.line + 1}" if mark else str(problem)
    except (ValueError, RecursionError, OverflowError) as error:
        return None, str(error).split("\n", 1)[0] or "it is nested too deeply"


def _toml(text: str) -> tuple[object, str]:
    try:
        return toml.loads(text), ""
    except ValueError as error:
        return None, str(error).split("\n", 1)[0]


def _keys(data: object) -> dict[str, object]:
    if not isinstance(data, Mapping):
        return {}
    return {str(key).strip().casefold(): value for key, value in data.items()}


def _text(value: object) -> str | None:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value).strip() or None
    return None


def _words(value: object) -> list[str]:
    """Tags as a list, or in one string with commas or blanks between."""
    if isinstance(value, str):
        parts = re.split(r"[,，、;]" if re.search(r"[,，、;]", value) else r"\s+", value)
        return [part.strip().lstrip("#") for part in parts if part.strip(" \t#")]
    if isinstance(value, list | tuple):
        return [text.lstrip("#") for item in value[:_MOST_TAGS] if (text := _text(item))]
    text = _text(value)
    return [text] if text else []
