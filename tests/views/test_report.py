"""What a report says, whatever its format."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from dated_actions import action as dated_action
from dated_actions import register
from reports import (
    HARBOUR,
    UNECE,
    hostile_record,
    markdown,
    portfolio,
    read,
    report_of,
    told,
    told_of,
)

from ecefollow.register.deadlines import Deadline
from ecefollow.register.model import Evaluation, Register
from ecefollow.register.standing import Update
from ecefollow.register.vocabulary import State
from ecefollow.views.context import Skipped
from ecefollow.views.document import ASIDE, TextBlock, text_of
from ecefollow.views.report import Report
from ecefollow.views.report_records import ReportedAction

DAY = "2021-12-31"
HARBOUR_LATE = (
    "1 of 8 actions is overdue, by 214 days (B.2); "
    "1 is past a first deadline that was moved (by 92 days: A.2)."
)
HARBOUR_CHANGED = (
    "Since 30 Jun 2021, 1 action became overdue, 1 action had its deadline moved "
    "and 3 other changes were made."
)


def action(report: Report, ident: str) -> ReportedAction:
    every = (each for under in report.recommendations for each in under.actions)
    return next(each for each in every if each.id == ident)


def facts(report: Report, ident: str) -> dict[str, str]:
    return said(action(report, ident).facts)


def said(facts: Sequence[TextBlock]) -> dict[str, str]:
    return dict(text_of(fact.runs).split(": ", 1) for fact in facts)


def headline(report: Report) -> tuple[str, ...]:
    return tuple(map(text_of, report.headline))


def happened(report: Report) -> dict[str, list[str]]:
    """What a period tells, without the texts of the records themselves."""
    assert report.period
    return {
        each.head: [
            "".join(run.text for run in row.runs if run.style != ASIDE) for row in each.rows
        ]
        for each in report.period.happenings
    }


@pytest.mark.parametrize(
    ("path", "day", "since", "sentences"),
    [
        (UNECE, "2019-01-01", None, ["4 of 12 actions are overdue, by up to 307 days (3.1)."]),
        (
            HARBOUR,
            DAY,
            "2021-06-30",
            [
                "1 completed action was reopened: B.2.",
                "Of 3 recommendations, 2 are accepted and 1 partially accepted.",
                HARBOUR_LATE,
                HARBOUR_CHANGED,
                "2 of 8 actions are completed.",
                "1 open action has no deadline to miss.",
            ],
        ),
        (HARBOUR, "2021-02-01", "2021-01-31", ["Since 31 Jan 2021, nothing changed."]),
    ],
)
def test_a_report_begins_with_what_a_board_asks(
    path: Path, day: str, since: str | None, sentences: list[str]
) -> None:
    told_first = headline(told(path, day, since=since))
    assert [each for each in told_first if each in sentences] == sentences


def test_a_moved_deadline_does_not_hide_what_is_late() -> None:
    late = dated_action(
        Update(date(2021, 3, 1), due=Deadline("2022-12", date(2022, 12, 31))), due="2021-03"
    )
    sentence = headline(report_of(register(late), date(2022, 4, 1)))[1]
    late_by = "1 is past a first deadline that was moved (by 366 days: 7.1)."
    assert sentence == f"No action is overdue, but {late_by}"


def test_answers_that_were_told_otherwise_are_said_first() -> None:
    first = headline(hostile_record())[0]
    assert first == "2 answers about 15 Jan 2018 are not what was told."


@pytest.mark.parametrize(
    ("register", "words"),
    [
        (Register(Evaluation("e", "E", "O"), ()), "There are no recommendations yet."),
        (register(), "There are no actions yet."),
    ],
)
def test_an_empty_register_says_so(register: Register, words: str) -> None:
    report = report_of(register, date(2021, 1, 1))
    assert headline(report)[-1] == words
    assert "## Overview" not in markdown(report)


def test_an_update_without_progress_does_not_contradict_itself() -> None:
    noted = dated_action(Update(date(2021, 11, 25), note="Asked."), due="2022-03")
    found = facts(report_of(register(noted), date(2021, 12, 31)), "7.1")
    assert found["Reported"] == "nothing on progress; last update 25 Nov 2021"


def test_the_newest_line_of_a_history_comes_first() -> None:
    history = action(told(HARBOUR, DAY), "A.2").history
    begins = ["6 Dec 2021: ", "20 Sep 2021: ", "first deadline: Q3 2021"]
    assert [entry.runs[0].text for entry in history[1:]] == begins


@pytest.mark.parametrize(
    ("late", "soon", "seen"), [(50, 30, (20, 20)), (50, 5, (35, 5)), (10, 50, (10, 30))]
)
def test_of_many_deadlines_both_the_missed_and_the_next_have_a_share_of_what_is_seen(
    late: int, soon: int, seen: tuple[int, int]
) -> None:
    dues = ["2021-01-31"] * late + ["2021-07-31"] * soon + ["2030-01-31"] * 9
    dated = [replace(dated_action(due=due), id=f"7.{n}") for n, due in enumerate(dues)]
    shown = report_of(register(*dated), date(2021, 6, 30)).timeline.shown
    assert (sum(t.is_late for t in shown.tracks), sum(not t.is_late for t in shown.tracks)) == seen


def test_no_deadline_to_miss_stands_beside_what_is_overdue() -> None:
    assert headline(told(UNECE, "2018-02-28")) == (
        "Of 7 recommendations, 4 are accepted and 3 partially accepted.",
        "No action is overdue.",
        "No action is completed.",
        "8 open actions have no deadline to miss.",
        "1 waits for an event that was expected earlier.",
    )


@pytest.mark.parametrize(
    ("path", "day", "ident", "label", "words"),
    [
        (UNECE, "2018-03-31", "5.1", "Deadline", "Feb 2018"),
        (UNECE, "2018-03-31", "5.1", "In the source", "“by February 2018”"),
        (UNECE, "2018-03-31", "5.1", "Reading", "Read as due by the end of February 2018"),
        (UNECE, "2018-03-31", "4.3", "Responsible", "nobody is named"),
        (HARBOUR, DAY, "A.2", "First deadline", "Q3 2021; moved twice, 182 days later in all"),
        (
            HARBOUR,
            "2021-11-17",
            "C.1",
            "After",
            "The council votes the funds (has not happened yet)",
        ),
        (HARBOUR, "2021-11-18", "C.1", "After", "The council votes the funds (happened on 18 Nov"),
    ],
)
def test_an_action_has_its_facts_in_words(
    path: Path, day: str, ident: str, label: str, words: str
) -> None:
    assert facts(told(path, day), ident)[label].startswith(words)


def test_a_report_knows_nothing_of_later_updates() -> None:
    assert action(told(HARBOUR, "2021-04-04"), "B.1").history == ()
    _, update = action(told(HARBOUR, "2021-04-05"), "B.1").history
    line = "5 Apr 2021: completed, 6 days late (Harbour Master); evidence: Handover protocol 14"
    assert text_of(update.runs) == line


def test_a_period_shows_on_both_days_what_is_in_another_state() -> None:
    period = told(HARBOUR, "2021-12-31", since="2021-06-30").period
    assert period
    changed = {text_of(row[0])[:3]: [text_of(cell) for cell in row[1:]] for row in period.changed}
    assert changed == {
        "B.2": ["✓ completed 28 May 2021, 3 days early", "! overdue by 214 days"],
        "C.1": ["… awaiting event", "→ scheduled"],
    }


def test_a_period_tells_what_changed_with_the_reasons() -> None:
    found = happened(told(HARBOUR, "2021-12-31", since="2021-06-30"))
    assert next(iter(found)) == "1 action was reopened"
    assert found["1 action was reopened"][0].startswith("B.2 reopened: The list was of another")
    assert found["1 action became overdue"] == ["B.2 overdue by 214 days"]
    assert found["No action was completed"] == []
    assert [line.partition("later: ")[2] for line in found["1 action had its deadline moved"]] == [
        "The laboratory changes its instruments in October.",
        "Two of five series are documented.",
    ]
    silent = ["C.2 no update ever", "C.3 no update ever"]
    assert found["2 open actions had no update in the period"] == silent


def test_an_action_that_was_added_in_the_period_is_among_the_silent_ones() -> None:
    shared = read(HARBOUR).recommendations[0]
    new = replace(shared.actions[0], id="A.9", added=date(2021, 9, 1), updates=())
    updated = replace(new, id="A.10", updates=(Update(date(2021, 9, 2), note="Begun."),))
    register = replace(read(HARBOUR), recommendations=(replace(shared, actions=(new, updated)),))
    found = happened(report_of(register, date(2021, 12, 31), since=date(2021, 6, 30)))
    assert found["1 open action had no update in the period"] == ["A.9 no update ever"]


def test_a_narrowed_report_counts_what_it_tells_of_and_names_the_whole() -> None:
    found = told(HARBOUR, "2021-12-31", since="2021-06-30", tag=["safety"])
    assert found.scope == (
        "This report tells of 6 of 8 actions of the register.",
        "Filter: tag safety",
    )
    assert sum(each.number for each in found.states) == 6


def test_what_is_seen_is_a_link_only_where_the_report_tells_of_it() -> None:
    whole = action(told(UNECE, "2018-03-31"), "7.2").facts[-1]
    narrowed = action(told(UNECE, "2018-03-31", state=[State.SCHEDULED]), "7.2").facts[-1]
    assert (whole.runs[1].target, narrowed.runs[1].target) == ("#recommendation-1", None)


# Of several registers


def parts(report: Report) -> list[str]:
    assert report.portfolio
    return [each.anchor.removeprefix("evaluation-") for each in report.portfolio.evaluations]


def test_several_registers_are_called_by_their_number_and_their_organizations() -> None:
    found = told_of([UNECE, HARBOUR], DAY)
    assert found.title.text == "Follow-up to 2 evaluations"
    assert found.organization.text == "UNECE, Port Authority of Nowhere"
    assert said(found.about)["Registers"] == "2, named with the evaluations"
    assert portfolio().organization.text == "5 organizations"


def test_a_portfolio_that_leaves_one_evaluation_is_called_as_that_is() -> None:
    assert told(HARBOUR, DAY).portfolio is None
    found = told_of([HARBOUR], DAY)
    assert found.title.text == "Evaluation of the harbour programme (fictional)"
    assert found.portfolio
    assert found.portfolio.by_attention == ()
    assert said(found.about)["Register"] == "examples/followed-up.yaml"


def test_each_evaluation_has_its_own_recommendations_in_the_order_of_the_registers() -> None:
    found = told_of([UNECE, HARBOUR], DAY).portfolio
    assert found
    (unece, harbour) = found.evaluations
    assert [said(each.origin)["Register"] for each in (unece, harbour)] == [
        "data/recommendations.yaml",
        "examples/followed-up.yaml",
    ]
    assert [each.id for each in harbour.recommendations] == ["harbour:A", "harbour:B", "harbour:C"]
    assert harbour.figures == (
        *("3 of 8 actions closed", "1 overdue", "40 % implemented"),
        "earliest deadline 31 May 2021, passed",
    )


def test_the_evaluations_that_most_want_attention_come_first_in_their_table() -> None:
    found = told_of([HARBOUR, UNECE], DAY).portfolio
    assert found
    assert [(each.anchor, each.overdue, each.silent) for each in found.by_attention] == [
        ("evaluation-cross-sectoral", 4, "no update yet"),
        ("evaluation-harbour", 1, "25 days"),
    ]


@pytest.mark.parametrize(
    ("narrowed", "left", "scope"),
    [
        ({"tag": ["safety"]}, ["harbour"], "6 of 20 actions, in 1 of 2 evaluations."),
        ({"ids": ["harbour:A.1"]}, ["harbour"], "1 of 20 actions, in 1 of 2 evaluations."),
        ({"search": ["nothing at all"]}, [], "0 of 20 actions, in 0 of 2 evaluations."),
    ],
)
def test_an_evaluation_of_which_nothing_is_left_is_left_out(
    narrowed: dict[str, Any], left: list[str], scope: str
) -> None:
    found = told_of([UNECE, HARBOUR], DAY, **narrowed)
    assert parts(found) == left
    assert found.scope[0] == f"This report tells of {scope}"


def test_a_skipped_register_is_named_without_the_folders_of_this_machine() -> None:
    found = told_of([UNECE, HARBOUR], DAY, skipped=[Skipped("/home/me/bad.yaml", "1 error")])
    assert found.skipped == (Skipped("bad.yaml", "1 error"),)
