"""What a new update does, seen on its own day from the lines above it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from ecefollow.analysis.changes import Change, ChangeKind
from ecefollow.register.model import Action, Recommendation, Register, Standing
from ecefollow.register.vocabulary import Progress

_ONE_DAY: Final = timedelta(days=1)


def last_update(register: Register) -> date | None:
    """The day of the last update in the register, None if it has none."""
    return max((u.date for record in register.records for u in record.updates), default=None)


def of_action(head: Action, number: int, *, last: date | None) -> Iterator[Change]:
    """The changes that an action's update makes, or one that says no more than that it is there.

    *last* is the day of the last update that was recorded before it, anywhere in the register.
    """
    update = head.updates[number]
    above = replace(head, updates=head.updates[:number])
    below = replace(head, updates=head.updates[: number + 1])
    before, after = above.on(update.date), below.on(update.date)
    found = [*_of_due(before, after), *_of_responsible(before, after), *_of_progress(before, after)]
    if update.verified or not found:
        found.append(Change(head.id, ChangeKind.UPDATE_ADDED, "updates", None, update))
    # One whose day is not known leaves earlier days in doubt.
    begin = date.min if update.day_unknown else update.date
    until = last if alters_past(above, below, begin=begin, last=last) else None
    for change in found:
        yield _by(change, head, number)._replace(alters_until=until)
        until = None  # an update with two effects is backdated once


def of_recommendation(head: Recommendation, number: int, *, last: date | None) -> Iterator[Change]:
    """The change that a line of a recommendation's history makes, likewise."""
    update = head.updates[number]
    before = replace(head, updates=head.updates[:number]).on(update.date).status
    if update.status and update.status is not before:
        change = Change(head.id, ChangeKind.STATUS, "status", before, update.status)
        change = change._replace(alters_until=last if last and update.date <= last else None)
    else:
        change = Change(head.id, ChangeKind.UPDATE_ADDED, "updates", None, update)
    yield _by(change, head, number)


def alters_past(before: Action, after: Action, *, begin: date, last: date | None) -> bool:
    """Whether the two give different answers about a day from *begin* to *last*, both included."""
    if last is None or begin > last:
        return False
    days = {begin, last, *(u.date for u in after.updates)}
    if any(update.day_unknown for update in after.updates):
        days |= set(_days_in_doubt(after))
    asked = (day for day in days if begin <= day <= last)
    return any(_facts(before.on(day)) != _facts(after.on(day)) for day in asked)


def _days_in_doubt(action: Action) -> Iterator[date]:
    """The days next to those on which an update of unknown day may change what is answered."""
    for update in action.updates:
        if update.date > date.min:
            yield update.date - _ONE_DAY
    for due in (action.due, *(update.due for update in action.updates)):
        if due:
            yield due.last
            if due.last < date.max:
                yield due.last + _ONE_DAY


def _facts(standing: Standing) -> tuple[Any, ...]:
    """What is answered about an action on a day."""
    happened = standing.action.after and standing.action.after.happened
    return (
        happened if happened and happened <= standing.day else None,
        standing.state,
        standing.due,
        standing.original_due,
        standing.responsible,
        standing.progress,
        standing.since,
        standing.last_update,
        standing.verification,
        standing.days_late,
        len(standing.moves),
    )


def _of_due(before: Standing, after: Standing) -> Iterator[Change]:
    was, now = before.due, after.due
    if now and not was:
        yield Change(after.action.id, ChangeKind.DEADLINE_SET, "due", None, now)
    elif now and was and now.last != was.last:
        days = (now.last - was.last).days
        yield Change(after.action.id, ChangeKind.DEADLINE_MOVED, "due", was, now, days)


def _of_responsible(before: Standing, after: Standing) -> Iterator[Change]:
    was, now = before.responsible, after.responsible
    if now != was:
        yield Change(after.action.id, ChangeKind.RESPONSIBLE, "responsible", was, now)


def _of_progress(before: Standing, after: Standing) -> Iterator[Change]:
    was, now = before.progress, after.progress
    if now is was:
        return
    if now is Progress.COMPLETED:
        kind = ChangeKind.COMPLETED
    else:
        reopens = was.is_closed and not now.is_closed
        kind = ChangeKind.REOPENED if reopens else ChangeKind.PROGRESS
    yield Change(after.action.id, kind, "progress", was, now, after.days_late)


def _by(change: Change, head: Recommendation | Action, number: int) -> Change:
    """The change as made by an update: on its day, with its note."""
    update = head.updates[number]
    is_late = any(each.date > update.date for each in head.updates)
    return change._replace(
        note=update.note,
        on=update.date,
        position=update.at.first,
        left=head.on(date.max) if is_late else None,
        update=update,
    )
