"""Tables as files of each kind that is read, whose cells may span others."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import datetime
from html import escape
from random import Random
from typing import Final, NamedTuple


class Cell(NamedTuple):
    """A text, and over how many rows and columns it is merged."""

    text: str
    rows: int = 1
    columns: int = 1


Rows = list[list[Cell | None]]  # None is what another cell covers


def csv_of(chance: Random, rows: Rows) -> bytes:
    """The table as a spreadsheet saves it, in one of the usual encodings."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=chance.choice(",;\t"), lineterminator="\r\n")
    writer.writerows([cell.text if cell else "" for cell in row] for row in rows)
    encoding = chance.choice(["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    try:
        return file.getvalue().encode(encoding)
    except UnicodeEncodeError:  # it has no Cyrillic letters
        return file.getvalue().encode()


def html_of(chance: Random, rows: Rows) -> bytes:
    """The table as a page."""
    first = chance.choice(["td", "th"])
    lines = []
    for number, row in enumerate(rows):
        name = "td" if number else first
        cells = "".join(
            f'<{name} rowspan="{cell.rows}" colspan="{cell.columns}">'
            f"{escape(cell.text).replace(chr(10), '<br>')}</{name}>"
            for cell in row
            if cell
        )
        lines.append(f"<tr>{cells}</tr>\n")
    page = f'<!DOCTYPE html><meta charset="utf-8"><title>R</title><table>{"".join(lines)}</table>'
    return page.encode()


def xlsx_of(chance: Random, rows: Rows) -> bytes:
    """The table as a workbook, in which days may be dates."""
    # Late: an extra.
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row, 1):
            if cell and cell.text:
                sheet.cell(number, column).value = (
                    _date(cell.text) if chance.random() < 0.5 else cell.text
                )
            if cell and (cell.rows, cell.columns) != (1, 1):
                sheet.merge_cells(
                    start_row=number,
                    start_column=column,
                    end_row=number + cell.rows - 1,
                    end_column=column + cell.columns - 1,
                )
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _date(text: str) -> datetime | str:
    """The day that the text is, or the text."""
    try:
        return datetime.strptime(text, "%Y-%m-%d")  # noqa: DTZ007 - a spreadsheet knows no zones
    except ValueError:
        return text


def docx_of(_: Random, rows: Rows) -> bytes:
    """The table in a document."""
    # Late: an extra.
    import docx

    document = docx.Document()
    table = document.add_table(len(rows), len(rows[0]))
    grid = [row.cells for row in table.rows]
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell:
                last = grid[number + cell.rows - 1][column + cell.columns - 1]
                grid[number][column].merge(last).text = cell.text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


# How a table is written in each kind of file, and whether its cells can span others.
KINDS: Final[dict[str, tuple[Callable[[Random, Rows], bytes], bool]]] = {
    "csv": (csv_of, False),
    "html": (html_of, True),
    "xlsx": (xlsx_of, True),
    "docx": (docx_of, True),
}
