"""What a later version of a register answers differently about days that were answered before."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Final, NamedTuple

from ecefollow.analysis.changes import Change, ChangeKind, DayRange, folded
from ecefollow.register.model import Answer, Recommendation, Register
from ecefollow.register.standing import Action, Standing
from ecefollow.register.vocabulary import State, Status

_DAY: Final = timedelta(days=1)
_Record = Recommendation | Action
_Answer = Standing | Answer | None
_Told = Status | int | tuple[object, ...] | None


def restated(
    base: Register, head: Register, *, until: date, among: Collection[str]
) -> Iterator[Change]:
    """The answers of *base* about days up to *until* that *head* restates, by record and day.

    Compared are which actions are overdue, with their deadlines and who is responsible; the answers
    to recommendations; and the lateness of the completions that *base* has ("Restating" in the
    design). This compares answers, not edits: whatever alters none of them restates nothing. What
    is gone from *head* is not told again. Only records *among* these ids are looked at, with the
    actions of a recommendation.
    """
    until = min(until, date.max - _DAY)
    earlier = _records(base, among)
    for ident, later in _records(head, among).items():
        yield from _spans(earlier.get(ident), later, until)


class _Dated(NamedTuple):
    """A recommendation or an action, from the day on which an answer first has it."""

    record: _Record
    added: date

    def on(self, day: date) -> _Answer:
        """How it stands on *day*; None before it was added."""
        return self.record.on(day) if self.added <= day else None

    def told(self, until: date) -> _Dated:
        """The same without the updates that say nothing about the days up to *until*."""
        # What is so by a later day may have been so before.
        updates: Any = tuple(
            update
            for update in self.record.updates
            if update.date <= until or getattr(update, "day_unknown", False)
        )
        return self._replace(record=replace(self.record, updates=updates))

    @property
    def days(self) -> Iterator[date]:
        """Every day on which an answer about it can begin to differ from that of the day before."""
        yield self.added
        yield from (update.date for update in self.record.updates)
        if isinstance(self.record, Action):
            dues = (self.record.due, *(update.due for update in self.record.updates))
            yield from (due.last + _DAY for due in dues if due and due.last < date.max)


def _records(register: Register, among: Collection[str]) -> dict[str, _Dated]:
    """The recommendations and actions by their ids, each behind its recommendation."""
    added = register.days_added
    records: dict[str, _Dated] = {}
    for whole in register.recommendations:
        is_asked = whole.id in among
        if is_asked:
            # Without its actions, which would be asked as well.
            records[whole.id] = _Dated(replace(whole, actions=()), added[whole.id])
        for action in whole.actions:
            if is_asked or action.id in among:
                records[action.id] = _Dated(action, added[action.id])
    return records


def _spans(base: _Dated | None, head: _Dated, until: date) -> Iterator[Change]:
    """The longest spans of days about which the two versions answer differently, and each alike."""
    if base and base.told(until) == head.told(until):
        return  # as most are: what is new is of later days
    days = {day for version in (base, head) if version for day in version.days}
    begins = {date.min, *(day for day in days if day <= until)}
    change: Change | None = None
    for first, after in pairwise((*sorted(begins), until + _DAY)):
        was, now = base and base.on(first), head.on(first)
        span = DayRange(first, after - _DAY)
        if change and change.span and _pair(was, now) == _pair(change.before, change.after):
            change = change._replace(span=span._replace(first=change.span.first))
            continue
        if change:
            yield change
        change = _change(head.record, was, now, span) if _differs(was, now) else None
    if change:
        yield change


def _change(record: _Record, was: _Answer, now: _Answer, span: DayRange) -> Change:
    place = record.at.get("id", record.at.first)
    return Change(record.id, ChangeKind.RESTATED, None, was, now, position=place, span=span)


def _pair(was: _Answer, now: _Answer) -> tuple[object, ...]:
    """The two answers as far as they are told."""
    states = (answer.state if isinstance(answer, Standing) else None for answer in (was, now))
    return _told(was), _told(now), *states


def _differs(was: _Answer, now: _Answer) -> bool:
    """Whether an answer is another now; a lateness only of what was completed in *was*."""
    told, told_now = _told(was), _told(now)
    is_completed = isinstance(was, Standing) and was.state is State.COMPLETED
    if not is_completed and isinstance(now, Standing) and now.state is State.COMPLETED:
        told_now = None
    return told != told_now


def _told(answer: _Answer) -> _Told:
    """What is told: a status; of what is overdue by when and whose; how late it was completed."""
    match answer:
        case Answer():
            return answer.status
        case Standing(state=State.OVERDUE, due=due, original_due=first) if due and first:
            return due.last, first.last, folded(answer.responsible)
        case Standing(state=State.COMPLETED):
            return answer.days_late
    return None
