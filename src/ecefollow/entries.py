"""What somebody wants to record, checked against the register that it is meant for."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from ecefollow.deadlines import Deadline
from ecefollow.model import (
    Action,
    ChangedAnswer,
    Progress,
    Recommendation,
    Register,
    Status,
    Update,
)


class Entry(NamedTuple):
    """One update as it is given, for an action or a recommendation; None where nothing is said."""

    date: date | None = None
    progress: Progress | None = None
    status: Status | None = None
    due: Deadline | None = None
    note: str | None = None
    evidence: tuple[str, ...] = ()
    by: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is given."""
        return not any(self)


class Addition(NamedTuple):
    """One update more, for the end of the list of the action or recommendation *id*."""

    id: str
    update: Update | ChangedAnswer


class EntryError(ValueError):
    """An entry that cannot be recorded: the field that is wrong, and in words why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"--{field}: {reason}" if field else reason)
        self.field = field
        self.reason = reason


_OF_ACTIONS: Final = ("progress", "due", "evidence")
_OF_RECOMMENDATIONS: Final = ("status",)


def addition(register: Register, ident: str, entry: Entry, *, on: date) -> Addition:
    """The entry as an update of the record *ident*, dated *on* unless it names a day of its own.

    EntryError where the record cannot take it or has it already, or where a deadline is moved
    without a note.
    """
    record = next(each for each in register.records if each.id == ident)
    on = entry.date or on
    if isinstance(record, Recommendation):
        _refuse(entry, _OF_ACTIONS, f"{ident} is a recommendation: record it under an action")
        _require_something(entry, "a status or a note")
        changed = ChangedAnswer(on, entry.status, entry.note, entry.by)
        _refuse_again(record, changed)
        return Addition(ident, changed)
    _refuse(entry, _OF_RECOMMENDATIONS, f"{ident} is an action, and has no status of its own")
    _require_something(entry, "progress, a due, a note or evidence")
    update = Update(on, entry.progress, entry.due, entry.note, entry.evidence, entry.by)
    _refuse_again(record, update)
    _require_note_on_move(record, update)
    return Addition(ident, update)


def _refuse(entry: Entry, fields: tuple[str, ...], reason: str) -> None:
    for field in fields:
        if getattr(entry, field):
            raise EntryError(field, reason)


def _require_something(entry: Entry, wanted: str) -> None:
    if entry._replace(date=None, by=None).is_empty:
        raise EntryError("", f"nothing to record; give {wanted}")


def _refuse_again(record: Recommendation | Action, update: Update | ChangedAnswer) -> None:
    """Refuse what was recorded before: a sheet that is taken back twice, a command sent twice."""
    for recorded in record.updates:
        if recorded == update:
            line = recorded.at.line_number
            raise EntryError("", f"{record.id} has this very update already, on line {line}")


def _require_note_on_move(action: Action, update: Update) -> None:
    if action.ongoing and update.due:
        raise EntryError("due", f"{action.id} is ongoing: a continuing duty has no deadline")
    before = action.on(update.date).due
    if update.due and not update.note and before and before.last != update.due.last:
        reason = f"the deadline moves from {before.shown} to {update.due.shown}; say why"
        raise EntryError("note", reason)
