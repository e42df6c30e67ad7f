"""A table as a file has it: rows of texts, which cells are merged, and what a place is called."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from ecefollow.documents.cells import TableError, column_letters
from ecefollow.reading.messages import escaped, quoted

# More than any management response has; whatever is larger was hardly meant.
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 256
MOST_CELLS: Final = 300_000


class CellPlace(NamedTuple):
    """Where something stands: a table of the file, a row of it counted from 1, a column from 0."""

    table: str = ""
    row: int | None = None
    column: int | None = None
    path: str = ""  # that of the file, which its reader may not know


class TableFinding(NamedTuple):
    """What was there, and how it was read or why it was not; *heading* is that of its column."""

    place: CellPlace
    text: str
    message: str
    heading: str = ""

    @property
    def record(self) -> dict[str, str | int | None]:
        """The finding as a program reads it."""
        table, row, column, path = self.place
        return {
            "path": path,
            "table": table or None,
            "row": row,
            "column": None if column is None else column_letters(column),
            "heading": self.heading or None,
            "text": self.text or None,
            "message": self.message,
        }

    def __str__(self) -> str:
        table, row, column, path = self.place
        places = [path, table, "" if row is None else f"row {row}"]
        if column is not None:
            heading = f" ({self.heading})" if self.heading else ""
            places.append(f"column {column_letters(column)}{heading}")
        text = f"{quoted(self.text)}: " if self.text else ""
        return f"{escaped(', '.join(filter(None, places)))}: {text}{self.message}"


@dataclass(slots=True)
class Table:
    """The rows of a table, counted from 0, and in each the texts of its columns.

    Of a merged cell the text stands in its first place. `continued` are the places below it, as
    (row, column), which belong to it too. `days` are the dates that a spreadsheet knows to be such.
    """

    name: str
    rows: list[list[str]]
    continued: set[tuple[int, int]] = field(default_factory=set)
    days: dict[tuple[int, int], date] = field(default_factory=dict)

    def cell(self, row: int, column: int) -> str:
        """The text in a place, empty where the row is shorter."""
        texts = self.rows[row]
        return texts[column] if column < len(texts) else ""

    def place(self, row: int, column: int | None = None) -> CellPlace:
        """What a reader calls the place."""
        return CellPlace(self.name, row + 1, column)


class Tables(NamedTuple):
    """The tables of a file in their order, and what was found while they were read."""

    tables: list[Table]
    findings: list[TableFinding]


def require_size(rows: int, columns: int = 0, cells: int = 0, *, where: str = "") -> None:
    """Raise TableError for more rows, columns or cells than any management response has."""
    if rows > MOST_ROWS:
        raise TableError(f"{where}there are more than {MOST_ROWS:,} rows")
    if columns > MOST_COLUMNS:
        last = column_letters(MOST_COLUMNS - 1)
        raise TableError(f"{where}there is something beyond column {last}, the last that is read")
    if cells > MOST_CELLS:
        raise TableError(f"{where}there are more than {MOST_CELLS:,} cells")
