"""Deadlines and days as tables have them, read where they can mean one thing."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from ecefollow.register.deadlines import MONTHS, Deadline, parse_deadline


class DateOrder(StrEnum):
    """How 03/04/2018 is read: the day first, or the month."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


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

_FULL: Final = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_NUMBERS: Final = {
    **{name.casefold(): number for number, name in enumerate(MONTHS, 1)},
    **{name: number for number, name in enumerate(_FULL, 1)},
    "sept": 9,
}
_NAME: Final = rf"(?P<name>{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\.?"
_YEAR: Final = r"(?P<year>(?:19|20)[0-9]{2})"
_SHORT_YEAR: Final = r"(?P<short>[0-9]{2})"
_DAY: Final = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_QUARTERS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
_QUARTER: Final = (
    r"(?:q(?P<q>[1-4])|(?P<nth>[1-4])(?:st|nd|rd|th)\s+quarter|quarter\s+(?P<of>[1-4])"
    rf"|(?P<word>{'|'.join(_QUARTERS)})\s+quarter)"
)
_QUARTER_PARTS: Final = ("q", "nth", "of", "word")
_FORMS: Final = (
    rf"{_YEAR}[-/.](?P<month>[0-9]{{1,2}})[-/.](?P<day>[0-9]{{1,2}})(?:[ T]00:00(?::00)?)?",
    rf"{_YEAR}[-/.](?P<month>[0-9]{{1,2}})",
    rf"(?P<month>[0-9]{{1,2}})[-/.]{_YEAR}",
    rf"{_NAME}(?:\s*[-/,]\s*|\s+(?:of\s+)?){_YEAR}",
    rf"{_YEAR}\s*[-/,]?\s*{_NAME}",
    rf"{_NAME}[-']{_SHORT_YEAR}",
    rf"{_DAY}(?:\s*[-/.]\s*|\s+(?:of\s+)?){_NAME}(?:\s*[-/.,]\s*|\s+){_YEAR}",
    rf"{_DAY}-{_NAME}-{_SHORT_YEAR}",
    rf"{_NAME}\s+{_DAY},?\s+{_YEAR}",
    rf"{_QUARTER}(?:\s*[-/,]\s*|\s+(?:of\s+)?){_YEAR}",
    rf"{_YEAR}\s*[-/,]?\s*{_QUARTER}",
    _YEAR,
)
_forms: Final = [re.compile(form) for form in _FORMS]
_numeric: Final = re.compile(
    r"(?P<one>[0-9]{1,2})(?P<sign>[-/.])(?P<other>[0-9]{1,2})(?P=sign)(?P<year>(?:19|20)?[0-9]{2})"
).fullmatch
# What may stand before a deadline and change nothing: its last day counts as on time.
_END: Final = r"(?:the\s+)?end(?:\s+of)?(?:\s+the)?(?:\s+(?:year|month))?[\s-]+"
_before: Final = re.compile(
    rf"(?P<by>(?:due\s+)?by|no later than|not later than|until|till|due|on)?\s*(?P<end>{_END})?"
    r"(?P<rest>.*)",
    re.DOTALL,
).fullmatch
_DAYS_OF_WEEK: Final = re.compile(r"^(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+")
_EARLIEST: Final = 1980  # a spreadsheet shows the number 2018 as a day of 1905
_CENTURY: Final = 2000
_MONTHS_IN_YEAR: Final = 12


def read_due(text: str, day: date | None, order: DateOrder | None) -> DueCell:
    """What a cell with this text says; *day* is the date that a spreadsheet knows it to be."""
    if day:
        if day.year < _EARLIEST:
            return DueCell(problem=f"the spreadsheet has the date {day}, hardly what was meant")
        return DueCell(Deadline(day.isoformat(), day))
    said = " ".join(text.casefold().split()).rstrip(".;,")
    if not said or said in NO_DEADLINE or not said.strip("-–—/"):
        return DueCell()
    if said in ONGOING:
        return DueCell(ongoing=True)
    return _read(said, order)


def read_day(text: str, day: date | None, order: DateOrder | None) -> tuple[date | None, str]:
    """The day that a cell names, or None and why it names none."""
    found = read_due(text, day, order)
    if not found.due:
        return None, found.problem or "this is not a day such as 2018-03-31"
    if len(found.due.written) < len("2018-03-31"):
        return None, "this is only part of a date, and an update needs its day"
    return found.due.last, ""


@lru_cache(maxsize=4096)  # a table has few deadlines, and many times
def _read(said: str, order: DateOrder | None) -> DueCell:
    parts = _before(said)
    by, end, rest = (parts["by"], parts["end"], parts["rest"]) if parts else ("", "", said)
    rest = _DAYS_OF_WEEK.sub("", rest)
    if numeric := _numeric(rest):
        return _read_numeric(numeric, order)
    for form in _forms:
        if found := form.fullmatch(rest):
            return _of_parts(found.groupdict(), by or "", is_end=bool(end))
    return DueCell(problem=_why_not(said))


def _of_parts(parts: dict[str, str | None], by: str, *, is_end: bool) -> DueCell:
    year = int(parts.get("year") or _CENTURY + int(parts.get("short") or 0))
    choice = ""
    quarter = next((_quarter(parts[key]) for key in _QUARTER_PARTS if parts.get(key)), 0)
    month = _NUMBERS[str(parts["name"])] if parts.get("name") else int(parts.get("month") or 0)
    if quarter:
        written = f"{year}-Q{quarter}"
    elif parts.get("day"):
        written = f"{year}-{month:02}-{int(parts['day'] or 0):02}"
    else:
        written = f"{year}-{month:02}" if month else f"{year}"
    try:
        due = parse_deadline(written)
    except ValueError as error:
        return DueCell(problem=f"this date {error}")
    if by and not is_end and not parts.get("day"):
        choice = f"this was read as by the end of {due.shown}, and could mean before it"
    return DueCell(due, choice=choice)


def _quarter(text: str | None) -> int:
    return _QUARTERS.get(text or "") or int(text or 0)


def _read_numeric(found: re.Match[str], order: DateOrder | None) -> DueCell:
    """31/12/2018, where only one number can be the day, and 03/04/2018, where both can."""
    one, other, year = int(found["one"]), int(found["other"]), int(found["year"])
    if len(found["year"]) == len("18"):
        if not order:
            problem = "any number may be the year; --day-first or --month-first says which"
            return DueCell(problem=problem)
        year += _CENTURY
    clear = one == other or max(one, other) > _MONTHS_IN_YEAR
    if not clear and not order:
        problem = "the day or the month may be first; --day-first or --month-first says which"
        return DueCell(problem=problem)
    first_is_day = one > _MONTHS_IN_YEAR or (
        order is DateOrder.DAY_FIRST and other <= _MONTHS_IN_YEAR
    )
    day, month = (one, other) if first_is_day else (other, one)
    try:
        made = date(year, month, day)
    except ValueError:
        return DueCell(problem="this date is not in the calendar")
    return DueCell(Deadline(made.isoformat(), made))


_date_like: Final = re.compile(r"(?:19|20)[0-9]{2}|q[1-4]\b|\b[0-9]{1,2}[-/.][0-9]{1,2}[-/.]")


def _why_not(said: str) -> str:
    if len(_date_like.findall(said)) > 1:
        return "there is more than one date here"
    return "this is not read as a deadline"
