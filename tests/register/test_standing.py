"""The meaning of a day: where an action, and an answer, stand on it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest
from dated_actions import action, completed, day, update, written
from hypothesis import given
from hypothesis import strategies as st

from ecefollow.register.deadlines import parse_deadline
from ecefollow.register.model import Evaluation, Recommendation, Register
from ecefollow.register.standing import Action, Event, Update
from ecefollow.register.vocabulary import Progress, State, Status, Verification

DAY = timedelta(days=1)
# By a sentence: an action, and what is said of it by day, in the words of the file.
Table = dict[str, tuple[Action, dict[str, Any]]]


def each(table: Table) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("action", "expected"), table.values(), ids=table)


def told(action: Action, name: str, days: Iterable[str]) -> dict[str, Any]:
    """What the action's standing has under this name, by day, in the words of the file."""
    return {asked: written(getattr(action.on(day(asked)), name)) for asked in days}


def begun(on: str, *, due: str | None = None) -> Update:
    return update(on, Progress.IN_PROGRESS, due=due)


def dropped(on: str) -> Update:
    return update(on, Progress.NOT_APPLICABLE)


def known_by(on: str, progress: Progress | None = None, *, due: str | None = None) -> Update:
    """What was so by a day; since when is not known."""
    return replace(update(on, progress, due=due), day_unknown=True)


VISION = Event("EXCOM endorses the vision")
LATE = completed("2018-04-05")  # six days after the deadline of most actions below
FOUND_DONE = known_by("2018-06-30", Progress.COMPLETED)

# A deadline and its day

STATES: Table = {
    "the due day itself is not overdue": (
        action(due="2018-03-30"),
        {"2018-03-30": "scheduled", "2018-03-31": "overdue"},
    ),
    "a month is due on its last day": (
        action(due="2018-02"),
        {"2018-02-28": "scheduled", "2018-03-01": "overdue"},
    ),
    "without deadline, event or duty": (action(), {"2018-03-31": "undated"}),
    "a continuing duty": (action(ongoing=True), {"2018-03-31": "ongoing"}),
    "a continuing duty that is completed": (
        action(completed("2018-03-01"), ongoing=True),
        {"2018-02-28": "ongoing", "2018-03-01": "completed"},
    ),
    "what is undated waits until the day before the event": (
        action(after=replace(VISION, happened=day("2018-05-31"))),
        {"2018-05-30": "awaiting-event", "2018-05-31": "undated"},
    ),
    "what is dated waits for no event": (
        action(due="2018-12-31", after=VISION),
        {"2018-12-31": "scheduled", "2019-01-01": "overdue"},
    ),
    "what was completed after its deadline was overdue until then": (
        action(LATE, due="2018-03-30"),
        {"2018-04-04": "overdue", "2018-04-05": "completed", "9999-12-31": "completed"},
    ),
    "what was reopened": (
        action(completed("2018-03-20"), begun("2018-04-10"), due="2018-03-30"),
        {"2018-04-09": "completed", "2018-04-10": "overdue"},
    ),
    "a moved deadline counts from the day of the update": (
        action(update("2018-03-20", due="2018-06-30"), due="2018-02-28"),
        {"2018-03-19": "overdue", "2018-03-20": "scheduled", "2018-07-01": "overdue"},
    ),
    # Of what was so by a day, nobody can say whether it was late before.
    "before a completion of unknown day": (
        action(FOUND_DONE, due="2018-03-30"),
        {
            "2018-03-30": "scheduled",
            "2018-03-31": "unknown",
            "2018-06-29": "unknown",
            "2018-06-30": "completed",
        },
    ),
    "before it no longer applied, since an unknown day": (
        action(known_by("2018-06-30", Progress.NOT_APPLICABLE), due="2018-03-30"),
        {"2018-05-01": "unknown"},
    ),
    "a move of unknown day, up to the new deadline's last day": (
        action(known_by("2018-06-30", due="2018-05-01"), due="2018-03-30"),
        {"2018-04-30": "unknown", "2018-05-01": "unknown", "2018-05-02": "overdue"},
    ),
    "only the next update with progress or a deadline counts": (
        action(begun("2018-05-15"), FOUND_DONE, due="2018-03-30"),
        {"2018-05-01": "overdue", "2018-05-15": "unknown"},
    ),
    "a note in between does not make it overdue": (
        action(update("2018-05-15", note="A meeting was held."), FOUND_DONE, due="2018-03-30"),
        {"2018-05-01": "unknown"},
    ),
}


@each(STATES)
def test_a_state_is_the_first_that_fits(action: Action, expected: dict[str, str]) -> None:
    assert told(action, "state", expected) == expected


def test_the_days_overdue_and_those_left_are_counted_from_the_due_day_without_a_weekend() -> None:
    due = action(LATE, due="2018-03-30")  # a Friday
    days = ("2018-03-29", "2018-03-30", "2018-03-31", "2018-04-02", "2018-04-05")
    assert [*told(due, "days_left", days).values()] == [1, 0, None, None, None]
    assert [*told(due, "days_overdue", days).values()] == [None, None, 1, 3, None]
    assert [*told(due, "days_past_original", days).values()] == [None, None, 1, 3, None]


# Moved deadlines


@pytest.mark.parametrize(
    ("due", "moves", "days"),
    [
        pytest.param("2018-03-30", ["2018-04-29"], [30], id="moved later"),
        pytest.param("2018-03-30", ["2018-02-28"], [-30], id="moved earlier"),
        pytest.param("2018-03-30", ["2018-06-30", "2018-03-30"], [92, -92], id="there and back"),
        pytest.param("2018-03", ["2018-03-31"], [], id="the same last day in other words"),
        pytest.param(None, ["2018-06-30"], [], id="a first deadline"),
        pytest.param(None, ["2018-06-30", "2018-09-30"], [92], id="a first deadline, then moved"),
    ],
)
def test_every_line_of_a_day_that_changes_the_last_day_is_a_move_and_slippage_their_sum(
    due: str | None, moves: list[str], days: list[int]
) -> None:
    moved = action(*(update("2018-01-20", due=to) for to in moves), due=due)
    assert moved.on(day("2018-01-19")).moves == ()
    standing = moved.on(day("2018-01-20"))
    assert [move.days for move in standing.moves] == days
    assert standing.slippage_days == sum(days)


# Progress and completion


LATENESS: Table = {
    "late for ever, once it is completed": (
        action(LATE, due="2018-03-30"),
        {"2018-04-04": None, "2018-04-05": 6, "2018-04-06": 6, "9999-12-31": 6},
    ),
    "on the due day": (action(completed("2018-03-30"), due="2018-03-30"), {"2018-04-05": 0}),
    "before the due day": (action(completed("2018-03-20"), due="2018-03-30"), {"2018-04-05": -10}),
    "by the deadline in force on the day of completion": (
        action(
            update("2018-03-20", due="2018-04-30"),
            completed("2018-05-02"),
            update("2018-06-01", due="2018-12-31"),
            due="2018-03-30",
        ),
        {"2018-05-02": 2, "2018-07-01": 2},
    ),
    "by the deadline moved above the line of that day that completes it": (
        action(begun("2018-04-05"), update("2018-04-05", due="2018-04-04"), LATE, due="2018-03-30"),
        {"2018-04-05": 1},
    ),
    "a deadline moved below that line": (
        action(LATE, update("2018-04-05", due="2018-12-31"), due="2018-03-30"),
        {"2018-04-05": 6},
    ),
    "without a deadline that day": (
        action(completed("2018-05-02"), update("2018-06-01", due="2018-12-31")),
        {"2018-07-01": None},
    ),
    "of a known day by the first line of the day that completes it": (
        action(LATE, known_by("2018-04-05", Progress.COMPLETED), due="2018-03-30"),
        {"2018-04-05": 6},
    ),
}


@each(LATENESS)
def test_a_completion_is_late_by_the_deadline_at_the_line_that_completed_it(
    action: Action, expected: dict[str, int | None]
) -> None:
    assert told(action, "days_late", expected) == expected


# The order of updates


def test_lines_out_of_the_order_of_their_days_count_in_the_order_of_their_days() -> None:
    lines = begun("2018-03-05"), update("2018-03-20", due="2018-06-30"), completed("2018-06-12")
    in_order = action(*lines, due="2018-02-28")
    for order in permutations(lines):
        mixed = action(*order, due="2018-02-28")
        for asked in map(day, ("2018-04-01", "2018-07-01")):
            assert mixed.on(asked) == in_order.on(asked)._replace(action=mixed)


# A law, besides those that test_oracle.py holds it to

# A year and a half of days, so that updates meet, and the days asked fall among them.
DAYS = st.dates(date(2018, 1, 1), date(2019, 6, 30))
DEADLINES = st.one_of(
    DAYS.map(lambda on: f"{on}"),
    DAYS.map(lambda on: f"{on:%Y-%m}"),
    st.sampled_from(["2018-Q1", "2018-Q2", "2018-Q4", "2018", "2019"]),
).map(parse_deadline)
UPDATES = st.builds(
    Update,
    DAYS,
    st.none() | st.sampled_from([p for p in Progress if p is not Progress.NOT_REPORTED]),
    st.none() | DEADLINES,
)
ACTIONS = st.builds(
    Action,
    id=st.just("7.1"),
    text=st.just("Finalise the review"),
    responsible=st.just(()),
    due=st.none() | DEADLINES,
    updates=st.lists(UPDATES, max_size=6).map(tuple),
)


@given(ACTIONS, DAYS)
def test_an_overdue_action_without_an_update_is_overdue_the_next_day(
    action: Action, asked: date
) -> None:
    today, tomorrow = action.on(asked), action.on(asked + DAY)
    if today.days_overdue and today.updates == tomorrow.updates:
        assert tomorrow.state is State.OVERDUE
        assert tomorrow.days_overdue == today.days_overdue + 1


# What was added later


def test_a_recommendation_is_in_no_answer_before_the_day_on_which_it_was_added() -> None:
    first = Recommendation(
        "7", "T", Status.PENDING, actions=(action(), action(added=day("2018-06-01")))
    )
    later = replace(first, added=day("2018-05-02"), actions=(action(), action()))
    register = Register(Evaluation("e", "E", "O"), (first, later))
    assert register.on(day("2018-05-01")) == (first.on(day("2018-05-01")),)
    assert len(register.on(day("2018-05-02"))) == 2
    days = ("2018-05-01", "2018-05-02", "2018-06-01")
    assert [register.added_after(day(asked)) for asked in days] == [(1, 3), (0, 1), (0, 0)]


# What is confirmed


def verified(on: str, verification: Verification, progress: Progress | None = None) -> Update:
    return Update(day(on), progress, by="Internal Audit", verified=verification)


CLAIM = completed("2018-04-01")
CONFIRMED = verified("2018-05-01", Verification.CONFIRMED)
DISPUTED = verified("2018-06-01", Verification.DISPUTED)
VERIFICATIONS: Table = {
    "a claim is unverified until somebody has looked, and the last counts": (
        action(CLAIM, CONFIRMED, DISPUTED),
        {"2018-04-30": "unverified", "2018-05-01": "confirmed", "2018-06-01": "disputed"},
    ),
    "the next claim is another": (
        action(CLAIM, CONFIRMED, begun("2018-05-02"), completed("2018-05-03")),
        {"2018-05-02": None, "2018-05-03": "unverified"},
    ),
    "the same progress or a note leaves it verified": (
        action(CLAIM, CONFIRMED, completed("2018-05-02"), update("2018-05-03", note="Filed.")),
        {"2018-05-02": "confirmed", "2018-06-01": "confirmed"},
    ),
    "one line may close it and be verified": (
        action(verified("2018-05-01", Verification.CONFIRMED, Progress.COMPLETED)),
        {"2018-05-01": "confirmed"},
    ),
}


@each(VERIFICATIONS)
def test_a_verification_is_of_the_present_claim(
    action: Action, expected: dict[str, str | None]
) -> None:
    assert told(action, "verification", expected) == expected
