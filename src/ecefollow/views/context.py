"""What an answer says about itself: the day, the register, the filter, what it leaves out."""

from datetime import date
from typing import Any, NamedTuple

from ecefollow.analysis.words import words
from ecefollow.reading.messages import escaped
from ecefollow.register.vocabulary import State
from ecefollow.views.json_values import json_value


class Context(NamedTuple):
    """What every answer says about itself: the day, the register and its size, the filter."""

    day: date
    register: str
    states: dict[State, int]
    filter: dict[str, Any]
    notes: tuple[str, ...] = ()

    @property
    def record(self) -> dict[str, Any]:
        """The beginning of every answer in JSON."""
        return {"format": 1, "as_of": json_value(self.day), "register": self.register}

    @property
    def total(self) -> int:
        """How many actions the whole register has."""
        return sum(self.states.values())

    def fields(self, *, total: int, shown: int) -> dict[str, Any]:
        """The fields that stand before the rows of a listing in JSON."""
        return {
            **self.record,
            "total": total,
            "states": json_value(self.states),
            "shown": shown,
            "filter": json_value(self.filter),
        }

    def lines(self, *said: str) -> tuple[str, ...]:
        """What was said, the filter and the notes, as the lines under a listing."""
        return (*said, *filter_lines(self.filter), *(f"Note: {note}" for note in self.notes))

    @property
    def without_deadline(self) -> str:
        """How many actions have no deadline, which every count of the overdue leaves out."""
        number = sum(n for state, n in self.states.items() if state.has_no_deadline)
        return f"{number} open {'action has' if number == 1 else 'actions have'} no deadline"


def filter_lines(filter: dict[str, Any]) -> list[str]:
    """The line that names the filter; none without a filter."""
    given = [f"{name.replace('_', '-')} {_either(value)}" for name, value in filter.items()]
    return [f"Filter: {'; '.join(given)}"] if given else []


def _either(value: object) -> str:
    if value is True:  # a flag: its name says it all
        return "only"
    each = value if isinstance(value, list | tuple) else [value]
    return " or ".join(escaped(words(one)) for one in each)
