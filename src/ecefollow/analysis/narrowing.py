"""The part of a register that an answer is narrowed to, on the day asked about and on others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ecefollow.analysis import queries
from ecefollow.analysis.filters import Filters
from ecefollow.register.model import Answer


class Part(NamedTuple):
    """Some recommendations and actions of a register, by their ids."""

    recommendations: frozenset[str]
    actions: frozenset[str]

    def of(self, answers: Sequence[Answer]) -> list[Answer]:
        """The part as it stands in the answers of a day; a recommendation has its actions alone."""
        return [
            answer._replace(
                standings=tuple(s for s in answer.standings if s.action.id in self.actions)
            )
            for answer in answers
            if answer.recommendation.id in self.recommendations
        ]


def narrow(answers: Sequence[Answer], ids: Sequence[str], filters: Filters) -> Part:
    """The actions of *ids*, or all, that match the filters, and the recommendations they are under.

    A recommendation that has no actions is among them if it matches itself.
    """
    actions = {item.standing.action.id for item in queries.actions(answers, ids, filters)}
    without = [answer for answer in answers if not answer.standings]
    matching = [
        *(answer for answer in answers if any(s.action.id in actions for s in answer.standings)),
        *queries.recommendations(without, ids, filters),
    ]
    return Part(frozenset(a.recommendation.id for a in matching), frozenset(actions))
