"""A listing as a workbook: days are days, and shown as precisely as they are known."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from ecefollow.analysis.values_in_words import words
from ecefollow.documents.cells import list_cell
from ecefollow.register.deadlines import Deadline
from ecefollow.render.styles import width
from ecefollow.render.workbook import BookColumn, Cell, Workbook
from ecefollow.views.listing import Column, Listing

_FIRST_YEAR: Final = 1901  # a spreadsheet knows no day before 1900, and one in it that never was
_with_unit: Final = re.compile(r"([0-9]{1,9})( (?:d|%))").fullmatch
_NOTHING: Final = words(None)
_NARROWEST, _WIDEST, _WIDEST_LAST = 8, 36, 80
_BUTTON: Final = 3  # letters that the button of a filter takes beside a heading


def render(listing: Listing) -> bytes:
    """The columns of the listing as a workbook; RefusedError if the extra is not installed."""
    fields = {field.name: field for field in listing.fields}
    readers = [_reader(column, fields.get(column.name, column)) for column in listing.columns]
    rows = [[read(row) for read in readers] for row in listing.rows]
    heads = [column.head for column in listing.columns]
    texts = zip(heads, *([_text(cell) for cell in row] for row in rows), strict=True)
    widths = [_width(*column) for column in texts]
    widths = [*(min(each, _WIDEST) for each in widths[:-1]), min(widths[-1], _WIDEST_LAST)]
    columns = list(map(BookColumn, heads, widths))
    book = Workbook(listing.name.capitalize(), columns, title=listing.context[0])
    book.begin_table()
    for row in rows:
        book.add(row)
    book.end_table(has_filter=True)
    for line in ("", *listing.below):
        book.add_line(line)
    return book.data


def _reader(column: Column, field: Column) -> Callable[[Any], Cell]:
    """What makes a cell of a row: a day of the field that the column shows, with its marks."""

    def read(row: Any) -> Cell:
        value, shown = field.cell(row), column.cell(row)
        day = value.last if isinstance(value, Deadline) else value
        if isinstance(day, date) and day.year >= _FIRST_YEAR:
            marks = words(shown).removeprefix(words(value))
            return Cell(day, form=_form(value) + (f'"{marks}"' if marks else ""))
        if type(shown) is int:
            return Cell(shown, form="0")
        # A name may have a comma in it.
        names = shown if isinstance(shown, tuple) else ()
        text = list_cell(map(words, names)) or words(shown)
        if number := _with_unit(text):
            return Cell(int(number[1]), form=f'0"{number[2]}"')
        return Cell("" if text == _NOTHING else text)

    return read


def _form(value: Deadline | date) -> str:
    """The number format that shows a deadline as precisely as it was given."""
    if not isinstance(value, Deadline) or len(value.written) == len("2018-02-28"):
        return "d mmm yyyy"
    if value.written[5:6] in {"Q", "H"}:
        return f'"{value.written[5:]}" yyyy'
    return "mmm yyyy" if len(value.written) == len("2018-02") else "yyyy"


def _text(cell: Cell) -> str:
    return cell.value if isinstance(cell.value, str) else words(cell.value)


def _width(head: str, *texts: str) -> int:
    widest = max([width(head) + _BUTTON, *map(width, texts)])
    return max(widest + 2, _NARROWEST)
