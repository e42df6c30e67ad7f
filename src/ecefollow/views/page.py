"""What a page shows, whatever the command and the format."""

from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from ecefollow.register.vocabulary import State


class Line(NamedTuple):
    """One paragraph of a page, behind a lead that stands in a column of its own."""

    text: str
    lead: str = ""
    lead_width: int = 0
    indent: int = 0
    strong: bool = False
    aside: bool = False
    state: State | None = None  # its words begin the line, in its colour


class Row(NamedTuple):
    """One row of a grid: a label, cells beside it, how full its bar is (0 to 1), remarks below."""

    label: str = ""
    cells: tuple[str, ...] = ()
    share: float | None = None
    state: State | None = None  # colours the row
    remarks: tuple[str, ...] = ()
    indent: int = 0
    strong: bool = False


class Grid(NamedTuple):
    """Rows whose cells stand below each other; the first head is that of the labels."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]


class Mark(StrEnum):
    """What a track has at a day."""

    ORIGINAL = "original"
    DUE = "due"
    COMPLETED = "completed"


class Track(NamedTuple):
    """One action on a time axis: its marks, in date order.

    `notes` are the same statement in several lengths, the longest first; all tracks of an axis have
    the same number of them. If the action `is_late`, a line shows it: from the deadline to the day
    of completion, or to the day asked about while the action is open.
    """

    label: str
    notes: tuple[str, ...]
    state: State
    marks: tuple[tuple[date, Mark], ...]
    is_late: bool = False


class Axis(NamedTuple):
    """Tracks on one time axis, on which the day asked is a line through all."""

    day: date
    tracks: tuple[Track, ...]


class Page(NamedTuple):
    """What a reader is shown, part by part, and the same as a record for a program."""

    parts: tuple[Line | Grid | Axis, ...]
    record: dict[str, Any]
