"""A workbook of one sheet, filled from the top: styles, widths, heights, and how it prints."""

import io
import re
from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date
from typing import Any, Final, NamedTuple

from ecefollow.analysis.values_in_words import shortened
from ecefollow.reading import extras
from ecefollow.reading.quoting import escaped
from ecefollow.register.characters import FORBIDDEN
from ecefollow.render.styles import width

_LINE: Final = 13.5  # points, of a text of 10
_SMALLER: Final = 1.1  # a width is counted in letters of 11 points
_HIGHEST: Final = 400.0  # points; Excel has no higher rows
_LONGEST: Final = 32_767  # letters of a cell, in Excel
_FIRST_ODD: Final = "\u0300"  # the first letter that is wider or narrower than one
_WRAPPED: Final = {"wrap_text": True, "vertical": "top", "horizontal": "left"}
_GRID: Final = "FFBFBFBF"
# Each with its font, what it is filled with, and how it stands.
_STYLES: Final[dict[str, tuple[dict[str, Any], str, dict[str, Any]]]] = {
    "Heading 1": ({"size": 14, "bold": True}, "", {"vertical": "center"}),
    "About": ({"size": 10}, "", {"vertical": "center"}),
    "Head": ({"size": 10, "bold": True, "color": "FFFFFFFF"}, "FF404040", _WRAPPED),
    "Head to fill in": ({"size": 10, "bold": True, "color": "FFFFFFFF"}, "FF1F4E79", _WRAPPED),
    "Cell": ({"size": 10}, "", _WRAPPED),
    "Given": ({"size": 10}, "FFF2F2F2", _WRAPPED),
    "Late": ({"size": 10, "bold": True, "color": "FFA80000"}, "FFF2F2F2", _WRAPPED),
    "To fill in": ({"size": 10}, "", _WRAPPED),
    "Day to fill in": ({"size": 10}, "", _WRAPPED),
}
_OPEN: Final = ("To fill in", "Day to fill in")


class BookColumn(NamedTuple):
    """A column: its heading, its width in letters, and the style of its cells."""

    head: str
    width: float
    style: str = "Cell"
    is_hidden: bool = False


class Cell(NamedTuple):
    """What stands in a cell, and its style if that is not the column's; *form* shows a number."""

    value: str | int | date
    style: str = ""
    form: str = ""


class Workbook:
    """A workbook to which rows are added; RefusedError if the extra is not installed.

    `sheet` is that of openpyxl, and `row` the number of the last row.
    """

    def __init__(
        self, name: str, columns: Sequence[BookColumn], *, title: str, language: str = ""
    ) -> None:
        with extras.needed("openpyxl"):
            # Late: an extra, and slow to import.
            import openpyxl
        book: Any = openpyxl.Workbook()
        self._book, self.sheet = book, book.active
        self.sheet.title = name
        self.row = 0
        self._columns = [column._replace(head=_safe(column.head)) for column in columns]
        self._rooms = [int(column.width * _SMALLER) - 1 for column in columns]
        book.properties.creator, book.properties.title = "ecefollow", _safe(title)
        book.properties.language = language or None
        self._styles = {name: _style(self.sheet, name) for name in _STYLES}
        self._set_up_page()

    def add_line(self, text: str, style: str = "About") -> None:
        """Add a line above or below the table, which may run over the next cells."""
        self.add([Cell(text, style)], is_high=False)

    def begin_table(self) -> None:
        """Add the row of headings, which stays on the screen and comes again on every page."""
        asked = dict.fromkeys(_OPEN, "Head to fill in")
        self.add(Cell(column.head, asked.get(column.style, "Head")) for column in self._columns)
        self._head = self.row
        self.sheet.freeze_panes = self.sheet.cell(self.row + 1, 2)
        self.sheet.print_title_rows = f"{self.row}:{self.row}"

    def add(self, cells: Iterable[Cell], *, is_high: bool = True) -> None:
        """Add a row of cells; it is as high as its texts, unless they may run over the next."""
        self.row += 1
        lines = 1
        for number, (value, own, form) in enumerate(cells, 1):
            column = self._columns[number - 1]
            if value == "" and column.style in _OPEN and not own:
                continue  # the column's own style is enough
            cell = self.sheet.cell(self.row, number)
            # As openpyxl copies cells: to find a style anew takes longer than all the rest.
            cell._style = self._styles[own or column.style]  # noqa: SLF001
            if not isinstance(value, str):
                cell._style = copy(cell._style)  # noqa: SLF001 - a day gives its cell a format
                cell.value = value
                cell.number_format = form
            elif value:
                cell.value = _safe(value)
                cell.data_type = "s"  # neither an id nor a text is a number or a formula
                lines = max(lines, _lines(value, self._rooms[number - 1]))
        if is_high and lines > 1:
            self.sheet.row_dimensions[self.row].height = min(lines * _LINE + 2, _HIGHEST)

    def end_table(self, *, has_filter: bool) -> None:
        """Say that the rows since the headings are a table, so that readers are told these."""
        from openpyxl.formatting.rule import Rule
        from openpyxl.styles import Border, Side
        from openpyxl.styles.differential import DifferentialStyle
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.filters import AutoFilter
        from openpyxl.worksheet.table import Table, TableColumn

        last = f"{get_column_letter(len(self._columns))}{max(self.row, self._head + 1)}"
        reference, name = f"A{self._head}:{last}", self.sheet.title
        columns = [TableColumn(id=n, name=each.head) for n, each in enumerate(self._columns, 1)]
        table = Table(id=1, displayName=name, name=name, ref=reference, tableColumns=columns)
        table.autoFilter = AutoFilter(ref=reference) if has_filter else None
        self.sheet.add_table(table)
        line = Side(style="thin", color=_GRID)
        border = Border(left=line, right=line, top=line, bottom=line)
        # The cells to fill in have it too, although they are not there yet.
        grid: Any = Rule("expression", formula=["TRUE"], dxf=DifferentialStyle(border=border))
        self.sheet.conditional_formatting.add(reference, grid)

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        file = io.BytesIO()
        self._book.save(file)
        return file.getvalue()

    def _set_up_page(self) -> None:
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.page import PageMargins

        for number, column in enumerate(self._columns, 1):
            dimension = self.sheet.column_dimensions[get_column_letter(number)]
            dimension.width, dimension.hidden = column.width, column.is_hidden
            if column.style in _OPEN:
                dimension._style = self._styles[column.style]  # noqa: SLF001 - it has no other way
        page = self.sheet.page_setup
        page.orientation, page.paperSize = "landscape", self.sheet.PAPERSIZE_A4
        self.sheet.sheet_properties.pageSetUpPr.fitToPage = True
        page.fitToHeight = 0  # as many pages as it takes, each as wide as the table
        self.sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6, footer=0.3)
        self.sheet.oddFooter.center.text = "Page &P of &N"


def _style(sheet: Any, name: str) -> Any:
    """The style of that name, as a cell keeps it."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill, Protection

    font, fill, alignment = _STYLES[name]
    cell: Any = WriteOnlyCell(sheet)
    cell.font, cell.alignment = Font(name="Calibri", **font), Alignment(**alignment)
    cell.number_format = "yyyy-mm-dd" if name.startswith("Day") else "@"
    cell.protection = Protection(locked=name not in _OPEN)
    if fill:
        cell.fill = PatternFill("solid", fgColor=fill)
    return cell._style  # noqa: SLF001 - see `add`


def _safe(text: str) -> str:
    """The text as a cell can hold it: a name from elsewhere may have any character."""
    if not text.isprintable():
        text = re.sub(f"\r|{FORBIDDEN}|[\ud800-\udfff]", lambda match: escaped(match[0]), text)
    return shortened(text, _LONGEST)


def _lines(text: str, room: int) -> int:
    """In how many lines of a cell a text stands, about: the letters of a font differ in width."""
    if len(text) <= room and "\n" not in text and max(text) < _FIRST_ODD:
        return 1
    letters = len if max(text) < _FIRST_ODD else width
    lines = 0
    for paragraph in text.split("\n"):
        lines += 1
        used = 0
        for word in paragraph.split():
            needed = letters(word)
            used += needed + (used > 0)
            if used > room:
                lines += (used > needed) + (needed - 1) // room
                used = (needed - 1) % room + 1
    return lines
