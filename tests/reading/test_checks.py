"""Rules inside one record and between records: what is an error, what is doubtful."""

from datetime import date

import pytest

from ecefollow.reading import checks, loader
from ecefollow.reading.diagnostics import Code

TODAY = date(2018, 12, 31)
HEAD = """\
evaluation:
  id: cross-sectoral
  title: Cross-sectoral cooperation
  organization: UNECE
recommendations:
"""


def recommendation(*lines: str, status: str = "accepted") -> str:
    """A register of one recommendation, with more lines of its own."""
    own = (f"status: {status}", *lines)
    return HEAD + '  - id: "1"\n    title: Share knowledge\n' + "".join(f"    {x}\n" for x in own)


def action(*lines: str, responsible: str = "[Bureau]") -> str:
    """A register of one action, with more lines of its own."""
    own = ("text: Hold a town hall.", f"responsible: {responsible}", *lines)
    action = "".join(f"        {line}\n" for line in own)
    return recommendation("actions:") + '      - id: "1.1"\n' + action


def updated(*lines: str, due: str = "2018-03") -> str:
    """A register of one dated action, with these updates."""
    return action(f"due: {due}", *updates(*lines))


def updates(*lines: str) -> tuple[str, ...]:
    """The lines of these updates, for an action or a recommendation."""
    return ("updates:", *(f"  - {{{line}}}" for line in lines))


def errors(text: str) -> list[Code]:
    register, _ = loader.read(text.encode(), "register.yaml")
    return [problem.code for problem in checks.errors(register, "register.yaml")]


def warnings(text: str, *, today: date = TODAY) -> list[Code]:
    register, _ = loader.read(text.encode(), "register.yaml")
    return [problem.code for problem in checks.warnings(register, "register.yaml", today=today)]


MOVED = "date: 2018-03-20, due: 2018-06"
ONE, TWO = "date: 2018-03-05, note: One.", "date: 2018-03-20, note: Two."
OPEN = "date: 2018-03-20, progress: in-progress"
DONE = "date: 2018-03-20, progress: completed, evidence: [Minutes]"
DROPPED = "date: 2018-03-20, progress: not-applicable"
VERIFIED = "date: 2018-05-01, verified: confirmed, by: Internal Audit"
CAME = "after: {event: EXCOM agrees, happened: 2018-05-31}"
PARTIAL = "date: 2018-05-02, status: partial"
ACCEPTED = "date: 2018-06-02, status: accepted"

# What is wrong or doubtful, each in a file of its own: tests/data/invalid.
SOUND = {
    "a dated action": action("due: 2018-03-30"),
    "a deadline that is a year": action("due: 2018"),
    "a deadline that an update sets": action(*updates(MOVED)),
    "a continuing duty without a deadline": action("ongoing: true"),
    "a duty that does not continue, with a deadline": action("due: 2018-03-30", "ongoing: false"),
    "an event to wait for": action("after: {event: EXCOM agrees}"),
    "a deadline, and an event that came": action(CAME, "due: 2018-12-31"),
    "an event that came later than expected": action(
        CAME.replace("happened", "expected: 2018-02, happened"), "due: 2018-12-31"
    ),
    "added on the day of its first update": action(
        "due: 2018-03", "added: 2018-03-05", *updates(ONE)
    ),
    "completed, with evidence": updated(DONE),
    "in progress, without evidence": updated(OPEN),
    "a moved deadline, with a note": updated(f"{MOVED}, note: The hall was taken."),
    "the same last day in other words": updated("date: 2018-03-20, due: 2018-03-31"),
    "no longer applicable, with a note": updated(f"{DROPPED}, note: Dissolved."),
    "updates in order": updated(ONE, TWO),
    "two updates on one day": updated(TWO, TWO),
    "what is closed is verified": updated(DONE, VERIFIED),
    "closed and verified by one update, and reopened on the same day": updated(
        f"{DONE}, verified: disputed, by: A", OPEN
    ),
    "verified by who handed over before": updated(
        "date: 2018-03-10, responsible: [PMU]", DONE, VERIFIED.replace("Internal Audit", "Bureau")
    ),
    "a partial answer, with a reservation": recommendation("reservation: No.", status="partial"),
    "a rejected answer, with a reservation": recommendation("reservation: No.", status="rejected"),
    "an answer that was partial, and is accepted": recommendation(*updates(PARTIAL, ACCEPTED)),
    **{
        f"an answer that is {status}": recommendation(status=status)
        for status in ("accepted", "pending", "not-stated")
    },
}


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_what_is_as_it_should_be_raises_no_doubt(text: str) -> None:
    assert errors(text) == []
    assert warnings(text) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(updated(VERIFIED, DONE), id="closed before it was verified"),
        pytest.param(
            updated("date: 2018-06-20, due: 2018-09, note: So.", "date: 2018-03-20, due: 2018-03"),
            id="moved to what it was",
        ),
        pytest.param(recommendation(*updates(ACCEPTED, PARTIAL)), id="accepted in the end"),
    ],
)
def test_updates_are_judged_in_the_order_of_their_days_not_of_the_file(text: str) -> None:
    assert errors(text) == []
    assert warnings(text) == [Code.LATE_ENTRY]


# What could not be read is a problem of its own.
UNREAD = {
    **{
        f"responsible: {names}": action("due: 2018-03-30", responsible=names)
        for names in ("Secretariat", "[~]", "[{lead: Secretariat}]", "[[Secretariat]]")
    },
    **{
        line: action(line)
        for line in (
            *("due: soon", "due:", "due: 2018-02-30", "duedate: 2018", "ongoing: yes"),
            *("after: EXCOM", "updates: none"),
        )
    },
    **{
        update: updated(update)
        for update in (
            "date: 2018-03-20, progress: completed, evidence: minutes.pdf",
            "date: 2018-03-20, progress: completed, evidence: [~]",
            f"{MOVED}, note: [taken]",
            f"{DROPPED}, note: ",
            "date: soon, due: 2018-06",
        )
    },
    **{
        f"an answer with {lines}": recommendation(*lines, status="partial")
        for lines in (
            ("updates: none",),
            updates("date: soon, status: accepted"),
            updates("date: 2018-05-02, status: acepted"),
        )
    },
    "an answer that is none": recommendation(status="partail"),
    "a register that is none": "recommendations: none",
    "a move from what is no deadline": updated(MOVED, due="soon"),
    "an update of no day between others": updated(ONE, "date: 2018-02-30, note: So.", TWO),
}


@pytest.mark.parametrize("text", UNREAD.values(), ids=UNREAD)
def test_what_could_not_be_read_is_not_missed_or_judged_besides(text: str) -> None:
    assert warnings(text) == []


@pytest.mark.parametrize("by", ["Secretariat", "SECRETARIAT", "Se\u0301cretariat"])
def test_who_is_responsible_on_that_day_does_not_verify(by: str) -> None:
    name = "Sécretariat" if by.startswith("Se\u0301") else "Secretariat"
    verified = f"date: 2018-05-01, verified: confirmed, by: {by}"
    text = action("due: 2018-03-30", *updates(DONE, verified), responsible=f"[{name}]")
    assert warnings(text) == [Code.SELF_VERIFIED]


def test_an_update_of_tomorrow_is_not_to_come_since_its_day_has_begun_elsewhere() -> None:
    tomorrow = updated(ONE)
    assert warnings(tomorrow, today=date(2018, 3, 4)) == []
    assert warnings(tomorrow, today=date(2018, 3, 3)) == [Code.FUTURE_UPDATE]


def test_an_event_that_is_to_come_is_waited_for_and_has_not_happened_yet() -> None:
    to_come = action("after: {event: EXCOM agrees, happened: 2099-01-01}")
    assert warnings(to_come) == [Code.FUTURE_UPDATE]


def test_an_event_is_asked_after_once_the_day_on_which_it_was_expected_has_passed() -> None:
    waiting = action("after: {event: EXCOM agrees, expected: 2018-11}")
    assert warnings(waiting, today=date(2018, 11, 30)) == []
    assert warnings(waiting, today=date(2018, 12, 1)) == [Code.EVENT_OVERDUE]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        pytest.param([OPEN], [Code.EVENT_OVERDUE], id="open"),
        pytest.param([f"{DROPPED}, note: No vote."], [], id="closed"),
        pytest.param(
            ["date: 2019-01-01, progress: not-applicable, note: No vote."],
            [Code.EVENT_OVERDUE],
            id="closed tomorrow",
        ),
        pytest.param(
            ["progress: completed, evidence: [List]"], [], id="nobody can read if it is closed"
        ),
    ],
)
def test_an_event_is_asked_after_only_while_the_action_is_open(
    more: list[str], expected: list[Code]
) -> None:
    waiting = "after: {event: EXCOM agrees, expected: 2018-11}"
    assert warnings(action(waiting, *updates(*more))) == expected


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        ("2018-12-31", [Code.EVENT_OVERDUE]),
        ("2019-01-01", []),
        ("2019-01-02", [Code.FUTURE_UPDATE]),
    ],
)
def test_an_event_is_asked_after_only_once_the_action_is_there(
    added: str, expected: list[Code]
) -> None:
    waiting = action("after: {event: EXCOM agrees, expected: 2018-11}", f"added: {added}")
    assert warnings(waiting) == expected


def test_findings_come_in_the_order_of_the_file() -> None:
    text = updated("date: 2019-01-02, progress: completed", MOVED)
    register, _ = loader.read(text.encode(), "register.yaml")
    found = checks.warnings(register, "register.yaml", today=TODAY)
    assert found == sorted(found)
    assert len(found) == 4
