"""A page as lines of text, fitted to the width; in colour, or plain."""

from collections.abc import Iterator

from rich.text import Text

from ecefollow.render import axis, grid
from ecefollow.render.canvas import drawn
from ecefollow.render.formats import Look
from ecefollow.render.styles import STATE, width
from ecefollow.render.wrapping import wrapped
from ecefollow.views.page import Axis, Grid, Line, Page


def render(page: Page, look: Look, *, colour: bool) -> str:
    """The page, part below part."""
    # One text for the whole page: Rich takes too long to lay out thousands of them one by one.
    lines = Text("\n").join(text for part in page.parts for text in _drawn(part, look))
    return drawn(look._replace(colour=colour), lines)


def _drawn(part: Line | Grid | Axis, look: Look) -> Iterator[Text]:
    match part:
        case Line():
            return _wrapped(part, look.width)
        case Grid():
            return grid.lines(part, look)
        case Axis():
            return axis.lines(part, look)


def _wrapped(line: Line, room: int) -> Iterator[Text]:
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
