"""Changes in words, one for each kind."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ecefollow.analysis import changes_in_words
from ecefollow.analysis.changes import Change, ChangeKind
from ecefollow.register.deadlines import parse_deadline
from ecefollow.register.standing import Action, Update
from ecefollow.register.vocabulary import Progress, State, Status, Verification


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("status", Status.PENDING, Status.PARTIAL), "partially accepted, was pending"),
        (("deadline-set", None, parse_deadline("2018-Q3")), "deadline set to Q3 2018"),
        (
            ("deadline-moved", parse_deadline("2018-Q3"), parse_deadline("2018-07"), -61),
            "deadline moved from Q3 2018 to Jul 2018, 61 days earlier",
        ),
        (("completed", Progress.IN_PROGRESS, Progress.COMPLETED), "completed"),
        (("completed", Progress.IN_PROGRESS, Progress.COMPLETED, 1), "completed, 1 day late"),
        (
            ("completed", Progress.COMPLETED, Progress.COMPLETED, 0),
            "completed again, on the day it was due",
        ),
        (
            ("not-applicable", Progress.COMPLETED, Progress.NOT_APPLICABLE),
            "not applicable, was completed",
        ),
        (
            ("not-applicable", Progress.NOT_APPLICABLE, Progress.NOT_APPLICABLE),
            "not applicable again",
        ),
        (("reopened", Progress.COMPLETED, Progress.NOT_STARTED), "reopened"),
        (("progress", Progress.NOT_STARTED, Progress.IN_PROGRESS), "in progress, was not started"),
        (("overdue", State.SCHEDULED, State.OVERDUE, 1), "overdue by 1 day"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
@pytest.mark.parametrize("note", [None, "By the\nboard."])
def test_every_change_is_told_in_words(change: tuple[Any, ...], told: str, note: str) -> None:
    kind, before, after, *days = change
    found = Change("7.1", ChangeKind(kind), "", before, after, *days)._replace(note=note)
    expected = told + (": By the board." if note else "")
    assert changes_in_words.describe_with_note(found) == expected


PMU, BOARD = ("PMU",), ("Board",)
HANDED_OVER = Update(date(2018, 4, 10), responsible=BOARD, note="With the project.")


def update_told(*updates: Update) -> str:
    """What the last of the updates says."""
    action = Action("7.1", "Review", PMU, due=parse_deadline("2018-03-30"), updates=updates)
    return changes_in_words.describe_update(action, updates[-1])


@pytest.mark.parametrize(
    ("update", "text"),
    [
        (HANDED_OVER, "responsible changed from PMU to Board: With the project."),
        (replace(HANDED_OVER, responsible=PMU), "With the project."),
        (
            replace(HANDED_OVER, responsible=()),
            "responsible changed from PMU to -: With the project.",
        ),
        (
            Update(date(2018, 6, 30), Progress.COMPLETED, day_unknown=True),
            "completed by 30 Jun 2018; the day is not known",
        ),
        (
            Update(date(2018, 6, 30), note="Seen.", by="PMU", day_unknown=True),
            "the day is not known: Seen. (PMU)",
        ),
    ],
)
def test_what_an_update_says_is_told(update: Update, text: str) -> None:
    assert update_told(update) == text


def test_a_second_handover_is_from_those_who_had_it_by_then() -> None:
    again = Update(date(2018, 4, 11), responsible=("Office",))
    assert update_told(HANDED_OVER, again) == "responsible changed from Board to Office"


def test_who_verified_is_said_once() -> None:
    done = Update(date(2018, 4, 5), Progress.COMPLETED)
    checked = Update(date(2018, 9, 1), by="Internal Audit", verified=Verification.CONFIRMED)
    assert update_told(done, checked) == "confirmed by Internal Audit"
