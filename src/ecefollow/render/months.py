"""The months of a time axis, counted from the year 0: their days, their names, the ticks."""

from datetime import date
from itertools import chain
from typing import Final

from ecefollow.register.deadlines import MONTHS
from ecefollow.views.page import Axis

YEAR: Final = 12
# In months: every month, quarter, half year, then years. The last steps fit any axis.
STEPS: Final = (1, 3, 6, *(YEAR * n * ten for ten in (1, 10, 100, 1000) for n in (1, 2, 5)))
FIRST: Final = date.min.year * YEAR
_LAST: Final = date.max.year * YEAR + YEAR - 1


def covered(axis: Axis) -> range:
    """The months from the first day on the axis to the last."""
    days = [axis.day, *chain.from_iterable((day for day, _ in t.marks) for t in axis.tracks)]
    return range(_month(min(days)), _month(max(days)) + 1)


def first_day(month: int) -> int:
    """The ordinal of the first day of the month, which may also be the one after the last."""
    if month > _LAST:
        return date.max.toordinal() + 1
    return date(month // YEAR, month % YEAR + 1, 1).toordinal()


def ticks(months: range, step: int) -> range:
    """Those of the *months* that are multiples of *step*."""
    return range(-(-months.start // step) * step, months.stop, step)


def year_name(month: int) -> str:
    """The year of the month, in four digits."""
    return f"{month // YEAR:04}"


def month_name(month: int) -> str:
    """The name of the month, in three letters."""
    return MONTHS[month % YEAR]


def _month(day: date) -> int:
    return day.year * YEAR + day.month - 1
