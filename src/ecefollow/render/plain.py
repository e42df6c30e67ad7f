"""A listing as aligned lines: a header, and one line for each record, never wrapped."""

from ecefollow.analysis.values_in_words import words
from ecefollow.render.styles import STATE, sgr, width
from ecefollow.render.wrapping import cut
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
    padded = map(_padded, fitted, (column.is_number for column in listing.columns))
    table = zip(*padded, last, strict=True)
    lines = [_GAP.join(cells).rstrip() for cells in table]
    if room is not None:
        lines = [cut(line, room) for line in lines]
    if colour:
        states = map(listing.state, listing.rows)
        lines[0] = sgr("bold", lines[0])
        lines[1:] = (
            sgr(STATE[state], line) if state else line
            for state, line in zip(states, lines[1:], strict=True)
        )
    return "".join(f"{line}\n" for line in lines)


def _padded(column: list[str], is_number: bool) -> list[str]:
    """The cells of a column, each as wide as the widest; numbers stand to the right."""
    widths = [width(cell) for cell in column]
    widest = max(widths)
    if is_number:
        return [" " * (widest - own) + cell for cell, own in zip(column, widths, strict=True)]
    return [cell + " " * (widest - own) for cell, own in zip(column, widths, strict=True)]
