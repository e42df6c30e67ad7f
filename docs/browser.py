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
_READ: Final = 3  # the descriptors at which Chromium expects the pipes
_WRITE: Final = 4


def chromium() -> str | None:
    """The path of Chromium or Chrome, None if there is none."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((found for name in names if (found := shutil.which(name))), None)


class BrowserTab:
    """A tab of a running browser: commands go to it, and what it reports is kept in `events`."""

    def __init__(self, to: int, back: int) -> None:
        self.events: list[dict[str, Any]] = []
        self._to = to
        self._back = back
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
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._to, data) :]
        while True:
            received = self._receive()
            if received.get("id") == self._number:
                break
            self.events.append(received)
        if "error" in received:
            raise RuntimeError(f"{method}: {received['error']['message']}")
        return dict(received["result"])

    def _receive(self) -> dict[str, Any]:
        while b"\0" not in self._left:
            if not (read := os.read(self._back, 1 << 20)):
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
        self.send("Page.navigate", url="about:blank")
        self.send("Page.navigate", url=page.resolve().as_uri() + hash)
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events[-1:]):
            self.events.append(self._receive())
        while self.run("location.href") == "about:blank" or not self.run(
            "document.readyState === 'complete'"
        ):
            pass

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

    def picture(self, *, whole: bool = False) -> bytes:
        """The page as PNG: what the window shows, or all of it."""
        shot = self.send("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
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
    child_in, ours_out = os.pipe()
    ours_in, child_out = os.pipe()

    def place_pipes() -> None:
        # Chromium is told only that there are pipes: their numbers are fixed. What is duplicated
        # is first moved out of the way of these numbers.
        high_in, high_out = os.dup(child_in), os.dup(child_out)
        os.dup2(high_in, _READ)
        os.dup2(high_out, _WRITE)

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [command, *_ARGUMENTS, f"--user-data-dir={profile}", "--remote-debugging-pipe"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            close_fds=False,
            preexec_fn=place_pipes,  # noqa: PLW1509 - no thread is running that could hold a lock
        )
        os.close(child_in)
        os.close(child_out)
        try:
            yield BrowserTab(ours_out, ours_in)
        finally:
            process.kill()
            process.wait()
            os.close(ours_out)
            os.close(ours_in)
