"""Read updates from a filled-in spreadsheet: CSV, or a workbook."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final, NamedTuple

from ecefollow.analysis import ids
from ecefollow.documents.cells import (
    TableError,
    cell_text,
    column_letters,
    is_error_value,
)
from ecefollow.reading.diagnostics import RefusedError
from ecefollow.reading.messages import did_you_mean, quoted
from ecefollow.reading.values import InvalidValueError, parse_given
from ecefollow.recording.new_update import (
    Addition,
    InvalidUpdateError,
    NewUpdate,
    RecordedAlreadyError,
    addition,
    days_added,
)
from ecefollow.register.model import Action, Register, Update
from ecefollow.register.portfolio import split
from ecefollow.register.schema import FLAG, UPDATE, UPDATE_COLUMNS, Kind, Many, Scalar

_REQUIRED: Final = ("id", "text")
_ALL: Final = ", ".join(UPDATE_COLUMNS)
_HINT: Final = "`ecefollow actions --format csv --template` writes the sheet"
_LOWEST_HEADER: Final = 5  # rows in which the header may be
_FIRST_ROW: Final = 1  # as spreadsheets number their rows
_between_items: Final = re.compile(r"(?<!\\);|\n").split


class SheetUpdates(NamedTuple):
    """The updates that a sheet adds, and a line for each row that is recorded already."""

    additions: list[Addition]
    already: list[str]


def read(data: bytes, register: Register, *, path: str, on: date | None) -> SheetUpdates:
    """The updates in the rows of a sheet, in order.

    A row without a date of its own is dated *on*, if that is given. RefusedError with all problems
    if there are any; *path* is the sheet's name in messages.
    """
    try:
        rows, unread = _rows(data)
    except TableError as error:
        raise _refusal(path, f"{error}") from None
    above = _rows_above_header(rows)
    heads, *rows = rows[above:]
    reader = _RowReader(register, [head.strip() for head in heads], on, row=_FIRST_ROW + above)
    reader.problems += unread
    reader.check_heads()
    if not reader.problems:
        additions = [added for row in rows if (added := reader.addition(row))]
    if reader.problems:
        raise _refusal(path, *reader.problems)
    already = [f"{path}: {line}" for line in reader.already]
    if not additions and not already:
        raise RefusedError(f"{path}: nothing to record: the columns {_ALL} are empty")
    if not additions:
        already.append(f"{path}: nothing new to record")
    return SheetUpdates(additions, already)


def _rows(data: bytes) -> tuple[list[list[str]], list[str]]:
    """The rows of a sheet, CSV or a workbook, and what could not be read in them."""
    # Late: only a sheet needs it.
    from ecefollow.documents import document_file

    document = document_file.read_data(data)
    table = next(document.tables, None)
    if not table or not table.rows:
        raise TableError("the workbook is empty")
    in_cells = (finding for finding in document.findings if finding.place.column is not None)
    unread = [f"row {finding.place.row}: {finding.message}" for finding in in_cells]
    return table.rows, unread


def _rows_above_header(rows: Sequence[Sequence[str]]) -> int:
    """How many rows are above the header: in a workbook, the one that says how to fill it in."""
    headers = (n for n, row in enumerate(rows[:_LOWEST_HEADER]) if set(_REQUIRED) <= set(row))
    return next(headers, 0)


def _refusal(path: str, *problems: str) -> RefusedError:
    number = "a problem" if len(problems) == 1 else f"{len(problems)} problems"
    message = f"{path} has {number}; no row was recorded"
    return RefusedError(message, *(f"{path}: {problem}" for problem in problems))


class _RowReader:
    """Reads the rows of a sheet, one after the other, and collects the problems."""

    def __init__(
        self, register: Register, heads: Sequence[str], on: date | None, *, row: int
    ) -> None:
        self.register = register
        self.actions = {
            record.id: record for record in register.records if isinstance(record, Action)
        }
        self.days_added = days_added(register)
        self.heads = heads
        self.on = on
        self.row = row
        self.problems: list[str] = []
        self.already: list[str] = []

    def report(self, column: str | None, message: str) -> None:
        """Add a problem of the current row, in a column if it is about one."""
        place = f"row {self.row}"
        if column in self.heads:
            place += f", column {column_letters(self.heads.index(column))} ({column})"
        elif column:
            place += f", {column}"
        self.problems.append(f"{place}: {message}")

    def check_heads(self) -> None:
        """Report columns that are missing, repeated, or probably misspelled."""
        for head in _REQUIRED:
            if head not in self.heads:
                self.report(None, f"the column {head} is missing; {_HINT}")
        if not UPDATE_COLUMNS.keys() & set(self.heads):
            self.report(None, f"there is no column for an update ({_ALL}); {_HINT}")
        for head in dict.fromkeys(self.heads):
            if head in {*_REQUIRED, *UPDATE_COLUMNS} and self.heads.count(head) > 1:
                self.report(head, "there is more than one column with this name")
            if head.casefold().startswith("update") and head not in UPDATE_COLUMNS:
                hint = did_you_mean(head, UPDATE_COLUMNS) or f"; the columns are {_ALL}"
                self.report(head, f"unknown column {quoted(head)}{hint}")

    def addition(self, row: Sequence[str]) -> Addition | None:
        """The update in the next row; None if it has none, or has a problem."""
        self.row += 1
        cells = [cell_text(cell) for cell in row]
        if not any(cells):
            return None
        before = len(self.problems)
        for number, cell in enumerate(cells):
            if cell and not (number < len(self.heads) and self.heads[number]):
                self.report(
                    f"column {column_letters(number)}",
                    f"{quoted(cell)} is in a column without a heading",
                )
        by_column = dict(zip(self.heads, cells, strict=False))
        given = {column: by_column[column] for column in UPDATE_COLUMNS if by_column.get(column)}
        if not given:
            return None
        action = self.action(by_column)
        update = self.update(given)
        if not (action and update) or len(self.problems) > before:
            return None
        return self.add(action, update)

    def action(self, row: Mapping[str, str]) -> Action | None:
        """The action of a row; its text must match too, since spreadsheets turn 7.10 into 7.1."""
        text = row.get("text", "")
        try:
            ident = ids.own_id(self.register, row.get("id", ""), self.actions)
        except ids.IdError as error:
            self.report("id", f"{error}")
            return None
        action = self.actions.get(ident)
        if action and _is_same(action.text, text):
            return action
        matches = [other for other in self.actions.values() if _is_same(other.text, text)]
        if len(matches) == 1 and split(matches[0].id)[1] == ident:  # without its evaluation's
            return matches[0]
        if len(matches) == 1:
            message = f"{quoted(ident)} is in the row with the text of {matches[0].id}"
            fix = f"format the column as text and write {matches[0].id}"
            self.report("id", f"{message}; did a spreadsheet change it? {fix}")
        elif action and _is_same(action.text, _undo_mojibake(text)):
            self.report("text", "the sheet was not opened as UTF-8; open it again, as UTF-8")
        elif action:
            self.report("text", f"this is not the text of {ident}; were rows mixed up?")
        else:
            hint = did_you_mean(ident, self.actions)
            self.report("id", f"the register has no action {quoted(ident)}{hint}")
        return None

    def update(self, given: Mapping[str, str]) -> NewUpdate | None:
        """The update in the given cells; None if one of them is invalid."""
        values = {}
        if "update_date" not in given and not self.on:
            message = "the day it happened is missing; --date sets it for all rows without one"
            self.report("update_date", message)
        for column, cell in given.items():
            name = UPDATE_COLUMNS[column]
            if is_error_value(cell):
                self.report(column, f"{quoted(cell)} is a spreadsheet error value")
                continue
            try:
                values[name] = _value(UPDATE.kinds[name], cell)
            except InvalidValueError as error:
                self.report(column, f"{error}")
        return NewUpdate(**values) if len(values) == len(given) else None

    def add(self, action: Action, update: NewUpdate) -> Addition | None:
        """Check the update, and add it to the action for the rows below."""
        on = update.date or self.on or date.min
        try:
            new = addition(action, update, on=on, added=self.days_added.get(action.id))
        except RecordedAlreadyError as error:
            self.already.append(f"row {self.row}: {error}")
            return None
        except InvalidUpdateError as error:
            self.report(f"update_{error.field or 'date'}", f"{error}")
            return None
        if isinstance(new.update, Update):  # always true for an action
            self.actions[action.id] = replace(action, updates=(*action.updates, new.update))
        return new


def _value(kind: Kind, cell: str) -> Any:
    match kind:
        case Many(of=Scalar() as of):
            items = (item.replace("\\;", ";").strip() for item in _between_items(cell))
            return tuple(parse_given(of, item) for item in items if item)
        case Scalar():
            # Spreadsheets make TRUE of it.
            return parse_given(kind, cell.lower() if kind is FLAG else cell)
        case _:  # an update holds no mapping
            raise AssertionError(kind)


def _undo_mojibake(cell: str) -> str:
    """The text of a cell whose UTF-8 was read as Windows-1252; empty if it was not."""
    try:
        return cell.encode("cp1252").decode()
    except UnicodeError:
        return ""


def _is_same(text: str, cell: str) -> bool:
    return text.split() == cell.split()
