"""The meaning of a day: where an action, and an answer, stand on it."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

import pytest
from dated_actions import action, completed, day, update
from hypothesis import given
from hypothesis import strategies as st

from ecefollow.register.deadlines import Deadline, parse_deadline
from ecefollow.register.model import (
    Action,
    Answer,
    ChangedAnswer,
    Evaluation,
    Event,
    Recommendation,
    Register,
    Standing,
    Update,
)
from ecefollow.register.vocabulary import Progress, State, Status, Verification

DAY = timedelta(days=1)


def recommendation(*actions: Action, updates: tuple[ChangedAnswer, ...] = ()) -> Recommendation:
    return Recommendation(
        "7", "Address inefficiencies", Status.PENDING, updates=updates, actions=actions
    )


def on(asked: str, action: Action) -> Standing:
    return action.on(day(asked))


def answer(asked: str, *actions: Action) -> Answer:
    return recommendation(*actions).on(day(asked))


def written(due: Deadline | None) -> str | None:
    return due and due.written


# A deadline and its day


def test_the_due_day_itself_is_not_overdue() -> None:
    standing = on("2018-03-30", action(due="2018-03-30"))
    assert standing.state is State.SCHEDULED
    assert standing.days_overdue is None


def test_the_day_after_the_due_day_is_one_day_overdue() -> None:
    standing = on("2018-03-31", action(due="2018-03-30"))
    assert standing.state is State.OVERDUE
    assert standing.days_overdue == 1


def test_the_due_day_itself_leaves_no_day_and_the_day_before_leaves_one() -> None:
    assert on("2018-03-30", action(due="2018-03-30")).days_left == 0
    assert on("2018-03-29", action(due="2018-03-30")).days_left == 1


def test_no_days_are_left_of_what_is_overdue_closed_or_undated() -> None:
    assert on("2018-03-31", action(due="2018-03-30")).days_left is None
    assert on("2018-03-01", action(completed("2018-03-01"), due="2018-03-30")).days_left is None
    assert on("2018-03-01", action()).days_left is None


def test_no_weekend_is_skipped() -> None:
    assert on("2018-04-02", action(due="2018-03-30")).days_overdue == 3  # Friday to Monday


@pytest.mark.parametrize(
    ("due", "last"),
    [
        ("2018-02", "2018-02-28"),
        ("2020-02", "2020-02-29"),
        ("2018-Q1", "2018-03-31"),
        ("2018-H1", "2018-06-30"),
        ("2018-H2", "2018-12-31"),
        ("2018-Q4", "2018-12-31"),
        ("2018", "2018-12-31"),
    ],
)
def test_a_month_a_quarter_and_a_year_are_due_on_their_last_day(due: str, last: str) -> None:
    assert on(last, action(due=due)).state is State.SCHEDULED
    late = action(due=due).on(day(last) + DAY)
    assert (late.state, late.days_overdue) == (State.OVERDUE, 1)


def test_a_deadline_in_the_far_future_is_scheduled() -> None:
    assert on("2018-03-31", action(due="9999-12-31")).state is State.SCHEDULED


# Without a deadline


def test_an_action_without_deadline_event_or_duty_is_undated() -> None:
    assert on("2018-03-31", action()).state is State.UNDATED


def test_a_continuing_duty_is_ongoing() -> None:
    assert on("2018-03-31", action(ongoing=True)).state is State.ONGOING


def test_a_continuing_duty_stays_one_while_it_is_in_progress() -> None:
    duty = action(update("2018-01-10", Progress.IN_PROGRESS), ongoing=True)
    assert on("2018-03-31", duty).state is State.ONGOING


def test_a_continuing_duty_can_be_completed() -> None:
    assert on("2018-03-31", action(completed("2018-03-01"), ongoing=True)).state is State.COMPLETED


def test_a_continuing_duty_waits_for_no_event() -> None:
    duty = action(ongoing=True, after=Event("EXCOM endorses the vision"))
    assert on("2018-03-31", duty).state is State.ONGOING


def test_an_action_waits_for_an_event_that_has_not_happened() -> None:
    waiting = action(after=Event("EXCOM endorses the vision"))
    assert on("2018-03-31", waiting).state is State.AWAITING_EVENT


def test_an_action_waits_until_the_day_before_the_event() -> None:
    waiting = action(after=Event("EXCOM endorses the vision", happened=day("2018-05-31")))
    assert on("2018-05-30", waiting).state is State.AWAITING_EVENT


def test_an_action_waits_no_longer_on_the_day_of_the_event() -> None:
    waiting = action(after=Event("EXCOM endorses the vision", happened=day("2018-05-31")))
    assert on("2018-05-31", waiting).state is State.UNDATED


def test_a_dated_action_is_overdue_whether_or_not_its_event_has_happened() -> None:
    dated = action(due="2018-12-31", after=Event("EXCOM endorses the vision"))
    assert on("2018-12-31", dated).state is State.SCHEDULED
    assert on("2019-01-01", dated).state is State.OVERDUE


def test_a_discretionary_action_is_overdue_like_any_other() -> None:
    assert on("2018-03-31", action(due="2018-03-30", discretionary=True)).state is State.OVERDUE


def test_a_discretionary_action_without_a_deadline_is_undated() -> None:
    assert on("2018-03-31", action(discretionary=True)).state is State.UNDATED


def test_without_a_deadline_nothing_is_late_or_has_slipped() -> None:
    standing = on("2018-03-31", action(completed("2018-03-01")))
    assert standing.due is None
    assert standing.original_due is None
    assert standing.days_overdue is None
    assert standing.days_late is None
    assert standing.slippage_days is None
    assert standing.days_past_original is None


# Moved deadlines


def test_a_moved_deadline_counts_from_the_day_of_the_update() -> None:
    moved = action(update("2018-03-20", due="2018-06-30"), due="2018-02-28")
    assert on("2018-03-19", moved).state is State.OVERDUE
    assert on("2018-03-20", moved).state is State.SCHEDULED
    assert on("2018-07-01", moved).state is State.OVERDUE


def test_the_last_move_sets_the_deadline() -> None:
    moved = action(
        update("2018-03-20", due="2018-06"), update("2018-06-20", due="2018-Q3"), due="2018-02"
    )
    assert written(on("2018-03-01", moved).due) == "2018-02"
    assert written(on("2018-04-01", moved).due) == "2018-06"
    assert written(on("2018-07-01", moved).due) == "2018-Q3"


def test_a_move_is_a_revision_and_slippage() -> None:
    moved = action(update("2018-03-20", due="2018-03-31"), due="2018-03-01")
    before, after = on("2018-03-19", moved), on("2018-03-20", moved)
    assert (len(before.moves), before.slippage_days) == (0, 0)
    assert (len(after.moves), after.slippage_days) == (1, 30)


def test_a_deadline_moved_earlier_has_slipped_by_less_than_nothing() -> None:
    moved = action(update("2018-01-20", due="2018-02-28"), due="2018-03-30")
    standing = on("2018-02-01", moved)
    assert (len(standing.moves), standing.slippage_days) == (1, -30)
    assert standing.moves[0].days == -30


def test_a_deadline_moved_there_and_back_has_two_revisions_and_no_slippage() -> None:
    moved = action(
        update("2018-01-20", due="2018-06-30"),
        update("2018-02-20", due="2018-03-30"),
        due="2018-03-30",
    )
    standing = on("2018-03-01", moved)
    assert (len(standing.moves), standing.slippage_days) == (2, 0)


def test_the_same_last_day_in_other_words_is_no_revision() -> None:
    restated = action(update("2018-01-20", due="2018-02-28"), due="2018-02")
    standing = on("2018-02-01", restated)
    assert standing.moves == ()
    assert written(standing.due) == "2018-02-28"


def test_an_update_without_a_deadline_takes_none_away() -> None:
    told = action(update("2018-01-20", Progress.IN_PROGRESS), due="2018-03-30")
    assert written(on("2018-02-01", told).due) == "2018-03-30"


def test_the_original_deadline_is_the_actions_own() -> None:
    moved = action(update("2018-03-20", due="2018-06-30"), due="2018-02")
    assert written(on("2018-04-01", moved).original_due) == "2018-02"


def test_the_original_deadline_is_else_the_first_that_an_update_set() -> None:
    dated = action(update("2018-03-20", due="2018-06-30"), update("2018-06-01", due="2018-09-30"))
    assert on("2018-03-19", dated).original_due is None
    assert written(on("2018-03-20", dated).original_due) == "2018-06-30"
    assert written(on("2018-07-01", dated).original_due) == "2018-06-30"
    assert on("2018-07-01", dated).slippage_days == 92


def test_a_first_deadline_is_no_revision() -> None:
    dated = action(update("2018-03-20", due="2018-06-30"))
    standing = on("2018-04-01", dated)
    assert (standing.moves, standing.slippage_days) == ((), 0)
    assert standing.state is State.SCHEDULED


def test_a_moved_date_hides_nothing_against_the_original() -> None:
    moved = action(update("2018-03-20", due="2018-06-30"), due="2018-03-30")
    assert on("2018-03-30", moved).days_past_original is None
    assert on("2018-04-02", moved).days_past_original == 3
    assert on("2018-04-02", moved).days_overdue is None


def test_a_closed_action_is_not_past_its_original_deadline() -> None:
    done = action(completed("2018-04-05"), due="2018-03-30")
    assert on("2018-04-04", done).days_past_original == 5
    assert on("2018-04-05", done).days_past_original is None


# Progress and completion


def test_progress_is_not_reported_while_no_update_says_any() -> None:
    told = action(update("2018-01-20", due="2018-06-30"), due="2018-03-30")
    assert on("2018-02-01", told).progress is Progress.NOT_REPORTED


def test_progress_is_the_last_that_an_update_set() -> None:
    told = action(
        update("2018-01-10", Progress.NOT_STARTED),
        update("2018-02-10", Progress.IN_PROGRESS),
        update("2018-02-20", due="2018-06-30"),
    )
    assert on("2018-01-09", told).progress is Progress.NOT_REPORTED
    assert on("2018-02-09", told).progress is Progress.NOT_STARTED
    assert on("2018-03-01", told).progress is Progress.IN_PROGRESS


@pytest.mark.parametrize("progress", [Progress.NOT_STARTED, Progress.IN_PROGRESS])
def test_an_open_action_is_overdue_whatever_its_progress(progress: Progress) -> None:
    told = action(update("2018-01-20", progress), due="2018-03-30")
    assert on("2018-03-31", told).state is State.OVERDUE


def test_what_was_completed_after_its_deadline_was_overdue_until_then() -> None:
    done = action(completed("2018-04-05"), due="2018-03-30")
    assert on("2018-03-31", done).state is State.OVERDUE
    assert on("2018-04-04", done).state is State.OVERDUE
    assert on("2018-04-05", done).state is State.COMPLETED


@pytest.mark.parametrize("asked", ["2018-04-05", "2018-04-06", "2019-01-01", "9999-12-31"])
def test_what_was_completed_late_is_as_late_for_ever(asked: str) -> None:
    done = action(completed("2018-04-05"), due="2018-03-30")
    standing = on(asked, done)
    assert standing.state is State.COMPLETED
    assert standing.days_late == 6
    assert standing.days_overdue is None


def test_an_open_action_is_not_late_but_overdue() -> None:
    assert on("2018-04-04", action(completed("2018-04-05"), due="2018-03-30")).days_late is None


def test_completion_on_the_due_day_is_no_day_late() -> None:
    assert on("2018-04-05", action(completed("2018-03-30"), due="2018-03-30")).days_late == 0


def test_completion_before_the_due_day_is_early() -> None:
    assert on("2018-04-05", action(completed("2018-03-20"), due="2018-03-30")).days_late == -10


def test_lateness_is_measured_from_the_deadline_of_the_day_of_completion() -> None:
    done = action(
        update("2018-03-20", due="2018-04-30"),
        completed("2018-05-02"),
        update("2018-06-01", due="2018-12-31"),
        due="2018-03-30",
    )
    assert on("2018-05-02", done).days_late == 2
    assert on("2018-07-01", done).days_late == 2


def test_a_completed_action_that_had_no_deadline_that_day_is_never_late() -> None:
    done = action(completed("2018-05-02"), update("2018-06-01", due="2018-12-31"))
    assert on("2018-07-01", done).days_late is None


def test_completion_counts_from_its_first_day_when_it_is_said_again() -> None:
    done = action(completed("2018-03-20"), completed("2018-04-20"), due="2018-03-30")
    standing = on("2018-05-01", done)
    assert standing.completed_on == day("2018-03-20")
    assert standing.days_late == -10


def test_a_note_does_not_break_a_completion() -> None:
    done = action(completed("2018-03-20"), update("2018-04-01"), completed("2018-04-20"))
    assert on("2018-05-01", done).completed_on == day("2018-03-20")


def test_a_reopened_action_is_open_and_completed_on_no_day() -> None:
    reopened = action(
        completed("2018-03-20"), update("2018-04-10", Progress.IN_PROGRESS), due="2018-03-30"
    )
    assert on("2018-04-09", reopened).state is State.COMPLETED
    standing = on("2018-04-10", reopened)
    assert standing.state is State.OVERDUE
    assert standing.days_overdue == 11
    assert standing.completed_on is None
    assert standing.days_late is None


def test_an_action_completed_again_is_completed_on_the_later_day() -> None:
    again = action(
        completed("2018-03-20"),
        update("2018-04-10", Progress.IN_PROGRESS),
        completed("2018-04-20"),
        due="2018-03-30",
    )
    standing = on("2018-05-01", again)
    assert standing.completed_on == day("2018-04-20")
    assert standing.days_late == 21


def test_what_no_longer_applies_is_closed_and_never_overdue() -> None:
    dropped = action(update("2018-04-02", Progress.NOT_APPLICABLE), due="2018-03-30")
    assert on("2018-04-01", dropped).state is State.OVERDUE
    standing = on("2018-04-02", dropped)
    assert standing.state is State.NOT_APPLICABLE
    assert standing.state.is_closed
    assert standing.days_overdue is None
    assert standing.completed_on is None
    assert standing.days_late is None


def test_what_no_longer_applied_can_be_taken_up_again() -> None:
    revived = action(
        update("2018-04-02", Progress.NOT_APPLICABLE),
        update("2018-05-02", Progress.IN_PROGRESS),
        due="2018-03-30",
    )
    assert on("2018-05-02", revived).state is State.OVERDUE


@pytest.mark.parametrize("state", State)
def test_only_the_completed_and_the_not_applicable_are_closed(state: State) -> None:
    assert state.is_closed is (state in {State.COMPLETED, State.NOT_APPLICABLE})


# The order of updates


def test_the_later_line_of_one_day_sets_the_progress() -> None:
    twice = action(update("2018-03-05", Progress.IN_PROGRESS), completed("2018-03-05"))
    assert on("2018-03-05", twice).state is State.COMPLETED
    turned = action(*reversed(twice.updates))
    assert on("2018-03-05", turned).progress is Progress.IN_PROGRESS


def test_the_later_line_of_one_day_sets_the_deadline() -> None:
    twice = action(
        update("2018-03-05", due="2018-06-30"),
        update("2018-03-05", due="2018-09-30"),
        due="2018-03",
    )
    assert written(on("2018-03-05", twice).due) == "2018-09-30"
    turned = replace(twice, updates=twice.updates[::-1])
    assert written(on("2018-03-05", turned).due) == "2018-06-30"


def test_every_move_of_a_day_counts_and_its_first_line_sets_the_original() -> None:
    moved = action(
        update("2018-03-01", due="2018-06-30"),
        update("2018-03-01", due="2018-07-31"),
        due="2018-03-30",
    )
    assert [move.after.written for move in on("2018-04-01", moved).moves] == [
        "2018-06-30",
        "2018-07-31",
    ]
    first = action(update("2018-03-01", due="2018-06-30"), update("2018-03-01", due="2018-07-31"))
    assert written(on("2018-04-01", first).original_due) == "2018-06-30"


def test_a_reopening_that_the_same_day_took_back_breaks_no_completion() -> None:
    once = action(
        completed("2018-04-01"),
        update("2018-04-05", Progress.IN_PROGRESS),
        completed("2018-04-05"),
    )
    assert on("2018-04-06", once).completed_on == day("2018-04-01")


def test_one_update_may_move_the_deadline_and_make_progress() -> None:
    both = action(update("2018-03-05", Progress.IN_PROGRESS, due="2018-06-30"), due="2018-03-30")
    standing = on("2018-03-05", both)
    assert (standing.progress, written(standing.due)) == (Progress.IN_PROGRESS, "2018-06-30")


def test_lines_out_of_the_order_of_their_days_count_in_the_order_of_their_days() -> None:
    lines = (
        update("2018-03-05", Progress.IN_PROGRESS),
        update("2018-03-20", due="2018-06-30"),
        completed("2018-06-12"),
    )
    expected = [
        on(asked, action(*lines, due="2018-02-28")) for asked in ("2018-04-01", "2018-07-01")
    ]
    for order in permutations(lines):
        mixed = action(*order, due="2018-02-28")
        found = [on(asked, mixed) for asked in ("2018-04-01", "2018-07-01")]
        assert [each._replace(action=mixed) for each in expected] == found


def test_the_last_update_is_the_latest_up_to_the_day() -> None:
    told = action(update("2018-05-01"), update("2018-03-05"), update("2018-06-01"))
    assert on("2018-03-04", told).last_update is None
    assert on("2018-03-05", told).last_update == day("2018-03-05")
    assert on("2018-05-31", told).last_update == day("2018-05-01")


def test_a_note_on_the_day_itself_is_known_and_one_of_the_next_day_is_not() -> None:
    told = action(update("2018-03-05"), update("2018-03-06"))
    assert [u.date for u in on("2018-03-05", told).updates] == [day("2018-03-05")]


# An answer, and what it counts


def test_an_answer_is_the_recommendations_own_until_an_update_changes_it() -> None:
    changed = recommendation(
        updates=(
            ChangedAnswer(day("2018-05-02"), Status.PARTIAL),
            ChangedAnswer(day("2018-06-02"), note="Discussed again."),
        )
    )
    assert changed.on(day("2018-05-01")).status is Status.PENDING
    assert changed.on(day("2018-05-02")).status is Status.PARTIAL
    assert changed.on(day("2018-07-01")).status is Status.PARTIAL


def test_changed_answers_count_in_the_order_of_their_days_and_then_of_their_lines() -> None:
    changed = recommendation(
        updates=(
            ChangedAnswer(day("2018-06-02"), Status.ACCEPTED),
            ChangedAnswer(day("2018-05-02"), Status.PARTIAL),
            ChangedAnswer(day("2018-05-02"), Status.REJECTED),
        )
    )
    assert changed.on(day("2018-05-02")).status is Status.REJECTED
    assert changed.on(day("2018-06-02")).status is Status.ACCEPTED


def test_a_recommendation_counts_the_actions_that_are_closed_on_the_day() -> None:
    done, dropped = completed("2018-03-01"), update("2018-04-01", Progress.NOT_APPLICABLE)
    actions = action(done), action(dropped), action(ongoing=True)
    assert [
        answer(asked, *actions).closed for asked in ("2018-02-28", "2018-03-01", "2018-04-01")
    ] == [*(0, 1, 2)]


def test_the_next_deadline_is_the_earliest_of_an_open_action_past_or_not() -> None:
    actions = action(due="2018-12-31"), action(completed("2018-04-05"), due="2018-03-30"), action()
    assert written(answer("2018-04-04", *actions).next_due) == "2018-03-30"
    assert written(answer("2018-04-05", *actions).next_due) == "2018-12-31"


def test_there_is_no_next_deadline_where_nothing_open_is_dated() -> None:
    assert answer("2018-04-05", action(completed("2018-04-05"), due="2018-03-30")).next_due is None
    assert answer("2018-04-05", action(ongoing=True)).next_due is None
    assert answer("2018-04-05").next_due is None


def test_the_next_deadline_follows_a_move() -> None:
    moved = action(update("2018-03-20", due="2018-06-30"), due="2018-03-30")
    assert written(answer("2018-03-21", moved).next_due) == "2018-06-30"


# Laws

# A year and a half of days, so that updates meet, and the days asked fall among them.
DAYS = st.dates(date(2018, 1, 1), date(2019, 6, 30))
DUES = st.one_of(
    DAYS.map(date.isoformat),
    DAYS.map(lambda each: each.isoformat()[:7]),
    st.sampled_from(["2018-Q1", "2018-Q2", "2018-Q4", "2018", "2019"]),
).map(parse_deadline)
UPDATES = st.builds(
    Update,
    DAYS,
    st.none() | st.sampled_from([p for p in Progress if p is not Progress.NOT_REPORTED]),
    st.none() | DUES,
)
EVENTS = st.builds(Event, st.just("EXCOM endorses the vision"), st.none() | DAYS)
ACTIONS = st.builds(
    Action,
    id=st.just("7.1"),
    text=st.just("Finalise the review"),
    responsible=st.just(()),
    due=st.none() | DUES,
    after=st.none() | EVENTS,
    discretionary=st.booleans(),
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


@given(ACTIONS, DAYS)
def test_what_is_known_on_a_day_does_not_depend_on_later_updates(
    action: Action, asked: date
) -> None:
    known = replace(action, updates=tuple(u for u in action.updates if u.date <= asked))
    found, expected = action.on(asked), known.on(asked)
    assert found._replace(action=known) == expected
    assert found.days_late == expected.days_late


@given(ACTIONS, DAYS)
def test_an_action_is_overdue_exactly_when_it_is_open_and_its_deadline_has_passed(
    action: Action, asked: date
) -> None:
    standing = action.on(asked)
    passed = standing.due is not None and standing.due.last < asked
    assert (standing.state is State.OVERDUE) is (passed and not standing.state.is_closed)


@given(ACTIONS, DAYS)
def test_days_overdue_stand_exactly_beside_an_overdue_state(action: Action, asked: date) -> None:
    standing = action.on(asked)
    assert (standing.days_overdue or 0) >= 0
    assert bool(standing.days_overdue) is (standing.state is State.OVERDUE)


@given(ACTIONS, DAYS)
def test_lateness_never_changes_while_a_completion_lasts(action: Action, asked: date) -> None:
    standing = action.on(asked)
    if standing.completed_on:
        assert action.on(standing.completed_on).days_late == standing.days_late


@given(ACTIONS, DAYS)
def test_a_completion_lasts_from_its_day_to_the_day_asked(action: Action, asked: date) -> None:
    standing = action.on(asked)
    assert (standing.completed_on is not None) is (standing.state is State.COMPLETED)
    while standing.completed_on and asked > standing.completed_on:
        asked -= DAY
        assert action.on(asked).completed_on == standing.completed_on


@given(ACTIONS, DAYS)
def test_slippage_is_the_sum_of_the_moves(action: Action, asked: date) -> None:
    standing = action.on(asked)
    moved = sum(move.days for move in standing.moves)
    assert standing.slippage_days == (moved if standing.due else None)


@given(st.lists(ACTIONS, max_size=5), DAYS)
def test_the_next_deadline_is_never_after_that_of_an_open_action(
    actions: list[Action], asked: date
) -> None:
    found = recommendation(*actions).on(asked)
    dues = [s.due.last for s in found.standings if s.due and not s.state.is_closed]
    assert (found.next_due.last if found.next_due else None) == min(dues, default=None)


# A state that is known without its day


def known_by(on: str, progress: Progress | None = None, *, due: str | None = None) -> Update:
    return replace(update(on, progress, due=due), day_unknown=True)


def test_nobody_can_say_whether_it_was_late_before_a_completion_of_unknown_day() -> None:
    done = action(known_by("2018-06-30", Progress.COMPLETED), due="2018-03-30")
    assert on("2018-03-30", done).state is State.SCHEDULED
    assert on("2018-03-31", done).state is State.UNKNOWN
    assert on("2018-06-29", done).state is State.UNKNOWN
    assert on("2018-06-30", done).state is State.COMPLETED


def test_an_unknown_state_has_no_days_overdue() -> None:
    done = action(known_by("2018-06-30", Progress.COMPLETED), due="2018-03-30")
    assert on("2018-05-01", done).days_overdue is None


@pytest.mark.parametrize("closing", [Progress.COMPLETED, Progress.NOT_APPLICABLE])
def test_each_closing_of_unknown_day_makes_the_days_before_it_unknown(closing: Progress) -> None:
    assert on("2018-05-01", action(known_by("2018-06-30", closing), due="2018-03-30")).state is (
        State.UNKNOWN
    )


@pytest.mark.parametrize("still_open", [Progress.NOT_STARTED, Progress.IN_PROGRESS])
def test_progress_of_unknown_day_that_leaves_it_open_makes_nothing_unknown(
    still_open: Progress,
) -> None:
    late = action(known_by("2018-06-30", still_open), due="2018-03-30")
    assert on("2018-05-01", late).state is State.OVERDUE


@pytest.mark.parametrize(
    ("asked", "state"),
    [
        ("2018-04-30", State.UNKNOWN),
        ("2018-05-01", State.UNKNOWN),  # the new deadline's last day
        ("2018-05-02", State.OVERDUE),  # even by the new deadline
    ],
)
def test_a_move_of_unknown_day_leaves_unknown_what_the_new_deadline_would_excuse(
    asked: str, state: State
) -> None:
    moved = action(known_by("2018-06-30", due="2018-05-01"), due="2018-03-30")
    assert on(asked, moved).state is state


def test_a_moved_deadline_of_unknown_day_hides_nothing_of_the_original_one() -> None:
    moved = action(known_by("2018-06-30", due="2018-05-01"), due="2018-03-30")
    assert on("2018-04-30", moved).days_past_original == 31


def test_only_the_next_update_with_progress_or_a_deadline_counts() -> None:
    reported = update("2018-05-15", Progress.IN_PROGRESS)
    done = known_by("2018-06-30", Progress.COMPLETED)
    assert on("2018-05-01", action(reported, done, due="2018-03-30")).state is State.OVERDUE
    assert on("2018-05-15", action(reported, done, due="2018-03-30")).state is State.UNKNOWN


def test_a_note_in_between_does_not_make_it_overdue() -> None:
    note = Update(day("2018-05-15"), note="A meeting was held.")
    done = known_by("2018-06-30", Progress.COMPLETED)
    assert on("2018-05-01", action(note, done, due="2018-03-30")).state is State.UNKNOWN


def test_a_completion_of_unknown_day_has_no_day_and_is_not_late() -> None:
    done = on("2019-01-01", action(known_by("2018-06-30", Progress.COMPLETED), due="2018-03-30"))
    assert done.completed_on is None
    assert done.days_late is None


def test_a_completion_repeated_with_its_day_began_on_the_unknown_one() -> None:
    done = action(
        known_by("2018-06-30", Progress.COMPLETED), completed("2018-07-15"), due="2018-03-30"
    )
    assert on("2018-07-15", done).completed_on is None


def test_a_completion_of_unknown_day_that_is_reopened_and_completed_has_the_new_day() -> None:
    done = action(
        known_by("2018-06-30", Progress.COMPLETED),
        update("2018-07-01", Progress.IN_PROGRESS),
        completed("2018-07-15"),
        due="2018-03-30",
    )
    assert on("2018-07-15", done).days_late == 107


# What was added later


def register(*recommendations: Recommendation) -> Register:
    return Register(Evaluation("e", "E", "O"), recommendations)


def test_an_action_is_in_no_answer_before_the_day_on_which_it_was_added() -> None:
    whole = recommendation(
        action(due="2018-03-30"), action(added=day("2018-05-02"), due="2018-03-30")
    )
    assert len(whole.on(day("2018-05-01")).standings) == 1
    assert len(whole.on(day("2018-05-02")).standings) == 2


def test_a_recommendation_is_in_no_answer_before_the_day_on_which_it_was_added() -> None:
    later = replace(recommendation(action()), added=day("2018-05-02"))
    assert register(recommendation(), later).on(day("2018-05-01")) == (
        recommendation().on(day("2018-05-01")),
    )
    assert len(register(recommendation(), later).on(day("2018-05-02"))) == 2


def test_an_answer_can_say_how_many_were_added_later() -> None:
    later = replace(recommendation(action(), action()), added=day("2018-05-02"))
    whole = register(recommendation(action(), action(added=day("2018-06-01"))), later)
    assert whole.added_after(day("2018-05-01")) == (1, 3)
    assert whole.added_after(day("2018-05-02")) == (0, 1)
    assert whole.added_after(day("2018-06-01")) == (0, 0)


# What is confirmed


def verified(on: str, verification: Verification, progress: Progress | None = None) -> Update:
    return Update(day(on), progress, by="Internal Audit", verified=verification)


CONFIRMED = verified("2018-05-01", Verification.CONFIRMED)
DISPUTED = verified("2018-06-01", Verification.DISPUTED)


def test_what_is_open_has_no_verification() -> None:
    assert on("2018-05-01", action(due="2018-03-30")).verification is None


def test_a_closed_action_is_unverified_until_somebody_has_looked() -> None:
    done = action(completed("2018-04-01"), CONFIRMED)
    assert on("2018-04-30", done).verification is Verification.UNVERIFIED
    assert on("2018-05-01", done).verification is Verification.CONFIRMED


def test_the_last_verification_counts() -> None:
    done = action(completed("2018-04-01"), CONFIRMED, DISPUTED)
    assert on("2018-06-01", done).verification is Verification.DISPUTED


def test_a_verification_changes_no_state() -> None:
    done = on("2018-06-01", action(completed("2018-04-01"), DISPUTED, due="2018-04-01"))
    assert (done.state, done.days_late) == (State.COMPLETED, 0)


def test_a_verification_of_a_claim_says_nothing_about_the_next_one() -> None:
    again = action(
        completed("2018-04-01"),
        CONFIRMED,
        update("2018-05-02", Progress.IN_PROGRESS),
        completed("2018-05-03"),
    )
    assert on("2018-05-02", again).verification is None
    assert on("2018-05-03", again).verification is Verification.UNVERIFIED


def test_a_closing_that_becomes_another_is_unverified_again() -> None:
    other = action(
        completed("2018-04-01"), CONFIRMED, update("2018-05-02", Progress.NOT_APPLICABLE)
    )
    assert on("2018-05-02", other).verification is Verification.UNVERIFIED


@pytest.mark.parametrize(
    "later",
    [completed("2018-05-02"), Update(day("2018-05-02"), note="Filed."), update("2018-05-02")],
    ids=["the same progress", "a note", "nothing"],
)
def test_a_later_line_that_changes_no_progress_leaves_it_verified(later: Update) -> None:
    done = action(completed("2018-04-01"), CONFIRMED, later)
    assert on("2018-06-01", done).verification is Verification.CONFIRMED


def test_a_line_can_close_and_be_verified_at_once() -> None:
    audited = verified("2018-05-01", Verification.CONFIRMED, Progress.COMPLETED)
    assert on("2018-05-01", action(audited)).verification is Verification.CONFIRMED


# An expected event


@pytest.mark.parametrize(
    ("asked", "is_overdue"),
    [("2018-01-31", False), ("2018-02-01", True), ("2018-02-14", True), ("2018-02-15", False)],
)
def test_an_event_is_overdue_from_the_day_after_it_was_expected_until_it_happens(
    asked: str, *, is_overdue: bool
) -> None:
    event = Event("Approval", expected=parse_deadline("2018-01"), happened=day("2018-02-15"))
    assert event.is_overdue(day(asked)) is is_overdue


def test_an_event_that_nobody_expects_on_a_day_is_never_overdue() -> None:
    assert not Event("Approval").is_overdue(day("2030-01-01"))


def test_an_expected_event_is_no_deadline() -> None:
    waiting = action(after=Event("Approval", expected=parse_deadline("2018-01")))
    assert on("2019-01-01", waiting).state is State.AWAITING_EVENT
    assert on("2019-01-01", waiting).due is None


# Of the lines of one day


def test_the_first_line_of_a_day_that_completes_it_says_whether_the_day_is_known() -> None:
    once_more = known_by("2018-04-05", Progress.COMPLETED)
    done = action(completed("2018-04-05"), once_more, due="2018-03-30")
    assert on("2018-04-05", done).days_late == 6


def test_a_deadline_moved_above_the_line_of_that_day_that_completes_it_is_in_force() -> None:
    lines = (update("2018-04-05", Progress.IN_PROGRESS), update("2018-04-05", due="2018-04-04"))
    done = action(*lines, completed("2018-04-05"), due="2018-03-30")
    assert on("2018-04-05", done).days_late == 1
