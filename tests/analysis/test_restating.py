"""What a later version answers differently about days that were answered before."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from dated_actions import action, completed, day, register, update
from hypothesis import given
from hypothesis import strategies as st
from told_answers import is_restated

from ecefollow.analysis.changes import Change, DayRange
from ecefollow.analysis.restating import restated
from ecefollow.register.deadlines import parse_deadline
from ecefollow.register.model import ChangedAnswer, Register
from ecefollow.register.standing import Action, Update
from ecefollow.register.vocabulary import Progress, Status

COMMITTED = date(2026, 11, 29)
DUE = action(due="2018-03-30")


def of(base: Register, head: Register, *, until: date = COMMITTED) -> list[Change]:
    among = {record.id for record in head.records}
    return list(restated(base, head, until=until, among=among))


def spans(base: Action, head: Action, *, until: date = COMMITTED) -> list[tuple[str, str]]:
    found = of(register(base), register(head), until=until)
    return [(f"{each.first}", f"{each.last}") for each in map(days_of, found)]


def days_of(change: Change) -> DayRange:
    assert change.span
    return change.span


# What restates


def test_a_deadline_moved_in_retrospect_restates_the_days_between_the_two() -> None:
    later = replace(DUE, updates=(update("2018-03-01", due="2018-06-30"),))
    # From 1 July on it is overdue in both, but since another deadline.
    assert spans(DUE, later) == [("2018-03-31", "2018-06-30"), ("2018-07-01", "2026-11-29")]


def test_another_original_deadline_of_what_is_overdue_restates() -> None:
    first = replace(DUE, due=None, updates=(update("2018-03-01", due="2018-03-30"),))
    second = replace(DUE, due=parse_deadline("2018-02-28"), updates=first.updates)
    assert spans(first, second)[-1] == ("2018-03-31", "2026-11-29")


def test_a_new_action_that_was_overdue_before_restates_unless_it_was_added_later() -> None:
    base = register(replace(DUE, id="7.2"))
    new = register(replace(DUE, id="7.2"), DUE)
    assert [each.id for each in of(base, new)] == ["7.1"]
    added = register(replace(DUE, id="7.2"), replace(DUE, added=COMMITTED + timedelta(days=1)))
    assert of(base, added) == []


def test_the_actions_of_a_recommendation_that_was_added_later_are_restated_with_it() -> None:
    later = register(DUE, added=COMMITTED)
    assert [each.id for each in of(register(DUE), later)] == ["7", "7.1"]


def test_what_is_removed_is_not_told_twice() -> None:
    assert of(register(DUE), register()) == []


# What restates nothing


@pytest.mark.parametrize(
    "updates",
    [
        (completed("2018-03-28"),),
        (update("2018-03-28", Progress.IN_PROGRESS), completed("2018-03-30")),
        (update("2018-03-28", due="2018-06-30"),),
        (update("2018-01-02", note="A meeting was held."),),
        (Update(day("2018-01-02"), responsible=("WGTC",)),),
    ],
    ids=["completed in time", "twice", "moved in time", "a note", "handed over in time"],
)
def test_what_is_only_reported_late_restates_nothing(updates: tuple[Update, ...]) -> None:
    reported = replace(DUE, updates=updates)
    assert spans(DUE, reported, until=day("2018-03-29")) == []


def test_words_restate_nothing() -> None:
    assert of(register(DUE), register(replace(DUE, text="Finish it"), response="Mend it")) == []


def test_the_last_day_of_the_calendar_can_be_that_of_the_commit() -> None:
    assert spans(DUE, replace(DUE, due=None), until=date.max)


# The law: nothing restated means that every answer about every day is the same

FIRST = date(2018, 3, 25)
DAYS = st.integers(0, 12).map(lambda days: FIRST + timedelta(days=days))
DEADLINES = DAYS.map(lambda due: parse_deadline(f"{due}")) | st.just(parse_deadline("2018-03"))
UPDATES = st.builds(
    Update,
    DAYS,
    st.none() | st.sampled_from([*Progress][1:]),
    st.none() | DEADLINES,
    responsible=st.none() | st.sampled_from([(), ("PMU",), ("WGTC", "PMU")]),
    day_unknown=st.booleans(),
)
ACTIONS = st.builds(
    Action,
    st.sampled_from(["7.1", "7.2"]),
    st.just("Act"),
    st.sampled_from([("PMU",), ("WGTC",)]),
    due=st.none() | DEADLINES,
    added=st.none() | DAYS,
    updates=st.lists(UPDATES, max_size=3).map(tuple),
)
REGISTERS = st.builds(
    lambda actions, added, updates: register(*actions, added=added, updates=updates),
    st.lists(ACTIONS, max_size=2, unique_by=lambda action: action.id),
    st.none() | DAYS,
    st.lists(st.builds(ChangedAnswer, DAYS, st.none() | st.sampled_from(Status)), max_size=2).map(
        tuple
    ),
)


FIELDS = st.sets(st.sampled_from(["added", "updates", "actions"]), min_size=1)


@given(REGISTERS, REGISTERS, FIELDS, DAYS)
def test_a_day_is_restated_if_and_only_if_its_answers_differ(
    base: Register, other: Register, fields: set[str], until: date
) -> None:
    (was,), (now,) = base.recommendations, other.recommendations
    edits: dict[str, Any] = {name: getattr(now, name) for name in fields}
    head = replace(base, recommendations=(replace(was, **edits),))
    found = [days_of(change) for change in of(base, head, until=until)]
    for number in range(-2, (until - FIRST).days + 1):
        on = FIRST + timedelta(days=number)
        assert is_restated(base, head, on) is any(each.first <= on <= each.last for each in found)
