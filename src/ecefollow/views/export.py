"""Registers and how they stand on a day, as the rows of a database."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final, TypeAlias

from ecefollow.analysis.owners import Owners
from ecefollow.reading.diagnostics import Diagnostic
from ecefollow.register.deadlines import Deadline
from ecefollow.register.model import Answer, ChangedAnswer, Evaluation, Recommendation, Register
from ecefollow.register.names import fold
from ecefollow.register.portfolio import qualified
from ecefollow.register.standing import Standing, Update
from ecefollow.views.context import published_path
from ecefollow.views.json_values import json_value

ByColumn: TypeAlias = dict[str, Any]
Tables: TypeAlias = dict[str, list[ByColumn]]

# In this order no row refers to one that is not there yet.
TABLES: Final = (
    "evaluations",
    "units",
    "recommendations",
    "notes",
    "tags",
    "actions",
    "see",
    "own_responsible",
    "responsible",
    "updates",
    "handovers",
    "evidence",
    "standings",
    "findings",
)


def export(
    registers: Sequence[tuple[str, Register]], findings: Sequence[Diagnostic], *, day: date
) -> Tables:
    """The rows of each table, for registers by their paths, as they stand on *day*.

    The *findings* are those of the same paths. No two registers may be of one evaluation.
    """
    tables: Tables = {name: [] for name in TABLES}
    by_path: dict[str, list[Diagnostic]] = {}
    for finding in findings:
        by_path.setdefault(finding.path, []).append(finding)
    for position, (path, register) in enumerate(registers, 1):
        for name, row in _rows(register, position, path, by_path.get(path, ()), day):
            tables[name].append({column: json_value(value) for column, value in row.items()})
    return tables


_Rows: TypeAlias = Iterator[tuple[str, ByColumn]]


def _rows(
    register: Register, position: int, path: str, findings: Sequence[Diagnostic], day: date
) -> _Rows:
    """Every row of what is in a register on the day, each with the name of its table."""
    evaluation = register.evaluation.id
    yield "evaluations", _evaluation(register.evaluation, position, path, day)
    yield from _units(register.evaluation)
    answers = register.on(day)
    there = {answer.recommendation.id for answer in answers}
    there |= {standing.action.id for answer in answers for standing in answer.standings}
    number = 0
    for place, answer in enumerate(answers, 1):
        yield from _recommendation(evaluation, answer, place)
        for standing in answer.standings:
            number += 1
            yield from _action(evaluation, answer.recommendation, standing, number, there)
    yield from _findings(register, findings, there)


def _evaluation(evaluation: Evaluation, position: int, path: str, day: date) -> ByColumn:
    names = ("id", "title", "title_note", "organization", "source", "report", "contact", "language")
    return {
        **_values(evaluation, *names),
        "position": position,
        **_deadline("responded", evaluation.responded),
        "register": published_path(path),
        "as_of": day,
    }


def _units(evaluation: Evaluation) -> _Rows:
    """Each unit under each of its names."""
    names = [(unit, name) for unit in evaluation.units for name in unit.names]
    for position, (unit, called) in enumerate(names, 1):
        row = {"evaluation": evaluation.id, "position": position, "name": unit.name}
        row |= {"called": called, "folded": fold(called)}
        yield "units", {**row, "mention": unit.mention, "mail": unit.mail}


def _recommendation(evaluation: str, answer: Answer, position: int) -> _Rows:
    recommendation = answer.recommendation
    key = qualified(evaluation, recommendation.id)
    own = {"recommendation": key}
    yield (
        "recommendations",
        {
            "id": key,
            "evaluation": evaluation,
            "short_id": recommendation.id,
            "position": position,
            **_values(recommendation, "title", "added", "reservation", "response"),
            "status": answer.status,
            "own_status": recommendation.status,
            "line": recommendation.at.line_number,
        },
    )
    yield from _list("notes", own, "note", recommendation.notes)
    yield from _list("tags", own, "tag", recommendation.tags)
    for number, update in enumerate(recommendation.updates, 1):
        yield (
            "updates",
            {**_update(update, key, number, answer.day), **own, "status": update.status},
        )


def _action(
    evaluation: str,
    recommendation: Recommendation,
    standing: Standing,
    position: int,
    there: Container[str],
) -> _Rows:
    action = standing.action
    key = qualified(evaluation, action.id)
    own = {"action": key}
    above = {"recommendation": qualified(evaluation, recommendation.id)}
    yield (
        "actions",
        {
            "id": key,
            "evaluation": evaluation,
            **above,
            "short_id": action.id,
            "position": position,
            **_values(action, "text", "added", "due_text", "reading", "ongoing", "discretionary"),
            "accountable": standing.accountable,
            **_deadline("own_due", action.due),
            "after_event": action.after and action.after.event,
            **_deadline("after_expected", action.after.expected if action.after else None),
            "after_happened": action.after and action.after.happened,
            "line": action.at.line_number,
        },
    )
    related = [qualified(evaluation, ident) for ident in action.see if ident in there]
    yield from _list("see", own, "related", related)
    yield from _names("own_responsible", own, action.responsible)
    yield from _names("responsible", own, standing.responsible)
    # No later update changes by how much an earlier one moved the deadline.
    moved = {id(move.update): move.days for move in action.on(date.max).moves}
    for number, update in enumerate(action.updates, 1):
        row = {
            **_update(update, key, number, standing.day),
            **above,
            **own,
            **_values(update, "progress", "day_unknown", "verified"),
            **_deadline("due", update.due),
            "days_moved": moved.get(id(update)),
            "hands_over": update.responsible is not None,
        }
        yield "updates", row
        yield from _names("handovers", {"update_id": row["id"]}, update.responsible or ())
        yield from _list("evidence", {"update_id": row["id"]}, "evidence", update.evidence)
    yield "standings", {**own, **_standing(standing)}


def _update(update: Update | ChangedAnswer, key: str, position: int, day: date) -> ByColumn:
    """What every update has, and no value for what only an action's has, or a recommendation's."""
    return {
        "id": f"{key}#{position}",
        "recommendation": None,
        "action": None,
        "position": position,
        "date": update.date,
        "counted": update.date <= day,
        "progress": None,
        "status": None,
        **_deadline("due", None),
        "days_moved": None,
        "hands_over": False,
        "day_unknown": False,
        "verified": None,
        "note": update.note,
        "reported_by": update.by,
        "line": update.at.line_number,
    }


def _standing(standing: Standing) -> ByColumn:
    names = (
        *("state", "progress", "since", "verification", "original_due", "slippage_days"),
        *("days_overdue", "days_left", "days_past_original", "completed_on", "days_late"),
        "last_update",
    )
    return {
        **_values(standing, *names),
        "as_of": standing.day,
        "begun_by": standing.begin and standing.begin.date,
        "closing_in_doubt": standing.is_closing_in_doubt,
        **_deadline("due", standing.due),
        "revisions": len(standing.moves),
    }


def _findings(register: Register, findings: Sequence[Diagnostic], there: Container[str]) -> _Rows:
    """What was found, but for what was found in a record that was added after the day."""
    owners = Owners(register)
    evaluation = register.evaluation.id
    number = 0
    for finding in findings:
        owner = owners.at(*finding.at)
        action = owner.action if owner else None
        if owner and (action or owner.recommendation).id not in there:
            continue
        number += 1
        yield (
            "findings",
            {
                "evaluation": evaluation,
                "position": number,
                "recommendation": qualified(evaluation, owner.recommendation.id) if owner else None,
                "action": qualified(evaluation, action.id) if action else None,
                "code": finding.code,
                "message": finding.message,
                "line": finding.line,
                "column_number": finding.column,
            },
        )


def _values(record: object, *names: str) -> ByColumn:
    """What is called in the database as it is in the model."""
    return {name: getattr(record, name) for name in names}


def _deadline(name: str, deadline: Deadline | None) -> ByColumn:
    """A deadline in two columns: its last day, and as it is written."""
    return {name: deadline, f"{name}_written": deadline and deadline.written}


def _list(table: str, owner: ByColumn, name: str, values: Iterable[str]) -> _Rows:
    for position, value in enumerate(values, 1):
        yield table, {**owner, "position": position, name: value}


def _names(table: str, owner: ByColumn, names: Iterable[str]) -> _Rows:
    for position, name in enumerate(names, 1):
        yield table, {**owner, "position": position, "name": name, "folded": fold(name)}
