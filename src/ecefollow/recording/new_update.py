"""A new update, checked against the action or recommendation that it is for."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any, Final, NamedTuple

from ecefollow.register.deadlines import Deadline, format_day
from ecefollow.register.model import ChangedAnswer, Recommendation, stated
from ecefollow.register.schema import CHANGED_ANSWER, UPDATE, Many, Record
from ecefollow.register.standing import Action, Update
from ecefollow.register.vocabulary import Progress, Status, Verification

# The fields that an update can have more than one of.
LISTS: Final = frozenset(name for name, kind in UPDATE.kinds.items() if isinstance(kind, Many))


class NewUpdate(NamedTuple):
    """An update as a person gives it, for an action or a recommendation; None for what is not."""

    date: dt.date | None = None
    progress: Progress | None = None
    status: Status | None = None
    due: Deadline | None = None
    note: str | None = None
    evidence: tuple[str, ...] = ()
    by: str | None = None
    responsible: tuple[str, ...] = ()
    happened: dt.date | None = None
    day_unknown: bool = False
    verified: Verification | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is given at all."""
        return not any(self)


class Addition(NamedTuple):
    """An update to add at the end of the list of the action or recommendation *id*."""

    id: str
    update: Update | ChangedAnswer


class Happened(NamedTuple):
    """The day on which the event happened that the action *id* waited for."""

    id: str
    day: dt.date


class NewAction(NamedTuple):
    """An action to add at the end of those of the recommendation *id*."""

    id: str
    action: Action


class NewRecommendation(NamedTuple):
    """A recommendation to add at the end of the register; *id* is its own."""

    id: str
    recommendation: Recommendation


AnyAddition = Addition | Happened | NewAction | NewRecommendation


class InvalidUpdateError(ValueError):
    """An update that cannot be recorded: why, and the field that is wrong if it is one."""

    def __init__(self, reason: str, field: str = "") -> None:
        super().__init__(reason)
        self.field = field


class RecordedAlreadyError(InvalidUpdateError):
    """An update that the register has: a sheet taken back twice, a command run twice."""


def as_update(given: NewUpdate) -> Update:
    """What is given of an update of an action, which has a day."""
    return Update(**_values(given, UPDATE, given.date or dt.date.min))


def addition(
    record: Recommendation | Action,
    update: NewUpdate,
    *,
    on: dt.date,
    added: dt.date | None = None,
    is_report: bool = False,
) -> Addition:
    """The update, dated *on*, as an addition to the record, which was *added* on a day or before.

    InvalidUpdateError if the record cannot take it, or if it moves a deadline without a note, which
    one that *is_report* of somebody's own table may;
    RecordedAlreadyError if the register has it.
    """
    if added and on < added:
        reason = (
            f"{record.id} was added on {format_day(added)}, and {format_day(on)} is before that"
        )
        raise InvalidUpdateError(reason, "date")
    if isinstance(record, Recommendation):
        return Addition(record.id, _changed_answer(record, update, on))
    return Addition(record.id, _action_update(record, update, on, is_report=is_report))


def happened(record: Recommendation | Action, day: dt.date) -> Happened:
    """The day of the event that the record waited for; InvalidUpdateError if it waits for none."""
    if isinstance(record, Recommendation) or not record.after:
        raise InvalidUpdateError(f"{record.id} does not wait for an event", "happened")
    if record.after.happened:
        day_before = format_day(record.after.happened)
        message = f"the event of {record.id} already happened on {day_before}"
        raise InvalidUpdateError(message, "happened")
    return Happened(record.id, day)


def _changed_answer(record: Recommendation, given: NewUpdate, on: dt.date) -> ChangedAnswer:
    for field in UPDATE.kinds:
        if getattr(given, field) and field not in CHANGED_ANSWER.kinds:
            reason = f"{record.id} is a recommendation; record this under one of its actions"
            raise InvalidUpdateError(reason, field)
    changed = ChangedAnswer(**_values(given, CHANGED_ANSWER, on))
    if not (changed.status or changed.note):
        raise InvalidUpdateError("nothing to record; give a status or a note")
    _refuse_duplicate(record, changed)
    return changed


def _action_update(record: Action, given: NewUpdate, on: dt.date, *, is_report: bool) -> Update:
    if given.status:
        reason = f"{record.id} is an action; only recommendations have a status"
        raise InvalidUpdateError(reason, "status")
    if record.ongoing and given.due:
        reason = f"{record.id} is ongoing, and a continuing duty has no deadline"
        raise InvalidUpdateError(reason, "due")
    update = Update(**_values(given, UPDATE, on))
    if stated(update).keys() <= {"date", "by", "day_unknown"}:
        reason = "nothing to record; give a progress, a deadline, a note or evidence"
        if given.happened:
            reason = "an event has only the day it happened; leave out the rest, or give a note too"
        raise InvalidUpdateError(reason)
    _refuse_duplicate(record, update)
    if not is_report:
        _require_reason(record, update)
    _require_verifiable(record, update)
    return update


def _values(given: NewUpdate, kind: Record, on: dt.date) -> dict[str, Any]:
    """What is given of the keys of an update, with its day."""
    values = given._replace(date=on)._asdict()
    return {name: value for name, value in values.items() if value and name in kind.kinds}


def correction(record: Action, update: Update) -> str | None:
    """Why an update that closes the action changes nothing, and how to correct the day."""
    if not update.progress or not update.progress.is_closed:
        return None
    begin = record.above(update).begin
    if not begin or begin.progress is not update.progress:
        return None
    closed, close = "completed", "complete"
    if update.progress is Progress.NOT_APPLICABLE:
        closed, close = "no longer applicable", "close"
    day = format_day(begin.date)
    known = f"{closed} since {day} already"
    if begin.day_unknown:
        known = f"{closed} by {day} already, on a day that is not known"
    return (
        f"it is {known}; to correct the day, {close} it on an earlier one, "
        f"or reopen it on {day} and {close} it on a later one"
    )


def _refuse_duplicate(record: Recommendation | Action, update: Update | ChangedAnswer) -> None:
    """Refuse an update if one of the record says all of it, in the register or from a row above."""
    for recorded in record.updates:
        if all(getattr(recorded, key) == value for key, value in stated(update).items()):
            where = f"on line {recorded.at.line_number}" if recorded.at else "from a row above"
            raise RecordedAlreadyError(f"{record.id} already has this update, {where}")


def _require_reason(action: Action, update: Update) -> None:
    """Refuse a moved deadline without a note."""
    if update.note:
        return
    extended = replace(action, updates=(*action.updates, update))
    for move in extended.on(dt.date.max).moves:
        if move.update is update:
            dues = f"from {move.before.shown} to {move.after.shown}"
            raise InvalidUpdateError(f"say why the deadline moves {dues}", "note")


def _require_verifiable(action: Action, update: Update) -> None:
    """Refuse a verification that names nobody, or of an action that is open then."""
    if not update.verified:
        return
    if not update.by:
        raise InvalidUpdateError("say who verified it: somebody who does not report on it", "by")
    extended = replace(action, updates=(*action.updates, update))
    if not extended.on(update.date).progress.is_closed:
        day = format_day(update.date)
        reason = f"{action.id} is open on {day}; only what is closed can be verified"
        raise InvalidUpdateError(reason, "verified")
