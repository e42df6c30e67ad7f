"""Values and numbers in words: "28 Feb 2018", "3 actions", "6 days late"."""

from datetime import date
from enum import StrEnum

from ecefollow.register.deadlines import Deadline, format_day
from ecefollow.register.model import Standing


def words(value: object) -> str:
    """A value on one line, for a reader: "28 Feb 2018", "partially accepted", "-" if empty."""
    if type(value) is str:  # most are, and no word of a vocabulary is
        return _on_one_line(value) or "-"
    match value:
        case None | ():
            return "-"
        case Deadline():
            return value.shown
        case date():
            return format_day(value)
        case StrEnum():
            return str(getattr(value, "words", value))
        case tuple():
            return ", ".join(map(words, value))
        case _:
            return str(value)


def _on_one_line(text: str) -> str:
    # Most texts are: looking is faster than to part and join them.
    if text.isprintable() and "  " not in text and text == text.strip():
        return text
    return " ".join(text.split())


def shortened(text: str, most: int) -> str:
    """A text of so many letters at most; an ellipsis says that there is more."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 action", "3 actions"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def part_of(some: int, total: int, noun: str) -> str:
    """Some out of a total: "3 of 12 actions", or "12 actions" for all of them."""
    return count(total, noun) if some == total else f"{some} of {count(total, noun)}"


def was(before: int, after: int) -> str:
    """The number of an earlier day, if it was another: "was 3"."""
    return "" if before == after else f"was {before}"


def state_in_words(standing: Standing) -> str:
    """The state, with the days if it is overdue: "overdue 31 d"."""
    days = standing.days_overdue
    return f"{standing.state.words} {days} d" if days else standing.state.words


def next_due_in_words(due: Deadline | None, day: date) -> str:
    """The deadline, with "!" if it has passed on *day*, since not everyone sees colours."""
    return f"{due.shown} !" if due and due.last < day else words(due)


def lateness(days: int) -> str:
    """How late something was done: "6 days late", "1 day early"."""
    if not days:
        return "on the day it was due"
    return f"{count(abs(days), 'day')} {'late' if days > 0 else 'early'}"


def shift(days: int) -> str:
    """How far a deadline was moved: "92 days later", "1 day earlier"."""
    return f"{count(abs(days), 'day')} {'later' if days > 0 else 'earlier'}"
