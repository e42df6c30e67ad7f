"""The colour of each state, and the width of a text in a terminal."""

import unicodedata
from typing import Final

from ecefollow.register.vocabulary import State

# As Rich names them; `sgr` knows the terminal codes of the few that are used.
STATE: Final = {
    State.OVERDUE: "bold red",
    State.SCHEDULED: "yellow",
    State.ONGOING: "cyan",
    State.AWAITING_EVENT: "magenta",
    State.UNDATED: "blue",
    State.COMPLETED: "green",
    State.NOT_APPLICABLE: "dim",
    State.UNKNOWN: "bold blue",
}
_CODES: Final = {
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
    """*text* in a style, as terminal escape codes; Rich can do this too, but is slow to import."""
    codes = ";".join(str(_CODES[word]) for word in style.split())
    return f"\x1b[{codes}m{text}\x1b[0m"


def width(text: str) -> int:
    """The columns of *text* in a terminal: 2 for a wide character, 0 for a combining one."""
    if text.isascii():
        return len(text)
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
