"""What changed in a register changes_between two days."""

from pathlib import Path

from dated_actions import day, update

from ecefollow.analysis.changes import Change, ChangeKind
from ecefollow.analysis.period import changes_between
from ecefollow.reading.register_file import parse_anew
from ecefollow.register.deadlines import Deadline, parse_deadline
from ecefollow.register.model import Action, ChangedAnswer, Event, Recommendation, Update
from ecefollow.register.vocabulary import Progress, State, Status

FOLLOWED_UP = Path(__file__).parents[2] / "examples" / "followed-up.yaml"
TOLD = "Decided by the board."


def action(*updates: Update, due: str | None = "2020-06-30", ident: str = "7.1") -> Action:
    stated = parse_deadline(due) if due else None
    return Action(ident, "Finalise the review", ("PMU",), due=stated, updates=updates)


def changed(
    then: str, now: str, *actions: Action, updates: tuple[ChangedAnswer, ...] = ()
) -> list[Change]:
    whole = Recommendation("7", "Report", Status.PENDING, updates=updates, actions=actions)
    return changes_between((whole.on(day(then)),), (whole.on(day(now)),))


def change(  # noqa: PLR0913 - the fields of a change
    kind: ChangeKind,
    field: str,
    before: Deadline | Progress | State | None,
    after: Deadline | Progress | State,
    *,
    days: int | None = None,
    note: str | None = None,
) -> Change:
    return Change("7.1", kind, field, before, after, days, note)


def kinds(changes: list[Change]) -> list[ChangeKind]:
    return [each.kind for each in changes]


# Answers


def test_a_changed_answer_has_its_note() -> None:
    decided = ChangedAnswer(day("2020-02-01"), Status.PARTIAL, TOLD)
    remarked = ChangedAnswer(day("2020-02-02"), note="Published.")
    (found,) = changed("2020-01-31", "2020-03-01", updates=(decided, remarked))
    assert found == Change(
        "7", ChangeKind.STATUS, "status", Status.PENDING, Status.PARTIAL, None, TOLD
    )


def test_an_answer_that_changed_twice_is_one_change_with_the_later_note() -> None:
    first = ChangedAnswer(day("2020-02-01"), Status.REJECTED, "Not for us.")
    second = ChangedAnswer(day("2020-02-10"), Status.PARTIAL, TOLD)
    (found,) = changed("2020-01-31", "2020-03-01", updates=(first, second))
    assert (found.before, found.after, found.note) == (Status.PENDING, Status.PARTIAL, TOLD)


def test_an_answer_that_changed_on_the_earlier_day_has_not_changed_since() -> None:
    decided = ChangedAnswer(day("2020-02-01"), Status.PARTIAL)
    assert changed("2020-02-01", "2020-03-01", updates=(decided,)) == []


def test_an_answer_changed_and_changed_back_has_not_changed() -> None:
    there = ChangedAnswer(day("2020-02-01"), Status.PARTIAL)
    back = ChangedAnswer(day("2020-02-10"), Status.PENDING)
    assert changed("2020-01-31", "2020-03-01", updates=(there, back)) == []


# Deadlines


def test_every_move_after_the_earlier_day_is_a_change() -> None:
    moved = action(
        update("2020-01-10", due="2020-09-30"),
        update("2020-02-10", due="2020-Q4", note=TOLD),
        update("2020-03-10", due="2020-12-01"),
        update("2020-03-11", due="2021"),
    )
    september, fourth, december = map(parse_deadline, ("2020-09-30", "2020-Q4", "2020-12-01"))
    assert changed("2020-01-10", "2020-03-10", moved) == [
        change(ChangeKind.DEADLINE_MOVED, "due", september, fourth, days=92, note=TOLD),
        change(ChangeKind.DEADLINE_MOVED, "due", fourth, december, days=-30),
    ]


def test_a_first_deadline_is_set_and_not_moved() -> None:
    dated = action(update("2020-02-10", due="2020-12", note=TOLD), due=None)
    (found,) = changed("2020-02-09", "2020-02-10", dated)
    assert found == change(
        ChangeKind.DEADLINE_SET, "due", None, parse_deadline("2020-12"), note=TOLD
    )
    assert changed("2020-02-10", "2020-02-11", dated) == []


def test_the_same_last_day_in_other_words_is_no_change() -> None:
    restated = action(update("2020-02-10", due="2020-06"))
    assert changed("2020-02-01", "2020-03-01", restated) == []


# Progress


def test_a_completion_has_the_days_it_is_late() -> None:
    done = action(update("2020-07-06", Progress.COMPLETED, note=TOLD))
    (found,) = changed("2020-06-30", "2020-12-31", done)
    assert found == change(
        ChangeKind.COMPLETED,
        "progress",
        Progress.NOT_REPORTED,
        Progress.COMPLETED,
        days=6,
        note=TOLD,
    )


def test_a_completion_without_a_deadline_is_no_day_late() -> None:
    done = action(update("2020-07-06", Progress.COMPLETED), due=None)
    (found,) = changed("2020-06-30", "2020-12-31", done)
    assert (found.kind, found.days) == (ChangeKind.COMPLETED, None)


def test_repeating_a_completion_is_no_change() -> None:
    done = action(
        update("2020-05-01", Progress.COMPLETED), update("2020-06-01", Progress.COMPLETED)
    )
    assert changed("2020-05-01", "2020-06-30", done) == []


def test_a_completion_that_was_undone_between_the_days_is_a_new_one() -> None:
    again = action(
        update("2020-05-01", Progress.COMPLETED),
        update("2020-06-01", Progress.IN_PROGRESS),
        update("2020-07-10", Progress.COMPLETED),
    )
    (found,) = changed("2020-05-01", "2020-07-10", again)
    assert (found.kind, found.before, found.days) == (ChangeKind.COMPLETED, Progress.COMPLETED, 10)


def test_an_action_that_no_longer_applies_has_the_note() -> None:
    dropped = action(update("2020-05-01", Progress.NOT_APPLICABLE, note=TOLD))
    (found,) = changed("2020-04-30", "2020-05-01", dropped)
    assert found == change(
        ChangeKind.NOT_APPLICABLE,
        "progress",
        Progress.NOT_REPORTED,
        Progress.NOT_APPLICABLE,
        note=TOLD,
    )


def test_what_was_completed_and_no_longer_applies_is_not_applicable() -> None:
    dropped = action(
        update("2020-04-01", Progress.COMPLETED), update("2020-05-01", Progress.NOT_APPLICABLE)
    )
    assert kinds(changed("2020-04-30", "2020-05-01", dropped)) == [ChangeKind.NOT_APPLICABLE]


def test_what_was_closed_and_is_open_is_reopened() -> None:
    reopened = action(
        update("2020-04-01", Progress.COMPLETED),
        update("2020-05-01", Progress.IN_PROGRESS, note=TOLD),
    )
    (found,) = changed("2020-04-30", "2020-05-01", reopened)
    assert found == change(
        ChangeKind.REOPENED, "progress", Progress.COMPLETED, Progress.IN_PROGRESS, note=TOLD
    )


def test_what_was_closed_and_reopened_between_the_days_has_only_progressed() -> None:
    there_and_back = action(
        update("2020-04-01", Progress.COMPLETED), update("2020-05-01", Progress.IN_PROGRESS)
    )
    (found,) = changed("2020-03-01", "2020-06-01", there_and_back)
    assert (found.kind, found.before) == (ChangeKind.PROGRESS, Progress.NOT_REPORTED)


def test_the_note_is_that_of_the_line_that_counts_on_its_day() -> None:
    twice = action(
        update("2020-04-01", Progress.NOT_STARTED, note="Not yet."),
        update("2020-04-01", Progress.IN_PROGRESS, note="Begun."),
        update("2020-04-02", Progress.IN_PROGRESS, note="Still at it."),
    )
    (found,) = changed("2020-03-01", "2020-06-01", twice)
    assert (found.after, found.note) == (Progress.IN_PROGRESS, "Begun.")


# Overdue


def test_an_action_that_became_overdue_has_the_days() -> None:
    (found,) = changed("2020-06-30", "2020-07-03", action())
    assert found == change(ChangeKind.OVERDUE, "state", State.SCHEDULED, State.OVERDUE, days=3)


def test_what_was_overdue_before_is_no_change() -> None:
    assert changed("2020-07-01", "2020-12-31", action()) == []


def test_a_move_progress_and_overdue_come_in_this_order() -> None:
    begun = action(
        update("2020-05-01", Progress.IN_PROGRESS), update("2020-06-01", due="2020-08-31")
    )
    assert kinds(changed("2020-04-01", "2020-12-31", begun)) == [
        *(ChangeKind.DEADLINE_MOVED, ChangeKind.PROGRESS, ChangeKind.OVERDUE)
    ]


def test_what_was_overdue_only_between_the_days_is_completed_alone() -> None:
    done = action(update("2020-09-01", Progress.COMPLETED))
    assert kinds(changed("2020-06-01", "2020-12-31", done)) == [ChangeKind.COMPLETED]


# Events


def test_an_event_that_happened_has_its_text_as_the_note() -> None:
    waiting = Action("7.1", "Act", ("PMU",), after=Event("The vote", happened=day("2020-03-01")))
    told = Change("7.1", ChangeKind.CHANGED, "happened", None, day("2020-03-01"), note="The vote")
    assert changed("2020-02-29", "2020-03-01", waiting) == [told]


def test_an_event_of_the_earlier_day_or_after_the_later_one_has_not_happened_between() -> None:
    waiting = Action("7.1", "Act", ("PMU",), after=Event("The vote", happened=day("2020-03-01")))
    assert changed("2020-03-01", "2020-04-01", waiting) == []
    assert changed("2020-02-01", "2020-02-29", waiting) == []


def test_an_event_that_is_still_awaited_is_no_change() -> None:
    waiting = Action("7.1", "Act", ("PMU",), after=Event("The vote"))
    assert changed("2020-02-01", "2020-04-01", waiting) == []


# The whole


def test_changes_come_in_file_order_a_recommendation_before_its_actions() -> None:
    decided = ChangedAnswer(day("2020-02-01"), Status.PARTIAL)
    late = action(due="2020-01-31", ident="7.2")
    first = action(update("2020-02-20", Progress.COMPLETED), ident="7.1")
    found = changed("2020-01-31", "2020-03-01", first, late, updates=(decided,))
    assert [each.id for each in found] == ["7", "7.1", "7.2"]


def test_nothing_changes_on_one_day() -> None:
    register = parse_anew(FOLLOWED_UP.read_bytes(), str(FOLLOWED_UP))
    answers = register.on(day("2021-12-31"))
    assert changes_between(answers, answers) == []


def test_a_quarter_of_follow_up() -> None:
    register = parse_anew(FOLLOWED_UP.read_bytes(), str(FOLLOWED_UP))
    found = changes_between(register.on(day("2021-03-31")), register.on(day("2021-06-30")))
    assert [(each.id, each.kind, each.days) for each in found] == [
        ("A.1", ChangeKind.COMPLETED, -49),
        ("B", ChangeKind.STATUS, None),
        ("B.1", ChangeKind.COMPLETED, 6),
        ("B.2", ChangeKind.COMPLETED, -3),
        ("B.3", ChangeKind.NOT_APPLICABLE, None),
    ]


def test_an_action_that_was_added_in_between_is_a_change() -> None:
    new = Action("7.2", "Report", ("PMU",), added=day("2020-02-01"))
    (change,) = changed("2020-01-31", "2020-03-01", new)
    assert (change.id, change.kind, change.after) == ("7.2", ChangeKind.ADDED, "Report")


def test_a_recommendation_that_was_added_in_between_is_a_change_with_its_actions() -> None:
    new = Recommendation(
        "8", "Share", Status.ACCEPTED, added=day("2020-02-01"), actions=(Action("8.1", "Act", ()),)
    )
    changes = changes_between((), (new.on(day("2020-03-01")),))
    assert [(change.id, change.kind) for change in changes] == [
        ("8", ChangeKind.ADDED),
        ("8.1", ChangeKind.ADDED),
    ]
