"""A time axis in text: the ruler, a line for each action, and a legend."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import accumulate
from typing import Final, NamedTuple

from rich.text import Text

from ecefollow.register.deadlines import format_day
from ecefollow.render.formats import Look
from ecefollow.render.ruler import Name, Ruler, Scale, make_ruler
from ecefollow.render.styles import STATE, width
from ecefollow.render.wrapping import cut
from ecefollow.views.page import Axis, Mark, Track

_GAP: Final = 2
_MIN_LABEL: Final = 3  # a shorter piece of an id is useless, so the axis takes the whole width
_MIN_AXIS: Final = 3  # cells: one for each mark


class _Signs(NamedTuple):
    """The characters that the axis is drawn with."""

    marks: Mapping[Mark, str]
    moved: str
    late: str
    day: str
    rule: str
    tick: str
    branch: str  # where the line of the day asked about meets the rule
    crossing: str  # where it meets the rule at a tick
    ellipsis: str


_UNICODE: Final = _Signs(
    marks={Mark.ORIGINAL: "◇", Mark.DUE: "◆", Mark.COMPLETED: "✓"},
    moved="┄",
    late="━",
    day="│",
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
    day="|",
    rule="-",
    tick="+",
    branch="|",
    crossing="|",
    ellipsis="...",
)


class _Labels(NamedTuple):
    """How wide the ids and the notes left of the axis are; 0 if there is no room for them.

    `form` is the index of the note that is shown for each track.
    """

    ids: int
    notes: int = 0
    form: int = 0

    @property
    def margin(self) -> int:
        """The width of everything left of the axis, with the gaps."""
        return sum(columns + _GAP for columns in (self.ids, self.notes) if columns)


def lines(axis: Axis, look: Look) -> Iterator[Text]:
    """The axis, a line for each of its tracks, and a legend, within the width of the look."""
    signs = _UNICODE if look.has_unicode else _ASCII
    labels = _labels(axis.tracks, look.width)
    ruler = make_ruler(axis, look.width - labels.margin)
    scale = ruler.scale
    day_cell = scale.cell(axis.day.toordinal())
    margin = " " * labels.margin
    for names in ruler.names:
        yield Text(margin + _names_line(names))
    yield Text(margin + _rule(ruler, day_cell, signs), style="dim")
    used = {signs.day}
    for track in axis.tracks:
        row = _row(track, axis.day, scale, signs)
        used.update(row)
        yield _track_line(track, labels, row, day_cell, signs)
    yield Text()
    for line in _legend(axis.day, signs, used, look.width):
        yield Text(line, style="dim")


def _labels(tracks: Sequence[Track], total: int) -> _Labels:
    """Full ids, and the longest form of the notes that keeps both within two fifths of the width.

    All tracks show the same form, so that the notes read as one column.
    """
    ids = max((width(track.label) for track in tracks), default=0)
    left = total - _GAP - _MIN_AXIS
    if left < min(ids, _MIN_LABEL):
        return _Labels(0)
    room = total * 2 // 5 - ids - _GAP
    for form, notes in enumerate(zip(*(track.notes for track in tracks), strict=True)):
        longest = max(map(width, notes))
        if longest <= room:
            return _Labels(ids, longest, form)
    return _Labels(min(ids, left))


def _names_line(names: Iterable[Name]) -> str:
    line = ""
    for name in names:
        line = line.ljust(name.begin) + name.text
    return line


def _rule(ruler: Ruler, day_cell: int, signs: _Signs) -> str:
    rule = [signs.rule] * ruler.scale.width
    for tick in ruler.ticks:
        rule[tick] = signs.tick
    rule[day_cell] = signs.branch if rule[day_cell] == signs.rule else signs.crossing
    return "".join(rule)


def _row(track: Track, axis_day: date, scale: Scale, signs: _Signs) -> list[str]:
    """The cells of a track. Marks hide the line of the day asked about, which hides other lines."""
    day_cell = scale.cell(axis_day.toordinal())
    cells = _mark_cells(track, axis_day, scale)
    due = cells[Mark.DUE]
    original = cells.get(Mark.ORIGINAL, due)
    row = [" "] * scale.width
    _draw_line(row, min(original, due), max(original, due), signs.moved)
    if track.is_late:
        _draw_line(row, due, cells.get(Mark.COMPLETED, day_cell), signs.late)
    row[day_cell] = signs.day
    for mark, cell in cells.items():
        if 0 <= cell < scale.width:  # a very short axis has no cell for some marks
            row[cell] = signs.marks[mark]
    return row


def _mark_cells(track: Track, axis_day: date, scale: Scale) -> dict[Mark, int]:
    """A different cell for each mark, in date order, on the right side of the day asked about.

    The deadline gets the cell of its day, and the other marks the nearest free cell. The deadline
    moves too if the marks would otherwise not fit on their side of the day asked about.
    """
    day_cell = scale.cell(axis_day.toordinal())
    days = [day for day, _ in track.marks]
    lowest = accumulate(
        (day_cell + 1 if day > axis_day else 0 for day in days),
        lambda previous, own: max(previous + 1, own),
    )
    highest = accumulate(
        (_last_cell(day, axis_day, day_cell, scale) for day in reversed(days)),
        lambda following, own: min(following - 1, own),
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


def _last_cell(day: date, axis_day: date, day_cell: int, scale: Scale) -> int:
    """The last cell that a mark of the day may use."""
    if day > axis_day:
        return scale.width - 1
    return day_cell if day == axis_day else day_cell - 1


def _draw_line(row: list[str], begin: int, end: int, sign: str) -> None:
    """Fill the cells between two marks; do nothing if *end* does not come after *begin*."""
    for cell in range(max(begin + 1, 0), min(end, len(row))):
        row[cell] = sign


def _track_line(
    track: Track, labels: _Labels, row: list[str], day_cell: int, signs: _Signs
) -> Text:
    """The full line of a track; all but the id and the day asked about has the state's colour."""
    style = STATE[track.state]
    line = Text()
    if labels.ids:
        line.append(_fit(track.label, labels.ids, signs.ellipsis) + " " * _GAP)
    if labels.notes:
        note = track.notes[labels.form]
        line.append(note + " " * (labels.notes - width(note) + _GAP), style)
    line.append("".join(row[:day_cell]), style)
    line.append(row[day_cell], "" if row[day_cell] == signs.day else style)
    line.append("".join(row[day_cell + 1 :]), style)
    line.rstrip()
    return line


def _fit(text: str, room: int, ellipsis: str) -> str:
    """*text* in exactly *room* columns: padded with spaces, or cut and ended with an ellipsis."""
    text = cut(text, room, ellipsis)
    return text + " " * (room - width(text))


def _legend(day: date, signs: _Signs, used: set[str], room: int) -> Iterator[str]:
    """What the signs in use mean; no line breaks within the meaning of a sign."""
    meanings = {
        signs.marks[Mark.ORIGINAL]: "original deadline",
        signs.marks[Mark.DUE]: "deadline",
        signs.marks[Mark.COMPLETED]: "completed",
        signs.moved: "moved",
        signs.late: "late",
        signs.day: format_day(day),
    }
    entries = [f"{sign} {meaning}" for sign, meaning in meanings.items() if sign in used]
    unbroken = (" " * (_GAP + 1)).join(entry.replace(" ", "\xa0") for entry in entries)
    for line in textwrap.wrap(unbroken, room):
        yield line.replace("\xa0", " ").rstrip()
