"""Answers that come back in a spreadsheet: the rows of a sheet, as updates of the register."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from ecefollow.reading.diagnostics import RefusedError
from ecefollow.reading.messages import did_you_mean, quoted
from ecefollow.reading.spreadsheet import (
    TableError,
    cell_text,
    column_letters,
    is_error_value,
    read_csv,
)
from ecefollow.reading.values import InvalidValueError, parse_given
from ecefollow.recording.new_update import Addition, InvalidUpdateError, NewUpdate, addition
from ecefollow.register.model import Action, Register, Update
from ecefollow.register.schema import UPDATE, UPDATE_COLUMNS, Kind, Many, Scalar

_NEEDED: Final = ("id", "text")
_ALL: Final = ", ".join(UPDATE_COLUMNS)
_MADE_BY: Final = "`ecefollow actions --format csv --template` writes the sheet"
_HIGHEST: Final = 5  # rows in which the heads may stand
_FIRST: Final = 1  # a spreadsheet counts its rows from 1, the heads among them
_between_items: Final = re.compile(r"(?<!\\);|\n").split


def additions(data: bytes, register: Register, *, path: str, on: date | None) -> list[Addition]:
    """The updates that the rows of a sheet bring, in their order.

    A row without a day of its own is dated *on*, if that is given. RefusedError with every problem,
    if there is one; *path* is what the sheet is called.
    """
    try:
        rows, unread = _rows(data)
    except TableError as error:
        raise _refused(path, f"{error}") from None
    above = _rows_above_heads(rows)
    heads, *rows = rows[above:]
    reader = _RowReader(register, [head.strip() for head in heads], on, row=_FIRST + above)
    reader.problems += unread
    reader.check_heads()
    if not reader.problems:
        found = [reader.addition(row) for row in rows]
    if reader.problems:
        raise _refused(path, *reader.problems)
    if not any(found):
        raise RefusedError(f"{path}: nothing to record: no row has anything in {_ALL}")
    return [made for made in found if made]


def _rows(data: bytes) -> tuple[list[list[str]], list[str]]:
    """The rows of a sheet, CSV or a workbook, and what could not be read in them."""
    if not data.startswith(b"PK"):
        return read_csv(data), []
    # Late: a sheet in CSV does without it.
    from ecefollow.reading.tables import matrix_file

    tables, findings = matrix_file.read_data(data)
    if not tables or not tables[0].rows:
        raise TableError("the workbook is empty")
    placed = (finding for finding in findings if finding.place.row)
    unread = [f"row {each.place.row}: {each.message}" for each in placed]
    return tables[0].rows, unread


def _rows_above_heads(rows: Sequence[Sequence[str]]) -> int:
    """How many rows stand above the heads: in a workbook, the one that says how to fill it in."""
    found = (n for n, row in enumerate(rows[:_HIGHEST]) if set(_NEEDED) <= set(row))
    return next(found, 0)


def _refused(path: str, *problems: str) -> RefusedError:
    several = "a problem" if len(problems) == 1 else f"{len(problems)} problems"
    message = f"{path} has {several}: none of its rows is recorded"
    return RefusedError(message, *(f"{path}: {problem}" for problem in problems))


class _RowReader:
    """The rows one after the other, against the register that they answer."""

    def __init__(
        self, register: Register, heads: Sequence[str], on: date | None, *, row: int
    ) -> None:
        self.register = register
        self.actions = {a.id: a for each in register.recommendations for a in each.actions}
        self.heads = heads
        self.on = on
        self.row = row
        self.problems: list[str] = []

    def report(self, column: str | None, message: str) -> None:
        """Note a problem of the present row, in a column if it stands in one."""
        place = f"row {self.row}"
        if column in self.heads:
            place += f", column {column_letters(self.heads.index(column))} ({column})"
        elif column:
            place += f", {column}"
        self.problems.append(f"{place}: {message}")

    def check_heads(self) -> None:
        """Report the columns that are missing, there twice, or hardly what was meant."""
        for head in _NEEDED:
            if head not in self.heads:
                self.report(None, f"the column {head} is missing; {_MADE_BY}")
        if not UPDATE_COLUMNS.keys() & set(self.heads):
            self.report(None, f"there is none of the columns {_ALL}; {_MADE_BY}")
        for head in dict.fromkeys(self.heads):
            if head in {*_NEEDED, *UPDATE_COLUMNS} and self.heads.count(head) > 1:
                self.report(head, "there is more than one such column")
            if head.casefold().startswith("update") and head not in UPDATE_COLUMNS:
                hint = did_you_mean(head, UPDATE_COLUMNS) or f"; there are {_ALL}"
                self.report(head, f"{quoted(head)} is no column of the sheet{hint}")

    def addition(self, row: Sequence[str]) -> Addition | None:
        """The update that the next row brings, None without one or with a problem."""
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
        named = dict(zip(self.heads, cells, strict=False))
        given = {column: named[column] for column in UPDATE_COLUMNS if named.get(column)}
        if not given:
            return None
        action = self.action(named)
        entry = self.entry(given)
        if not (action and entry) or len(self.problems) > before:
            return None
        return self.checked(action, entry)

    def action(self, named: Mapping[str, str]) -> Action | None:
        """The action that both the id and the text name: a spreadsheet turns 7.10 into 7.1."""
        ident, text = named.get("id", ""), named.get("text", "")
        action = self.actions.get(ident)
        if action and _is_same(action.text, text):
            return action
        meant = [each for each in self.actions.values() if _is_same(each.text, text)]
        if len(meant) == 1:
            message = f"{quoted(ident)} stands beside the text of {meant[0].id}"
            cure = f"set the column to text and write {meant[0].id}"
            self.report("id", f"{message}; did a spreadsheet change it? {cure}")
        elif action and _is_same(action.text, _misread(text)):
            self.report("text", "the sheet was not opened as UTF-8; open it anew, as UTF-8")
        elif action:
            self.report("text", f"this is not the text of {ident}; was the row mixed up?")
        else:
            hint = did_you_mean(ident, self.actions)
            self.report("id", f"{quoted(ident)} is no action of the register{hint}")
        return None

    def entry(self, given: Mapping[str, str]) -> NewUpdate | None:
        """What the row's cells say, None where one of them cannot be taken."""
        values = {}
        if "update_date" not in given and not self.on:
            message = "the day it happened is missing; --date would give it to every such row"
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

    def checked(self, action: Action, entry: NewUpdate) -> Addition | None:
        """The entry as an update of the action, which then has it for the rows below."""
        on = entry.day(today=date.min) or self.on or date.min
        try:
            made = addition(action, entry, on=on)
        except InvalidUpdateError as error:
            self.report(f"update_{error.field or 'date'}", f"{error}")
            return None
        if isinstance(made.update, Update):  # as every update of an action is
            self.actions[action.id] = replace(action, updates=(*action.updates, made.update))
        return made


def _value(kind: Kind, cell: str) -> Any:
    match kind:
        case Many(of=Scalar() as of):
            items = (item.replace("\\;", ";").strip() for item in _between_items(cell))
            return tuple(parse_given(of, item) for item in items if item)
        case Scalar():
            return parse_given(kind, cell)
        case _:  # an update holds no mapping
            raise AssertionError(kind)


def _misread(cell: str) -> str:
    """The text that Windows showed as this one, having taken its bytes for Latin letters."""
    try:
        return cell.encode("cp1252").decode()
    except UnicodeError:
        return ""


def _is_same(text: str, cell: str) -> bool:
    return text.split() == cell.split()
