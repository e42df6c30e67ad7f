"""The listing of evaluations: a row for each register of a portfolio."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ecefollow.analysis.evaluations import EvaluationStanding
from ecefollow.analysis.words import count, next_due_in_words, part_of
from ecefollow.register.deadlines import format_day
from ecefollow.register.vocabulary import State
from ecefollow.views.context import Context
from ecefollow.views.listing import Column, Listing, pick

_FIELDS: Final = (
    Column("id", "Evaluation", lambda e: e.evaluation.id),
    Column("title", "Title", lambda e: e.evaluation.title),
    Column("organization", "Organization", lambda e: e.evaluation.organization),
    Column("responded", "Responded", lambda e: e.evaluation.responded),
    Column("recommendations", "Recommendations", lambda e: e.metrics.recommendations),
    Column("actions", "Actions", lambda e: e.metrics.actions),
    Column("closed", "Closed", lambda e: e.closed),
    Column("overdue", "Overdue", lambda e: e.overdue),
    Column("next_due", "Next due", lambda e: e.next_due),
    Column("implemented", "Implemented", lambda e: e.rate.numerator),
    Column("implementable", "Implementable", lambda e: e.rate.denominator),
    Column("implementation_percent", "Implementation", lambda e: e.rate.percent),
    Column("days_silent", "Days silent", lambda e: e.days_silent),
    Column("path", "Path", lambda e: e.path),
)
_CLOSED_OF_ALL: Final = Column(
    "closed", "Closed", lambda e: f"{e.closed} of {e.metrics.actions}", is_field=False
)
_NEXT_DUE: Final = Column(
    "next_due", "Next due", lambda e: next_due_in_words(e.next_due, e.metrics.day), is_field=False
)
_RATE: Final = Column(
    "rate",
    "Rate",
    lambda e: None if e.rate.percent is None else f"{e.rate.percent} %",
    is_field=False,
)
_SILENT: Final = Column(
    "silent",
    "Silent",
    lambda e: None if e.days_silent is None else f"{e.days_silent} d",
    is_field=False,
)


def evaluations(rows: Sequence[EvaluationStanding], context: Context, *, total: int) -> Listing:
    """The evaluations, a row each, out of so many."""
    overdue = sum(row.overdue for row in rows)
    shown = part_of(len(rows), total, "evaluation")
    line = f"{shown}, as of {format_day(context.day)} · {count(overdue, 'overdue action')}"
    return Listing(
        "evaluations",
        _FIELDS,
        pick(
            _FIELDS,
            "id",
            "overdue",
            _CLOSED_OF_ALL,
            _NEXT_DUE,
            _RATE,
            _SILENT,
            "organization",
            "title",
        ),
        rows,
        context.fields(total=total, shown=len(rows)),
        context.lines(line),
        state=lambda row: State.OVERDUE if row.overdue else None,
        notes=context.notes,
    )
