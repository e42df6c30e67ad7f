"""A listing as aligned lines: a header, and one line for each record, never wrapped."""

from itertools import accumulate, takewhile

from ecefollow.analysis.values_in_words import words
from ecefollow.render.styles import STATE, sgr, width
from ecefollow.views.listing import Listing

_GAP = "  "


def render(listing: Listing, *, colour: bool, room: int | None = None) -> str:
    """The columns of the listing, aligned; with *colour*, each line has the colour of its state.

    With *room*, the width of a terminal, longer lines are cut; otherwise nothing is.
    """
    *fitted, last = (
        [column.head.upper(), *(words(column.cell(row)) for row in listing.rows)]
        for column in listing.columns
    )
    # The last column, a long text, needs no padding. Measuring it took a tenth of the time.
    table = zip(*map(_padded, fitted), last, strict=True)
    lines = [_cut(_GAP.join(cells).rstrip(), room) for cells in table]
    if colour:
        states = map(listing.state, listing.rows)
        lines[0] = sgr("bold", lines[0])
        lines[1:] = (
            sgr(STATE[state], line) if state else line
            for state, line in zip(states, lines[1:], strict=True)
        )
    return "".join(f"{line}\n" for line in lines)


def _padded(column: list[str]) -> list[str]:
    """The cells of a column, each as wide as the widest."""
    widths = [width(cell) for cell in column]
    widest = max(widths)
    return [cell + " " * (widest - own) for cell, own in zip(column, widths, strict=True)]


def _cut(line: str, room: int | None) -> str:
    """The line, cut and ended with an ellipsis if it is longer than *room*."""
    if room is None or width(line) <= room:
        return line
    fitting = takewhile(lambda end: end < room, accumulate(map(width, line)))
    return f"{line[: sum(1 for _ in fitting)]}…"
