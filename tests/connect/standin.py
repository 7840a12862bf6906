"""A stand-in for AnkiConnect: its documented protocol, with the real Anki behind it.

`importPackage` imports as the add-on does, through Anki's importer with note types merged.
"""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from msgspec import Struct, field

from tests.real_anki import collection


class StandIn(Struct):
    """What it answers, and what it was asked: pairs of an action and its parameters."""

    anki: Collection
    key: str = ""
    version: int = 6
    permission: str = "granted"
    errors: dict[str, str] = field(default_factory=dict)
    tells_mod: bool = True
    results: dict[str, object] = field(default_factory=dict)
    slow: float = 0
    raw: bytes | None = None
    status: int = 200
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    address: str = ""

    def answer(self, body: bytes) -> dict[str, Any]:
        question = json.loads(body)
        action, params = question["action"], question.get("params", {})
        self.asked.append((action, params))
        if action in self.errors:
            return {"result": None, "error": self.errors[action]}
        if action != "requestPermission" and question.get("key", "") != self.key:
            return {"result": None, "error": "valid api key must be provided"}
        method = getattr(self, f"do_{action}", None)
        if method is None or question["version"] > 6:
            return {"result": None, "error": "unsupported action"}
        time.sleep(self.slow)
        result = self.results[action] if action in self.results else method(**params)
        return {"result": result, "error": None}

    def do_requestPermission(self) -> object:  # noqa: N802
        if self.permission != "granted":
            return {"permission": self.permission}
        granted = {"permission": "granted", "requireApikey": bool(self.key)}
        return {**granted, "version": self.version}

    def do_version(self) -> int:
        return self.version

    def do_importPackage(self, path: str) -> bool:  # noqa: N802
        options = ImportAnkiPackageOptions(
            merge_notetypes=True, with_scheduling=True, with_deck_configs=True
        )
        request = ImportAnkiPackageRequest(package_path=path, options=options)
        self.anki.import_anki_package(request)
        return True

    def do_findNotes(self, query: str) -> list[int]:  # noqa: N802
        return [int(id) for id in self.anki.find_notes(query)]

    def do_notesInfo(self, notes: list[int]) -> list[dict[str, Any]]:  # noqa: N802
        return [self._info(id) for id in notes]

    def _info(self, id: int) -> dict[str, Any]:
        if not self.anki.find_notes(f"nid:{id}"):
            return {}
        note = self.anki.get_note(id)  # type: ignore[arg-type]
        kind = note.note_type()
        assert kind is not None
        fields = {
            name: {"value": value, "order": order}
            for order, (name, value) in enumerate(note.items())
        }
        told = {"mod": note.mod} if self.tells_mod else {}
        return {
            **told,
            "noteId": note.id,
            "modelName": kind["name"],
            "tags": note.tags,
            "fields": fields,
            "cards": [int(id) for id in note.card_ids()],
        }

    def do_addTags(self, notes: list[int], tags: str) -> None:  # noqa: N802
        self.anki.tags.bulk_add(notes, tags)  # type: ignore[arg-type]

    def do_removeTags(self, notes: list[int], tags: str) -> None:  # noqa: N802
        self.anki.tags.bulk_remove(notes, tags)  # type: ignore[arg-type]


@contextmanager
def running(folder: Path) -> Iterator[StandIn]:
    """An Anki with an empty collection, listening on a free port of the loopback address."""
    with collection(folder) as anki:
        standin = StandIn(anki)

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                reply = standin.raw or json.dumps(standin.answer(body)).encode()
                self.send_response(standin.status)
                self.send_header("Content-Type", "text/json")
                self.send_header("Content-Length", str(len(reply)))
                self.end_headers()
                self.wfile.write(reply)

            def log_message(self, format: str, *args: object) -> None:
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        standin.address = f"http://127.0.0.1:{server.server_port}"
        try:
            yield standin
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
