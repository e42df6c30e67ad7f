"""Changes in words, one for each kind."""

from typing import Any

import pytest

from ecefollow.analysis import changes_in_words
from ecefollow.analysis.changes import Change, ChangeKind
from ecefollow.register.deadlines import parse_deadline
from ecefollow.register.vocabulary import Progress, State, Status


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
