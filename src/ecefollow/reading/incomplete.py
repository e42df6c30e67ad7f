"""What could be read of a register with errors: only what the checks and completion ask about.

A record is incomplete if something required is missing from it, or from a record inside it. Any
other record of such a register is one of the model.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from ecefollow.register import model, schema, standing
from ecefollow.register.deadlines import Deadline
from ecefollow.register.positions import Positions
from ecefollow.register.vocabulary import Progress, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class IncompleteEvent:
    """An event that is not named."""

    happened: date | None = None
    at: Positions = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncompleteUpdate:
    """An update of an action or a recommendation, without its day."""

    status: Status | None = None
    progress: Progress | None = None
    responsible: tuple[str, ...] | None = None
    evidence: tuple[str, ...] = ()
    at: Positions = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncompleteAction:
    """An action; what could not be read of it is None."""

    id: str | None = None
    text: str | None = None
    responsible: tuple[str, ...] | None = None
    accountable: str | None = None
    added: date | None = None
    due: Deadline | None = None
    after: standing.Event | IncompleteEvent | None = None
    ongoing: bool = False
    updates: tuple[standing.Update | IncompleteUpdate, ...] = ()
    at: Positions = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncompleteRecommendation:
    """A recommendation; what could not be read of it is None."""

    id: str | None = None
    title: str | None = None
    status: Status | None = None
    added: date | None = None
    tags: tuple[str, ...] = ()
    updates: tuple[model.ChangedAnswer | IncompleteUpdate, ...] = ()
    actions: tuple[standing.Action | IncompleteAction, ...] = ()
    at: Positions = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncompleteUnit:
    """A unit that is not named."""

    at: Positions = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncompleteEvaluation:
    """An evaluation; what could not be read of it is None."""

    id: str | None = None
    organization: str | None = None
    at: Positions = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncompleteRegister:
    """A register; of one that cannot be read to its end, the recommendations read before that."""

    evaluation: model.Evaluation | IncompleteEvaluation | None = None
    recommendations: tuple[model.Recommendation | IncompleteRecommendation, ...] = ()


_CLASSES: Final[Mapping[schema.Record, Any]] = {
    schema.EVENT: IncompleteEvent,
    schema.UPDATE: IncompleteUpdate,
    schema.CHANGED_ANSWER: IncompleteUpdate,
    schema.ACTION: IncompleteAction,
    schema.RECOMMENDATION: IncompleteRecommendation,
    schema.UNIT: IncompleteUnit,
    schema.EVALUATION: IncompleteEvaluation,
    schema.REGISTER: IncompleteRegister,
}


def incomplete(kind: schema.Record, values: Mapping[str, Any], at: Positions) -> Any:
    """The incomplete record of the *kind*, with those of the *values* that it keeps."""
    chosen = _CLASSES[kind]
    values = {**values, "at": at}
    return chosen(**{name: value for name, value in values.items() if name in chosen.__slots__})
