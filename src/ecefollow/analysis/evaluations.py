"""How each evaluation of a portfolio stands: what is late, what is closed, and since when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, Final, NamedTuple

from ecefollow.analysis.filters import NO_FILTERS, Filters
from ecefollow.analysis.metrics import Metrics, Rate, measure
from ecefollow.analysis.queries import Sort, last_update, narrow, readings
from ecefollow.register.deadlines import Deadline
from ecefollow.register.model import Answer, Evaluation
from ecefollow.register.portfolio import RegisterFile, split


class EvaluationStanding(NamedTuple):
    """An evaluation as it stands on one day, by the actions that a filter leaves.

    `days_silent` counts from the last update of an action or an answer, None if there is none.
    `is_reading` is true if the next deadline stands under one reading of the source only.
    """

    path: str
    evaluation: Evaluation
    metrics: Metrics
    next_due: Deadline | None
    days_silent: int | None
    is_reading: bool

    @property
    def rate(self) -> Rate:
        """The implementation rate."""
        return self.metrics.rates.implementation


def standings(
    files: Sequence[RegisterFile], *, day: date, filters: Filters = NO_FILTERS
) -> list[EvaluationStanding]:
    """Each evaluation on the day; with filters, those with an action or recommendation left."""
    parts = []
    for path, register in files:
        answers = register.on(day)
        part = narrow(answers, (), filters).of(answers)
        if part or not filters.given:
            parts.append(standing(path, register.evaluation, part, day=day))
    return parts


def by_evaluation(answers: Iterable[Answer]) -> defaultdict[str, list[Answer]]:
    """The answers of a portfolio by their evaluations' ids, in their order."""
    parts = defaultdict[str, list[Answer]](list)
    for answer in answers:
        parts[split(answer.recommendation.id)[0]].append(answer)
    return parts


def standing(
    path: str, evaluation: Evaluation, answers: Sequence[Answer], *, day: date
) -> EvaluationStanding:
    """The evaluation as it stands by these answers of the day."""
    dues = (answer.next_due for answer in answers if answer.next_due)
    first = min(dues, key=attrgetter("last"), default=None)
    last = last_update(answers)
    return EvaluationStanding(
        path=path,
        evaluation=evaluation,
        metrics=measure(answers, day=day),
        next_due=first,
        days_silent=(day - last).days if last else None,
        is_reading=bool(readings(answers, first)),
    )


def arranged(standings: Iterable[EvaluationStanding], sort: Sort) -> list[EvaluationStanding]:
    """The evaluations in order, those that are equal by their ids.

    By attention, those with open actions come first, the most overdue and longest silent of them
    at the top.
    """
    return sorted(standings, key=lambda standing: (_KEYS[sort](standing), standing.evaluation.id))


_LATE: Final = date.max
_SILENT: Final = date.max.toordinal()  # days; longer than any silence that has a beginning


def _silence(standing: EvaluationStanding) -> int:
    return -(_SILENT if standing.days_silent is None else standing.days_silent)


_KEYS: Final[dict[Sort, Callable[[EvaluationStanding], Any]]] = {
    Sort.ATTENTION: lambda e: (not e.metrics.silence.open, -e.metrics.overdue, _silence(e)),
    Sort.ID: lambda e: e.evaluation.id,
    Sort.ORGANIZATION: lambda e: e.evaluation.organization.casefold(),
    Sort.OVERDUE: lambda e: -e.metrics.overdue,
    Sort.NEXT_DUE: lambda e: e.next_due.last if e.next_due else _LATE,
    Sort.RATE: lambda e: 1 if e.rate.share is None else e.rate.share,
    Sort.SILENCE: _silence,
}
