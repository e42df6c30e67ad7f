"""What a version changes, and what that means."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecefollow.analysis import changes_in_words
from ecefollow.analysis.changed_words import changed_words
from ecefollow.analysis.changes import Change, ChangeKind
from ecefollow.analysis.comparison import compare
from ecefollow.reading.diagnostics import Code
from ecefollow.reading.register_file import parse_anew
from ecefollow.register.deadlines import parse_deadline
from ecefollow.register.model import ChangedAnswer, Evaluation, Recommendation, Register
from ecefollow.register.standing import Action, Event, Update
from ecefollow.register.vocabulary import Progress, Status, Verification

ROOT = Path(__file__).parents[2]
MARCH, JUNE = parse_deadline("2018-03-30"), parse_deadline("2018-06-30")
BEGUN = Update(date(2018, 2, 1), Progress.IN_PROGRESS, note="Begun.", by="PMU")
MOVED = Update(date(2018, 3, 20), due=JUNE, note="Moved to follow the town hall.")
DONE = Update(date(2018, 4, 5), Progress.COMPLETED, evidence=("Minutes",))

BASE = """\
evaluation: {id: e, title: T, organization: O}
recommendations:
  - id: "7"
    title: Address inefficiencies
    status: partial
    actions:
      - id: "7.1"
        text: The Executive Secretary will finalise the review
        responsible: [Executive Secretary]
        due: 2018-03-30
        updates:
          - {date: 2018-02-01, progress: in-progress, note: Begun.}
      - id: "7.2"
        text: The Directors will meet
        responsible: [Directors]
        ongoing: true
  - {id: "8", title: Report, status: pending}
"""


def read(text: str) -> Register:
    return parse_anew(text.encode(), "register.yaml")


def edited(*swaps: tuple[str, str]) -> list[Change]:
    """What the register's text becomes, by swapping some of it for other text."""
    text = BASE
    for old, new in swaps:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return compare(read(BASE), read(text))


def action(*updates: Update, **more: Any) -> Action:
    more = {"due": MARCH, "text": "Review"} | more
    return Action("7.1", responsible=("PMU",), updates=updates, **more)


def register(*actions: Action, updates: tuple[ChangedAnswer, ...] = ()) -> Register:
    whole = Recommendation("7", "T", Status.PENDING, updates=updates, actions=actions)
    return Register(Evaluation("e", "E", "O"), (whole,))


def after(base: Action, head: Action) -> list[Change]:
    return compare(register(base), register(head))


def kinds(found: list[Change]) -> list[str]:
    return [f"{change.id} {change.kind}" for change in found]


def told(found: list[Change]) -> list[str]:
    return [f"{change.id} {changes_in_words.describe_with_note(change)}" for change in found]


# What is no change


@pytest.mark.parametrize(
    "swap",
    [
        ("    status: partial\n", "    # A remark.\n    status: 'partial'\n\n"),
        ("text: The Directors will meet", "text: >-\n          The Directors\n          will meet"),
        ("responsible: [Directors]", "responsible:\n          - Directors"),
        (
            "    title: Address inefficiencies\n    status: partial\n",
            "    status: partial\n    title: Address inefficiencies\n",
        ),
    ],
)
def test_a_remark_a_quote_a_fold_and_a_moved_line_change_nothing(swap: tuple[str, str]) -> None:
    assert edited(swap) == []


def test_a_record_that_is_moved_changes_nothing() -> None:
    head = read(BASE)
    one, two = head.recommendations
    swapped = replace(head, recommendations=(two, replace(one, actions=one.actions[::-1])))
    assert compare(read(BASE), swapped) == []


# What an update does


def test_a_deadline_is_moved_from_one_day_to_another_by_days_with_a_note() -> None:
    (change,) = after(action(), action(MOVED))
    assert change[:7] == ("7.1", "deadline-moved", "due", MARCH, JUNE, 92, MOVED.note)
    dues = "from 30 Mar 2018 to 30 Jun 2018, 92 days later"
    assert told([change]) == [f"7.1 deadline moved {dues}: Moved to follow the town hall."]


def test_an_action_is_completed_with_the_days_late() -> None:
    (change,) = after(action(), action(DONE))
    assert change[:7] == ("7.1", "completed", "progress", "not-reported", "completed", 6, None)
    assert told([change]) == ["7.1 completed, 6 days late"]


def test_an_action_is_completed_early_when_its_deadline_was_moved() -> None:
    assert told(after(action(MOVED), action(MOVED, DONE))) == ["7.1 completed, 86 days early"]


def test_an_action_is_reopened() -> None:
    again = Update(date(2018, 5, 1), Progress.IN_PROGRESS, note="It was another.")
    (change,) = after(action(DONE), action(DONE, again))
    assert (change.kind, change.before, change.after) == ("reopened", "completed", "in-progress")


def test_progress_is_told_with_what_it_was() -> None:
    dropped = Update(date(2018, 5, 1), Progress.NOT_APPLICABLE, note="Overtaken.")
    assert kinds(after(action(BEGUN), action(BEGUN, dropped))) == ["7.1 progress"]
    assert told(after(action(BEGUN), action(BEGUN, dropped))) == [
        "7.1 not applicable, was in progress: Overtaken."
    ]


def test_an_update_may_do_two_things() -> None:
    both = Update(date(2018, 3, 20), Progress.IN_PROGRESS, JUNE, "Later.")
    assert kinds(after(action(), action(both))) == ["7.1 deadline-moved", "7.1 progress"]


def test_an_update_that_does_nothing_else_is_added() -> None:
    note = Update(date(2018, 3, 1), Progress.IN_PROGRESS, note="Still at it.", evidence=("Draft",))
    assert kinds(after(action(BEGUN), action(BEGUN, note))) == ["7.1 update-added"]
    assert told(after(action(BEGUN), action(BEGUN, note))) == [
        "7.1 update of 1 Mar 2018, evidence: Draft: Still at it."
    ]


def test_every_new_update_is_told_in_the_order_of_the_file() -> None:
    found = after(action(), action(BEGUN, MOVED, DONE))
    assert kinds(found) == ["7.1 progress", "7.1 deadline-moved", "7.1 completed"]
    assert [change.on for change in found] == [BEGUN.date, MOVED.date, DONE.date]


def test_whole_files_are_compared_whatever_the_dates_in_them() -> None:
    ahead = Update(date(9999, 12, 31), Progress.COMPLETED)
    before = Update(date(1, 1, 1), Progress.IN_PROGRESS)
    assert kinds(after(action(), action(ahead, before))) == ["7.1 completed", "7.1 progress"]


def test_a_first_deadline_by_an_update_is_no_move() -> None:
    (change,) = after(action(due=None), action(MOVED, due=None))
    assert change[:6] == ("7.1", "deadline-set", "due", None, JUNE, None)


def test_the_answer_to_a_recommendation_changes() -> None:
    update = ChangedAnswer(date(2018, 5, 2), Status.PARTIAL, "Agreed.")
    found = compare(register(), register(updates=(update,)))
    assert told(found) == ["7 partially accepted, was pending: Agreed."]
    noted = replace(update, status=None)
    found = compare(register(), register(updates=(noted,)))
    assert kinds(found) == ["7 update-added"]


# What is added, taken away, worded otherwise


def test_a_recommendation_is_added_or_removed_with_each_of_its_actions() -> None:
    both = read(BASE)
    less = replace(both, recommendations=both.recommendations[1:])
    assert kinds(compare(both, less)) == ["7 removed", "7.1 removed", "7.2 removed"]
    found = compare(less, both)
    assert kinds(found)[:2] == ["7 added", "7.1 added"]
    assert told(found)[0] == "7 added: Address inefficiencies"


def test_what_comes_with_updates_is_marked_and_each_of_them_told() -> None:
    found = compare(register(), register(action(BEGUN, DONE)))
    assert [(change.kind, change.code) for change in found] == [
        ("added", Code.ADDED_WITH_HISTORY),
        ("progress", None),
        ("completed", None),
    ]
    assert told(found)[0].startswith("7.1 added with 2 updates: ")


def test_what_is_gone_is_told_where_it_stood() -> None:
    found = edited(
        ('      - id: "7.1"', '      - id: "7.0"'), ("title: Report", "title: Report yearly")
    )
    assert kinds(found) == ["7.1 removed", "7.0 added", "7.0 progress", "8 reworded"]


def test_the_words_that_changed_are_marked_among_those_around_them() -> None:
    assert told(edited(("will finalise the review", "may finalise the review"))) == [
        "7.1 text reworded: The Executive Secretary [-will-]{+may+} finalise the review"
    ]
    long = "one two three four five six seven"
    assert changed_words(f"{long} {long}", f"{long} eight {long} nine") == (
        "… four five six seven {+eight+} one two three four five six seven {+nine+}"
    )


def test_another_responsible_is_told_with_the_one_before() -> None:
    (change,) = edited(("[Directors]", "[Directors, PMU]"))
    assert (change.kind, change.field) == ("responsible-changed", "responsible")
    assert told([change]) == ["7.2 responsible changed from Directors to Directors, PMU"]


@pytest.mark.parametrize(
    ("swap", "kind", "expected"),
    [
        (
            ("    status: partial\n", "    status: partial\n    tags: [a]\n"),
            "reworded",
            "7 tags set to a",
        ),
        (
            ("        ongoing: true\n", "        ongoing: true\n        see: ['8']\n"),
            "reworded",
            "7.2 see set to 8",
        ),
        (
            ("organization: O}", "organization: UNECE}"),
            "reworded",
            "evaluation organization reworded: [-O-]{+UNECE+}",
        ),
        (
            ("        ongoing: true\n", "        ongoing: true\n        after: {event: E}\n"),
            "event-changed",
            "7.2 after set to E",
        ),
    ],
)
def test_an_edit_in_place_is_told_by_its_key(
    swap: tuple[str, str], kind: str, expected: str
) -> None:
    (change,) = edited(swap)
    assert change.kind == kind
    assert told([change])[0].startswith(expected)


def test_who_stands_first_leads_so_the_order_of_names_is_a_change() -> None:
    both = read(BASE.replace("[Directors]", "[Directors, PMU]"))
    other = read(BASE.replace("[Directors]", "[PMU, Directors]"))
    assert kinds(compare(both, other)) == ["7.2 responsible-changed"]


def test_an_event_that_happened_is_told_and_one_that_is_worded_otherwise() -> None:
    base = action(due=None, after=Event("The council votes"))
    came = replace(base, after=Event("The council votes", happened=date(2018, 5, 1)))
    assert told(after(base, came)) == ["7.1 the event happened on 1 May 2018"]
    other = replace(base, after=Event("The board votes"))
    assert kinds(after(base, other)) == ["7.1 reworded"]


# What is rewritten


@pytest.mark.parametrize(
    ("swap", "expected"),
    [
        (
            ("due: 2018-03-30", "due: 2018-06-30"),
            "7.1 first deadline changed from 30 Mar 2018 to 30 Jun 2018, 92 days later",
        ),
        (("        due: 2018-03-30\n", ""), "7.1 first deadline removed, was 30 Mar 2018"),
        (("due: 2018-03-30", "due: 2018-Q1"), "7.1 first deadline changed from 30 Mar 2018 to Q1"),
        (("        ongoing: true\n", ""), "7.2 ongoing is false, was true"),
        (
            ("        ongoing: true\n", "        ongoing: true\n        discretionary: true\n"),
            "7.2 discretionary is true, was false",
        ),
    ],
)
def test_a_promise_that_is_edited_is_told_as_a_rewriting(
    swap: tuple[str, str], expected: str
) -> None:
    (change,) = edited(swap)
    assert (change.kind, change.takes_back) == ("original-changed", True)
    assert told([change])[0].startswith(expected)


@pytest.mark.parametrize(
    ("base", "head", "expected"),
    [
        ([BEGUN], [replace(BEGUN, note="Begun well.")], ["update-changed"]),
        ([BEGUN, MOVED], [MOVED], ["update-changed"]),
        ([BEGUN], [], ["update-changed"]),
        ([MOVED], [BEGUN, MOVED], ["progress"]),
        ([BEGUN, MOVED], [MOVED, BEGUN], ["deadline-moved", "update-changed"]),
        ([BEGUN], [replace(BEGUN, by=None), DONE], ["update-changed", "completed"]),
        ([BEGUN], [BEGUN, BEGUN], ["update-added"]),
    ],
)
def test_what_stood_under_updates_must_still_stand_in_its_order(
    base: list[Update], head: list[Update], expected: list[str]
) -> None:
    assert [each.kind for each in after(action(*base), action(*head))] == expected


def test_a_rewritten_update_is_told_by_what_differs() -> None:
    other = replace(BEGUN, note="Begun well.", by=None)
    assert told(after(action(BEGUN), action(other))) == [
        "7.1 update of 1 Feb 2018 edited: note Begun well., was Begun.; by -, was PMU"
    ]
    assert told(after(action(BEGUN), action())) == ["7.1 update of 1 Feb 2018 removed"]


updates = st.lists(st.sampled_from([BEGUN, MOVED, DONE, replace(DONE, note="x")]), max_size=4)


@given(updates, updates)
def test_updates_that_are_only_added_are_never_a_rewriting_and_others_always_are(
    base: list[Update], head: list[Update]
) -> None:
    found = after(action(*base), action(*head))
    following = iter(head)
    is_still_there = all(update in following for update in base)
    assert any(change.takes_back for change in found) is not is_still_there
    assert bool(found) is (base != head)


def test_every_kind_can_be_told() -> None:
    for kind in ChangeKind:
        answers = (action().on(date.min), action(DONE).on(date.max))
        values = answers if kind is ChangeKind.RESTATED else (BEGUN, DONE)
        assert changes_in_words.describe(Change("7.1", kind, "due", *values))


# What alters an answer about the past


def restatings(base: Action, head: Action) -> list[str]:
    found = compare(register(base), register(head), until=date(2018, 12, 31))
    return told([change for change in found if change.kind is ChangeKind.RESTATED])


def test_a_late_entry_that_erases_what_was_overdue_says_which_days() -> None:
    assert restatings(action(), action(replace(DONE, date=date(2018, 3, 29)))) == [
        (
            "7.1 was overdue from 31 Mar 2018 to 31 Dec 2018 (276 days); "
            "now completed on 29 Mar 2018, 1 day early"
        )
    ]


def test_a_late_entry_that_makes_a_completion_less_late_says_so() -> None:
    moved = replace(MOVED, date=date(2018, 3, 1))
    assert restatings(action(DONE), action(DONE, moved)) == [
        "7.1 was overdue from 31 Mar 2018 to 4 Apr 2018 (5 days); now scheduled, due 30 Jun 2018",
        (
            "7.1 was completed on 5 Apr 2018, 6 days late, from 5 Apr 2018 to 31 Dec 2018 "
            "(271 days); now completed on 5 Apr 2018, 86 days early"
        ),
    ]


def test_what_is_overdue_in_both_says_what_differs() -> None:
    handed_over = Update(date(2018, 12, 31), responsible=("WGTC",))
    assert restatings(action(), action(handed_over)) == [
        "7.1 overdue on 31 Dec 2018: responsible WGTC, was PMU"
    ]


def test_a_deadline_in_the_past_that_is_new_says_what_is_overdue_now() -> None:
    assert restatings(action(due=None), action(due=JUNE))[0] == (
        "7.1 now overdue from 1 Jul 2018 to 31 Dec 2018 (184 days); was undated"
    )


def test_an_answer_of_which_the_day_is_not_known_says_so() -> None:
    unknown = replace(DONE, day_unknown=True)
    assert restatings(action(), action(unknown))[0] == (
        "7.1 was overdue from 31 Mar 2018 to 4 Apr 2018 (5 days); now not known to be late or not"
    )


def test_a_deadline_written_where_none_stood_is_an_edit_of_the_original() -> None:
    (found,) = after(action(due=None), action())
    assert found.code is Code.ORIGINAL_CHANGED


def test_an_event_that_happened_has_its_day() -> None:
    waits = action(due=None, after=Event("The council votes"))
    came = replace(waits, after=Event("The council votes", happened=date(2018, 3, 1)))
    (found,) = after(waits, came)
    assert (found.on, found.code) == (date(2018, 3, 1), None)


@pytest.mark.parametrize("added", [None, date(2018, 5, 2)])
def test_something_new_says_since_when_or_is_marked(added: date | None) -> None:
    new = replace(action(added=added), id="7.2")
    (found,) = compare(register(action()), register(action(), new))
    assert found.code is (None if added else Code.UNDATED_ADDITION)


def test_the_day_of_a_new_recommendation_is_that_of_its_actions() -> None:
    whole = Recommendation("8", "T", Status.PENDING, added=MOVED.date, actions=(action(),))
    base = register()
    head = replace(base, recommendations=(*base.recommendations, whole))
    assert [change.code for change in compare(base, head)] == [None, None]


def test_texts_that_look_alike_are_spelled_out() -> None:
    cyrillic = "D\u0456rectors"
    (found,) = edited(("[Directors]", f"[{cyrillic}]"))
    assert told([found]) == [
        f"7.2 responsible changed from Directors to {cyrillic} (U+0069 became U+0456)"
    ]


def test_of_a_long_text_the_words_that_changed_are_shown() -> None:
    long = " ".join(f"word{n}" for n in range(3000))
    assert changed_words(long, long.replace("word1500 ", "other ")) == (
        "… word1496 word1497 word1498 word1499 [-word1500-]{+other+} "
        "word1501 word1502 word1503 word1504 …"
    )


# What nobody else confirmed, and what has no day

CONFIRMED = Update(date(2018, 9, 1), by="Internal Audit", verified=Verification.CONFIRMED)


def test_a_verification_is_told_with_who_verified() -> None:
    assert told(after(action(DONE), action(DONE, CONFIRMED))) == ["7.1 confirmed by Internal Audit"]
    disputed = replace(CONFIRMED, verified=Verification.DISPUTED, note="Not all.")
    expected = ["7.1 disputed by Internal Audit: Not all."]
    assert told(after(action(DONE), action(DONE, disputed))) == expected


def test_a_verification_is_told_besides_what_else_its_update_does() -> None:
    moved = replace(CONFIRMED, due=JUNE)
    assert kinds(after(action(DONE), action(DONE, moved))) == [
        "7.1 deadline-moved",
        "7.1 update-added",
    ]


def test_a_completion_of_unknown_day_is_never_said_to_be_late() -> None:
    unknown = replace(DONE, day_unknown=True)
    assert told(after(action(), action(unknown))) == [
        "7.1 completed by 5 Apr 2018; the day is not known"
    ]


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("verified", Verification.DISPUTED, "verified disputed, was confirmed"),
        ("day_unknown", True, "day unknown true, was false"),
    ],
)
def test_an_edit_of_the_new_keys_of_an_update_is_told(key: str, value: Any, text: str) -> None:
    head = action(DONE, replace(CONFIRMED, **{key: value}))
    found = after(action(DONE, CONFIRMED), head)
    assert kinds(found) == ["7.1 update-changed"]
    assert told(found) == [f"7.1 update of 1 Sep 2018 edited: {text}"]


@pytest.mark.parametrize(
    ("says", "text"),
    [
        ({"due": JUNE}, "deadline moved from 30 Mar 2018 to 30 Jun 2018, 92 days later"),
        ({"responsible": ("Board",)}, "responsible from then on: Board, was PMU"),
        ({"progress": Progress.COMPLETED}, "completed by 2 Apr 2018"),
        ({"evidence": ("List",)}, "update of 2 Apr 2018, evidence: List"),
    ],
)
def test_whatever_an_update_of_unknown_day_changes_is_told_to_be_so(
    says: dict[str, Any], text: str
) -> None:
    update = Update(date(2018, 4, 2), day_unknown=True)
    found = after(action(), action(replace(update, **says)))
    assert told(found) == [f"7.1 {text}; the day is not known"]


TEXTS: dict[str, Any] = {"notes": ("x",), "tags": ("x",), "see": ("x",), "responded": JUNE}


@pytest.mark.parametrize(
    "key",
    [
        *("title", "title_note", "organization", "source", "report", "contact", "language"),
        "responded",
    ],
)
def test_every_key_of_the_evaluation_is_compared(key: str) -> None:
    before = register()
    head = replace(before, evaluation=replace(before.evaluation, **{key: TEXTS.get(key, "x")}))
    assert kinds(compare(before, head)) == ["evaluation reworded"]


@pytest.mark.parametrize("key", ["title", "response", "reservation", "notes", "tags"])
def test_every_wording_of_a_recommendation_is_compared(key: str) -> None:
    (whole,) = register().recommendations
    head = replace(register(), recommendations=(replace(whole, **{key: TEXTS.get(key, "x")}),))
    assert kinds(compare(register(), head)) == ["7 reworded"]


@pytest.mark.parametrize("key", ["text", "accountable", "due_text", "reading", "see"])
def test_every_wording_of_an_action_is_compared(key: str) -> None:
    assert kinds(after(action(), action(**{key: TEXTS.get(key, "x")}))) == ["7.1 reworded"]


def test_when_an_event_is_expected_is_a_rewording() -> None:
    may = Event("The board decides", expected=parse_deadline("2018-05"))
    june = replace(may, expected=JUNE)
    found = after(action(after=may), action(after=june))
    assert kinds(found) == ["7.1 reworded"]
    assert told(found) == ["7.1 expected changed from May 2018 to 30 Jun 2018"]


def test_the_day_on_which_an_action_was_added_is_an_edit_that_is_told() -> None:
    early, late = date(2018, 1, 5), date(2018, 4, 1)
    (change,) = after(action(DONE, added=early), action(DONE, added=late))
    assert (change.kind, change.code) == (ChangeKind.REWORDED, Code.REWORDED)
    assert changes_in_words.describe(change) == "added changed from 5 Jan 2018 to 1 Apr 2018"
