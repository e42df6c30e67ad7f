"""The ruler of a time axis: the months it covers, the cell of each day, ticks and names."""

from itertools import pairwise, product
from typing import Final, NamedTuple

from ecefollow.render import months
from ecefollow.views.page import Axis

_MAX_LEAD: Final = 5  # at most a fifth of the axis may be empty before its first month
_SHORTEST_NAME: Final = len("Jan ")


class _Extent(NamedTuple):
    """What must fit on the axis.

    `months` are the months from the first day to the last, and `day` is the day asked about.
    `before` and `after` are the most marks that a single track has before and after that day: there
    must be as many cells on either side of its line.
    """

    months: range
    day: int
    before: int
    after: int


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
        first = months.first_day(self.months.start)
        days = months.first_day(self.months.stop) - first
        return self.lead + (ordinal - first) * (self.width - self.lead - self.tail) // days

    def fits(self, extent: _Extent) -> bool:
        """Whether every mark has a cell on its side of the day asked about."""
        day_cell = self.cell(extent.day)
        return extent.before <= day_cell < self.width - extent.after


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


def make_ruler(axis: Axis, room: int) -> Ruler:
    """The finest ruler that is readable in *room* cells; if there is none, one without names."""
    extent = _extent(axis)
    # An axis of thousands of years has no room for its months: do not even lay them out.
    most = room // _SHORTEST_NAME + 1
    steps = (step for step in months.STEPS if len(extent.months) // step <= most)
    rulers = (_with_names(_scale(extent, step, room), step) for step in steps)
    return next((ruler for ruler in rulers if ruler.is_readable), Ruler(_scale(extent, 1, room)))


def _extent(axis: Axis) -> _Extent:
    tracks = [[day for day, _ in track.marks] for track in axis.tracks]
    # One mark of the day asked about is drawn on its line.
    before = (sum(day <= axis.day for day in days) - (axis.day in days) for days in tracks)
    after = (sum(day > axis.day for day in days) for days in tracks)
    return _Extent(
        months=months.covered(axis),
        day=axis.day.toordinal(),
        before=max(before, default=0),
        after=max(after, default=0),
    )


def _scale(extent: _Extent, step: int, room: int) -> Scale:
    """A scale that begins at a multiple of *step*, or at the first month if that is too far back.

    Cells at its ends are left free only if the marks would otherwise not fit on their side of the
    day asked about.
    """
    first, stop = extent.months.start, extent.months.stop
    begin = first // step * step
    if begin < months.FIRST or (first - begin) * _MAX_LEAD > stop - begin:
        begin = first
    whole = Scale(range(begin, stop), room)
    free = product(range(extent.before + 1), range(extent.after + 1))
    scales = (whole._replace(lead=lead, tail=tail) for lead, tail in free)
    return next((scale for scale in scales if scale.fits(extent)), whole)


def _with_names(scale: Scale, step: int) -> Ruler:
    """A ruler with a tick and a name for each step: years only, or years above months."""
    marked = months.ticks(scale.months, step)
    ticks = tuple(scale.cell(months.first_day(month)) for month in marked)
    cells = dict(zip(marked, ticks, strict=True))
    years = tuple(
        _name(scale, cell, months.year_name(month))
        for month, cell in cells.items()
        if month % months.YEAR == 0 or month == marked.start
    )
    if step >= months.YEAR:
        return Ruler(scale, ticks, (years,))
    names = tuple(_name(scale, cell, months.month_name(month)) for month, cell in cells.items())
    return Ruler(scale, ticks, (years, names))


def _name(scale: Scale, tick: int, text: str) -> Name:
    """The name, from its tick on; earlier at the end of the axis, where it would not fit."""
    return Name(min(tick, scale.width - len(text)), text)
