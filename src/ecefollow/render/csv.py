"""A listing as CSV: every field, safe to open in a spreadsheet."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from ecefollow.documents.cells import guarded, list_cell
from ecefollow.importing.account import Account
from ecefollow.views.json_values import json_value
from ecefollow.views.listing import Column, Listing


def render(listing: Listing) -> str:
    """A header and a row for each record; an apostrophe keeps a text from becoming a formula."""
    heads = [name for field in listing.fields for name in _names(field)]
    rows = (
        [cell for field in listing.fields for cell in _cells(field, row)] for row in listing.rows
    )
    return _written([heads, *rows])


def render_account(account: Account) -> str:
    """Where everything in a document went: a row for each text."""
    heads = ["block", "row", "column", "text", "to", "why"]
    rows = ([_cell(value) for value in entry.record.values()] for entry in account.entries())
    return _written([heads, *rows])


def _written(rows: Iterable[Iterable[str | int]]) -> str:
    out = _CsvText()
    csv.writer(out, lineterminator=_CsvText.END).writerows(rows)
    return out.getvalue()


class _CsvText(io.StringIO):
    """A string to write to, in which each row ends with a line feed.

    csv.writer itself ends rows with these characters, since it quotes the texts that have one of
    them. A carriage return that is not quoted would be read back as a new row. Where a semicolon
    separates cells, as in half of Europe, what stands behind one could be a formula.
    """

    END = ";\r\n"

    def write(self, line: str) -> int:
        return super().write(line.removesuffix(self.END) + "\n")


def _names(field: Column) -> list[str]:
    return [f"{field.name}.{part}" for part in field.parts] or [field.name]


def _cells(field: Column, row: Any) -> Iterator[str | int]:
    value = json_value(field.cell(row))
    if field.parts:
        yield from (_cell((value or {}).get(part)) for part in field.parts)
    else:
        yield _cell(value)


def _cell(value: Any) -> str | int:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int():
            return value
        case list():
            return guarded(list_cell(value))
        case dict():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return guarded(str(value))
