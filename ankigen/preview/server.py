"""The page served on this machine alone, brought up to date as the notes change.

Every address holds a random token, and requests must be addressed to the loopback interface by
name, so that no other page in the browser can read the notes. Changes are sent as events: what
differs, not the page.
"""

import hmac
import secrets
import threading
from collections.abc import Iterable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, ClassVar

import msgspec

from ankigen.diagnostics import Stop
from ankigen.preview.data import Data, Deck, Tables, of
from ankigen.preview.page import Form, media_type, page, policy, read

if TYPE_CHECKING:
    from ankigen.model import Asset

HOST = "127.0.0.1"
PULSE = 15.0
"""Seconds between signs of life on a quiet connection."""

RETRY = 500
"""Milliseconds after which a page that lost its connection tries again."""


class Site:
    """What is served: the latest state, and those who listen for the next."""

    def __init__(self) -> None:
        self.tables = Tables()
        self.data: Data | None = None
        self.version = 0
        self.listeners: set[SimpleQueue[bytes | None]] = set()
        self.lock = threading.Lock()
        self.written: tuple[int, bytes] = (-1, b"")
        self.failure: bytes | None = None

    def show(self, deck: Deck) -> None:
        """Serve a deck, and tell what differs from the one before."""
        data = of(deck, self.tables)
        with self.lock:
            before, self.data = self.data, data
            if before is not None and before == data and self.failure is None:
                return
            self.failure = None
            self.version += 1
            if before is not None:
                self._tell("change", _difference(before, data, self.version))

    def fail(self, message: str) -> None:
        """Say that the notes cannot be shown as they are now; the last state stays."""
        with self.lock:
            self.failure = msgspec.json.encode(message)
            self._tell("failed", self.failure)

    def page(self) -> bytes:
        """The page of the latest state."""
        with self.lock:
            if self.written[0] != self.version:
                assert self.data is not None
                form = Form(media="beside", version=self.version)
                self.written = self.version, "".join(page(self.data, form)).encode()
            return self.written[1]

    def asset(self, name: str) -> "Asset | None":
        data = self.data
        assets = data.assets if data is not None else ()
        return next((asset for asset in assets if asset.name == name), None)

    def listen(self) -> "SimpleQueue[bytes | None]":
        """What is sent to a new listener: the version, then every change. None is the end."""
        events: SimpleQueue[bytes | None] = SimpleQueue()
        with self.lock:
            events.put(_event("hello", str(self.version).encode()))
            if self.failure is not None:
                events.put(_event("failed", self.failure))
            self.listeners.add(events)
        return events

    def close(self) -> None:
        with self.lock:
            for events in self.listeners:
                events.put(None)

    def _tell(self, kind: str, data: bytes) -> None:
        for events in self.listeners:
            events.put(_event(kind, data))


class Server(ThreadingHTTPServer):
    """Serves a site on the loopback interface. Port 0 takes a free one."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, site: Site, port: int = 0) -> None:
        try:
            super().__init__((HOST, port), _Handler)
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise Stop(f"cannot serve on port {port}: {reason}", "name another --port") from None
        self.site = site
        self.token = secrets.token_urlsafe(18)
        self.hosts = {f"{name}:{self.server_port}" for name in (HOST, "localhost")}

    @property
    def url(self) -> str:
        """The page's address."""
        return f"http://{HOST}:{self.server_port}/{self.token}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up is no error."""


def serve(states: Iterable[Deck | Stop], server: Server) -> None:
    """Show each state as it comes, until there are no more or Ctrl-C."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1})
    thread.daemon = True
    thread.start()
    try:
        for state in states:
            if isinstance(state, Stop):
                server.site.fail(state.message)
            else:
                server.site.show(state)
    finally:
        server.site.close()
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "ankigen"
    sys_version = ""
    timeout = 60
    always: ClassVar[dict[str, str]] = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cache-Control": "no-store",
    }

    def do_GET(self) -> None:
        site, path = self.server.site, self._path()
        if path is None:
            self.send_error(HTTPStatus.NOT_FOUND)
        elif path == "":
            form = Form(media="beside", version=site.version)
            self._send(site.page(), "text/html; charset=utf-8", policy(form))
        elif path == "events":
            self._events()
        elif path.startswith("media/") and (asset := site.asset(path.removeprefix("media/"))):
            self._send(read(asset), media_type(asset.name), "default-src 'none'; sandbox")
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _path(self) -> str | None:
        """What is asked for below the token; None when the asker may not know."""
        if self.headers.get("Host", "").lower() not in self.server.hosts:
            return None
        token, slash, path = self.path.partition("?")[0].removeprefix("/").partition("/")
        known = hmac.compare_digest(token.encode(), self.server.token.encode())
        return path if known and slash else None

    def _send(self, body: bytes, kind: str, content_policy: str) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", content_policy)
        self.end_headers()
        self.wfile.write(body)

    def _events(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.close_connection = True
        self.end_headers()
        events = self.server.site.listen()
        try:
            self.wfile.write(b"retry: %d\n\n" % RETRY)
            while True:
                try:
                    event = events.get(timeout=PULSE)
                except Empty:
                    event = b": still here\n\n"
                if event is None:
                    return
                self.wfile.write(event)
        except OSError:
            return
        finally:
            self.server.site.listeners.discard(events)

    def end_headers(self) -> None:
        for name, value in self.always.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: what is served is the user's own business."""


def _event(kind: str, data: bytes) -> bytes:
    return b"event: %s\ndata: %s\n\n" % (kind.encode(), data)


def _difference(before: Data, after: Data, version: int) -> bytes:
    """What a page that shows the one needs to show the other."""
    rows = {row[0]: (row, body) for row, body in zip(before.rows, before.bodies, strict=True)}
    changed_rows, changed_bodies = [], []
    for row, body in zip(after.rows, after.bodies, strict=True):
        old_row, old_body = rows.get(row[0], (None, None))
        if row != old_row:
            changed_rows.append(row)
        if body != old_body:
            changed_bodies.append((row[0], body))
    order = [row[0] for row in after.rows]
    return msgspec.json.encode(
        {
            "from": version - 1,
            "to": version,
            "head": after.head,
            "order": None if order == [row[0] for row in before.rows] else order,
            "rows": changed_rows,
            "bodies": changed_bodies,
        }
    )
