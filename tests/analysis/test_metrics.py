"""A register in figures: the rates worked out by hand, the ageing, who is responsible."""

from dataclasses import replace
from datetime import timedelta

import pytest
from dated_actions import action, completed, day, update

from ecefollow.analysis.metrics import (
    LeftOutReason,
    Metrics,
    Moved,
    Rate,
    ResponsibleCounts,
    Silence,
    measure,
)
from ecefollow.register.model import Answer, ChangedAnswer, Recommendation
from ecefollow.register.standing import Action, Update
from ecefollow.register.vocabulary import Progress, Status, Verification

NO_MORE = LeftOutReason.NOT_APPLICABLE
DROPPED_IN_TIME = LeftOutReason.NOT_APPLICABLE_IN_TIME
NO_DEADLINE = LeftOutReason.NO_DEADLINE
NOT_DUE_YET = LeftOutReason.NOT_DUE_YET


def reopened(on: str) -> Update:
    return update(on, Progress.IN_PROGRESS)


def dropped(on: str) -> Update:
    return update(on, Progress.NOT_APPLICABLE)


def answers(asked: str, *actions: Action) -> tuple[Answer, ...]:
    return (Recommendation("7", "Report", Status.ACCEPTED, actions=actions).on(day(asked)),)


def on(asked: str, *actions: Action) -> Metrics:
    return measure(answers(asked, *actions), day=day(asked))


def rate(of: Rate) -> tuple[int, int, dict[LeftOutReason, int]]:
    return of.numerator, of.denominator, given(of)


def given(of: Rate) -> dict[LeftOutReason, int]:
    """What the rate leaves out, without the reasons for which it leaves out nothing."""
    return {reason: number for reason, number in of.left_out.items() if number}


# The rates, worked out by hand

ACTIONS = {
    "early": action(completed("2020-05-10"), due="2020-06-30"),
    "late": action(completed("2020-04-06"), due="2020-03-31"),
    "reopened": action(completed("2020-06-15"), reopened("2020-09-01"), due="2020-06-30"),
    "moved twice": action(
        update("2020-06-20", due="2020-09-30"),
        update("2020-09-10", due="2020-12-31"),
        completed("2020-12-15"),
        due="2020-06-30",
    ),
    "dropped on the last day": action(dropped("2020-06-30"), due="2020-06-30"),
    "dropped a day late": action(dropped("2020-07-01"), due="2020-06-30"),
    "discretionary": action(due="2020-06-30", discretionary=True),
    LeftOutReason.ONGOING: action(ongoing=True),
    "undated": action(),
}
OPTIONAL = {LeftOutReason.DISCRETIONARY: 1, LeftOutReason.ONGOING: 1}
TIMELESS = {NO_DEADLINE: 1}  # of those that can be completed: the undated
DAYS = [
    # Nothing is done, nothing is due. All but the discretionary and the ongoing can be completed.
    ("2020-01-01", (0, 7), (0, 6), (0, 0), {}, {NO_DEADLINE: 2, NOT_DUE_YET: 7}),
    # The late one is past its deadline, and open.
    ("2020-04-05", (0, 7), (0, 6), (0, 1), {}, {NO_DEADLINE: 2, NOT_DUE_YET: 6}),
    # The late one is done, late; the early one is judged from the day it is done.
    ("2020-05-10", (2, 7), (2, 6), (1, 2), {}, {NO_DEADLINE: 2, NOT_DUE_YET: 5}),
    # The one that is reopened later is done in time. The one dropped on its last day leaves.
    (
        "2020-06-30",
        *((3, 6), (3, 5), (2, 3), {NO_MORE: 1}),
        {NO_DEADLINE: 2, DROPPED_IN_TIME: 1, NOT_DUE_YET: 3},
    ),
    # The deadline has passed: the one dropped a day late can no longer be completed, but is late,
    # as the one that was moved and the discretionary are.
    (
        "2020-07-01",
        *((3, 5), (3, 4), (2, 6), {NO_MORE: 2}),
        {NO_DEADLINE: 2, DROPPED_IN_TIME: 1},
    ),
    # One is reopened, and was not done in time after all.
    (
        "2020-09-01",
        *((2, 5), (2, 4), (1, 6), {NO_MORE: 2}),
        {NO_DEADLINE: 2, DROPPED_IN_TIME: 1},
    ),
    # The one moved twice is done before its present deadline, but after the first.
    (
        "2020-12-31",
        *((3, 5), (3, 4), (1, 6), {NO_MORE: 2}),
        {NO_DEADLINE: 2, DROPPED_IN_TIME: 1},
    ),
]


@pytest.mark.parametrize(
    ("asked", "implementation", "dated", "on_time", "closed", "not_judged"),
    DAYS,
    ids=[each[0] for each in DAYS],
)
def test_the_rates_of_a_day_and_what_they_leave_out(  # noqa: PLR0913, PLR0917 - a row of the table
    asked: str,
    implementation: tuple[int, int],
    dated: tuple[int, int],
    on_time: tuple[int, int],
    closed: dict[LeftOutReason, int],
    not_judged: dict[LeftOutReason, int],
) -> None:
    rates = on(asked, *ACTIONS.values()).rates
    assert rate(rates.implementation) == (*implementation, closed | OPTIONAL)
    assert rate(rates.implementation_dated) == (*dated, closed | OPTIONAL | TIMELESS)
    assert rate(rates.on_time) == (*on_time, not_judged)


def test_the_first_reason_that_fits_leaves_an_action_out() -> None:
    both = action(dropped("2020-01-01"), discretionary=True)
    assert given(on("2020-06-30", both).rates.implementation) == {NO_MORE: 1}
    assert given(on("2020-06-30", both).rates.implementation_dated) == {NO_MORE: 1}


def verified(on: str, verification: Verification) -> Update:
    return Update(day(on), verified=verification, by="Internal Audit")


def test_a_rate_says_how_much_of_what_it_counts_is_confirmed_disputed_and_unverified() -> None:
    claim = completed("2020-03-01")
    figures = on(
        "2020-07-01",
        action(claim, verified("2020-04-01", Verification.CONFIRMED), due="2020-06-30"),
        action(claim, verified("2020-04-01", Verification.DISPUTED)),
        action(claim),
        action(dropped("2020-03-01"), verified("2020-04-01", Verification.CONFIRMED)),
    )
    assert list(figures.rates.implementation.verification.items()) == [
        (Verification.CONFIRMED, 1),
        (Verification.DISPUTED, 1),
        (Verification.UNVERIFIED, 1),
    ]
    assert list(figures.rates.on_time.verification.values()) == [1, 0, 0]


def test_a_register_is_verified_from_the_day_of_its_first_verification_on() -> None:
    checked = action(completed("2020-03-01"), verified("2020-04-01", Verification.DISPUTED))
    assert not on("2020-03-31", checked).is_verified
    assert on("2020-04-01", checked).is_verified


def test_the_accountable_are_counted_by_name_and_nobody_else() -> None:
    figures = on("2020-07-01", action(due="2020-06-30", accountable="Chef de Cabinet"), action())
    assert figures.accountable == (ResponsibleCounts("Chef de Cabinet", 1, 0, 1),)


def dateless(told: Update) -> Update:
    return replace(told, day_unknown=True)


MOVED_SOMETIME = action(dateless(update("2021-06-30", due="2021-12-31")), due="2021-05-31")
CLOSED_SOMETIME = action(dateless(completed("2021-06-30")), due="2021-05-31")
SAID_TO_BE_OPEN = action(
    update("2021-06-10", Progress.IN_PROGRESS), dateless(completed("2021-06-30")), due="2021-05-31"
)
CLOSED_TWICE = action(completed("2021-06-05"), dateless(completed("2021-06-30")), due="2021-05-31")
Counted = tuple[int, int, dict[LeftOutReason, int]]
LEFT_OUT: Counted = (0, 0, {LeftOutReason.DAY_UNKNOWN: 1})
LATE_BY_ALL_MEANS: Counted = (0, 1, {})


@pytest.mark.parametrize(
    ("asked", "told", "expected"),
    [
        ("2021-06-01", MOVED_SOMETIME, LATE_BY_ALL_MEANS),
        ("2021-05-31", CLOSED_SOMETIME, (0, 0, {NOT_DUE_YET: 1})),
        ("2021-06-01", CLOSED_SOMETIME, LEFT_OUT),
        ("2021-06-30", CLOSED_SOMETIME, LEFT_OUT),
        ("2021-06-09", SAID_TO_BE_OPEN, LATE_BY_ALL_MEANS),
        ("2021-06-10", SAID_TO_BE_OPEN, LEFT_OUT),
        ("2021-06-05", CLOSED_TWICE, LATE_BY_ALL_MEANS),
    ],
)
def test_only_a_closing_of_unknown_day_leaves_it_open_if_the_first_deadline_was_met(
    asked: str, told: Action, expected: Counted
) -> None:
    assert rate(on(asked, told).rates.on_time) == expected


# A share and its per cent


@pytest.mark.parametrize(
    ("numerator", "denominator", "percent"),
    [
        (0, 0, None),
        (0, 3, 0),
        (2, 3, 67),
        (3, 3, 100),
        (1, 8, 13),  # 12.5
        (3, 8, 38),  # 37.5
        (29, 200, 15),  # 14.5, which a float makes 14.499...
        (1, 1000, 1),
        (999, 1000, 99),
    ],
)
def test_per_cent_is_rounded_half_up_but_all_or_none_only_if_it_is(
    numerator: int, denominator: int, percent: int | None
) -> None:
    found = Rate(numerator, denominator, {}, "", {})
    assert found.percent == percent
    assert found.share == (numerator / denominator if denominator else None)


# Counts


def test_recommendations_are_counted_by_the_answer_of_the_day_in_the_order_of_the_answers() -> None:
    decided = ChangedAnswer(day("2021-04-09"), Status.PARTIAL)
    pending = Recommendation("7", "Report", Status.PENDING, updates=(decided,))
    before, after = (
        measure((pending.on(asked),), day=asked) for asked in (day("2021-04-08"), day("2021-04-09"))
    )
    assert list(before.statuses) == [*Status]
    assert [*before.statuses.values(), before.recommendations] == [0, 0, 0, 1, 0, 1]
    assert [*after.statuses.values(), after.recommendations] == [0, 1, 0, 0, 0, 1]


@pytest.mark.parametrize(
    ("days", "age"),
    [
        *((1, "1-90"), (90, "1-90"), (91, "91-180"), (180, "91-180")),
        *((181, "181-365"), (365, "181-365"), (366, "over-365"), (5000, "over-365")),
    ],
)
def test_the_overdue_are_counted_by_age(days: int, age: str) -> None:
    asked = (day("2020-06-30") + timedelta(days=days)).isoformat()
    found = on(asked, action(due="2020-06-30")).ageing
    assert found == {"1-90": 0, "91-180": 0, "181-365": 0, "over-365": 0} | {age: 1}


def test_moved_deadlines_are_counted_with_their_moves_and_days() -> None:
    twice = ACTIONS["moved twice"]
    assert on("2020-06-19", twice).moved == Moved(actions=0, days=0, moves=0)
    assert on("2020-06-20", twice).moved == Moved(actions=1, days=92, moves=1)
    earlier = action(update("2020-01-10", due="2020-06-20"), due="2020-06-30")
    assert on("2020-12-31", twice, earlier).moved == Moved(actions=2, days=174, moves=3)


def test_the_open_are_silent_from_half_a_year_after_their_last_update_or_ever() -> None:
    told, never, closed = action(update("2020-01-31")), action(), action(completed("2018-01-01"))
    found = {
        asked: on(asked, told, never, closed).silence
        for asked in ("2020-01-30", "2020-07-30", "2020-07-31")
    }
    assert found == {
        "2020-01-30": Silence(open=2, half_year=0, never=2),
        "2020-07-30": Silence(open=2, half_year=0, never=1),
        "2020-07-31": Silence(open=2, half_year=1, never=1),
    }


# Who is responsible


LATE = action(due="2019-12-31", responsible=("Late", "Also late"))
UNBORNE = action(due="2019-12-31", responsible=())
RESPONSIBLE: dict[str, tuple[tuple[Action, ...], list[tuple[str | None, int, int, int]]]] = {
    "one name in any spelling, shown as first spelled": (
        (action(responsible=("Data  Office",)), action(responsible=("data office", "DATA OFFICE"))),
        [("Data  Office", 2, 0, 0)],
    ),
    "one that an action names twice counts once": (
        (action(responsible=("Data Office", "DATA OFFICE")),),
        [("Data Office", 1, 0, 0)],
    ),
    "an action of two counts for both": ((LATE,), [("Also late", 1, 0, 1), ("Late", 1, 0, 1)]),
    "nobody comes last even with the most overdue": (
        (UNBORNE, UNBORNE, action()),
        [("PMU", 1, 0, 0), (None, 2, 0, 2)],
    ),
    "the most overdue first, then those with most actions, then by name": (
        (
            *(action(responsible=(name,)) for name in ("b", "A", "Busy")),
            action(completed("2019-01-01"), responsible=("Busy",)),
            replace(LATE, responsible=("Late",)),
        ),
        [("Late", 1, 0, 1), ("Busy", 2, 1, 0), ("A", 1, 0, 0), ("b", 1, 0, 0)],
    ),
    "numbered names in the order of their numbers": (
        tuple(action(responsible=(name,)) for name in ("Unit 10", "unit 2", "Unit 1", "Unit")),
        [(name, 1, 0, 0) for name in ("Unit", "Unit 1", "unit 2", "Unit 10")],
    ),
}


@pytest.mark.parametrize(("actions", "expected"), RESPONSIBLE.values(), ids=RESPONSIBLE)
def test_actions_are_counted_for_each_who_is_responsible(
    actions: tuple[Action, ...], expected: list[tuple[str | None, int, int, int]]
) -> None:
    assert list(on("2020-01-01", *actions).responsible) == expected


def test_a_register_without_recommendations_has_figures_too() -> None:
    nothing = measure((), day=day("2020-01-01"))
    assert (nothing.recommendations, nothing.actions, nothing.responsible) == (0, 0, ())
    assert nothing.rates.implementation.share is None
