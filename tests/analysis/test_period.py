"""What changed in a register between two days."""

from dataclasses import replace
from functools import partial
from typing import Any

import dated_actions
import pytest
from dated_actions import day, update, written

from ecefollow.analysis.changes import Change, ChangeKind
from ecefollow.analysis.period import changes_between
from ecefollow.register.model import ChangedAnswer, Recommendation
from ecefollow.register.standing import Action, Event
from ecefollow.register.vocabulary import Progress, Status

TOLD = "Decided by the board."


action = partial(dated_actions.action, due="2020-06-30")


def waiting(event: Event) -> Action:
    return dated_actions.action(after=event)


def changed(
    then: str, now: str, *actions: Action, updates: tuple[ChangedAnswer, ...] = ()
) -> list[Change]:
    whole = Recommendation("7", "Report", Status.PENDING, updates=updates, actions=actions)
    before, after = (whole.on(day(then)),), (whole.on(day(now)),)
    return changes_between(before, after, since=day(then))


MOVE = update("2020-02-10", due="2020-Q4", note=TOLD)
BEGUN = update("2020-04-01", Progress.IN_PROGRESS)
DONE = update("2020-07-06", Progress.COMPLETED, note=TOLD)
DROPPED = update("2020-08-01", Progress.NOT_APPLICABLE, note=TOLD)
REOPENED = update("2020-08-01", Progress.IN_PROGRESS, note=TOLD)
VOTE = Event("The vote", happened=day("2020-03-01"))
# By a sentence: an action, two days, and what changed: kind, before, after, days, note.
CHANGES: dict[str, tuple[Action, str, str, list[tuple[str, Any, Any, int | None, str | None]]]] = {
    "every move after the earlier day": (
        action(
            update("2020-01-10", due="2020-09-30"),
            MOVE,
            update("2020-03-10", due="2020-12-01"),
            update("2020-03-11", due="2021"),
        ),
        *("2020-01-10", "2020-03-10"),
        [
            ("deadline-moved", "2020-09-30", "2020-Q4", 92, TOLD),
            ("deadline-moved", "2020-Q4", "2020-12-01", -30, None),
        ],
    ),
    "a first deadline is set and not moved": (
        action(MOVE, due=None),
        *("2020-02-09", "2020-02-10"),
        [("deadline-set", None, "2020-Q4", None, TOLD)],
    ),
    "what was set on the earlier day": (action(MOVE, due=None), "2020-02-10", "2020-02-11", []),
    "the same last day in other words": (
        action(update("2020-02-10", due="2020-06")),
        *("2020-02-01", "2020-03-01"),
        [],
    ),
    "completed, so many days late": (
        action(DONE),
        *("2020-06-30", "2020-12-31"),
        [("completed", "not-reported", "completed", 6, TOLD)],
    ),
    "completed without a deadline": (
        action(DONE, due=None),
        *("2020-06-30", "2020-12-31"),
        [("completed", "not-reported", "completed", None, TOLD)],
    ),
    "completed once more": (
        action(DONE, update("2020-08-01", Progress.COMPLETED)),
        *("2020-07-06", "2020-08-31"),
        [],
    ),
    "completed, undone and completed again": (
        action(DONE, REOPENED, update("2020-09-01", Progress.COMPLETED)),
        *("2020-07-06", "2020-09-01"),
        [("completed", "completed", "completed", 63, None)],
    ),
    "no longer applicable": (
        action(DROPPED),
        *("2020-07-31", "2020-08-01"),
        [("not-applicable", "not-reported", "not-applicable", None, TOLD)],
    ),
    "completed, and no longer applicable": (
        action(DONE, DROPPED),
        *("2020-07-31", "2020-08-01"),
        [("not-applicable", "completed", "not-applicable", None, TOLD)],
    ),
    "closed, and open": (
        action(DONE, REOPENED, due="2020-12-31"),
        *("2020-07-31", "2020-08-01"),
        [("reopened", "completed", "in-progress", None, TOLD)],
    ),
    "closed and reopened in between": (
        action(DONE, REOPENED, due="2020-12-31"),
        *("2020-06-01", "2020-12-01"),
        [("progress", "not-reported", "in-progress", None, TOLD)],
    ),
    "the note of the line that counts on its day": (
        action(
            update("2020-04-01", Progress.NOT_STARTED, note="Not yet."),
            update("2020-04-01", Progress.IN_PROGRESS, note="Begun."),
            update("2020-04-02", Progress.IN_PROGRESS, note="Still at it."),
        ),
        *("2020-03-01", "2020-06-01"),
        [("progress", "not-reported", "in-progress", None, "Begun.")],
    ),
    "became overdue": (
        action(),
        *("2020-06-30", "2020-07-03"),
        [("overdue", "scheduled", "overdue", 3, None)],
    ),
    "was overdue before": (action(), "2020-07-01", "2020-12-31", []),
    "moved, begun and overdue, in this order": (
        action(BEGUN, update("2020-06-01", due="2020-08-31")),
        *("2020-03-31", "2020-09-01"),
        [
            ("deadline-moved", "2020-06-30", "2020-08-31", 62, None),
            ("progress", "not-reported", "in-progress", None, None),
            ("overdue", "scheduled", "overdue", 1, None),
        ],
    ),
    "the event happened": (
        waiting(VOTE),
        *("2020-02-29", "2020-03-01"),
        [("changed", None, "2020-03-01", None, "The vote")],
    ),
    "the event happened on the earlier day": (waiting(VOTE), "2020-03-01", "2020-04-01", []),
    "the event happens after the later day": (waiting(VOTE), "2020-02-01", "2020-02-29", []),
    "the event is still awaited": (waiting(Event("The vote")), "2020-02-01", "2020-04-01", []),
    "added in between": (
        action(added=day("2020-02-01")),
        *("2020-01-31", "2020-03-01"),
        [("added", None, "Finalise", None, None)],
    ),
}


@pytest.mark.parametrize(("action", "then", "now", "expected"), CHANGES.values(), ids=CHANGES)
def test_what_changed_of_an_action(
    action: Action, then: str, now: str, expected: list[tuple[Any, ...]]
) -> None:
    changes = changed(then, now, action)
    assert {change.id for change in changes} <= {action.id}
    assert [
        (change.kind, written(change.before), written(change.after), change.days, change.note)
        for change in changes
    ] == expected


def test_a_change_names_the_field() -> None:
    moved = action(MOVE, update("2020-06-01", Progress.IN_PROGRESS), id="7.2")
    changes = changed("2020-01-31", "2021-01-01", waiting(VOTE), moved)
    assert [change.field for change in changes] == ["happened", "due", "progress", "state"]


PARTIAL = ChangedAnswer(day("2020-02-01"), Status.PARTIAL, TOLD)
REJECTED = ChangedAnswer(day("2020-02-01"), Status.REJECTED, "Not for us.")
LATER = replace(PARTIAL, date=day("2020-02-10"))
BACK = ChangedAnswer(day("2020-02-10"), Status.PENDING)
REMARK = ChangedAnswer(day("2020-02-20"), note="Published.")
TO_PARTIAL = Change("7", ChangeKind.STATUS, "status", Status.PENDING, Status.PARTIAL, None, TOLD)


@pytest.mark.parametrize(
    ("then", "updates", "expected"),
    [
        pytest.param("2020-01-31", (PARTIAL, REMARK), [TO_PARTIAL], id="with its note"),
        pytest.param("2020-01-31", (REJECTED, LATER), [TO_PARTIAL], id="twice, to the later"),
        pytest.param("2020-02-01", (PARTIAL,), [], id="not since the day on which it changed"),
        pytest.param("2020-01-31", (PARTIAL, BACK), [], id="not if it changed back"),
    ],
)
def test_an_answer_has_changed(
    then: str, updates: tuple[ChangedAnswer, ...], expected: list[Change]
) -> None:
    assert changed(then, "2020-03-01", updates=updates) == expected


# The whole


def test_changes_come_in_file_order_a_recommendation_before_its_actions() -> None:
    late = action(due="2020-01-31", id="7.2")
    first = action(update("2020-02-20", Progress.COMPLETED), id="7.1")
    found = changed("2020-01-31", "2020-03-01", first, late, updates=(PARTIAL,))
    assert [each.id for each in found] == ["7", "7.1", "7.2"]


def test_nothing_changes_on_one_day() -> None:
    actions = waiting(VOTE), action(MOVE, DONE, DROPPED, id="7.2")
    assert changed("2020-12-31", "2020-12-31", *actions, updates=(PARTIAL,)) == []


ADDED = day("2020-02-01")
PAST = Event("The vote", happened=day("2020-01-31"))
# What happened to an action that was added after 31 January, up to 31 December.
SINCE_ADDED = {
    "its move and its completion": (
        action(MOVE, DONE, added=ADDED),
        ["deadline-moved", "completed"],
    ),
    "its progress on the day it was added": (
        action(BEGUN, added=BEGUN.date, due="2021"),
        ["progress"],
    ),
    "its deadline that had passed before": (action(added=ADDED, due="2020-01-15"), ["overdue"]),
    "its event": (replace(waiting(VOTE), added=ADDED), ["changed"]),
    "no event that was past": (replace(waiting(PAST), added=ADDED), []),
}


@pytest.mark.parametrize(("added", "expected"), SINCE_ADDED.values(), ids=SINCE_ADDED)
def test_what_happened_to_an_action_after_it_was_added(added: Action, expected: list[str]) -> None:
    found = changed("2020-01-31", "2020-12-31", added)
    assert [change.kind for change in found] == ["added", *expected]


def test_a_recommendation_that_was_added_in_between_is_told_with_all_that_happened_to_it() -> None:
    new = Recommendation(
        *("8", "Share", Status.PENDING, day("2020-02-01")),
        updates=(LATER,),
        actions=(action(DONE, id="8.1"),),
    )
    changes = changes_between((), (new.on(day("2020-12-31")),), since=day("2020-01-31"))
    assert [(change.id, change.kind, change.after) for change in changes] == [
        ("8", ChangeKind.ADDED, "Share"),
        ("8", ChangeKind.STATUS, Status.PARTIAL),
        ("8.1", ChangeKind.ADDED, "Finalise"),
        ("8.1", ChangeKind.COMPLETED, Progress.COMPLETED),
    ]
