"""Which recommendation or action a place in the file belongs to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from ecefollow.register.model import Action, Recommendation, Register
from ecefollow.register.positions import Positions


class Owner(NamedTuple):
    """A recommendation, and the action under it unless the place is in none."""

    recommendation: Recommendation
    action: Action | None


class Places:
    """The places of a register's recommendations and actions, to be asked for several."""

    def __init__(self, register: Register) -> None:
        """Both lists are in file order, which within a record is the writer's, not the schema's."""
        values = sorted(_values(register), key=lambda value: value[:2])
        self._starts = [(line, column) for line, column, _ in values]
        self._owners = [owner for _, _, owner in values]

    def owner(self, line: int, column: int) -> Owner | None:
        """The owner of the last value that begins at or before a place; both count from 1.

        None in front of all recommendations.
        """
        number = bisect_right(self._starts, (line - 1, column - 1))
        return self._owners[number - 1] if number else None


def _values(register: Register) -> Iterator[tuple[int, int, Owner]]:
    """Where each value of a record begins, and whose it is; what stands in an action comes later.

    What is inside a value, such as an update, lies between its beginning and that of the next.
    """
    for recommendation in register.recommendations:
        yield from _starts(Owner(recommendation, None), recommendation.at)
        for action in recommendation.actions:
            yield from _starts(Owner(recommendation, action), action.at)


def _starts(owner: Owner, at: Positions) -> Iterator[tuple[int, int, Owner]]:
    for position in (at.first, *at.values()):
        yield position.line, position.column, owner
