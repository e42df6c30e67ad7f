"""An action, and how it stands on a day: its state, its deadline, how late it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import takewhile
from operator import attrgetter
from typing import Final, NamedTuple

from ecefollow.register.deadlines import Deadline
from ecefollow.register.names import UnitNames
from ecefollow.register.positions import Positions, positions_field
from ecefollow.register.vocabulary import Progress, State, Verification

_by_date: Final = attrgetter("date")


@dataclass(frozen=True, slots=True)
class Event:
    """An event that must come first, when it is expected, and the day it happened.

    `happened` is None until then; `expected` is no deadline.
    """

    event: str
    expected: Deadline | None = None
    happened: date | None = None
    at: Positions = positions_field()

    def has_happened(self, day: date) -> bool:
        """Whether it has happened by *day*."""
        return self.happened is not None and self.happened <= day

    def is_overdue(self, day: date) -> bool:
        """Whether it was expected before *day* and has not happened by then."""
        past = self.expected is not None and self.expected.last < day
        return past and not self.has_happened(day)


@dataclass(frozen=True, slots=True)
class Update:
    """A dated line of an action's history: progress, a moved deadline, who is responsible, a note.

    An empty `responsible` says that nobody is; None says nothing about it. With `day_unknown`, it
    was so by the date, and since when is not known. `verified` is what `by` found of the claim
    that the action is closed.
    """

    date: date
    progress: Progress | None = None
    due: Deadline | None = None
    note: str | None = None
    evidence: tuple[str, ...] = ()
    by: str | None = None
    responsible: tuple[str, ...] | None = None
    day_unknown: bool = False
    verified: Verification | None = None
    at: Positions = positions_field()


@dataclass(frozen=True, slots=True)
class Action:
    """A follow-up action as the file states it; its standings show units by `names`."""

    id: str
    text: str
    responsible: tuple[str, ...]
    accountable: str | None = None
    added: date | None = None
    due: Deadline | None = None
    due_text: str | None = None
    reading: str | None = None
    after: Event | None = None
    ongoing: bool = False
    discretionary: bool = False
    see: tuple[str, ...] = ()
    updates: tuple[Update, ...] = ()
    names: UnitNames = field(default=UnitNames(), compare=False, repr=False)
    at: Positions = positions_field()

    def on(self, day: date) -> Standing:
        """How the action stands on *day*, by its updates dated on or before it.

        The rules are those of "The meaning of a day" in the design: updates count in the order of
        their dates, and of two on one day the later line wins.
        """
        history = sorted(self.updates, key=_by_date)
        updates = tuple(update for update in history if update.date <= day)
        due = original_due = self.due
        responsible = self.responsible
        moves = []
        progress_line = Progress.NOT_REPORTED  # by the line that was read last
        verification = Verification.UNVERIFIED
        for update in updates:
            if update.due:
                # Every line counts: what was recorded once can be corrected, not undone.
                if due and due.last != update.due.last:
                    moves.append(Move(update, due, update.due))
                due = update.due
                original_due = original_due or due
            if update.responsible is not None:
                responsible = update.responsible
            if update.progress and update.progress is not progress_line:
                progress_line = update.progress
                verification = Verification.UNVERIFIED
            verification = update.verified or verification
        progress = Progress.NOT_REPORTED
        since = None
        # Of each day the last line: what a later line of the day corrected held on no day.
        for update in {u.date: u for u in updates if u.progress}.values():
            if update.progress and update.progress is not progress:
                progress, since = update.progress, update.date
        # But the first of that day that said so: a later one makes nothing less late.
        begin = next((u for u in updates if u.date == since and u.progress is progress), None)
        return Standing(
            action=self,
            day=day,
            state=self._state(progress, due, day, history[len(updates) :]),
            due=due,
            original_due=original_due,
            responsible=self.names.all(responsible),
            progress=progress,
            begin=begin,
            verification=verification if progress.is_closed else None,
            updates=updates,
            moves=tuple(moves),
        )

    def above(self, update: Update) -> Standing:
        """How it stood at one of its updates, on that day but before that line."""
        lines = takewhile(lambda line: line is not update, sorted(self.updates, key=_by_date))
        return replace(self, updates=tuple(lines)).on(update.date)

    def _state(
        self, progress: Progress, due: Deadline | None, day: date, later: Sequence[Update]
    ) -> State:
        if progress is Progress.COMPLETED:
            return State.COMPLETED
        if progress is Progress.NOT_APPLICABLE:
            return State.NOT_APPLICABLE
        if due and due.last < day:
            return State.UNKNOWN if _is_in_doubt(later, day) else State.OVERDUE
        if due:
            return State.SCHEDULED
        if self.ongoing:
            return State.ONGOING
        if self.after and not self.after.has_happened(day):
            return State.AWAITING_EVENT
        return State.UNDATED


def _is_in_doubt(later: Sequence[Update], day: date) -> bool:
    """Whether nobody can say if an action was late on *day*, by the updates *later* than it.

    The next of them that sets progress or a deadline may have held on the day already: its own day
    is unknown, and it closes the action, or moves the deadline to the day or later.
    """
    update = next((update for update in later if update.progress or update.due), None)
    if not update or not update.day_unknown:
        return False
    closes = update.progress is not None and update.progress.is_closed
    return closes or (update.due is not None and update.due.last >= day)


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

    `begin` is the update with which the present unbroken progress began, None while none is
    reported. `verification` is None unless the action is closed. `updates` and `moves` are those up
    to the day, oldest first.
    """

    action: Action
    day: date
    state: State
    due: Deadline | None
    original_due: Deadline | None
    responsible: tuple[str, ...]
    progress: Progress
    begin: Update | None
    verification: Verification | None
    updates: tuple[Update, ...]
    moves: tuple[Move, ...]

    @property
    def accountable(self) -> str | None:
        """Who sees to it, if named apart."""
        accountable = self.action.accountable
        return accountable and self.action.names.one(accountable)

    @property
    def since(self) -> date | None:
        """The first day of the present unbroken progress; None if it is not known, or none is."""
        return self.begin.date if self.begin and not self.begin.day_unknown else None

    @property
    def is_closing_in_doubt(self) -> bool:
        """Whether it may have been closed already, by a later update whose own day is unknown.

        The next update that sets progress decides: a deadline that is moved closes nothing.
        """
        later = (u for u in self.action.updates if u.progress and u.date > self.day)
        update = min(later, key=_by_date, default=None)
        if self.progress.is_closed or not update or not update.progress:
            return False
        return update.day_unknown and update.progress.is_closed

    @property
    def completed_on(self) -> date | None:
        """The first day of the present unbroken completion; None if it is not known."""
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
        """Days since the first deadline, None unless the action is open and it has passed."""
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
            if update is self.begin:
                break
        return (self.completed_on - due.last).days if due else None

    @property
    def slippage_days(self) -> int | None:
        """Days from the first deadline to the present one, None without a deadline."""
        if self.due and self.original_due:
            return (self.due.last - self.original_due.last).days
        return None
