"""The records of a register, and how its actions stand on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any, Final, NamedTuple

from ecefollow.register.deadlines import Deadline
from ecefollow.register.positions import Positions
from ecefollow.register.vocabulary import Progress, State, Status


def _positions() -> Positions:
    return field(default_factory=Positions, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Event:
    """An event that must come first, and the day it happened; None until then."""

    event: str
    happened: date | None = None
    at: Positions = _positions()


@dataclass(frozen=True, slots=True)
class Update:
    """A dated line of an action's history: progress, a moved deadline, who is responsible, a note.

    An empty `responsible` says that nobody is; None says nothing about it.
    """

    date: date
    progress: Progress | None = None
    due: Deadline | None = None
    note: str | None = None
    evidence: tuple[str, ...] = ()
    by: str | None = None
    responsible: tuple[str, ...] | None = None
    at: Positions = _positions()


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """A dated line of a recommendation's history: a changed answer, or a note on it."""

    date: date
    status: Status | None = None
    note: str | None = None
    by: str | None = None
    at: Positions = _positions()


_by_date: Final = attrgetter("date")


@dataclass(frozen=True, slots=True)
class Action:
    """A follow-up action under a recommendation, as the file states it."""

    id: str
    text: str
    responsible: tuple[str, ...]
    accountable: str | None = None
    due: Deadline | None = None
    due_text: str | None = None
    reading: str | None = None
    after: Event | None = None
    ongoing: bool = False
    discretionary: bool = False
    see: tuple[str, ...] = ()
    updates: tuple[Update, ...] = ()
    at: Positions = _positions()

    def on(self, day: date) -> Standing:
        """How the action stands on *day*, by its updates dated on or before it.

        The rules are those of "The meaning of a day" in the design: updates count in the order of
        their dates, and of two on one day the later line wins.
        """
        updates = tuple(sorted([u for u in self.updates if u.date <= day], key=_by_date))
        due = original_due = self.due
        responsible = self.responsible
        moves = []
        for update in updates:
            if update.due:
                # Every line counts: what was recorded once can be corrected, not undone.
                if due and due.last != update.due.last:
                    moves.append(Move(update, due, update.due))
                due = update.due
                original_due = original_due or due
            if update.responsible is not None:
                responsible = update.responsible
        progress = Progress.NOT_REPORTED
        since = None
        # Of each day the last line: what a later line of the day corrected held on no day.
        for update in {u.date: u for u in updates if u.progress}.values():
            if update.progress and update.progress is not progress:
                progress, since = update.progress, update.date
        return Standing(
            action=self,
            day=day,
            state=self._state(progress, due, day),
            due=due,
            original_due=original_due,
            responsible=responsible,
            progress=progress,
            since=since,
            updates=updates,
            moves=tuple(moves),
        )

    def _state(self, progress: Progress, due: Deadline | None, day: date) -> State:
        if progress is Progress.COMPLETED:
            return State.COMPLETED
        if progress is Progress.NOT_APPLICABLE:
            return State.NOT_APPLICABLE
        if due:
            return State.OVERDUE if due.last < day else State.SCHEDULED
        if self.ongoing:
            return State.ONGOING
        if self.after and not (self.after.happened and self.after.happened <= day):
            return State.AWAITING_EVENT
        return State.UNDATED


class Move(NamedTuple):
    """A deadline moved from one last day to another, and the update that moved it."""

    update: Update
    before: Deadline
    after: Deadline

    @property
    def days(self) -> int:
        """By how many days it moved; negative is earlier."""
        return (self.after.last - self.before.last).days


class Standing(NamedTuple):
    """An action as it stands on one day.

    `since` is the first day of the present unbroken progress, None while none is reported;
    `updates` and `moves` are those up to the day, oldest first.
    """

    action: Action
    day: date
    state: State
    due: Deadline | None
    original_due: Deadline | None
    responsible: tuple[str, ...]
    progress: Progress
    since: date | None
    updates: tuple[Update, ...]
    moves: tuple[Move, ...]

    @property
    def completed_on(self) -> date | None:
        """The first day of the present unbroken completion, None unless completed."""
        return self.since if self.progress is Progress.COMPLETED else None

    @property
    def last_update(self) -> date | None:
        """The day of the latest update, None without any."""
        return self.updates[-1].date if self.updates else None

    @property
    def days_overdue(self) -> int | None:
        """Days since the deadline, None unless overdue."""
        if self.due and self.state is State.OVERDUE:
            return (self.day - self.due.last).days
        return None

    @property
    def days_left(self) -> int | None:
        """Days until the deadline, 0 on the due day itself, None unless scheduled."""
        if self.due and self.state is State.SCHEDULED:
            return (self.due.last - self.day).days
        return None

    @property
    def days_past_original(self) -> int | None:
        """Days since the original deadline, None unless the action is open and it has passed."""
        if self.original_due and not self.state.is_closed and self.original_due.last < self.day:
            return (self.day - self.original_due.last).days
        return None

    @property
    def days_late(self) -> int | None:
        """Days from the deadline to completion, negative when early.

        The deadline is the one in force at the line that completed the action: no later line, of
        the same day or another, makes it less late. None unless completed with a deadline.
        """
        if not self.completed_on:
            return None
        due = self.action.due
        for update in self.updates:
            due = update.due or due
            if update.date == self.completed_on and update.progress is Progress.COMPLETED:
                break
        return (self.completed_on - due.last).days if due else None

    @property
    def slippage_days(self) -> int | None:
        """Days from the original deadline to the present one, None without a deadline."""
        if self.due and self.original_due:
            return (self.due.last - self.original_due.last).days
        return None


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What the evaluation recommends, and management's answer, as the file states them."""

    id: str
    title: str
    status: Status
    reservation: str | None = None
    response: str | None = None
    notes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    updates: tuple[ChangedAnswer, ...] = ()
    actions: tuple[Action, ...] = ()
    at: Positions = _positions()

    def on(self, day: date) -> Answer:
        """How the recommendation is answered on *day*, and how its actions stand."""
        updates = tuple(sorted((u for u in self.updates if u.date <= day), key=_by_date))
        status = next((u.status for u in reversed(updates) if u.status), self.status)
        standings = tuple(action.on(day) for action in self.actions)
        return Answer(self, day, status, updates, standings)


class Answer(NamedTuple):
    """A recommendation as it is answered on one day, with its actions' standings."""

    recommendation: Recommendation
    day: date
    status: Status
    updates: tuple[ChangedAnswer, ...]
    standings: tuple[Standing, ...]

    @property
    def closed(self) -> int:
        """How many of its actions are closed."""
        return sum(standing.state.is_closed for standing in self.standings)

    @property
    def next_due(self) -> Deadline | None:
        """The earliest deadline of an open action, past or not."""
        open_dues = (s.due for s in self.standings if s.due and not s.state.is_closed)
        return min(open_dues, key=attrgetter("last"), default=None)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The evaluation that the register answers."""

    id: str
    title: str
    organization: str
    source: str | None = None
    responded: Deadline | None = None
    at: Positions = _positions()


@dataclass(frozen=True, slots=True)
class Register:
    """One evaluation and the response to it."""

    evaluation: Evaluation
    recommendations: tuple[Recommendation, ...]
    at: Positions = _positions()

    @property
    def records(self) -> Iterator[Recommendation | Action]:
        """Every recommendation, and behind it each of its actions, in file order."""
        for recommendation in self.recommendations:
            yield recommendation
            yield from recommendation.actions

    def on(self, day: date) -> tuple[Answer, ...]:
        """Every recommendation as it is answered on *day*, in file order."""
        return tuple(recommendation.on(day) for recommendation in self.recommendations)


def stated(record: Any) -> dict[str, Any]:
    """What an update, or any other record, says by key, without the keys that it leaves out."""
    fields = record.__dataclass_fields__
    values = ((name, getattr(record, name)) for name in record.__slots__ if name != "at")
    return {name: value for name, value in values if value != fields[name].default}
