"""The streams of a run: what stdout can show, and the one place that writes to it."""

import os
import sys
from contextlib import suppress
from shutil import get_terminal_size
from typing import Final

from ecefollow.reading.messages import escaped
from ecefollow.render.formats import Look

_PLAIN_WIDTH: Final = 100


class ReaderLeftError(Exception):
    """Nobody reads stdout any more, as with `| head`; Typer would take it for a failure."""


def prepare() -> None:
    """Let no character be a failure, and what is kept in a file be the same on every system."""
    for stream in (sys.stdout, sys.stderr):
        if stream:
            stream.reconfigure(errors="replace")  # type: ignore[union-attr] # they are real streams
    if sys.platform == "win32" and sys.stdout and not sys.stdout.isatty():
        # What is piped or kept in a file is UTF-8 with LF, whatever the code page.
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]


def at_terminal() -> bool:
    """Whether a person watches stdout, and not a program."""
    return sys.stdout.isatty()


def look() -> Look:
    """What stdout can show: NO_COLOR and FORCE_COLOR have the last word on colour."""
    wanted = os.environ.get("FORCE_COLOR") or (
        at_terminal() and os.environ.get("TERM") not in {"dumb", "unknown"}
    )
    colour = bool(wanted) and not os.environ.get("NO_COLOR")
    width = (
        get_terminal_size().columns if at_terminal() or "COLUMNS" in os.environ else _PLAIN_WIDTH
    )
    return Look(width, colour, sys.stdout.encoding)


def write(text: str) -> None:
    """Write an answer: the one place that writes to stdout."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()  # before what is said on stderr, and while a failure can still be told
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
    """Say what is not the answer itself, on stderr."""
    with suppress(OSError):  # there is nowhere left to say that it cannot be said
        if sys.stderr:
            sys.stderr.writelines(
                f"{escaped(each)}\n" for line in lines for each in line.split("\n")
            )
            sys.stderr.flush()
