"""A page as lines of text, wrapped to the width, with or without colour."""

from collections.abc import Iterator

from rich.text import Text

from ecefollow.render import axis, grid
from ecefollow.render.canvas import to_text
from ecefollow.render.formats import Look
from ecefollow.render.styles import STATE, width
from ecefollow.render.wrapping import wrapped
from ecefollow.views.page import Axis, Grid, Line, Page


def render(page: Page, look: Look, *, colour: bool) -> str:
    """The parts of the page, one below the other."""
    # One Text for the whole page: Rich takes too long to lay out thousands of them.
    lines = Text("\n").join(text for part in page.parts for text in _lines(part, look))
    return to_text(look._replace(colour=colour), lines)


def _lines(part: Line | Grid | Axis, look: Look) -> Iterator[Text]:
    match part:
        case Line():
            return _paragraph(part, look.width)
        case Grid():
            return grid.lines(part, look)
        case Axis():
            return axis.lines(part, look)


def _paragraph(line: Line, room: int) -> Iterator[Text]:
    lead = line.lead.ljust(line.lead_width)
    begin = " " * line.indent + (f"{lead} " if lead else "")
    style = "bold" if line.strong else "dim" if line.aside else ""
    state = line.state.words if line.state else ""
    fitting = max(room - width(begin), 1)
    first, *others = wrapped(state + line.text, fitting)
    yield Text.assemble(
        (begin, style or "dim"),
        (first[: len(state)], STATE[line.state] if line.state else ""),
        (first[len(state) :], style),
    )
    for text in others:
        yield Text.assemble(" " * width(begin), (text, style))
