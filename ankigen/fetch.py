"""Remote pictures, downloaded into a cache: only when the user asked for it.

Notes are strangers': they may name any address. So a name is resolved once, every address that
it has must be public, and the connection goes to that very address; each redirect is a new
question. Sizes, times and numbers are bounded, nothing of the user's goes out (no cookies, no
credentials, no referrer), and no proxy is asked, which would resolve names itself.
"""

import hashlib
import http.client
import os
import secrets
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from pathlib import Path
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from msgspec import Struct

from ankigen import __version__

_CHUNK = 1 << 16
_TYPES = ("image/", "audio/", "video/", "application/octet-stream", "binary/octet-stream")
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_NAT64 = ip_network("64:ff9b::/96")
_UNICAST = ip_network("2000::/3")
"""All of IPv6 that is given out (RFC 4291, 2.4): what is outside may be a site's own."""
_HEADERS = {
    "User-Agent": f"ankigen/{__version__}",
    "Accept": "image/*",
    "Accept-Encoding": "identity",
    "Connection": "close",
}


class Bounds(Struct, frozen=True):
    """What fetching may cost: of one picture, and of all of them."""

    megabytes: int = 16
    seconds: float = 30
    redirects: int = 5
    pictures: int = 2000
    total_megabytes: int = 1000
    at_once: int = 8


class _Failed(Exception):
    """Why a picture was not fetched, in words for the user."""


def fetch(
    urls: Iterable[str],
    cache: Path,
    bounds: Bounds = Bounds(),
    *,
    online: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Path | str]:
    """For each URL the file that holds its picture, or why there is none.

    A picture that is in the cache is not asked for again; with `online=False` nothing is asked
    for. `progress` gets how many of how many downloads are done, on the caller's thread.
    """
    wanted = list(dict.fromkeys(urls))
    result: dict[str, Path | str] = {}
    for url in wanted:
        file = _cached(cache, url)
        if file.is_file():
            result[url] = file
    missing = [url for url in wanted if url not in result]
    if not online:
        return result | dict.fromkeys(missing, "it is not in the cache, and fetching is off")
    for url in missing[bounds.pictures :]:
        result[url] = f"only {bounds.pictures} pictures are fetched in one run"
    result |= _download(missing[: bounds.pictures], cache, bounds, progress)
    return {url: result[url] for url in wanted}


def is_public(address: str) -> bool:
    """Whether an IP address is on the open internet, also the one that is wrapped in it."""
    ip = ip_address(address.partition("%")[0])
    wrapped: IPv4Address | None = None
    if isinstance(ip, IPv6Address):
        teredo = ip.teredo
        wrapped = ip.ipv4_mapped or ip.sixtofour or (teredo[1] if teredo else None)
        if ip in _NAT64:
            wrapped = IPv4Address(int(ip) & 0xFFFFFFFF)
    if wrapped is not None:
        return is_public(str(wrapped))
    given = isinstance(ip, IPv4Address) or ip in _UNICAST
    return given and ip.is_global and not ip.is_multicast and not ip.is_reserved


def _cached(cache: Path, url: str) -> Path:
    digest = hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()
    return cache / digest[:2] / digest[2:]


def _download(
    urls: list[str], cache: Path, bounds: Bounds, progress: Callable[[int, int], None] | None
) -> dict[str, Path | str]:
    result: dict[str, Path | str] = {}
    run = _Run(bounds.total_megabytes * 1_000_000)
    pool = ThreadPoolExecutor(bounds.at_once, "fetch")
    try:
        jobs = {pool.submit(_one, url, _cached(cache, url), bounds, run): url for url in urls}
        for done, job in enumerate(as_completed(jobs), 1):
            result[jobs[job]] = job.result()
            if progress is not None:
                progress(done, len(jobs))
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        run.stop()
        raise
    pool.shutdown()
    return result


class _Run:
    """What all downloads of one run share: the bytes they may still take, and their end."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._plugs = set[socket.socket]()
        self.stopped = False

    def take(self, size: int) -> None:
        with self._lock:
            self._size -= size
            if self._size < 0:
                raise _Failed("the pictures of this run are too large together")

    @contextmanager
    def until(self, plug: socket.socket, deadline: float) -> Iterator[None]:
        """Cut a connection off at the deadline, however slowly its bytes drip in."""
        clock = threading.Timer(max(deadline - time.monotonic(), 0), _cut, [plug])
        clock.daemon = True
        clock.start()
        self._plugs.add(plug)
        if self.stopped:  # while this one was being made
            _cut(plug)
        try:
            yield
        finally:
            clock.cancel()
            self._plugs.discard(plug)
            plug.close()

    def stop(self) -> None:
        """Cut every connection off."""
        self.stopped = True
        for plug in list(self._plugs):
            _cut(plug)


def _cut(plug: socket.socket) -> None:
    with suppress(OSError):
        plug.shutdown(socket.SHUT_RDWR)


def _one(url: str, file: Path, bounds: Bounds, run: _Run) -> Path | str:
    """One picture into its place in the cache, or why not."""
    deadline = time.monotonic() + bounds.seconds
    try:
        address = _parsed(url)
        for _ in range(bounds.redirects + 1):
            with _response(address, deadline, run) as response:
                if response.status in _REDIRECTS:
                    address = _followed(address, response)
                    continue
                _store(response, file, bounds, run, deadline)
                return file
        return f"it redirects more than {bounds.redirects} times"
    except _Failed as error:
        return str(error)
    except ssl.SSLError as error:
        return f"its certificate or its encryption is bad: {error.reason or error}"
    except TimeoutError:
        return f"no answer within {bounds.seconds:g} s"
    except (OSError, http.client.HTTPException, ValueError) as error:
        if time.monotonic() >= deadline:
            return f"no answer within {bounds.seconds:g} s"
        return getattr(error, "strerror", None) or str(error) or type(error).__name__


def _parsed(url: str) -> SplitResult:
    """The parts of a URL that may be asked for: http or https, a usual port, no credentials."""
    parts = urlsplit(f"https:{url}" if url.startswith("//") else url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise _Failed("only http and https addresses are fetched")
    if parts.username is not None or parts.password is not None:
        raise _Failed("its address holds a user name")
    port = parts.port
    if port is not None and port < 1024 and port not in (80, 443):
        raise _Failed(f"port {port} is not one of a web server")
    if parts.hostname == "github.com" and "/blob/" in parts.path:
        # the page about a picture, which GitHub itself turns into the picture
        parts = parts._replace(path=parts.path.replace("/blob/", "/raw/", 1))
    return parts


def _followed(address: SplitResult, response: http.client.HTTPResponse) -> SplitResult:
    location = response.getheader("Location")
    if not location:
        raise _Failed("it redirects to nowhere")
    following = _parsed(urljoin(address.geturl(), location))
    if address.scheme == "https" and following.scheme == "http":
        raise _Failed("it redirects from https to http")
    return following


@contextmanager
def _response(parts: SplitResult, deadline: float, run: _Run) -> Iterator[http.client.HTTPResponse]:
    """The answer to a GET, from an address that was checked; cut off at the deadline."""
    assert parts.hostname is not None
    host = (
        parts.hostname.encode("idna").decode() if not parts.hostname.isascii() else parts.hostname
    )
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    plug = _connected(_address(host, port), port, deadline)
    if secure:
        context = ssl.create_default_context()
        plug = context.wrap_socket(plug, server_hostname=host, do_handshake_on_connect=False)
    with run.until(plug, deadline):
        if isinstance(plug, ssl.SSLSocket):
            plug.do_handshake()
        connection = http.client.HTTPConnection(host, port)
        connection.sock = plug
        path = quote(parts.path or "/", safe="!$%&'()*+,/:;=@~")
        query = f"?{quote(parts.query, safe='!$%&()*+,/:;=?@~')}" if parts.query else ""
        shown = f"[{host}]" if ":" in host else host
        usual = port == (443 if secure else 80)
        headers = {"Host": shown if usual else f"{shown}:{port}", **_HEADERS}
        connection.request("GET", path + query, headers=headers)
        with connection.getresponse() as response:
            yield response


def _address(host: str, port: int) -> str:
    """An IP address of the host. One that is not public spoils them all."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise _Failed(f"the host {host} is not known") from error
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not all(map(is_public, addresses)):
        raise _Failed(f"{host} is not on the open internet")
    return addresses[0]


def _connected(address: str, port: int, deadline: float) -> socket.socket:
    remaining = deadline - time.monotonic()
    if remaining <= 0:
        raise TimeoutError
    return socket.create_connection((address, port), timeout=min(remaining, 10))


def _store(
    response: http.client.HTTPResponse,
    file: Path,
    bounds: Bounds,
    run: _Run,
    deadline: float,
) -> None:
    """The body into its file, whole or not at all."""
    if response.status != 200:
        raise _Failed(f"the server says {response.status} {response.reason}".rstrip())
    kind = response.headers.get_content_type() if response.getheader("Content-Type") else ""
    if kind and not kind.startswith(_TYPES):
        raise _Failed(f"it is {kind}, not a picture")
    if response.getheader("Content-Encoding", "identity").lower() != "identity":
        raise _Failed("it came compressed, though that was not asked for")
    most = bounds.megabytes * 1_000_000
    if (response.length or 0) > most:
        raise _Failed(f"it has more than {bounds.megabytes} MB")
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(f"{file.name}.{secrets.token_hex(6)}.tmp")
    try:
        with temporary.open("wb") as stream:
            size = 0
            while piece := response.read1(_CHUNK):
                size += len(piece)
                if size > most:
                    raise _Failed(f"it has more than {bounds.megabytes} MB")
                run.take(len(piece))
                stream.write(piece)
            if run.stopped or time.monotonic() >= deadline:  # so the end is where it was cut off
                raise TimeoutError
            if response.length:
                raise _Failed("the connection broke off")
            if size == 0:
                raise _Failed("it is empty")
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)
