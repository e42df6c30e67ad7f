"""A listing as aligned lines: one record a line, with a header, never wrapped or cut."""

from ecefollow.render.tones import STATE, sgr, width
from ecefollow.views import Listing, words

_GAP = "  "


def render(listing: Listing, *, colour: bool) -> str:
    """The listing's columns, aligned; with *colour* each line bears that of its state."""
    heads = [column.head.upper() for column in listing.columns]
    table = [heads, *([words(c.cell(row)) for c in listing.columns] for row in listing.rows)]
    # Nothing stands behind the last, the long text: measuring it took a tenth of a large listing.
    widths = [max(map(width, column)) for column in list(zip(*table, strict=True))[:-1]]
    lines = [_line(cells, widths) for cells in table]
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
        cell + " " * (wanted - width(cell)) for cell, wanted in zip(fitted, widths, strict=True)
    )
    return _GAP.join((*padded, last)).rstrip()
