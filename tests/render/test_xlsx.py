"""A listing as a workbook."""

import io
from datetime import date
from typing import Any

import pytest

from ecefollow.documents import document_file
from ecefollow.reading.diagnostics import RefusedError
from ecefollow.register.deadlines import Deadline, parse_deadline
from ecefollow.render import dispatch
from ecefollow.views.listing import Column, Listing

openpyxl = pytest.importorskip("openpyxl", reason="the extra xlsx is not installed")
LISTING = Listing(
    "actions",
    (Column("id", "Id", lambda r: r[0]), Column("due", "Due", lambda r: r[1])),
    (
        Column("id", "Id", lambda r: r[0]),
        Column("due", "Due", lambda r: f"{r[1].shown}{r[2]}" if r[1] else "-", is_field=False),
        Column("days", "Days", lambda r: r[3]),
        Column("text", "Action", lambda r: r[4]),
    ),
    (
        ("7.10", parse_deadline("2018-03-30"), "", 12, "=1+1"),
        ("7.1", None, "", None, "<script>" * 30),
        *(
            (f"8.{number}", due, mark, None, "x")
            for number, (due, mark) in enumerate(
                [
                    (parse_deadline("2018-02"), "*"),
                    (parse_deadline("2018-Q1"), ""),
                    (parse_deadline("2018-H2"), " !"),
                    (parse_deadline("2018"), ""),
                    (parse_deadline("1899-12-31"), ""),
                ]
            )
        ),
    ),
    {},
    ("7 of 12 actions, as of 31 Mar 2018",),
    state=lambda _: None,
    footnotes=("* It says so.",),
)


@pytest.fixture(scope="module")
def data() -> bytes:
    return dispatch.listing_file(LISTING, "List.XLSX", None)


@pytest.fixture(scope="module")
def sheet(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data)).active


def test_ids_are_texts_and_numbers_are_numbers(sheet: Any) -> None:
    assert [(cell.value, cell.data_type) for cell in sheet["A"][1:3]] == [
        ("7.10", "s"),
        ("7.1", "s"),
    ]
    assert (sheet["C2"].value, sheet["C2"].number_format) == (12, "0")
    assert (sheet["D2"].value, sheet["D2"].data_type) == ("=1+1", "s")
    assert (sheet["B3"].value, sheet["C3"].value) == (None, None)


@pytest.mark.parametrize(
    ("row", "day", "form"),
    [
        (2, date(2018, 3, 30), "d mmm yyyy"),
        (4, date(2018, 2, 28), 'mmm yyyy"*"'),
        (5, date(2018, 3, 31), '"Q1" yyyy'),
        (6, date(2018, 12, 31), '"H2" yyyy" !"'),
        (7, date(2018, 12, 31), "yyyy"),
    ],
)
def test_days_are_days_and_shown_as_precisely_as_they_are_known(
    sheet: Any, row: int, day: date, form: str
) -> None:
    cell = sheet.cell(row, 2)
    assert (cell.value.date(), cell.number_format) == (day, form)


def test_a_day_that_no_spreadsheet_knows_is_a_text(sheet: Any) -> None:
    assert sheet["B8"].value == "31 Dec 1899"


def test_the_headings_stay_and_have_filters_and_what_is_said_below_is_no_row(sheet: Any) -> None:
    (table,) = sheet.tables.values()
    assert (table.ref, table.autoFilter.ref, sheet.freeze_panes) == ("A1:D8", "A1:D8", "B2")
    assert [cell.value for cell in sheet["A"][8:]] == [None, *LISTING.below]


def test_a_long_text_is_wrapped_in_a_sensible_width(sheet: Any) -> None:
    assert sheet.column_dimensions["D"].width == 80
    assert sheet.row_dimensions[3].height > 3 * 12


@pytest.mark.parametrize("deadline", ["2018-03-30", "2018-02", "2018-Q1", "2018-H2", "2018"])
def test_a_deadline_comes_back_as_precise_as_it_went(deadline: str) -> None:
    due: Deadline = parse_deadline(deadline)
    one = LISTING._replace(rows=[("7.1", due, "*", None, "x")])
    data = dispatch.listing_file(one, "list.xlsx", None)
    (table,) = document_file.read_data(data).tables
    assert table.cell(1, 1) == deadline


@pytest.mark.parametrize(
    ("path", "begin"),
    [("a.csv", b"id,due\n7.10,"), ("a.JSON", b"{\n"), ("a.md", b"| Id |"), ("a.txt", b"ID ")],
)
def test_the_name_of_a_file_says_its_format(path: str, begin: bytes) -> None:
    assert dispatch.listing_file(LISTING, path, None).startswith(begin)


def test_a_name_that_says_no_format_is_refused() -> None:
    with pytest.raises(RefusedError, match=r"a\.ods: which format\? A name may end in \.xlsx, "):
        dispatch.listing_file(LISTING, "a.ods", None)


def test_a_text_is_a_text_beside_a_day(sheet: Any) -> None:
    assert {cell.number_format for cell in sheet["A"]} == {"@"}


def test_whatever_a_name_holds_it_can_be_seen() -> None:
    text = "a\x00\x1b[31m\r\u202eb\udcff\tc\nd" + "x" * 40_000
    hostile = LISTING._replace(
        rows=[(text, None, "", None, text)], context=(text,), columns=(*LISTING.columns[:3],)
    )
    data = dispatch.listing_file(hostile, "list.xlsx", None)
    cell = openpyxl.load_workbook(io.BytesIO(data)).active["A2"].value
    assert cell.startswith("a\\x00\\x1b[31m \\u202eb\\udcff c dxxx")
    assert (len(cell), cell[-1]) == (32_767, "…")
