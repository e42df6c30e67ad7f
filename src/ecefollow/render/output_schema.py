"""What each command prints with `--format json`, as a JSON Schema."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from types import NoneType
from typing import Any, Final

from ecefollow.analysis.metrics import Metrics
from ecefollow.reading.diagnostics import Code, Diagnostic, RefusedError, Severity
from ecefollow.reading.quoting import quoted
from ecefollow.register.model import ChangedAnswer
from ecefollow.register.standing import Update
from ecefollow.register.vocabulary import State, Status
from ecefollow.views import (
    actions,
    diff,
    evaluations,
    log,
    recommendations,
    summary,
    summary_breakdown,
    told_and_known,
)
from ecefollow.views.context import AskedRegister, Skipped
from ecefollow.views.json_types import fields_of, schema_of
from ecefollow.views.listing import Column


def _fields(columns: Iterable[Column]) -> dict[str, Any]:
    return {column.name: column.type for column in columns}


def _row(columns: Iterable[Column]) -> dict[str, Any]:
    """A row of a listing; of several registers it has its evaluation too."""
    return {"evaluation?": str} | _fields(columns)


_FORMAT: Final = {"format": int}
_SEVERAL: Final = {"registers?": tuple[AskedRegister, ...], "skipped?": tuple[Skipped, ...]}
_ASKED: Final = _FORMAT | {"register?": str} | _SEVERAL
_ANSWER: Final = _ASKED | {"as_of": date, "notes": tuple[str, ...], "added_later": int}
_STATES: Final = {"total": int, "states": dict[State, int]}
_SHOWN: Final = {"shown": int, "filter": dict[str, Any]}
_LISTING: Final = _ANSWER | _STATES | _SHOWN | {"events_overdue": int}
_ACTION: Final = _row(actions.FIELDS)
_RECOMMENDATION: Final = _row(recommendations.FIELDS)
_CHANGE: Final = _row(diff.FIELDS)
_DAYS: Final = {"days_moved": int | None, "days_late": int | None}
_UPDATE: Final = fields_of(Update) | {"line": int} | _DAYS
_STATUSES: Final = {"total": int, "status": dict[Status, int]}
_LATER: Final = {"added_later": int}
_FIGURES: Final = {"recommendations": _STATUSES | _LATER, "actions": _STATES | _LATER} | {
    name: fields_of(Metrics)[name] for name in summary.FIGURES
}
_COUNTED: Final = _fields(summary_breakdown.FIELDS)
_COMPARED: Final = _FORMAT | _SEVERAL | {"base": str, "head": str}
_COMMITS: Final = {"commit": str, "day": date | None, "head": str, "ancestor": bool | None}
_VERIFIED: Final = _COMMITS | {"holds": bool, "changes": [_CHANGE | {"code": Code | None}]}
# In the notation of `schema_of`.
OUTPUTS: Final[dict[str, Any]] = {
    "import": [
        {"path": str, "table": str | None, "row": int | None, "column": str | None}
        | {"heading": str | None, "text": str | None, "message": str}
    ],
    "list": _LISTING | {"actions_added_later": int, "recommendations": [_RECOMMENDATION]},
    "actions": _LISTING | {"actions": [_ACTION]},
    "evaluations": _LISTING | {"evaluations": [_fields(evaluations.FIELDS)]},
    "show": _ANSWER
    | {
        "recommendations": [
            _RECOMMENDATION | {"updates": [fields_of(ChangedAnswer) | {"line": int}]}
        ]
    }
    | {"actions": [_ACTION | {"updates": [_UPDATE]}]},
    "overdue": _LISTING | {"actions": [_ACTION]},
    "upcoming": _LISTING
    | {"events": [{"id": str, "event": str, "expected": str}]}
    | {"actions": [_ACTION | {"days_left": int}]},
    "summary": _ANSWER
    | _FIGURES
    | {"evaluations?": [{"evaluation": str} | _COUNTED]}
    | {"organizations?": [{"organization": str} | _COUNTED]}
    | {"since": ({"as_of": date} | _FIGURES, NoneType), "changes": ([_CHANGE], NoneType)},
    "timeline": _ANSWER | {"total": int, "actions": [_ACTION], "undated": [_ACTION | {"why": str}]},
    "check": [fields_of(Diagnostic) | {"severity": Severity}],
    "diff": (
        _COMPARED | {"changes": [_CHANGE]},
        _COMPARED | {"as_of": date, "answers": [_row(told_and_known.FIELDS)]},  # with --as-of
    ),
    "log": (
        _ASKED | _SHOWN | {"total": int, "shallow": bool, "log": [_row(log.FIELDS)]},
        _FORMAT | {"register": str, "revision": str} | _VERIFIED,  # with --verify
        _FORMAT
        | {"revision": str, "holds": bool}
        | {"registers": [{"path": str, "evaluation": str} | _VERIFIED]},
    ),
}


def schema(command: str) -> dict[str, Any]:
    """The JSON Schema of what a command prints, about one register or several.

    It leaves room for fields that a later version adds. RefusedError if the command has no JSON.
    """
    if command not in OUTPUTS:
        known = ", ".join(OUTPUTS)
        message = f"--output: {quoted(command)} is no command with --format json; those are {known}"
        raise RefusedError(message)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"What `ecefollow {command} --format json` prints",
        **schema_of(OUTPUTS[command]),
    }
