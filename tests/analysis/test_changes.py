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
from ecefollow.reading.register_file import parse_anew
from ecefollow.register.deadlines import parse_deadline
from ecefollow.register.model import ChangedAnswer, Evaluation, Recommendation, Register, Unit
from ecefollow.register.schema import ACTION, EVALUATION, RECOMMENDATION
from ecefollow.register.standing import Action, Event, Update
from ecefollow.register.vocabulary import Progress, State, Status, Verification

ROOT = Path(__file__).parents[2]
MARCH, JUNE = parse_deadline("2018-03-30"), parse_deadline("2018-06-30")
BEGUN = Update(date(2018, 2, 1), Progress.IN_PROGRESS, note="Begun.", by="PMU")
MOVED = Update(date(2018, 3, 20), due=JUNE, note="Moved to follow the town hall.")
DONE = Update(date(2018, 4, 5), Progress.COMPLETED)
UNKNOWN = replace(DONE, day_unknown=True)
CONFIRMED = Update(date(2018, 9, 1), by="Internal Audit", verified=Verification.CONFIRMED)
VOTE = Event("The council votes", expected=parse_deadline("2018-05"))

BASE = """\
evaluation: {id: e, title: T, organization: O}
recommendations:
  - id: "7"
    title: Address inefficiencies
    status: partial
    actions:
      - id: "7.1"
        text: Mend the roof
        responsible: [Board]
        due: 2018-03-30
        updates:
          - {date: 2018-02-01, progress: in-progress, note: Begun.}
      - id: "7.2"
        text: Meet once a year
        responsible: [Li]
        ongoing: true
  - {id: "8", title: Report, status: pending}
"""
Versions = tuple[Register, Register]


def read(text: str) -> Register:
    return parse_anew(text.encode(), "register.yaml")


def edit(old: str, new: str) -> Versions:
    """The register, and what becomes of it with other text in the place of some of it."""
    assert BASE.count(old) == 1, old
    return read(BASE), read(BASE.replace(old, new))


def action(*updates: Update, **more: Any) -> Action:
    more = {"id": "7.1", "due": MARCH, "text": "Review", "responsible": ("PMU",)} | more
    return Action(updates=updates, **more)


def register(*actions: Action, **more: Any) -> Register:
    whole = Recommendation("7", "T", Status.PENDING, actions=actions)
    return Register(Evaluation("e", "E", "O"), (replace(whole, **more),))


def of(base: Action, head: Action) -> Versions:
    return register(base), register(head)


def with_one_more(*updates: Update) -> Versions:
    """An action before and after the last of the updates was added."""
    return of(action(*updates[:-1]), action(*updates))


def told(changes: list[Change]) -> list[str]:
    """Each change with its kind, in words, and with the codes that are called otherwise."""
    return [
        f"{change.id} {change.kind}: {changes_in_words.describe_with_note(change)}"
        + "".join(f" [{code}]" for code in change.codes if code != change.kind.value)
        for change in changes
    ]


AGREED = ChangedAnswer(date(2018, 5, 2), Status.PARTIAL, "Agreed.")
UNIT = Unit("PMU", also=("Unit",))
WHOLE = Recommendation("8", "Share", Status.PENDING, added=MOVED.date, actions=(action(),))
ODD = "L\u0456"
DUES = "from 30 Mar 2018 to 30 Jun 2018, 92 days later"
CHANGES: dict[str, tuple[Versions, list[str]]] = {
    # What is none
    "a remark, a quote": (edit("partial\n", "'partial' # A remark.\n\n"), []),
    "a fold": (edit("Meet once", ">-\n          Meet\n          once"), []),
    "a list in other brackets": (edit("[Li]", "\n          - Li"), []),
    "a line moved": (
        edit(
            "    title: Address inefficiencies\n    status: partial\n",
            "    status: partial\n    title: Address inefficiencies\n",
        ),
        [],
    ),
    # What an update does
    "a deadline moved": (
        with_one_more(MOVED),
        [f"7.1 deadline-moved: deadline moved {DUES}: Moved to follow the town hall."],
    ),
    "completed late": (with_one_more(DONE), ["7.1 completed: completed, 6 days late"]),
    "completed early by a moved deadline": (
        with_one_more(MOVED, DONE),
        ["7.1 completed: completed, 86 days early"],
    ),
    "reopened": (
        with_one_more(DONE, replace(BEGUN, date=DONE.date)),
        ["7.1 reopened: reopened: Begun."],
    ),
    "no longer applicable": (
        with_one_more(BEGUN, Update(DONE.date, Progress.NOT_APPLICABLE, note="Overtaken.")),
        ["7.1 progress: not applicable, was in progress: Overtaken."],
    ),
    "two things": (
        with_one_more(replace(MOVED, progress=Progress.IN_PROGRESS, note="So.")),
        [
            f"7.1 deadline-moved: deadline moved {DUES}: So.",
            "7.1 progress: in progress, was not reported: So.",
        ],
    ),
    "nothing else": (
        with_one_more(BEGUN, replace(BEGUN, note="Still.", evidence=("Draft",))),
        ["7.1 update-added: update of 1 Feb 2018, evidence: Draft: Still."],
    ),
    "the same once more": (
        with_one_more(DONE, DONE),
        [
            "7.1 update-added: completed again on 5 Apr 2018, which changes nothing",
        ],
    ),
    "several in the order of the file, whatever their days": (
        of(
            action(due=None),
            action(replace(DONE, date=date.max), Update(date.min, BEGUN.progress), due=None),
        ),
        [
            "7.1 completed: completed",
            "7.1 progress: in progress, was not reported; later updates leave it completed",
        ],
    ),
    "a first deadline": (
        of(action(due=None), action(MOVED, due=None)),
        [f"7.1 deadline-set: deadline set to 30 Jun 2018: {MOVED.note}"],
    ),
    "verified": (
        with_one_more(DONE, CONFIRMED),
        ["7.1 update-added: confirmed by Internal Audit"],
    ),
    "verified, and another thing": (
        with_one_more(DONE, replace(CONFIRMED, due=JUNE)),
        [
            f"7.1 deadline-moved: deadline moved {DUES}",
            "7.1 update-added: confirmed by Internal Audit",
        ],
    ),
    # Since when is not known
    "completed by a day": (
        with_one_more(UNKNOWN),
        ["7.1 completed: completed by 5 Apr 2018; the day is not known"],
    ),
    "moved by a day": (
        with_one_more(replace(MOVED, day_unknown=True, note=None)),
        [f"7.1 deadline-moved: deadline moved {DUES}; the day is not known"],
    ),
    "handed over by a day": (
        with_one_more(Update(DONE.date, responsible=("Board",), day_unknown=True)),
        ["7.1 responsible: responsible from then on: Board, was PMU; the day is not known"],
    ),
    "evidence of an unknown day": (
        with_one_more(Update(DONE.date, evidence=("List",), day_unknown=True)),
        ["7.1 update-added: update of 5 Apr 2018, evidence: List; the day is not known"],
    ),
    # An answer
    "another answer": (
        (register(), register(updates=(AGREED,))),
        ["7 status: partially accepted, was pending: Agreed."],
    ),
    "a note on an answer": (
        (register(), register(updates=(replace(AGREED, status=None),))),
        ["7 update-added: update of 2 May 2018: Agreed."],
    ),
    # What is added, taken away, worded otherwise
    "an action that is another": (
        edit('- id: "7.1"', '- id: "7.0"'),
        [
            "7.1 removed: removed: Mend the roof",
            "7.0 added: added with 1 update: Mend the roof [added-with-history] [undated-addition]",
            "7.0 progress: in progress, was not reported: Begun.",
        ],
    ),
    "a register that was only begun": (
        (Register(Evaluation("e", "D", "O"), ()), register()),
        ["evaluation changed: title changed from D to E", "7 added: added: T"],
    ),
    "an action that is gone, where it stood": (
        (
            register(action(), action(id="7.2"), action(id="7.3")),
            register(action(DONE), action(DONE, id="7.3")),
        ),
        [
            "7.1 completed: completed, 6 days late",
            "7.2 removed: removed: Review",
            "7.3 completed: completed, 6 days late",
        ],
    ),
    "an action with its day": (
        (register(), register(action(added=DONE.date))),
        ["7.1 added: added: Review"],
    ),
    "a recommendation with a day that is its actions' too": (
        (register(), replace(register(), recommendations=(*register().recommendations, WHOLE))),
        ["8 added: added: Share", "7.1 added: added: Review"],
    ),
    "a word": (
        edit("the roof", "the mast"),
        ["7.1 reworded: text reworded: Mend the [-roof-]{+mast+}"],
    ),
    "another responsible": (
        edit("[Li]", "[PMU, Li]"),
        ["7.2 responsible-changed: responsible changed from Li to PMU, Li"],
    ),
    "the order of names, of which the first leads": (
        of(action(responsible=("A", "B")), action(responsible=("B", "A"))),
        ["7.1 responsible-changed: responsible changed from A, B to B, A"],
    ),
    "a name that looks alike": (
        edit("[Li]", f"[{ODD}]"),
        [f"7.2 responsible-changed: responsible changed from Li to {ODD} (U+0069 became U+0456)"],
    ),
    "a list that was not there": (
        edit("partial\n", "partial\n    tags: [a]\n"),
        ["7 reworded: tags set to a"],
    ),
    "who is meant by a name": (
        (register(), replace(register(), evaluation=Evaluation("e", "E", "O", units=(UNIT,)))),
        ["evaluation changed: units set to PMU = Unit"],
    ),
    "an event that happened": (
        of(action(after=VOTE), action(after=replace(VOTE, happened=DONE.date))),
        ["7.1 changed: the event happened on 5 Apr 2018"],
    ),
    "a day on which an event happened": (
        of(action(after=replace(VOTE, happened=DONE.date)), action(after=VOTE)),
        ["7.1 event-changed: happened removed, was 5 Apr 2018"],
    ),
    "another event, expected later": (
        of(action(after=VOTE), action(after=Event("The board votes", JUNE))),
        [
            "7.1 reworded: event reworded: The [-council-]{+board+} votes",
            "7.1 reworded: expected changed from May 2018 to 30 Jun 2018",
        ],
    ),
    "an event that must come first": (
        of(action(), action(after=VOTE)),
        ["7.1 event-changed: after set to The council votes"],
    ),
    # What is rewritten
    "an original deadline": (
        edit("due: 2018-03-30", "due: 2018-06-30"),
        [f"7.1 original-changed: first deadline changed {DUES}"],
    ),
    "an original deadline of the same last day": (
        of(action(due=parse_deadline("2018-03-31")), action(due=parse_deadline("2018-Q1"))),
        ["7.1 original-changed: first deadline changed from 31 Mar 2018 to Q1 2018"],
    ),
    "an original deadline taken away": (
        edit("        due: 2018-03-30\n", ""),
        ["7.1 original-changed: first deadline removed, was 30 Mar 2018"],
    ),
    "an original deadline where none stood": (
        of(action(due=None), action()),
        ["7.1 original-changed: first deadline set to 30 Mar 2018"],
    ),
    "a duty": (
        edit("ongoing: true\n", "discretionary: true\n"),
        [
            "7.2 original-changed: ongoing is false, was true",
            "7.2 original-changed: discretionary is true, was false",
        ],
    ),
    "an update": (
        of(action(BEGUN), action(replace(BEGUN, note="x", by=None))),
        ["7.1 update-changed: update of 1 Feb 2018 edited: note x, was Begun.; by -, was PMU"],
    ),
    "whether its day is known": (
        of(action(DONE), action(UNKNOWN)),
        ["7.1 update-changed: update of 5 Apr 2018 edited: day unknown true, was false"],
    ),
    "an update taken away": (
        of(action(BEGUN), action()),
        ["7.1 update-changed: update of 1 Feb 2018 removed"],
    ),
}


@pytest.mark.parametrize(("versions", "lines"), CHANGES.values(), ids=CHANGES)
def test_a_change_is_told(versions: Versions, lines: list[str]) -> None:
    assert told(compare(*versions)) == lines


def test_a_change_has_its_values_and_the_day_of_its_update() -> None:
    moved, done = compare(*of(action(), action(MOVED, DONE)))
    assert moved[:7] == ("7.1", "deadline-moved", "due", MARCH, JUNE, 92, MOVED.note)
    assert done[:7] == ("7.1", "completed", "progress", "not-reported", "completed", -86, None)
    assert (moved.on, done.on) == (MOVED.date, DONE.date)


def test_a_record_that_is_moved_changes_nothing() -> None:
    head = read(BASE)
    one, two = head.recommendations
    swapped = replace(head, recommendations=(two, replace(one, actions=one.actions[::-1])))
    assert compare(read(BASE), swapped) == []


def test_a_recommendation_is_added_or_removed_with_each_of_its_actions() -> None:
    both = read(BASE)
    less = replace(both, recommendations=both.recommendations[1:])
    gone = [(change.id, change.kind) for change in compare(both, less)]
    assert gone == [(ident, "removed") for ident in ("7", "7.1", "7.2")]
    new = [change.id for change in compare(less, both) if change.kind is ChangeKind.ADDED]
    assert new == ["7", "7.1", "7.2"]


VALUES: dict[str, Any] = {
    **dict.fromkeys(("responsible", "notes", "tags", "see"), ("x",)),
    **dict.fromkeys(("due", "responded"), JUNE),
    **dict.fromkeys(("ongoing", "discretionary"), True),
    "added": DONE.date,
    "status": Status.PARTIAL,
    "after": VOTE,
    "units": (UNIT,),
}


@pytest.mark.parametrize("key", EVALUATION.kinds)
def test_every_key_of_the_evaluation_is_compared(key: str) -> None:
    before = register()
    head = replace(before, evaluation=replace(before.evaluation, **{key: VALUES.get(key, "x")}))
    assert [(change.id, change.field) for change in compare(before, head)] == [("evaluation", key)]


@pytest.mark.parametrize(
    ("ident", "key"),
    [
        *(("7", key) for key in RECOMMENDATION.kinds if key not in {"id", "updates", "actions"}),
        *(("7.1", key) for key in ACTION.kinds if key not in {"id", "updates"}),
    ],
)
def test_every_key_of_a_record_is_compared(ident: str, key: str) -> None:
    edited = {key: VALUES.get(key, "x")}
    is_of_action = ident == "7.1"
    head = register(action(**edited)) if is_of_action else register(action(), **edited)
    changes = compare(register(action()), head)
    assert [(change.id, change.field) for change in changes] == [(ident, key)]


updates = st.lists(st.sampled_from([BEGUN, MOVED, DONE, replace(DONE, note="x")]), max_size=4)


@given(updates, updates)
def test_updates_that_are_only_added_are_never_a_rewriting_and_others_always_are(
    base: list[Update], head: list[Update]
) -> None:
    found = compare(*of(action(*base), action(*head)))
    following = iter(head)
    is_still_there = all(update in following for update in base)
    assert any(change.takes_back for change in found) is not is_still_there
    assert bool(found) is (base != head)


@pytest.mark.parametrize(
    ("base", "head", "expected"),
    [
        ([MOVED], [BEGUN, MOVED], ["progress"]),
        ([BEGUN, MOVED], [MOVED], ["update-changed"]),
        ([BEGUN, MOVED], [MOVED, BEGUN], ["deadline-moved", "update-changed"]),
        ([BEGUN], [replace(BEGUN, by=None), DONE], ["update-changed", "completed"]),
    ],
)
def test_what_stood_under_updates_must_still_stand_in_its_order(
    base: list[Update], head: list[Update], expected: list[str]
) -> None:
    changes = compare(*of(action(*base), action(*head)))
    assert [change.kind for change in changes] == expected


# What alters an answer about the past

OVERDUE = "7.1 restated: was overdue from 31 Mar 2018 to"
LATE = (
    "7.1 restated: was completed on 5 Apr 2018, 6 days late, "
    "from 5 Apr 2018 to 31 Dec 2018 (271 days)"
)
RESTATINGS: dict[str, tuple[Action, Action, list[str]]] = {
    "what was overdue is no more": (
        action(),
        action(replace(DONE, date=date(2018, 3, 29))),
        [f"{OVERDUE} 31 Dec 2018 (276 days); now completed on 29 Mar 2018, 1 day early"],
    ),
    "a completion is less late": (
        action(DONE),
        action(DONE, replace(MOVED, date=date(2018, 3, 1))),
        [
            f"{OVERDUE} 4 Apr 2018 (5 days); now scheduled, due 30 Jun 2018",
            f"{LATE}; now completed on 5 Apr 2018, 86 days early",
        ],
    ),
    "what is overdue in both": (
        action(),
        action(Update(date(2018, 12, 31), responsible=("WGTC",))),
        ["7.1 restated: overdue on 31 Dec 2018: responsible WGTC, was PMU"],
    ),
    "a deadline in the past is new": (
        action(due=None),
        action(due=JUNE),
        ["7.1 restated: now overdue from 1 Jul 2018 to 31 Dec 2018 (184 days); was undated"],
    ),
    "of an unknown day": (
        action(DONE),
        action(replace(DONE, day_unknown=True)),
        [
            f"{OVERDUE} 4 Apr 2018 (5 days); now not known to be late or not",
            f"{LATE}; now completed by 5 Apr 2018; since when is not known",
        ],
    ),
}


@pytest.mark.parametrize(("base", "head", "lines"), RESTATINGS.values(), ids=RESTATINGS)
def test_a_restated_answer_is_told(base: Action, head: Action, lines: list[str]) -> None:
    changes = compare(*of(base, head), until=date(2018, 12, 31))
    restated = [change for change in changes if change.kind is ChangeKind.RESTATED]
    assert told(restated) == [f"{line}" for line in lines]


# What only a period has, and what an update says by itself


@pytest.mark.parametrize(
    ("change", "words"),
    [
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
        (("overdue", State.SCHEDULED, State.OVERDUE, 1), "overdue by 1 day"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_change_between_two_days_is_told(change: tuple[Any, ...], words: str) -> None:
    kind, before, after, *days = change
    found = Change("7.1", ChangeKind(kind), "", before, after, *days)._replace(
        note="By the\nboard."
    )
    assert changes_in_words.describe_with_note(found) == f"{words}: By the board."


HANDED_OVER = Update(date(2018, 4, 10), responsible=("Board",), note="With the project.")
SAID: dict[str, tuple[list[Update], str]] = {
    "a handover": ([HANDED_OVER], "responsible changed from PMU to Board: With the project."),
    "a handover to the same": ([replace(HANDED_OVER, responsible=("PMU",))], "With the project."),
    "a handover to nobody": (
        [replace(HANDED_OVER, responsible=())],
        "responsible changed from PMU to -: With the project.",
    ),
    "a second handover": (
        [HANDED_OVER, Update(date(2018, 4, 11), responsible=("Office",))],
        "responsible changed from Board to Office",
    ),
    "a completion": ([DONE], "completed, 6 days late"),
    "one undone": (
        [DONE, Update(date(2018, 4, 6), Progress.NOT_STARTED, by="PMU")],
        "not started, reopened (PMU)",
    ),
    "an unknown day": ([UNKNOWN], "completed by 5 Apr 2018; the day is not known"),
    "who says so": (
        [Update(DONE.date, note="Seen.", by="PMU", day_unknown=True)],
        "the day is not known: Seen. (PMU)",
    ),
    "who verified": ([DONE, CONFIRMED], "confirmed by Internal Audit"),
}


@pytest.mark.parametrize(("updates", "text"), SAID.values(), ids=SAID)
def test_what_an_update_says_is_told(updates: list[Update], text: str) -> None:
    assert changes_in_words.describe_update(action(*updates), updates[-1]) == text


def test_the_words_that_changed_are_marked_among_those_around_them() -> None:
    long = "one two three four five six seven"
    assert changed_words(f"{long} {long}", f"{long} eight {long} nine") == (
        "… four five six seven {+eight+} one two three four five six seven {+nine+}"
    )
    longer = " ".join(f"word{n}" for n in range(3000))
    assert changed_words(longer, longer.replace("word1500 ", "other ")) == (
        "… word1496 word1497 word1498 word1499 [-word1500-]{+other+} "
        "word1501 word1502 word1503 word1504 …"
    )
