"""The listing of evaluations: a row for each register of a portfolio."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ecefollow.analysis.evaluations import EvaluationStanding
from ecefollow.analysis.values_in_words import (
    count,
    disputed_in_words,
    earliest_deadline,
    marked,
    part_of,
)
from ecefollow.register.deadlines import Deadline, format_day
from ecefollow.register.vocabulary import State
from ecefollow.views.context import Context, added_later, in_doubt
from ecefollow.views.listing import (
    MARK_MEANS,
    Column,
    Listing,
    claim_fields,
    confirmed_column,
    pick,
)

FIELDS: Final = (
    Column("id", "Evaluation", lambda e: e.evaluation.id),
    Column("title", "Title", lambda e: e.evaluation.title),
    Column("title_note", "Title note", lambda e: e.evaluation.title_note, str | None),
    Column("organization", "Organization", lambda e: e.evaluation.organization),
    Column("report", "Report", lambda e: e.evaluation.report, str | None),
    Column("contact", "Contact", lambda e: e.evaluation.contact, str | None),
    Column("language", "Language", lambda e: e.evaluation.language),
    Column("responded", "Responded", lambda e: e.evaluation.responded, Deadline | None),
    Column("recommendations", "Recommendations", lambda e: e.metrics.recommendations, int),
    Column("actions", "Actions", lambda e: e.metrics.actions, int),
    Column("closed", "Closed", lambda e: e.metrics.closed, int),
    Column("overdue", "Overdue", lambda e: e.metrics.overdue, int),
    Column("next_due", "Earliest due", lambda e: e.next_due, Deadline | None),
    Column("implemented", "Implemented", lambda e: e.rate.numerator, int),
    Column("implementable", "Implementable", lambda e: e.rate.denominator, int),
    Column("implementation_percent", "Implementation", lambda e: e.rate.percent, int | None),
    *claim_fields(lambda e: e.metrics.verification),
    Column("days_silent", "Days silent", lambda e: e.days_silent, int | None),
    Column("path", "Path", lambda e: e.path),
)


def closed_of_all(standing: EvaluationStanding) -> str:
    """How many actions are closed, of all: "4 of 7"."""
    return f"{standing.metrics.closed:,} of {standing.metrics.actions:,}"


def deadline(standing: EvaluationStanding) -> str:
    """The earliest deadline of what is open, and whether it has passed."""
    day = standing.metrics.day
    return earliest_deadline(standing.next_due, day, is_reading=standing.is_reading)


_CLOSED_OF_ALL: Final = Column("closed", "Closed", closed_of_all, int, is_field=False)
_NEXT_DUE: Final = Column(
    "next_due",
    "Earliest due",  # whether it has passed is seen by how many are overdue
    lambda e: marked(e.next_due, is_reading=e.is_reading),
    is_field=False,
)
_RATE: Final = Column("rate", "Implemented", lambda e: e.rate.shown, int, is_field=False)
_CONFIRMED: Final = confirmed_column(lambda e: e.metrics.verification)
_SILENT: Final = Column(
    "silent",
    "Silent",
    lambda e: None if e.days_silent is None else f"{e.days_silent:,} d",
    int,
    is_field=False,
)


def evaluations(rows: Sequence[EvaluationStanding], context: Context, *, total: int) -> Listing:
    """The evaluations, a row each, out of so many."""
    overdue = sum(row.metrics.overdue for row in rows)
    shown = part_of(len(rows), total, "evaluation")
    waiting = sum(row.metrics.events_overdue for row in rows)
    doubts = in_doubt(waiting, sum(row.metrics.states[State.UNKNOWN] for row in rows))
    doubts += disputed_in_words(row.metrics.verification for row in rows)
    counted = [count(overdue, "overdue action"), *doubts, *added_later(context.added_later[1])]
    line = " · ".join([f"{shown}, as of {format_day(context.day)}", *counted])
    if context.filter.keys() - {"evaluation", "organization"}:
        line += " · counting only what the filter leaves"
    return Listing(
        "evaluations",
        FIELDS,
        pick(
            FIELDS,
            "id",
            "overdue",
            _CLOSED_OF_ALL,
            _NEXT_DUE,
            _RATE,
            *([_CONFIRMED] if any(row.metrics.is_verified for row in rows) else []),
            _SILENT,
            "organization",
            "title",
        ),
        rows,
        context.fields(total=total, shown=len(rows)),
        context.lines(line),
        state=lambda row: State.OVERDUE if row.metrics.overdue else None,
        notes=context.notes,
        footnotes=(f"{MARK_MEANS}.",) if any(row.is_reading for row in rows) else (),
    )
