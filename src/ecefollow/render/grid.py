"""A grid of a page: labels, aligned cells and bars."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final, NamedTuple

from rich.text import Text

from ecefollow.render.formats import Look
from ecefollow.render.styles import STATE, width
from ecefollow.render.wrapping import wrapped
from ecefollow.views.page import Grid, Row

_GAP: Final = "  "
_DEFAULT_COLOUR: Final = "blue"
_EIGHTHS: Final = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")
_LONGEST_BAR: Final = 40
_SHORTEST_BAR: Final = 5  # a shorter bar shows no difference
_LONGEST_WORD: Final = 16  # a longer word of a label is broken
_BELOW_INDENT: Final = 2  # of remarks, and of cells that are below their label
_HANG: Final = 2  # the indent of the second and later lines of a label


class _Columns(NamedTuple):
    """The widths of the labels, of each column of cells, and of the bars."""

    label: int
    cells: tuple[int, ...]
    bar: int


def lines(grid: Grid, look: Look) -> Iterator[Text]:
    """The rows of the grid, aligned; if the look is too narrow, cells go below their labels."""
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
    """The widths that fit *room*; None if there is no room for labels beside cells."""
    cells = tuple(
        max(map(width, column))
        for column in zip_longest(*(row.cells for row in rows), fillvalue="")
    )
    left = room - sum(len(_GAP) + cell for cell in cells if cell)
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
    for cell, cell_width in zip(row.cells, columns.cells, strict=False):  # rows may be shorter
        if cell_width:
            line.append(_GAP + " " * (cell_width - width(cell)))
            line.append(cell, _style(row))
    if row.share and columns.bar:
        missing = sum(len(_GAP) + cell for cell in columns.cells[len(row.cells) :] if cell)
        line.append(" " * missing + _GAP)
        line.append(_bar(row.share, columns.bar, look), _colour(row))
    line.rstrip()
    yield line
    for text in others:
        yield Text.assemble(" " * row.indent, (text, _style(row)))
    yield from _remarks(row, look)


def _stacked(row: Row, heads: Sequence[str], look: Look) -> Iterator[Text]:
    """A row whose cells are below its label, each after the head of its column."""
    # The later lines of the label are indented further than the cells, to set the two apart.
    for text in wrapped(row.label, look.width - row.indent, hang=_BELOW_INDENT + _HANG):
        yield Text.assemble(" " * row.indent if text else "", (text, _style(row)))
    below = " " * (row.indent + _BELOW_INDENT)
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
    below = " " * (row.indent + _BELOW_INDENT)
    for remark in row.remarks:
        for text in wrapped(remark, look.width - len(below)):
            yield Text.assemble(below, (text, "dim"))


def _longest_word(label: str) -> int:
    """The width of the longest word, with the indent that it has at the start of a later line."""
    first, *others = map(width, label.split() or [""])
    return min(max([first, *(_HANG + other for other in others)]), _LONGEST_WORD)


def _style(row: Row) -> str:
    counts_nothing = bool(row.cells) and not any(map(_is_counted, row.cells))
    if row.state and not counts_nothing:
        return STATE[row.state]
    return "bold" if row.strong else ""


def _is_counted(cell: str) -> bool:
    return not set(cell).isdisjoint("123456789")


def _colour(row: Row) -> str:
    return STATE[row.state] if row.state else _DEFAULT_COLOUR


def _bar(share: float, room: int, look: Look) -> str:
    """A bar that fills *share* of *room*: never empty, and full only for a share of 1."""
    if not look.has_unicode:
        return "#" * _part(share, room)
    full, eighths = divmod(_part(share, room * len(_EIGHTHS)), len(_EIGHTHS))
    return "█" * full + _EIGHTHS[eighths]


def _part(share: float, total: int) -> int:
    return total if share >= 1 else max(1, min(round(share * total), total - 1))
