"""Tracks of a page on one time axis."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import accumulate, takewhile
from typing import Final, NamedTuple

from rich.text import Text

from ecefollow.register.deadlines import format_day
from ecefollow.render.formats import Look
from ecefollow.render.ruler import Name, Ruler, Scale, ruler
from ecefollow.render.styles import STATE, width
from ecefollow.views.page import Axis, Mark, Track

_GAP: Final = 2
_LEAST_LABEL: Final = 3  # ids cut to less tell nothing, and the axis takes the whole width
_LEAST_AXIS: Final = 3  # cells, one for each mark


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
    ruled = ruler(axis, look.width - labels.margin)
    scale = ruled.scale
    asked = scale.cell(axis.day.toordinal())
    margin = " " * labels.margin
    for names in ruled.names:
        yield Text(margin + _written(names))
    yield Text(margin + _rule(ruled, asked, signs), style="dim")
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


def _written(names: Iterable[Name]) -> str:
    line = ""
    for name in names:
        line = line.ljust(name.begin) + name.text
    return line


def _rule(ruled: Ruler, asked: int, signs: _Signs) -> str:
    rule = [signs.rule] * ruled.scale.width
    for tick in ruled.ticks:
        rule[tick] = signs.tick
    rule[asked] = signs.branch if rule[asked] == signs.rule else signs.crossing
    return "".join(rule)


def _row(track: Track, asked_day: date, scale: Scale, signs: _Signs) -> list[str]:
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


def _places(track: Track, asked_day: date, scale: Scale) -> dict[Mark, int]:
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


def _last_cell(day: date, asked_day: date, asked: int, scale: Scale) -> int:
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
        signs.asked: format_day(day),
    }
    said = [f"{sign} {meaning}" for sign, meaning in meanings.items() if sign in used]
    unbroken = (" " * (_GAP + 1)).join(each.replace(" ", "\xa0") for each in said)
    for line in textwrap.wrap(unbroken, room):
        yield line.replace("\xa0", " ").rstrip()
