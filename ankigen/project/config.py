"""The configuration file: found, read, and its mistakes told so that they can be mended."""

import re
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from ankigen import disk, toml
from ankigen.diagnostics import Stop
from ankigen.patterns import pattern
from ankigen.project.near import near
from ankigen.settings import Own, Settings

Kind = TypeVar("Kind", Settings, Own)

FILE = "ankigen.toml"
LOCK = "ankigen.lock"

_UNKNOWN = pattern(r"Object contains unknown field `(?P<key>[^`]*)`")
_PATH = pattern(r" - at `(?:key in )?\$(?P<path>[^`]*)`$")
_AT = pattern(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)\Z")
_KEY = pattern(r"[ \t]*(?:\[(?P<table>[^\[\]\n]+)\]|(?P<key>[\w.\"'\- \t]+)=)")
_TYPES = {
    "str": "a text",
    "bool": "true or false",
    "int": "a whole number",
    "float": "a number",
    "array": "a list",
    "object": "a table",
    "null": "nothing",
}
_MISSES = 0.6


def find(folder: Path) -> Path | None:
    """The nearest configuration at or above a folder: `ankigen.toml`, else a `pyproject.toml`
    that has a table `[tool.ankigen]`.
    """
    for place in (folder, *folder.parents):
        if (place / FILE).is_file():
            return place / FILE
        other = place / "pyproject.toml"
        if other.is_file() and _names_us(other):
            return other
    return None


def _names_us(file: Path) -> bool:
    try:
        return b"[tool.ankigen" in (disk.read(file, disk.MEGABYTE) or b"")
    except OSError:
        return False


def read(file: Path) -> Settings:
    """The settings in a file. `Stop` names the file, the key and what was expected."""
    origin = _origin(file)
    table = _table(origin.text, origin.name)
    if origin.prefix:
        table = table.get("tool", {}).get("ankigen", {})
    return _convert(table, origin, Settings)


def place(file: Path, key: str) -> str:
    """`name:line` of a dotted key in a file of settings that was read before."""
    return _origin(file).place(key)


def _origin(file: Path) -> "Origin":
    prefix = "" if file.name == FILE else "tool.ankigen."
    return Origin(near(file), _text(file, near(file)), prefix)


def own(file: Path) -> Own:
    """The user's own settings; where there is no file, the defaults."""
    if not file.is_file():
        return Own()
    text = _text(file, str(file))
    return _convert(_table(text, str(file)), Origin(str(file), text), Own)


class Origin(msgspec.Struct, frozen=True):
    """The file that settings stand in: its name as people see it, its text, and what stands
    before the settings' own keys.
    """

    name: str
    text: str
    prefix: str = ""

    def place(self, key: str) -> str:
        """`name:line` of a key, or of the table that it stands in."""
        line = line_of(self.text, self.prefix + key)
        return f"{self.name}:{line}" if line else self.name


def line_of(text: str, path: str) -> int:
    """The line, from 1 on, at which TOML sets a dotted key or the nearest one above it; else 0.

    It looks for keys at the beginnings of lines, so that one in a text of several lines may be
    taken for a setting; the parser tells no places.
    """
    best, size, table = 0, 0, ""
    for number, line in enumerate(text.splitlines(), 1):
        match = _KEY.match(line)
        if not match:
            continue
        name = _bare(match["table"] or match["key"])
        if match["table"]:
            table = name
        elif table:
            name = f"{table}.{name}"
        if len(name) > size and f"{path}.".startswith(f"{name}."):
            best, size = number, len(name)
    return best


def _bare(key: str) -> str:
    """A dotted key without quotes and blanks."""
    return ".".join(level.strip(" \t\"'") for level in key.split("."))


def _text(file: Path, name: str) -> str:
    try:
        data = disk.read(file, disk.MEGABYTE)
        if data is None:
            raise Stop(f"{name} is larger than 1 MB", "leave out what is no setting")
        return data.decode("utf-8-sig")
    except OSError as error:
        raise Stop(
            f"cannot read {name}: {error.strerror}", "check the file's permissions"
        ) from None
    except UnicodeDecodeError:
        raise Stop(f"{name} is not UTF-8", "save it in UTF-8, as TOML asks") from None


def _table(text: str, name: str) -> dict[str, Any]:
    try:
        return toml.loads(text)
    except ValueError as error:
        said = str(error)
        at = _AT.search(said)
        where = name
        if at:
            said = said[: at.start()]
            where += f":{at['line']}:{at['column']}" if at["line"] else f":{len(text.splitlines())}"
        raise Stop(
            f"{where}: this is not valid TOML: {said[:1].lower()}{said[1:]}",
            "each line is `key = value`, a text in quotes, a list in square brackets",
        ) from None


def _convert(table: object, origin: Origin, kind: type[Kind]) -> Kind:
    try:
        return msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        raise _explained(str(error), origin, kind) from None


def _explained(message: str, origin: Origin, kind: type[Kind]) -> Stop:
    found = _PATH.search(message)
    path = found["path"].removeprefix(".") if found else ""
    message = message[: found.start()] if found else message
    unknown = _UNKNOWN.match(message)
    if unknown:
        key = f"{path}.{unknown['key']}" if path else unknown["key"]
        known = _keys(_field(kind, path))
        near = get_close_matches(unknown["key"], known, 2, _MISSES)
        help = (
            f"did you mean {' or '.join(near)}?"
            if near
            else f"known keys: {', '.join(sorted(known))}"
        )
        return Stop(f"{origin.place(key)}: unknown key {origin.prefix}{key}", help)
    said = _worded(message, _field(kind, path))
    return Stop(f"{origin.place(path)}: {origin.prefix}{path}: {said}")


def _worded(message: str, kind: Any) -> str:
    """`Expected `str`, got `int`` in words; the values of a choice are listed."""
    choice = re.match(r"Invalid enum value (.*)", message)
    if choice:
        allowed = " or ".join(f'"{value}"' for value in getattr(kind, "__args__", ()))
        return f"expected {allowed}, got {choice[1]}"

    def word(name: re.Match[str]) -> str:
        kinds = [_TYPES.get(kind.strip(), kind.strip()) for kind in name[1].split("|")]
        return " or ".join(kind for kind in kinds if kind != "nothing")

    words = re.sub(r"`([^`]*)`", word, message)
    return words[:1].lower() + words[1:]


def _field(kind: Any, path: str) -> Any:
    """The type that stands at a dotted path of the settings; None where there is none."""
    for name in filter(None, re.sub(r"\[[^\]]*\]", "", path).split(".")):
        if not isinstance(kind, type) or not issubclass(kind, msgspec.Struct):
            return None
        fields = {item.encode_name: item.type for item in msgspec.structs.fields(kind)}
        kind = fields.get(name)
    return kind


def _keys(kind: Any) -> list[str]:
    if not isinstance(kind, type) or not issubclass(kind, msgspec.Struct):
        return []
    return [item.encode_name for item in msgspec.structs.fields(kind)]
