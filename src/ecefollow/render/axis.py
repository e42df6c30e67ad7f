"""Tracks of a page on one time axis."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import accumulate, pairwise, takewhile
from typing import Final, NamedTuple

from rich.text import Text

from ecefollow.deadlines import MONTHS, shown
from ecefollow.model import State
from ecefollow.pages import Axis, Mark, Track
from ecefollow.render import Look
from ecefollow.render.tones import STATE, width

_GAP: Final = 2
_LEAST_LABEL: Final = 3  # less room than this, and the axis takes the whole width
_LEAST_NOTE: Final = len(State.OVERDUE.words)  # less room than this, and the ids stand alone
_YEAR: Final = 12
_LAST_MONTH: Final = date.max.year * _YEAR + 11
# In months: every month, every third, then years. One of the last fits any axis.
_STEPS: Final = (1, 3, *(_YEAR * n * ten for ten in (1, 10, 100, 1000) for n in (1, 2, 5)))


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


class _Scale(NamedTuple):
    """The months that the axis covers, counted from the year 0, on so many cells."""

    months: range
    width: int

    def cell(self, ordinal: int) -> int:
        """The cell in which a day lies."""
        first = _first_day(self.months.start)
        days = _first_day(self.months.stop) - first
        return (ordinal - first) * self.width // days


class _Labels(NamedTuple):
    """How wide the ids and the notes stand left of the axis; 0 where there is no room."""

    ids: int
    notes: int

    @property
    def margin(self) -> int:
        """What stands left of the axis, gaps and all."""
        return sum(wide + _GAP for wide in self if wide)


def lines(axis: Axis, look: Look) -> Iterator[Text]:
    """The axis with its tracks below, in the look's width, and what its signs mean."""
    signs = _UNICODE if look.encoding.casefold().startswith("utf") else _ASCII
    labels = _labels(axis.tracks, look.width)
    scale = _Scale(_months(axis), look.width - labels.margin)
    asked = scale.cell(axis.day.toordinal())
    *names, rule = ((" " * labels.margin + line).rstrip() for line in _ruler(scale, asked, signs))
    yield from map(Text, names)
    yield Text(rule, style="dim")
    used = {signs.asked}
    for track in axis.tracks:
        row = _row(track, axis.day, scale, signs)
        used.update(row)
        yield _labelled(track, labels, row, asked, signs)
    yield Text()
    for line in _legend(axis.day, signs, used, look.width):
        yield Text(line, style="dim")


def _labels(tracks: Iterable[Track], whole: int) -> _Labels:
    """The ids and notes whole where they take no more than two fifths of the width."""
    ids = max((width(track.label) for track in tracks), default=0)
    notes = max((width(track.note) for track in tracks), default=0)
    room = whole * 2 // 5
    if room < _LEAST_LABEL:
        return _Labels(0, 0)
    if room < ids + _GAP + _LEAST_NOTE:
        return _Labels(min(ids, room), 0)
    return _Labels(ids, min(notes, room - ids - _GAP))


def _months(axis: Axis) -> range:
    """The months from the first to the last of the days that are marked and the one asked."""
    days = [axis.day, *(day for track in axis.tracks for day, _ in track.marks)]
    return range(_month(min(days)), _month(max(days)) + 1)


def _month(day: date) -> int:
    return day.year * _YEAR + day.month - 1


def _first_day(month: int) -> int:
    """The ordinal of the month's first day, also of the month after the calendar's last."""
    if month > _LAST_MONTH:
        return date.max.toordinal() + 1
    return date(month // _YEAR, month % _YEAR + 1, 1).toordinal()


def _ruler(scale: _Scale, asked: int, signs: _Signs) -> Iterator[str]:
    """The years, the months where there is room for them, and a rule with a tick for each name."""
    step = next(step for step in _STEPS if _is_roomy(scale, step))
    rule = [signs.rule] * scale.width
    for each in (_YEAR, step) if step < _YEAR else (step,):
        names = _names(scale, each)
        yield _written(names, scale.width)
        for cell, _ in names:
            rule[cell] = signs.tick
    rule[asked] = signs.branch if rule[asked] == signs.rule else signs.crossing
    yield "".join(rule)


def _is_roomy(scale: _Scale, step: int) -> bool:
    """Whether names a step apart stand clear of each other."""
    cells = (scale.cell(_first_day(month)) for month in _regular(scale, step))
    return all(after - before > len(_name(0, step)) for before, after in pairwise(cells))


def _names(scale: _Scale, step: int) -> list[tuple[int, str]]:
    """The names with their cells: each a step apart, and the axis's beginning where it fits."""
    names = [(scale.cell(_first_day(month)), _name(month, step)) for month in _regular(scale, step)]
    first = _name(scale.months.start, step)
    if not names or names[0][0] > len(first):
        return [(0, first), *names]
    return names


def _regular(scale: _Scale, step: int) -> range:
    months = scale.months
    return range(-(-months.start // step) * step, months.stop, step)


def _name(month: int, step: int) -> str:
    return MONTHS[month % _YEAR] if step < _YEAR else f"{month // _YEAR:04}"


def _written(names: Iterable[tuple[int, str]], room: int) -> str:
    line = ""
    for cell, name in names:
        if cell + len(name) <= room:
            line = line.ljust(cell) + name
    return line


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
        if cell < scale.width:  # three marks do not fit an axis of one or two cells
            row[cell] = signs.marks[mark]
    return row


def _places(track: Track, asked_day: date, scale: _Scale) -> dict[Mark, int]:
    """A cell of its own for each mark, in the order of their days and of the day asked.

    That is the cell of its day, or the nearest beside it where that is taken.
    """
    asked = scale.cell(asked_day.toordinal())
    places: dict[Mark, int] = {}
    taken = -1
    for day, mark in track.marks:
        nearest = scale.cell(day.toordinal())
        taken = places[mark] = max(nearest, taken + 1, asked + 1 if day > asked_day else 0)
    free = scale.width - 1
    for day, mark in reversed(track.marks):
        if day <= asked_day:
            free = min(free, asked if day == asked_day else asked - 1)
        places[mark] = min(places[mark], free)
        free = places[mark] - 1
    # Where the day asked is one of the first, there may be no cell left of it.
    for number, mark in enumerate(places):
        places[mark] = max(places[mark], number)
    return places


def _draw(row: list[str], begin: int, end: int, sign: str) -> None:
    """The cells between two marks, none where the end is not the later one."""
    for cell in range(begin + 1, end):
        row[cell] = sign


def _labelled(track: Track, labels: _Labels, row: list[str], asked: int, signs: _Signs) -> Text:
    """The track's whole line, in the colour of its state but for the id and the asked day."""
    style = STATE[track.state]
    line = Text()
    if labels.ids:
        line.append(_fitted(track.label, labels.ids, signs.ellipsis) + " " * _GAP)
    if labels.notes:
        line.append(_fitted(track.note, labels.notes, signs.ellipsis) + " " * _GAP, style)
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
