"""What a later version of a register answers differently about days that were answered before."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import dropwhile, pairwise, zip_longest
from operator import attrgetter
from typing import Final, NamedTuple

from ecefollow.analysis.changes import Change, ChangeKind, DayRange
from ecefollow.analysis.same_text import folded
from ecefollow.register.deadlines import Deadline
from ecefollow.register.model import Answer, ChangedAnswer, Recommendation, Register
from ecefollow.register.standing import Action, Standing
from ecefollow.register.vocabulary import Progress, State, Status

_DAY: Final = timedelta(days=1)
_Record = Recommendation | Action
_Answer = Standing | Answer | None
_Told = Status | int | tuple[object, ...] | None


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
        yield from _spans(earlier.get(ident), later, until)


class _Update(NamedTuple):
    """What an update says that decides an answer: no words."""

    date: date
    day_unknown: bool
    status: Status | None = None
    progress: Progress | None = None
    due: Deadline | None = None
    responsible: tuple[str, ...] | None = None


class _Dated(NamedTuple):
    """A recommendation or an action, from the day on which an answer first has it."""

    record: _Record
    added: date

    def on(self, day: date) -> _Answer:
        """How it stands on *day*; None before it was added."""
        return self.record.on(day) if self.added <= day else None

    @property
    def own(self) -> tuple[object, ...]:
        """What decides its answers besides updates."""
        record = self.record
        if isinstance(record, Recommendation):
            return self.added, record.status
        return self.added, record.due, folded(record.responsible)

    def updates(self, until: date) -> list[_Update]:
        """The updates that decide its answers about the days up to *until*, in their order."""
        updates = (
            _Update(update.date, day_unknown=False, status=update.status)
            if isinstance(update, ChangedAnswer)
            else _Update(
                update.date,
                update.day_unknown,
                None,
                update.progress,
                update.due,
                folded(update.responsible),
            )
            for update in self.record.updates
            # What is so by a later day may have been so before.
            if update.date <= until or getattr(update, "day_unknown", False)
        )
        return sorted(
            (each for each in updates if any(value is not None for value in each[2:])),
            key=attrgetter("date"),
        )

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
        is_asked = among is None or recommendation.id in among
        added = recommendation.added or date.min
        if is_asked:
            # Without its actions, which would be asked as well.
            records[recommendation.id] = _Dated(replace(recommendation, actions=()), added)
        for action in recommendation.actions:
            if is_asked or (among and action.id in among):
                records[action.id] = _Dated(action, max(added, action.added or date.min))
    return records


def _first(base: _Dated | None, head: _Dated, until: date) -> date | None:
    """The first day about which the two can answer differently; None if there is none."""
    if not base or base.own != head.own:
        return date.min
    pairs = zip_longest(base.updates(until), head.updates(until))
    differing = dropwhile(lambda pair: pair[0] == pair[1], pairs)
    updates = [update for pair in differing for update in pair if update]
    # One whose day is not known leaves earlier days in doubt.
    if any(update.day_unknown for update in updates):
        return date.min
    return min((update.date for update in updates), default=None)


def _spans(base: _Dated | None, head: _Dated, until: date) -> Iterator[Change]:
    """The longest spans of days about which the two versions answer differently, and each alike."""
    begin = _first(base, head, until)
    if begin is None or begin > until:
        return
    days = {day for version in (base, head) if version for day in version.days}
    begins = {begin, *(day for day in days if begin <= day <= until)}
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
