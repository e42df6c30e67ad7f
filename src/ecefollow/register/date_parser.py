"""Dates as people write them: "31 March 2018", "Mar-18", "1st quarter of 2018", 31/03/2018."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Final

from ecefollow.register.deadlines import Deadline, parse_day, parse_deadline

_WHOLE_DAY: Final = len("2018-03-31")
_CENTURY: Final = 2000
_MONTHS_IN_YEAR: Final = 12
_ORDINALS: Final = {
    **dict(zip(("first", "second", "third", "fourth"), "1234", strict=True)),
    **dict(zip(("i", "ii", "iii", "iv"), "1234", strict=True)),
    "last": "4",
}
_ORDINAL: Final = rf"(?:{'|'.join(_ORDINALS)}|[1-4])"
_PART_OF_YEAR: Final = (
    rf"\b(?P<nth>{_ORDINAL})(?:st|nd|rd|th)?[ -](?P<part>quarter|half(?:[ -]year)?|semester)\b"
    rf"|\bquarter (?P<number>{_ORDINAL})\b|\b(?P<before>[1-4])q(?![a-z])"
)
# [0-9] rather than \d, which also matches the digits of other scripts.
_NUMERIC: Final = (
    r"(?P<one>[0-9]{1,2})(?P<sign>[-/.])(?P<other>[0-9]{1,2})(?P=sign)"
    r"(?P<year>[1-9][0-9]{3}|[0-9]{2})"
)
_NO_PART: Final = (
    r"^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?:the )?"
    r"|\b(?:the )?year (?=[0-9]{4}$)|(?<=[0-9]{4}) year$"
)
_INCOMPLETE: Final = (
    r"(?i:[0-9]{4}(?:-(?:[0-9]{1,2}|Q[1-4]|H[12]))?"
    r"|[a-z]{3,9}\.?\s+[0-9]{4}|[0-9]{1,2}\s+[a-z]{3,9})"
)


class DateOrder(StrEnum):
    """How 03/04/2018 is read: the day first, or the month."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class AmbiguousDateError(ValueError):
    """A date in numbers that is one day in some countries and another elsewhere: which days.

    There are none of them where any of the numbers may be the year.
    """

    def __init__(self, *days: date) -> None:
        super().__init__("can mean more than one day")
        self.days = days


def read_day(text: str) -> date:
    """The day in *text*, typed as 2018-03-31 or "31 March 2018".

    The message of a ValueError continues a sentence that begins with the text.
    """
    text = text.strip()
    try:
        return parse_day(text)  # which is what it is mostly, and takes no time
    except ValueError as error:
        deadline = _parse_words(text)
        if deadline and len(deadline.written) == _WHOLE_DAY:
            return deadline.last
        if deadline or re.fullmatch(_INCOMPLETE, text):
            message = "is only part of a date; write a whole day such as 2018-03-31"
            raise ValueError(message) from None
        raise error from None


def read_deadline(text: str) -> Deadline:
    """The deadline in *text*, typed as in a file or in words such as "June 2018".

    The message of a ValueError continues a sentence that begins with the text.
    """
    return _parse_words(text.strip()) or parse_deadline(text)


def hint(text: str) -> str:
    """The end of a message: how the day in *text* is written in a file, if there is one."""
    try:
        deadline = parse_date(text)
    except AmbiguousDateError as error:
        return f"; write {' or '.join(map(str, error.days))}" if error.days else ""
    except ValueError:
        return ""
    if not deadline or len(deadline.written) < _WHOLE_DAY:
        return ""
    return f"; did you mean {deadline.written}?"


def parse_date(text: str, order: DateOrder | None = None) -> Deadline | None:
    """The day, month, quarter, half-year or year in *text*; None if this is no form of a date.

    AmbiguousDateError where only the order would tell, ValueError for what is not in the calendar.
    """
    words = re.sub(_NO_PART, "", " ".join(text.casefold().split()))
    words = re.sub(_PART_OF_YEAR, _short_part, words).rstrip()
    if numbers := re.fullmatch(_NUMERIC, words):
        return _of_numbers(int(numbers["one"]), int(numbers["other"]), numbers["year"], order)
    matches = (form.fullmatch(words) for form in _forms())
    parts = next((match.groupdict() for match in matches if match), None)
    return parse_deadline(_written(parts)) if parts else None


def _short_part(match: re.Match[str]) -> str:
    """A quarter or a half-year as a file has it: "q1" for "first quarter", "h2" for "2nd half"."""
    number = match["number"] or match["nth"] or match["before"]
    number = _ORDINALS.get(number, number)
    if (match["part"] or "quarter") == "quarter":
        return f"q{number} " if match["before"] else f"q{number}"
    return f"h{'2' if match['nth'] == 'last' else number}"


def _parse_words(text: str) -> Deadline | None:
    """The date in a text with a word: one in numbers is typed as in a file, whatever its order."""
    return parse_date(text) if re.search(r"[A-Za-z]", text) else None


def _of_numbers(one: int, other: int, year: str, order: DateOrder | None) -> Deadline:
    """31/12/2018, where only one number can be the day, and 03/04/2018, where both can."""
    if len(year) == len("18") and not order:
        raise AmbiguousDateError
    full_year = int(year) if len(year) == len("2018") else _CENTURY + int(year)
    if one > _MONTHS_IN_YEAR:
        order = DateOrder.DAY_FIRST
    elif other > _MONTHS_IN_YEAR:
        order = DateOrder.MONTH_FIRST
    elif not order and one != other and one and other:
        raise AmbiguousDateError(date(full_year, other, one), date(full_year, one, other))
    day, month = (other, one) if order is DateOrder.MONTH_FIRST else (one, other)
    return parse_deadline(f"{full_year}-{month:02}-{day:02}")


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    """The forms of a date but for days in numbers, compiled when a text is not in that of a file.

    In a whole date, any number of four digits is a year; alone, only one of these centuries.
    """
    names = "|".join(_month_numbers())
    name = rf"(?P<name>{names})\.?"
    any_year = r"(?P<year>[1-9][0-9]{3})"
    year = r"(?P<year>(?:19|20)[0-9]{2})"
    short_year = r"(?P<short>[0-9]{2})"
    day = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
    part = "(?P<part>q[1-4]|h[12])"
    forms = (
        rf"{any_year}[-/.](?P<month>[0-9]{{1,2}})[-/.](?P<day>[0-9]{{1,2}})(?:[ t]00:00(?::00)?)?",
        rf"{year}[-/.](?P<month>[0-9]{{1,2}})",
        rf"(?P<month>[0-9]{{1,2}})[-/.]{year}",
        rf"{name}(?:\s*[-/,]\s*|\s+(?:of\s+)?){year}",
        rf"{year}\s*[-/,]?\s*{name}",
        rf"{name}[-']{short_year}",
        rf"{day}(?:\s*[-/.]\s*|\s+(?:of\s+)?){name}(?:\s*[-/.,]\s*|\s+(?:of\s+)?){any_year}",
        rf"{day}-{name}-{short_year}",
        rf"{name}\s+{day},?\s+{any_year}",
        rf"{part}(?:\s*[-/,]\s*|\s+(?:of\s+)?){year}",
        rf"{part}[-' ]\s*{short_year}",
        rf"{year}\s*[-/,]?\s*{part}",
        year,
    )
    return tuple(map(re.compile, forms))


@cache
def _month_numbers() -> dict[str, int]:
    """The months by their names, the longest first, so that "sept" is not read as "sep"."""
    # Late: importing dateutil takes a tenth of a run, and an ISO date does not need it.
    from dateutil.parser import parserinfo

    numbers = {
        name.casefold(): number
        for number, names in enumerate(parserinfo.MONTHS, 1)
        for name in names
    }
    return dict(sorted(numbers.items(), key=lambda item: -len(item[0])))


def _written(parts: dict[str, str | None]) -> str:
    """The date in the form in which it stands in a file."""
    year = parts.get("year") or f"{_CENTURY + int(parts['short'] or 0)}"
    if part := parts.get("part"):
        return f"{year}-{part.upper()}"
    if name := parts.get("name"):
        month = _month_numbers()[name]
    elif number := parts.get("month"):
        month = int(number)
    else:
        return year
    day = parts.get("day")
    return f"{year}-{month:02}-{int(day):02}" if day else f"{year}-{month:02}"
