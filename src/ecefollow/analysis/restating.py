"""What a later version of a register answers differently about days that were answered before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Final, NamedTuple

from ecefollow.analysis.changes import Change, ChangeKind, DayRange
from ecefollow.register.model import Action, Answer, Recommendation, Register, Standing
from ecefollow.register.vocabulary import State, Status

_DAY: Final = timedelta(days=1)
_Asked = Standing | Answer | None
_Told = Status | int | tuple[date, date, tuple[str, ...]] | None


def restated(base: Register, head: Register, *, until: date) -> Iterator[Change]:
    """The answers of *base* about days up to *until* that *head* restates, by record and day.

    Compared are which actions are overdue, with their deadlines and who is responsible; the answers
    to recommendations; and the lateness of the completions that *base* has ("Restating" in the
    design). This compares answers, not edits: whatever alters none of them restates nothing. What
    is gone from *head* is not told again.
    """
    until = min(until, date.max - _DAY)
    for of in (_recommendations, _actions):
        earlier = of(base)
        for ident, later in of(head).items():
            if ident in earlier or of is _actions:  # a new recommendation was in no answer
                yield from _spans(earlier.get(ident), later, until)


class _Dated(NamedTuple):
    """A recommendation or an action, from the day on which an answer first has it."""

    record: Recommendation | Action
    added: date

    def on(self, day: date) -> _Asked:
        """How it stands on *day*; None before it was added."""
        return self.record.on(day) if self.added <= day else None

    def deciding(self, until: date) -> tuple[object, ...]:
        """Whatever decides what is answered about it on the days up to *until*."""
        record = self.record
        updates = [
            update
            for update in record.updates
            # What is so by a later day may have been so before.
            if update.date <= until or getattr(update, "day_unknown", False)
        ]
        own = (record.due, record.responsible) if isinstance(record, Action) else (record.status,)
        return self.added, *own, updates

    @property
    def days(self) -> Iterator[date]:
        """Every day on which an answer about it can begin to differ from that of the day before."""
        yield self.added
        yield from (update.date for update in self.record.updates)
        if isinstance(self.record, Action):
            dues = (self.record.due, *(update.due for update in self.record.updates))
            yield from (due.last + _DAY for due in dues if due and due.last < date.max)


def _recommendations(register: Register) -> dict[str, _Dated]:
    return {each.id: _Dated(each, each.added or date.min) for each in register.recommendations}


def _actions(register: Register) -> dict[str, _Dated]:
    return {
        action.id: _Dated(action, max(each.added or date.min, action.added or date.min))
        for each in register.recommendations
        for action in each.actions
    }


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
