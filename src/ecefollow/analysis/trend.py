"""How many actions were overdue and completed at each month's end, by what is known now."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate, dropwhile, pairwise
from typing import Final, NamedTuple

from ecefollow.register.model import Answer
from ecefollow.register.standing import Standing
from ecefollow.register.vocabulary import State

_MONTHS: Final = 24


class Tally(NamedTuple):
    """How many actions were overdue and how many completed on a day."""

    day: date
    overdue: int
    completed: int


def trend(answers: Iterable[Answer], day: date) -> list[Tally]:
    """The tallies of the month's ends in the two years up to *day*, and that of the day itself.

    They begin with the last one before any action was overdue or completed; without any, none.
    """
    days = [*_month_ends(day), day]
    changes = {state: [0] * (len(days) + 1) for state in (State.OVERDUE, State.COMPLETED)}
    for answer in answers:
        since = answer.recommendation.added or date.min
        for standing in answer.standings:
            first = bisect_left(days, max(since, standing.action.added or date.min))
            for begin, end, state in _states(standing, days):
                if state in changes and end > first:
                    changes[state][max(begin, first)] += 1
                    changes[state][end] -= 1
    numbers = zip(days, *map(accumulate, changes.values()), strict=False)  # the last is no day's
    told = list(dropwhile(lambda pair: not any(pair[1][1:]), pairwise(map(Tally._make, numbers))))
    return [told[0][0], *(later for _, later in told)] if told else []


def _month_ends(day: date) -> list[date]:
    """The last days of the months before that of the day, in their order."""
    ends: list[date] = []
    first = day.replace(day=1)
    while len(ends) < _MONTHS and first > date.min:
        ends.append(first - timedelta(days=1))
        first = ends[-1].replace(day=1)
    return ends[::-1]


def _states(standing: Standing, days: Sequence[date]) -> Iterator[tuple[int, int, State]]:
    """From which place among the days up to which an action was in which state.

    It is asked on the first day behind each turn: an update, or a deadline that has passed. Before
    the first of them an action is neither overdue nor completed, and so is in none here.
    """
    action = standing.action
    dues = [due for due in (action.due, *(update.due for update in action.updates)) if due]
    places = {bisect_left(days, update.date) for update in action.updates}
    places |= {bisect_right(days, due.last) for due in dues}
    for begin, end in pairwise([*sorted(places - {len(days)}), len(days)]):
        is_last = end == len(days)
        yield begin, end, standing.state if is_last else action.on(days[begin]).state
