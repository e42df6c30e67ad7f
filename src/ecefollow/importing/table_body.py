"""The rows of one table below its headings: each cell under its key, merged ones in every row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from ecefollow.documents.blocks import Place, Table
from ecefollow.documents.cells import column_letters, is_error_value
from ecefollow.importing.columns import Head, TableColumn
from ecefollow.importing.rows import DocumentRow, HowRead, Said
from ecefollow.reading.quoting import control_message
from ecefollow.register.characters import FORBIDDEN

NO_COLUMN: Final = TableColumn("", "")
_LONGEST: Final = 40  # characters of a heading in a finding
_MARKED_BY_COLOUR: Final = frozenset(("progress", "status"))
_line_ends: Final = re.compile(r"\r\n|[\r\x0b\x85\u2028\u2029]")
_blank_line_ends: Final = re.compile(r"(?<![ \t])[ \t]+(?=\n)")

Cells = Sequence[tuple[TableColumn, Said]]


class TableBody:
    """The rows of a table. `head` is that above the row which is read; it may change."""

    def __init__(self, table: Table, how: HowRead) -> None:
        self.head = Head({}, 0)
        self._table = table
        self._how = how
        self._covering = _covering(table)
        self._keys: frozenset[str] = frozenset()
        self._merged: dict[Place, Said | None] = {}  # a long text is kept once
        self._unknown: dict[int, list[Said]] = {}
        self._report_hidden()

    def begin(self, number: int, head: Head) -> None:
        """Take the rows from this one on for headings, as many as there are."""
        self.head = head
        self._keys = frozenset(column.key for column in head.columns.values())
        for row in range(number, number + head.rows):
            for n, text in enumerate(self._table.rows[row]):
                if text.strip():
                    key = head.columns.get(n, NO_COLUMN).key
                    to = f"heading:{key}" if key else "heading"
                    self._how.account.read(self._table.place(row, n), to)

    def cells(self, number: int) -> Cells:
        """What stands in a row, what is merged over it from above too."""
        found = []
        covering = self._covering.get(number, {})
        for n in range(max(len(self._table.rows[number]), *(c + 1 for c in covering), 0)):
            column = self.head.columns.get(n, NO_COLUMN)
            if said := self._said(covering.get(n, number), n, column):
                found.append((column, said))
        return found

    def row(self, number: int, cells: Cells) -> DocumentRow:
        """What a row below the headings says."""
        columns = self.head.columns
        # What stands beside the table, as a legend does, is no part of its rows.
        inside = sum(column is not NO_COLUMN for column, _ in cells)
        row = DocumentRow(self._table.place(number), is_alone=inside == 1 < len(columns))
        for n in (n for n, column in columns.items() if column.key == "text"):
            detail = self._table.detail(number, n)
            is_empty = not self._table.cell(number, n).strip()
            row.is_struck |= is_empty and bool(detail.struck or detail.hidden)
        for column, said in cells:
            key = column.key if said.detail.columns == 1 else self._key_over(said)
            if self._is_left_out(key, said, number):
                continue
            if key == "evaluation":
                row.evaluation = said.text
                self._how.read(said, "evaluation")
                continue
            if said.place.row != row.place.row:
                row.continued.add(key)
            row.add(key, said, column.day)
        row.columns = self._keys
        return row

    def stands_over(self, said: Said) -> bool:
        """Whether the one cell of a row stands over the columns, as the heading of a group does."""
        if said.detail.columns > 1:
            return True
        first = min(self.head.columns)
        is_of_action = self.head.columns[first].key == "text"
        return not self.head.has("title") and said.place.column == first and not is_of_action

    def report(self) -> None:
        """Report the columns that nobody knows, once each; and what only a colour says."""
        for n, cells in self._unknown.items():
            for cell in cells:
                self._how.account.leave(cell.place, "its column is not known")
            heading = self.head.columns.get(n, NO_COLUMN).heading
            number = "its cell was" if len(cells) == 1 else f"its {len(cells):,} cells were"
            what = "this heading is not known" if heading else "this column has no heading"
            option = f'--column "{column_letters(n)}=KEY" says what it holds, or left-out'
            place = Place(self._table.name, None, n)
            self._how.note(f"{what}: {number} left out; {option}", place, heading)
        for (row, n), detail in sorted(self._table.details.items()):
            column = self.head.columns.get(n, NO_COLUMN)
            is_marked = column.key in _MARKED_BY_COLOUR and not self._table.cell(row, n).strip()
            if detail.fill and is_marked:
                message = f"colour alone ({detail.fill}) says something here; write the word for it"
                self._how.note(message, self._table.place(row, n), heading=column.heading)

    def _said(self, number: int, n: int, column: TableColumn) -> Said | None:
        text = self._table.cell(number, n)
        if not text:
            return None
        place, detail = self._table.place(number, n), self._table.detail(number, n)
        if place not in self._merged:
            heading = column.heading
            shown = heading if len(heading) <= _LONGEST else f"{heading[:_LONGEST].rstrip()}…"
            said = cleaned(Said(text, place, shown, detail), self._how)
            if detail.rows == 1:
                return said
            self._merged[place] = said
        return self._merged[place]

    def _is_left_out(self, key: str, said: Said, number: int) -> bool:
        """Whether a cell is none of the register's: its column is unknown, or it says nothing."""
        # "Not applicable" is a progress, and anywhere else says nothing.
        progress = self._how.vocabulary.progress
        is_progress = key in {"progress", "update_progress"}
        means_progress = is_progress and progress(said.text, said.heading).meaning
        if key == "left-out":
            self._how.account.leave(said.place, "its column is left out")
        elif not key:
            if said.place.row == number + 1:
                self._unknown.setdefault(said.place.column or 0, []).append(said)
        elif key != "due" and self._how.vocabulary.is_nothing(said.text) and not means_progress:
            self._how.account.leave(said.place, "this says that there is nothing")
        else:
            return False
        return True

    def _key_over(self, said: Said) -> str:
        """What a cell says that is merged over several columns."""
        first = said.place.column or 0
        columns = self.head.columns
        over = [columns[n].key for n in range(first, first + said.detail.columns) if n in columns]
        keys = [key for key in dict.fromkeys(over) if key not in {"", "left-out"}]
        if len(keys) < 2:  # noqa: PLR2004 - merged over one column that is known
            return keys[0] if keys else ""
        if self._how.vocabulary.status(said.text).meaning:
            return "response"
        if "title" in keys:
            return "title"
        message = f"this cell is merged over several columns; it was read as {keys[0]}"
        self._how.find(said, message)
        return keys[0]

    def _report_hidden(self) -> None:
        """Say what a reader of the sheet does not see."""
        table = self._table
        for number in sorted(table.hidden_rows):
            if number < len(table.rows) and any(map(str.strip, table.rows[number])):
                self._how.note("this row is hidden; it was read all the same", table.place(number))
        for n in sorted(table.hidden_columns):
            if any(table.cell(number, n).strip() for number in range(len(table.rows))):
                message = "this column is hidden; it was read all the same"
                self._how.note(message, Place(table.name, None, n))


def cleaned(said: Said, how: HowRead) -> Said | None:
    """What is said with line feeds and plain blanks, without what no register may hold."""
    text = said.text
    if not text.isprintable():
        text = _line_ends.sub("\n", text)
        text = text.replace("\xa0", " ").replace("\u202f", " ").replace("\t", " ")
        if match := re.search(FORBIDDEN, text):
            how.find(said, f"{control_message(match[0])}, and was taken out")
            text = re.sub(FORBIDDEN, "", text)
        text = _blank_line_ends.sub("", text)
    if is_error_value(text := text.strip()):
        how.leave(said, "this is what a spreadsheet shows for a formula that failed")
        return None
    return said._replace(text=text) if text else None


def _covering(table: Table) -> Mapping[int, Mapping[int, int]]:
    """By row and column: the row above in which the cell begins that is merged over the place."""
    covering: dict[int, dict[int, int]] = {}
    for (row, column), detail in table.details.items():
        for below in range(row + 1, min(row + detail.rows, len(table.rows))):
            covering.setdefault(below, {})[column] = row
    return covering
