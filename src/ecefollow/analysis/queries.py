"""The questions about a register's actions on a day: which are overdue, due next, in each state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from ecefollow.analysis.filters import NO_FILTERS, Filters, Item
from ecefollow.register.deadlines import Deadline, Span
from ecefollow.register.model import Answer
from ecefollow.register.standing import Action, Event, Standing
from ecefollow.register.vocabulary import State, Verification


class Against(StrEnum):
    """The deadline that days overdue are counted from."""

    PRESENT = "present"
    ORIGINAL = "original"


class Sort(StrEnum):
    """What the evaluations are sorted by."""

    ATTENTION = "attention"
    ID = "id"
    ORGANIZATION = "organization"
    OVERDUE = "overdue"
    NEXT_DUE = "next-due"
    RATE = "rate"
    SILENCE = "silence"


class UpcomingEvent(NamedTuple):
    """An event that the action with this id waits for, and when it is expected.

    `is_reading` is true if the action has a reading: the expectation may stand under that one only.
    """

    id: str
    event: str
    expected: Deadline
    is_reading: bool


class Part(NamedTuple):
    """Some recommendations and actions of a register, by their ids."""

    recommendations: frozenset[str]
    actions: frozenset[str]

    def of(self, answers: Sequence[Answer]) -> list[Answer]:
        """The part as it stands in the answers of a day; a recommendation has its actions alone."""
        return [
            answer._replace(
                standings=tuple(s for s in answer.standings if s.action.id in self.actions)
            )
            for answer in answers
            if answer.recommendation.id in self.recommendations
        ]


def recommendations(
    answers: Iterable[Answer], ids: Sequence[str], filters: Filters
) -> list[Answer]:
    """The recommendations of *ids*, or all, that match the filters, in file order."""
    return [
        answer
        for answer in answers
        if (not ids or answer.recommendation.id in ids) and filters.match_recommendation(answer)
    ]


def actions(
    answers: Iterable[Answer], ids: Sequence[str] = (), filters: Filters = NO_FILTERS
) -> list[Item]:
    """The actions of *ids*, or all, that match the filters, in file order.

    A recommendation's id stands for all of its actions.
    """
    every = (
        Item(answer, standing)
        for answer in answers
        for standing in answer.standings
        if not ids or standing.action.id in ids or answer.recommendation.id in ids
    )
    return list(every if filters == NO_FILTERS else filter(filters.match, every))


def narrow(answers: Sequence[Answer], ids: Sequence[str], filters: Filters) -> Part:
    """The actions of *ids*, or all, that match the filters, and the recommendations they are under.

    A recommendation that has no actions is among them if it matches itself.
    """
    own = {item.standing.action.id for item in actions(answers, ids, filters)}
    without = [answer for answer in answers if not answer.standings]
    matching = [
        *(answer for answer in answers if any(s.action.id in own for s in answer.standings)),
        *recommendations(without, ids, filters),
    ]
    return Part(frozenset(a.recommendation.id for a in matching), frozenset(own))


def overdue(items: Iterable[Item], *, against: Against) -> list[Item]:
    """The open actions whose deadline has passed, longest overdue first."""

    def days(item: Item) -> int:
        standing = item.standing
        if against is Against.ORIGINAL:
            return standing.days_past_original or 0
        return standing.days_overdue or 0

    return sorted(filter(days, items), key=days, reverse=True)


def upcoming(items: Iterable[Item], *, on: date, within: Span) -> list[Item]:
    """The open actions due from *on* to the end of the span, both included, soonest first.

    The standings of the items are those on the day *on*.
    """
    until = within.after(on)

    def due(item: Item) -> date:
        return item.standing.due.last if item.standing.due else date.max

    # An open action that is due on this day or later is scheduled.
    scheduled = (item for item in items if item.standing.state is State.SCHEDULED)
    return sorted((item for item in scheduled if due(item) <= until), key=due)


def upcoming_events(items: Iterable[Item], *, on: date, within: Span) -> list[UpcomingEvent]:
    """The events expected from *on* to the end of the span, both included, soonest first.

    The standings of the items are those on the day *on*.
    """
    until = within.after(on)
    waiting = ((item.standing.action, awaited(item.standing)) for item in items)
    events = [
        UpcomingEvent(action.id, event.event, event.expected, action.reading is not None)
        for action, event in waiting
        if event and event.expected and on <= event.expected.last <= until
    ]
    return sorted(events, key=lambda event: event.expected.last)


def awaited(standing: Standing) -> Event | None:
    """The event that an open action waits for, whether or not it has a deadline."""
    event = standing.action.after
    if not event or standing.state.is_closed or event.has_happened(standing.day):
        return None
    return event


def count_overdue_events(answers: Iterable[Answer]) -> int:
    """How many actions wait for an event that was expected before the day of the answers."""
    waiting = ((a.day, awaited(s)) for a in answers for s in a.standings if s.action.after)
    return sum(event is not None and event.is_overdue(day) for day, event in waiting)


def has_one_reading(action: Action, due: Deadline | None) -> bool:
    """Whether the deadline is the action's own, and stands under one reading of the source."""
    return action.reading is not None and due is not None and due == action.due


def readings(answers: Iterable[Answer], due: Deadline | None) -> tuple[str, ...]:
    """The open actions due on that day, if every such deadline stands under one reading only."""
    actions = [
        standing.action
        for answer in answers
        for standing in answer.standings
        if due and standing.due and standing.due.last == due.last and not standing.state.is_closed
    ]
    return tuple(a.id for a in actions) if all(has_one_reading(a, due) for a in actions) else ()


def last_update(answers: Sequence[Answer]) -> date | None:
    """The day of the latest update of an action or an answer, None without any."""
    days = [s.last_update for answer in answers for s in answer.standings if s.last_update]
    days += [answer.updates[-1].date for answer in answers if answer.updates]
    return max(days, default=None)


def count_verifications(standings: Iterable[Standing]) -> dict[Verification, int]:
    """How many claims that an action is closed are confirmed, disputed, and unverified."""
    # Only what is closed has a verification.
    verified = Counter(standing.verification for standing in standings if standing.verification)
    return dict.fromkeys(Verification, 0) | verified


def count_states(answers: Iterable[Answer]) -> dict[State, int]:
    """How many actions are in each state, in the order of the states, zeros included."""
    counts = dict.fromkeys(State, 0)
    for answer in answers:
        for standing in answer.standings:
            counts[standing.state] += 1
    return counts
