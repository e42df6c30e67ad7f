"""The months of a time axis, counted from the year 0, and the ruler that names some of them."""

from datetime import date
from itertools import chain, pairwise, product
from typing import Final, NamedTuple

from ecefollow.register.deadlines import MONTHS
from ecefollow.views.page import Axis

_YEAR: Final = 12
# In months: every month, quarter, half year, then years. The last steps fit any axis.
_STEPS: Final = (1, 3, 6, *(_YEAR * n * ten for ten in (1, 10, 100, 1000) for n in (1, 2, 5)))
_FIRST: Final = date.min.year * _YEAR
_LAST: Final = date.max.year * _YEAR + _YEAR - 1
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
        first, days = self._days
        return self.lead + (ordinal - first) * (self.width - self.lead - self.tail) // days

    def share(self, ordinal: int) -> float:
        """How far along the axis the day with this ordinal is, from 0 to 1."""
        first, days = self._days
        return (ordinal - first) / days

    @property
    def _days(self) -> tuple[int, int]:
        first = _first_day(self.months.start)
        return first, _first_day(self.months.stop) - first


class Tick(NamedTuple):
    """The first day of a month by its ordinal, its cell, and whether a year begins with it."""

    day: int
    cell: int
    begins_year: bool


class Name(NamedTuple):
    """The name of a month or a year, the cell in which it begins, and the tick that it names."""

    begin: int
    text: str
    tick: Tick


class Ruler(NamedTuple):
    """A scale, its ticks, and the lines of names above them."""

    scale: Scale
    ticks: tuple[Tick, ...] = ()
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


def make_ruler(axis: Axis, room: int) -> Ruler:
    """The finest ruler that is readable in *room* cells; if there is none, one without names."""
    shown = _covered(axis)
    # An axis of thousands of years has no room for its months: do not even lay them out.
    most = room // _SHORTEST_NAME + 1
    steps = (step for step in _STEPS if len(shown) // step <= most)
    rulers = (_with_names(_scale(axis, shown, step, room), step) for step in steps)
    unnamed = Ruler(_scale(axis, shown, 1, room))
    return next((ruler for ruler in rulers if ruler.is_readable), unnamed)


def _covered(axis: Axis) -> range:
    """The months from the first day on the axis to the last."""
    days = [axis.day, *chain.from_iterable((day for day, _ in t.marks) for t in axis.tracks)]
    return range(_month(min(days)), _month(max(days)) + 1)


def _first_day(month: int) -> int:
    """The ordinal of the first day of the month, which may also be the one after the last."""
    if month > _LAST:
        return date.max.toordinal() + 1
    return date(month // _YEAR, month % _YEAR + 1, 1).toordinal()


def _month(day: date) -> int:
    return day.year * _YEAR + day.month - 1


def _scale(axis: Axis, shown: range, step: int, room: int) -> Scale:
    """A scale that begins at a multiple of *step*, or at the first month if that is too far back.

    Cells at its ends are left free only if the marks of a track would otherwise not fit on their
    side of the day asked about: there must be as many cells on either side of its line.
    """
    begin = shown.start // step * step
    if begin < _FIRST or (shown.start - begin) * _MAX_LEAD > shown.stop - begin:
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
    months = range(-(-scale.months.start // step) * step, scale.months.stop, step)
    days = map(_first_day, months)
    ticks = [
        Tick(day, scale.cell(day), month % _YEAR == 0)
        for month, day in zip(months, days, strict=True)
    ]
    years = tuple(
        _name(scale, tick, f"{month // _YEAR:04}")
        for month, tick in zip(months, ticks, strict=True)
        if tick.begins_year or month == months.start
    )
    names = tuple(
        _name(scale, tick, MONTHS[month % _YEAR]) for month, tick in zip(months, ticks, strict=True)
    )
    return Ruler(scale, tuple(ticks), (years,) if step >= _YEAR else (years, names))


def _name(scale: Scale, tick: Tick, text: str) -> Name:
    """The name, from its tick on; earlier at the end of the axis, where it would not fit."""
    return Name(min(tick.cell, scale.width - len(text)), text, tick)
