"""A listing as a table for a terminal, drawn by Rich."""

import sys
import textwrap
from itertools import zip_longest
from typing import Final

from rich.align import AlignMethod
from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from ecefollow.analysis.values_in_words import words
from ecefollow.register.vocabulary import State
from ecefollow.render.canvas import to_text
from ecefollow.render.formats import Look
from ecefollow.render.styles import STATE, width
from ecefollow.views.listing import Column, Listing

_MIN_TEXT: Final = 32  # with less room for it beside the other columns, the text goes below them
_MAX_COLUMN: Final = 34  # of any column but the text
_MIN_COLUMN: Final = 8  # of any column, however narrow the terminal is
_GAP: Final = 2
_MAX_LINES: Final = 3  # of a text; `show` prints it in full
_EVALUATION: Final = "evaluation"


def render(listing: Listing, look: Look) -> str:
    """The columns of the listing within the width of the look, and the context below them."""
    if not listing.rows:
        return to_text(look, *map(Text, listing.below))
    rows = [_cells(listing, row) for row in listing.rows]
    heads = [Text(column.head, style="bold") for column in listing.columns]
    columns = list(zip(heads, *rows, strict=True))[:-1]
    widths = [min(max(width(cell.plain) for cell in column), _MAX_COLUMN) for column in columns]
    room = look.width - sum(widths) - _GAP * len(widths)
    # The box itself puts one space between two columns.
    table = Table(box=SIMPLE_HEAD, padding=(0, _GAP - 1, 0, 0), pad_edge=False, show_edge=False)
    sides = [_side(column) for column in listing.columns]
    lines = _MAX_LINES if listing.is_cut else sys.maxsize
    if room >= _MIN_TEXT:
        _add_beside(table, heads, _shortened(rows, room, lines), widths, sides)
    elif listing.columns[0].name == _EVALUATION:
        # The ids of a portfolio say as much, and must not be cut.
        return render(listing._replace(columns=listing.columns[1:]), look)
    else:
        # An id is not cut if anything else can be.
        widest = max(range(len(widths)), key=lambda n: (n > 0, widths[n]))
        widths[widest] = max(widths[widest] + min(room + _GAP, 0), _MIN_COLUMN)
        room = max(look.width - widths[0] - _GAP, _MIN_COLUMN)
        _add_below(table, heads, _shortened(rows, room, lines - 1), widths, sides)
    return to_text(look, table, "", *(Text(line, style="dim") for line in listing.below))


def _cells(listing: Listing, row: object) -> list[Text]:
    state = listing.state(row)
    return [
        Text(words(column.cell(row)), style=_style(column.name, state))
        for column in listing.columns
    ]


def _style(column: str, state: State | None) -> str:
    is_coloured = column in {"state", "days_overdue"} or (
        column == "next_due" and state is State.OVERDUE
    )
    return STATE[state] if state and is_coloured else ""


def _side(column: Column) -> AlignMethod:
    return "right" if column.is_number else "left"


_Rows = list[list[Text]]
_Sides = list[AlignMethod]


def _add_beside(
    table: Table, heads: list[Text], rows: _Rows, widths: list[int], sides: _Sides
) -> None:
    """Add all columns side by side; the text is wrapped within the last one."""
    for head, column_width, side in zip_longest(heads, widths, sides):
        table.add_column(head, width=column_width, justify=side)
    for row in rows:
        table.add_row(*row)


def _add_below(
    table: Table, heads: list[Text], rows: _Rows, widths: list[int], sides: _Sides
) -> None:
    """Add the id as a column, and beside it the other short columns with the text below them."""
    others = list(zip(widths[1:], sides[1:-1], strict=True))
    table.add_column(heads[0])
    table.add_column(_line(heads[1:-1], others))
    for ident, *cells, text in rows:
        table.add_row(ident, _line(cells, others) + "\n" + text)


def _line(cells: list[Text], places: list[tuple[int, AlignMethod]]) -> Text:
    line = Text()
    for cell, (column_width, side) in zip(cells, places, strict=True):
        fitted = cell.copy()
        fitted.truncate(column_width, overflow="ellipsis")
        fitted.align(side, column_width)
        line += fitted + " " * _GAP
    line.rstrip()
    return line


def _shortened(rows: _Rows, room: int, lines: int) -> _Rows:
    """The rows with their texts cut, where needed, to so many lines of so many columns."""
    wrapper = textwrap.TextWrapper(room, max_lines=lines, placeholder=" …")
    return [[*cells, Text(wrapper.fill(text.plain))] for *cells, text in rows]
