"""Cells of a workbook as they are shown, and what they are besides."""

import datetime as dt
from typing import Any

import pytest
from office_files import changed, openpyxl, saved, with_texts, workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color

from ecefollow.documents import document_file
from ecefollow.documents.blocks import PLAIN, Detail, Document, Place, Table

DAY = dt.datetime(2018, 3, 31)  # noqa: DTZ001 - a spreadsheet knows no zones
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def read(book: Any) -> Document:
    return document_file.read_data(saved(book))


def only(book: Any) -> Table:
    (table,) = read(book).tables
    return table


def book_of(*rows: list[str]) -> Any:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return book


def shown(value: Any, form: str = "General") -> tuple[str, dt.date | None]:
    book = openpyxl.Workbook()
    book.active["A1"] = value
    book.active["A1"].number_format = form
    table = only(book)
    return table.rows[0][0], table.detail(0, 0).day


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
        (False, "General", "FALSE"),
        (dt.time(9, 30), "h:mm", "09:30:00"),
        (1e12, "yyyy-mm-dd", "#VALUE!"),
        ("#N/A", "General", "#N/A"),
        ("a_x000D_\nb", "General", "a\nb"),
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


# Merged and hidden


def test_a_merged_cell_says_how_far_it_reaches() -> None:
    book = book_of(["a", "b", "c"], ["", "", "d"], ["", "", "e"], ["f", "", ""])
    for cells in ("A1:A3", "A4:B4", "C3:C9", "D5:F9"):
        book.active.merge_cells(cells)
    table = only(book)
    assert table.rows[0] == ["a", "b", "c"]
    assert table.details == {
        (0, 0): Detail(rows=3),
        (2, 2): Detail(rows=2),
        (3, 0): Detail(columns=2),
    }


def test_what_a_merged_cell_covers_is_hidden() -> None:
    rows = "<row><c><v>1</v></c></row><row><c><v>2</v></c></row>"
    merged = '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>'
    part = f"<worksheet {MAIN}><sheetData>{rows}</sheetData>{merged}</worksheet>".encode()
    data = changed(workbook(), {"xl/worksheets/sheet1.xml": part})
    (table,) = document_file.read_data(data).tables
    assert table.rows == [["1"], [""]]
    assert table.details == {(0, 0): Detail(rows=2), (1, 0): Detail(hidden="2")}


def test_hidden_rows_and_columns_are_read_and_known() -> None:
    book = book_of(["a", "b", "c"], ["d", "e", "f"], ["", "", ""])
    book.active.row_dimensions[2].hidden = book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["B"].hidden = book.active.column_dimensions["E"].hidden = True
    table = only(book)
    assert table.rows == [["a", "b", "c"], ["d", "e", "f"]]
    assert (table.hidden_rows, table.hidden_columns) == ({1}, {1})


def test_a_hidden_sheet_is_told_of_and_an_empty_one_is_not() -> None:
    book = book_of(["x"])
    hidden, empty = book.create_sheet("Old"), book.create_sheet("Empty")
    hidden["A1"] = "y"
    hidden.sheet_state = empty.sheet_state = "hidden"
    document = read(book)
    assert [table.name for table in document.tables] == ["sheet Sheet"]
    assert [finding.place for finding in document.findings] == [Place("sheet Old")]


# What the eye sees


@pytest.mark.parametrize(
    ("value", "look", "detail"),
    [
        ("a", {"font": Font(strike=True)}, Detail(struck="a")),
        (DAY, {"font": Font(strike=True)}, Detail(struck="2018-03-31")),
        ("a", {"number_format": ";;;"}, Detail(hidden="a")),
    ],
)
def test_a_cell_that_is_struck_out_or_hidden_is_no_text(
    value: Any, look: dict[str, Any], detail: Detail
) -> None:
    book = book_of(["x", "b"])
    book.active["A1"] = value
    for name, form in look.items():
        setattr(book.active["A1"], name, form)
    table = only(book)
    assert (table.rows, table.details) == ([["", "b"]], {(0, 0): detail})


def test_struck_out_words_are_no_part_of_the_text() -> None:
    book = book_of(["x"])
    struck = TextBlock(InlineFont(strike=True), "31 March ")
    book.active["A1"] = CellRichText(struck, TextBlock(InlineFont(b=True), "30 June"), " 2025")
    table = only(book)
    assert (table.rows, table.details) == ([["30 June 2025"]], {(0, 0): Detail(struck="31 March ")})


def test_a_raised_digit_is_no_other_number() -> None:
    book = book_of(["x"])
    book.active["A1"] = CellRichText("10", TextBlock(InlineFont(vertAlign="superscript"), "3"))
    assert only(book).rows == [["10³"]]


def solid(color: Any) -> PatternFill:
    return PatternFill("solid", fgColor=color)


@pytest.mark.parametrize(
    ("fill", "name"),
    [
        (solid("92D050"), "92D050"),
        (solid("FFFFFFFF"), ""),
        (solid(Color(indexed=10)), "indexed 10"),
        (solid(Color(indexed=9)), ""),
        (solid(Color(theme=9, tint=0.4)), "theme 9"),
        (solid(Color(theme=0)), ""),
        (PatternFill(None), ""),
    ],
)
def test_the_colour_of_an_empty_cell_is_known(fill: Any, name: str) -> None:
    book = book_of(["a", "", "c"])
    for cell in ("A1", "B1", "D1", "B9"):
        book.active[cell].fill = fill
    assert only(book).details == ({(0, 1): Detail(fill=name)} if name else {})


def test_the_address_behind_a_cell_is_known() -> None:
    book = book_of(["Report", "b"], ["c", "d"])
    book.active["A1"].hyperlink = "https://example.org/report.pdf"
    book.active["B1"].hyperlink = openpyxl.worksheet.hyperlink.Hyperlink("B1", location="Sheet!A1")
    table = only(book)
    assert table.details == {(0, 0): Detail(link="https://example.org/report.pdf")}


def test_the_address_in_a_formula_is_known() -> None:
    formula = '<f>HYPERLINK("https://example.org/a","Report")</f>'
    cell = f'<c t="str">{formula}<v>Report</v></c>'
    part = f"<worksheet {MAIN}><sheetData><row>{cell}</row></sheetData></worksheet>".encode()
    data = changed(workbook(), {"xl/worksheets/sheet1.xml": part})
    (table,) = document_file.read_data(data).tables
    assert (table.rows, table.detail(0, 0).link) == ([["Report"]], "https://example.org/a")


def test_a_comment_on_a_cell_is_beside_it_without_what_excel_writes_before_it() -> None:
    book = book_of(["x"])
    preface = "[Threaded comment]\n\nYour version of Excel allows …\n\nComment:\n    "
    book.active["A1"].comment = Comment(f"{preface}Is it done?\nReply:\n    Not yet.", "tc")
    book.active["B3"].comment = Comment("and here", "A reader")
    table = only(book)
    assert len(table.rows) == 3
    assert table.detail(0, 0).comment == "Is it done?\nReply:\n    Not yet."
    assert table.detail(2, 1).comment == "and here"


# Where things stand


def test_rows_that_are_left_out_are_empty() -> None:
    book = openpyxl.Workbook()
    book.active["B3"] = "x"
    assert only(book).rows == [[], [], ["", "x"]]


def test_shared_texts_are_read_without_how_they_are_spoken() -> None:
    runs = "<r><t>東京</t></r><rPh sb='0' eb='2'><t>トウキョウ</t></rPh>"
    parts = {
        "[Content_Types].xml": with_texts(workbook()),
        "xl/sharedStrings.xml": f"<sst {MAIN}><si>{runs}</si><si><t>b</t></si></sst>".encode(),
        "xl/worksheets/sheet1.xml": (
            f"<x:worksheet {MAIN.replace('xmlns', 'xmlns:x')}><x:sheetData><x:row>"
            '<x:c t="s"><x:v>0</x:v></x:c><x:c t="s"><x:v>1</x:v></x:c>'
            "</x:row></x:sheetData></x:worksheet>"
        ).encode(),
    }
    (table,) = document_file.read_data(changed(workbook(), parts)).tables
    assert table.rows == [["東京", "b"]]


def test_a_workbook_of_formats_alone_is_read_at_once() -> None:
    book = book_of(["x"])
    for column in range(1, 16_385, 500):
        book.active.cell(30_000, column).number_format = "0.00"
    table = only(book)
    assert (table.rows, table.detail(0, 0)) == ([["x"]], PLAIN)
