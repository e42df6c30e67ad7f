"""The answers in a sheet of our own that was filled in, each cell compared with what was sent."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from ecefollow.analysis import ids
from ecefollow.analysis.changes_in_words import describe_update
from ecefollow.analysis.filters import Item
from ecefollow.analysis.sheet_columns import ASKED, HEADINGS, HIDDEN, NEW, OF_NEW, SHOWN, sent
from ecefollow.documents.blocks import Finding, Table
from ecefollow.documents.cells import is_error_value, unguarded
from ecefollow.importing.days import DueCell
from ecefollow.importing.known_records import KnownRecords, Match
from ecefollow.importing.rows import Said
from ecefollow.importing.table_body import TableBody
from ecefollow.reading.checks import is_future
from ecefollow.reading.quoting import did_you_mean, quoted
from ecefollow.reading.values import InvalidValueError
from ecefollow.recording import sheet_head, update_cells
from ecefollow.recording.new_update import NewUpdate, as_update
from ecefollow.recording.returned_rows import ReturnedRows
from ecefollow.register.deadlines import Deadline, format_day, parse_day
from ecefollow.register.model import Answer
from ecefollow.register.portfolio import split
from ecefollow.register.schema import UPDATE_COLUMNS
from ecefollow.register.standing import Action
from ecefollow.register.vocabulary import State

_REQUIRED: Final = ("id", "text")
_OPEN: Final = "|".join(each.words for each in State if not each.is_closed)
_is_open_state: Final = re.compile(f"({_OPEN})( [0-9]+ d)?").fullmatch
_UNMARKED: Final = (
    "the register says otherwise, and nothing says what was sent; "
    "what is news belongs into the columns to fill in"
)
_TO_COME: Final = (
    "this day is still to come; write one on which something happened, and what is planned "
    f"under “{ASKED['update_note']}”"
)
_NO_DAY: Final = "the day it happened is missing; --date sets it where there is none"
_HINT: Final = "`ecefollow actions --template` writes the sheet"


class FilledSheet:
    """A sheet whose rows are read, those below that of the keys, which has this *number*.

    A row without a day of its own is dated *on*, if that is given.
    """

    def __init__(
        self, table: Table, number: int, rows: ReturnedRows, *, on: date | None, today: date
    ) -> None:
        self.table, self.number = table, number
        self.rows, self.how = rows, rows.how
        self.on, self.today = on, today
        # Before any row, of a sheet above too.
        self.recorded = {a.id: a for each in rows.register.recommendations for a in each.actions}
        self.head, self.asked, problems = sheet_head.read(table, number, rows.how)
        self.rows.problems += problems
        self.keys = {column.key for column in self.head.columns.values()}
        self.shown: list[dict[str, tuple[str, ...]]] = []
        self._is_unmarked = False
        # Of the row that is read: what it says, and of this the answers, wherever they stand.
        self.place = table.place(number)
        self.said: dict[str, Said] = {}
        self.given: dict[str, Said] = {}

    def read(self) -> None:
        """Add what the rows say."""
        for key in _REQUIRED:
            if key not in self.keys:
                self._refuse(f"the column {key} is missing; {_HINT}")
        body = TableBody(self.table, self.how)
        body.begin(self.number, self.head)
        problems = len(self.rows.problems)
        for number in range(self.number + 1, len(self.table.rows)):
            self._report_errors(number)
            if cells := body.cells(number):
                row = body.row(number, cells)
                self.place = row.place
                self.said = row.said
                if not self.table.name:  # of CSV alone
                    self.said = {
                        key: said._replace(text=unguarded(said.text))
                        for key, said in row.said.items()
                    }
                self._read_row()
        body.report()
        self._refuse_mixed(problems)

    def _refuse_mixed(self, problems: int) -> None:
        """Refuse a sheet of which some columns were sorted, and others were not.

        Then a column has what was sent in another order, or a row has the mark of another.
        """
        mixed, what = [], ""
        for column in self.head.columns.values():
            cells = [row[column.key] for row in self.shown if column.key in row]
            there, *sent = zip(*cells, strict=True) if cells else ((),)
            if there not in sent and any(Counter(there) == Counter(each) for each in sent):
                mixed.append(column.heading)
        for row in filter(None, self.shown):
            there, was, whole = zip(*row.values(), strict=True)
            if there == whole != was:
                what = "a row has the hidden mark of another"
        if mixed:
            what = f"what was sent is in other rows under {', '.join(mixed)}"
        if what:  # from which all else follows
            del self.rows.problems[problems:]
            self.place = self.table.place(self.number)
            self._refuse(f"{what}: rows were mixed up; take the sheet as sent, and sort whole rows")

    def _refuse(self, message: str) -> None:
        self.rows.problems.append(Finding(self.place, "", message))

    def _report_errors(self, number: int) -> None:
        """Refuse what a spreadsheet shows for a formula that failed, where an answer belongs."""
        for n, column in self.head.columns.items():
            text = self.table.cell(number, n).strip()
            if column.key in UPDATE_COLUMNS and is_error_value(text):
                place, message = self.table.place(number, n), "this is a spreadsheet error value"
                self.rows.problems.append(Finding(place, text, message, column.heading))

    def _read_row(self) -> None:
        self.given = {key: said for key, said in self.said.items() if key in UPDATE_COLUMNS}
        for key in self.said.keys() & HIDDEN.keys():
            self.how.account.read(self.said[key].place, "mark")
        ident = self._text("id")
        action = self.rows.known.match([], self._text("text"), "", near=False).action
        if ident not in {"", NEW}:
            action = self._action(ident)
        elif not action:
            self._propose()
        if not action:
            return
        for key in ("id", "text"):
            if key in self.said:
                self.how.read(self.said[key], f"{action.id}.{key}")
        since = self._compare_shown(action)
        update = self._update(action.id)
        added = self.rows.add(action, update, self.place, self._tell) if update else ""
        if not added:
            return
        for each in () if since is None else self.recorded[action.id].updates[since:]:
            message = (
                f"{action.id}: {describe_update(self.recorded[action.id], each)}, "
                f"of {format_day(each.date)}, is in the register since this sheet was made"
            )
            self.how.find(self.said.get("id") or self.said["text"], message, "")
        self.rows.tell_of(self.place, action.id, added)

    def _text(self, key: str) -> str:
        """The text of a cell, empty if there is none."""
        return self.said[key].text if key in self.said else ""

    def _tell(self, key: str, message: str) -> None:
        """Refuse the answer about a key of an update."""
        keys = (f"update_{key}", *(["update_due"] if key == "note" else ()), "update_date")
        said = next(filter(None, map(self.given.get, keys)), None)
        if said:
            self._refuse_cell(said, message)
        else:
            self._refuse(message)

    def _refuse_cell(self, said: Said, message: str) -> None:
        self.rows.problems.append(said.finding(message, "" if message[0] == "'" else None))

    def _action(self, ident: str) -> Action | None:
        """The action of a row; its text must match too, since spreadsheets turn 7.10 into 7.1."""
        known, text = self.rows.known, self.said.get("text")
        try:
            own = ids.own_id(self.rows.register, ident, known.actions)
            match = known.match([own], self._text("text"), "", near=False)
            found = match.action
            is_own = found is not None and split(found.id)[1] == split(own)[1]
            why = "" if is_own else self._why_not(own, match)
        except ids.IdError as error:
            found, why = None, f"{error}"
        raw = self.table.cell((text.place.row or 1) - 1, text.place.column or 0) if text else ""
        if (why or not found or found.text.split() != raw.split()) and _is_mojibake(raw, known):
            why = "the sheet was not opened as UTF-8; open it again, as UTF-8"
        if found and not why:
            if match.doubt and text:
                self.how.find(text, match.doubt)
            return found
        said = self.said.get("id") or text or next(iter(self.said.values()))
        if self.given:
            self._refuse_cell(said, why)
        else:
            self.how.leave(said, why)
        return None

    def _why_not(self, ident: str, match: Match) -> str:
        """Why a row with the id is not about the action that has it."""
        if match.action:
            doubt = (
                match.doubt or f"{quoted(ident)} is in the row with the text of {match.action.id}"
            )
            fix = f"format the column as text and write {match.action.id}"
            return f"{doubt}; did a spreadsheet change it? {fix}"
        if ident not in self.recorded:
            hint = did_you_mean(ident, self.recorded) or f"; write “{NEW}” for a new action"
            return f"the register has no action {quoted(ident)}{hint}"
        if "text" not in self.said:
            return f"the text of {ident} is missing beside it; write it there again"
        return f"this is not the text of {ident}; were rows mixed up?"

    def _compare_shown(self, action: Action) -> int | None:
        """Take what stands outside of the columns to fill in, if it is not what was sent.

        The number of updates that the register had when the row was made; None if nothing says it.
        """
        original = self.recorded[action.id]
        recorded, was = self._sent(original)
        now = self._cells(original, self.today)
        self._note_shown(original, was or now)
        for key, said in self.said.items():
            if key in {"id", "text", *UPDATE_COLUMNS, *HIDDEN}:
                continue
            is_known = said.text.split() in (cells.get(key, "").split() for cells in (was, now))
            if is_known or self._says_the_same(key, said, original, is_marked=bool(was)):
                self.how.read(said, f"{action.id}.{key}")
            elif key in SHOWN and not was:
                self.how.leave(said, _UNMARKED)
            else:
                self._take(key, said)
        return recorded

    def _take(self, key: str, said: Said) -> None:
        """Take what stands elsewhere for an answer in the column that asks for it, if there is."""
        asked = self.asked.get(key)
        if not asked:
            self.how.leave(said, "the sheet does not ask for this")
        elif asked in self.given:
            self.how.leave(said, f"the answer in the column {asked} goes before this")
        else:
            self.given[asked] = said

    def _note_shown(self, action: Action, was: Mapping[str, str]) -> None:
        """Keep what stands in the cells, and beside it what was sent and all that could have been.

        The number of updates that it was made from may be that of another row.
        """
        day = parse_day(was["as_of"])
        full = was if was["recorded"] == f"{len(action.updates)}" else self._cells(action, day)
        keys = SHOWN.keys() & self.keys - {*_REQUIRED}
        cells = {key: (self._text(key), was[key], full[key]) for key in keys}
        self.shown.append({k: tuple(" ".join(t.split()) for t in c) for k, c in cells.items()})

    def _sent(self, action: Action) -> tuple[int | None, Mapping[str, str]]:
        """How many updates the row was made from, and its cells; None and no cells if unknown."""
        try:
            day, recorded = parse_day(self._text("as_of")), int(self._text("recorded"))
        except ValueError:
            shown = self.said.keys() & SHOWN.keys() - {*_REQUIRED}
            if shown and not (self._text("id") == NEW or self._is_unmarked):
                self._is_unmarked = True
                message = "nothing says what was sent; it was compared with the register as it is"
                self.how.note(message, self.place)
            return None, {}
        if recorded > len(action.updates):
            message = f"this was made from a register that has more of {action.id}"
            self.how.note(message, self.place)
        return recorded, self._cells(replace(action, updates=action.updates[:recorded]), day)

    def _cells(self, action: Action, day: date) -> Mapping[str, str]:
        own = self.rows.known.of_action[action.id]
        return sent(Item(Answer(own, day, own.status, (), ()), action.on(day)))

    def _says_the_same(self, key: str, said: Said, action: Action, *, is_marked: bool) -> bool:
        """Whether a cell says in other words what the register says, now or on an unknown day."""
        standing = action.on(date.max)
        match key:
            case "state":
                return not is_marked and bool(_is_open_state(said.text))
            case "recommendation":
                return said.text == self.rows.known.of_action[action.id].id
            case "responsible":
                return action.names.all(update_cells.items(said.text)) == standing.responsible
            case "due":
                due = self.how.due(said).due
                return bool(due and standing.due and due.last == standing.due.last)
            case "progress":
                progress = self.how.vocabulary.progress(said.text, said.heading).meaning
                return progress is standing.progress
        return False

    def _update(self, ident: str) -> NewUpdate | None:
        """The update in the cells; None if one that was asked for cannot be read."""
        values: dict[str, Any] = {}
        taken = []
        is_whole = True
        for key, said in self.given.items():
            try:
                read = update_cells.read(UPDATE_COLUMNS[key], said, self.how)
            except InvalidValueError as error:
                if self.said.get(key) is said:
                    self._refuse_cell(said, f"{error}")
                    is_whole = False
                else:
                    self.how.leave(said, f"{error}")
                continue
            for name, value in read.items():
                values[name] = _joined(values[name], value) if name in values else value
            taken.append(said)
            if self.said.get(key) is not said:
                self.how.find(said, f"this is not what was sent; it was read as {key}")
        if not (values and is_whole and self._is_dated(values)):
            return None
        for said in taken:
            self.how.read(said, f"{ident}.updates")
        return NewUpdate(**values)

    def _is_dated(self, values: dict[str, Any]) -> bool:
        """Whether what is said has its day, or could be given one; else it is refused."""
        if "date" not in values and (day := self.on or self.how.as_of):
            values |= {"date": day} if self.on else {"date": day, "day_unknown": True}
        elif "date" not in values:
            self._refuse(_NO_DAY)
        elif is_future(values["date"], self.today):
            self._tell("date", _TO_COME)
            return False
        return "date" in values

    def _propose(self) -> None:
        """Read a row for a new action."""
        if mark := self.said.get("id"):
            self.how.account.read(mark.place, NEW)
        cells = {k: said for k, said in self.said.items() if k != "id" and k not in HIDDEN}
        text, number = cells.get("text"), cells.get("recommendation")
        under = self.rows.known.recommendation(number.text.split()[0], "") if number else None
        if not cells:
            return
        first = text or next(iter(cells.values()))
        if number and not under:
            there = self.rows.known.recommendations
            hint = did_you_mean(number.text, there) or f"; there are {', '.join(there)}"
            first, why = number, f"there is no recommendation with this number{hint}"
        elif not (text and under):
            why = "a new action needs its recommendation's number, and its text, beside it"
        elif not self.rows.adds_new:
            why = f"the register has no such action; --add makes it one of {under.id}"
        else:
            self._add(under.id, text, cells)
            return
        if self.rows.adds_new:
            self._refuse_cell(first, why)
            return
        for said in cells.values():
            self.how.account.leave(said.place, why)
        self.how.find(first, why)

    def _add(self, under: str, text: Said, cells: dict[str, Said]) -> None:
        """Add a new action; what the sheet asks of the others is said of it from the start on."""
        for key, said in cells.items():
            if key not in OF_NEW and key not in UPDATE_COLUMNS:
                self._take(key, said)
        for key, asked in (("due", "update_due"), ("responsible", "update_responsible")):
            if (other := self.given.pop(asked, None)) and key in cells:
                self.how.leave(other, f"the answer in the column {HEADINGS[key]} goes before this")
            elif other:
                cells[key] = other
        ident = self.rows.known.next_id(self.rows.known.recommendations[under])
        problems = len(self.rows.problems)
        update = self._update(ident)
        if len(self.rows.problems) > problems:
            return
        due = self.how.due(cells["due"]) if "due" in cells else DueCell()
        if problem := due.choice or ("" if due.due or due.ongoing else due.problem):
            self.how.find(cells["due"], problem)
        days = (self.on or self.how.as_of, update.date if update else None)
        action = Action(
            ident,
            text.text,
            update_cells.names(cells["responsible"], self.how) if "responsible" in cells else (),
            added=min(filter(None, days), default=None),
            due=due.due,
            ongoing=due.ongoing,
            due_text=None if due.due or due.ongoing or "due" not in cells else cells["due"].text,
            updates=(as_update(update),) if update and any(update._replace(date=None)) else (),
        )
        for key in cells.keys() & {*OF_NEW}:
            self.how.read(cells[key], f"{ident}.{key}")
        self.rows.add_action(under, action, text)


def _joined(one: Any, other: Any) -> Any:
    """What two cells say of one key: all items, both notes; else the first."""
    if isinstance(one, str) and isinstance(other, str) and type(one) is str:
        return f"{one}\n{other}"
    return (*one, *other) if isinstance(one, tuple) and not isinstance(one, Deadline) else one


def _is_mojibake(cell: str, known: KnownRecords) -> bool:
    """Whether it is the text of an action whose UTF-8 was read as Windows-1252."""
    try:
        text = cell.encode("cp1252").decode()
    except UnicodeError:
        return False
    return text != cell and known.match([], text, "", near=False).action is not None
