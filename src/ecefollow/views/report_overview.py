"""What a report says first: how it was answered, what is late, what changed; and the states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from ecefollow.analysis.attention import Attention, attention
from ecefollow.analysis.changes import ChangeKind
from ecefollow.analysis.metrics import Metrics
from ecefollow.analysis.values_in_words import count
from ecefollow.register.deadlines import format_day
from ecefollow.register.model import Answer
from ecefollow.register.standing import Standing
from ecefollow.register.vocabulary import State, Status, Verification
from ecefollow.views.context import in_doubt, without_deadline
from ecefollow.views.document import Run, counted, joined, leading
from ecefollow.views.report_period import Happenings, Period
from ecefollow.views.report_records import SIGNS, link

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

Sentence: TypeAlias = Sequence[Run]


class StateCount(NamedTuple):
    """How many actions are in a state, and what the state means."""

    state: State
    sign: str
    number: int
    meaning: str


def headline(
    answers: Sequence[Answer],
    metrics: Metrics,
    period: Period | None,
    anchors: Mapping[str, str],
    *,
    is_narrowed: bool,
) -> Iterator[Sentence]:
    """What a board asks first, and before that what it should not have been told otherwise.

    How the recommendations were answered, what is late, and what changed; then how many are done
    and how many cannot be late. Each id and each number leads to what it stands for.
    """
    if period:
        yield from _no_longer_so(period, anchors)
    if metrics.recommendations:
        yield _answered(metrics.statuses)
    if not metrics.actions:
        nothing = "actions" if metrics.recommendations else "recommendations"
        yield [Run("No action matches." if is_narrowed else f"There are no {nothing} yet.")]
        return
    standings = [standing for answer in answers for standing in answer.standings]
    yield [*_late(standings, metrics, anchors), Run(".")]
    if period:
        yield _changed(period)
    done = _of_all(metrics.completed, metrics.actions, "completed", state=State.COMPLETED)
    yield [*done, *_disputed(standings, anchors), Run(".")]
    timeless = [state for state in State if state.has_no_deadline]
    if any(metrics.states[state] for state in timeless):
        yield counted(f"{without_deadline(metrics.states)} to miss.", state=timeless)
    for doubt in in_doubt(metrics.events_overdue, 0):
        yield counted(f"{doubt}.", attention=Attention.EVENT_EXPECTED_EARLIER)
    if unknown := metrics.states[State.UNKNOWN]:
        yield counted(f"{count(unknown, 'action')} may or may not be late.", state=State.UNKNOWN)


def state_counts(days: Sequence[Metrics]) -> tuple[StateCount, ...]:
    """How many actions are in each state on the last day, zeros included.

    But what is unknown, which few registers have, only if an action is so on one of the days.
    """
    return tuple(
        StateCount(state, SIGNS[state], number, _MEANINGS[state])
        for state, number in days[-1].states.items()
        if state is not State.UNKNOWN or any(metrics.states[state] for metrics in days)
    )


def _no_longer_so(period: Period, anchors: Mapping[str, str]) -> Iterator[Sentence]:
    """A completion that holds no longer, and answers that are other ones than were told."""
    if ids := period.reopened:
        verb = "was" if len(ids) == 1 else "were"
        yield [
            Run(f"{count(len(ids), 'completed action')} {verb} reopened: "),
            *_some(ids, anchors),
            Run("."),
        ]
    if period.record and (restated := len(period.record.answers)):
        are = "is" if restated == 1 else "are"
        answers = f"{count(restated, 'answer')} about {format_day(period.since)}"
        yield leading(f"{answers} {are} not what was told.", "#told")


def _answered(statuses: Mapping[Status, int]) -> Sentence:
    """How many recommendations have which answer: "Of 7 recommendations, 4 are accepted ..."."""
    given = [(n, _ANSWERED.get(each, each.words), each) for each, n in statuses.items() if n]
    total = sum(statuses.values())
    (first, answer, status), *others = given
    if not others:
        return counted(f"{_all(total, 'recommendation')} {answer}.", status=status)
    parts = [counted(f"{first:,} {'is' if first == 1 else 'are'} {answer}", status=status)]
    parts += [counted(f"{number:,} {answer}", status=each) for number, answer, each in others]
    return [Run(f"Of {count(total, 'recommendation')}, "), *_listed(parts), Run(".")]


def _late(
    standings: Sequence[Standing], metrics: Metrics, anchors: Mapping[str, str]
) -> Iterator[Run]:
    """What is overdue, and what is past a first deadline that was moved, by how many days."""
    late = [(s.days_overdue, s.action.id) for s in standings if s.days_overdue]
    past = Attention.PAST_FIRST_DEADLINE
    moved = [
        (s.days_past_original, s.action.id)
        for s in standings
        if s.days_past_original and past in attention(s)
    ]
    yield from _of_all(len(late), metrics.actions, "overdue", state=State.OVERDUE)
    if late:
        days, ident = _longest(late)
        yield from (Run(f", {days} ("), link(ident, anchors), Run(")"))
    if moved:
        are = "is" if len(moved) == 1 else "are"
        yield Run("; " if late else ", but ")
        past_it = f"{len(moved):,} {are} past a first deadline that was moved"
        yield from counted(past_it, attention=past)
        days, ident = _longest(moved)
        yield from (Run(f" ({days}: "), link(ident, anchors), Run(")"))


def _disputed(standings: Sequence[Standing], anchors: Mapping[str, str]) -> Iterator[Run]:
    """How many of the completions somebody disputed, if any: "; 1 of them is disputed (1.2)"."""
    completed = [each for each in standings if each.state is State.COMPLETED]
    disputed = Verification.DISPUTED
    ids = [s.action.id for s in completed if s.verification is disputed]
    if ids:
        text = f"{len(ids):,} of them {'is' if len(ids) == 1 else 'are'} disputed ("
        yield Run("; ")
        yield from counted(text, state=State.COMPLETED, verification=disputed)
        yield from (*_some(ids, anchors), Run(")"))


def _longest(late: Sequence[tuple[int, str]]) -> tuple[str, str]:
    """By how many days the latest of them is late, "by up to 31 days", and its id."""
    days, ident = max(late, key=lambda each: each[0])
    return f"by {'up to ' if len(late) > 1 else ''}{count(days, 'day')}", ident


def _changed(period: Period) -> Sentence:
    """What changed in the period, in the words of the headings below which it stands.

    But for a completion that was taken back, which is told before all else.
    """
    parts = [
        leading(group.head[0].lower() + group.head[1:], f"#{group.anchor}")
        for group in period.happenings
        if group.is_change and group.rows and not _is_told_before(group, period)
    ]
    nothing = "nothing else changed" if period.reopened else "nothing changed"
    changed = _listed(parts) if parts else [Run(nothing)]
    return [Run(f"Since {format_day(period.since)}, "), *changed, Run(".")]


def _is_told_before(group: Happenings, period: Period) -> bool:
    return group.kind is ChangeKind.REOPENED and len(group.rows) == len(period.reopened)


def _some(ids: Sequence[str], anchors: Mapping[str, str]) -> list[Run]:
    links = joined(link(ident, anchors) for ident in ids[:_MOST_NAMED])
    return [*links, *([Run(" and others")] if len(ids) > _MOST_NAMED else [])]


def _listed(parts: Sequence[Sentence]) -> list[Run]:
    """The parts as a sentence has them: "a, b and c"."""
    *first, last = parts
    runs = [run for part in first for run in (Run(", "), *part)][1:]
    return [*runs, Run(" and "), *last] if runs else [*last]


def _all(total: int, noun: str) -> str:
    return f"The one {noun} is" if total == 1 else f"All {total:,} {noun}s are"


def _of_all(some: int, total: int, what: str, **asked: str) -> Sentence:
    if not some:
        return [Run(f"No action is {what}")]
    are = "is" if some == 1 else "are"
    sentence = (
        _all(total, "action") if some == total else f"{some:,} of {count(total, 'action')} {are}"
    )
    return counted(f"{sentence} {what}", **asked)
