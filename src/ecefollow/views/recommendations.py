"""The listing of recommendations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from ecefollow.analysis.values_in_words import count, part_of
from ecefollow.register.deadlines import format_day
from ecefollow.register.model import Answer
from ecefollow.register.vocabulary import State
from ecefollow.views import listing
from ecefollow.views.context import Context, added_later
from ecefollow.views.listing import (
    Column,
    Listing,
    evaluation_column,
    footnotes,
    has_one_reading,
    marked,
    pick,
)

FIELDS: Final = (
    Column("id", "Id", lambda a: a.recommendation.id),
    Column("title", "Recommendation", lambda a: a.recommendation.title),
    Column("status", "Status", lambda a: a.status),
    Column("response", "Response", lambda a: a.recommendation.response),
    Column("reservation", "Reservation", lambda a: a.recommendation.reservation),
    Column("notes", "Notes", lambda a: a.recommendation.notes),
    Column("tags", "Tags", lambda a: a.recommendation.tags),
    Column("actions", "Actions", lambda a: len(a.standings)),
    Column("closed", "Closed", lambda a: a.closed),
    Column("next_due", "Next due", lambda a: a.next_due),
    Column("line", "Line", lambda a: a.recommendation.at.line_number),
)
_EVALUATION: Final = evaluation_column(lambda a: a.recommendation.id)
_CLOSED_OF_ALL: Final = Column(
    "closed", "Closed", lambda a: f"{a.closed} of {len(a.standings)}", is_field=False
)


def _next_due(answer: Answer) -> str:
    due = answer.next_due
    shown = marked(due, is_reading=bool(_readings(answer)))
    return f"{shown} !" if answer.is_next_overdue else shown


def _readings(answer: Answer) -> list[str]:
    """The actions due next, if every deadline on that day stands under one reading only."""
    due = answer.next_due
    if due is None or not any(standing.action.reading for standing in answer.standings):
        return []
    actions = [
        standing.action
        for standing in answer.standings
        if standing.due and standing.due.last == due.last and not standing.state.is_closed
    ]
    readings = all(has_one_reading(action, due) for action in actions)
    return [action.id for action in actions] if readings else []


_NEXT_DUE: Final = Column("next_due", "Next due", _next_due, is_field=False)


def recommendations(rows: Sequence[Answer], answers: Sequence[Answer], context: Context) -> Listing:
    """The listing of `list`: the *rows*, out of all *answers*."""
    closed = sum(answer.closed for answer in answers)
    later, _ = context.added_later
    shown = f"{part_of(len(rows), len(answers), 'recommendation')}, as of {format_day(context.day)}"
    done = f"{closed} of {count(context.total, 'action')} closed"
    evaluation = (_EVALUATION,) if context.is_portfolio else ()
    columns = pick(FIELDS, "id", "status", _CLOSED_OF_ALL, _NEXT_DUE, "title")
    return Listing(
        "recommendations",
        (*evaluation, *FIELDS),
        (*evaluation, *columns),
        rows,
        context.fields(total=len(answers), shown=len(rows)) | {"added_later": later},
        context.lines(
            " · ".join([shown, *added_later(later), done]),
            f"{context.states[State.OVERDUE]} overdue (!) · {context.without_deadline}",
        ),
        state=_most_urgent,
        notes=context.notes,
        footnotes=footnotes([ident for answer in rows for ident in _readings(answer)]),
    )


def as_json(answer: Answer, context: Context) -> dict[str, Any]:
    """Every field of a recommendation, for JSON."""
    fields = (_EVALUATION, *FIELDS) if context.is_portfolio else FIELDS
    return listing.as_json(fields, answer)


def _most_urgent(answer: Answer) -> State | None:
    """The most urgent state of its actions, whose colour a recommendation has."""
    states = {standing.state for standing in answer.standings}
    return next((state for state in State if state in states), None)
