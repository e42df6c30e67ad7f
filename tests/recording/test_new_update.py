"""What somebody wants to record, and what the register says to it."""

from dataclasses import replace
from datetime import date

import pytest

from ecefollow.recording.new_update import (
    Addition,
    InvalidUpdateError,
    NewUpdate,
    addition,
    correction,
)
from ecefollow.register.deadlines import Deadline, parse_deadline
from ecefollow.register.model import Action, ChangedAnswer, Recommendation, Update
from ecefollow.register.vocabulary import Progress, Status, Verification

TODAY = date(2018, 5, 1)
MARCH = parse_deadline("2018-03-30")
JUNE = parse_deadline("2018-06")


def action(*updates: Update, due: Deadline | None = MARCH, ongoing: bool = False) -> Action:
    return Action("7.1", "Review", ("PMU",), due=due, ongoing=ongoing, updates=updates)


RECOMMENDATION = Recommendation("7", "Coordinate", Status.ACCEPTED)


def recorded(entry: NewUpdate, ident: str = "7.1", *, under: Action | None = None) -> Addition:
    record = RECOMMENDATION if ident == "7" else under or action()
    return addition(record, entry, on=entry.day(today=TODAY) or TODAY)


def test_a_given_day_is_kept_apart_from_the_default() -> None:
    assert NewUpdate().day(today=TODAY) is None
    assert NewUpdate("today").day(today=TODAY) == TODAY
    assert NewUpdate(date(2018, 4, 3)).day(today=TODAY) == date(2018, 4, 3)


def test_an_entry_is_dated_today_unless_it_names_its_day() -> None:
    assert recorded(NewUpdate(note="Begun.")).update.date == TODAY
    assert recorded(NewUpdate(date(2018, 4, 3), note="Begun.")).update.date == date(2018, 4, 3)


def test_an_entry_of_an_action_becomes_an_update() -> None:
    entry = NewUpdate(None, Progress.COMPLETED, None, None, "Done.", ("Minutes",), "PMU")
    entry = entry._replace(responsible=("Board",))
    expected = Update(TODAY, Progress.COMPLETED, None, "Done.", ("Minutes",), "PMU", ("Board",))
    assert recorded(entry) == Addition("7.1", expected)


def test_an_entry_of_a_recommendation_becomes_a_changed_answer() -> None:
    entry = NewUpdate(status=Status.PARTIAL, note="Agreed.", by="EXCOM")
    assert recorded(entry, "7").update == ChangedAnswer(TODAY, Status.PARTIAL, "Agreed.", "EXCOM")


@pytest.mark.parametrize(
    ("entry", "ident", "field"),
    [
        (NewUpdate(status=Status.PARTIAL), "7.1", "status"),
        (NewUpdate(progress=Progress.COMPLETED), "7", "progress"),
        (NewUpdate(due=JUNE, note="Later."), "7", "due"),
        (NewUpdate(evidence=("Minutes",)), "7", "evidence"),
        (NewUpdate(verified=Verification.CONFIRMED, by="Audit"), "7", "verified"),
        (NewUpdate(day_unknown=True, note="So."), "7", "day_unknown"),
    ],
)
def test_what_the_record_cannot_say_is_refused(entry: NewUpdate, ident: str, field: str) -> None:
    with pytest.raises(InvalidUpdateError) as refused:
        recorded(entry, ident)
    assert refused.value.field == field


@pytest.mark.parametrize("ident", ["7", "7.1"])
@pytest.mark.parametrize("entry", [NewUpdate(), NewUpdate(date=TODAY), NewUpdate(by="PMU")])
def test_an_entry_that_says_nothing_is_refused(entry: NewUpdate, ident: str) -> None:
    with pytest.raises(InvalidUpdateError, match="nothing to record"):
        recorded(entry, ident)


def test_a_deadline_is_not_moved_without_a_note() -> None:
    with pytest.raises(
        InvalidUpdateError, match="say why the deadline moves from 30 Mar 2018 to Jun 2018"
    ) as refused:
        recorded(NewUpdate(due=JUNE))
    assert refused.value.field == "note"
    assert recorded(NewUpdate(due=JUNE, note="After the town hall.")).update


def test_a_first_deadline_is_no_move_and_needs_no_note() -> None:
    assert recorded(NewUpdate(due=JUNE), under=action(due=None)).update


def test_the_same_day_written_otherwise_is_no_move() -> None:
    assert recorded(NewUpdate(due=parse_deadline("2018-03-30"))).update
    assert recorded(
        NewUpdate(due=parse_deadline("2018-03")), under=action(due=parse_deadline("2018-Q1"))
    ).update


def test_a_move_is_counted_from_the_deadline_of_its_own_day() -> None:
    moved = action(Update(date(2018, 4, 20), due=JUNE))
    assert recorded(NewUpdate(due=JUNE), under=moved).update
    with pytest.raises(InvalidUpdateError, match="moves from 30 Mar 2018"):
        recorded(NewUpdate(date(2018, 4, 1), due=JUNE), under=moved)


def test_every_move_says_why_those_of_one_day_too() -> None:
    moved = Update(TODAY, due=JUNE, note="After the town hall.")
    assert recorded(NewUpdate(due=JUNE, by="PMU"), under=action(moved)).update  # moves nothing
    with pytest.raises(
        InvalidUpdateError, match="say why the deadline moves from Jun 2018 to 30 Mar 2018"
    ):
        recorded(NewUpdate(due=MARCH), under=action(moved))


def test_a_continuing_duty_gets_no_deadline() -> None:
    with pytest.raises(InvalidUpdateError, match="is ongoing") as refused:
        recorded(NewUpdate(due=JUNE, note="By June."), under=action(due=None, ongoing=True))
    assert refused.value.field == "due"


def test_what_was_recorded_before_is_not_recorded_again() -> None:
    begun = Update(date(2018, 4, 3), note="Begun.")
    with pytest.raises(InvalidUpdateError, match="already has this update, from a row above"):
        recorded(NewUpdate(date(2018, 4, 3), note="Begun."), under=action(begun))


DONE = Update(date(2018, 4, 5), Progress.COMPLETED)
UNKNOWN = replace(DONE, day_unknown=True)
CONFIRMED = NewUpdate(verified=Verification.CONFIRMED, by="Internal Audit")


def test_what_is_closed_is_verified_by_somebody() -> None:
    update = recorded(CONFIRMED, under=action(DONE)).update
    assert update == Update(TODAY, by="Internal Audit", verified=Verification.CONFIRMED)


def test_a_verification_without_a_name_is_refused() -> None:
    with pytest.raises(InvalidUpdateError, match="say who verified it") as refused:
        recorded(CONFIRMED._replace(by=None), under=action(DONE))
    assert refused.value.field == "by"


def test_what_is_open_on_the_day_is_not_verified() -> None:
    before = CONFIRMED._replace(date=date(2018, 4, 4))
    with pytest.raises(InvalidUpdateError, match=r"7\.1 is open on 4 Apr 2018; only") as refused:
        recorded(before, under=action(DONE))
    assert refused.value.field == "verified"


def test_what_is_closed_by_the_same_update_is_verified() -> None:
    both = CONFIRMED._replace(progress=Progress.NOT_APPLICABLE)
    assert recorded(both).update == Update(
        TODAY, Progress.NOT_APPLICABLE, by="Internal Audit", verified=Verification.CONFIRMED
    )


def test_a_day_that_is_not_known_is_nothing_to_record_by_itself() -> None:
    with pytest.raises(InvalidUpdateError, match="nothing to record"):
        recorded(NewUpdate(day_unknown=True))
    update = recorded(NewUpdate(day_unknown=True, progress=Progress.COMPLETED)).update
    assert update == Update(TODAY, Progress.COMPLETED, day_unknown=True)


def test_a_second_completion_is_told_how_a_day_is_corrected() -> None:
    again = Update(date(2018, 4, 9), Progress.COMPLETED)
    assert correction(action(DONE, again), again) == (
        "it is completed since 5 Apr 2018 already; to correct the day, complete it on an earlier "
        "one, or reopen it on 5 Apr 2018 and complete it on a later one"
    )


def test_so_is_one_of_what_is_completed_on_an_unknown_day() -> None:
    again = Update(date(2018, 4, 9), Progress.COMPLETED)
    assert correction(action(UNKNOWN, again), again) == (
        "it is completed by 5 Apr 2018 already, on a day that is not known; to correct the day, "
        "complete it on an earlier one, or reopen it on 5 Apr 2018 and complete it on a later one"
    )


@pytest.mark.parametrize("first", [DONE, UNKNOWN])
def test_either_way_of_correcting_the_day_corrects_it(first: Update) -> None:
    earlier = Update(date(2018, 3, 20), Progress.COMPLETED)
    assert action(first, earlier).on(TODAY).completed_on == earlier.date
    reopened = replace(first, progress=Progress.IN_PROGRESS, day_unknown=False)
    later = Update(date(2018, 4, 9), Progress.COMPLETED)
    assert action(first, reopened, later).on(TODAY).completed_on == later.date


@pytest.mark.parametrize(
    "update",
    [
        Update(date(2018, 4, 4), Progress.COMPLETED),
        Update(date(2018, 4, 9), note="Seen."),
        Update(date(2018, 4, 9), Progress.NOT_APPLICABLE),
    ],
)
def test_what_changes_something_needs_no_correction(update: Update) -> None:
    assert correction(action(DONE, update), update) is None


def test_of_two_completions_on_one_day_the_second_changes_nothing() -> None:
    again = replace(DONE, evidence=("List",))
    both = action(DONE, again)
    assert correction(both, DONE) is None
    assert correction(both, again)


def test_a_completion_after_the_action_was_reopened_is_another() -> None:
    reopened = Update(date(2018, 4, 5), Progress.IN_PROGRESS)
    again = Update(date(2018, 4, 9), Progress.COMPLETED)
    corrected = action(DONE, reopened, again)
    assert correction(corrected, again) is None
    assert corrected.on(TODAY).completed_on == date(2018, 4, 9)
