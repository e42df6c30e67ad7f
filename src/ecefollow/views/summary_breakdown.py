"""The parts of a summary that break a portfolio down: by evaluation, and by organization."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from ecefollow.analysis.filters import fold
from ecefollow.analysis.metrics import Metrics, measure
from ecefollow.analysis.words import was, words
from ecefollow.register.model import Answer
from ecefollow.register.portfolio import split
from ecefollow.register.vocabulary import State
from ecefollow.views.context import Context
from ecefollow.views.page import Grid, Line, Row


class Breakdown:
    """The figures of each evaluation and each organization of a portfolio, on one day."""

    def __init__(self, answers: Sequence[Answer], context: Context, *, day: date) -> None:
        by_evaluation: dict[str, list[Answer]] = {r.evaluation: [] for r in context.registers}
        for answer in answers:
            by_evaluation[split(answer.recommendation.id)[0]].append(answer)
        by_organization: dict[str, list[Answer]] = {}
        names: dict[str, str] = {}
        for each in sorted(context.registers, key=lambda each: fold(each.organization)):
            # One organization may be written in two ways; the first stands for both.
            name = names.setdefault(fold(each.organization), each.organization)
            by_organization.setdefault(name, []).extend(by_evaluation[each.evaluation])
        self.evaluations = _measured(by_evaluation, day)
        self.organizations = _measured(by_organization, day)

    @property
    def record(self) -> dict[str, Any]:
        """The same for a program: a list of evaluations, and one of organizations."""
        return {
            "evaluations": _records("evaluation", self.evaluations),
            "organizations": _records("organization", self.organizations),
        }

    def parts(self, before: Breakdown | None) -> Iterator[Line | Grid]:
        """A grid of the evaluations, and one of the organizations.

        Beside what has changed since an earlier day stands what it was *before*.
        """
        yield Line("")
        yield _grid("Evaluation", self.evaluations, before.evaluations if before else {})
        yield Line("")
        yield _grid("Organization", self.organizations, before.organizations if before else {})


def _measured(found: dict[str, list[Answer]], day: date) -> dict[str, Metrics]:
    return {name: measure(answers, day=day) for name, answers in found.items()}


def _records(key: str, found: dict[str, Metrics]) -> list[dict[str, Any]]:
    return [
        {
            key: name,
            "actions": each.actions,
            "completed": each.states[State.COMPLETED],
            "overdue": each.states[State.OVERDUE],
            "implemented": each.rates.implementation.numerator,
            "implementable": each.rates.implementation.denominator,
        }
        for name, each in found.items()
    ]


def _grid(head: str, found: dict[str, Metrics], before: dict[str, Metrics]) -> Grid:
    was = ("",) if before else ()
    heads = (head, "Actions", "Completed", *was, "Overdue", *was, "Implemented")
    rows = (_row(name, each, before.get(name)) for name, each in found.items())
    return Grid(heads, tuple(rows))


def _row(name: str, metrics: Metrics, before: Metrics | None) -> Row:
    overdue = metrics.states[State.OVERDUE]
    percent = metrics.rates.implementation.percent
    cells = (
        str(metrics.actions),
        *_counted(State.COMPLETED, metrics, before),
        *_counted(State.OVERDUE, metrics, before),
        "-" if percent is None else f"{percent} %",
    )
    return Row(words(name), cells, state=State.OVERDUE if overdue else None)


def _counted(state: State, metrics: Metrics, before: Metrics | None) -> tuple[str, ...]:
    """How many actions are in a state, and if there is a day before, how many were if another."""
    number = metrics.states[state]
    if not before:
        return (str(number),)
    return str(number), was(before.states[state], number)
