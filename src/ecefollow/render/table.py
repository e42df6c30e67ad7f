"""A listing as a table at a terminal, drawn by Rich."""

import sys
import textwrap
from itertools import zip_longest
from typing import Final

from rich import box
from rich.table import Table
from rich.text import Text

from ecefollow.analysis.words import words
from ecefollow.register.vocabulary import State
from ecefollow.render.canvas import drawn
from ecefollow.render.formats import Look
from ecefollow.render.styles import STATE, width
from ecefollow.views.listing import Listing

_NARROWEST: Final = 32  # less room than this beside the other columns, and the text goes below them
_WIDEST: Final = 34  # of any column but the text
_LEAST: Final = 8  # of any column, however narrow the terminal
_GAP: Final = 2
_LINES: Final = 3  # of a text; `show` has the whole of it


def render(listing: Listing, look: Look) -> str:
    """The listing's columns in the look's width, its states in colour, the context beneath."""
    if not listing.rows:
        return drawn(look, *map(Text, listing.context))
    rows = [_cells(listing, row) for row in listing.rows]
    heads = [Text(column.head, style="bold") for column in listing.columns]
    columns = list(zip(heads, *rows, strict=True))[:-1]
    widths = [min(max(width(cell.plain) for cell in column), _WIDEST) for column in columns]
    room = look.width - sum(widths) - _GAP * len(widths)
    table = _ruled(look)
    lines = _LINES if listing.is_cut else sys.maxsize
    if room >= _NARROWEST:
        _beside(table, heads, _shortened(rows, room, lines), widths)
    else:
        widest = widths.index(max(widths))
        widths[widest] = max(widths[widest] + min(room + _GAP, 0), _LEAST)
        room = max(look.width - widths[0] - _GAP, _LEAST)
        _below(table, heads, _shortened(rows, room, lines - 1), widths)
    return drawn(look, table, "", *(Text(line, style="dim") for line in listing.context))


def _cells(listing: Listing, row: object) -> list[Text]:
    state = listing.state(row)
    return [
        Text(words(column.cell(row)), style=_style(column.name, state))
        for column in listing.columns
    ]


def _style(column: str, state: State | None) -> str:
    toned = column in {"state", "days_overdue"} or (column == "next_due" and state is State.OVERDUE)
    return STATE[state] if state and toned else ""


_Rows = list[list[Text]]


def _beside(table: Table, heads: list[Text], rows: _Rows, widths: list[int]) -> None:
    """Every column side by side, the text wrapped within its own."""
    for head, wide in zip_longest(heads, widths):
        table.add_column(head, width=wide)
    for row in rows:
        table.add_row(*row)


def _below(table: Table, heads: list[Text], rows: _Rows, widths: list[int]) -> None:
    """The short columns in one line, the text below them, behind the id."""
    others = widths[1:]
    table.add_column(heads[0])
    table.add_column(_line(heads[1:-1], others))
    for ident, *cells, text in rows:
        table.add_row(ident, _line(cells, others) + "\n" + text)


def _ruled(look: Look) -> Table:
    rule = box.SIMPLE_HEAD
    if not look.encoding.casefold().startswith("utf"):
        rule = box.Box(str(rule).replace("─", "-"), ascii=True)
    # The box itself stands between two columns with a blank of its own.
    return Table(box=rule, padding=(0, _GAP - 1, 0, 0), pad_edge=False, show_edge=False)


def _line(cells: list[Text], widths: list[int]) -> Text:
    line = Text()
    for cell, wide in zip(cells, widths, strict=True):
        fitted = cell.copy()
        fitted.truncate(wide, overflow="ellipsis", pad=True)
        line += fitted + " " * _GAP
    line.rstrip()
    return line


def _shortened(rows: _Rows, room: int, lines: int) -> _Rows:
    """Each row with as much of its text as fills the lines, and an ellipsis for the rest."""
    return [[*cells, _in_lines(text, room, lines)] for *cells, text in rows]


def _in_lines(text: Text, room: int, lines: int) -> Text:
    return Text("\n".join(textwrap.wrap(text.plain, room, max_lines=lines, placeholder=" …")))
