"""Which recommendation or action a position in the file belongs to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from operator import itemgetter
from typing import NamedTuple

from ecefollow.register.model import Recommendation, Register
from ecefollow.register.standing import Action


class Owner(NamedTuple):
    """A recommendation, and the action under it unless the position is in none."""

    recommendation: Recommendation
    action: Action | None


class Owners:
    """The owners of all positions in a register's file, to be asked for several."""

    def __init__(self, register: Register) -> None:
        """Both lists are in file order, which within a record is the writer's, not the schema's."""
        starts = sorted(_starts(register), key=itemgetter(0))
        self._starts = [start for start, _ in starts]
        self._owners = [owner for _, owner in starts]

    def at(self, line: int, column: int) -> Owner | None:
        """The owner of the last value that begins at or before a position; both count from 1.

        None in front of all recommendations.
        """
        number = bisect_right(self._starts, (line - 1, column - 1))
        return self._owners[number - 1] if number else None


def _starts(register: Register) -> Iterator[tuple[tuple[int, int], Owner]]:
    """Where each value of a record begins, and whose it is; what stands in an action comes later.

    What is inside a value, such as an update, lies between its beginning and that of the next.
    """
    for recommendation in register.recommendations:
        owners = [Owner(recommendation, None)]
        owners += [Owner(recommendation, action) for action in recommendation.actions]
        for owner in owners:
            at = (owner.action or recommendation).at
            for position in (at.first, *at.values()):
                yield (position.line, position.column), owner
