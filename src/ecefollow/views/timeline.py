"""The page of `timeline`: all deadlines on one time axis, and the actions without a deadline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from operator import itemgetter
from typing import assert_never

from ecefollow.analysis import queries
from ecefollow.analysis.filters import Item
from ecefollow.analysis.values_in_words import (
    expected_in_words,
    marked,
    state_in_words,
    verdict,
    words,
)
from ecefollow.register.deadlines import Deadline, format_day
from ecefollow.register.model import Answer
from ecefollow.register.standing import Standing
from ecefollow.register.vocabulary import State
from ecefollow.views import actions, listing
from ecefollow.views.context import Context
from ecefollow.views.listing import footnotes
from ecefollow.views.page import Axis, Line, Mark, Page, Track, below


def page(answers: Sequence[Answer], context: Context) -> Page:
    """The actions with a deadline as tracks, the earliest first; the others are listed below."""
    items = queries.actions(answers)
    dated = _by_deadline(items)
    undated = [item for item in items if not item.standing.due]
    parts: list[Line | Axis] = [
        Line(text=f"Deadlines, as of {format_day(context.day)}", strong=True),
        Line(text=""),
    ]
    if dated:
        parts.append(axis(items, context.day))
    else:
        parts.append(Line(text=_no_deadlines(items)))
    if undated:
        parts += _section([item.standing for item in undated])
    marks = [s.action.id for (_, s), due in dated if _is_reading(s, due) or _starred(s, due)]
    parts += below(*footnotes(marks), *context.left_out)
    as_row = partial(listing.as_json, is_portfolio=context.is_portfolio)
    as_json = {
        **context.as_json,
        "total": context.total,
        "actions": [as_row(actions.FIELDS, item) for item, _ in dated],
        "undated": [
            as_row(actions.FIELDS, item) | {"why": _why(item.standing)} for item in undated
        ],
    }
    return Page(tuple(parts), as_json)


def axis(items: Iterable[Item], day: date) -> Axis:
    """The actions with a deadline as tracks, the earliest first; the items are those of *day*."""
    return Axis(day, tuple(_track(item.standing, due) for item, due in _by_deadline(items)))


def _by_deadline(items: Iterable[Item]) -> list[tuple[Item, Deadline]]:
    """The actions with a deadline, each with its deadline, the earliest first."""
    dated = [(item, item.standing.due) for item in items if item.standing.due]
    return sorted(dated, key=lambda pair: pair[1].last)


def _track(standing: Standing, due: Deadline) -> Track:
    return Track(
        label=standing.action.id,
        notes=_notes(standing, due),
        state=standing.state,
        marks=tuple(sorted(_marks(standing, due), key=itemgetter(0))),
        is_late=bool(standing.days_overdue) or (standing.days_late or 0) > 0,
        starred=_starred(standing, due),
    )


def _is_reading(standing: Standing, due: Deadline | None) -> bool:
    return queries.has_one_reading(standing.action, due)


def _starred(standing: Standing, due: Deadline) -> Mark | None:
    """The first deadline, if it has a sign of its own and stands under one reading."""
    original = standing.original_due
    is_moved = original is not None and original.last != due.last
    return Mark.ORIGINAL if is_moved and _is_reading(standing, original) else None


def _marks(standing: Standing, due: Deadline) -> Iterator[tuple[date, Mark]]:
    """The days to mark. Completion comes first: on the due day itself it is on time."""
    if standing.completed_on:
        yield standing.completed_on, Mark.COMPLETED
    original = standing.original_due
    if original and original.last != due.last:
        yield original.last, Mark.ORIGINAL
    yield due.last, Mark.DUE


def _notes(standing: Standing, due: Deadline) -> tuple[str, ...]:
    """The state, with what was found of it, and a mark if the deadline stands under one reading."""
    notes = _state(standing)
    if found := verdict(standing):
        brief = found.removeprefix(", ")  # where there is no room, it says more than that
        notes = (notes[0] + found, notes[1] + found, brief, brief)
    return tuple(marked(note, is_reading=_is_reading(standing, due)) for note in notes)


def _state(standing: Standing) -> tuple[str, str, str, str]:
    """The state and its days, the longest form first: "completed 6 d late", "done"."""
    full = state_in_words(standing)
    match standing.state:
        case State.OVERDUE:
            return full, full, f"{standing.days_overdue} d late", "late"
        case State.COMPLETED if standing.days_late is not None:
            when = _when(standing.days_late)
            return f"{full} {when}", f"done {when}", when, "done"
        case State.COMPLETED if not standing.completed_on:
            return f"{full}, day unknown", "done, day unknown", "done", "done"
        case State.COMPLETED:
            return full, "done", "done", "done"
        case State.NOT_APPLICABLE:
            return full, full, "closed", "closed"
        case State.UNKNOWN:
            return full, full, full, "?"
        case _:  # scheduled; an action in any other state has no deadline
            return full, full, full, "due"


def _when(days_late: int) -> str:
    if not days_late:
        return "on time"
    return f"{abs(days_late)} d {'late' if days_late > 0 else 'early'}"


def _no_deadlines(items: Sequence[Item]) -> str:
    return "No action has a deadline." if items else "The register has no actions."


def _section(standings: Sequence[Standing]) -> Iterator[Line]:
    yield Line(text="")
    yield Line(text="Without a deadline", strong=True)
    ids = max(len(standing.action.id) for standing in standings)
    states = max(len(standing.state.words) for standing in standings)
    for standing in standings:
        state = standing.state
        # The line begins with the name of the state, so the reason need not repeat it.
        why = _why(standing).removeprefix(state.words).lstrip("; ")
        gap = " " * (states - len(state.words))
        yield Line(lead=standing.action.id, lead_width=ids + 1, text=f"{gap}  {why}", state=state)


def _why(standing: Standing) -> str:
    """Why an action has no deadline."""
    match standing.state:
        case State.ONGOING:
            return "a continuing duty"
        case State.AWAITING_EVENT:
            event = queries.awaited(standing)
            expected = expected_in_words(event, standing.day) if event else ""
            return f"waits for: {words(event and event.event)}{expected}"
        case State.COMPLETED:
            day = standing.completed_on
            why = f"completed {words(day)}" if day else "completed; since when is not known"
            return why + verdict(standing)
        case State.NOT_APPLICABLE:
            return f"no longer applicable{verdict(standing)}"
        case State.UNDATED | State.OVERDUE | State.SCHEDULED | State.UNKNOWN:
            return "no deadline is given"  # the others have one
        case _:
            assert_never(standing.state)
