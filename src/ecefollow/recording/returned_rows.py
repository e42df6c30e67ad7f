"""What the rows of a document that came back add to a register, and what they cannot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from ecefollow.analysis.changes_in_words import describe_update
from ecefollow.documents.blocks import Finding, Place
from ecefollow.importing.known_records import KnownRecords
from ecefollow.importing.rows import HowRead, Said
from ecefollow.recording.new_update import (
    AnyAddition,
    InvalidUpdateError,
    NewAction,
    NewUpdate,
    RecordedAlreadyError,
    addition,
)
from ecefollow.register.model import Recommendation, Register
from ecefollow.register.portfolio import split
from ecefollow.register.standing import Action


class Outcome(NamedTuple):
    """What a row does to the record of an id: what it adds, as sentences say it."""

    place: Place
    id: str
    added: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.place}: {self.id}: {'; '.join(self.added) or 'as the register says'}"


@dataclass(slots=True)
class ReturnedRows:
    """What is added, row by row. With a problem, nothing is."""

    register: Register
    how: HowRead
    adds_new: bool = False
    additions: list[AnyAddition] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    problems: list[Finding] = field(default_factory=list)
    already: list[Finding] = field(default_factory=list)
    known: KnownRecords = field(init=False)  # with what the rows so far add
    _days: dict[str, date] = field(init=False)

    def __post_init__(self) -> None:
        self.known = KnownRecords(self.register)
        self._days = self.register.days_added

    def tell_of(self, place: Place, ident: str, *added: str) -> None:
        """Say what a row does."""
        place = place._replace(column=None)
        self.outcomes.append(Outcome(place, ident, tuple(filter(None, added))))

    def add(
        self,
        record: Action | Recommendation,
        update: NewUpdate,
        place: Place,
        tell: Callable[[str, str], None],
        *,
        is_report: bool = False,
    ) -> str:
        """Add an update and say what it is, "" if there is none; *tell* why there is none.

        A table of somebody's own, which *is_report*, is not asked for reasons.
        """
        on = update.date or date.min
        try:
            new = addition(
                record, update, on=on, added=self._days.get(record.id), is_report=is_report
            )
        except RecordedAlreadyError as error:
            self.already.append(Finding(place._replace(column=None), "", f"{error}"))
            return ""
        except InvalidUpdateError as error:
            tell(error.field or "date", f"{error}")
            return ""
        updates: Any = (*record.updates, new.update)
        extended = replace(record, updates=updates)
        if isinstance(extended, Recommendation):
            self.known.recommendations[record.id] = extended
        else:
            self.known.actions[record.id] = extended
        self.additions.append(new)
        return describe_update(extended, new.update)

    def add_action(self, under: str, action: Action, said: Said) -> None:
        """Add an action that the register does not have, if new ones are to be added."""
        if not self.adds_new:
            message = f"the register has no such action; --add makes it one of {under}"
            self.how.find(said, message)
            return
        if not action.added:
            self.problems.append(said.finding("nothing says since when it is so; give --as-of"))
            return
        first = min((action.added, *(update.date for update in action.updates)))
        own = replace(action, added=first, see=tuple(split(name)[1] for name in action.see))
        self.known.actions[own.id] = own
        self.additions.append(NewAction(under, own))
        self.tell_of(said.place, action.id, "new")
