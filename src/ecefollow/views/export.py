"""Registers and how they stand on a day, as the rows of a database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final, TypeAlias

from ecefollow.analysis.owners import Owners
from ecefollow.reading.diagnostics import Diagnostic
from ecefollow.register.deadlines import Deadline
from ecefollow.register.model import (
    Action,
    Answer,
    ChangedAnswer,
    Evaluation,
    Recommendation,
    Register,
    Standing,
    Update,
)
from ecefollow.register.names import fold
from ecefollow.register.portfolio import qualified
from ecefollow.views.context import published_path
from ecefollow.views.json_values import json_value

ByColumn: TypeAlias = dict[str, Any]
Tables: TypeAlias = dict[str, list[ByColumn]]

# In this order no row refers to one that is not there yet.
TABLES: Final = (
    "evaluations",
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
        tables["evaluations"].append(_evaluation(register.evaluation, position, path, day))
        for name, row in _rows(register, by_path.get(path, ()), day):
            tables[name].append(row)
    return tables


_Rows: TypeAlias = Iterator[tuple[str, ByColumn]]


def _rows(register: Register, findings: Sequence[Diagnostic], day: date) -> _Rows:
    """Every row of what is in a register, each with the name of its table."""
    evaluation = register.evaluation
    position = 0
    there = set()
    for number, answer in enumerate(register.on(day), 1):
        yield from _recommendation(evaluation.id, answer, number)
        there.add(answer.recommendation.id)
        for standing in answer.standings:
            position += 1
            there.add(standing.action.id)
            yield from _action(evaluation.id, answer.recommendation, standing, position)
    yield from _findings(register, findings, there)


def _evaluation(evaluation: Evaluation, position: int, path: str, day: date) -> ByColumn:
    return {
        "id": evaluation.id,
        "position": position,
        "title": evaluation.title,
        "title_note": evaluation.title_note,
        "organization": evaluation.organization,
        "source": evaluation.source,
        "report": evaluation.report,
        "contact": evaluation.contact,
        "language": evaluation.language,
        **_deadline("responded", evaluation.responded),
        "register": published_path(path),
        "as_of": json_value(day),
    }


def _recommendation(evaluation: str, answer: Answer, position: int) -> _Rows:
    recommendation = answer.recommendation
    key = qualified(evaluation, recommendation.id)
    yield (
        "recommendations",
        {
            "id": key,
            "evaluation": evaluation,
            "short_id": recommendation.id,
            "position": position,
            "title": recommendation.title,
            "status": answer.status.value,
            "own_status": recommendation.status.value,
            "added": json_value(recommendation.added),
            "reservation": recommendation.reservation,
            "response": recommendation.response,
            "line": recommendation.at.line_number,
        },
    )
    yield from _list("notes", {"recommendation": key}, "note", recommendation.notes)
    yield from _list("tags", {"recommendation": key}, "tag", recommendation.tags)
    for number, update in enumerate(recommendation.updates, 1):
        yield (
            "updates",
            {
                **_update(update, key, number, counted=update.date <= answer.day),
                "recommendation": key,
                "action": None,
                "progress": None,
                "status": json_value(update.status),
                **_deadline("due", None),
                "days_moved": None,
                "hands_over": 0,
                "day_unknown": 0,
                "verified": None,
            },
        )


def _action(
    evaluation: str, recommendation: Recommendation, standing: Standing, position: int
) -> _Rows:
    action = standing.action
    key = qualified(evaluation, action.id)
    own = {"action": key}
    above = qualified(evaluation, recommendation.id)
    yield (
        "actions",
        {
            "id": key,
            "evaluation": evaluation,
            "recommendation": above,
            "short_id": action.id,
            "position": position,
            "text": action.text,
            "accountable": action.accountable,
            "added": json_value(action.added),
            **_deadline("own_due", action.due),
            "due_text": action.due_text,
            "reading": action.reading,
            "after_event": action.after and action.after.event,
            **_deadline("after_expected", action.after.expected if action.after else None),
            "after_happened": json_value(action.after and action.after.happened),
            "ongoing": int(action.ongoing),
            "discretionary": int(action.discretionary),
            "line": action.at.line_number,
        },
    )
    yield from _list("see", own, "related", (qualified(evaluation, ident) for ident in action.see))
    yield from _names("own_responsible", own, action.responsible)
    yield from _names("responsible", own, standing.responsible)
    yield from _updates(key, above, action, standing.day)
    yield "standings", {**own, **_standing(standing)}


def _updates(key: str, recommendation: str, action: Action, day: date) -> _Rows:
    # No later update changes by how much an earlier one moved the deadline.
    moved = {id(move.update): move.days for move in action.on(date.max).moves}
    for number, update in enumerate(action.updates, 1):
        row = _update(update, key, number, counted=update.date <= day)
        own = {"update_id": row["id"]}
        yield (
            "updates",
            {
                **row,
                "recommendation": recommendation,
                "action": key,
                "progress": json_value(update.progress),
                "status": None,
                **_deadline("due", update.due),
                "days_moved": moved.get(id(update)),
                "hands_over": int(update.responsible is not None),
                "day_unknown": int(update.day_unknown),
                "verified": json_value(update.verified),
            },
        )
        yield from _names("handovers", own, update.responsible or ())
        yield from _list("evidence", own, "evidence", update.evidence)


def _update(update: Update | ChangedAnswer, key: str, position: int, *, counted: bool) -> ByColumn:
    """What every update has, that of an action and that of a recommendation."""
    return {
        "id": f"{key}#{position}",
        "position": position,
        "date": json_value(update.date),
        "counted": int(counted),
        "note": update.note,
        "reported_by": update.by,
        "line": update.at.line_number,
    }


def _standing(standing: Standing) -> ByColumn:
    return {
        "as_of": json_value(standing.day),
        "state": standing.state.value,
        "progress": standing.progress.value,
        "since": json_value(standing.since),
        "begun_by": json_value(standing.begin and standing.begin.date),
        "verification": json_value(standing.verification),
        **_deadline("due", standing.due),
        "original_due": json_value(standing.original_due),
        "revisions": len(standing.moves),
        "slippage_days": standing.slippage_days,
        "days_overdue": standing.days_overdue,
        "days_left": standing.days_left,
        "days_past_original": standing.days_past_original,
        "completed_on": json_value(standing.completed_on),
        "days_late": standing.days_late,
        "last_update": json_value(standing.last_update),
    }


def _findings(register: Register, findings: Sequence[Diagnostic], there: Collection[str]) -> _Rows:
    """The findings but those about a record that was added later, and so has no row."""
    owners = Owners(register)
    evaluation = register.evaluation.id
    for number, finding in enumerate(findings, 1):
        owner = owners.at(*finding.at)
        action = owner.action if owner else None
        if owner and (action or owner.recommendation).id not in there:
            continue
        yield (
            "findings",
            {
                "evaluation": evaluation,
                "position": number,
                "recommendation": qualified(evaluation, owner.recommendation.id) if owner else None,
                "action": qualified(evaluation, action.id) if action else None,
                "code": finding.code.value,
                "message": finding.message,
                "line": finding.line,
                "column_number": finding.column,
            },
        )


def _deadline(name: str, deadline: Deadline | None) -> ByColumn:
    """A deadline in two columns: its last day, and as it is written."""
    return {name: json_value(deadline), f"{name}_written": deadline and deadline.written}


def _list(table: str, owner: ByColumn, name: str, values: Iterable[str]) -> _Rows:
    for position, value in enumerate(values, 1):
        yield table, {**owner, "position": position, name: value}


def _names(table: str, owner: ByColumn, names: Iterable[str]) -> _Rows:
    for position, name in enumerate(names, 1):
        yield table, {**owner, "position": position, "name": name, "folded": fold(name)}
