"""Text to day, month, quarter or year, and back, each with its last day; spans of time."""

import re
from datetime import date, timedelta
from typing import Final, NamedTuple

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# [0-9], not \d: other scripts have digits too, and a file that mixes them helps nobody.
_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})").fullmatch
_PERIOD: Final = re.compile(r"([0-9]{4})(?:-Q([1-4])|-([0-9]{2}))?").fullmatch
# The rarer forms are compiled when they are met: a file without a slip meets none of them.
_SLIP: Final = r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})"
# dateutil would take "12 Mon 2018" for a day of this month, and the year 0018 for 2018.
_NAMED: Final = rf"(?:{'|'.join(MONTHS)})[a-z]*\.?"
_SPOKEN: Final = (
    rf"(?i:[0-9]{{1,2}}(?:st|nd|rd|th)?\s+{_NAMED},?\s+[1-9][0-9]{{3}}"
    rf"|{_NAMED}\s+[0-9]{{1,2}}(?:st|nd|rd|th)?,?\s+[1-9][0-9]{{3}})"
)
_SPAN: Final = r"\s*([0-9]{1,9})\s*([dwm])\s*"
_HALF: Final = (
    r"(?i:[0-9]{4}(?:-(?:[0-9]{1,2}|Q[1-4]))?|[a-z]{3,9}\.?\s+[0-9]{4}|[0-9]{1,2}\s+[a-z]{3,9})"
)


class Deadline(NamedTuple):
    """A deadline as it is written, and its last day, which counts as on time."""

    written: str
    last: date

    @property
    def shown(self) -> str:
        """The deadline for a reader, in the precision it was given: "28 Feb 2018", "Feb 2018"."""
        if len(self.written) == len("2018"):
            return self.written
        if "Q" in self.written:
            return f"{self.written[5:]} {self.written[:4]}"
        return (
            format_day(self.last) if len(self.written) == len("2018-02-28") else _month(self.last)
        )


class Span(NamedTuple):
    """A length of time: so many days ("d"), weeks ("w") or calendar months ("m")."""

    number: int
    unit: str

    def __str__(self) -> str:
        return f"{self.number}{self.unit}"

    def after(self, day: date) -> date:
        """The day so long after *day*; a month after 31 January is the last day of February."""
        return self._from(day, 1)

    def before(self, day: date) -> date:
        """The day so long before *day*; a month before 31 March is the last day of February."""
        return self._from(day, -1)

    def _from(self, day: date, sign: int) -> date:
        # Late: dateutil costs a tenth of a whole run, and few commands count months.
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
    """The day that *text* names in the form 2018-03-31.

    ValueError says what is wrong with it, to be read after the text itself.
    """
    if not (parts := _DAY(text)):
        raise ValueError(f"is not a day such as 2018-03-31{_suggestion(text)}")
    try:
        return date(*map(int, parts.groups()))
    except ValueError:
        raise ValueError(_not_in_calendar(*map(int, parts.groups()))) from None


def parse_deadline(text: str) -> Deadline:
    """The deadline that *text* names: a day, month, quarter or year, due on its last day.

    ValueError says what is wrong with it, to be read after the text itself.
    """
    if _DAY(text):
        return Deadline(text, parse_day(text))
    if not (parts := _PERIOD(text)):
        raise ValueError(
            "is not a day, month, quarter or year: 2018-03-31, 2018-03, 2018-Q1 or 2018"
            + _suggestion(text)
        )
    year, quarter, month = (int(part or 0) for part in parts.groups())
    month = quarter * 3 or month if quarter or parts[3] else 12
    if not (year and 1 <= month <= 12):  # noqa: PLR2004 - the months of a year
        raise ValueError(_not_in_calendar(year, month, 1))
    return Deadline(text, _last_day(year, month))


def parse_span(text: str) -> Span:
    """The span that *text* names: "30d", "4w" or "2m".

    ValueError says what is wrong with it, to be read after the text itself.
    """
    if parts := re.fullmatch(_SPAN, text.casefold()):
        return Span(int(parts[1]), parts[2])
    raise ValueError("is not a number of days, weeks or months, such as 30d, 4w or 2m")


def parse_asked_day(text: str) -> date:
    """The day that a person asks about: 2018-03-31, or with the month's name, "31 March 2018".

    Half a date and 03/04/2018, which two countries read two ways, are refused with ValueError.
    """
    if re.fullmatch(_SPOKEN, text.strip()):
        # Late: dateutil costs a tenth of a whole run, and an ISO date does not need it.
        from dateutil import parser

        try:
            return parser.parse(text.strip()).date()
        except (ValueError, OverflowError):
            raise ValueError("is not in the calendar; write it as 2018-03-31") from None
    if re.fullmatch(_HALF, text.strip()):
        raise ValueError("is only part of a date; write a whole day such as 2018-03-31")
    return parse_day(text.strip())


def _month(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year:04}"


def _last_day(year: int, month: int) -> date:
    """The last day of the month; the calendar module knows it too, but takes a while to load."""
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


def _suggestion(text: str) -> str:
    """The same day as it should be written, where *text* can mean only one."""
    try:
        if parts := re.fullmatch(_SLIP, text):
            meant = date(*map(int, parts.groups()))
        elif re.fullmatch(_SPOKEN, text):
            meant = parse_asked_day(text)
        else:
            return ""
    except ValueError:
        return ""
    return f"; did you mean {meant.isoformat()}?"
