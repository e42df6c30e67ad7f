"""Pages: paragraphs, grids and a time axis, whatever the command and the format."""

from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from ecefollow.register.vocabulary import State


class Line(NamedTuple):
    """One paragraph of a page; its `lead` is in a column of its own, left of the text."""

    text: str
    lead: str = ""
    lead_width: int = 0
    indent: int = 0
    strong: bool = False
    aside: bool = False
    state: State | None = None  # the line begins with the name of the state, in its colour


def below(*lines: str) -> tuple[Line, ...]:
    """The lines at the end of a page: what its marks mean, and what it leaves out, if anything."""
    return (Line(""), *(Line(line, aside=True) for line in lines)) if lines else ()


class Row(NamedTuple):
    """One row of a grid: a label, cells, a bar that fills `share` (0 to 1), and remarks below."""

    label: str = ""
    cells: tuple[str, ...] = ()
    share: float | None = None
    state: State | None = None  # colours the row
    remarks: tuple[str, ...] = ()
    indent: int = 0
    strong: bool = False


class Grid(NamedTuple):
    """Rows with aligned cells; the first heading is that of the labels."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]


class Mark(StrEnum):
    """What a mark on a track stands for."""

    ORIGINAL = "original"
    DUE = "due"
    COMPLETED = "completed"


class Track(NamedTuple):
    """One action on a time axis: its marks, in date order.

    `notes` are the same statement in several lengths, the longest first; all tracks of an axis have
    the same number of them. If the action `is_late`, a line shows it: from the deadline to the day
    of completion, or to the day asked about while the action is open. The day of the mark `starred`
    stands under one reading of the source. Tracks with one text `above` are a group.
    """

    label: str
    notes: tuple[str, ...]
    state: State
    marks: tuple[tuple[date, Mark], ...]
    is_late: bool = False
    starred: Mark | None = None
    above: str = ""


class Axis(NamedTuple):
    """Tracks on one time axis; the day asked about is a line across all of them."""

    day: date
    tracks: tuple[Track, ...]


class Page(NamedTuple):
    """The parts that a reader is shown, and the same content for JSON."""

    parts: tuple[Line | Grid | Axis, ...]
    as_json: dict[str, Any]
