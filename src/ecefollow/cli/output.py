"""Standard output and error: what they can show, and the only code that writes to stdout."""

import codecs
import os
import re
import sys
from contextlib import suppress
from shutil import get_terminal_size
from typing import Final

from ecefollow.reading.quoting import escaped
from ecefollow.render.formats import Look

_PLAIN_WIDTH: Final = 100
_WIDEST: Final = 4_000  # columns; what fills the width of a terminal must not fill the memory
# What the log of a workflow obeys, wherever it comes from: "::" at the beginning of a line, and
# "##[" anywhere in it.
_OBEYED: Final = r"(?m)^(\s*:)(?=:)|(##)(?=\[)"


_IN_ASCII: Final = "ecefollow.ascii"
# What stands for signs that an old console does not have, and "?" for any other letter: none is
# the quotation mark that ends a cell of CSV.
_SIGNS: Final = str.maketrans("“”„‘’·–—×→✓", "'''''---x>v")  # noqa: RUF001 - the signs


class ReaderLeftError(Exception):
    """The reader of stdout has gone, as with `| head`; Typer would treat that as a failure."""


def prepare() -> None:
    """Never fail at a character, and write the same bytes to a file or pipe on all systems.

    OSError if there is no stdout to write to.
    """
    if not sys.stdout:
        raise OSError(None, "stdout is closed")
    # Rich and Typer read it too.
    if os.environ.get("COLUMNS", "").isdecimal():
        os.environ["COLUMNS"] = str(min(int(os.environ["COLUMNS"]), _WIDEST))
    codecs.register_error(_IN_ASCII, _in_ascii)
    for stream in (sys.stdout, sys.stderr):
        if stream:
            stream.reconfigure(errors=_IN_ASCII)  # type: ignore[union-attr] # they are real streams
    if sys.platform == "win32" and not sys.stdout.isatty():
        # UTF-8 with LF, whatever the code page is.
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]


def at_terminal() -> bool:
    """Whether stdout is a terminal."""
    return sys.stdout.isatty()


def look() -> Look:
    """What stdout can show; NO_COLOR and FORCE_COLOR decide about colour."""
    use_colour = os.environ.get("FORCE_COLOR") or (
        at_terminal() and os.environ.get("TERM") not in {"dumb", "unknown"} and _obeys_colours()
    )
    colour = bool(use_colour) and not os.environ.get("NO_COLOR")
    width = (
        get_terminal_size().columns if at_terminal() or "COLUMNS" in os.environ else _PLAIN_WIDTH
    )
    return Look(min(width, _WIDEST), colour, sys.stdout.encoding)


def show(text: str) -> None:
    """Write a text that is to be read, not parsed, to stdout."""
    write(_disobeyed(text))


def write(text: str) -> None:
    """Write data to stdout as it is."""
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
            text = "".join(f"{escaped(part)}\n" for line in lines for part in line.split("\n"))
            sys.stderr.write(_disobeyed(text))
            sys.stderr.flush()


def _obeys_colours() -> bool:
    """Whether the terminal obeys the sequences for colours; the one of Windows must be asked to."""
    if sys.platform != "win32":
        return True
    # Late: only Windows needs it.
    import ctypes

    console, mode = ctypes.windll.kernel32, ctypes.c_ulong()
    handle = console.GetStdHandle(-11)  # stdout
    console.GetConsoleMode(handle, ctypes.byref(mode))
    return bool(console.SetConsoleMode(handle, mode.value | 4))


def _in_ascii(error: UnicodeError) -> tuple[str, int]:
    """What to write instead of letters that the console cannot show."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end].replace("…", "...").translate(_SIGNS)
    return "".join(letter if letter.isascii() else "?" for letter in text), error.end


def _disobeyed(text: str) -> str:
    """The text with a blank in whatever the log of a workflow would take for a command."""
    return re.sub(_OBEYED, r"\1\2 ", text) if os.environ.get("GITHUB_ACTIONS") else text
