"""What a register answers about a day, as far as nobody may alter it later."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from ecefollow.register.model import Register
from ecefollow.register.standing import Standing
from ecefollow.register.vocabulary import State


class ToldAnswers(NamedTuple):
    """How recommendations are answered, what is overdue and how, how late completions were."""

    statuses: dict[str, str]
    overdue: dict[str, tuple[Any, ...]]
    days_late: dict[str, int | None]  # of what is completed


def told(register: Register, day: date) -> ToldAnswers:
    """The answers about a day."""
    answers = register.on(day)
    standings = [standing for answer in answers for standing in answer.standings]
    return ToldAnswers(
        {answer.recommendation.id: answer.status for answer in answers},
        {s.action.id: _overdue(s) for s in standings if s.state is State.OVERDUE},
        {s.action.id: s.days_late for s in standings if s.state is State.COMPLETED},
    )


def is_restated(base: Register, head: Register, day: date) -> bool:
    """Whether what is still there is answered otherwise, a completion only if there was one."""
    was, now = told(base, day), told(head, day)
    kept = {record.id for record in head.records}
    lates = {ident: now.days_late.get(ident) for ident in was.days_late}
    return (
        _of(was.statuses, kept) != now.statuses
        or _of(was.overdue, kept) != now.overdue
        or _of(was.days_late, kept) != _of(lates, kept)
    )


def _overdue(standing: Standing) -> tuple[Any, ...]:
    due, first = standing.due, standing.original_due
    return due and due.last, first and first.last, standing.responsible


def _of(answers: Mapping[str, Any], ids: set[str]) -> dict[str, Any]:
    return {ident: answer for ident, answer in answers.items() if ident in ids}
