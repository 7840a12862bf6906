"""Fetching against a server of our own, and against what strangers' addresses try."""

import http.server
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ankigen import fetch as module
from ankigen.fetch import Bounds, fetch, is_public

PICTURE = b"\x89PNG\r\n\x1a\n" + b"x" * 5000


class _Handler(http.server.BaseHTTPRequestHandler):
    seen: list[tuple[str, dict[str, str]]] = []  # noqa: RUF012

    def do_GET(self) -> None:
        self.seen.append((self.path, dict(self.headers)))
        name = self.path.split("?")[0]
        if name.startswith("/redirect/"):
            self.send_response(302)
            self.send_header("Location", name.removeprefix("/redirect/"))
            self.end_headers()
        elif name == "/gone":
            self.send_error(404)
        elif name == "/loop":
            self.send_response(301)
            self.send_header("Location", "/loop")
            self.end_headers()
        elif name == "/drip":
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            for _ in range(200):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.05)
        elif name == "/short":
            self._answer(PICTURE, {"Content-Length": str(len(PICTURE) + 10)})
        elif name == "/unsized":
            self._answer(PICTURE, {})
        elif name == "/huge":
            self._answer(PICTURE, {"Content-Length": "2000000"})
        elif name == "/endless":
            self._answer(b"x" * 2_000_000, {})
        elif name == "/empty":
            self._answer(b"", {"Content-Length": "0"})
        elif name == "/page":
            self._answer(b"<html>", {"Content-Type": "text/html; charset=utf-8"})
        elif name == "/packed":
            self._answer(b"zip", {"Content-Encoding": "gzip"})
        else:
            self._answer(PICTURE, {"Content-Length": str(len(PICTURE)), "Set-Cookie": "a=b"})

    def _answer(self, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(200)
        for key, value in ({"Content-Type": "image/png"} | headers).items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server that counts as public."""
    _Handler.seen = []
    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    running.daemon_threads = True
    running.handle_error = lambda *_: None  # type: ignore[method-assign]
    threading.Thread(target=running.serve_forever, args=[0.02], daemon=True).start()
    monkeypatch.setattr(module, "is_public", lambda address: address == "127.0.0.1")
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()


def _left(cache: Path) -> list[Path]:
    return [file for file in cache.rglob("*") if file.is_file()]


def test_a_picture_is_fetched_once_and_kept(server: str, tmp_path: Path) -> None:
    urls = [f"{server}/{name}.png?x=a b" for name in ("a", "b", "图", "a")]
    said: list[tuple[int, int]] = []
    result = fetch(urls, tmp_path, progress=lambda done, total: said.append((done, total)))
    assert list(result) == list(dict.fromkeys(urls))
    assert [Path(file).read_bytes() for file in result.values()] == [PICTURE] * 3
    assert said == [(1, 3), (2, 3), (3, 3)]
    assert len(_Handler.seen) == 3
    for online in (True, False):
        assert fetch(urls, tmp_path, online=online) == result
    assert len(_Handler.seen) == 3
    assert len(_left(tmp_path)) == 3


def test_nothing_of_the_user_goes_out(server: str, tmp_path: Path) -> None:
    fetch([f"{server}/a", f"{server}/redirect//b"], tmp_path)
    for _, headers in _Handler.seen:
        assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}


def test_without_leave_nothing_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", None)
    result = fetch(["https://example.com/a.png"], tmp_path, online=False)
    assert result == {"https://example.com/a.png": "it is not in the cache, and fetching is off"}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/gone", "404"),
        ("/loop", "redirects more than 2 times"),
        ("/redirect/ftp://127.0.0.1/a", "only http"),
        ("/redirect/", "redirects to nowhere"),
        ("/drip", "no answer within 1 s"),
        ("/short", "broke off"),
        ("/huge", "more than 1 MB"),
        ("/endless", "more than 1 MB"),
        ("/empty", "empty"),
        ("/page", "text/html"),
        ("/packed", "compressed"),
    ],
)
def test_each_failure_is_told_and_leaves_nothing(
    server: str, tmp_path: Path, path: str, words: str
) -> None:
    bounds = Bounds(megabytes=1, seconds=1, redirects=2)
    [said] = fetch([server + path], tmp_path, bounds).values()
    assert isinstance(said, str)
    assert words in said
    assert _left(tmp_path) == []


def test_an_answer_without_a_length_is_taken(server: str, tmp_path: Path) -> None:
    [file] = fetch([f"{server}/unsized"], tmp_path).values()
    assert Path(file).read_bytes() == PICTURE


def test_all_of_them_are_bounded(server: str, tmp_path: Path) -> None:
    urls = [f"{server}/{number}" for number in range(5)]
    result = fetch(urls, tmp_path / "a", Bounds(pictures=3))
    assert [isinstance(file, Path) for file in result.values()] == [True] * 3 + [False] * 2
    [said] = fetch([f"{server}/endless"], tmp_path / "b", Bounds(total_megabytes=1)).values()
    assert said == "the pictures of this run are too large together"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/a.png", "http://127.1/a.png", "http://2130706433/a.png", "http://0/a.png",
        "http://localhost/a.png", "http://[::1]/a.png", "http://[::ffff:127.0.0.1]/a.png",
        "http://10.0.0.1/a.png", "http://192.168.0.1/a.png", "http://172.16.0.1/a.png",
        "http://169.254.169.254/latest/meta-data", "http://[fe80::1]/a.png", "http://[fd00::1]/a.png",
        "http://100.64.0.1/a.png", "http://224.0.0.1/a.png", "http://[64:ff9b::7f00:1]/a.png",
        "http://[2002:7f00:1::]/a.png", "http://0.0.0.0/a.png", "http://[::]/a.png",
        "http://[fec0::1]/a.png", "http://[::127.0.0.1]/a.png", "http://[64:ff9b:1::7f00:1]/a.png",
    ],
)  # fmt: skip
def test_private_addresses_are_refused(
    tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "create_connection", None)
    [said] = fetch([url], tmp_path).values()
    assert isinstance(said, str)
    assert "not on the open internet" in said or "not known" in said


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://example.com/a", "https:///a", "https://me:pass@example.com/a",
        "http://example.com:22/a", "http://example.com:99999/a", "http://[/a", "gopher://example.com",
    ],
)  # fmt: skip
def test_strange_addresses_are_refused(
    tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", None)
    [said] = fetch([url], tmp_path).values()
    assert isinstance(said, str)


def test_a_redirect_to_a_private_address_is_refused(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [said] = fetch([f"{server}/redirect/http://169.254.169.254/"], tmp_path).values()
    assert said == "169.254.169.254 is not on the open internet"


def test_one_private_address_among_a_names_spoils_them_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [(0, 0, 0, "", ("93.184.216.34", 80)), (0, 0, 0, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: found)
    monkeypatch.setattr(socket, "create_connection", None)
    [said] = fetch(["http://example.com/a"], tmp_path).values()
    assert said == "example.com is not on the open internet"


def test_the_checked_address_is_the_one_that_is_used(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that changes its address between two questions gains nothing: it is asked once."""
    port = int(server.rpartition(":")[2])
    asked: list[str] = []
    real = socket.getaddrinfo

    def answers(host: str, *rest: object, **more: object) -> object:
        asked.append(host)
        return real("127.0.0.1" if len(asked) == 1 else host, port, type=socket.SOCK_STREAM)

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    [file] = fetch([f"http://rebind.example:{port}/a"], tmp_path).values()
    assert isinstance(file, Path)
    assert asked == ["rebind.example", "127.0.0.1"]  # the second is the socket's own, an address
    assert _Handler.seen[0][1]["Host"] == f"rebind.example:{port}"


def test_an_interrupt_ends_the_downloads(server: str, tmp_path: Path) -> None:
    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        fetch([f"{server}/a", f"{server}/drip", f"{server}/drip?2"], tmp_path, progress=interrupt)
    for thread in threading.enumerate():
        if thread.name.startswith("fetch"):
            thread.join()
    assert time.monotonic() - start < 8  # a drip takes 10 s
    assert len(_left(tmp_path)) == 1


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate, and is not here")
    file = tmp_path / "both.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=pictures.example"
    names = ["-addext", "subjectAltName=DNS:pictures.example"]
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    files = ["-keyout", str(key), "-out", str(cert)]
    subprocess.run([*command.split(), *names, *files], check=True, capture_output=True)
    file.write_bytes(key.read_bytes() + cert.read_bytes())
    return file


def test_certificates_are_checked(
    certificate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    running.handle_error = lambda *_: None  # type: ignore[method-assign]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    running.socket = context.wrap_socket(running.socket, server_side=True)
    threading.Thread(target=running.serve_forever, args=[0.02], daemon=True).start()
    port = running.server_port
    monkeypatch.setattr(module, "is_public", lambda address: address == "127.0.0.1")
    here = socket.getaddrinfo("127.0.0.1", port, type=socket.SOCK_STREAM)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: here)
    right, wrong = f"https://pictures.example:{port}/a", f"https://other.example:{port}/a"
    [said] = fetch([right], tmp_path / "cache").values()
    assert "certificate" in str(said)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    taken, refused = fetch([right, wrong], tmp_path / "cache").values()
    assert isinstance(taken, Path)
    assert "certificate" in str(refused)
    running.shutdown()
    running.server_close()


def test_https_never_falls_back_to_http() -> None:
    parts = module._parsed("https://example.com/a")

    class Answer:
        def getheader(self, name: str) -> str:
            return "http://example.com/a"

    with pytest.raises(module._Failed, match="from https to http"):
        module._followed(parts, Answer())  # type: ignore[arg-type]


def test_the_page_about_a_picture_on_github_is_the_picture() -> None:
    parts = module._parsed("https://github.com/me/notes/blob/main/a.png")
    assert parts.path == "/me/notes/raw/main/a.png"


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "8.8.8.8"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)
