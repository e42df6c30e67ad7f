"""A document as its file has it: paragraphs and tables in their order, and what each cell is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from ecefollow.documents.cells import TableError, column_letters
from ecefollow.reading.quoting import escaped, quoted

# More than any management response has; whatever is larger was hardly meant.
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 256
MOST_CELLS: Final = 300_000


class Place(NamedTuple):
    """Where something stands: a block of the file, a row of it counted from 1, a column from 0."""

    block: str = ""  # "sheet Data", "table 2", "paragraph 5"; empty for the only one
    row: int | None = None
    column: int | None = None
    path: str = ""  # that of the file, which its reader may not know

    @property
    def letters(self) -> str | None:
        """The column as a spreadsheet names it."""
        return None if self.column is None else column_letters(self.column)

    def __str__(self) -> str:
        """The place as a reader looks for it: "response.xlsx, sheet Data, row 3, column B"."""
        row = "" if self.row is None else f"row {self.row}"
        column = "" if self.column is None else f"column {self.letters}"
        return escaped(", ".join(filter(None, (self.path, self.block, row, column))))


class Finding(NamedTuple):
    """What was there, and how it was read or why it was not; *heading* is that of its column."""

    place: Place
    text: str
    message: str
    heading: str = ""

    @property
    def record(self) -> dict[str, str | int | None]:
        """The finding as a program reads it."""
        return {
            "path": self.place.path,
            "table": self.place.block or None,
            "row": self.place.row,
            "column": self.place.letters,
            "heading": self.heading or None,
            "text": self.text or None,
            "message": self.message,
        }

    def __str__(self) -> str:
        heading = f" ({escaped(self.heading)})" if self.heading else ""
        text = f"{quoted(self.text)}: " if self.text else ""
        return f"{self.place}{heading}: {text}{self.message}"


class Detail(NamedTuple):
    """What a cell or a paragraph is besides its text, which most are not."""

    rows: int = 1  # how many it is merged over
    columns: int = 1
    day: date | None = None  # the date that a spreadsheet knows it to be
    link: str = ""  # the address behind its words
    struck: str = ""  # the words that are struck out, which the text does not have
    hidden: str = ""  # likewise the hidden ones
    fill: str = ""  # its colour, "92D050", where there is no text
    comment: str = ""  # what is written beside it


PLAIN: Final = Detail()


@dataclass(slots=True)
class Table:
    """The rows of a table, counted from 0, and in each the texts of its columns.

    Of a merged cell the text stands in its first place. What is struck out or hidden inside a cell
    is no part of the text. `details` are of the cells that have any, by (row, column).
    """

    name: str
    rows: list[list[str]]
    details: dict[tuple[int, int], Detail] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def cell(self, row: int, column: int) -> str:
        """The text in a place, empty where the row is shorter."""
        texts = self.rows[row]
        return texts[column] if column < len(texts) else ""

    def detail(self, row: int, column: int) -> Detail:
        """What the cell in a place is besides its text."""
        return self.details.get((row, column), PLAIN)

    def place(self, row: int, column: int | None = None) -> Place:
        """What a reader calls the place."""
        return Place(self.name, row + 1, column)


@dataclass(slots=True)
class Paragraph:
    """A paragraph outside of the tables. Its `name` is what a reader calls it: "paragraph 5".

    `is_heading` says that the file has it as one, by its style or as a whole in bold. Of a file
    that has lines, each is one: then `goes_on` says that it stands right below the one before it.
    """

    name: str
    text: str
    detail: Detail = PLAIN
    is_heading: bool = False
    goes_on: bool = False
    is_of_page: bool = False  # the head, the foot or the number of a page, and no text of its own


Block = Table | Paragraph


class Document(NamedTuple):
    """The blocks of a file in their order, and what was found while they were read."""

    blocks: list[Block]
    findings: list[Finding]

    @property
    def tables(self) -> Iterator[Table]:
        """Its tables, in their order."""
        return (block for block in self.blocks if isinstance(block, Table))


def require_size(rows: int, columns: int = 0, cells: int = 0, *, where: str = "") -> None:
    """Raise TableError for more rows, columns or cells than any management response has."""
    if rows > MOST_ROWS:
        raise TableError(f"{where}there are more than {MOST_ROWS:,} rows")
    if columns > MOST_COLUMNS:
        last = column_letters(MOST_COLUMNS - 1)
        raise TableError(f"{where}there is something beyond column {last}, the last that is read")
    if cells > MOST_CELLS:
        raise TableError(f"{where}there are more than {MOST_CELLS:,} cells")
