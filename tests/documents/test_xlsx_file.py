"""Cells of a workbook as they are shown."""

import datetime as dt
from typing import Any

import pytest
from office_files import openpyxl, saved

from ecefollow.documents import document_file
from ecefollow.documents.table import Tables

DAY = dt.datetime(2018, 3, 31)  # noqa: DTZ001 - a spreadsheet knows no zones


def read(book: Any) -> Tables:
    return document_file.read_data(saved(book))


def shown(value: Any, form: str = "General") -> tuple[str, dt.date | None]:
    book = openpyxl.Workbook()
    book.active["A1"] = value
    book.active["A1"].number_format = form
    (table,) = read(book).tables
    return table.rows[0][0], table.days.get((0, 0))


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        ("a\nb", "General", "a\nb"),
        (3, "General", "3"),
        (3.0, "General", "3"),
        (7.1, "General", "7.1"),
        (7.1, "0.00", "7.10"),
        (0.5, "0%", "50%"),
        (True, "General", "TRUE"),
        (dt.time(9, 30), "h:mm", "09:30:00"),
    ],
)
def test_a_value_is_what_its_cell_shows(value: Any, form: str, text: str) -> None:
    assert shown(value, form) == (text, None)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        *((form, None) for form in ("yyyy-mm-dd", "d/m/yy", '[$-409]d" of "mmmm yyyy', "dd mmm")),
        ("mmm-yy", "2018-03"),
        ('mmmm" (end of day) "yyyy', "2018-03"),
        ("yyyy", "2018"),
    ],
)
def test_a_date_is_a_day_and_a_month_or_a_year_if_no_more_is_shown(
    form: str, text: str | None
) -> None:
    assert shown(DAY, form) == ((text, None) if text else ("2018-03-31", DAY.date()))


def test_merged_cells_are_known_below_their_first() -> None:
    book = openpyxl.Workbook()
    for row in (["a", "b", "c"], ["", "", "d"], ["", "", "e"]):
        book.active.append(row)
    book.active.merge_cells("A1:A3")
    book.active.merge_cells("B2:B9")
    (table,) = read(book).tables
    assert table.continued == {(1, 0), (2, 0), (2, 1)}
    assert table.rows[0] == ["a", "b", "c"]


def test_rows_that_are_left_out_are_empty() -> None:
    book = openpyxl.Workbook()
    book.active["B3"] = "x"
    assert read(book).tables[0].rows == [["", ""], ["", ""], ["", "x"]]


def test_a_hidden_sheet_is_told_of_and_an_empty_one_is_not() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    hidden, empty = book.create_sheet("Old"), book.create_sheet("Empty")
    hidden["A1"] = "y"
    hidden.sheet_state = empty.sheet_state = "hidden"
    tables, findings = read(book)
    assert [table.name for table in tables] == ["sheet Sheet"]
    assert [each.place.table for each in findings] == ["sheet Old"]


def test_comments_beside_the_cells_are_told_of() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.active["A1"].comment = openpyxl.comments.Comment("why?", "A reader")
    assert [each.message for each in read(book).findings] == [
        "there are comments beside the cells; they were not read"
    ]


def test_a_workbook_of_formats_alone_is_read_at_once() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    for column in range(1, 16_385, 500):
        book.active.cell(30_000, column).number_format = "0.00"
    assert read(book).tables[0].rows == [["x"]]
