"""The questions about a register's actions on a day: which are overdue, due next, in each state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from ecefollow.analysis.filters import NO_FILTERS, Filters, Item
from ecefollow.register.deadlines import Deadline, Span
from ecefollow.register.model import Answer
from ecefollow.register.vocabulary import State


class Against(StrEnum):
    """The deadline that days overdue are counted from."""

    PRESENT = "present"
    ORIGINAL = "original"


class UpcomingEvent(NamedTuple):
    """An event that the action with this id waits for, and when it is expected."""

    id: str
    event: str
    expected: Deadline


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
    waiting = (
        item.standing.action for item in items if item.standing.state is State.AWAITING_EVENT
    )
    events = [
        UpcomingEvent(action.id, action.after.event, action.after.expected)
        for action in waiting
        if action.after and action.after.expected and on <= action.after.expected.last <= until
    ]
    return sorted(events, key=lambda event: event.expected.last)


def count_overdue_events(answers: Iterable[Answer]) -> int:
    """How many actions wait for an event that was expected before the day of the answers."""
    return sum(
        standing.state is State.AWAITING_EVENT
        and standing.action.after is not None
        and standing.action.after.is_overdue(standing.day)
        for answer in answers
        for standing in answer.standings
    )


def count_states(answers: Iterable[Answer]) -> dict[State, int]:
    """How many actions are in each state, in the order of the states, zeros included."""
    counts = dict.fromkeys(State, 0)
    for answer in answers:
        for standing in answer.standings:
            counts[standing.state] += 1
    return counts
