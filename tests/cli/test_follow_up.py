"""`overdue`, `upcoming`, `summary` and `timeline`: what is late, what comes next, what adds up."""

import re
from pathlib import Path
from typing import Any

import pytest
from portfolios import FICTION, answer


@pytest.mark.parametrize(
    ("day", "late"),
    [
        ("2018-02-28", []),
        ("2018-03-01", ["3.1", "5.1"]),
        ("31 March 2018", ["3.1", "5.1", "7.1"]),
        ("2019-01-01", ["3.1", "5.1", "7.1", "7.2"]),
    ],
)
def test_overdue_answers_for_any_day_the_longest_overdue_first(day: str, late: list[str]) -> None:
    assert answer("overdue", "--as-of", day).ids == late


def test_today_is_a_day() -> None:
    assert answer("overdue", "--as-of", "today") == answer("overdue")


def test_the_original_deadline_hides_no_move() -> None:
    asked = ("overdue", "--register", FICTION, "--as-of", "2021-12-31")
    assert answer(*asked).ids == ["B.2"]
    listed = answer(*asked, "--against", "original", "--format", "json").json["actions"]
    assert [(a["id"], a["days_overdue"]) for a in listed] == [("B.2", 214), ("A.2", 92)]


@pytest.mark.parametrize(
    ("command", "day_with", "day_without"),
    [("overdue", "2018-03-31", "2018-02-28"), ("upcoming", "2018-02-15", "2019-02-15")],
)
def test_findings_fail_a_job_only_when_asked(command: str, day_with: str, day_without: str) -> None:
    assert answer(command, "--as-of", day_with).status == 0
    assert answer(command, "--as-of", day_with, "--exit-code").status == 1
    assert answer(command, "--as-of", day_without, "--exit-code").status == 0


def test_none_overdue_says_how_many_have_no_deadline() -> None:
    ran = answer("overdue", "--as-of", "2018-01-31")
    said = "0 of 12 actions overdue as of 31 Jan 2018 · 8 open actions have no deadline\n"
    assert (ran.ids, ran.err) == ([], said)


def test_json_carries_the_question_and_counts_the_whole_register() -> None:
    asked = ("overdue", "--as-of", "2018-03-31", "--responsible", "UNECE", "--format", "json")
    ran = answer(*asked)
    assert list(ran.json) == [
        *("format", "as_of", "register", "notes", "added_later", "total", "states", "shown"),
        *("events_overdue", "filter", "actions"),
    ]
    assert (ran.json["format"], ran.json["as_of"]) == (1, "2018-03-31")
    assert ran.json["register"] == str(Path("data/recommendations.yaml"))
    assert (ran.json["total"], ran.json["shown"]) == (12, 0)
    assert ran.json["states"]["overdue"] == 3
    assert ran.json["filter"] == {"responsible": ["UNECE"]}
    assert ran.err == ""


# What comes next


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ("--as-of 2018-02-28", ["3.1", "5.1", "7.1"]),
        ("--as-of 2018-02-27", ["3.1", "5.1"]),
        ("--as-of 2018-01-31 --within 1m", ["3.1", "5.1"]),
        ("--as-of 2018-02-28 --within 1m", ["3.1", "5.1"]),
    ],
)
def test_thirty_days_are_looked_ahead_and_a_month_is_one_of_the_calendar(
    options: str, ids: list[str]
) -> None:
    assert answer("upcoming", *options.split()).ids == ids


def test_what_falls_due_next_comes_with_the_days_left() -> None:
    ran = answer("upcoming", "--as-of", "2018-02-15")
    assert [line.split()[:2] for line in ran.out.splitlines()[1:]] == [["3.1", "13"], ["5.1", "13"]]
    told = answer("upcoming", "--as-of", "2018-02-15", "--format", "json").json
    assert told["filter"] == {"within": "30d"}
    assert [action["days_left"] for action in told["actions"]] == [13, 13]


def test_what_is_upcoming_says_what_it_leaves_out() -> None:
    err = answer("upcoming", "--as-of", "2018-03-15").err
    assert "1 of 12 actions due by 14 Apr 2018" in err
    assert "2 overdue" in err
    assert "8 open actions have no deadline" in err


# What is in doubt

DOUBTS = """\
evaluation: {id: doubts, title: A register with doubts, organization: UNECE}
recommendations:
  - id: "A"
    title: Meet
    status: accepted
    actions:
      - {id: "A.1", text: Act, responsible: [PMU], after: {event: The vote, expected: 2018-01}}
      - id: "A.2"
        text: Act
        responsible: [PMU]
        reading: By the end of the quarter.
        after: {event: A budget, expected: 2018-Q1}
      - {id: "A.3", text: Act, responsible: [PMU], after: {event: The law, expected: 2018-Q2}}
      - id: "A.4"
        text: Print
        responsible: [PMU]
        due: 2018-02
        updates:
          - {date: 2018-06-30, progress: completed, day_unknown: true}
      - {id: "A.5", text: Post, responsible: [PMU], added: 2018-05-01, due: 2018-04-10}
  - id: "B"
    title: Write
    status: accepted
    added: 2018-05-02
    actions:
      - {id: "B.1", text: Write, responsible: [PMU]}
"""


@pytest.fixture
def doubts(tmp_path: Path) -> str:
    """A register with doubts."""
    path = tmp_path / "doubts.yaml"
    path.write_text(DOUBTS, encoding="utf-8")
    return str(path)


def asked(register: str, command: str, day: str, *options: str) -> tuple[str, Any]:
    """What a command says beside its answer, and what it tells a program."""
    words = (command, "--as-of", day, *options, "--register", register)
    return answer(*words).err, answer(*words, "--format", "json").json


def test_overdue_counts_what_may_be_late_and_what_was_added_later(doubts: str) -> None:
    said, told = asked(doubts, "overdue", "2018-03-31")
    assert said.splitlines()[0] == (
        "0 of 4 actions overdue as of 31 Mar 2018 · 3 open actions have no deadline · "
        "1 waits for an event that was expected earlier · 1 unknown · 2 added later"
    )
    assert (told["events_overdue"], told["added_later"], told["states"]["unknown"]) == (1, 2, 1)


def test_an_event_is_late_from_the_day_after_it_was_expected(doubts: str) -> None:
    said, _ = asked(doubts, "overdue", "2018-04-01")
    assert "2 wait for events that were expected earlier" in said


@pytest.mark.parametrize(
    ("command", "line", "number"),
    [
        ("list", "1 recommendation, as of 31 Mar 2018 · 1 added later · 0 of 4 actions closed", 1),
        ("actions", "4 actions, as of 31 Mar 2018 · 2 added later", 2),
        ("upcoming", "1 unknown · 2 added later", 2),
    ],
)
def test_each_listing_says_what_was_added_later(
    doubts: str, command: str, line: str, number: int
) -> None:
    said, told = asked(doubts, command, "2018-03-31")
    assert line in said
    assert told["added_later"] == number
    assert "added later" not in asked(doubts, command, "2018-05-02")[0]


def test_what_is_upcoming_names_the_events_expected_in_the_span(doubts: str) -> None:
    said, told = asked(doubts, "upcoming", "2018-01-31", "--within", "2m")
    reading, _, *lines = said.splitlines()
    assert reading.endswith("under one reading of the source; see `ecefollow show A.2`.")
    assert lines == [
        "Expected: A.1 by Jan 2018: The vote",
        "Expected: A.2 by Q1 2018*: A budget",
        "Filter: within 2m",
    ]
    assert told["events"] == [
        {"id": "A.1", "event": "The vote", "expected": "2018-01"},
        {"id": "A.2", "event": "A budget", "expected": "2018-Q1"},
    ]
    assert "Expected" not in asked(doubts, "upcoming", "2018-01-31", "--search", "A.3")[0]


# On a time axis, and summed up


def test_a_timeline_into_a_pipe_is_a_hundred_columns_wide_without_colour() -> None:
    out = answer("timeline", "--as-of", "2018-03-31").out
    assert max(map(len, out.splitlines())) == 100
    assert "\x1b" not in out
    assert re.search(r"^7\.1  overdue 1 d +◆│$", out, re.MULTILINE)
    assert re.search(r"^1\.1  awaiting event  waits for: Member States decide", out, re.MULTILINE)


def test_a_summary_gives_each_rate_with_what_it_counts() -> None:
    told = answer("summary", "--as-of", "2018-03-31", "--format", "json").json
    assert (told["recommendations"]["total"], told["actions"]["total"]) == (7, 12)
    rate = told["rates"]["implementation"]
    assert (rate["numerator"], rate["denominator"]) == (0, 8)
    assert rate["left_out"] == {"not-applicable": 0, "discretionary": 1, "ongoing": 3}
    assert told["ageing"] == {"1-90": 3, "91-180": 0, "181-365": 0, "over-365": 0}
    assert (told["since"], told["changes"]) == (None, None)


def test_a_summary_sets_an_earlier_day_beside_this() -> None:
    asked = ("summary", "--as-of", "2018-03-31", "--since", "2018-03-01", "--format", "json")
    told = answer(*asked).json
    assert told["since"]["as_of"] == "2018-03-01"
    assert told["since"]["actions"]["states"]["overdue"] == 2
    assert [(each["id"], each["kind"]) for each in told["changes"]] == [("7.1", "overdue")]


@pytest.mark.parametrize("command", ["summary", "report"])
def test_an_earlier_day_that_is_later_is_refused(command: str) -> None:
    ran = answer(command, "--as-of", "2018-03-31", "--since", "2018-04-01")
    assert ran.status == 2
    assert "--since 2018-04-01 is after the day asked about, 2018-03-31" in ran.err
