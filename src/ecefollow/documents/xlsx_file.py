"""The sheets of an Excel workbook, read by openpyxl, the extra `xlsx`."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import PurePosixPath
from typing import Any, Final
from zipfile import ZipFile

from ecefollow.documents.cells import TableError
from ecefollow.documents.sheet_outline import SheetOutline
from ecefollow.documents.table import CellPlace, Table, TableFinding, Tables, require_size
from ecefollow.reading import extras

_quoted_in_format: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_fixed: Final = re.compile(r"0(?:\.(0+))?").fullmatch
_STRINGS: Final = "xl/sharedStrings.xml"
_is_sheet: Final = re.compile(r"xl/worksheets/[^/]*\.xml").fullmatch
# What openpyxl leaves of the escapes for characters that XML cannot hold.
_carriage_return: Final = "_x000D_"


def read(data: bytes, archive: ZipFile) -> Tables:
    """The sheets of the workbook in *data*, opened as *archive*.

    TableError if a sheet is too large; a damaged workbook raises whatever openpyxl does.
    """
    with extras.needed("openpyxl"):
        # Late: an extra, and slow to import.
        from openpyxl.reader.excel import ExcelReader
    # First: openpyxl reads every text, and a large sheet through only to know how large it is.
    if _STRINGS in archive.namelist():
        require_size(0, 0, archive.read(_STRINGS).count(b"<si>"), where="among the texts ")
    outlines = {
        name: _outline(archive, name) for name in archive.namelist() if _is_sheet(name.casefold())
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about what is not read here anyway: pictures, validations
        reader = ExcelReader(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        reader.read()
        with closing(reader.wb) as book:
            for sheet in reader.parser.sheets:
                if sheet.id and sheet.name not in book.sheetnames:  # openpyxl passes over it
                    raise TableError(f"the workbook is damaged: its sheet {sheet.name!r} is gone")
            return _sheets(book, archive, outlines)


def _outline(archive: ZipFile, part: str) -> SheetOutline:
    with archive.open(part) as source:
        return SheetOutline(source, name=PurePosixPath(part).stem)


def _sheets(book: Any, archive: ZipFile, outlines: Mapping[str, SheetOutline]) -> Tables:
    tables: list[Table] = []
    findings = list(_beside_the_cells(archive))
    for sheet in book.worksheets:
        name = f"sheet {sheet.title}"
        part = sheet._worksheet_path  # noqa: SLF001 - it has no other name
        outline = outlines.get(part) or _outline(archive, part)
        if sheet.sheet_state != "visible":
            if outline.cells:
                message = "the sheet is hidden, and was not read; show it to have it read"
                findings.append(TableFinding(CellPlace(name), "", message))
            continue
        table = _table(sheet, outline, name)
        message = "this formula has no value; open the workbook, save it, and import it again"
        findings += (
            TableFinding(table.place(*place), "", message) for place in outline.unknown_formulas
        )
        tables.append(table)
    return Tables(tables, findings)


def _table(sheet: Any, outline: SheetOutline, name: str) -> Table:
    table = Table(name, [], continued=outline.continued)
    if not outline.rows:
        return table
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=outline.rows, max_col=outline.columns)
    for number, row in enumerate(rows):
        texts = []
        for column, cell in enumerate(row):
            text, day = _shown(cell)
            texts.append(text)
            if day:
                table.days[number, column] = day
        table.rows.append(texts)
    return table


def _shown(cell: Any) -> tuple[str, dt.date | None]:
    """The text that a cell shows, in the precision of its format; and the day, if it is one."""
    match cell.value:
        case None:
            return "", None
        case str() as text:
            return text.replace(_carriage_return, ""), None
        case bool() as flag:
            return "TRUE" if flag else "FALSE", None
        case int() | float() as number:
            return _number(number, cell.number_format), None
        case dt.datetime() as moment:
            return _day(moment, cell.number_format)
        case value:  # a time of day, or a span of time
            return f"{value}", None


def _number(number: float, form: str) -> str:
    """The number as it is shown: 7.10 is the id of an action, and a number with two decimals."""
    if fixed := _fixed(form):
        return f"{number:.{len(fixed[1] or '')}f}"
    if form.endswith("%"):
        return f"{number * 100:.15g}%"
    return f"{number:.15g}"


def _day(moment: dt.datetime, form: str) -> tuple[str, dt.date | None]:
    """A date as it is shown: where only the month or the year is, only that is meant."""
    day = moment.date()
    shown = _quoted_in_format.sub("", form).casefold()
    if "d" in shown or "y" not in shown:
        return day.isoformat(), day
    return (f"{day:%Y-%m}" if "m" in shown else f"{day.year}"), None


def _beside_the_cells(archive: ZipFile) -> Iterator[TableFinding]:
    names = [part.filename.casefold() for part in archive.infolist()]
    if any(re.search(r"/(threaded)?comments?[^/]*\.xml$", name) for name in names):
        message = "there are comments beside the cells; they were not read"
        yield TableFinding(CellPlace(), "", message)
