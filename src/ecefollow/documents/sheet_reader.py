"""A sheet of a workbook, read from its XML once, element by element, and what its cells show.

openpyxl has merged cells, links and hidden rows only of a workbook that it holds as a whole.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import partial
from types import SimpleNamespace
from typing import IO, Any, Final
from xml.etree.ElementTree import Element, ParseError, iterparse

from ecefollow.documents.blocks import (
    MOST_CELLS,
    MOST_COLUMNS,
    PLAIN,
    Detail,
    Finding,
    Table,
    require_size,
)
from ecefollow.documents.cells import TableError
from ecefollow.documents.text_runs import as_raised

_link: Final = re.compile(r'HYPERLINK\(\s*"([^"]+)"', re.IGNORECASE).search
_quoted: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]?')
_part_of_year: Final = re.compile(r'"(Q[1-4]|H[12])"').search
_fixed: Final = re.compile(r"0(?:\.(0+))?").fullmatch
_WHITE: Final = frozenset(("FFFFFF", "theme 0", "indexed 9", "indexed 64", "indexed 65"))
_NOTHING_SHOWN: Final = ";;;"
_FORMULA: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}f"
_FALSE: Final = frozenset(("0", "false", None))
_NO_VALUE: Final = "this formula has no value; open the workbook, save it, and import it again"


class SheetReader:
    """Reads a sheet into its `table`; *links* are addresses by the ids that the sheet has for them.

    *parser* is openpyxl's, which knows the value and the place of a cell. TableError for a
    sheet that is damaged or too large, as soon as that is known: empty cells do not count.
    """

    def __init__(
        self, source: IO[bytes], name: str, links: Mapping[str, str], parser: Any, book: Any
    ) -> None:
        from openpyxl.cell.read_only import ReadOnlyCell

        self.table = Table(name, [])
        self.findings: list[Finding] = []
        self._links = links
        self._parser = parser
        self._parser.row_counter = 0
        sheet: Any = SimpleNamespace(parent=book)
        self._cell: Any = partial(ReadOnlyCell, sheet)
        self._where = f"{name}: "
        self._cells = self._columns = self._spanned = 0
        try:
            self._read(source)
            self._finish()
        except TableError:
            raise
        except (ParseError, LookupError, ValueError):
            after = f"after row {self._parser.row_counter}"
            raise TableError(f"{self._where}the sheet is damaged {after}") from None

    def add(self, reference: str, **more: Any) -> None:
        """Add the link or the comment that the cells of a range have."""
        first, *others = self._places(reference)
        self._require(*first)
        for place in [first, *(place for place in others if self.table.cell(*place))]:
            self.table.details[place] = self.table.detail(*place)._replace(**more)

    def _read(self, source: IO[bytes]) -> None:
        row = Element("row")
        for event, element in iterparse(source, ("start", "end")):  # noqa: S314 - it declares no entity
            name = element.tag.rpartition("}")[2]
            if event == "start":
                if name == "row":
                    row = element
                    self._begin_row(row)
                continue
            match name:
                case "c":
                    self._read_cell(element)
                    row.clear()
                case "col" if element.get("hidden") not in _FALSE:
                    last = min(int(element.attrib["max"]), MOST_COLUMNS)
                    self.table.hidden_columns.update(range(int(element.attrib["min"]) - 1, last))
                case "mergeCell":
                    self._merge(*self._places(element.attrib["ref"]))
                case "hyperlink":  # within the workbook, if its id has no address
                    for address in filter(None, map(self._links.get, element.attrib.values())):
                        self.add(element.attrib["ref"], link=address)

    def _begin_row(self, row: Element) -> None:
        self._parser.row_counter = int(row.get("r", self._parser.row_counter + 1))
        self._parser.col_counter = 0
        if row.get("hidden") not in _FALSE:
            self.table.hidden_rows.add(self._parser.row_counter - 1)

    def _read_cell(self, element: Element) -> None:
        cell = self._cell(**self._parser.parse_cell(element))
        row, column = place = cell.row - 1, cell.column - 1
        formula = element.findtext(_FORMULA)
        shown, struck, day = "", "", None
        if isinstance(cell.value, str | list):
            shown, struck = _words(cell.value)
        elif cell.value is not None:
            shown, day = _shown(cell.value, cell.number_format)
        if not (shown or struck) and formula is None:
            if (fill := _color(cell.fill)) and len(self.table.details) < MOST_CELLS:
                self.table.details[place] = Detail(fill=fill)
            return
        self._cells += 1
        self._require(*place)
        if formula is not None and not shown:
            self.findings.append(Finding(self.table.place(*place), f"={formula}", _NO_VALUE))
        hidden = ""
        if cell.font.strike:
            shown, struck, day = "", shown + struck, None
        if cell.number_format.strip() == _NOTHING_SHOWN:
            shown, hidden = "", shown
        address = link[1] if formula and (link := _link(formula)) else ""
        if day or struck or hidden or address:
            self.table.details[place] = Detail(day=day, link=address, struck=struck, hidden=hidden)
        texts = self.table.rows[row]
        texts += [""] * (column + 1 - len(texts))
        texts[column] = shown

    def _finish(self) -> None:
        """Forget what is beyond the last cell that has a text."""
        table = self.table
        for row, column in list(table.details):
            if row >= len(table.rows) or column >= self._columns:
                del table.details[row, column]
        table.hidden_rows &= {row for row, texts in enumerate(table.rows) if any(texts)}
        table.hidden_columns &= set(range(self._columns))

    def _merge(self, first: tuple[int, int], *others: tuple[int, int]) -> None:
        table = self.table
        for row, column in others:
            detail = table.details.pop((row, column), PLAIN)._replace(fill="")
            if text := table.cell(row, column):  # which the merged cell covers
                table.rows[row][column] = ""
                detail = detail._replace(hidden=text)
            if detail != PLAIN:
                table.details[row, column] = detail
        last = others[-1] if others else first
        table.details[first] = table.detail(*first)._replace(
            rows=last[0] - first[0] + 1, columns=last[1] - first[1] + 1
        )

    def _places(self, reference: str) -> list[tuple[int, int]]:
        """The places of a range: its first in any case, others where the sheet has content."""
        from openpyxl.utils.cell import range_boundaries

        left, top, right, bottom = (number or 1 for number in range_boundaries(reference))
        rows = range(top - 1, max(min(bottom, len(self.table.rows)), top))
        columns = range(left - 1, max(min(right, self._columns), left))
        self._spanned += len(rows) * len(columns)
        require_size(0, 0, self._spanned, where=self._where)
        return [(row, column) for row in rows for column in columns]

    def _require(self, row: int, column: int) -> None:
        """Have the rows up to a place, if it is not beyond what is read."""
        if row < 0:
            raise ValueError(row)
        self._columns = max(self._columns, column + 1)
        require_size(row + 1, self._columns, self._cells, where=self._where)
        self.table.rows += ([] for _ in range(row + 1 - len(self.table.rows)))


def _words(value: object) -> tuple[str, str]:
    """The words of a text, and those of it that are struck out."""
    if isinstance(value, str):
        return _unescaped(value), ""
    shown = struck = ""
    for run in value if isinstance(value, list) else ():
        font = getattr(run, "font", None)
        if font and font.strike:
            struck += f"{run}"
        elif font and font.vertAlign == "superscript":
            shown += as_raised(f"{run}")
        else:
            shown += f"{run}"
    return _unescaped(shown), _unescaped(struck)


def _unescaped(text: str) -> str:
    """The text without the carriage returns that Excel writes before a line feed."""
    return text.replace("_x000D_", "").replace("\r", "")


def _shown(value: object, form: str) -> tuple[str, dt.date | None]:
    """The text that a cell with that value shows in that format, and the day, if it is one."""
    match value:
        case bool():
            return f"{value}".upper(), None
        case int() | float():
            return _number(value, form), None
        case dt.datetime():
            return _day(value.date(), form)
    return f"{value}", None


def _number(number: float, form: str) -> str:
    """The number as it is shown: 7.10 is the id of an action, and a number with two decimals."""
    if fixed := _fixed(form):
        return f"{number:.{len(fixed[1] or '')}f}"
    if form.endswith("%"):
        return f"{number * 100:.15g}%"
    return f"{number:.15g}"


def _day(day: dt.date, form: str) -> tuple[str, dt.date | None]:
    """A date as it is shown: where only the month or the year is, only that is meant."""
    shown = _quoted.sub("", form).casefold()
    if "d" in shown or "y" not in shown:
        return day.isoformat(), day
    if part := _part_of_year(form):
        return f"{day.year}-{part[1]}", None
    return (f"{day:%Y-%m}" if "m" in shown else f"{day.year}"), None


def _color(fill: Any) -> str:
    """The colour of a filled cell: "92D050", or what has its place; empty if it is white."""
    color = getattr(fill, "fgColor", None)  # a gradient has none
    if not color or fill.fill_type in {None, "none"}:
        return ""
    name = color.value[-6:].upper() if color.type == "rgb" else f"{color.type} {color.value}"
    return "" if name in _WHITE else name
