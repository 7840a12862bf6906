"""A real Chromium, driven over the DevTools protocol through a pipe: no port, no driver.

`browser()` is a browser without a network (every name fails to resolve); `Page` is one tab. What
the page says on its console, exceptions and refusals of its content policy are in `page.said`.
"""

import base64
import contextlib
import json
import os
import shutil
import subprocess
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PATIENCE = 30.0


def program() -> str | None:
    """Where Chromium is: `ANKIGEN_CHROMIUM`, else on the path."""
    given = os.environ.get("ANKIGEN_CHROMIUM")
    return given or next((found for name in NAMES if (found := shutil.which(name))), None)


needed = pytest.mark.skipif(
    program() is None or os.name == "nt", reason="Chromium was not found on the path"
)


class Browser:
    """A running browser. Descriptor 3 is what it reads, 4 what it writes."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        their_in, our_out = os.pipe()
        our_in, their_out = os.pipe()

        def descriptors() -> None:
            ends = os.dup(their_in), os.dup(their_out)  # out of the way of 3 and 4
            os.dup2(ends[0], 3)
            os.dup2(ends[1], 4)

        command = [
            str(program()),
            "--headless=new",
            "--remote-debugging-pipe",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--hide-scrollbars",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            f"--user-data-dir={folder}",
            *arguments,
        ]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=descriptors,
            close_fds=False,
        )
        os.close(their_in)
        os.close(their_out)
        self.out, self.inn = our_out, our_in
        self.buffer = b""
        self.number = 0
        self.events: deque[dict[str, Any]] = deque()

    def call(self, method: str, session: str | None = None, **params: Any) -> dict[str, Any]:
        """One command and its answer; events that come between are kept."""
        self.number += 1
        number = self.number
        message: dict[str, Any] = {"id": number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.out, data) :]
        while True:
            reply = self._read(PATIENCE)
            if reply is None:
                raise TimeoutError(method)
            if reply.get("id") == number:
                if "error" in reply:
                    raise RuntimeError(f"{method}: {reply['error']}")
                result: dict[str, Any] = reply["result"]
                return result
            self.events.append(reply)

    def listen(self, seconds: float) -> None:
        """Take what the browser says in this time."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if (event := self._read(left)) is not None:
                self.events.append(event)

    def _read(self, seconds: float) -> dict[str, Any] | None:
        import select

        end = time.monotonic() + seconds
        while b"\0" not in self.buffer:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.inn], [], [], left)[0]:
                return None
            more = os.read(self.inn, 1 << 20)
            if not more:
                raise RuntimeError("the browser has gone")
            self.buffer += more
        message, _, self.buffer = self.buffer.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found

    def close(self) -> None:
        with contextlib.suppress(Exception):
            self.call("Browser.close")
        with contextlib.suppress(OSError):
            os.close(self.out)
            os.close(self.inn)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Page:
    """One tab."""

    def __init__(self, browser: Browser, width: int = 1440, height: int = 900) -> None:
        self.browser = browser
        self.target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        attached = browser.call("Target.attachToTarget", targetId=self.target, flatten=True)
        self.session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.size(width, height)

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        return self.browser.call(method, self.session, **params)

    def close(self) -> None:
        self.browser.call("Target.closeTarget", targetId=self.target)
        self.browser.events.clear()

    def size(self, width: int, height: int, scale: float = 1, touch: bool = False) -> None:
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=scale,
            mobile=touch,
        )

    def open(self, url: str, ready: str = "document.readyState === 'complete'") -> None:
        self.browser.events.clear()
        failed = self.call("Page.navigate", url=url).get("errorText")
        assert not failed, f"{url}: {failed}"
        self.wait(f"location.href.startsWith({json.dumps(url)}) && ({ready})")

    def js(self, expression: str) -> Any:
        """The value of an expression; a promise is waited for."""
        reply = self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in reply:
            detail = reply["exceptionDetails"]
            raise RuntimeError(detail.get("exception", {}).get("description", detail))
        return reply["result"].get("value")

    def wait(self, condition: str, seconds: float = PATIENCE) -> None:
        """Until an expression is true."""
        end = time.monotonic() + seconds
        while True:
            with contextlib.suppress(RuntimeError):
                if self.js(f"!!({condition})"):
                    return
            if time.monotonic() > end:
                raise AssertionError(f"never came true: {condition}")
            time.sleep(0.02)

    def key(self, key: str, code: int = 0, modifiers: int = 0) -> None:
        """Press a key: a letter, or a name such as ArrowRight."""
        text = key if len(key) == 1 else "\r" if key == "Enter" else ""
        codes = {"ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40, "Enter": 13}
        codes |= {"Escape": 27, "Home": 36, "End": 35, "Tab": 9, " ": 32}
        number = code or codes.get(key) or ord(key.upper()[:1])
        common = {"key": key, "windowsVirtualKeyCode": number, "modifiers": modifiers}
        down = {"text": text, "unmodifiedText": text} if text else {}
        kind = "keyDown" if text else "rawKeyDown"
        self.call("Input.dispatchKeyEvent", type=kind, **common, **down)
        self.call("Input.dispatchKeyEvent", type="keyUp", **common)

    def type(self, text: str) -> None:
        for letter in text:
            self.key(letter)

    def click(self, selector: str) -> None:
        """Press and release the mouse in the middle of an element."""
        place = self.js(
            f"(e => {{ e.scrollIntoView({{block: 'nearest'}}); const r = e.getBoundingClientRect();"
            f" return [r.left + r.width / 2, r.top + r.height / 2]; }})"
            f"(document.querySelector({json.dumps(selector)}))"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call(
                "Input.dispatchMouseEvent",
                type=kind,
                x=place[0],
                y=place[1],
                button="left",
                clickCount=1,
            )

    def shot(self, file: Path) -> None:
        data = self.call("Page.captureScreenshot", format="png")["data"]
        file.write_bytes(base64.b64decode(data))

    @property
    def said(self) -> list[str]:
        """Console messages, exceptions and log entries (refusals, failed loads) so far."""
        self.browser.listen(0.05)
        out = []
        for event in self._own():
            params = event.get("params", {})
            if event.get("method") == "Runtime.consoleAPICalled":
                out.append(" ".join(str(arg.get("value")) for arg in params["args"]))
            elif event.get("method") == "Runtime.exceptionThrown":
                out.append(str(params["exceptionDetails"]))
            elif event.get("method") == "Log.entryAdded":
                out.append(f"{params['entry']['level']}: {params['entry']['text']}")
        return out

    @property
    def requests(self) -> list[str]:
        """The addresses that were asked for so far."""
        self.browser.listen(0.05)
        sent = (e for e in self._own() if e.get("method") == "Network.requestWillBeSent")
        return [str(event["params"]["request"]["url"]) for event in sent]

    def _own(self) -> list[dict[str, Any]]:
        return [e for e in self.browser.events if e.get("sessionId") == self.session]


@contextlib.contextmanager
def browser(*arguments: str) -> Iterator[Browser]:
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        running = Browser(Path(folder), *arguments)
        try:
            yield running
        finally:
            running.close()
