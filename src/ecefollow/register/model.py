"""The records of a register: the evaluation, its recommendations, and how they are answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple

from ecefollow.register.deadlines import Deadline
from ecefollow.register.names import UnitNames, fold
from ecefollow.register.positions import Positions, positions_field
from ecefollow.register.standing import Action, Standing
from ecefollow.register.vocabulary import Status


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """A dated line of a recommendation's history: a changed answer, or a note on it."""

    date: date
    status: Status | None = None
    note: str | None = None
    by: str | None = None
    at: Positions = positions_field()


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What the evaluation recommends, and management's answer, as the file states them."""

    id: str
    title: str
    status: Status
    added: date | None = None
    reservation: str | None = None
    response: str | None = None
    notes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    updates: tuple[ChangedAnswer, ...] = ()
    actions: tuple[Action, ...] = ()
    at: Positions = positions_field()

    def on(self, day: date) -> Answer:
        """How the recommendation is answered on *day*, and how those of its actions then stand."""
        updates = tuple(sorted((u for u in self.updates if u.date <= day), key=attrgetter("date")))
        status = next((u.status for u in reversed(updates) if u.status), self.status)
        standings = tuple(action.on(day) for action in self.actions if _is_there(action, day))
        return Answer(self, day, status, updates, standings)


class Answer(NamedTuple):
    """A recommendation as it is answered on one day, with its actions' standings."""

    recommendation: Recommendation
    day: date
    status: Status
    updates: tuple[ChangedAnswer, ...]
    standings: tuple[Standing, ...]

    @property
    def closed(self) -> int:
        """How many of its actions are closed."""
        return sum(standing.state.is_closed for standing in self.standings)

    @property
    def next_due(self) -> Deadline | None:
        """The earliest deadline of an open action, past or not."""
        open_dues = (s.due for s in self.standings if s.due and not s.state.is_closed)
        return min(open_dues, key=attrgetter("last"), default=None)


@dataclass(frozen=True, slots=True)
class Unit:
    """Who is meant by a name and by those that it `also` has, and how they are reached."""

    name: str
    also: tuple[str, ...] = ()
    mention: str | None = None
    mail: str | None = None
    at: Positions = positions_field()

    @property
    def names(self) -> tuple[str, ...]:
        """All that it is called."""
        return self.name, *self.also


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The evaluation that the register answers."""

    id: str
    title: str
    organization: str
    title_note: str | None = None
    source: str | None = None
    report: str | None = None
    contact: str | None = None
    language: str = "en"
    responded: Deadline | None = None
    units: tuple[Unit, ...] = ()
    at: Positions = positions_field()

    @property
    def names(self) -> UnitNames:
        """By which name each of the units is shown."""
        return UnitNames({fold(name): unit.name for unit in self.units for name in unit.names})


@dataclass(frozen=True, slots=True)
class Register:
    """One evaluation and the response to it."""

    evaluation: Evaluation
    recommendations: tuple[Recommendation, ...]
    at: Positions = positions_field()

    @property
    def records(self) -> Iterator[Recommendation | Action]:
        """Every recommendation, and behind it each of its actions, in file order."""
        for recommendation in self.recommendations:
            yield recommendation
            yield from recommendation.actions

    @property
    def days_added(self) -> dict[str, date]:
        """From which day on each record is there, by its id: an action with its recommendation."""
        days = {each.id: each.added or date.min for each in self.recommendations}
        for whole in self.recommendations:
            first = days[whole.id]
            days |= {action.id: max(first, action.added or first) for action in whole.actions}
        return days

    def on(self, day: date) -> tuple[Answer, ...]:
        """How each recommendation that was there is answered on *day*, each unit by one name."""
        return tuple(each.on(day) for each in self.by_units.recommendations if _is_there(each, day))

    @property
    def by_units(self) -> Register:
        """The register with actions that know by which name each unit is shown."""
        if not self.evaluation.units:
            return self
        names = self.evaluation.names
        recommendations = (
            replace(each, actions=tuple(replace(action, names=names) for action in each.actions))
            for each in self.recommendations
        )
        return replace(self, recommendations=tuple(recommendations))

    def added_after(self, day: date) -> tuple[int, int]:
        """How many recommendations, and how many actions, were added after *day*.

        The actions of a recommendation that was added later were added with it.
        """
        recommendations = actions = 0
        for each in self.recommendations:
            if _is_there(each, day):
                dated = (action.added for action in each.actions if action.added)
                actions += sum(added > day for added in dated)
            else:
                recommendations += 1
                actions += len(each.actions)
        return recommendations, actions


def _is_there(record: Recommendation | Action, day: date) -> bool:
    """Whether the record was there on *day*: it was agreed with the response, or by then."""
    return record.added is None or record.added <= day


def stated(record: Any) -> dict[str, Any]:
    """What an update, or any other record, says by key, without the keys that it leaves out."""
    fields = record.__dataclass_fields__
    values = ((name, getattr(record, name)) for name in fields if fields[name].compare)
    return {name: value for name, value in values if value != fields[name].default}
