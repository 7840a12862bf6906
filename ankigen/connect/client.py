"""The add-on AnkiConnect, spoken to over HTTP: one JSON object asks, one answers.

`{"action": ..., "version": 6, "params": {...}}` gives `{"result": ..., "error": ...}`. First comes
`requestPermission`, then `version`; every later action needs the user's key where they set one.
The address is the loopback's unless the user says otherwise, and no proxy is asked.
"""

import http.client
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import SplitResult, urlsplit

import msgspec
from msgspec import Struct

from ankigen.connect.plan import Known
from ankigen.diagnostics import Stop

T = TypeVar("T")
ADDRESS = "http://127.0.0.1:8765"
VERSION = 6
PATIENCE = 30.0
"""Seconds for an answer; Anki answers between two of its own doings."""
LONG = 900.0
"""Seconds for an import."""
_AT_ONCE = 500
_INSTALL = (
    "start Anki, and install the add-on AnkiConnect there: Tools > Add-ons > Get Add-ons, "
    "code 2055492159"
)
_UPDATE = "update the add-on in Anki: Tools > Add-ons > Check for Updates"
_BY_HAND = "import the package by hand: File > Import in Anki"
_KEY = "put the key that AnkiConnect's settings name into the environment: ANKIGEN_ANKI_KEY"
_GRANT = "grant the permission in Anki, and try again"


class _Permission(msgspec.Struct):
    permission: str = "denied"
    require_key: bool = msgspec.field(default=False, name="requireApikey")


class _Value(msgspec.Struct):
    value: str


class _Note(msgspec.Struct, rename="camel"):
    note_id: int | None = None
    fields: dict[str, _Value] = {}
    tags: list[str] = []
    mod: int = 0


class _Reply(msgspec.Struct):
    result: Any = None
    error: str | None = None


class Anki(Struct, frozen=True):
    """A running Anki that lets us in. Each method is one action; `Stop` when Anki says no."""

    address: SplitResult
    key: str = ""

    def import_package(self, package: Path) -> None:
        """Import a package, which Anki must find under the same path."""
        path = str(package.resolve())
        if self._ask("importPackage", LONG, path=path) is not True:
            raise Stop(f"Anki did not import {package}", _BY_HAND)

    def find(self, query: str) -> list[int]:
        """The ids of the notes that a search finds."""
        return self._as("findNotes", list[int], query=query)

    def notes(self, ids: Sequence[int]) -> list[Known]:
        """Notes by id; one that is gone meanwhile is left out."""
        found: list[Known] = []
        for start in range(0, len(ids), _AT_ONCE):
            part = list(ids[start : start + _AT_ONCE])
            for note in self._as("notesInfo", list[_Note], notes=part):
                if note.note_id is not None:
                    fields = {name: field.value for name, field in note.fields.items()}
                    found.append(Known(note.note_id, fields, tuple(note.tags), note.mod))
        return found

    def add_tag(self, ids: Iterable[int], tag: str) -> None:
        """Give notes a tag."""
        self._ask("addTags", notes=list(ids), tags=tag)

    def remove_tag(self, ids: Iterable[int], tag: str) -> None:
        """Take a tag from notes."""
        self._ask("removeTags", notes=list(ids), tags=tag)

    def _as(self, action: str, kind: type[T], **params: Any) -> T:
        result = self._ask(action, **params)
        try:
            return msgspec.convert(result, kind)
        except msgspec.ValidationError as error:
            raise Stop(f"AnkiConnect's answer to {action} is strange: {error}", _UPDATE) from None

    def _ask(self, action: str, patience: float = PATIENCE, **params: Any) -> Any:
        reply = _exchange(self.address, action, params, self.key, patience)
        if reply.error is not None:
            raise Stop(f"Anki refuses {action}: {reply.error}", _advice(reply.error))
        return reply.result


def connect(address: str = ADDRESS, key: str = "") -> Anki:
    """The Anki at an address, after the handshake. `Stop` says what stands in the way."""
    place = _parsed(address)
    reply = _exchange(place, "requestPermission", {}, key, PATIENCE)
    if reply.error is None:  # an add-on too old for the question lets everyone in
        try:
            given = msgspec.convert(reply.result, _Permission)
        except msgspec.ValidationError:
            raise Stop(f"what answers at {address} is not AnkiConnect", _INSTALL) from None
        if given.permission != "granted":
            raise Stop("Anki does not let ankigen in", _GRANT)
        if given.require_key and not key:
            raise Stop("AnkiConnect asks for a key", _KEY)
    anki = Anki(place, key)
    version = anki._as("version", int)
    if version < VERSION:
        raise Stop(f"AnkiConnect speaks version {version}; {VERSION} is needed", _UPDATE)
    return anki


def _parsed(address: str) -> SplitResult:
    help = f"an address is written like {ADDRESS}"
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("http", "https") and parts.hostname and (parts.port or 1)
    except ValueError:
        good = None
    if not good or parts.username is not None:
        raise Stop(f"{address!r} is no address of AnkiConnect", help)
    return parts


def _exchange(
    place: SplitResult, action: str, params: dict[str, Any], key: str, patience: float
) -> _Reply:
    """Ask, and get the answer."""
    question: dict[str, Any] = {"action": action, "version": VERSION}
    if params:
        question["params"] = params
    if key:
        question["key"] = key
    body = msgspec.json.encode(question)
    secure = place.scheme == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(place.hostname or "", place.port or (443 if secure else 80), timeout=patience)
    where = place.geturl()
    try:
        headers = {"Content-Type": "application/json", "Connection": "close"}
        connection.request("POST", place.path or "/", body, headers)
        response = connection.getresponse()
        status, answer = response.status, response.read()
    except TimeoutError:
        raise Stop(
            f"Anki did not answer {action} within {patience:g} s",
            "close dialogs that are open in Anki, and try again",
        ) from None
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise Stop(f"no Anki answers at {where}: {reason}", _INSTALL) from None
    finally:
        connection.close()
    if status == 403:
        raise Stop("Anki does not let ankigen in", _GRANT)
    try:
        return msgspec.json.decode(answer, type=_Reply)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Stop(f"what answers at {where} is not AnkiConnect", _INSTALL) from None


def _advice(error: str) -> str:
    """What to do about an error in AnkiConnect's words."""
    said = error.lower()
    if "api key" in said:
        return _KEY
    if "collection is not available" in said:
        return "open your profile in Anki, and try again"
    if "unsupported action" in said:
        return _UPDATE
    return _BY_HAND
