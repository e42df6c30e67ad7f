"""Read and format days, deadlines (a day, month, quarter, half-year or year) and spans of time."""

import re
from datetime import date, timedelta
from typing import Final, NamedTuple

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# [0-9] rather than \d, which also matches the digits of other scripts.
_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})").fullmatch
_PERIOD: Final = re.compile(r"([0-9]{4})(?:-(?:Q([1-4])|H([12])|([0-9]{2})))?").fullmatch
_SPAN: Final = r"\s*([0-9]{1,9})\s*([dwm])\s*"


class Deadline(NamedTuple):
    """A deadline as it is written in the file, and its last day, which is still on time."""

    written: str
    last: date

    @property
    def shown(self) -> str:
        """The deadline for a reader, as precise as it was given: "28 Feb 2018" or "Feb 2018"."""
        if len(self.written) == len("2018"):
            return self.written
        if self.written[5] in "QH":
            return f"{self.written[5:]} {self.written[:4]}"
        return (
            format_day(self.last) if len(self.written) == len("2018-02-28") else _month(self.last)
        )


class Span(NamedTuple):
    """A length of time: a number of days ("d"), weeks ("w") or calendar months ("m")."""

    number: int
    unit: str

    def __str__(self) -> str:
        return f"{self.number}{self.unit}"

    def after(self, day: date) -> date:
        """The day this long after *day*; one month after 31 January is the last day of February."""
        return self._from(day, 1)

    def before(self, day: date) -> date:
        """The day this long before *day*; one month before 31 March is the last day of February."""
        return self._from(day, -1)

    def _from(self, day: date, sign: int) -> date:
        # Late: importing dateutil takes a tenth of a run, and few commands count months.
        from dateutil.relativedelta import relativedelta

        numbers = {"d": 0, "w": 0, "m": 0, self.unit: sign * self.number}
        span = relativedelta(days=numbers["d"], weeks=numbers["w"], months=numbers["m"])
        try:
            return day + span
        except (OverflowError, ValueError):  # past the calendar's first or last year
            return date.max if sign > 0 else date.min


def format_day(day: date) -> str:
    """The day for a reader: "28 Feb 2018", whatever the locale."""
    return f"{day.day} {_month(day)}"


def parse_day(text: str) -> date:
    """The day in *text*, which must be in the form 2018-03-31.

    The message of a ValueError continues a sentence that begins with the text.
    """
    if not (parts := _DAY(text)):
        raise ValueError("is not a day such as 2018-03-31")
    try:
        return date(*map(int, parts.groups()))
    except ValueError:
        raise ValueError(_not_in_calendar(*map(int, parts.groups()))) from None


def parse_deadline(text: str) -> Deadline:
    """The deadline in *text*: a day, or the last day of a month, quarter, half-year or year.

    The message of a ValueError continues a sentence that begins with the text.
    """
    if _DAY(text):
        return Deadline(text, parse_day(text))
    if not (parts := _PERIOD(text)):
        raise ValueError(
            "is not a day, month, quarter, half-year or year: "
            "2018-03-31, 2018-03, 2018-Q1, 2018-H1 or 2018"
        )
    year, quarter, half, month = (int(part or 0) for part in parts.groups())
    month = quarter * 3 or half * 6 or (month if parts[4] else 12)
    if not (year and 1 <= month <= 12):  # noqa: PLR2004 - the months of a year
        raise ValueError(_not_in_calendar(year, month, 1))
    return Deadline(text, _last_day(year, month))


def parse_span(text: str) -> Span:
    """The span in *text*, such as "30d", "4w" or "2m".

    The message of a ValueError continues a sentence that begins with the text.
    """
    if parts := re.fullmatch(_SPAN, text.casefold()):
        return Span(int(parts[1]), parts[2])
    raise ValueError("is not a number of days, weeks or months, such as 30d, 4w or 2m")


def _month(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year:04}"


def _last_day(year: int, month: int) -> date:
    """The last day of the month; the calendar module has it too, but is slow to import."""
    if month == 12:  # noqa: PLR2004 - the months of a year
        return date(year, 12, 31)
    return date(year, month + 1, 1) - timedelta(days=1)


def _not_in_calendar(year: int, month: int, day: int) -> str:
    if not year:
        return "is not in the calendar: there is no year 0"
    if not 1 <= month <= 12:  # noqa: PLR2004 - the months of a year
        return "is not in the calendar: months go from 01 to 12"
    if not day:
        return "is not in the calendar: days begin at 01"
    last = _last_day(year, month).day
    return f"is not in the calendar: {MONTHS[month - 1]} {year:04} has {last} days"
