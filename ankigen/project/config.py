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
    name = near(file)
    table, prefix = _table(file, name), ""
    if file.name != FILE:
        table, prefix = table.get("tool", {}).get("ankigen", {}), "tool.ankigen."
    return convert(table, name, Settings, prefix)


def own(file: Path) -> Own:
    """The user's own settings; where there is no file, the defaults."""
    return convert(_table(file, str(file)), str(file), Own) if file.is_file() else Own()


def _table(file: Path, name: str) -> dict[str, Any]:
    try:
        data = disk.read(file, disk.MEGABYTE)
        if data is None:
            raise Stop(f"{name} is larger than 1 MB", "leave out what is no setting")
        return toml.loads(data.decode("utf-8-sig"))
    except OSError as error:
        raise Stop(
            f"cannot read {name}: {error.strerror}", "check the file's permissions"
        ) from None
    except UnicodeDecodeError:
        raise Stop(f"{name} is not UTF-8", "save it in UTF-8, as TOML asks") from None
    except ValueError as error:
        raise Stop(f"{name} is not valid TOML: {error}") from None


def convert(table: object, where: str, kind: type[Kind], prefix: str = "") -> Kind:
    """Settings from plain data; `where` and `prefix` are for the message of a mistake."""
    try:
        return msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        raise _explained(str(error), where, kind, prefix) from None


def _explained(message: str, where: str, kind: type[Kind], prefix: str) -> Stop:
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
        return Stop(f"{where}: unknown key {prefix}{key}", help)
    return Stop(f"{where}: {prefix}{path}: {_worded(message, _field(kind, path))}")


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
