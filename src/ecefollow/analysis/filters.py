"""The filters: which recommendations and actions an answer is narrowed to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from ecefollow.register.model import Answer
from ecefollow.register.names import fold
from ecefollow.register.portfolio import split
from ecefollow.register.standing import Standing
from ecefollow.register.vocabulary import Progress, State, Status, Verification


class Item(NamedTuple):
    """An action's standing, together with the answer to its recommendation on the same day."""

    answer: Answer
    standing: Standing


class Filters(NamedTuple):
    """What an answer is narrowed to: any of the values of one filter, and all of the filters.

    The days are inclusive. `responsible`, `accountable` and `tag` match a whole name and `search`
    any part of an id, title or text; all four ignore case. Only closed actions have a verification.
    """

    status: Sequence[Status] = ()
    progress: Sequence[Progress] = ()
    state: Sequence[State] = ()
    responsible: Sequence[str] = ()
    accountable: Sequence[str] = ()
    verification: Sequence[Verification] = ()
    tag: Sequence[str] = ()
    search: Sequence[str] = ()
    due_from: date | None = None
    due_by: date | None = None
    silent_since: date | None = None

    @property
    def given(self) -> dict[str, Any]:
        """The filters that were given, by name."""
        return {name: value for name, value in self._asdict().items() if value}

    @property
    def ask_for_closed(self) -> bool:
        """Whether they name what only closed actions have: a state, a progress, a verification."""
        states = any(state.is_closed for state in self.state)
        return states or any(p.is_closed for p in self.progress) or bool(self.verification)

    def match(self, item: Item) -> bool:
        """Whether an action matches, by its own standing and its recommendation's answer."""
        return (
            self._matches_answer(item.answer)
            and self._matches_standing(item.standing)
            and self._is_found(item.answer, item.standing)
        )

    def match_recommendation(self, answer: Answer) -> bool:
        """Whether a recommendation matches: one of its actions must match all action filters."""
        if not self._matches_answer(answer):
            return False
        if not self._filters_actions:
            return self._is_found(answer, *answer.standings)
        return any(
            self._matches_standing(standing) and self._is_found(answer, standing)
            for standing in answer.standings
        )

    @property
    def _filters_actions(self) -> bool:
        return bool(self.given.keys() - {"status", "tag", "search"})

    def _matches_answer(self, answer: Answer) -> bool:
        return (not self.status or answer.status in self.status) and has_name(
            answer.recommendation.tags, self.tag
        )

    def _matches_standing(self, standing: Standing) -> bool:
        due = standing.due.last if standing.due else None
        last = standing.last_update
        return (
            (not self.progress or standing.progress in self.progress)
            and (not self.state or standing.state in self.state)
            and has_name(standing.responsible, self.responsible)
            and has_name([standing.accountable or ""], self.accountable)
            and (not self.verification or standing.verification in self.verification)
            and (not self.due_from or (due is not None and due >= self.due_from))
            and (not self.due_by or (due is not None and due <= self.due_by))
            and (not self.silent_since or last is None or last < self.silent_since)
        )

    def _is_found(self, answer: Answer, *standings: Standing) -> bool:
        if not self.search:
            return True
        # In a portfolio, an evaluation's name does not make everything in it match.
        texts = [split(answer.recommendation.id)[1], answer.recommendation.title]
        for standing in standings:
            texts += split(standing.action.id)[1], standing.action.text
        searched = [fold(text) for text in texts]
        return any(fold(wanted) in text for wanted in self.search for text in searched)


NO_FILTERS: Final = Filters()


def has_name(names: Iterable[str], wanted: Sequence[str]) -> bool:
    """Whether one of *wanted* is a whole name among *names*, or nothing is wanted."""
    return not wanted or not {fold(name) for name in wanted}.isdisjoint(map(fold, names))
