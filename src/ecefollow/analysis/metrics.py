"""The figures of a register on a day: counts by status and state, rates, ageing, and the rest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple, TypeAlias

from ecefollow.analysis.attention import Attention, attention
from ecefollow.analysis.queries import count_states, count_verifications
from ecefollow.register.model import Answer
from ecefollow.register.names import fold
from ecefollow.register.standing import Standing
from ecefollow.register.vocabulary import ShownWord, State, Status, Verification

AGES: Final = {
    "1-90": Attention.OVERDUE_FOR_90_DAYS,
    "91-180": Attention.OVERDUE_FOR_180_DAYS,
    "181-365": Attention.OVERDUE_FOR_365_DAYS,
    "over-365": Attention.OVERDUE_FOR_LONGER,
}
_NUMBER_DIGITS: Final = 9  # of a number in a name, when names are sorted


class LeftOutReason(ShownWord):
    """Why a rate leaves an action out."""

    NOT_APPLICABLE = "not-applicable"
    DISCRETIONARY = "discretionary"
    ONGOING = "ongoing"
    NO_DEADLINE = "no-deadline"
    NOT_APPLICABLE_IN_TIME = "not-applicable-in-time"
    NOT_DUE_YET = "not-due-yet"
    DAY_UNKNOWN = "day-unknown"

    @property
    def words(self) -> str:
        """The reason in words, to follow a number of actions: "3 without a deadline"."""
        return {
            "no-deadline": "without a deadline",
            "not-applicable-in-time": "not applicable by their deadline",
            "day-unknown": "closed on a day that nobody knows",
        }.get(self, super().words)


_Rule: TypeAlias = Callable[[Standing], bool]
_Reasons: TypeAlias = Mapping[LeftOutReason, _Rule]


class Rate(NamedTuple):
    """A share of the actions, and how many actions it leaves out for each reason.

    `counts` says in words what the two numbers are. `left_out` has every reason that the rate
    knows, also those with no action. `verification` says of the numerator how much of it was
    confirmed.
    """

    numerator: int
    denominator: int
    left_out: dict[LeftOutReason, int]
    counts: str
    verification: dict[Verification, int]

    @property
    def share(self) -> float | None:
        """The share from 0 to 1; None if the denominator is 0."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def percent(self) -> int | None:
        """The share in per cent, rounded half up, but 100 only for all and 0 only for none."""
        if not self.denominator:
            return None
        if self.numerator in (0, self.denominator):
            return 100 if self.numerator else 0
        # With integers, because a float can be a little below the half that it represents.
        rounded = (200 * self.numerator + self.denominator) // (2 * self.denominator)
        return min(max(rounded, 1), 99)

    @property
    def shown(self) -> str:
        """The share for a reader: "67 %"; "-" if the denominator is 0."""
        return "-" if self.percent is None else f"{self.percent} %"


class Rates(NamedTuple):
    """The rates of a register."""

    implementation: Rate
    implementation_dated: Rate
    on_time: Rate


class Moved(NamedTuple):
    """How many actions have a moved deadline, how many days it moved, and in how many moves.

    The days are counted from the first deadline to the present one; negative means earlier.
    """

    actions: int
    days: int
    moves: int


class Silence(NamedTuple):
    """How many actions are open, how many had no update for half a year, and how many never."""

    open: int
    half_year: int
    never: int


class ResponsibleCounts(NamedTuple):
    """The actions of one responsible unit; `name` is None for actions that name nobody."""

    name: str | None
    actions: int
    completed: int
    overdue: int


class Metrics(NamedTuple):
    """The figures of a register on one day.

    `accountable` has the named only. `verification` says of all closed actions how many somebody
    confirmed or disputed; `is_verified` is true if any claim was ever looked at by then.
    `events_overdue` are the actions that wait for an event that was expected earlier.
    """

    day: date
    statuses: dict[Status, int]
    states: dict[State, int]
    rates: Rates
    ageing: dict[str, int]
    moved: Moved
    silence: Silence
    responsible: tuple[ResponsibleCounts, ...]
    accountable: tuple[ResponsibleCounts, ...]
    verification: dict[Verification, int]
    is_verified: bool
    events_overdue: int

    @property
    def recommendations(self) -> int:
        """The number of recommendations."""
        return sum(self.statuses.values())

    @property
    def actions(self) -> int:
        """The number of actions."""
        return sum(self.states.values())

    @property
    def completed(self) -> int:
        """How many actions are completed."""
        return self.states[State.COMPLETED]

    @property
    def closed(self) -> int:
        """How many actions are completed or no longer applicable."""
        return sum(number for state, number in self.states.items() if state.is_closed)

    @property
    def overdue(self) -> int:
        """How many actions are overdue."""
        return self.states[State.OVERDUE]

    @property
    def is_shared(self) -> bool:
        """Whether an action has several who are responsible, and counts for each of them."""
        return sum(unit.actions for unit in self.responsible) > self.actions


def _is_completed(standing: Standing) -> bool:
    return standing.state is State.COMPLETED


def _is_on_time(standing: Standing) -> bool:
    return standing.state is State.COMPLETED and _is_closed_in_time(standing)


def _is_dropped_in_time(standing: Standing) -> bool:
    """Whether it was closed as not applicable by its first deadline; later, it counts as late."""
    return standing.state is State.NOT_APPLICABLE and _is_closed_in_time(standing)


def _is_closed_in_time(standing: Standing) -> bool:
    """Whether it was closed by its first deadline; if its day is unknown, by a day before that."""
    due, begin = standing.original_due, standing.begin
    return due is not None and begin is not None and begin.date <= due.last


def _is_not_due_yet(standing: Standing) -> bool:
    due = standing.original_due
    is_completed = standing.state is State.COMPLETED
    return due is not None and not is_completed and due.last >= standing.day


def _is_of_unknown_day(standing: Standing) -> bool:
    """Whether nobody can say if it was closed by its first deadline, which has passed."""
    if standing.is_closing_in_doubt:
        return True
    is_closed = standing.state.is_closed and not _is_closed_in_time(standing)
    return is_closed and standing.begin is not None and standing.begin.day_unknown


# What each rate leaves out. If several reasons apply to an action, the first counts.
_NOT_COMPLETABLE: Final[dict[LeftOutReason, _Rule]] = {
    LeftOutReason.NOT_APPLICABLE: lambda standing: standing.state is State.NOT_APPLICABLE,
    LeftOutReason.DISCRETIONARY: lambda standing: standing.action.discretionary,
    LeftOutReason.ONGOING: lambda standing: standing.action.ongoing,
}
_NOT_COMPLETABLE_BY_A_DAY: Final[dict[LeftOutReason, _Rule]] = {
    **_NOT_COMPLETABLE,
    LeftOutReason.NO_DEADLINE: lambda standing: not standing.due,
}
_NOT_JUDGED: Final[dict[LeftOutReason, _Rule]] = {
    LeftOutReason.NO_DEADLINE: lambda standing: not standing.original_due,
    LeftOutReason.NOT_APPLICABLE_IN_TIME: _is_dropped_in_time,
    LeftOutReason.NOT_DUE_YET: _is_not_due_yet,
    LeftOutReason.DAY_UNKNOWN: _is_of_unknown_day,
}


def measure(answers: Sequence[Answer], *, day: date) -> Metrics:
    """The figures of the *answers*, which must be those of *day*."""
    standings = [standing for answer in answers for standing in answer.standings]
    wanting = Counter(mark for standing in standings for mark in attention(standing))
    states = count_states(answers)
    return Metrics(
        day=day,
        statuses=_statuses(answers),
        states=states,
        rates=Rates(
            implementation=_rate(
                standings,
                _is_completed,
                _NOT_COMPLETABLE,
                "Completed actions, out of those that can be completed.",
            ),
            implementation_dated=_rate(
                standings,
                _is_completed,
                _NOT_COMPLETABLE_BY_A_DAY,
                "Completed actions, out of those that can be completed and have a deadline.",
            ),
            on_time=_rate(
                standings,
                _is_on_time,
                _NOT_JUDGED,
                "Completed by their first deadline, out of the actions completed or past it.",
            ),
        ),
        ageing={age: wanting[mark] for age, mark in AGES.items()},
        moved=_moved(standings),
        silence=Silence(
            open=sum(number for state, number in states.items() if not state.is_closed),
            half_year=wanting[Attention.SILENT],
            never=wanting[Attention.NEVER_UPDATED],
        ),
        responsible=_by_name((standing.responsible, standing.state) for standing in standings),
        accountable=_by_name(
            ((standing.accountable,), standing.state)
            for standing in standings
            if standing.accountable
        ),
        verification=count_verifications(standings),
        is_verified=any(u.verified for standing in standings for u in standing.updates),
        events_overdue=wanting[Attention.EVENT_EXPECTED_EARLIER],
    )


def _statuses(answers: Iterable[Answer]) -> dict[Status, int]:
    return dict.fromkeys(Status, 0) | Counter(answer.status for answer in answers)


def _rate(
    standings: Sequence[Standing], is_counted: _Rule, leaves_out: _Reasons, counts: str
) -> Rate:
    """The share of actions that *is_counted*, among those with no reason to be left out."""
    judged = []
    left_out = dict.fromkeys(leaves_out, 0)
    for standing in standings:
        reason = next((reason for reason, fits in leaves_out.items() if fits(standing)), None)
        if reason:
            left_out[reason] += 1
        else:
            judged.append(standing)
    counted = [standing for standing in judged if is_counted(standing)]
    return Rate(len(counted), len(judged), left_out, counts, count_verifications(counted))


def _moved(standings: Iterable[Standing]) -> Moved:
    moved = [standing for standing in standings if standing.moves]
    return Moved(
        actions=len(moved),
        days=sum(standing.slippage_days or 0 for standing in moved),
        moves=sum(len(standing.moves) for standing in moved),
    )


def _by_name(
    named: Iterable[tuple[tuple[str, ...], State]],
) -> tuple[ResponsibleCounts, ...]:
    """The counts for each name in any spelling, most overdue first; actions of nobody come last."""
    names: dict[str, str | None] = {}
    states: dict[str, list[State]] = {}
    for own_names, state in named:
        # The first spelling is shown. The empty name, which no file can have, stands for nobody.
        own = own_names or (None,)
        for key, name in {fold(name or ""): name for name in reversed(own)}.items():
            names.setdefault(key, name)
            states.setdefault(key, []).append(state)
    rows = (
        ResponsibleCounts(
            name=names[key],
            actions=len(own_states),
            completed=own_states.count(State.COMPLETED),
            overdue=own_states.count(State.OVERDUE),
        )
        for key, own_states in states.items()
    )
    return tuple(sorted(rows, key=_most_overdue_first))


def _most_overdue_first(row: ResponsibleCounts) -> tuple[bool, int, int, str]:
    name = fold(row.name or "")
    # So that "Unit 2" comes before "Unit 10".
    name = re.sub("[0-9]+", lambda number: number[0].zfill(_NUMBER_DIGITS), name)
    return row.name is None, -row.overdue, -row.actions, name
