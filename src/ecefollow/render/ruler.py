"""The ruler of a time axis: which months it covers, where a day lies, what is named."""

from datetime import date
from itertools import chain, pairwise, product
from typing import Final, NamedTuple

from ecefollow.register.deadlines import MONTHS
from ecefollow.views.page import Axis

_MOST_SPARE: Final = 5  # one part in so many of the axis may lie before its first month
_YEAR: Final = 12
_SHORTEST_NAME: Final = len("Jan ")
_FIRST_MONTH: Final = date.min.year * _YEAR
_LAST_MONTH: Final = date.max.year * _YEAR + 11
# In months: every month, quarter, half year, then years. One of the last fits any axis.
_STEPS: Final = (1, 3, 6, *(_YEAR * n * ten for ten in (1, 10, 100, 1000) for n in (1, 2, 5)))


class _Extent(NamedTuple):
    """What the axis has to hold: the months from first to last, and the day asked with its sides.

    Left of that day's line there must be cells for the most marks that one track has before it,
    and right of it for those after.
    """

    months: range
    asked: int
    before: int
    after: int


class Scale(NamedTuple):
    """The months that the axis covers, counted from the year 0, on so many cells.

    Of the cells some are left free at the beginning and at the end.
    """

    months: range
    width: int
    lead: int = 0
    tail: int = 0

    def cell(self, ordinal: int) -> int:
        """The cell in which a day lies."""
        first = _first_day(self.months.start)
        days = _first_day(self.months.stop) - first
        return self.lead + (ordinal - first) * (self.width - self.lead - self.tail) // days

    def holds(self, extent: _Extent) -> bool:
        """Whether every mark has a cell on its own side of the day asked."""
        asked = self.cell(extent.asked)
        return extent.before <= asked < self.width - extent.after


class Name(NamedTuple):
    """A month's or a year's name, and the cell in which it begins."""

    begin: int
    text: str


class Ruler(NamedTuple):
    """A scale with its ticks, each on a first day, and the lines of names above them."""

    scale: Scale
    ticks: tuple[int, ...] = ()
    names: tuple[tuple[Name, ...], ...] = ()

    @property
    def is_clear(self) -> bool:
        """Whether there are names, and all of them stand clear of each other."""
        return all(
            line
            and line[0].begin >= 0
            and all(each.begin + len(each.text) < after.begin for each, after in pairwise(line))
            for line in self.names
        )


def ruler(axis: Axis, room: int) -> Ruler:
    """The finest ruler for the axis that is clear in so many cells, a bare one where none is."""
    extent = _extent(axis)
    # Of thousands of years the months need not be laid out to see that their names do not fit.
    most = room // _SHORTEST_NAME + 1
    steps = (step for step in _STEPS if len(extent.months) // step <= most)
    rulers = (_divided(_scale(extent, step, room), step) for step in steps)
    return next((ruler for ruler in rulers if ruler.is_clear), Ruler(_scale(extent, 1, room)))


def _extent(axis: Axis) -> _Extent:
    tracks = [[day for day, _ in track.marks] for track in axis.tracks]
    days = [axis.day, *chain.from_iterable(tracks)]
    # One mark of the day asked stands on its line.
    before = (sum(day <= axis.day for day in each) - (axis.day in each) for each in tracks)
    after = (sum(day > axis.day for day in each) for each in tracks)
    return _Extent(
        months=range(_month(min(days)), _month(max(days)) + 1),
        asked=axis.day.toordinal(),
        before=max(before, default=0),
        after=max(after, default=0),
    )


def _month(day: date) -> int:
    return day.year * _YEAR + day.month - 1


def _first_day(month: int) -> int:
    """The ordinal of the month's first day, also of the month after the calendar's last."""
    if month > _LAST_MONTH:
        return date.max.toordinal() + 1
    return date(month // _YEAR, month % _YEAR + 1, 1).toordinal()


def _scale(extent: _Extent, step: int, room: int) -> Scale:
    """The scale from the first day of a step, if that is not too far before the first month.

    Cells are left free at its ends only where marks would find none on their side of the day asked.
    """
    first, stop = extent.months.start, extent.months.stop
    begin = first // step * step
    if begin < _FIRST_MONTH or (first - begin) * _MOST_SPARE > stop - begin:
        begin = first
    months = range(begin, stop)
    free = product(range(extent.before + 1), range(extent.after + 1))
    scales = (Scale(months, room, lead, tail) for lead, tail in free)
    return next((scale for scale in scales if scale.holds(extent)), Scale(months, room))


def _divided(scale: Scale, step: int) -> Ruler:
    """A ruler with a tick and a name for each step: years alone, or months below their years."""
    months = range(-(-scale.months.start // step) * step, scale.months.stop, step)
    ticks = tuple(scale.cell(_first_day(month)) for month in months)
    years = [
        _name(scale, tick, f"{month // _YEAR:04}")
        for month, tick in zip(months, ticks, strict=True)
        if month % _YEAR == 0 or month == months.start
    ]
    if step >= _YEAR:
        return Ruler(scale, ticks, (tuple(years),))
    named = [
        _name(scale, tick, MONTHS[month % _YEAR]) for month, tick in zip(months, ticks, strict=True)
    ]
    return Ruler(scale, ticks, (tuple(years), tuple(named)))


def _name(scale: Scale, tick: int, text: str) -> Name:
    """The name from its tick on; at the axis's end it begins earlier, and is still above it."""
    return Name(min(tick, scale.width - len(text)), text)
