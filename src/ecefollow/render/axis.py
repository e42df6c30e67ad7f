"""Tracks of a page on one time axis."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import accumulate, chain, pairwise, product, takewhile
from typing import Final, NamedTuple

from rich.text import Text

from ecefollow.deadlines import MONTHS, shown
from ecefollow.pages import Axis, Mark, Track
from ecefollow.render import Look
from ecefollow.render.tones import STATE, width

_GAP: Final = 2
_LEAST_LABEL: Final = 3  # ids cut to less tell nothing, and the axis takes the whole width
_LEAST_AXIS: Final = 3  # cells, one for each mark
_MOST_SPARE: Final = 5  # one part in so many of the axis may lie before its first month
_YEAR: Final = 12
_SHORTEST_NAME: Final = len("Jan ")
_FIRST_MONTH: Final = date.min.year * _YEAR
_LAST_MONTH: Final = date.max.year * _YEAR + 11
# In months: every month, quarter, half year, then years. One of the last fits any axis.
_STEPS: Final = (1, 3, 6, *(_YEAR * n * ten for ten in (1, 10, 100, 1000) for n in (1, 2, 5)))


class _Signs(NamedTuple):
    """What the axis is drawn with."""

    marks: Mapping[Mark, str]
    moved: str
    late: str
    asked: str
    rule: str
    tick: str
    branch: str  # where the asked day's line leaves the rule
    crossing: str  # and where it does so at a tick
    ellipsis: str


_UNICODE: Final = _Signs(
    marks={Mark.ORIGINAL: "◇", Mark.DUE: "◆", Mark.COMPLETED: "✓"},
    moved="┄",
    late="━",
    asked="│",
    rule="─",
    tick="┴",
    branch="┬",
    crossing="┼",
    ellipsis="…",
)
_ASCII: Final = _Signs(
    marks={Mark.ORIGINAL: "o", Mark.DUE: "*", Mark.COMPLETED: "v"},
    moved=".",
    late="=",
    asked="|",
    rule="-",
    tick="+",
    branch="|",
    crossing="|",
    ellipsis="...",
)


class _Extent(NamedTuple):
    """What the axis has to hold: the months from first to last, and the day asked with its sides.

    Left of that day's line there must be cells for the most marks that one track has before it,
    and right of it for those after.
    """

    months: range
    asked: int
    before: int
    after: int


class _Scale(NamedTuple):
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


class _Name(NamedTuple):
    """A month's or a year's name, and the cell in which it begins."""

    begin: int
    text: str


class _Ruler(NamedTuple):
    """A scale with its ticks, each on a first day, and the lines of names above them."""

    scale: _Scale
    ticks: tuple[int, ...] = ()
    names: tuple[tuple[_Name, ...], ...] = ()

    @property
    def is_clear(self) -> bool:
        """Whether there are names, and all of them stand clear of each other."""
        return all(
            line
            and line[0].begin >= 0
            and all(each.begin + len(each.text) < after.begin for each, after in pairwise(line))
            for line in self.names
        )


class _Labels(NamedTuple):
    """How wide the ids and the notes stand left of the axis, 0 where there is no room.

    `form` says which of a track's notes is shown.
    """

    ids: int
    notes: int = 0
    form: int = 0

    @property
    def margin(self) -> int:
        """What stands left of the axis, gaps and all."""
        return sum(wide + _GAP for wide in (self.ids, self.notes) if wide)


def lines(axis: Axis, look: Look) -> Iterator[Text]:
    """The axis with its tracks below, in the look's width, and what its signs mean."""
    signs = _UNICODE if look.encoding.casefold().startswith("utf") else _ASCII
    labels = _labels(axis.tracks, look.width)
    ruler = _ruler(_extent(axis), look.width - labels.margin)
    scale = ruler.scale
    asked = scale.cell(axis.day.toordinal())
    margin = " " * labels.margin
    for names in ruler.names:
        yield Text(margin + _written(names))
    yield Text(margin + _rule(ruler, asked, signs), style="dim")
    used = {signs.asked}
    for track in axis.tracks:
        row = _row(track, axis.day, scale, signs)
        used.update(row)
        yield _labelled(track, labels, row, asked, signs)
    yield Text()
    for line in _legend(axis.day, signs, used, look.width):
        yield Text(line, style="dim")


def _labels(tracks: Sequence[Track], whole: int) -> _Labels:
    """The ids whole, and the longest form of the notes with which they take two fifths at most.

    All tracks show the same form, so that the column stays calm.
    """
    ids = max((width(track.label) for track in tracks), default=0)
    left = whole - _GAP - _LEAST_AXIS
    if left < min(ids, _LEAST_LABEL):
        return _Labels(0)
    room = whole * 2 // 5 - ids - _GAP
    for form, notes in enumerate(zip(*(track.notes for track in tracks), strict=True)):
        wide = max(map(width, notes))
        if wide <= room:
            return _Labels(ids, wide, form)
    return _Labels(min(ids, left))


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


def _ruler(extent: _Extent, room: int) -> _Ruler:
    """The finest that is clear; a bare one where the room is too small for any name."""
    # Of thousands of years the months need not be laid out to see that their names do not fit.
    most = room // _SHORTEST_NAME + 1
    steps = (step for step in _STEPS if len(extent.months) // step <= most)
    rulers = (_divided(_scale(extent, step, room), step) for step in steps)
    return next((ruler for ruler in rulers if ruler.is_clear), _Ruler(_scale(extent, 1, room)))


def _scale(extent: _Extent, step: int, room: int) -> _Scale:
    """The scale from the first day of a step, if that is not too far before the first month.

    Cells are left free at its ends only where marks would find none on their side of the day asked.
    """
    first, stop = extent.months.start, extent.months.stop
    begin = first // step * step
    if begin < _FIRST_MONTH or (first - begin) * _MOST_SPARE > stop - begin:
        begin = first
    months = range(begin, stop)
    free = product(range(extent.before + 1), range(extent.after + 1))
    scales = (_Scale(months, room, lead, tail) for lead, tail in free)
    return next((scale for scale in scales if scale.holds(extent)), _Scale(months, room))


def _divided(scale: _Scale, step: int) -> _Ruler:
    """A ruler with a tick and a name for each step: years alone, or months below their years."""
    months = range(-(-scale.months.start // step) * step, scale.months.stop, step)
    ticks = tuple(scale.cell(_first_day(month)) for month in months)
    years = [
        _name(scale, tick, f"{month // _YEAR:04}")
        for month, tick in zip(months, ticks, strict=True)
        if month % _YEAR == 0 or month == months.start
    ]
    if step >= _YEAR:
        return _Ruler(scale, ticks, (tuple(years),))
    named = [
        _name(scale, tick, MONTHS[month % _YEAR]) for month, tick in zip(months, ticks, strict=True)
    ]
    return _Ruler(scale, ticks, (tuple(years), tuple(named)))


def _name(scale: _Scale, tick: int, text: str) -> _Name:
    """The name from its tick on; at the axis's end it begins earlier, and is still above it."""
    return _Name(min(tick, scale.width - len(text)), text)


def _written(names: Iterable[_Name]) -> str:
    line = ""
    for name in names:
        line = line.ljust(name.begin) + name.text
    return line


def _rule(ruler: _Ruler, asked: int, signs: _Signs) -> str:
    rule = [signs.rule] * ruler.scale.width
    for tick in ruler.ticks:
        rule[tick] = signs.tick
    rule[asked] = signs.branch if rule[asked] == signs.rule else signs.crossing
    return "".join(rule)


def _row(track: Track, asked_day: date, scale: _Scale, signs: _Signs) -> list[str]:
    """The track's cells: its marks above the asked day's line, that above the other lines."""
    asked = scale.cell(asked_day.toordinal())
    places = _places(track, asked_day, scale)
    due = places[Mark.DUE]
    original = places.get(Mark.ORIGINAL, due)
    row = [" "] * scale.width
    _draw(row, min(original, due), max(original, due), signs.moved)
    if track.late:
        _draw(row, due, places.get(Mark.COMPLETED, asked), signs.late)
    row[asked] = signs.asked
    for mark, cell in places.items():
        if 0 <= cell < scale.width:  # an axis of a few cells has none for each
            row[cell] = signs.marks[mark]
    return row


def _places(track: Track, asked_day: date, scale: _Scale) -> dict[Mark, int]:
    """A cell of its own for each mark, in the order of their days, on its side of the day asked.

    The deadline has the cell of its day, the others the nearest to theirs that is free; where the
    day asked leaves no room for them, the deadline gives way too.
    """
    asked = scale.cell(asked_day.toordinal())
    days = [day for day, _ in track.marks]
    lowest = accumulate(
        (asked + 1 if day > asked_day else 0 for day in days),
        lambda before, own: max(before + 1, own),
    )
    highest = accumulate(
        (_last_cell(day, asked_day, asked, scale) for day in reversed(days)),
        lambda after, own: min(after - 1, own),
    )
    cells = [
        max(low, min(scale.cell(day.toordinal()), high))
        for day, low, high in zip(days, lowest, reversed([*highest]), strict=True)
    ]
    marks = [mark for _, mark in track.marks]
    due = marks.index(Mark.DUE)
    for number in reversed(range(due)):
        cells[number] = min(cells[number], cells[number + 1] - 1)
    for number in range(due + 1, len(cells)):
        cells[number] = max(cells[number], cells[number - 1] + 1)
    return dict(zip(marks, cells, strict=True))


def _last_cell(day: date, asked_day: date, asked: int, scale: _Scale) -> int:
    """The last cell in which a mark of the day may stand."""
    if day > asked_day:
        return scale.width - 1
    return asked if day == asked_day else asked - 1


def _draw(row: list[str], begin: int, end: int, sign: str) -> None:
    """The cells between two marks, none where the end is not the later one."""
    for cell in range(max(begin + 1, 0), min(end, len(row))):
        row[cell] = sign


def _labelled(track: Track, labels: _Labels, row: list[str], asked: int, signs: _Signs) -> Text:
    """The track's whole line, in the colour of its state but for the id and the asked day."""
    style = STATE[track.state]
    line = Text()
    if labels.ids:
        line.append(_fitted(track.label, labels.ids, signs.ellipsis) + " " * _GAP)
    if labels.notes:
        note = track.notes[labels.form]
        line.append(note + " " * (labels.notes - width(note) + _GAP), style)
    line.append("".join(row[:asked]), style)
    line.append(row[asked], "" if row[asked] == signs.asked else style)
    line.append("".join(row[asked + 1 :]), style)
    line.rstrip()
    return line


def _fitted(text: str, room: int, ellipsis: str) -> str:
    """The text in so many columns: filled with blanks, or cut, with an ellipsis for the rest."""
    if width(text) > room:
        fitting = takewhile(lambda end: end <= room - len(ellipsis), accumulate(map(width, text)))
        text = text[: sum(1 for _ in fitting)] + ellipsis
    return text + " " * (room - width(text))


def _legend(day: date, signs: _Signs, used: set[str], room: int) -> Iterator[str]:
    """What the signs that are used mean; a line breaks between two of them."""
    meanings = {
        signs.marks[Mark.ORIGINAL]: "original deadline",
        signs.marks[Mark.DUE]: "deadline",
        signs.marks[Mark.COMPLETED]: "completed",
        signs.moved: "moved",
        signs.late: "late",
        signs.asked: shown(day),
    }
    said = [f"{sign} {meaning}" for sign, meaning in meanings.items() if sign in used]
    unbroken = (" " * (_GAP + 1)).join(each.replace(" ", "\xa0") for each in said)
    for line in textwrap.wrap(unbroken, room):
        yield line.replace("\xa0", " ").rstrip()
