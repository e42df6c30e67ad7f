"""What a register records, as facts that a later version may have lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ecefollow.analysis.changes import Change, ChangeKind
from ecefollow.register.model import Action, ChangedAnswer, Recommendation, Register, Update

# A kind of fact, the id of its recommendation or action, and what is recorded.
Fact = tuple[str, str, Any]

_VALUES_OF_ACTIONS = (
    *("text", "responsible", "accountable", "due", "due_text", "reading", "ongoing"),
    *("discretionary", "see"),
)
_VALUES_OF_RECOMMENDATIONS = ("title", "status", "reservation", "response", "notes", "tags")
_VALUES_OF_EVALUATIONS = ("id", "title", "organization", "source", "responded")


class KnownFacts:
    """A number for each fact that was met, so that a set of them is one integer."""

    def __init__(self) -> None:
        self._numbers: dict[Fact, int] = {}

    def of(self, register: Register) -> int:
        """The facts of a register, as a set of bits."""
        bits = 0
        for fact in facts(register):
            bits |= self.bit(fact)
        return bits

    def bit(self, fact: Fact) -> int:
        """The bit of one fact."""
        return 1 << self._numbers.setdefault(fact, len(self._numbers))


def facts(register: Register) -> Iterator[Fact]:
    """Everything that the register records."""
    yield from _values("evaluation", register.evaluation, _VALUES_OF_EVALUATIONS)
    for record in register.records:
        yield "record", record.id, None
        names = (
            _VALUES_OF_RECOMMENDATIONS if isinstance(record, Recommendation) else _VALUES_OF_ACTIONS
        )
        yield from _values(record.id, record, names)
        if isinstance(record, Action):
            yield "after", record.id, record.after
            yield "event", record.id, record.after and record.after.event
            yield "happened", record.id, record.after and record.after.happened
        for update in record.updates:
            yield "update", record.id, update


def fact_before(change: Change) -> Fact | None:
    """What the change took back, None if it took nothing back."""
    match change.kind:
        case ChangeKind.REMOVED:
            return "record", change.id, None
        case ChangeKind.UPDATE_CHANGED:
            return ("update", change.id, change.before) if change.before else None
        case _:
            return str(change.field), change.id, change.before


def day_of(change: Change, register: Register) -> list[Update | ChangedAnswer]:
    """The updates of the day of the one that was changed, in their order: the later line wins."""
    return [
        update
        for record in register.records
        if record.id == change.id
        for update in record.updates
        if change.before and update.date == change.before.date
    ]


def fact_after(change: Change) -> Fact:
    """What the change recorded."""
    if change.kind is ChangeKind.ADDED:
        return "record", change.id, None
    if change.kind is ChangeKind.UPDATE_CHANGED:
        return "update", change.id, change.after
    if change.update:
        return "update", change.id, change.update
    return str(change.field), change.id, change.after


def _values(ident: str, record: Any, names: tuple[str, ...]) -> Iterator[Fact]:
    for name in names:
        yield name, ident, getattr(record, name)
