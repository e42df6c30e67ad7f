"""Answers that come back in a spreadsheet: the rows of a CSV file, as updates of the register."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from ecefollow.reading.decoding import utf8
from ecefollow.reading.diagnostics import RefusedError
from ecefollow.reading.messages import did_you_mean, quoted
from ecefollow.reading.values import InvalidValueError, parse_given
from ecefollow.recording.formulas import unguarded
from ecefollow.recording.new_update import Addition, Entry, EntryError, addition, day_of
from ecefollow.register.model import Action, Register, Update
from ecefollow.register.schema import UPDATE, UPDATE_COLUMNS, Kind, Many, Scalar

_NEEDED: Final = ("id", "text")
_ALL: Final = ", ".join(UPDATE_COLUMNS)
_MADE_BY: Final = "`ecefollow actions --format csv --template` writes the sheet"
_DELIMITERS: Final = ",;\t"
_FIRST: Final = 1  # a spreadsheet counts its rows from 1, the heads among them
_between_items: Final = re.compile(r"(?<!\\);|\n").split
_is_failure: Final = re.compile(
    r"#(?:NAME\?|REF!|VALUE!|DIV/0!|N/A|NUM!|NULL!)|Err:[0-9]+"
).fullmatch


def additions(data: bytes, register: Register, *, path: str, on: date | None) -> list[Addition]:
    """The updates that the rows of a sheet bring, in their order.

    A row without a day of its own is dated *on*, if that is given. RefusedError with every problem,
    if there is one; *path* is what the sheet is called.
    """
    heads, *rows = _table(data, path)
    reader = _Reader(register, [head.strip() for head in heads], on)
    reader.check_heads()
    if not reader.problems:
        found = [reader.addition(row) for row in rows]
    if reader.problems:
        raise _refused(path, *reader.problems)
    if not any(found):
        raise RefusedError(f"{path}: nothing to record: no row has anything in {_ALL}")
    return [made for made in found if made]


def _refused(path: str, *problems: str) -> RefusedError:
    several = "a problem" if len(problems) == 1 else f"{len(problems)} problems"
    message = f"{path} has {several}: none of its rows is recorded"
    return RefusedError(message, *(f"{path}: {problem}" for problem in problems))


def _table(data: bytes, path: str) -> list[list[str]]:
    """The rows of the file, the heads first, whatever stands between its cells."""
    # Late: only a sheet needs it.
    import csv

    if data.startswith(b"PK\x03\x04"):
        raise _refused(path, "this is a workbook; save the sheet as CSV, in UTF-8")
    text, problem = utf8(data)
    if problem:
        raise _refused(path, f"line {problem.line + 1}: {problem.message}")
    delimiter = max(_DELIMITERS, key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = list(reader)
    except csv.Error as error:
        raise _refused(path, f"line {reader.line_num}: {error}") from None
    if not rows:
        raise _refused(path, "the file is empty")
    return rows


class _Reader:
    """The rows one after the other, against the register that they answer."""

    def __init__(self, register: Register, heads: Sequence[str], on: date | None) -> None:
        self.register = register
        self.actions = {a.id: a for each in register.recommendations for a in each.actions}
        self.heads = heads
        self.on = on
        self.row = _FIRST
        self.problems: list[str] = []

    def report(self, column: str | None, message: str) -> None:
        """Note a problem of the present row, in a column if it stands in one."""
        place = f"row {self.row}"
        if column in self.heads:
            place += f", column {_letters(self.heads.index(column))} ({column})"
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
        cells = [_text(cell) for cell in row]
        if not any(cells):
            return None
        before = len(self.problems)
        for number, cell in enumerate(cells):
            if cell and not (number < len(self.heads) and self.heads[number]):
                self.report(f"column {_letters(number)}", f"{quoted(cell)} stands under no head")
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

    def entry(self, given: Mapping[str, str]) -> Entry | None:
        """What the row's cells say, None where one of them cannot be taken."""
        values = {}
        if "update_date" not in given and not self.on:
            message = "the day it happened is missing; --date would give it to every such row"
            self.report("update_date", message)
        for column, cell in given.items():
            name = UPDATE_COLUMNS[column]
            if _is_failure(cell):
                self.report(column, f"{quoted(cell)} is what is left of a wrong formula")
                continue
            try:
                values[name] = _value(UPDATE.kinds[name], cell)
            except InvalidValueError as error:
                self.report(column, f"{error}")
        return Entry(**values) if len(values) == len(given) else None

    def checked(self, action: Action, entry: Entry) -> Addition | None:
        """The entry as an update of the action, which then has it for the rows below."""
        on = day_of(entry, today=date.min) or self.on or date.min
        try:
            made = addition(action, entry, on=on)
        except EntryError as error:
            self.report(f"update_{error.field or 'date'}", f"{error}")
            return None
        if isinstance(made.update, Update):  # as every update of an action is
            self.actions[action.id] = replace(action, updates=(*action.updates, made.update))
        return made


def _text(cell: str) -> str:
    """What a cell says, without what spreadsheets put around and into it."""
    return unguarded(cell.strip().replace("\r\n", "\n").replace("\r", "\n"))


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


def _letters(column: int) -> str:
    """A column's name in a spreadsheet: A to Z, then AA, AB."""
    more, last = divmod(column, 26)
    return (_letters(more - 1) if more else "") + chr(ord("A") + last)
