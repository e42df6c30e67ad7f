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
        found = sorted(_values(register), key=lambda value: value[:2])
        self._starts = [(line, column) for line, column, _ in found]
        self._owners = [owner for _, _, owner in found]

    def owner(self, line: int, column: int) -> Owner | None:
        """The owner of the last value that begins at or before a place; both count from 1.

        None in front of all recommendations.
        """
        number = bisect_right(self._starts, (line - 1, column - 1))
        return self._owners[number - 1] if number else None


def _values(register: Register) -> Iterator[tuple[int, int, Owner]]:
    """Where every value of a record begins, and whose it is; what is inside comes later."""
    for recommendation in register.recommendations:
        own = Owner(recommendation, None)
        yield from _starts(own, recommendation.at, *(each.at for each in recommendation.updates))
        for action in recommendation.actions:
            inner = (each.at for each in (action.after, *action.updates) if each)
            yield from _starts(Owner(recommendation, action), action.at, *inner)


def _starts(owner: Owner, *places: Positions) -> Iterator[tuple[int, int, Owner]]:
    for at in places:
        for position in (at.first, *at.values()):
            yield position.line, position.column, owner
