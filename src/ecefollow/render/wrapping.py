"""Wrap and cut a text by its width in a terminal."""

import re
from collections.abc import Iterator
from itertools import accumulate, takewhile
from typing import Final

from ecefollow.render.styles import width

# A word, or the part of it up to a hyphen between letters.
_WORDS: Final = re.compile(r"(\s*)(\S*?[^\W\d_]-(?=[^\W\d_])|\S+)").findall
_MAX_CHARACTER: Final = 2  # columns


def wrapped(text: str, room: int, *, hang: int = 0) -> Iterator[str]:
    """The lines of *text* in *room* columns; all but the first are indented by *hang*.

    A word that is longer than a line is broken. Several spaces within a line are kept.
    """
    begin = line = ""
    for gap, word in _WORDS(text):
        spaces = " " * len(gap) if line != begin else ""
        longer = line + spaces + word
        if width(longer) <= room:
            line = longer
            continue
        indent = " " * min(hang, max(room - _MAX_CHARACTER, 0))
        fits_a_line = width(indent + word) <= room
        if line != begin and (fits_a_line or width(line + spaces) + _MAX_CHARACTER > room):
            yield line
            begin = indent
            longer = begin + word
        *full, line = _broken(longer, room, indent)
        yield from full
        begin = indent if full else begin
    yield line


def cut(text: str, room: int) -> str:
    """The text, cut and ended with an ellipsis if it is wider than *room*."""
    if width(text) <= room:
        return text
    fitting = takewhile(lambda end: end < room, accumulate(map(width, text)))
    return f"{text[: sum(1 for _ in fitting)]}…"


def _broken(line: str, room: int, indent: str) -> Iterator[str]:
    """The line in pieces of at most *room* columns, each with at least one character."""
    piece, begin = "", ""
    for character in line:
        if piece != begin and width(piece + character) > room:
            yield piece
            begin = indent
            piece = begin + character
        else:
            piece += character
    yield piece
