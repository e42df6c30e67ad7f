"""What a report says first: how it was answered, what is late, what changed; and the states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from ecefollow.analysis.metrics import Metrics
from ecefollow.analysis.values_in_words import count, listed
from ecefollow.register.deadlines import format_day
from ecefollow.register.model import Answer
from ecefollow.register.vocabulary import State, Status, Verification
from ecefollow.views.context import in_doubt
from ecefollow.views.report_period import Period
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

_ANSWERED: Final = {Status.NOT_STATED: "without a stated answer"}
_MOST_NAMED: Final = 3


class StateCount(NamedTuple):
    """How many actions are in a state, and what the state means."""

    state: State
    sign: str
    number: int
    meaning: str


def headline(
    answers: Sequence[Answer], metrics: Metrics, period: Period | None, *, is_narrowed: bool
) -> tuple[str, ...]:
    """What a board asks first, and before that what it should not have been told otherwise.

    How the recommendations were answered, what is late, and what changed; then how many are done
    and how many cannot be late.
    """
    told = (
        *(_no_longer_so(period) if period else ()),
        *([_answered(metrics.statuses)] if metrics.recommendations else []),
    )
    if not metrics.actions:
        nothing = "actions" if metrics.recommendations else "recommendations"
        return (*told, "No action matches." if is_narrowed else f"There are no {nothing} yet.")
    done = metrics.states[State.COMPLETED]
    timeless = sum(number for state, number in metrics.states.items() if state.has_no_deadline)
    unknown = metrics.states[State.UNKNOWN]
    return (
        *told,
        _late(answers, metrics),
        *([_changed(period)] if period else []),
        f"{_of_all(done, metrics.actions)} completed{_disputed(answers)}.",
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


def _no_longer_so(period: Period) -> Iterator[str]:
    """A completion that holds no longer, and answers that are other ones than were told."""
    if ids := period.reopened:
        verb = "was" if len(ids) == 1 else "were"
        yield f"{count(len(ids), 'completed action')} {verb} reopened: {_some(ids)}."
    if period.record and (restated := len(period.record.answers)):
        are = "is" if restated == 1 else "are"
        answers = f"{count(restated, 'answer')} about {format_day(period.since)}"
        yield f"{answers} {are} not what was told."


def _answered(statuses: Mapping[Status, int]) -> str:
    """How many recommendations have which answer: "Of 7 recommendations, 4 are accepted ..."."""
    given = [(number, _ANSWERED.get(s, s.words)) for s, number in statuses.items() if number]
    total = sum(statuses.values())
    (first, answer), *others = given
    if not others:
        return f"{_all(total, 'recommendation')} {answer}."
    parts = [f"{first} {'is' if first == 1 else 'are'} {answer}", *(f"{n} {a}" for n, a in others)]
    return f"Of {total} recommendations, {listed(parts)}."


def _late(answers: Sequence[Answer], metrics: Metrics) -> str:
    """What is overdue, and what would be if no deadline had been moved, by how many days."""
    standings = [standing for answer in answers for standing in answer.standings]
    late = [(s.days_overdue, s.action.id) for s in standings if s.days_overdue]
    past = [(s.days_past_original, s.action.id) for s in standings if s.moves]
    moved = [(days, ident) for days, ident in past if days and (days, ident) not in late]
    sentence = f"{_of_all(len(late), metrics.actions)} overdue"
    if late:
        sentence += f", {_longest(late)}"
    if moved:
        by = "by its first deadline" if len(moved) == 1 else "by their first deadlines"
        would = f"{len(moved)} would be overdue {by} ({_longest(moved, ': {}')})"
        sentence += f"; {would}" if late else f", but {would}"
    return f"{sentence}."


def _disputed(answers: Sequence[Answer]) -> str:
    """How many of the completions somebody disputed, if any: "; 1 of them is disputed (1.2)"."""
    standings = [standing for answer in answers for standing in answer.standings]
    completed = [each for each in standings if each.state is State.COMPLETED]
    ids = [s.action.id for s in completed if s.verification is Verification.DISPUTED]
    if not ids:
        return ""
    return f"; {len(ids)} of them {'is' if len(ids) == 1 else 'are'} disputed ({_some(ids)})"


def _longest(late: Sequence[tuple[int, str]], form: str = " ({})") -> str:
    """By how many days the latest of them is late: "by up to 31 days (3.1)"."""
    days, ident = max(late, key=lambda each: each[0])
    return f"by {'up to ' if len(late) > 1 else ''}{count(days, 'day')}{form.format(ident)}"


def _changed(period: Period) -> str:
    """What changed in the period, in the words of the headings below which it stands."""
    heads = [group.head for group in period.happenings if group.is_change and group.rows]
    told = listed([head[0].lower() + head[1:] for head in heads]) or "nothing changed"
    return f"Since {format_day(period.since)}, {told}."


def _some(ids: Sequence[str]) -> str:
    return ", ".join(ids[:_MOST_NAMED]) + (" and others" if len(ids) > _MOST_NAMED else "")


def _all(total: int, noun: str) -> str:
    return f"The one {noun} is" if total == 1 else f"All {total} {noun}s are"


def _of_all(some: int, total: int) -> str:
    if not some:
        return "No action is"
    if some == total:
        return _all(total, "action")
    return f"{some} of {count(total, 'action')} {'is' if some == 1 else 'are'}"


def _have(number: int) -> str:
    return f"{number} open {'action has' if number == 1 else 'actions have'}"
