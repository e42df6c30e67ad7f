"""Text in lines, by the columns that it takes in a terminal."""

import re
from collections.abc import Iterator
from typing import Final

from ecefollow.render.styles import width

# A word, or its part up to a hyphen between letters.
_WORDS: Final = re.compile(r"(\s*)(\S*?[^\W\d_]-(?=[^\W\d_])|\S+)").findall
_WIDEST: Final = 2  # columns of one character


def wrapped(text: str, room: int, *, hang: int = 0) -> Iterator[str]:
    """The text in lines of so many columns, all but the first of them indented by *hang*.

    A word that is longer than a line is broken. Blanks stay as many as they are inside a line.
    """
    begin = line = ""
    for gap, word in _WORDS(text):
        blanks = " " * len(gap) if line != begin else ""
        longer = line + blanks + word
        if width(longer) <= room:
            line = longer
            continue
        indent = " " * min(hang, max(room - _WIDEST, 0))
        fits_a_line = width(indent + word) <= room
        if line != begin and (fits_a_line or width(line + blanks) + _WIDEST > room):
            yield line
            begin = indent
            longer = begin + word
        *full, line = _broken(longer, room, indent)
        yield from full
        begin = indent if full else begin
    yield line


def _broken(line: str, room: int, indent: str) -> Iterator[str]:
    """The line in pieces that fit: one character each at the least."""
    piece, begin = "", ""
    for character in line:
        if piece != begin and width(piece + character) > room:
            yield piece
            begin = indent
            piece = begin + character
        else:
            piece += character
    yield piece
