"""The listing of `diff --as-of`: what one version answers about a day, beside what another does."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from dated_actions import action, completed, day, register, update
from hypothesis import given
from hypothesis import strategies as st

from ecefollow.analysis import queries
from ecefollow.history.diff import Compared, Difference
from ecefollow.reading.register_file import parse_anew
from ecefollow.register.model import ChangedAnswer, Evaluation, Register
from ecefollow.register.portfolio import RegisterFile
from ecefollow.register.standing import Update
from ecefollow.register.vocabulary import Progress, Status
from ecefollow.render import dispatch
from ecefollow.render.formats import Format, Look
from ecefollow.views import actions as action_listing
from ecefollow.views import recommendations as recommendation_listing
from ecefollow.views.context import Context
from ecefollow.views.listing import Listing
from ecefollow.views.told_and_known import told_and_known

DAY = date(2018, 4, 30)
LOOK = Look(width=200, colour=False, encoding="utf-8")
LATE = action(due="2018-03-30")
DONE = replace(LATE, updates=(completed("2018-04-05"),))


def compared(*versions: tuple[Register | None, Register | None]) -> Compared:
    differences = [
        Difference(RegisterFile("register.yaml", after or before or register()), [], before, after)
        for before, after in versions
    ]
    return Compared(differences, "v1", "v2", is_portfolio=len(versions) > 1)


def listed(before: Register | None, after: Register | None, on: date = DAY) -> Listing:
    return told_and_known(compared((before, after)), on)


def as_json(listing: Listing) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(dispatch.listing(listing, Format.JSON, LOOK))[
        "answers"
    ]
    return found


def said(listing: Listing) -> list[str]:
    return dispatch.listing(listing, Format.PLAIN, LOOK).splitlines()[1:]


def test_of_an_answer_there_is_what_differs_with_the_value_of_each_version() -> None:
    found = dispatch.listing(listed(register(LATE), register(DONE)), Format.JSON, LOOK)
    about = json.loads(found)
    whole, of_action = about.pop("answers")
    assert about == {"format": 1, "base": "v1", "head": "v2", "as_of": "2018-04-30"}
    assert whole == {
        "id": "7",
        "told": {"closed": 0, "next_due": "2018-03-30", "unverified": 0},
        "known": {"closed": 1, "next_due": None, "unverified": 1},
    }
    assert list(of_action["told"]) == list(of_action["known"])
    assert (of_action["told"]["state"], of_action["told"]["completed_on"]) == ("overdue", None)
    assert of_action["known"]["completed_on"] == "2018-04-05"


def test_a_reader_sees_it_in_words_under_the_names_of_the_versions() -> None:
    listing = listed(register(LATE), register(DONE))
    heads, *_ = dispatch.listing(listing, Format.PLAIN, LOOK).splitlines()
    assert heads.split("  ")[0] == "ID"
    assert "AS TOLD BY V1" in heads
    assert "AS KNOWN BY V2" in heads
    assert " ".join(said(listing)[1].split()) == (
        "7.1 days overdue 31; progress not reported; state overdue days late 6; "
        "progress completed; completed on 5 Apr 2018; last update 5 Apr 2018; "
        "state completed; verification unverified"
    )
    assert listing.context == ("2 answers about 30 Apr 2018 changed from v1 to v2",)


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        (register(), register(LATE), "7.1 not there Finalise"),
        (register(LATE), register(), "7.1 Finalise not there"),
        (None, register(), "7 not there Report"),
        (register(), None, "7 Report not there"),
    ],
    ids=["new", "removed", "new-register", "register-that-is-gone"],
)
def test_what_one_version_does_not_have_is_not_there(
    before: Register | None, after: Register | None, line: str
) -> None:
    assert " ".join(said(listed(before, after))[-1].split()) == line


def test_where_it_stands_in_the_file_is_no_answer() -> None:
    text = b"""\
evaluation: {id: e, title: T, organization: O}
recommendations: [{id: "7", title: T, status: accepted, actions: [
  {id: "7.1", text: Report, responsible: [PMU]}]}]
"""
    before, after = (parse_anew(each, "register.yaml") for each in (text, b"# New\n\n" + text))
    assert as_json(listed(before, after)) == []


def test_of_several_registers_each_answer_has_its_evaluation() -> None:
    other = replace(register(), evaluation=Evaluation("other", "B", "UNECE"))
    changed = replace(
        other,
        recommendations=(
            replace(
                other.recommendations[0],
                updates=(ChangedAnswer(day("2018-02-01"), Status.PARTIAL),),
            ),
        ),
    )
    listing = told_and_known(compared((register(LATE), register(DONE)), (other, changed)), DAY)
    lines = [line.split()[:2] for line in said(listing)]
    assert lines == [["test", "test:7"], ["test", "test:7.1"], ["other", "other:7"]]


DAYS = st.dates(date(2018, 3, 28), date(2018, 4, 5))
UPDATES = st.lists(
    st.builds(
        update,
        DAYS.map(date.isoformat),
        st.none() | st.sampled_from([Progress.COMPLETED, Progress.IN_PROGRESS]),
        due=st.none() | DAYS.map(date.isoformat),
    ),
    max_size=2,
).map(tuple)


@given(UPDATES, UPDATES, DAYS)
def test_it_is_empty_if_and_only_if_the_answers_are_equal_in_json(
    before: tuple[Update, ...], after: tuple[Update, ...], on: date
) -> None:
    one, other = (register(replace(LATE, updates=updates)) for updates in (before, after))
    assert (not as_json(listed(one, other, on))) == (answered(one, on) == answered(other, on))


def answered(register: Register, on: date) -> list[str]:
    """What `list` and `actions` answer, in JSON."""
    answers = register.on(on)
    context = Context(on, "register.yaml", queries.count_states(answers), {})
    listings = (
        recommendation_listing.recommendations(answers, answers, context),
        action_listing.actions(queries.actions(answers), context),
    )
    return [dispatch.listing(each, Format.JSON, LOOK) for each in listings]
