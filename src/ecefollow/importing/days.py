"""Deadlines and days as tables have them, read where they can mean one thing."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from ecefollow.register.date_parser import AmbiguousDateError, DateOrder, parse_date
from ecefollow.register.deadlines import Deadline


class DueCell(NamedTuple):
    """What a cell says of a deadline.

    `choice` says how an unclear one was read, `problem` why none was read; both may be empty.
    """

    due: Deadline | None = None
    ongoing: bool = False
    choice: str = ""
    problem: str = ""


# The words for which there is no deadline, and those for a continuing duty.
NO_DEADLINE: Final = (
    *("no due date", "no deadline", "no date", "no deadline established", "not established"),
    *("tbd", "tbc", "to be determined", "to be decided", "to be confirmed", "not applicable"),
    *("n/a", "na", "none", "nil", "open", "not specified", "not stated", "unspecified"),
)
ONGOING: Final = (
    *("ongoing", "on-going", "on going", "continuous", "continuously", "continuing", "continual"),
    *("permanent", "continuous process", "ongoing process", "ongoing basis", "throughout"),
)

# What may stand before a deadline and change nothing: its last day counts as on time.
_END: Final = r"(?:the\s+)?end(?:\s+of)?(?:\s+the)?(?:\s+(?:year|month))?[\s-]+"
_before: Final = re.compile(
    rf"(?P<by>(?:due\s+)?by|no later than|not later than|until|till|due|on)?\s*(?P<end>{_END})?"
    r"(?P<rest>.*)",
    re.DOTALL,
).fullmatch
_DAYS_OF_WEEK: Final = re.compile(r"^(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+")
_EARLIEST: Final = 1980  # a spreadsheet shows the number 2018 as a day of 1905
_date_like: Final = re.compile(r"(?:19|20)[0-9]{2}|q[1-4]\b|\b[0-9]{1,2}[-/.][0-9]{1,2}[-/.]")


def read_due(text: str, day: date | None, order: DateOrder | None) -> DueCell:
    """What a cell with this text says; *day* is the date that a spreadsheet knows it to be."""
    if day:
        if day.year < _EARLIEST:
            return DueCell(problem=f"the spreadsheet has the date {day}, hardly what was meant")
        return DueCell(Deadline(day.isoformat(), day))
    words = " ".join(text.casefold().split()).rstrip(".;,")
    if not words or words in NO_DEADLINE or not words.strip("-–—/"):
        return DueCell()
    if words in ONGOING:
        return DueCell(ongoing=True)
    return _read(words, order)


def read_day(text: str, day: date | None, order: DateOrder | None) -> tuple[date | None, str]:
    """The day that a cell names, or None and why it names none."""
    cell = read_due(text, day, order)
    if not cell.due:
        return None, cell.problem or "this is not a day such as 2018-03-31"
    if len(cell.due.written) < len("2018-03-31"):
        return None, "this is only part of a date, and an update needs its day"
    return cell.due.last, ""


@lru_cache(maxsize=4096)  # a table has few deadlines, and many times
def _read(words: str, order: DateOrder | None) -> DueCell:
    parts = _before(words)
    by, end, rest = (parts["by"], parts["end"], parts["rest"]) if parts else ("", "", words)
    try:
        due = parse_date(_DAYS_OF_WEEK.sub("", rest), order)
    except AmbiguousDateError as error:
        numbers = (
            "the day or the month may be first" if error.days else "any number may be the year"
        )
        return DueCell(problem=f"{numbers}; --day-first or --month-first says which")
    except ValueError as error:
        return DueCell(problem=f"this date {error}")
    if not due:
        return DueCell(problem=_why_not(words))
    choice = ""
    if by and not end and len(due.written) < len("2018-03-31"):
        choice = f"this was read as by the end of {due.shown}, and could mean before it"
    return DueCell(due, choice=choice)


def _why_not(words: str) -> str:
    if len(_date_like.findall(words)) > 1:
        return "there is more than one date here"
    return "this is not read as a deadline"
