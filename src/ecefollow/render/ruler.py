"""The months of a time axis, counted from the year 0, and the ruler that shows them in cells."""

from datetime import date
from itertools import chain, pairwise, product
from typing import Final, NamedTuple

from ecefollow.register.deadlines import MONTHS
from ecefollow.views.page import Axis

YEAR: Final = 12
# In months: every month, quarter, half year, then years. The last steps fit any axis.
STEPS: Final = (1, 3, 6, *(YEAR * n * ten for ten in (1, 10, 100, 1000) for n in (1, 2, 5)))
FIRST: Final = date.min.year * YEAR
_LAST: Final = date.max.year * YEAR + YEAR - 1
_MAX_LEAD: Final = 5  # at most a fifth of the axis may be empty before its first month
_SHORTEST_NAME: Final = len("Jan ")


class Scale(NamedTuple):
    """The months that the axis covers, counted from the year 0, and its width in cells.

    `lead` and `tail` are the numbers of cells left free at the beginning and at the end.
    """

    months: range
    width: int
    lead: int = 0
    tail: int = 0

    def cell(self, ordinal: int) -> int:
        """The cell of the day with this ordinal."""
        first = first_day(self.months.start)
        days = first_day(self.months.stop) - first
        return self.lead + (ordinal - first) * (self.width - self.lead - self.tail) // days


class Name(NamedTuple):
    """The name of a month or a year, and the cell in which it begins."""

    begin: int
    text: str


class Ruler(NamedTuple):
    """A scale, the cells of its ticks (first days of months), and the lines of names above them."""

    scale: Scale
    ticks: tuple[int, ...] = ()
    names: tuple[tuple[Name, ...], ...] = ()

    @property
    def is_readable(self) -> bool:
        """Whether each line has names, and no two of them touch."""
        return all(
            line
            and line[0].begin >= 0
            and all(
                name.begin + len(name.text) < following.begin for name, following in pairwise(line)
            )
            for line in self.names
        )


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


def make_ruler(axis: Axis, room: int) -> Ruler:
    """The finest ruler that is readable in *room* cells; if there is none, one without names."""
    shown = covered(axis)
    # An axis of thousands of years has no room for its months: do not even lay them out.
    most = room // _SHORTEST_NAME + 1
    steps = (step for step in STEPS if len(shown) // step <= most)
    rulers = (_with_names(_scale(axis, shown, step, room), step) for step in steps)
    unnamed = Ruler(_scale(axis, shown, 1, room))
    return next((ruler for ruler in rulers if ruler.is_readable), unnamed)


def _month(day: date) -> int:
    return day.year * YEAR + day.month - 1


def _scale(axis: Axis, shown: range, step: int, room: int) -> Scale:
    """A scale that begins at a multiple of *step*, or at the first month if that is too far back.

    Cells at its ends are left free only if the marks of a track would otherwise not fit on their
    side of the day asked about: there must be as many cells on either side of its line.
    """
    begin = shown.start // step * step
    if begin < FIRST or (shown.start - begin) * _MAX_LEAD > shown.stop - begin:
        begin = shown.start
    whole = Scale(range(begin, shown.stop), room)
    tracks = [[day for day, _ in track.marks] for track in axis.tracks]
    # One mark of the day asked about is drawn on its line.
    before = (sum(day <= axis.day for day in days) - (axis.day in days) for days in tracks)
    after = (sum(day > axis.day for day in days) for days in tracks)
    most_before, most_after = max(before, default=0), max(after, default=0)
    free = product(range(most_before + 1), range(most_after + 1))
    for lead, tail in free:
        scale = whole._replace(lead=lead, tail=tail)
        if most_before <= scale.cell(axis.day.toordinal()) < room - most_after:
            return scale
    return whole


def _with_names(scale: Scale, step: int) -> Ruler:
    """A ruler with a tick and a name for each step: years only, or years above months."""
    marked = ticks(scale.months, step)
    cells = {month: scale.cell(first_day(month)) for month in marked}
    years = tuple(
        _name(scale, cell, year_name(month))
        for month, cell in cells.items()
        if month % YEAR == 0 or month == marked.start
    )
    names = tuple(_name(scale, cell, month_name(month)) for month, cell in cells.items())
    lines = (years,) if step >= YEAR else (years, names)
    return Ruler(scale, tuple(cells.values()), lines)


def _name(scale: Scale, tick: int, text: str) -> Name:
    """The name, from its tick on; earlier at the end of the axis, where it would not fit."""
    return Name(min(tick, scale.width - len(text)), text)
