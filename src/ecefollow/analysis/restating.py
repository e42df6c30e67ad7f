"""What a later version of a register answers differently about days that were answered before."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Final, NamedTuple

from ecefollow.analysis.changes import Change, ChangeKind, DayRange
from ecefollow.register.model import Action, Answer, Recommendation, Register, Standing
from ecefollow.register.vocabulary import State, Status

_DAY: Final = timedelta(days=1)
_Asked = Standing | Answer | None
_Told = Status | int | tuple[date, date, tuple[str, ...]] | None


def restated(
    base: Register, head: Register, *, until: date, among: Collection[str] | None = None
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
        if ident in earlier or isinstance(later.record, Action):
            yield from _spans(earlier.get(ident), later, until)
        # A new recommendation was in no answer.


class _Dated(NamedTuple):
    """A recommendation or an action, from the day on which an answer first has it."""

    record: Recommendation | Action
    added: date

    def on(self, day: date) -> _Asked:
        """How it stands on *day*; None before it was added."""
        return self.record.on(day) if self.added <= day else None

    def deciding(self, until: date) -> tuple[object, ...]:
        """Whatever decides what is answered about it on the days up to *until*: no words."""
        record = self.record
        if isinstance(record, Recommendation):
            answers = [(u.date, u.status) for u in record.updates if u.status and u.date <= until]
            return self.added, record.status, answers
        updates = [
            (u.date, u.progress, u.due, u.responsible, u.day_unknown)
            for u in record.updates
            # What is so by a later day may have been so before.
            if u.date <= until or u.day_unknown
            if u.progress or u.due or u.responsible is not None
        ]
        return self.added, record.due, record.responsible, updates

    @property
    def days(self) -> Iterator[date]:
        """Every day on which an answer about it can begin to differ from that of the day before."""
        yield self.added
        yield from (update.date for update in self.record.updates)
        if isinstance(self.record, Action):
            dues = (self.record.due, *(update.due for update in self.record.updates))
            yield from (due.last + _DAY for due in dues if due and due.last < date.max)


def _records(register: Register, among: Collection[str] | None) -> dict[str, _Dated]:
    """The recommendations and actions by their ids, each behind its recommendation."""
    records: dict[str, _Dated] = {}
    for recommendation in register.recommendations:
        whole = among is None or recommendation.id in among
        added = recommendation.added or date.min
        if whole:
            records[recommendation.id] = _Dated(recommendation, added)
        for action in recommendation.actions:
            if whole or (among and action.id in among):
                records[action.id] = _Dated(action, max(added, action.added or date.min))
    return records


def _spans(base: _Dated | None, head: _Dated, until: date) -> Iterator[Change]:
    """The longest spans of days about which the two versions answer differently, and each alike."""
    if base and base.deciding(until) == head.deciding(until):
        return
    begins = {day for version in (base, head) if version for day in version.days if day <= until}
    change: Change | None = None
    for first, after in pairwise((*sorted(begins), until + _DAY)):
        was, now = base and base.on(first), head.on(first)
        span = DayRange(first, after - _DAY, is_up_to_now=after > until)
        if change and change.span and _told(was, now) == _told(change.before, change.after):
            change = change._replace(span=span._replace(first=change.span.first))
            continue
        if change:
            yield change
        change = _change(head, was, now, span) if _differs(was, now) else None
    if change:
        yield change


def _change(head: _Dated, was: _Asked, now: _Asked, span: DayRange) -> Change:
    place = head.record.at.get("id", head.record.at.first)
    ident = head.record.id
    return Change(ident, ChangeKind.RESTATED, None, was, now, position=place, span=span)


def _told(was: _Asked, now: _Asked) -> tuple[_Told, State | None, _Told, State | None]:
    """The two answers as far as they are told."""
    states = (each.state if isinstance(each, Standing) else None for each in (was, now))
    return _answered(was), next(states), _answered(now), next(states)


def _differs(was: _Asked, now: _Asked) -> bool:
    """Whether an answer is another now; only *was* says of which completions that is asked."""
    told, told_now = _answered(was), _answered(now)
    if isinstance(told_now, int) and not isinstance(told, int):
        told_now = None
    return told != told_now


def _answered(asked: _Asked) -> _Told:
    """What is answered: a status; of what is overdue by when and whom; how late it was done."""
    match asked:
        case Answer():
            return asked.status
        case Standing(state=State.OVERDUE, due=due, original_due=first) if due and first:
            return due.last, first.last, asked.responsible
        case Standing():
            return asked.days_late
    return None
