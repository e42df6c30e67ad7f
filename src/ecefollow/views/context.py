"""The context of an answer: the day, the register, the filter, and what the answer leaves out."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, Self

from ecefollow.analysis.values_in_words import count, words
from ecefollow.reading.quoting import escaped
from ecefollow.register.portfolio import RegisterFile, split
from ecefollow.register.vocabulary import State
from ecefollow.views.json_values import json_value


class AskedRegister(NamedTuple):
    """One register of a portfolio."""

    path: str
    evaluation: str
    title: str
    organization: str

    @classmethod
    def of(cls, file: RegisterFile) -> Self:
        """What an answer says of a register that it was read from."""
        evaluation = file.register.evaluation
        return cls(file.path, evaluation.id, evaluation.title, evaluation.organization)


class Skipped(NamedTuple):
    """A register that an answer leaves out, and why."""

    path: str
    reason: str


class Context(NamedTuple):
    """The context of an answer: the day, the register, its actions by state, and the filter."""

    day: date
    register: str
    states: dict[State, int]
    filter: dict[str, Any]
    notes: tuple[str, ...] = ()
    registers: tuple[AskedRegister, ...] = ()  # all of a portfolio, none if there is only one
    skipped: tuple[Skipped, ...] = ()
    paths: tuple[str, ...] = ()  # of all files that were asked, also those that it leaves out
    added_later: tuple[int, int] = (0, 0)  # recommendations and actions, which it leaves out
    events_overdue: int = 0  # actions that wait for an event that was expected earlier

    @property
    def is_portfolio(self) -> bool:
        """Whether several registers are asked, so that ids are behind those of evaluations."""
        return bool(self.registers)

    @property
    def as_json(self) -> dict[str, Any]:
        """The fields that every JSON answer begins with."""
        one = {} if self.is_portfolio else {"register": self.register}
        registers = one | asked_fields(self.registers, self.skipped)
        return {
            "format": 1,
            "as_of": json_value(self.day),
            **registers,
            "notes": list(self.notes),
            "added_later": self.added_later[1],
        }

    def path_of(self, ident: str) -> str:
        """The path of the register that has the recommendation or action."""
        evaluation, _ = split(ident)
        paths = (register.path for register in self.registers if register.evaluation == evaluation)
        return next(paths, self.register)

    @property
    def total(self) -> int:
        """The number of actions in the whole register."""
        return sum(self.states.values())

    def fields(self, *, total: int, shown: int) -> dict[str, Any]:
        """The fields before the rows of a listing in JSON."""
        return {
            **self.as_json,
            "total": total,
            "states": json_value(self.states),
            "shown": shown,
            "events_overdue": self.events_overdue,
            "filter": json_value(self.filter),
        }

    def lines(self, *first: str) -> tuple[str, ...]:
        """The lines below a listing: the *first* ones, the filter, what was skipped, the notes."""
        return (
            *first,
            *filter_lines(self.filter),
            *skipped_lines(self.skipped),
            *(f"Note: {note}" for note in self.notes),
        )

    @property
    def without_deadline(self) -> str:
        """How many open actions of the whole register have no deadline."""
        return without_deadline(self.states)

    @property
    def in_doubt(self) -> list[str]:
        """What else may be late, of the whole register."""
        return in_doubt(self.events_overdue, self.states[State.UNKNOWN])

    @property
    def left_out(self) -> list[str]:
        """What was added later: "Left out: 1 recommendation and 2 actions added later."."""
        nouns = zip(self.added_later, ("recommendation", "action"), strict=True)
        counted = [count(number, noun) for number, noun in nouns if number]
        return [f"Left out: {' and '.join(counted)} added later."] if counted else []


def without_deadline(states: Mapping[State, int]) -> str:
    """How many open actions have no deadline and so cannot be overdue: "2 open actions ..."."""
    number = sum(n for state, n in states.items() if state.has_no_deadline)
    return f"{number:,} open {'action has' if number == 1 else 'actions have'} no deadline"


def in_doubt(waiting: int, unknown: int) -> list[str]:
    """How many actions wait for an event that was expected earlier, and how many are unknown."""
    parts = []
    if waiting == 1:
        parts.append("1 waits for an event that was expected earlier")
    elif waiting:
        parts.append(f"{waiting:,} wait for events that were expected earlier")
    if unknown:
        parts.append(f"{unknown:,} {State.UNKNOWN.words}")
    return parts


def added_later(number: int) -> list[str]:
    """How many records an answer leaves out since they were added after its day, if any were."""
    return [f"{number:,} added later"] if number else []


def asked_fields(registers: Sequence[AskedRegister], skipped: Sequence[Skipped]) -> dict[str, Any]:
    """The fields of a JSON answer about the registers of a portfolio, and those left out of it."""
    fields = {"registers": [register._asdict() for register in registers]} if registers else {}
    return fields | ({"skipped": [register._asdict() for register in skipped]} if skipped else {})


def skipped_lines(skipped: Sequence[Skipped]) -> list[str]:
    """A line for each register that was left out."""
    return [f"Skipped: {escaped(register.path)}: {register.reason}" for register in skipped]


def filter_lines(filter: dict[str, Any]) -> list[str]:
    """The line that names the filters; no line if none was given."""
    given = [f"{name.replace('_', '-')} {_either(value)}" for name, value in filter.items()]
    return [f"Filter: {'; '.join(given)}"] if given else []


def published_path(register: str) -> str:
    """The register as it was named, but of a whole path the file alone: readers have no such.

    A revision stays before it. A name is bytes on some systems: what is no text in it is escaped.
    """
    if _is_whole(register):
        return escaped(re.split(r"[/\\]", register)[-1])
    revision, colon, path = register.partition(":")
    if colon and _is_whole(path):
        return f"{escaped(revision)}{colon}{published_path(path)}"
    return escaped(register)


def _is_whole(path: str) -> bool:
    return bool(re.match(r"[/\\~]|[A-Za-z]:[/\\]", path))


def _either(value: object) -> str:
    if value is True:  # a flag has no value of its own to show
        return "only"
    values = value if isinstance(value, list | tuple) else [value]
    return " or ".join(escaped(words(choice)) for choice in values)
