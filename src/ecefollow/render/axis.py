"""A time axis in text: the ruler, a line for each action, and a legend."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import accumulate
from typing import Final

from rich.text import Text

from ecefollow.register.deadlines import format_day
from ecefollow.render.formats import Look
from ecefollow.render.ruler import Name, Ruler, Scale, make_ruler
from ecefollow.render.styles import STATE, width
from ecefollow.render.wrapping import cut, wrapped
from ecefollow.views.page import Axis, Mark, Track

_GAP: Final = 2
_MIN_LABEL: Final = 3  # a shorter piece of an id is useless, so the axis takes the whole width
_MIN_AXIS: Final = 3  # cells: one for each mark


_MARKS: Final = {Mark.ORIGINAL: "◇", Mark.DUE: "◆", Mark.COMPLETED: "✓"}
_MOVED: Final = "┄"
_LATE: Final = "━"
_STAR: Final = "*"
_DAY: Final = "│"
_RULE: Final = "─"
_TICK: Final = "┴"
_BRANCH: Final = "┬"  # where the line of the day asked about meets the rule
_CROSSING: Final = "┼"  # where it meets the rule at a tick
_MEANINGS: Final = {
    _MARKS[Mark.ORIGINAL]: "first deadline",
    _MARKS[Mark.DUE]: "deadline",
    _MARKS[Mark.COMPLETED]: "completed",
    _MOVED: "moved",
    _LATE: "late",
}


def lines(axis: Axis, look: Look) -> Iterator[Text]:
    """The axis, a line for each of its tracks, and a legend, within the width of the look."""
    labels = _labels(axis.tracks, look.width)
    margin = " " * (width(labels[0].plain) if labels else 0)
    ruler = make_ruler(axis, look.width - len(margin))
    scale = ruler.scale
    day_cell = scale.cell(axis.day.toordinal())
    for names in ruler.names:
        yield Text(margin + _names_line(names))
    yield Text(margin + _rule(ruler, day_cell), style="dim")
    used, above = {_DAY}, ""
    for track, label in zip(axis.tracks, labels, strict=True):
        row = _row(track, axis.day, scale)
        used.update(row)
        if track.above != above:
            above = track.above
            yield from (Text(line, style="bold") for line in wrapped(above, look.width))
        yield _track_line(label, row, day_cell, STATE[track.state])
    yield Text()
    for line in _legend(axis.day, used, look.width):
        yield Text(line, style="dim")


def _labels(tracks: Sequence[Track], total: int) -> list[Text]:
    """What stands left of each track, all as wide: full ids, and the longest form of the notes.

    The form is that which keeps both within two fifths of the width, the same for all tracks, so
    that the notes read as one column. Where there is no room, ids are cut or left out.
    """
    ids = max((width(track.label) for track in tracks), default=0)
    left = total - _GAP - _MIN_AXIS
    if left < min(ids, _MIN_LABEL):
        return [Text() for _ in tracks]
    room = total * 2 // 5 - ids - _GAP
    for notes in zip(*(track.notes for track in tracks), strict=True):
        longest = max(map(width, notes))
        if longest <= room:
            return [
                Text.assemble(_fit(track.label, ids), (_fit(note, longest), STATE[track.state]))
                for track, note in zip(tracks, notes, strict=True)
            ]
    return [Text(_fit(track.label, min(ids, left))) for track in tracks]


def _names_line(names: Iterable[Name]) -> str:
    line = ""
    for name in names:
        line = line.ljust(name.begin) + name.text
    return line


def _rule(ruler: Ruler, day_cell: int) -> str:
    rule = [_RULE] * ruler.scale.width
    for tick in ruler.ticks:
        rule[tick.cell] = _TICK
    rule[day_cell] = _BRANCH if rule[day_cell] == _RULE else _CROSSING
    return "".join(rule)


def _row(track: Track, axis_day: date, scale: Scale) -> list[str]:
    """The cells of a track. Marks hide the line of the day asked about, which hides other lines."""
    day_cell = scale.cell(axis_day.toordinal())
    cells = _mark_cells(track, axis_day, scale)
    due = cells[Mark.DUE]
    original = cells.get(Mark.ORIGINAL, due)
    row = [" "] * scale.width
    _draw_line(row, min(original, due), max(original, due), _MOVED)
    if track.is_late:
        _draw_line(row, due, cells.get(Mark.COMPLETED, day_cell), _LATE)
    row[day_cell] = _DAY
    for mark, cell in cells.items():
        if 0 <= cell < scale.width:  # a very short axis has no cell for some marks
            row[cell] = _MARKS[mark]
    if track.starred:
        _draw_star(row, cells[track.starred])
    return row


def _draw_star(row: list[str], cell: int) -> None:
    """A star beside a mark, behind it if nothing else stands there."""
    for beside in (cell + 1, cell - 1):
        if 0 <= beside < len(row) and row[beside] in {" ", _MOVED, _LATE}:
            row[beside] = _STAR
            return


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


def _track_line(label: Text, row: list[str], day_cell: int, style: str) -> Text:
    """The full line of a track; all but the id and the day asked about has the state's colour."""
    before, day, after = "".join(row[:day_cell]), row[day_cell], "".join(row[day_cell + 1 :])
    line = label + Text.assemble(
        (before, style), (day, "" if day == _DAY else style), (after, style)
    )
    line.rstrip()
    return line


def _fit(text: str, room: int) -> str:
    """*text* in exactly *room* columns, padded or cut, and a gap behind it; empty without room."""
    text = cut(text, room)
    return text + " " * (room - width(text) + _GAP) if room else ""


def _legend(day: date, used: set[str], room: int) -> list[str]:
    """What the signs in use mean; no line breaks within the meaning of a sign."""
    meanings = {**_MEANINGS, _DAY: format_day(day)}
    entries = [f"{sign} {meaning}" for sign, meaning in meanings.items() if sign in used]
    unbroken = (" " * (_GAP + 1)).join(entry.replace(" ", "\xa0") for entry in entries)
    return [line.replace("\xa0", " ").rstrip() for line in textwrap.wrap(unbroken, room)]
