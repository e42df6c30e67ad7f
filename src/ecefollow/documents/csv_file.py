"""The table of a CSV file, in whatever form a spreadsheet has saved it."""

from __future__ import annotations

import io
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Final

from ecefollow.documents.cells import TableError
from ecefollow.documents.table import CellPlace, Table, TableFinding, Tables, require_size

_DELIMITERS: Final = ",;\t"
_TRIED: Final = 50  # rows, from which the character between the cells is told
_LONGEST_CELL: Final = 1_000_000


def read(data: bytes) -> Tables:
    """The table in *data*; TableError if it is none.

    The cells may be separated by commas, semicolons or tabs, the text be in UTF-8, UTF-16 or
    Windows-1252.
    """
    text, findings = _decoded(data)
    text, delimiter = _declared(text)
    if not text.strip():
        raise TableError("the file is empty")
    delimiter = delimiter or _delimiter(text)
    rows = []
    cells = 0
    for row in _rows(text, delimiter):
        rows.append(row)
        cells += len(row)
        require_size(len(rows), len(row), cells)
    return Tables([Table("", rows)], findings)


def _decoded(data: bytes) -> tuple[str, list[TableFinding]]:
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return _decode(data, "utf-16"), []
    if not data.startswith(BOM_UTF8) and b"\0" in data[:200]:
        little = data[:200].find(b"\0") % 2
        return _decode(data, "utf-16-le" if little else "utf-16-be"), []
    unmarked = data.removeprefix(BOM_UTF8)
    try:
        text = unmarked.decode()
    except UnicodeDecodeError as error:
        if unmarked is not data:
            raise TableError(f"line {_line(unmarked, error.start)}: this is not UTF-8") from None
        message = "the file is not UTF-8; it was read as Windows-1252, as spreadsheets save it"
        where = CellPlace(row=_line(data, error.start))
        return _decode(data, "cp1252"), [TableFinding(where, "", message)]
    return text, []


def _decode(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        where = _line(data, error.start)
        message = f"line {where}: this is neither UTF-8 nor UTF-16 nor Windows-1252"
        raise TableError(f"{message}; save the sheet as CSV in UTF-8") from None


def _line(data: bytes, index: int) -> int:
    return data.count(b"\n", 0, index) + 1


def _declared(text: str) -> tuple[str, str]:
    """The text without the line "sep=;" that spreadsheets read, and the character that it names."""
    first, _, rest = text.partition("\n")
    name, _, delimiter = first.rstrip("\r").partition("=")
    return (rest, delimiter) if name.casefold() == "sep" and len(delimiter) == 1 else (text, "")


def _delimiter(text: str) -> str:
    """The character by which most of the first rows have the same number of cells, and several."""

    def evenness(delimiter: str) -> tuple[float, int]:
        try:
            rows = list(islice(_rows(text, delimiter), _TRIED))
        except TableError:
            return 0, 0
        several = Counter(len(row) for row in rows if len(row) > 1)
        columns, even = max(several.items(), key=lambda pair: pair[1], default=(0, 0))
        return even / max(len(rows), 1), columns

    return max(_DELIMITERS, key=evenness)


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    # Late: only a table needs it.
    import csv

    before = csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise TableError(f"line {reader.line_num}: {error}") from None
    finally:
        csv.field_size_limit(before)
