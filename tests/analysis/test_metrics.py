"""A register in figures: the rates worked out by hand, the ageing, who is responsible."""

from datetime import timedelta
from pathlib import Path

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
from ecefollow.reading.register_file import parse_anew
from ecefollow.register.model import Action, Answer, Recommendation, Update
from ecefollow.register.vocabulary import Progress, State, Status, Verification

ROOT = Path(__file__).parents[2]
FOLLOWED_UP = "examples/followed-up.yaml"
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


def in_file(name: str, asked: str) -> Metrics:
    register = parse_anew((ROOT / name).read_bytes(), name)
    return measure(register.on(day(asked)), day=day(asked))


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


@pytest.mark.parametrize("asked", [each[0] for each in DAYS])
def test_every_action_is_counted_or_left_out(asked: str) -> None:
    for each in on(asked, *ACTIONS.values()).rates:
        assert each.denominator + sum(each.left_out.values()) == len(ACTIONS)


def test_the_first_reason_that_fits_leaves_an_action_out() -> None:
    both = action(dropped("2020-01-01"), discretionary=True)
    assert given(on("2020-06-30", both).rates.implementation) == {NO_MORE: 1}
    assert given(on("2020-06-30", both).rates.implementation_dated) == {NO_MORE: 1}


def test_every_reason_of_a_rate_is_named_though_it_leaves_nothing_out() -> None:
    assert [list(each.left_out.items()) for each in on("2020-01-01").rates] == [
        [(NO_MORE, 0), (LeftOutReason.DISCRETIONARY, 0), (LeftOutReason.ONGOING, 0)],
        [
            (NO_MORE, 0),
            (LeftOutReason.DISCRETIONARY, 0),
            (LeftOutReason.ONGOING, 0),
            (NO_DEADLINE, 0),
        ],
        [
            (NO_DEADLINE, 0),
            (DROPPED_IN_TIME, 0),
            (NOT_DUE_YET, 0),
            (LeftOutReason.DAY_UNKNOWN, 0),
        ],
    ]


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


def test_reasons_come_in_the_order_of_the_rule_whatever_that_of_the_file() -> None:
    turned = on("2020-07-01", *reversed(ACTIONS.values()))
    found = turned.rates.implementation_dated.left_out
    assert list(found) == [NO_MORE, LeftOutReason.DISCRETIONARY, LeftOutReason.ONGOING, NO_DEADLINE]


def test_completed_on_the_due_day_is_on_time_and_a_day_after_it_is_not() -> None:
    done, late = (action(completed(f"2020-06-{n}"), due="2020-06-29") for n in (29, 30))
    assert rate(on("2020-07-01", done).rates.on_time) == (1, 1, {})
    assert rate(on("2020-07-01", late).rates.on_time) == (0, 1, {})


def test_the_due_day_itself_is_not_judged_while_the_action_is_open() -> None:
    open_ = action(due="2020-06-30")
    assert rate(on("2020-06-30", open_).rates.on_time) == (0, 0, {NOT_DUE_YET: 1})
    assert rate(on("2020-07-01", open_).rates.on_time) == (0, 1, {})


def test_a_deadline_moved_earlier_is_still_judged_by_the_first() -> None:
    earlier = action(
        update("2020-01-10", due="2020-03-31"), completed("2020-05-10"), due="2020-06-30"
    )
    assert rate(on("2020-04-30", earlier).rates.on_time) == (0, 0, {NOT_DUE_YET: 1})
    assert rate(on("2020-05-10", earlier).rates.on_time) == (1, 1, {})


def test_an_action_dropped_again_after_its_deadline_stays_in() -> None:
    again = action(
        dropped("2020-05-01"), reopened("2020-06-01"), dropped("2020-07-10"), due="2020-06-30"
    )
    assert given(on("2020-05-31", again).rates.on_time) == {DROPPED_IN_TIME: 1}
    assert rate(on("2020-07-31", again).rates.on_time) == (0, 1, {})


def test_a_completed_duty_or_choice_is_left_out_of_implementation_too() -> None:
    duty = action(completed("2020-01-01"), ongoing=True)
    choice = action(completed("2020-01-01"), discretionary=True)
    assert rate(on("2020-02-01", duty, choice).rates.implementation) == (0, 0, OPTIONAL)


def test_every_rate_says_what_it_counts() -> None:
    texts = [rate.counts for rate in on("2020-01-01").rates]
    assert all(text.startswith("Completed") and text.endswith(".") for text in texts)
    assert len(set(texts)) == 3


# A share and its per cent


def test_a_share_of_nothing_is_none() -> None:
    nothing = Rate(0, 0, {}, "", {})
    assert (nothing.share, nothing.percent) == (None, None)


@pytest.mark.parametrize(
    ("numerator", "denominator", "percent"),
    [
        (0, 3, 0),
        (1, 3, 33),
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
    numerator: int, denominator: int, percent: int
) -> None:
    found = Rate(numerator, denominator, {}, "", {})
    assert found.percent == percent
    assert found.share == numerator / denominator


# Counts


def test_recommendations_are_counted_by_the_answer_of_the_day_in_the_order_of_the_answers() -> None:
    found = in_file(FOLLOWED_UP, "2021-04-08").statuses
    assert list(found.items()) == [
        (Status.ACCEPTED, 2),
        (Status.PARTIAL, 0),
        (Status.REJECTED, 0),
        (Status.PENDING, 1),
        (Status.NOT_STATED, 0),
    ]
    later = in_file(FOLLOWED_UP, "2021-04-09")
    assert (later.statuses[Status.PARTIAL], later.statuses[Status.PENDING]) == (1, 0)
    assert later.recommendations == 3


def test_actions_are_counted_by_state_with_every_state_named() -> None:
    found = on("2020-07-01", *ACTIONS.values())
    assert list(found.states.items()) == [
        (State.OVERDUE, 1),
        (State.SCHEDULED, 1),
        (State.ONGOING, 1),
        (State.AWAITING_EVENT, 0),
        (State.UNDATED, 1),
        (State.COMPLETED, 3),
        (State.NOT_APPLICABLE, 2),
        (State.UNKNOWN, 0),
    ]
    assert found.actions == len(ACTIONS)


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


def test_what_is_due_today_or_closed_has_no_age() -> None:
    done = action(completed("2020-08-01"), due="2020-06-30")
    assert not any(on("2020-06-30", action(due="2020-06-30")).ageing.values())
    assert not any(on("2020-08-01", done).ageing.values())


def test_moved_deadlines_are_counted_with_their_moves_and_days() -> None:
    twice = ACTIONS["moved twice"]
    assert on("2020-06-19", twice).moved == Moved(actions=0, days=0, moves=0)
    assert on("2020-06-20", twice).moved == Moved(actions=1, days=92, moves=1)
    assert on("2020-12-31", twice, action()).moved == Moved(actions=1, days=184, moves=2)


def test_days_moved_earlier_count_against_days_moved_later() -> None:
    earlier = action(update("2020-01-10", due="2020-06-20"), due="2020-06-30")
    later = action(update("2020-01-10", due="2020-07-01"), due="2020-06-30")
    assert on("2020-02-01", earlier, later).moved == Moved(actions=2, days=-9, moves=2)


def test_half_a_year_of_silence_begins_on_the_same_day_six_months_later() -> None:
    told = action(update("2020-01-31"))
    assert on("2020-07-30", told).silence == Silence(open=1, half_year=0, never=0)
    assert on("2020-07-31", told).silence == Silence(open=1, half_year=1, never=0)


def test_an_action_without_updates_is_counted_separately_and_a_closed_one_is_not_counted() -> None:
    never, closed = action(), action(completed("2018-01-01"))
    assert on("2020-07-01", never, closed).silence == Silence(open=1, half_year=0, never=1)


def test_an_update_of_the_future_breaks_no_silence() -> None:
    assert on("2020-01-30", action(update("2020-01-31"))).silence.never == 1


# Who is responsible


def test_a_name_is_one_however_it_is_spelled_and_shown_as_first_spelled() -> None:
    found = on(
        "2020-01-01",
        action(responsible=("Data  Office",)),
        action(responsible=("data office", "DATA OFFICE")),
    )
    assert found.responsible == (ResponsibleCounts("Data  Office", 2, 0, 0),)


def test_an_action_that_names_one_twice_counts_once_for_the_first_spelling() -> None:
    twice = action(responsible=("Data Office", "DATA OFFICE"))
    assert on("2020-01-01", twice).responsible == (ResponsibleCounts("Data Office", 1, 0, 0),)


def test_an_action_of_two_counts_for_both() -> None:
    late = action(due="2019-12-31", responsible=("B", "A"))
    assert on("2020-01-01", late).responsible == (
        ResponsibleCounts("A", 1, 0, 1),
        ResponsibleCounts("B", 1, 0, 1),
    )


def test_actions_of_nobody_come_last_even_with_the_most_overdue() -> None:
    unborne = action(due="2019-12-31", responsible=())
    assert on("2020-01-01", unborne, unborne, action()).responsible == (
        ResponsibleCounts("PMU", 1, 0, 0),
        ResponsibleCounts(None, 2, 0, 2),
    )


def test_the_most_overdue_stand_first_then_those_with_most_actions_then_by_name() -> None:
    found = on(
        "2020-01-01",
        action(responsible=("b",)),
        action(responsible=("A",)),
        *(action(completed("2019-01-01"), responsible=("Busy",)), action(responsible=("Busy",))),
        action(due="2019-12-31", responsible=("Late",)),
    )
    assert found.responsible == (
        ResponsibleCounts("Late", 1, 0, 1),
        ResponsibleCounts("Busy", 2, 1, 0),
        ResponsibleCounts("A", 1, 0, 0),
        ResponsibleCounts("b", 1, 0, 0),
    )


def test_numbered_names_stand_in_the_order_of_their_numbers() -> None:
    units = ("Unit 10", "unit 2", "Unit 1", "Unit")
    found = on("2020-01-01", *(action(responsible=(name,)) for name in units)).responsible
    assert [party.name for party in found] == ["Unit", "Unit 1", "unit 2", "Unit 10"]


# Registers


def test_the_shipped_register_a_day_after_its_third_deadline() -> None:
    found = in_file("data/recommendations.yaml", "2018-03-31")
    assert rate(found.rates.implementation) == (
        0,
        8,
        {LeftOutReason.DISCRETIONARY: 1, LeftOutReason.ONGOING: 3},
    )
    assert rate(found.rates.implementation_dated) == (
        *(0, 4),
        {LeftOutReason.DISCRETIONARY: 1, LeftOutReason.ONGOING: 3, NO_DEADLINE: 4},
    )
    assert rate(found.rates.on_time) == (0, 3, {NO_DEADLINE: 8, NOT_DUE_YET: 1})
    assert found.ageing == {"1-90": 3, "91-180": 0, "181-365": 0, "over-365": 0}
    assert found.moved == Moved(actions=0, days=0, moves=0)
    assert found.silence == Silence(open=12, half_year=0, never=12)
    assert found.responsible == (
        ResponsibleCounts("Office of the Executive Secretary", 2, 0, 2),
        ResponsibleCounts("Executive Secretary", 5, 0, 1),
        ResponsibleCounts("Community of Practice of Secretaries to Sectoral Committees", 1, 0, 0),
        ResponsibleCounts("Directors", 1, 0, 0),
        ResponsibleCounts("PMU", 1, 0, 0),
        ResponsibleCounts("UNECE", 1, 0, 0),
        ResponsibleCounts(None, 1, 0, 0),
    )


def test_a_year_of_follow_up() -> None:
    found = in_file(FOLLOWED_UP, "2021-12-31")
    left_out = {NO_MORE: 1, LeftOutReason.DISCRETIONARY: 1, LeftOutReason.ONGOING: 1}
    # A.1 and B.1 are done; A.2, B.2 (reopened) and C.1 are not.
    assert rate(found.rates.implementation) == (2, 5, left_out)
    assert rate(found.rates.implementation_dated) == (2, 5, left_out)
    # A.1 in time; B.1 late, B.2 reopened, A.2 moved. C.1 is due in 2022 and C.3 today.
    assert rate(found.rates.on_time) == (
        *(1, 4),
        {NO_DEADLINE: 1, DROPPED_IN_TIME: 1, NOT_DUE_YET: 2},
    )
    assert found.ageing == {"1-90": 0, "91-180": 0, "181-365": 1, "over-365": 0}  # B.2, 214 days
    assert found.moved == Moved(actions=1, days=182, moves=2)  # A.2: September to March
    assert found.silence == Silence(open=5, half_year=0, never=2)  # C.2 and C.3


def test_a_register_without_recommendations_has_figures_too() -> None:
    nothing = measure((), day=day("2020-01-01"))
    assert (nothing.recommendations, nothing.actions, nothing.responsible) == (0, 0, ())
    assert nothing.rates.implementation.share is None
