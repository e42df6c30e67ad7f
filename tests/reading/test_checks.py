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


def updated(*updates: str, due: str = "2018-03-30") -> str:
    """A register of one dated action, with these updates."""
    return action(f"due: {due}", "updates:", *(f"  - {{{update}}}" for update in updates))


def errors(text: str) -> list[Code]:
    register, _ = loader.read(text.encode(), "register.yaml")
    return [problem.code for problem in checks.errors(register, "register.yaml")]


def warnings(text: str, *, today: date = TODAY) -> list[Code]:
    register, _ = loader.read(text.encode(), "register.yaml")
    return [problem.code for problem in checks.warnings(register, "register.yaml", today=today)]


def test_a_dated_action_with_somebody_responsible_raises_no_doubt() -> None:
    assert not warnings(action("due: 2018-03-30"))
    assert not errors(action("due: 2018-03-30"))


def test_a_continuing_duty_has_no_deadline() -> None:
    assert errors(action("due: 2018-03-30", "ongoing: true")) == [Code.CONTRADICTION]


def test_a_continuing_duty_is_given_no_deadline_by_an_update_either() -> None:
    update = "  - {date: 2018-03-20, due: 2018-06, note: A date was set.}"
    assert errors(action("ongoing: true", "updates:", update)) == [Code.CONTRADICTION]


def test_a_duty_that_does_not_continue_may_have_a_deadline() -> None:
    assert not errors(action("due: 2018-03-30", "ongoing: false"))


def test_a_deadline_that_could_not_be_read_contradicts_nothing() -> None:
    assert not errors(action("due: 2018-02-30", "ongoing: true"))


def test_an_action_nobody_is_responsible_for_is_doubtful() -> None:
    assert warnings(action("due: 2018-03-30", responsible="[]")) == [Code.NOBODY_RESPONSIBLE]


def test_a_list_of_the_responsible_that_could_not_be_read_names_nobody_to_blame() -> None:
    assert not warnings(action("due: 2018-03-30", responsible="Secretariat"))


@pytest.mark.parametrize("item", ["~", "{lead: Secretariat}", "[Secretariat]"])
def test_a_responsible_unit_that_could_not_be_read_is_still_somebody(item: str) -> None:
    assert not warnings(action("due: 2018-03-30", responsible=f"[{item}]"))


def test_an_action_without_a_deadline_is_doubtful() -> None:
    assert warnings(action()) == [Code.NO_DEADLINE]


@pytest.mark.parametrize(
    "line", ["due: 2018", "ongoing: true", "after: {event: EXCOM agrees}", "due: 2018-02-30"]
)
def test_a_deadline_a_continuing_duty_or_an_event_to_wait_for_is_enough(line: str) -> None:
    assert not warnings(action(line))


def test_a_deadline_that_an_update_sets_is_enough() -> None:
    update = "  - {date: 2018-03-20, due: 2018-06}"
    assert not warnings(action("updates:", update))


@pytest.mark.parametrize(
    "line", ["due: soon", "due:", "duedate: 2018", "ongoing: yes", "after: EXCOM", "updates: none"]
)
def test_what_could_not_be_read_is_not_missed_besides(line: str) -> None:
    assert not warnings(action(line))


def test_answers_that_could_not_be_read_are_not_judged() -> None:
    assert not warnings(recommendation("updates: none", status="partial"))


def test_an_event_that_came_leaves_no_reason_to_have_no_deadline() -> None:
    after = "after: {event: EXCOM agrees, happened: 2018-05-31}"
    assert warnings(action(after)) == [Code.EVENT_WITHOUT_DEADLINE]
    assert not warnings(action(after, "due: 2018-12-31"))


def test_an_event_that_is_still_to_come_is_waited_for() -> None:
    to_come = action("after: {event: EXCOM agrees, happened: 2099-01-01}")
    assert warnings(to_come) == [Code.FUTURE_UPDATE]


@pytest.mark.parametrize("status", ["partial", "rejected"])
def test_a_partial_or_rejected_answer_wants_a_reservation(status: str) -> None:
    assert warnings(recommendation(status=status)) == [Code.NO_RESERVATION]
    assert not warnings(recommendation("reservation: No new posts.", status=status))


@pytest.mark.parametrize("status", ["accepted", "pending", "not-stated", "partail"])
def test_any_other_answer_wants_none(status: str) -> None:
    assert not warnings(recommendation(status=status))


def test_the_last_answer_is_the_one_that_wants_a_reservation() -> None:
    partial = "  - {date: 2018-05-02, status: partial}"
    accepted = "  - {date: 2018-06-02, status: accepted}"
    assert warnings(recommendation("updates:", partial)) == [Code.NO_RESERVATION]
    assert not warnings(recommendation("updates:", partial, accepted))


def test_the_last_answer_is_the_last_by_its_date() -> None:
    accepted = "  - {date: 2018-06-02, status: accepted}"
    partial = "  - {date: 2018-05-02, status: partial}"
    assert warnings(recommendation("updates:", accepted, partial)) == [Code.LATE_ENTRY]


def test_an_answer_of_unknown_date_or_status_is_not_judged() -> None:
    for update in ("{date: soon, status: accepted}", "{date: 2018-05-02, status: acepted}"):
        assert not warnings(recommendation("updates:", f"  - {update}", status="partial"))


def test_completion_wants_evidence() -> None:
    completed = "date: 2018-03-20, progress: completed"
    assert warnings(updated(completed)) == [Code.NO_EVIDENCE]
    assert warnings(updated(f"{completed}, evidence: []")) == [Code.NO_EVIDENCE]
    assert not warnings(updated(f"{completed}, evidence: [minutes.pdf]"))


def test_evidence_that_could_not_be_read_is_not_missed_besides() -> None:
    assert not warnings(updated("date: 2018-03-20, progress: completed, evidence: minutes.pdf"))
    assert not warnings(updated("date: 2018-03-20, progress: completed, evidence: [~]"))


def test_progress_short_of_completion_wants_no_evidence() -> None:
    assert not warnings(updated("date: 2018-03-20, progress: in-progress"))


def test_a_moved_deadline_wants_a_note() -> None:
    assert warnings(updated("date: 2018-03-20, due: 2018-06")) == [Code.UNEXPLAINED_REVISION]
    assert not warnings(updated("date: 2018-03-20, due: 2018-06, note: The hall was taken."))


def test_a_deadline_written_otherwise_for_the_same_last_day_is_not_moved() -> None:
    assert not warnings(updated("date: 2018-03-20, due: 2018-03-31", due="2018-03"))


def test_a_first_deadline_is_not_a_moved_one() -> None:
    assert not warnings(action("updates:", "  - {date: 2018-03-20, due: 2018-06}"))


def test_moves_are_followed_in_the_order_of_their_dates() -> None:
    later = "date: 2018-06-20, due: 2018-09, note: Again."
    earlier = "date: 2018-03-20, due: 2018-03-30"
    assert warnings(updated(later, earlier)) == [Code.LATE_ENTRY]


def test_a_move_from_a_deadline_that_could_not_be_read_is_none() -> None:
    assert not warnings(updated("date: 2018-03-20, due: 2018-06", due="soon"))


def test_a_move_of_unknown_date_is_not_judged() -> None:
    assert not warnings(updated("date: soon, due: 2018-06"))


def test_what_no_longer_applies_wants_a_note() -> None:
    closed = "date: 2018-03-20, progress: not-applicable"
    assert warnings(updated(closed)) == [Code.UNEXPLAINED_CLOSURE]
    assert not warnings(updated(f"{closed}, note: The group was dissolved."))


def test_a_note_that_could_not_be_read_is_not_missed_besides() -> None:
    assert not warnings(updated("date: 2018-03-20, due: 2018-06, note: [taken]"))
    assert not warnings(updated("date: 2018-03-20, progress: not-applicable, note: "))


def test_an_update_dated_before_the_one_above_it_came_late() -> None:
    first, second = "date: 2018-03-20, note: Later.", "date: 2018-03-05, note: Earlier."
    assert warnings(updated(first, second)) == [Code.LATE_ENTRY]
    assert not warnings(updated(second, first))


def test_two_updates_on_one_day_are_in_order() -> None:
    assert not warnings(updated("date: 2018-03-20, note: One.", "date: 2018-03-20, note: Two."))


def test_an_update_of_unknown_date_stands_between_no_others() -> None:
    middle = "date: 2018-02-30, note: Two."
    assert not warnings(
        updated("date: 2018-03-01, note: One.", middle, "date: 2018-03-05, note: Three.")
    )


def test_an_update_of_tomorrow_is_not_to_come_since_its_day_has_begun_elsewhere() -> None:
    update = "date: 2018-12-31, note: Said today."
    assert not warnings(updated(update))
    assert not warnings(updated(update), today=date(2018, 12, 30))
    assert warnings(updated(update), today=date(2018, 12, 29)) == [Code.FUTURE_UPDATE]


def test_changed_answers_are_dated_by_the_same_rules() -> None:
    updates = (
        "  - {date: 2019-01-02, status: accepted, note: One.}",
        "  - {date: 2018-05-02, status: pending, note: Two.}",
    )
    found = warnings(recommendation("updates:", *updates))
    assert found == [Code.FUTURE_UPDATE, Code.LATE_ENTRY]


def test_a_register_of_which_nothing_could_be_read_raises_no_doubt() -> None:
    assert not warnings("recommendations: none")
    assert not errors("")


def test_findings_come_in_the_order_of_the_file() -> None:
    text = updated("date: 2019-01-02, progress: completed", "date: 2018-03-20, due: 2018-06")
    register, _ = loader.read(text.encode(), "register.yaml")
    found = checks.warnings(register, "register.yaml", today=TODAY)
    assert found == sorted(found)
    assert len(found) == 4


# What is added, verified, expected


DONE = "date: 2018-03-20, progress: completed, evidence: [Minutes]"


def test_what_was_added_on_the_day_of_its_first_update_contradicts_nothing() -> None:
    update = "  - {date: 2018-03-20, progress: in-progress}"
    assert not errors(action("due: 2018-03-30", "added: 2018-03-20", "updates:", update))
    assert errors(action("due: 2018-03-30", "added: 2018-03-21", "updates:", update)) == [
        Code.CONTRADICTION
    ]


def test_a_recommendation_is_not_added_after_an_update_of_its_answer() -> None:
    update = "  - {date: 2018-03-20, status: pending}"
    assert errors(recommendation("added: 2018-04-01", "updates:", update)) == [Code.CONTRADICTION]


def test_only_what_is_closed_can_be_verified() -> None:
    verified = "date: 2018-05-01, verified: confirmed, by: Internal Audit"
    assert not errors(updated(DONE, verified))
    assert errors(updated(verified)) == [Code.CONTRADICTION]


def test_an_action_can_be_closed_and_verified_by_one_update_and_reopened_on_the_same_day() -> None:
    at_once = f"{DONE}, verified: disputed, by: Internal Audit"
    reopened = "date: 2018-03-20, progress: in-progress, note: See the audit."
    assert not errors(updated(at_once, reopened))
    assert errors(updated(reopened, "date: 2018-03-20, verified: disputed, by: A"))


def test_updates_are_judged_in_the_order_of_their_days_not_of_the_file() -> None:
    verified = "date: 2018-05-01, verified: confirmed, by: Internal Audit"
    assert not errors(updated(verified, DONE))


def test_who_verifies_is_named() -> None:
    assert errors(updated(DONE, "date: 2018-05-01, verified: confirmed")) == [Code.MISSING_KEY]


@pytest.mark.parametrize("by", ["Secretariat", "SECRETARIAT", "Se\u0301cretariat"])
def test_who_is_responsible_on_that_day_does_not_verify(by: str) -> None:
    verified = f"date: 2018-05-01, verified: confirmed, by: {by}"
    name = "Sécretariat" if by.startswith("Se\u0301") else "Secretariat"
    updates = ("updates:", f"  - {{{DONE}}}", f"  - {{{verified}}}")
    text = action("due: 2018-03-30", *updates, responsible=f"[{name}]")
    assert warnings(text) == [Code.SELF_VERIFIED]


def test_who_handed_over_before_may_verify() -> None:
    handed_over = "date: 2018-03-10, responsible: [PMU]"
    verified = "date: 2018-05-01, verified: confirmed, by: Secretariat"
    assert not warnings(updated(handed_over, DONE, verified))


def test_an_event_is_asked_after_once_the_day_on_which_it_was_expected_has_passed() -> None:
    waiting = action("after: {event: EXCOM agrees, expected: 2018-11}")
    assert warnings(waiting) == [Code.EVENT_OVERDUE]
    assert not warnings(waiting, today=date(2018, 11, 30))


def test_an_event_that_happened_is_not_asked_after() -> None:
    event = "{event: EXCOM agrees, expected: 2018-02, happened: 2018-05-31}"
    assert not warnings(action("due: 2018-12-31", f"after: {event}"))


def test_an_update_of_a_recommendation_without_a_status_may_be_misplaced() -> None:
    update = "  - {date: 2018-03-20, note: First discussion held.}"
    assert warnings(recommendation("updates:", update)) == [Code.NOTHING_SAID]
