"""A listing as aligned lines: a header, and one line for each record, never wrapped."""

from itertools import accumulate, takewhile

from ecefollow.analysis.words import words
from ecefollow.render.styles import STATE, sgr, width
from ecefollow.views.listing import Listing

_GAP = "  "


def render(listing: Listing, *, colour: bool, room: int | None = None) -> str:
    """The columns of the listing, aligned; with *colour*, each line has the colour of its state.

    With *room*, the width of a terminal, longer lines are cut; otherwise nothing is.
    """
    heads = [column.head.upper() for column in listing.columns]
    table = [heads, *([words(c.cell(row)) for c in listing.columns] for row in listing.rows)]
    # The last column, a long text, needs no padding. Measuring it took a tenth of the time.
    widths = [max(map(width, column)) for column in list(zip(*table, strict=True))[:-1]]
    lines = [_cut(_line(cells, widths), room) for cells in table]
    if colour:
        states = map(listing.state, listing.rows)
        lines[0] = sgr("bold", lines[0])
        lines[1:] = (
            sgr(STATE[state], line) if state else line
            for state, line in zip(states, lines[1:], strict=True)
        )
    return "".join(f"{line}\n" for line in lines)


def _line(cells: list[str], widths: list[int]) -> str:
    *fitted, last = cells
    padded = (
        cell + " " * (total - width(cell)) for cell, total in zip(fitted, widths, strict=True)
    )
    return _GAP.join((*padded, last)).rstrip()


def _cut(line: str, room: int | None) -> str:
    """The line, cut and ended with an ellipsis if it is longer than *room*."""
    if room is None or width(line) <= room:
        return line
    fitting = takewhile(lambda end: end < room, accumulate(map(width, line)))
    return f"{line[: sum(1 for _ in fitting)]}…"
