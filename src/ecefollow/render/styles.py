"""The colour of each state, and how wide a text stands in a terminal."""

import unicodedata
from typing import Final

from ecefollow.register.vocabulary import State

# In Rich's names; `sgr` turns the few that are used into the terminal's own numbers.
STATE: Final = {
    State.OVERDUE: "bold red",
    State.SCHEDULED: "yellow",
    State.ONGOING: "cyan",
    State.AWAITING_EVENT: "magenta",
    State.UNDATED: "blue",
    State.COMPLETED: "green",
    State.NOT_APPLICABLE: "dim",
}
_NUMBERS: Final = {
    "bold": 1,
    "dim": 2,
    "red": 31,
    "green": 32,
    "yellow": 33,
    "blue": 34,
    "magenta": 35,
    "cyan": 36,
}


def sgr(style: str, text: str) -> str:
    """*text* in a style, by the terminal's escape sequences; Rich would do, but starts slowly."""
    codes = ";".join(str(_NUMBERS[word]) for word in style.split())
    return f"\x1b[{codes}m{text}\x1b[0m"


def width(text: str) -> int:
    """How many columns *text* takes in a terminal: two for a wide character, none for an accent."""
    if text.isascii():
        return len(text)
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
