"""What a page shows, whatever the command and the format."""

from typing import Any, NamedTuple

from ecefollow.model import State


class Line(NamedTuple):
    """One paragraph of a page, behind a lead that stands in a column of its own."""

    text: str
    lead: str = ""
    lead_width: int = 0
    indent: int = 0
    strong: bool = False
    aside: bool = False
    state: State | None = None  # its words begin the line, in its colour


class Page(NamedTuple):
    """Lines for a reader, and the same as a record for a program."""

    lines: tuple[Line, ...]
    record: dict[str, Any]
