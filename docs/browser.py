"""Open a page in headless Chromium, and ask it: over the DevTools protocol, through two pipes."""

import base64
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

_ARGUMENTS: Final = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--hide-scrollbars",
)
# Chromium reads commands at descriptor 3, and answers at 4.
_AT_ITS_PIPES: Final = 'exec "$0" "$@" --remote-debugging-pipe 3<&0 4>&1 </dev/null >/dev/null'

_MOST_PIXELS: Final = 16384  # in height; beyond it Chromium says "Page is too large"


def chromium() -> str | None:
    """The path of Chromium or Chrome, None if there is none."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((found for name in names if (found := shutil.which(name))), None)


class BrowserTab:
    """A tab of a running browser: commands go to it, and what it reports is kept in `events`."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.events: list[dict[str, Any]] = []
        self._process = process
        self._left = b""
        self._number = 0
        self._session = ""
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        attached = self.send("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """What the browser answers to a command; RuntimeError if that is an error."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        assert self._process.stdin  # noqa: S101 - a pipe
        self._process.stdin.write(json.dumps(message).encode() + b"\0")
        self._process.stdin.flush()
        while True:
            received = self._receive()
            if received.get("id") == self._number:
                break
            self.events.append(received)
        if "error" in received:
            raise RuntimeError(f"{method}: {received['error']['message']}")
        return dict(received["result"])

    def _receive(self) -> dict[str, Any]:
        assert self._process.stdout  # noqa: S101 - a pipe
        while b"\0" not in self._left:
            if not (read := os.read(self._process.stdout.fileno(), 1 << 20)):
                raise RuntimeError("the browser has ended")
            self._left += read
        message, _, self._left = self._left.partition(b"\0")
        return dict(json.loads(message))

    def open(self, page: Path, *, width: int = 1280, height: int = 900, hash: str = "") -> None:
        """Open a page from disk in a window of this size, and wait until it is loaded."""
        self.events.clear()
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        self.send("Page.resetNavigationHistory")  # of which Chromium keeps fifty steps
        self.load("about:blank")  # to open the same page again would only scroll
        self.load(page.resolve().as_uri() + hash)

    def load(self, address: str) -> None:
        """Go to an address, and wait until it is loaded."""
        before = self._loads()
        self.send("Page.navigate", url=address)
        while self._loads() == before:
            self.events.append(self._receive())

    def _loads(self) -> int:
        return sum(event["method"] == "Page.loadEventFired" for event in self.events)

    def run(self, script: str) -> Any:
        """The value of a script in the page, a promise's once it is there."""
        answer = self.send(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"].get("description", "failed"))
        return answer["result"].get("value")

    def prefer(self, scheme: str, *, media: str = "") -> None:
        """Show pages in the scheme "light" or "dark", as on a screen or in "print"."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.send("Emulation.setEmulatedMedia", media=media, features=features)

    def picture(self) -> bytes:
        """What the window shows, as PNG."""
        shot = self.send("Page.captureScreenshot", format="png")
        return base64.b64decode(shot["data"])

    def whole_picture(self) -> bytes:
        """The page from its top as PNG, as far down as Chromium draws in one picture."""
        size = self.send("Page.getLayoutMetrics")["cssContentSize"]
        clip = size | {"height": min(size["height"], _MOST_PIXELS), "scale": 1}
        shot = self.send(
            "Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip
        )
        return base64.b64decode(shot["data"])

    def pdf(self) -> bytes:
        """The page as it is printed, on paper of the size that its style sheet asks for."""
        printed = self.send("Page.printToPDF", preferCSSPageSize=True, printBackground=False)
        return base64.b64decode(printed["data"])


@contextmanager
def opened() -> Iterator[BrowserTab]:
    """A tab of a fresh browser, which ends with it; RuntimeError if no Chromium is installed."""
    command = chromium()
    if not command:
        raise RuntimeError("Chromium is not installed")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            ["/bin/sh", "-c", _AT_ITS_PIPES, command, *_ARGUMENTS, f"--user-data-dir={profile}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        with process:
            try:
                yield BrowserTab(process)
            finally:
                process.kill()
