"""The listings of actions: `actions`, `overdue` and `upcoming`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from ecefollow.analysis.filters import Item
from ecefollow.analysis.queries import Against, UpcomingEvent, has_one_reading
from ecefollow.analysis.values_in_words import (
    count,
    marked,
    part_of,
    shortened,
    state_in_words,
    verdict,
    words,
)
from ecefollow.register.deadlines import Deadline, format_day
from ecefollow.register.standing import Event
from ecefollow.register.vocabulary import Progress, State, Status, Verification
from ecefollow.views.context import Context, added_later
from ecefollow.views.listing import (
    Column,
    Listing,
    evaluation_column,
    find,
    footnotes,
    pick,
    written,
)

_MOST_OF_EVENT: Final = 100  # letters; `show` prints it in full
_EVENT: Final = ("event", "expected", "happened")
_NAMES: Final = tuple[str, ...]

FIELDS: Final = (
    Column("id", "Id", lambda i: i.standing.action.id),
    Column("recommendation", "Recommendation", lambda i: i.answer.recommendation.id),
    Column("status", "Answer", lambda i: i.answer.status, Status),
    Column("text", "Action", lambda i: i.standing.action.text),
    Column("responsible", "Responsible", lambda i: i.standing.responsible, _NAMES),
    Column(
        "original_responsible", "First responsible", lambda i: i.standing.action.responsible, _NAMES
    ),
    Column("accountable", "Accountable", lambda i: i.standing.accountable, str | None),
    Column("due", "Due", lambda i: i.standing.due, Deadline | None),
    Column("due_written", "Due, as written", lambda i: written(i.standing.due), str | None),
    Column("due_text", "Due, in the source", lambda i: i.standing.action.due_text, str | None),
    Column("reading", "Reading", lambda i: i.standing.action.reading, str | None),
    Column("original_due", "First due", lambda i: i.standing.original_due, Deadline | None),
    Column("revisions", "Revisions", lambda i: len(i.standing.moves), int),
    Column("slippage_days", "Slippage", lambda i: i.standing.slippage_days, int | None),
    Column("days_overdue", "Days overdue", lambda i: i.standing.days_overdue, int | None),
    Column("days_late", "Days late", lambda i: i.standing.days_late, int | None),
    Column("progress", "Progress", lambda i: i.standing.progress, Progress),
    Column("completed_on", "Completed on", lambda i: i.standing.completed_on, date | None),
    Column("last_update", "Last update", lambda i: i.standing.last_update, date | None),
    Column("state", "State", lambda i: i.standing.state, State),
    Column("verification", "Verification", lambda i: i.standing.verification, Verification | None),
    Column("added", "Added", lambda i: i.standing.action.added, date | None),
    Column("after", "After", lambda i: i.standing.action.after, Event | None, parts=_EVENT),
    Column("ongoing", "Ongoing", lambda i: i.standing.action.ongoing, bool),
    Column("discretionary", "Discretionary", lambda i: i.standing.action.discretionary, bool),
    Column("see", "See", lambda i: i.standing.action.see, tuple[str, ...]),
    Column("line", "Line", lambda i: i.standing.action.at.line_number, int),
)
_EVALUATION: Final = evaluation_column(lambda i: i.standing.action.id)
_PAST_ORIGINAL: Final = Column(
    "days_overdue", "Days overdue", lambda i: i.standing.days_past_original, int | None
)
_DAYS_LEFT: Final = Column("days_left", "Days left", lambda i: i.standing.days_left, int | None)
_STATE_AND_DAYS: Final = Column(
    "state",
    "State",
    lambda i: state_in_words(i.standing) + verdict(i.standing),
    is_field=False,
)

_DUE: Final = Column("due", "Due", lambda i: _marked(i, i.standing.due), is_field=False)
_ORIGINAL_DUE: Final = Column(
    "original_due",
    "First due",
    lambda i: _marked(i, i.standing.original_due),
    is_field=False,
)


def _marked(item: Item, due: Deadline | None) -> str:
    return marked(due, is_reading=has_one_reading(item.standing.action, due))


def actions(rows: Sequence[Item], context: Context) -> Listing:
    """The listing of `actions`: one row for each action."""
    columns = pick(FIELDS, "id", _STATE_AND_DAYS, _DUE, "responsible", "progress", "text")
    counts = ", ".join(f"{n} {state.words}" for state, n in context.states.items() if n)
    everything = "All registers: " if context.is_portfolio else "The whole register: "
    prefix = everything if len(rows) != context.total else ""
    shown = part_of(len(rows), context.total, "action")
    lines = [_line(f"{shown}, as of {format_day(context.day)}", context)]
    lines += [f"{prefix}{counts}"] if counts else []
    return _listing(columns, rows, context, *lines)


def overdue(rows: Sequence[Item], context: Context, *, against: Against) -> Listing:
    """The listing of `overdue`, with the days since the present or the first deadline."""
    if against is Against.ORIGINAL:
        late = "past the first deadline"
        due, days = _ORIGINAL_DUE, _PAST_ORIGINAL
    else:
        late = "overdue"
        due, days = _DUE, find(FIELDS, "days_overdue")
    columns = pick(FIELDS, "id", days, due, "responsible", "progress", "text")
    shown = f"{len(rows):,} of {count(context.total, 'action')} {late}"
    shown = f"{shown} as of {format_day(context.day)} · {context.without_deadline}"
    line = _line(" · ".join([shown, *context.in_doubt]), context)
    return _listing(columns, rows, context, line)


def upcoming(
    rows: Sequence[Item], events: Sequence[UpcomingEvent], context: Context, *, until: date
) -> Listing:
    """The listing of `upcoming`: the actions due by the day *until*, with the days left.

    The *events* are those expected by then, which are no deadlines.
    """
    columns = pick(FIELDS, "id", _DAYS_LEFT, _DUE, "responsible", "progress", "text")
    shown = f"{len(rows):,} of {count(context.total, 'action')} due by {format_day(until)}"
    overdue = f"{context.states[State.OVERDUE]} overdue"
    shown = f"{shown}, as of {format_day(context.day)}"
    line = " · ".join([shown, overdue, context.without_deadline, *context.in_doubt])
    expected = [
        f"Expected: {event.id} by {marked(event.expected, is_reading=event.is_reading)}: "
        f"{shortened(words(event.event), _MOST_OF_EVENT)}"
        for event in events
    ]
    readings = [event.id for event in events if event.is_reading]
    lines = (_line(line, context), *expected)
    listing = _listing(columns, rows, context, *lines, readings=readings)
    # As written, as `after` of each action has it.
    in_json = [
        {"id": event.id, "event": event.event, "expected": event.expected.written}
        for event in events
    ]
    return listing._replace(about=listing.about | {"events": in_json})


def _line(text: str, context: Context) -> str:
    """The line of counts, with how many actions were added later at its end."""
    _, later = context.added_later
    return " · ".join([text, *added_later(later)])


def _listing(
    columns: tuple[Column, ...],
    rows: Sequence[Item],
    context: Context,
    *lines: str,
    readings: Sequence[str] = (),
) -> Listing:
    """The rows with these columns; the *readings* are actions whose marks the *lines* have."""
    # A column of the command replaces the field of the same name (days overdue from the original
    # deadline); one with a name of its own is added to the fields (days left).
    own_fields = {column.name: column for column in columns if column.is_field}
    evaluation = (_EVALUATION,) if context.is_portfolio else ()
    is_original = _ORIGINAL_DUE in columns
    marks = [
        standing.action.id
        for _, standing in rows
        if has_one_reading(standing.action, standing.original_due if is_original else standing.due)
    ]
    return Listing(
        "actions",
        (*evaluation, *({field.name: field for field in FIELDS} | own_fields).values()),
        (*evaluation, *columns),
        rows,
        context.fields(total=context.total, shown=len(rows)),
        context.lines(*lines),
        state=lambda item: item.standing.state,
        notes=context.notes,
        footnotes=footnotes([*marks, *(ident for ident in readings if ident not in marks)]),
    )
