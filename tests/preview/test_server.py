"""The server: who may ask, for what, and what is told when the notes change."""

import http.client
import json
import threading
from collections.abc import Iterator
from queue import Queue
from typing import Any

import pytest

from ankigen.diagnostics import Stop
from ankigen.preview.data import Deck
from ankigen.preview.server import Server, Site, serve
from tests.preview import deck

Feed = Queue[Deck | Stop | None]


@pytest.fixture
def feed() -> Feed:
    return Queue()


@pytest.fixture
def server(feed: Feed) -> Iterator[Server]:
    running = Server(Site())
    states = iter(feed.get, None)
    feed.put(deck.DECK)
    thread = threading.Thread(target=serve, args=(states, running))
    thread.start()
    yield running
    feed.put(None)
    thread.join()


def get(
    server: Server, path: str, host: str | None = None, method: str = "GET"
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    headers = {"Host": host or f"127.0.0.1:{server.server_port}"}
    connection.request(method, path, headers=headers)
    reply = connection.getresponse()
    body = reply.read()
    connection.close()
    return reply.status, {name.lower(): value for name, value in reply.getheaders()}, body


class Events:
    """What the server tells one listener."""

    def __init__(self, server: Server) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
        self.connection.request("GET", f"/{server.token}/events")
        self.reply = self.connection.getresponse()
        assert self.reply.readline().startswith(b"retry: ")
        self.reply.readline()

    def next(self) -> tuple[str, Any]:
        kind = self.reply.readline().decode().removeprefix("event: ").strip()
        data = self.reply.readline().decode().removeprefix("data: ").strip()
        self.reply.readline()
        return kind, json.loads(data) if data else None


def wait_for_page(server: Server) -> bytes:
    while server.site.data is None:
        threading.Event().wait(0.01)
    return get(server, f"/{server.token}/")[2]


def test_the_page_is_served_to_who_knows_the_token(server: Server) -> None:
    assert b"<!doctype html>" in wait_for_page(server)
    status, headers, _ = get(server, f"/{server.token}/")
    assert status == 200
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'sha256-")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in headers


def test_it_is_on_the_loopback_interface_alone(server: Server) -> None:
    assert server.server_address[0] == "127.0.0.1"
    assert len(server.token) >= 20
    assert Server(Site()).token != server.token


@pytest.mark.parametrize("path", ["/", "/x/", "/events", "/../{token}/", "/{token}"])
def test_other_addresses_are_not_found(server: Server, path: str) -> None:
    wait_for_page(server)
    assert get(server, path.format(token=server.token))[0] == 404


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1.evil.example:{port}"]
)
def test_other_hosts_are_refused(server: Server, host: str) -> None:
    wait_for_page(server)
    wanted = f"/{server.token}/"
    assert get(server, wanted, host.format(port=server.server_port))[0] == 404
    assert get(server, wanted, f"localhost:{server.server_port}")[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_can_be_sent(server: Server, method: str) -> None:
    wait_for_page(server)
    assert get(server, f"/{server.token}/", method=method)[0] == 501


def test_pictures_of_the_deck_and_no_other_file(server: Server) -> None:
    wait_for_page(server)
    status, headers, body = get(server, f"/{server.token}/media/{deck.PICTURE.name}")
    assert (status, headers["content-type"], body) == (200, "image/png", deck.PNG)
    assert headers["content-security-policy"] == "default-src 'none'; sandbox"
    for name in ("..", "../page.py", "%2e%2e/x", "other.png", "", "/etc/passwd"):
        assert get(server, f"/{server.token}/media/{name}")[0] == 404


def test_a_change_is_told_as_what_differs(server: Server, feed: Feed) -> None:
    wait_for_page(server)
    events = Events(server)
    assert events.next() == ("hello", 1)
    feed.put(deck.edited(2, "another"))
    kind, change = events.next()
    assert kind == "change"
    assert (change["from"], change["to"]) == (1, 2)
    assert change["order"] is None
    assert change["rows"] == []
    assert [body[0] for body in change["bodies"]] == ["g2"]
    assert b'data-version="2"' in get(server, f"/{server.token}/")[2]


def test_a_new_card_comes_with_the_order(server: Server, feed: Feed) -> None:
    wait_for_page(server)
    events = Events(server)
    events.next()
    feed.put(Deck("Demo", deck.NOTES[1:], deck.DECK.assets))
    _, change = events.next()
    assert change["order"][0] == "g1"
    assert change["rows"] == []


def test_the_same_notes_are_told_to_nobody(server: Server, feed: Feed) -> None:
    wait_for_page(server)
    events = Events(server)
    events.next()
    feed.put(deck.DECK)
    feed.put(deck.edited(2, "another"))
    assert events.next()[1]["to"] == 2


def test_a_state_that_cannot_be_shown_is_told_also_to_who_comes_later(
    server: Server, feed: Feed
) -> None:
    wait_for_page(server)
    events = Events(server)
    events.next()
    feed.put(Stop("ankigen.toml: no key 'dekc'"))
    assert events.next() == ("failed", "ankigen.toml: no key 'dekc'")
    late = Events(server)
    assert [late.next()[0], late.next()[0]] == ["hello", "failed"]
    feed.put(deck.DECK)
    assert events.next()[0] == "change"


def test_the_end_closes_the_connections(server: Server, feed: Feed) -> None:
    wait_for_page(server)
    events = Events(server)
    events.next()
    feed.put(None)
    assert events.reply.readline() == b""


def test_a_port_that_is_taken_is_told(server: Server) -> None:
    with pytest.raises(Stop, match=str(server.server_port)):
        Server(Site(), server.server_port)
