"""The listing of recommendations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from ecefollow.analysis.queries import count_verifications, readings
from ecefollow.analysis.values_in_words import (
    count,
    disputed_in_words,
    earliest_deadline,
    part_of,
    verdict,
)
from ecefollow.register.deadlines import Deadline, format_day
from ecefollow.register.model import Answer
from ecefollow.register.vocabulary import State, Status
from ecefollow.views.context import Context, added_later
from ecefollow.views.listing import (
    Column,
    Listing,
    claim_fields,
    confirmed_column,
    evaluation_column,
    footnotes,
    pick,
)

FIELDS: Final = (
    Column("id", "Id", lambda a: a.recommendation.id),
    Column("title", "Recommendation", lambda a: a.recommendation.title),
    Column("status", "Answer", lambda a: a.status, Status),
    Column("response", "Response", lambda a: a.recommendation.response, str | None),
    Column("reservation", "Reservation", lambda a: a.recommendation.reservation, str | None),
    Column("notes", "Notes", lambda a: a.recommendation.notes, tuple[str, ...]),
    Column("tags", "Tags", lambda a: a.recommendation.tags, tuple[str, ...]),
    Column("actions", "Actions", lambda a: len(a.standings), int),
    Column("closed", "Closed", lambda a: a.closed, int),
    Column("next_due", "Earliest due", lambda a: a.next_due, Deadline | None),
    *claim_fields(lambda a: count_verifications(a.standings)),
    Column("added", "Added", lambda a: a.recommendation.added, date | None),
    Column("line", "Line", lambda a: a.recommendation.at.line_number, int),
)
_EVALUATION: Final = evaluation_column(lambda a: a.recommendation.id)
_CLOSED_OF_ALL: Final = Column(
    "closed", "Closed", lambda a: f"{a.closed:,} of {len(a.standings):,}", int, is_field=False
)
_CONFIRMED: Final = confirmed_column(lambda a: count_verifications(a.standings))


def _next_due(answer: Answer) -> str:
    due = answer.next_due
    return earliest_deadline(due, answer.day, is_reading=bool(readings([answer], due)))


_NEXT_DUE: Final = Column("next_due", "Earliest due", _next_due, is_field=False)


def recommendations(rows: Sequence[Answer], answers: Sequence[Answer], context: Context) -> Listing:
    """The listing of `list`: the *rows*, out of all *answers*."""
    standings = [standing for answer in answers for standing in answer.standings]
    closed = sum(standing.state.is_closed for standing in standings)
    disputed = disputed_in_words([count_verifications(standings)])
    later, actions_later = context.added_later
    fields = context.fields(total=len(answers), shown=len(rows))
    shown = f"{part_of(len(rows), len(answers), 'recommendation')}, as of {format_day(context.day)}"
    done = f"{closed} of {count(context.total, 'action')} closed"
    overdue = f"{context.states[State.OVERDUE]} overdue"
    # Where there is no action, none is overdue or without a deadline either.
    counts = [done, *disputed] if context.total else []
    states = [overdue, context.without_deadline, *context.in_doubt] if context.total else []
    lines = ([shown, *added_later(later), *counts, *added_later(actions_later)], states)
    evaluation = (_EVALUATION,) if context.is_portfolio else ()
    confirmed = (_CONFIRMED,) if any(map(verdict, standings)) else ()
    columns = pick(FIELDS, "id", "status", _CLOSED_OF_ALL, *confirmed, _NEXT_DUE, "title")
    return Listing(
        "recommendations",
        (*evaluation, *FIELDS),
        (*evaluation, *columns),
        rows,
        fields | {"added_later": later, "actions_added_later": actions_later},
        context.lines(*(" · ".join(line) for line in lines if line)),
        state=_most_urgent,
        notes=context.notes,
        footnotes=footnotes([i for answer in rows for i in readings([answer], answer.next_due)]),
    )


def _most_urgent(answer: Answer) -> State | None:
    """The most urgent state of its actions, whose colour a recommendation has."""
    states = {standing.state for standing in answer.standings}
    return next((state for state in State if state in states), None)
