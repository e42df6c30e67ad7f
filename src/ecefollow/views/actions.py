"""The listings of actions: `actions`, `overdue` and `upcoming`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from ecefollow.analysis.filters import Item
from ecefollow.analysis.queries import Against
from ecefollow.analysis.words import count, part_of, state_in_words
from ecefollow.register.deadlines import format_day
from ecefollow.register.schema import UPDATE_COLUMNS
from ecefollow.register.vocabulary import State
from ecefollow.views.context import Context
from ecefollow.views.json_values import json_value
from ecefollow.views.listing import Column, Listing, find, pick

_ACTION: Final = (
    Column("id", "Id", lambda i: i.standing.action.id),
    Column("recommendation", "Recommendation", lambda i: i.answer.recommendation.id),
    Column("status", "Status", lambda i: i.answer.status),
    Column("text", "Action", lambda i: i.standing.action.text),
    Column("responsible", "Responsible", lambda i: i.standing.responsible),
    Column("original_responsible", "Originally", lambda i: i.standing.action.responsible),
    Column("accountable", "Accountable", lambda i: i.standing.action.accountable),
    Column("due", "Due", lambda i: i.standing.due),
    Column("due_written", "Due, as written", lambda i: i.standing.due and i.standing.due.written),
    Column("due_text", "Due, in the source", lambda i: i.standing.action.due_text),
    Column("reading", "Reading", lambda i: i.standing.action.reading),
    Column("original_due", "Originally due", lambda i: i.standing.original_due),
    Column("revisions", "Revisions", lambda i: len(i.standing.moves)),
    Column("slippage_days", "Slippage", lambda i: i.standing.slippage_days),
    Column("days_overdue", "Days overdue", lambda i: i.standing.days_overdue),
    Column("days_late", "Days late", lambda i: i.standing.days_late),
    Column("progress", "Progress", lambda i: i.standing.progress),
    Column("completed_on", "Completed", lambda i: i.standing.completed_on),
    Column("last_update", "Last update", lambda i: i.standing.last_update),
    Column("state", "State", lambda i: i.standing.state),
    Column("after", "After", lambda i: i.standing.action.after, parts=("event", "happened")),
    Column("ongoing", "Ongoing", lambda i: i.standing.action.ongoing),
    Column("discretionary", "Discretionary", lambda i: i.standing.action.discretionary),
    Column("see", "See", lambda i: i.standing.action.see),
    Column("line", "Line", lambda i: i.standing.action.at.line_number),
)
_PAST_ORIGINAL: Final = Column(
    "days_overdue", "Days overdue", lambda i: i.standing.days_past_original
)
_DAYS_LEFT: Final = Column("days_left", "Days left", lambda i: i.standing.days_left)
_STATE_AND_DAYS: Final = Column(
    "state", "State", lambda i: state_in_words(i.standing), is_field=False
)


def actions(rows: Sequence[Item], context: Context) -> Listing:
    """Actions, a row each."""
    columns = pick(_ACTION, "id", _STATE_AND_DAYS, "due", "responsible", "progress", "text")
    counts = ", ".join(f"{n} {state.words}" for state, n in context.states.items() if n)
    whole = "The whole register: " if len(rows) != context.total else ""
    some = part_of(len(rows), context.total, "action")
    said = [f"{some}, as of {format_day(context.day)}", *([f"{whole}{counts}"] if counts else [])]
    return _actions(columns, rows, context, *said)


def template(rows: Sequence[Item], context: Context) -> Listing:
    """A sheet to fill in: what identifies the actions, and an empty field for each of an update."""
    known = pick(_ACTION, "id", "text", "responsible", "due", "progress")
    empty = (Column(name, name, lambda _: None) for name in UPDATE_COLUMNS)
    return actions(rows, context)._replace(fields=(*known, *empty))


def overdue(rows: Sequence[Item], context: Context, *, against: Against) -> Listing:
    """Overdue actions, with the days since the deadline they are measured against."""
    if against is Against.ORIGINAL:
        late = "past the original deadline"
        due, days = "original_due", _PAST_ORIGINAL
    else:
        late = "overdue"
        due, days = "due", find(_ACTION, "days_overdue")
    columns = pick(_ACTION, "id", days, due, "responsible", "progress", "text")
    some = f"{len(rows)} of {count(context.total, 'action')} {late}"
    said = f"{some} as of {format_day(context.day)} · {context.without_deadline}"
    return _actions(columns, rows, context, said)


def upcoming(rows: Sequence[Item], context: Context, *, until: date) -> Listing:
    """What falls due until a day, with the days left."""
    columns = pick(_ACTION, "id", _DAYS_LEFT, "due", "responsible", "progress", "text")
    some = f"{len(rows)} of {count(context.total, 'action')} due by {format_day(until)}"
    late = context.states[State.OVERDUE]
    said = f"{some}, as of {format_day(context.day)} · {late} overdue · {context.without_deadline}"
    return _actions(columns, rows, context, said)


def _actions(
    columns: tuple[Column, ...], rows: Sequence[Item], context: Context, *said: str
) -> Listing:
    # A column that stands in for a field of the same name, as lateness does, stands in everywhere;
    # one that the command alone has, as the days left, is a field more.
    shown_as = {column.name: column for column in columns if column.is_field}
    return Listing(
        "actions",
        tuple(({field.name: field for field in _ACTION} | shown_as).values()),
        columns,
        rows,
        context.fields(total=context.total, shown=len(rows)),
        context.lines(*said),
        state=lambda item: item.standing.state,
        notes=context.notes,
    )


def record(item: Item) -> dict[str, Any]:
    """Every field of an action, for a program."""
    return {field.name: json_value(field.cell(item)) for field in _ACTION}
