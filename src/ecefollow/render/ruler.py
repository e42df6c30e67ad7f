"""The ruler of a time axis: the months it covers, the cell of each day, ticks and names."""

from itertools import pairwise, product
from typing import Final, NamedTuple

from ecefollow.render import months
from ecefollow.views.page import Axis

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
        first = months.first_day(self.months.start)
        days = months.first_day(self.months.stop) - first
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


def make_ruler(axis: Axis, room: int) -> Ruler:
    """The finest ruler that is readable in *room* cells; if there is none, one without names."""
    covered = months.covered(axis)
    # An axis of thousands of years has no room for its months: do not even lay them out.
    most = room // _SHORTEST_NAME + 1
    steps = (step for step in months.STEPS if len(covered) // step <= most)
    rulers = (_with_names(_scale(axis, covered, step, room), step) for step in steps)
    unnamed = Ruler(_scale(axis, covered, 1, room))
    return next((ruler for ruler in rulers if ruler.is_readable), unnamed)


def _scale(axis: Axis, covered: range, step: int, room: int) -> Scale:
    """A scale that begins at a multiple of *step*, or at the first month if that is too far back.

    Cells at its ends are left free only if the marks of a track would otherwise not fit on their
    side of the day asked about: there must be as many cells on either side of its line.
    """
    begin = covered.start // step * step
    if begin < months.FIRST or (covered.start - begin) * _MAX_LEAD > covered.stop - begin:
        begin = covered.start
    whole = Scale(range(begin, covered.stop), room)
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
    marked = months.ticks(scale.months, step)
    cells = {month: scale.cell(months.first_day(month)) for month in marked}
    years = tuple(
        _name(scale, cell, months.year_name(month))
        for month, cell in cells.items()
        if month % months.YEAR == 0 or month == marked.start
    )
    names = tuple(_name(scale, cell, months.month_name(month)) for month, cell in cells.items())
    lines = (years,) if step >= months.YEAR else (years, names)
    return Ruler(scale, tuple(cells.values()), lines)


def _name(scale: Scale, tick: int, text: str) -> Name:
    """The name, from its tick on; earlier at the end of the axis, where it would not fit."""
    return Name(min(tick, scale.width - len(text)), text)
