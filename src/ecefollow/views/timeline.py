"""The page of `timeline`: every deadline on one time axis, and why the other actions have none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from operator import itemgetter
from typing import assert_never

from ecefollow.analysis import queries
from ecefollow.analysis.filters import Item
from ecefollow.analysis.words import state_in_words, words
from ecefollow.register.deadlines import Deadline, format_day
from ecefollow.register.model import Answer, Standing
from ecefollow.register.vocabulary import State
from ecefollow.views.actions import record
from ecefollow.views.context import Context
from ecefollow.views.page import Axis, Line, Mark, Page, Track


def page(answers: Sequence[Answer], context: Context) -> Page:
    """The dated actions as tracks, the soonest deadline first; the undated ones beneath."""
    every = queries.actions(answers)
    dated = _soonest_first(every)
    undated = [item for item in every if not item.standing.due]
    parts: list[Line | Axis] = [
        Line(text=f"Deadlines, as of {format_day(context.day)}", strong=True),
        Line(text=""),
    ]
    if dated:
        parts.append(axis(every, context.day))
    else:
        parts.append(Line(text=_nothing(every)))
    if undated:
        parts += _section([item.standing for item in undated])
    whole = {
        **context.record,
        "total": context.total,
        "actions": [record(item) for item, _ in dated],
        "undated": [record(item) | {"why": _why(item.standing)} for item in undated],
    }
    return Page(tuple(parts), whole)


def axis(items: Iterable[Item], day: date) -> Axis:
    """The dated actions as tracks, the soonest deadline first; the items are those of *day*."""
    return Axis(day, tuple(_track(item.standing, due) for item, due in _soonest_first(items)))


def _soonest_first(items: Iterable[Item]) -> list[tuple[Item, Deadline]]:
    """The dated actions, each with its deadline."""
    dated = [(item, item.standing.due) for item in items if item.standing.due]
    return sorted(dated, key=lambda pair: pair[1].last)


def _track(standing: Standing, due: Deadline) -> Track:
    return Track(
        label=standing.action.id,
        notes=_notes(standing),
        state=standing.state,
        marks=tuple(sorted(_marks(standing, due), key=itemgetter(0))),
        late=bool(standing.days_overdue) or (standing.days_late or 0) > 0,
    )


def _marks(standing: Standing, due: Deadline) -> Iterator[tuple[date, Mark]]:
    """The days to be marked; on the due day itself a completion is on time, and so stands first."""
    if standing.completed_on:
        yield standing.completed_on, Mark.COMPLETED
    original = standing.original_due
    if original and original.last != due.last:
        yield original.last, Mark.ORIGINAL
    yield due.last, Mark.DUE


def _notes(standing: Standing) -> tuple[str, str, str, str]:
    """The state with its days, whole and ever shorter: "completed 6 d late", ..., "done"."""
    whole = state_in_words(standing)
    match standing.state:
        case State.OVERDUE:
            return whole, whole, f"{standing.days_overdue} d late", "late"
        case State.COMPLETED if standing.days_late is not None:
            when = _when(standing.days_late)
            return f"{whole} {when}", f"done {when}", when, "done"
        case State.COMPLETED:
            return whole, "done", "done", "done"
        case State.NOT_APPLICABLE:
            return whole, whole, "closed", "closed"
        case _:  # scheduled: the others have no deadline
            return whole, whole, whole, "due"


def _when(days_late: int) -> str:
    if not days_late:
        return "on time"
    return f"{abs(days_late)} d {'late' if days_late > 0 else 'early'}"


def _nothing(every: Sequence[Item]) -> str:
    return "No action has a deadline." if every else "The register has no actions."


def _section(standings: Sequence[Standing]) -> Iterator[Line]:
    yield Line(text="")
    yield Line(text="Without a deadline", strong=True)
    ids = max(len(standing.action.id) for standing in standings)
    states = max(len(standing.state.words) for standing in standings)
    for standing in standings:
        state = standing.state
        # The line begins with the state's words: a reason that does so too need not repeat them.
        why = _why(standing).removeprefix(f"{state.words} ")
        gap = " " * (states - len(state.words))
        yield Line(lead=standing.action.id, lead_width=ids + 1, text=f"{gap}  {why}", state=state)


def _why(standing: Standing) -> str:
    """Why an action without a deadline is not on the axis."""
    match standing.state:
        case State.ONGOING:
            return "a continuing duty"
        case State.AWAITING_EVENT:
            return f"waits for: {words(standing.action.after and standing.action.after.event)}"
        case State.COMPLETED:
            return f"completed {words(standing.completed_on)}"
        case State.NOT_APPLICABLE:
            return "no longer applicable"
        case State.UNDATED | State.OVERDUE | State.SCHEDULED:  # the last two have a deadline
            return "no deadline is given"
        case _:
            assert_never(standing.state)
