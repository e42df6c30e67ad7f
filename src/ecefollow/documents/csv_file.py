"""The table of a CSV file, in whatever form a spreadsheet has saved it."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Final

from ecefollow.documents import text_encoding
from ecefollow.documents.blocks import Document, Table, require_size
from ecefollow.documents.cells import TableError

_DELIMITERS: Final = ",;\t"
_DECLARED: Final = ",;\t|:"
_LONGEST_HEADING: Final = 80  # characters; a longer line alone is one of a text
_FEWEST_BLANK: Final = 5  # lines on average between blank ones; a table has hardly any
_TRIED: Final = 50  # rows, from which the character between the cells is told


class RunningTextError(TableError):
    """This is a text, and no table."""


def read(data: bytes, encoding: str | None = None) -> Document:
    """The table in *data*; TableError if it is none, RunningTextError if it is a text.

    The cells may be separated by commas, semicolons or tabs.
    """
    text, findings = text_encoding.decoded(data, encoding)
    if "\n\f" in text:
        raise RunningTextError("this is a text with pages, and no table")
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
    filled = [row for row in rows if any(map(str.strip, row))]
    lone = [row for row in filled if len(row) == 1]
    if 2 * len(lone) > len(filled) and (
        max(len(row[0]) for row in lone) > _LONGEST_HEADING
        or 2 * sum(row[0].rstrip().endswith((".", ":")) for row in lone) >= len(filled)
        or _FEWEST_BLANK * (len(rows) - len(filled)) > len(filled)
    ):
        raise RunningTextError("this is running text, and no table")
    return Document([Table("", rows)], findings)


def _declared(text: str) -> tuple[str, str]:
    """The text without the line "sep=;" that spreadsheets read, and the character that it names."""
    first, _, rest = text.partition("\n")
    name, _, delimiter = first.rstrip("\r").strip('"').partition("=")
    is_declared = name.casefold() == "sep" and delimiter in set(_DECLARED)
    return (rest, delimiter) if is_declared else (text, "")


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

    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise TableError(f"line {reader.line_num}: {error}") from None
