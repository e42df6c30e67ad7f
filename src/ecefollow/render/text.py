"""A page as lines of text, wrapped to the width; in colour, or plain."""

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ecefollow.pages import Line, Page
from ecefollow.render import Look
from ecefollow.render.canvas import drawn
from ecefollow.render.tones import STATE


def render(page: Page, look: Look, *, colour: bool) -> str:
    """The page's lines, each wrapped behind its own beginning."""
    return drawn(look._replace(colour=colour), *map(_drawn, page.lines))


def _drawn(line: Line) -> Padding:
    style = "bold" if line.strong else "dim" if line.aside else ""
    grid = Table.grid(padding=(0, 1, 0, 0))
    body = Text(line.text, style=style)
    if line.state:
        body = Text.assemble((line.state.words, STATE[line.state]), body)
    if not line.lead_width and not line.lead:
        grid.add_row(body)
    else:
        grid.add_column(width=line.lead_width or None, no_wrap=True)
        grid.add_row(Text(line.lead, style=style or "dim"), body)
    return Padding(grid, (0, 0, 0, line.indent))
