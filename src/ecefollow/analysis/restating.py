"""What a later version of a register answers differently about days that were answered before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Final, NamedTuple

from ecefollow.register.model import Action, Answer, Recommendation, Register, Standing
from ecefollow.register.vocabulary import State, Status

_DAY: Final = timedelta(days=1)


class Restated(NamedTuple):
    """An answer about the days from *first* to *last* that comes out differently now.

    `was` and `now` are the answers about the first of these days, from the earlier version and from
    the later one; None where the version has no such record on that day.
    """

    id: str
    first: date
    last: date
    was: Standing | Answer | None
    now: Standing | Answer | None


def restated(base: Register, head: Register, *, until: date) -> Iterator[Restated]:
    """The answers of *base* about days up to *until* that *head* restates, by record and day.

    Compared are which actions are overdue, with their deadlines and who is responsible; the answers
    to recommendations; and the lateness of the completions that *base* has ("Restating" in the
    design). This compares answers, not edits: whatever alters none of them restates nothing.
    """
    until = min(until, date.max - _DAY)
    answered, now_answered = _recommendations(base), _recommendations(head)
    for ident in answered:  # a new one was in no answer
        yield from _spans(ident, answered[ident], now_answered.get(ident), until)
    actions, now_actions = _actions(base), _actions(head)
    for ident in {**actions, **now_actions}:
        yield from _spans(ident, actions.get(ident), now_actions.get(ident), until)


class _Dated(NamedTuple):
    """A recommendation or an action, from the day on which an answer first has it."""

    record: Recommendation | Action
    added: date

    def on(self, day: date) -> Standing | Answer | None:
        """How it stands on *day*; None before it was added."""
        return self.record.on(day) if self.added <= day else None

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


def _spans(ident: str, base: _Dated | None, head: _Dated | None, until: date) -> Iterator[Restated]:
    """The longest spans of days about which the two versions answer differently."""
    if base == head:
        return
    begins = {day for version in (base, head) if version for day in version.days if day <= until}
    span: Restated | None = None
    for first, after in pairwise((*sorted(begins), until + _DAY)):
        was, now = base and base.on(first), head and head.on(first)
        if _differs(was, now):
            last = after - _DAY
            span = span._replace(last=last) if span else Restated(ident, first, last, was, now)
        elif span:
            yield span
            span = None
    if span:
        yield span


def _differs(was: Standing | Answer | None, now: Standing | Answer | None) -> bool:
    if isinstance(was, Answer) or isinstance(now, Answer):
        return _status(was) is not _status(now)
    return _overdue(was) != _overdue(now) or (
        was is not None and was.days_late is not None and was.days_late != (now and now.days_late)
    )


def _status(answer: Standing | Answer | None) -> Status | None:
    return answer.status if isinstance(answer, Answer) else None


def _overdue(standing: Standing | None) -> tuple[date, date, tuple[str, ...]] | None:
    """What is answered about an overdue action; None about one that is not overdue."""
    if standing and standing.state is State.OVERDUE and standing.due and standing.original_due:
        return standing.due.last, standing.original_due.last, standing.responsible
    return None
