"""What somebody wants to record, and what the register says to it."""

from dataclasses import replace
from datetime import date

import pytest
from dated_actions import action, completed, day, update

from ecefollow.recording.new_update import (
    Addition,
    InvalidUpdateError,
    NewUpdate,
    addition,
    correction,
)
from ecefollow.register.deadlines import parse_deadline
from ecefollow.register.model import ChangedAnswer, Evaluation, Recommendation, Register
from ecefollow.register.standing import Action, Update
from ecefollow.register.vocabulary import Progress, Status, Verification

TODAY = date(2018, 5, 1)
MARCH, JUNE = parse_deadline("2018-03-30"), parse_deadline("2018-06")
RECOMMENDATION = Recommendation("7", "Coordinate", Status.ACCEPTED)
DUE = action(due="2018-03-30")
DONE = completed("2018-04-05")
MOVED = update("2018-05-01", due="2018-06", note="After the town hall.")
CONFIRMED = NewUpdate(verified=Verification.CONFIRMED, by="Internal Audit")
VERIFIED = Update(TODAY, by="Internal Audit", verified=Verification.CONFIRMED)


def recorded(entry: NewUpdate, under: Action | Recommendation = DUE) -> Addition:
    return addition(under, entry, on=entry.date or TODAY)


# What is taken


def test_an_entry_of_an_action_becomes_an_update() -> None:
    entry = NewUpdate(None, Progress.COMPLETED, None, None, "Done.", ("Minutes",), "PMU")
    entry = entry._replace(responsible=("Board",))
    expected = Update(TODAY, Progress.COMPLETED, None, "Done.", ("Minutes",), "PMU", ("Board",))
    assert recorded(entry) == Addition("7.1", expected)


def test_an_entry_of_a_recommendation_becomes_a_changed_answer() -> None:
    entry = NewUpdate(date(2018, 4, 3), status=Status.PARTIAL, note="Agreed.", by="EXCOM")
    expected = ChangedAnswer(date(2018, 4, 3), Status.PARTIAL, "Agreed.", "EXCOM")
    assert recorded(entry, RECOMMENDATION).update == expected


@pytest.mark.parametrize(
    ("due", "under"),
    [
        pytest.param("2018-06", action(), id="a-first-deadline"),
        pytest.param("2018-03-30", DUE, id="the-same-deadline"),
        pytest.param("2018-03", action(due="2018-Q1"), id="the-same-day-written-otherwise"),
        pytest.param(
            "2018-06",
            action(update("2018-04-20", due="2018-06"), due="2018-03-30"),
            id="the-deadline-of-its-own-day",
        ),
    ],
)
def test_what_is_no_move_needs_no_note(due: str, under: Action) -> None:
    new = parse_deadline(due)
    assert recorded(NewUpdate(due=new), under).update == Update(TODAY, due=new)


def test_what_is_closed_is_verified_by_somebody() -> None:
    assert recorded(CONFIRMED, action(DONE)).update == VERIFIED


def test_what_is_closed_by_the_same_update_is_verified() -> None:
    both = recorded(CONFIRMED._replace(progress=Progress.NOT_APPLICABLE)).update
    assert both == replace(VERIFIED, progress=Progress.NOT_APPLICABLE)


def test_a_day_may_be_unknown() -> None:
    unknown = recorded(NewUpdate(day_unknown=True, progress=Progress.COMPLETED)).update
    assert unknown == Update(TODAY, Progress.COMPLETED, day_unknown=True)


# What is refused

REFUSED = {
    "status-of-an-action": (NewUpdate(status=Status.PARTIAL), DUE, "status", ""),
    "progress-of-a-recommendation": (
        *(NewUpdate(progress=Progress.COMPLETED), RECOMMENDATION, "progress", ""),
    ),
    "day_unknown-of-a-recommendation": (
        *(NewUpdate(day_unknown=True, note="So."), RECOMMENDATION, "day_unknown", ""),
    ),
    "nothing": (NewUpdate(), DUE, None, "nothing to record"),
    "nothing-but-an-unknown-day": (NewUpdate(day_unknown=True), DUE, None, "nothing to record"),
    "nothing-but-a-name": (NewUpdate(by="PMU"), RECOMMENDATION, None, "nothing to record"),
    "a-move-without-a-note": (
        *(NewUpdate(due=JUNE), DUE, "note"),
        "say why the deadline moves from 30 Mar 2018 to Jun 2018",
    ),
    "a-move-from-the-deadline-of-its-own-day": (
        *(NewUpdate(date(2018, 4, 1), due=JUNE), action(MOVED, due="2018-03-30"), "note"),
        "moves from 30 Mar 2018",
    ),
    "a-move-back-on-the-same-day": (
        *(NewUpdate(due=MARCH), action(MOVED, due="2018-03-30"), "note"),
        "moves from Jun 2018 to 30 Mar 2018",
    ),
    "a-deadline-of-a-continuing-duty": (
        *(NewUpdate(due=JUNE, note="By June."), action(ongoing=True), "due"),
        "is ongoing",
    ),
    "what-was-recorded-before": (
        *(NewUpdate(date(2018, 4, 3), note="So."), action(update("2018-04-03", note="So.")), None),
        "already has this update, from a row above",
    ),
    "a-verification-without-a-name": (
        *(CONFIRMED._replace(by=None), action(DONE), "by"),
        "say who verified it",
    ),
    "a-verification-of-what-is-open-on-the-day": (
        *(CONFIRMED._replace(date=day("2018-04-04")), action(DONE), "verified"),
        "7.1 is open on 4 Apr 2018; only",
    ),
}


@pytest.mark.parametrize(("entry", "under", "field", "words"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused_with_the_field_and_the_reason(
    entry: NewUpdate, under: Action | Recommendation, field: str | None, words: str
) -> None:
    with pytest.raises(InvalidUpdateError) as refused:
        recorded(entry, under)
    assert field in {refused.value.field, None}
    assert words in str(refused.value)


def test_nothing_is_taken_of_a_day_before_the_record_was_added() -> None:
    said = NewUpdate(note="Begun.")
    assert addition(DUE, said, on=TODAY, added=TODAY).id == "7.1"
    with pytest.raises(InvalidUpdateError, match="added on 2 May 2018, and 1 May") as refused:
        addition(DUE, said, on=TODAY, added=date(2018, 5, 2))
    assert refused.value.field == "date"


def test_an_action_was_added_on_the_later_day_of_its_own_and_its_recommendations() -> None:
    later, earlier = date(2018, 5, 2), date(2018, 4, 2)
    own = (replace(DUE, id="7.1", added=earlier), replace(DUE, id="7.2"))
    new = replace(RECOMMENDATION, added=later, actions=own)
    old = replace(RECOMMENDATION, id="8", actions=(replace(DUE, id="8.1", added=earlier),))
    register = Register(Evaluation("a", "T", "O"), (new, old))
    days = dict.fromkeys(("7", "7.1", "7.2"), later) | {"8": date.min, "8.1": earlier}
    assert register.days_added == days


# What changes nothing

AGAIN = completed("2018-04-09")
UNKNOWN = replace(DONE, day_unknown=True)
DROPPED = update("2018-04-05", Progress.NOT_APPLICABLE, note="Not wanted.")
CORRECT = (
    "to correct the day, complete it on an earlier one, "
    "or reopen it on 5 Apr 2018 and complete it on a later one"
)


@pytest.mark.parametrize(
    ("updates", "correct"),
    [
        pytest.param(
            [DONE, AGAIN],
            f"it is completed since 5 Apr 2018 already; {CORRECT}",
            id="completed-again",
        ),
        pytest.param(
            [UNKNOWN, AGAIN],
            f"it is completed by 5 Apr 2018 already, on a day that is not known; {CORRECT}",
            id="completed-again-after-an-unknown-day",
        ),
        pytest.param(
            [DONE, replace(DONE, evidence=("List",))],
            f"it is completed since 5 Apr 2018 already; {CORRECT}",
            id="completed-again-on-the-same-day",
        ),
        pytest.param(
            [DROPPED, update("2018-04-09", Progress.NOT_APPLICABLE, note="No funds.")],
            "it is no longer applicable since 5 Apr 2018 already; to correct the day, "
            "close it on an earlier one, or reopen it on 5 Apr 2018 and close it on a later one",
            id="dropped-again",
        ),
        pytest.param([DROPPED, AGAIN], None, id="dropped-and-completed"),
        pytest.param([DONE, completed("2018-04-04")], None, id="completed-earlier"),
        pytest.param([DONE, update("2018-04-09", note="Seen.")], None, id="noted"),
        pytest.param([DONE, update("2018-04-09", Progress.NOT_APPLICABLE)], None, id="dropped"),
        pytest.param(
            [DONE, update("2018-04-05", Progress.IN_PROGRESS), AGAIN], None, id="reopened-before"
        ),
    ],
)
def test_a_second_closing_is_told_how_a_day_is_corrected(
    updates: list[Update], correct: str | None
) -> None:
    assert correction(action(*updates), updates[-1]) == correct


@pytest.mark.parametrize("first", [DONE, UNKNOWN], ids=["known-day", "unknown-day"])
def test_either_way_of_correcting_the_day_corrects_it(first: Update) -> None:
    earlier = completed("2018-03-20")
    assert action(first, earlier).on(TODAY).completed_on == earlier.date
    reopened = update("2018-04-05", Progress.IN_PROGRESS)
    assert action(first, reopened, AGAIN).on(TODAY).completed_on == AGAIN.date
