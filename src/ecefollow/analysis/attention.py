"""What wants attention of an action besides its state: how long it is late, silent, moved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Final

from ecefollow.analysis.queries import awaited
from ecefollow.register.deadlines import Span
from ecefollow.register.standing import Standing
from ecefollow.register.vocabulary import ShownWord

_HALF_A_YEAR: Final = Span(6, "m")


class Attention(ShownWord):
    """What wants attention."""

    OVERDUE_FOR_90_DAYS = "overdue-for-1-to-90-days"
    OVERDUE_FOR_180_DAYS = "overdue-for-91-to-180-days"
    OVERDUE_FOR_365_DAYS = "overdue-for-181-to-365-days"
    OVERDUE_FOR_LONGER = "overdue-for-over-365-days"
    PAST_FIRST_DEADLINE = "past-first-deadline"
    DEADLINE_MOVED = "deadline-moved"
    EVENT_EXPECTED_EARLIER = "event-expected-earlier"
    SILENT = "no-update-for-6-months"
    NEVER_UPDATED = "no-update-ever"


# The most days of each age but the oldest; it begins where the one before it ends.
_AGES: Final = {
    Attention.OVERDUE_FOR_90_DAYS: 90,
    Attention.OVERDUE_FOR_180_DAYS: 180,
    Attention.OVERDUE_FOR_365_DAYS: 365,
}


def attention(standing: Standing) -> Iterator[Attention]:
    """What of the action wants attention on the day."""
    late = standing.days_overdue
    if late:
        ages = (age for age, most in _AGES.items() if late <= most)
        yield next(ages, Attention.OVERDUE_FOR_LONGER)
    if standing.moves:
        yield Attention.DEADLINE_MOVED
        if standing.days_past_original and standing.days_past_original != late:
            yield Attention.PAST_FIRST_DEADLINE
    event = awaited(standing) if standing.action.after else None
    if event and event.is_overdue(standing.day):
        yield Attention.EVENT_EXPECTED_EARLIER
    if not standing.state.is_closed:
        if not standing.last_update:
            yield Attention.NEVER_UPDATED
        elif standing.last_update <= _half_a_year_before(standing.day):
            yield Attention.SILENT


@cache
def _half_a_year_before(day: date) -> date:
    return _HALF_A_YEAR.before(day)
