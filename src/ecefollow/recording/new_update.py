"""What somebody wants to record, checked against the action or recommendation it is meant for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final, Literal, NamedTuple

from ecefollow.register.deadlines import Deadline
from ecefollow.register.model import Action, ChangedAnswer, Recommendation, Update
from ecefollow.register.vocabulary import Progress, Status

_OF_ACTIONS: Final = ("progress", "due", "evidence")


class Entry(NamedTuple):
    """One update as it is given, for an action or a recommendation; None where nothing is said."""

    date: date | Literal["today"] | None = None
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
    """An entry that cannot be recorded: in words why, and the field that is wrong, if it is one."""

    def __init__(self, reason: str, field: str = "") -> None:
        super().__init__(reason)
        self.field = field


def day_of(entry: Entry, *, today: date) -> date | None:
    """The day that is given, None without one."""
    return today if entry.date == "today" else entry.date


def addition(record: Recommendation | Action, entry: Entry, *, on: date) -> Addition:
    """The entry as an update of the record, dated *on*.

    EntryError where the record cannot take it or has it already, or where it moves a deadline
    without a note.
    """
    if isinstance(record, Recommendation):
        return Addition(record.id, _changed_answer(record, entry, on))
    return Addition(record.id, _update(record, entry, on))


def _changed_answer(record: Recommendation, entry: Entry, on: date) -> ChangedAnswer:
    for field in _OF_ACTIONS:
        if getattr(entry, field):
            reason = f"{record.id} is a recommendation: record it under an action"
            raise EntryError(reason, field)
    changed = ChangedAnswer(on, entry.status, entry.note, entry.by)
    if not (changed.status or changed.note):
        raise EntryError("nothing to record; give a status or a note")
    _refuse_again(record, changed)
    return changed


def _update(record: Action, entry: Entry, on: date) -> Update:
    if entry.status:
        raise EntryError(f"{record.id} is an action, and has no status of its own", "status")
    if record.ongoing and entry.due:
        raise EntryError(f"{record.id} is ongoing: a continuing duty has no deadline", "due")
    update = Update(on, entry.progress, entry.due, entry.note, entry.evidence, entry.by)
    if not (update.progress or update.due or update.note or update.evidence):
        raise EntryError("nothing to record; give progress, a due, a note or evidence")
    _refuse_again(record, update)
    _require_reason(record, update)
    return update


def _refuse_again(record: Recommendation | Action, update: Update | ChangedAnswer) -> None:
    """Refuse what was recorded before: a sheet that is taken back twice, a command sent twice."""
    for recorded in record.updates:
        if recorded == update:
            where = f"on line {recorded.at.line_number}" if recorded.at else "from a row above"
            raise EntryError(f"{record.id} has this very update already, {where}")


def _require_reason(action: Action, update: Update) -> None:
    """Refuse a moved deadline without a note that says why, by the model's own word on moves."""
    if update.note:
        return
    grown = replace(action, updates=(*action.updates, update))
    for move in grown.on(date.max).moves:
        if move.update is update:
            moves = f"the deadline moves from {move.before.shown} to {move.after.shown}"
            raise EntryError(f"{moves}; say why", "note")
