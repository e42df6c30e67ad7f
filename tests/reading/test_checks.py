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


def action(*lines: str, responsible: str = "[Secretariat]") -> str:
    """A register of one action, with more lines of its own."""
    own = ("text: Hold a town hall.", f"responsible: {responsible}", *lines)
    action = "".join(f"        {line}\n" for line in own)
    return recommendation("actions:") + '      - id: "1.1"\n' + action


def updated(*lines: str, due: str = "2018-03-30") -> str:
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


# By a sentence: a register, and the codes of what is found in it.
Table = dict[str, tuple[str, list[str]]]
MOVED = "date: 2018-03-20, due: 2018-06"
ONE, TWO = "date: 2018-03-05, note: One.", "date: 2018-03-20, note: Two."
DONE = "date: 2018-03-20, progress: completed, evidence: [Minutes]"
DROPPED = "date: 2018-03-20, progress: not-applicable"
VERIFIED = "date: 2018-05-01, verified: confirmed, by: Internal Audit"
CAME = "after: {event: EXCOM agrees, happened: 2018-05-31}"
PARTIAL = "date: 2018-05-02, status: partial"
ACCEPTED = "date: 2018-06-02, status: accepted"

ERRORS: Table = {
    "a dated action with somebody responsible": (action("due: 2018-03-30"), []),
    "a continuing duty with a deadline": (
        action("due: 2018-03-30", "ongoing: true"),
        ["contradiction"],
    ),
    "a continuing duty that is given a deadline": (
        action("ongoing: true", *updates(f"{MOVED}, note: A date was set.")),
        ["contradiction"],
    ),
    "a duty that does not continue": (action("due: 2018-03-30", "ongoing: false"), []),
    "a deadline that could not be read": (action("due: 2018-02-30", "ongoing: true"), []),
    "added on the day of its first update": (action("added: 2018-03-05", *updates(ONE)), []),
    "added after its first update": (
        action("added: 2018-03-06", *updates(ONE)),
        ["contradiction"],
    ),
    "a recommendation added after an update of its answer": (
        recommendation("added: 2018-05-03", *updates(PARTIAL)),
        ["contradiction"],
    ),
    "what is closed is verified": (updated(DONE, VERIFIED), []),
    "what is open is verified": (updated(VERIFIED), ["contradiction"]),
    "closed and verified by one update, and reopened on the same day": (
        updated(f"{DONE}, verified: disputed, by: A", "date: 2018-03-20, progress: in-progress"),
        [],
    ),
    "reopened, and verified on the same day": (
        updated(
            DONE,
            "date: 2018-03-20, progress: in-progress",
            "date: 2018-03-20, verified: disputed, by: A",
        ),
        ["contradiction"],
    ),
    "closed by an earlier update that stands below": (updated(VERIFIED, DONE), []),
    "nobody is named who verifies": (
        updated(DONE, "date: 2018-05-01, verified: confirmed"),
        ["missing-key"],
    ),
    "nothing could be read": ("", []),
}


@pytest.mark.parametrize(("text", "codes"), ERRORS.values(), ids=ERRORS)
def test_what_contradicts_itself_is_an_error(text: str, codes: list[str]) -> None:
    assert errors(text) == codes


WARNINGS: Table = {
    "a dated action with somebody responsible": (action("due: 2018-03-30"), []),
    "nobody is responsible": (
        action("due: 2018-03-30", responsible="[]"),
        ["nobody-responsible"],
    ),
    "no deadline": (action(), ["no-deadline"]),
    "an update sets a deadline": (action(*updates(MOVED)), []),
    "the event came that it waited for": (action(CAME), ["event-without-deadline"]),
    "the event came, and there is a deadline": (action(CAME, "due: 2018-12-31"), []),
    "the event is to come": (action("after: {event: E, happened: 2099-01-01}"), []),
    "the event came later than expected": (
        action("due: 2018-12-31", "after: {event: E, expected: 2018-02, happened: 2018-05-31}"),
        [],
    ),
    "completed without evidence": (
        updated("date: 2018-03-20, progress: completed"),
        ["no-evidence"],
    ),
    "completed with an empty list": (
        updated("date: 2018-03-20, progress: completed, evidence: []"),
        ["no-evidence"],
    ),
    "completed with evidence": (updated(DONE), []),
    "in progress without evidence": (updated("date: 2018-03-20, progress: in-progress"), []),
    "moved without a note": (updated(MOVED), ["unexplained-revision"]),
    "moved with a note": (updated(f"{MOVED}, note: The hall was taken."), []),
    "the same last day in other words": (
        updated("date: 2018-03-20, due: 2018-03-31", due="2018-03"),
        [],
    ),
    "moved to what it is by an earlier line below": (
        updated(
            "date: 2018-06-20, due: 2018-09, note: Again.", "date: 2018-03-20, due: 2018-03-30"
        ),
        ["late-entry"],
    ),
    "no longer applicable without a note": (updated(DROPPED), ["unexplained-closure"]),
    "no longer applicable with a note": (updated(f"{DROPPED}, note: Dissolved."), []),
    "an update dated before the one above it": (updated(TWO, ONE), ["late-entry"]),
    "updates in order": (updated(ONE, TWO), []),
    "two updates on one day": (updated(TWO, TWO), []),
    "changed answers of the future and out of order": (
        recommendation(
            *updates("date: 2019-01-02, status: accepted", "date: 2018-05-02, status: pending")
        ),
        ["future-update", "late-entry"],
    ),
    "an update of an answer that says no answer": (
        recommendation(*updates(ONE)),
        ["nothing-said"],
    ),
    "the last answer is partial": (recommendation(*updates(PARTIAL)), ["no-reservation"]),
    "the last answer is accepted": (recommendation(*updates(PARTIAL, ACCEPTED)), []),
    "the last answer by its date is accepted": (
        recommendation(*updates(ACCEPTED, PARTIAL)),
        ["late-entry"],
    ),
    "who handed over before verifies": (
        updated(
            "date: 2018-03-10, responsible: [PMU]",
            DONE,
            VERIFIED.replace("Internal Audit", "Secretariat"),
        ),
        [],
    ),
    "nothing could be read": ("recommendations: none", []),
}


@pytest.mark.parametrize(("text", "codes"), WARNINGS.values(), ids=WARNINGS)
def test_what_is_doubtful_is_a_warning(text: str, codes: list[str]) -> None:
    assert warnings(text) == codes


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
    "a move from what is no deadline": updated(MOVED, due="soon"),
    "an update of no day between others": updated(ONE, "date: 2018-02-30, note: So.", TWO),
}


@pytest.mark.parametrize("text", UNREAD.values(), ids=UNREAD)
def test_what_could_not_be_read_is_not_missed_or_judged_besides(text: str) -> None:
    assert warnings(text) == []


@pytest.mark.parametrize("line", ["due: 2018", "ongoing: true", "after: {event: EXCOM agrees}"])
def test_a_deadline_a_continuing_duty_or_an_event_to_wait_for_is_enough(line: str) -> None:
    assert warnings(action(line)) == []


@pytest.mark.parametrize(
    ("status", "codes"),
    [
        *((status, ["no-reservation"]) for status in ("partial", "rejected")),
        *((status, []) for status in ("accepted", "pending", "not-stated", "partail")),
    ],
)
def test_a_partial_or_rejected_answer_wants_a_reservation(status: str, codes: list[str]) -> None:
    assert warnings(recommendation(status=status)) == codes
    assert warnings(recommendation("reservation: No new posts.", status=status)) == []


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


def test_an_event_is_asked_after_once_the_day_on_which_it_was_expected_has_passed() -> None:
    waiting = action("after: {event: EXCOM agrees, expected: 2018-11}")
    assert warnings(waiting, today=date(2018, 11, 30)) == []
    assert warnings(waiting, today=date(2018, 12, 1)) == [Code.EVENT_OVERDUE]


def test_findings_come_in_the_order_of_the_file() -> None:
    text = updated("date: 2019-01-02, progress: completed", MOVED)
    register, _ = loader.read(text.encode(), "register.yaml")
    found = checks.warnings(register, "register.yaml", today=TODAY)
    assert found == sorted(found)
    assert len(found) == 4
