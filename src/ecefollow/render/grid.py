"""Rows of a page whose cells stand below each other, with bars."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final, NamedTuple

from rich.text import Text

from ecefollow.render.formats import Look
from ecefollow.render.styles import STATE, width
from ecefollow.render.wrapping import wrapped
from ecefollow.views.page import Grid, Row

_GAP: Final = "  "
_CALM: Final = "blue"
_EIGHTHS: Final = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")
_LONGEST_BAR: Final = 40
_SHORTEST_BAR: Final = 5  # a shorter one tells nothing
_LONGEST_WORD: Final = 16  # longer ones are broken, before labels and cells part company
_ASIDE: Final = 2  # how far remarks are indented below their row
_HANG: Final = 2  # and how far the later lines of a label


class _Columns(NamedTuple):
    """How wide the labels, each column of cells and the bars are."""

    label: int
    cells: tuple[int, ...]
    bar: int


def lines(grid: Grid, look: Look) -> Iterator[Text]:
    """The grid's rows, aligned in the width; where it is narrow, cells stand below labels."""
    head = Row(grid.heads[0] if grid.heads else "", grid.heads[1:], strong=True)
    columns = _columns((head, *grid.rows), look.width)
    if columns:
        if any(grid.heads):
            yield from _aligned(head, columns, look)
        for row in grid.rows:
            yield from _aligned(row, columns, look)
    else:
        if head.label:
            yield from _stacked(head._replace(cells=()), (), look)
        for row in grid.rows:
            yield from _stacked(row, head.cells, look)


def _columns(rows: Sequence[Row], room: int) -> _Columns | None:
    """The widths that fit the room, None if that is too narrow for labels beside cells."""
    cells = tuple(
        max(map(width, column))
        for column in zip_longest(*(row.cells for row in rows), fillvalue="")
    )
    left = room - sum(len(_GAP) + each for each in cells if each)
    label = min(max(row.indent + width(row.label) for row in rows), left)
    if label < max(row.indent + _longest_word(row.label) for row in rows):
        return None
    bar = 0
    if any(row.share is not None for row in rows):
        bar = min(left - label - len(_GAP), _LONGEST_BAR)
    return _Columns(label, cells, bar if bar >= _SHORTEST_BAR else 0)


def _aligned(row: Row, columns: _Columns, look: Look) -> Iterator[Text]:
    first, *others = wrapped(row.label, columns.label - row.indent, hang=_HANG)
    line = Text(" " * row.indent)
    line.append(first, _style(row))
    line.append(" " * (columns.label - row.indent - width(first)))
    for cell, wide in zip(row.cells, columns.cells, strict=False):  # a row may end early
        if wide:
            line.append(_GAP + " " * (wide - width(cell)))
            line.append(cell, "bold" if row.strong else "")
    if row.share and columns.bar:
        missing = sum(len(_GAP) + wide for wide in columns.cells[len(row.cells) :] if wide)
        line.append(" " * missing + _GAP)
        line.append(_bar(row.share, columns.bar, look), _colour(row))
    line.rstrip()
    yield line
    for text in others:
        yield Text.assemble(" " * row.indent, (text, _style(row)))
    yield from _remarks(row, look)


def _stacked(row: Row, heads: Sequence[str], look: Look) -> Iterator[Text]:
    """The row where cells have no room beside labels: they stand below, behind their heads."""
    # Further in than the cells, which are no part of the label.
    for text in wrapped(row.label, look.width - row.indent, hang=_ASIDE + _HANG):
        yield Text.assemble(" " * row.indent if text else "", (text, _style(row)))
    below = " " * (row.indent + _ASIDE)
    room = look.width - len(below)
    named = zip_longest(heads, row.cells, fillvalue="")
    cells = ", ".join(f"{head}: {cell}" if head else cell for head, cell in named if cell)
    for text in wrapped(" ".join(cells.split()), room) if cells else ():
        yield Text(below + text)
    if row.share and room >= _SHORTEST_BAR:
        bar = _bar(row.share, min(room, _LONGEST_BAR), look)
        yield Text.assemble(below, (bar, _colour(row)))
    yield from _remarks(row, look)


def _remarks(row: Row, look: Look) -> Iterator[Text]:
    below = " " * (row.indent + _ASIDE)
    for remark in row.remarks:
        for text in wrapped(remark, look.width - len(below)):
            yield Text.assemble(below, (text, "dim"))


def _longest_word(label: str) -> int:
    """The columns of the longest word, with its indent where it may stand in a later line."""
    first, *others = map(width, label.split() or [""])
    return min(max([first, *(_HANG + wide for wide in others)]), _LONGEST_WORD)


def _style(row: Row) -> str:
    if row.state:
        return STATE[row.state]
    return "bold" if row.strong else ""


def _colour(row: Row) -> str:
    return STATE[row.state] if row.state else _CALM


def _bar(share: float, room: int, look: Look) -> str:
    """A bar that fills so much of the room: never nothing, and the whole only for the whole."""
    if not look.encoding.casefold().startswith("utf"):
        return "#" * _part(share, room)
    whole, eighths = divmod(_part(share, room * len(_EIGHTHS)), len(_EIGHTHS))
    return "█" * whole + _EIGHTHS[eighths]


def _part(share: float, whole: int) -> int:
    return whole if share >= 1 else max(1, min(round(share * whole), whole - 1))
