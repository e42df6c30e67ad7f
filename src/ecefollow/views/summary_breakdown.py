"""The parts of a summary that break it down: by responsible, by evaluation, by organization."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from ecefollow.analysis.evaluations import by_evaluation
from ecefollow.analysis.metrics import Metrics, ResponsibleCounts, measure
from ecefollow.analysis.values_in_words import NOBODY, confirmed_in_words, was, words
from ecefollow.register.model import Answer
from ecefollow.register.names import fold
from ecefollow.register.vocabulary import State
from ecefollow.views import listing
from ecefollow.views.context import Context
from ecefollow.views.listing import Column, claim_fields
from ecefollow.views.page import Grid, Line, Row

FIELDS: Final = (
    Column("actions", "Actions", lambda m: m.actions, int),
    Column("completed", "Completed", lambda m: m.completed, int),
    Column("overdue", "Overdue", lambda m: m.overdue, int),
    Column("implemented", "Implemented", lambda m: m.rates.implementation.numerator, int),
    Column("implementable", "Implementable", lambda m: m.rates.implementation.denominator, int),
    *claim_fields(lambda m: m.verification),
)
_COUNTS = ("Actions", "Completed", "", "Overdue", "")


def responsible(days: Sequence[Metrics]) -> Grid:
    """A row for each name, with the number of the earlier day beside one that has changed."""
    return _named("Responsible", days[0].responsible, days[-1].responsible)


def accountable(days: Sequence[Metrics]) -> Grid:
    """The same for those who see to it that an action is carried out; none but the named."""
    return _named("Accountable", days[0].accountable, days[-1].accountable)


class Breakdown(NamedTuple):
    """The figures of each evaluation, or of each organization, of a portfolio on one day."""

    kind: str  # "evaluation", "organization"
    figures: Mapping[str, Metrics]

    @property
    def as_json(self) -> dict[str, list[dict[str, Any]]]:
        """The same for a program."""
        rows = [
            {self.kind: name, **listing.as_json(FIELDS, metrics)}
            for name, metrics in self.figures.items()
        ]
        return {f"{self.kind}s": rows}

    def parts(self, before: Breakdown) -> Iterator[Line | Grid]:
        """A grid, in which what it was *before* stands beside a number that has changed."""
        yield Line("")
        is_verified = any(metrics.is_verified for metrics in self.figures.values())
        others = ("Implemented", "Confirmed") if is_verified else ("Implemented",)
        rows = (
            _row(words(name), metrics, before.figures[name], *_others(metrics)[: len(others)])
            for name, metrics in self.figures.items()
        )
        yield Grid((self.kind.capitalize(), *_COUNTS, *others), tuple(rows))


def breakdowns(answers: Sequence[Answer], context: Context, *, day: date) -> tuple[Breakdown, ...]:
    """The answers of a portfolio by evaluation and by organization; of one register, none."""
    if not context.is_portfolio:
        return ()
    evaluations = by_evaluation(answers)
    organizations: dict[str, list[Answer]] = {}
    names: dict[str, str] = {}
    for register in sorted(context.registers, key=lambda register: fold(register.organization)):
        # One organization may be written in two ways; the first stands for both.
        name = names.setdefault(fold(register.organization), register.organization)
        organizations.setdefault(name, []).extend(evaluations[register.evaluation])
    in_order = {
        register.evaluation: evaluations[register.evaluation] for register in context.registers
    }
    return tuple(
        Breakdown(kind, {name: measure(part, day=day) for name, part in parts.items()})
        for kind, parts in (("evaluation", in_order), ("organization", organizations))
    )


def _named(
    head: str, before: Sequence[ResponsibleCounts], units: Sequence[ResponsibleCounts]
) -> Grid:
    then = {unit.name: unit for unit in before}
    rows = (_row(words(u.name or NOBODY), u, then.get(u.name, u)) for u in units)
    return Grid((head, *_COUNTS), tuple(rows))


def _row(
    label: str,
    now: Metrics | ResponsibleCounts,
    then: Metrics | ResponsibleCounts,
    *others: str,
) -> Row:
    cells = (
        words(now.actions),
        words(now.completed),
        was(then.completed, now.completed),
        words(now.overdue),
        was(then.overdue, now.overdue),
        *others,
    )
    return Row(label, cells, state=State.OVERDUE if now.overdue else None)


def _others(metrics: Metrics) -> tuple[str, str]:
    """The implementation rate, and how much of what is closed somebody confirmed."""
    return metrics.rates.implementation.shown, confirmed_in_words(metrics.verification)
