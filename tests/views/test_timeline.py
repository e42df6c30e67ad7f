"""The page of `timeline`: its tracks and what they say, and the actions without a deadline."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ecefollow.analysis import queries
from ecefollow.register.deadlines import Deadline, format_day, parse_deadline
from ecefollow.register.model import Evaluation, Recommendation, Register
from ecefollow.register.standing import Action, Event, Update
from ecefollow.register.vocabulary import Progress, Status
from ecefollow.render import dispatch
from ecefollow.render.formats import Look, PageFormat
from ecefollow.views import timeline
from ecefollow.views.context import Context
from ecefollow.views.page import Axis, Mark, Page, Track

DAY = date(2018, 3, 31)
LOOK = Look(width=80, colour=False, encoding="utf-8")


def page(*stated: Action, day: date = DAY) -> Page:
    recommendation = Recommendation("1", "Share knowledge", Status.ACCEPTED, actions=stated)
    answers = Register(Evaluation("test", "A test", "UNECE"), (recommendation,)).on(day)
    return timeline.page(answers, Context(day, "register.yaml", queries.count_states(answers), {}))


def shown(page: Page, look: Look = LOOK, format: PageFormat = PageFormat.PLAIN) -> list[str]:
    return dispatch.page(page, format, look).splitlines()


def tracks(page: Page) -> tuple[Track, ...]:
    (axis,) = (part for part in page.parts if isinstance(part, Axis))
    return axis.tracks


def action(due: str | None = None, *updates: Update, ident: str = "1.1", **more: Any) -> Action:
    at = parse_deadline(due) if due else None
    return Action(ident, "Report", ("PMU",), due=at, updates=updates, **more)


def completed(day: str, **more: Any) -> Update:
    return Update(date.fromisoformat(day), Progress.COMPLETED, **more)


def moved(day: str, due: str) -> Update:
    return Update(date.fromisoformat(day), due=parse_deadline(due))


# With a deadline


@pytest.mark.parametrize(
    ("stated", "starred"),
    [
        pytest.param(action("2018-06", reading="Or before?"), None, id="present"),
        pytest.param(
            action("2018-06", moved("2018-01-10", "2018-07"), reading="Or before?"),
            Mark.ORIGINAL,
            id="moved",
        ),
        pytest.param(action("2018-06", moved("2018-01-10", "2018-07")), None, id="no reading"),
        pytest.param(
            action(
                None, *(moved("2018-01-10", due) for due in ("2018-06", "2018-07")), reading="?"
            ),
            None,
            id="set by an update",
        ),
    ],
)
def test_a_first_deadline_that_stands_under_one_reading_is_starred(
    stated: Action, starred: Mark | None
) -> None:
    found = page(stated)
    assert [track.starred for track in tracks(found)] == [starred]
    is_explained = any("under one reading" in line for line in shown(found))
    assert is_explained == (stated.reading is not None and stated.due is not None)


MARKS = {
    "due 30 Jun": action("2018-06", moved("2018-01-10", "2018-06-30")),
    "due 31 May, original 30 Jun": action("2018-06", moved("2018-01-10", "2018-05-31")),
    "due 31 Jan, completed 10 Mar, late": action("2018-01", completed("2018-03-10")),
    "completed 10 Jan, due 31 Jan": action("2018-01", completed("2018-01-10")),
    "completed 31 Jan, due 31 Jan": action("2018-01", completed("2018-01-31")),
    "completed 31 Jan, original 31 Jan, due 15 Feb": action(
        "2018-01", moved("2018-01-02", "2018-02-15"), completed("2018-01-31")
    ),
    "original 31 Jan, completed 28 Feb, due 30 Jun, late": action(
        "2018-01", completed("2018-02-28"), moved("2018-03-10", "2018-06")
    ),
    "due 28 Feb, late": action(
        "2018-02", completed("2018-02-10"), Update(date(2018, 3, 1), Progress.IN_PROGRESS)
    ),
}


@pytest.mark.parametrize(("marks", "stated"), MARKS.items(), ids=MARKS)
def test_a_track_has_its_deadlines_and_its_completion_in_the_order_of_their_days(
    marks: str, stated: Action
) -> None:
    (track,) = tracks(page(stated))
    said = [f"{mark} {format_day(day).removesuffix(' 2018')}" for day, mark in track.marks]
    assert ", ".join(said + ["late"] * track.is_late) == marks


NOTES = {
    "overdue 31 d / overdue 31 d / 31 d late / late": action("2018-02-28"),
    "scheduled / scheduled / scheduled / due": action("2018-04"),
    "completed on time / done on time / on time / done": action("2018-03", completed("2018-03-31")),
    "completed 1 d early / done 1 d early / 1 d early / done": action(
        "2018-03", completed("2018-03-30")
    ),
    "completed 28 d late / done 28 d late / 28 d late / done": action(
        "2018-01-31", completed("2018-02-28"), moved("2018-03-10", "2018-06")
    ),
    "completed / done / done / done": action(
        None, completed("2018-03-01"), moved("2018-03-02", "2018-05")
    ),
    "not applicable / not applicable / closed / closed": action(
        "2018", Update(DAY, Progress.NOT_APPLICABLE)
    ),
    "scheduled* / scheduled* / scheduled* / due*": action("2018-04", reading="The month's end."),
    "unknown / unknown / unknown / ?": action("2018-02", completed("2018-05-01", day_unknown=True)),
}


@pytest.mark.parametrize(("notes", "stated"), NOTES.items(), ids=NOTES)
def test_a_note_is_the_state_with_its_days_from_whole_to_short(notes: str, stated: Action) -> None:
    (track,) = tracks(page(stated))
    assert " / ".join(track.notes) == notes


def test_the_earliest_deadline_comes_first_and_equal_ones_are_in_file_order() -> None:
    stated = [
        action("2018-12-31", ident="1.1"),
        action("2018-02-28", ident="1.2"),
        action("2018-02", ident="1.3"),
        action("2018-05-31", moved("2018-01-01", "2018-01-31"), ident="1.4"),
    ]
    assert [each.label for each in tracks(page(*stated))] == ["1.4", "1.2", "1.3", "1.1"]


# Without a deadline


UNDATED = {
    "ongoing  a continuing duty": action(ongoing=True),
    "awaiting event  waits for: The board agrees": action(after=Event("The board\nagrees")),
    "undated  no deadline is given": action(),
    "completed  5 Mar 2018": action(None, completed("2018-03-05")),
    "completed  since when is not known": action(None, completed("2018-03-05", day_unknown=True)),
    "not applicable  no longer applicable": action(None, Update(DAY, Progress.NOT_APPLICABLE)),
}


@pytest.mark.parametrize(("line", "stated"), UNDATED.items(), ids=UNDATED)
def test_an_undated_action_is_listed_below_with_its_state_and_a_reason(
    line: str, stated: Action
) -> None:
    found = shown(page(action("2018-05", ident="1.2"), stated))
    assert found[-2:] == ["Without a deadline", f"1.1  {line}"]


def test_the_reasons_stand_in_one_column() -> None:
    found = shown(page(action(ongoing=True), action(after=Event("The board agrees"), ident="1.20")))
    assert found[-2:] == [
        "1.1   ongoing         a continuing duty",
        "1.20  awaiting event  waits for: The board agrees",
    ]


@pytest.mark.parametrize("width", [20, 40, 60])
def test_a_reason_in_wide_characters_is_wrapped_by_the_columns_it_takes(width: int) -> None:
    event = "加盟国が事務総長の改革案を承認する" * 3
    found = shown(page(action(after=Event(event))), LOOK._replace(width=width))
    first, *others = found[found.index("Without a deadline") + 1 :]
    assert first.startswith("1.1  awaiting event")
    assert all(line.startswith("     ") for line in others)
    assert all(width - 2 < cell_len(line) <= width for line in others[1:-1])
    assert "".join(line.strip() for line in (first, *others)).endswith(event)


def test_a_deadline_set_later_than_the_day_asked_is_none_yet() -> None:
    stated = action(None, moved("2018-04-01", "2018-05-31"))
    assert shown(page(stated))[-1] == "1.1  undated  no deadline is given"
    assert tracks(page(stated, day=date(2018, 4, 1)))


def test_without_any_deadline_the_page_says_so_and_has_no_axis() -> None:
    assert shown(page(action(ongoing=True))) == [
        "Deadlines, as of 31 Mar 2018",
        "",
        "No action has a deadline.",
        "",
        "Without a deadline",
        "1.1  ongoing  a continuing duty",
    ]


def test_a_register_without_actions_says_so() -> None:
    assert shown(page()) == ["Deadlines, as of 31 Mar 2018", "", "The register has no actions."]


# The whole page


def test_json_has_the_dated_in_the_order_of_the_axis_and_the_undated_with_why() -> None:
    stated = (
        action(after=Event("The board agrees"), ident="1.1"),
        action("2018-12-31", ident="1.2"),
        action("2018-02", ident="1.3"),
        action(None, completed("2018-03-05"), ident="1.4"),
    )
    found = json.loads("\n".join(shown(page(*stated), format=PageFormat.JSON)))
    assert found["total"] == 4
    late, ahead = found["actions"]
    assert (late["id"], late["days_overdue"], ahead["id"]) == ("1.3", 31, "1.2")
    reasons = [each["why"] for each in found["undated"]]
    assert reasons == ["waits for: The board agrees", "completed 5 Mar 2018"]


def test_a_row_has_the_colour_of_its_state_and_the_day_asked_has_none() -> None:
    late = page(action("2018-02-28"))
    in_colour = LOOK._replace(colour=True)
    line = next(each for each in shown(late, in_colour, PageFormat.TABLE) if "◆" in each)
    assert "\x1b[1;31moverdue 31 d  " in line
    assert "◆━" in line.partition("\x1b[1;31moverdue")[2]
    assert line.endswith("\x1b[0m│")
    assert "\x1b" not in "".join(shown(late, in_colour, PageFormat.PLAIN))


DAYS = st.dates() | st.dates(DAY - timedelta(40), DAY + timedelta(40))
UPDATES = st.builds(
    Update,
    DAYS,
    progress=st.none() | st.sampled_from([Progress.COMPLETED, Progress.NOT_APPLICABLE]),
    due=st.none() | DAYS.map(lambda day: Deadline(day.isoformat(), day)),
)
ACTIONS = st.builds(
    action,
    st.none() | DAYS.map(date.isoformat),
    UPDATES,
    ident=st.sampled_from(["1.1", "long-10.2"]),
    after=st.none() | st.just(Event("The board agrees")),
)


@given(
    st.lists(ACTIONS, max_size=3), DAYS, st.integers(1, 200), st.sampled_from(["utf-8", "ascii"])
)
def test_the_page_keeps_to_any_width_without_blanks_at_the_end(
    stated: Sequence[Action], day: date, width: int, encoding: str
) -> None:
    for line in shown(page(*stated, day=day), Look(width, colour=False, encoding=encoding)):
        assert cell_len(line) <= width
        assert line == line.rstrip()
