"""What a report says first: how many are late, how many are done, and the count of each state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from ecefollow.analysis.metrics import Metrics
from ecefollow.analysis.values_in_words import count
from ecefollow.register.vocabulary import State
from ecefollow.views.context import in_doubt
from ecefollow.views.report_records import SIGNS

_MEANINGS: Final[Mapping[State, str]] = {
    State.OVERDUE: "open, and the last day of the deadline has passed",
    State.SCHEDULED: "open, and the last day of the deadline has not passed; it counts as on time",
    State.ONGOING: "a continuing duty without a deadline",
    State.AWAITING_EVENT: "without a deadline until an event has happened",
    State.UNDATED: "open, without a deadline",
    State.COMPLETED: "reported as completed",
    State.NOT_APPLICABLE: "reported as no longer applicable",
    State.UNKNOWN: "past its deadline, and closed or moved on a day that nobody knows",
}


class StateCount(NamedTuple):
    """How many actions are in a state, and what the state means."""

    state: State
    sign: str
    number: int
    meaning: str


def headline(metrics: Metrics) -> tuple[str, ...]:
    """What is to be known first: how many are late, how many are done, how many cannot be late."""
    if not metrics.actions:
        return ("No action is reported on.",)
    late = metrics.states[State.OVERDUE]
    done = metrics.states[State.COMPLETED]
    timeless = sum(number for state, number in metrics.states.items() if state.has_no_deadline)
    unknown = metrics.states[State.UNKNOWN]
    return (
        f"{_of_all(late, metrics.actions)} overdue.",
        f"{_of_all(done, metrics.actions)} completed.",
        *([f"{_have(timeless)} no deadline to miss."] if timeless else []),
        *(f"{doubt}." for doubt in in_doubt(metrics.events_overdue, 0)),
        *([f"{count(unknown, 'action')} may or may not be late."] if unknown else []),
    )


def state_counts(days: Sequence[Metrics]) -> tuple[StateCount, ...]:
    """How many actions are in each state on the last day, zeros included.

    But what is unknown, which few registers have, only if an action is so on one of the days.
    """
    return tuple(
        StateCount(state, SIGNS[state], number, _MEANINGS[state])
        for state, number in days[-1].states.items()
        if state is not State.UNKNOWN or any(metrics.states[state] for metrics in days)
    )


def _of_all(some: int, total: int) -> str:
    if not some:
        return "No action is"
    if some == total:
        return f"All {total} actions are" if total > 1 else "The one action is"
    return f"{some} of {count(total, 'action')} {'is' if some == 1 else 'are'}"


def _have(number: int) -> str:
    return f"{number} open {'action has' if number == 1 else 'actions have'}"
