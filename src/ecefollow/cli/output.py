"""Standard output and error: what they can show, and the only code that writes to stdout."""

import os
import sys
from contextlib import suppress
from shutil import get_terminal_size
from typing import Final

from ecefollow.reading.messages import escaped
from ecefollow.render.formats import WIDEST, Look

_PLAIN_WIDTH: Final = 100


class ReaderLeftError(Exception):
    """The reader of stdout has gone, as with `| head`; Typer would treat that as a failure."""


def prepare() -> None:
    """Never fail at a character, and write the same bytes to a file or pipe on all systems."""
    for stream in (sys.stdout, sys.stderr):
        if stream:
            stream.reconfigure(errors="replace")  # type: ignore[union-attr] # they are real streams
    if sys.platform == "win32" and sys.stdout and not sys.stdout.isatty():
        # UTF-8 with LF, whatever the code page is.
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]


def at_terminal() -> bool:
    """Whether stdout is a terminal."""
    return sys.stdout.isatty()


def look() -> Look:
    """What stdout can show; NO_COLOR and FORCE_COLOR decide about colour."""
    use_colour = os.environ.get("FORCE_COLOR") or (
        at_terminal() and os.environ.get("TERM") not in {"dumb", "unknown"}
    )
    colour = bool(use_colour) and not os.environ.get("NO_COLOR")
    width = (
        get_terminal_size().columns if at_terminal() or "COLUMNS" in os.environ else _PLAIN_WIDTH
    )
    return Look(min(width, WIDEST), colour, sys.stdout.encoding)


def write(text: str) -> None:
    """Write an answer to stdout; nothing else does."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()  # before any note on stderr, and while a failure can still be reported
    except BrokenPipeError:
        raise ReaderLeftError from None


def can_ask() -> bool:
    """Whether a person is there who can answer."""
    return bool(sys.stdin and sys.stdin.isatty() and sys.stderr)


def ask(question: str) -> str | None:
    """What a person types, asked for on stderr: a question is no answer. None for none."""
    sys.stderr.write(question)
    sys.stderr.flush()
    try:
        return sys.stdin.readline() or None
    except KeyboardInterrupt:
        return None


def note(*lines: str) -> None:
    """Write lines that are not part of the answer to stderr."""
    with suppress(OSError):  # there is nowhere left to report this failure
        if sys.stderr:
            sys.stderr.writelines(
                f"{escaped(each)}\n" for line in lines for each in line.split("\n")
            )
            sys.stderr.flush()
