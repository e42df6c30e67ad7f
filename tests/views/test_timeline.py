"""The time axis: where each mark stands, what is written above it, and what fits."""

import json
import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from ecefollow.analysis import queries
from ecefollow.reading.register_file import parse_anew
from ecefollow.register.deadlines import Deadline, parse_deadline
from ecefollow.register.model import Action, Evaluation, Event, Recommendation, Register, Update
from ecefollow.register.vocabulary import Progress, State, Status
from ecefollow.render import dispatch
from ecefollow.render.axis import lines
from ecefollow.render.formats import Look, PageFormat
from ecefollow.render.styles import width as measured
from ecefollow.views import timeline
from ecefollow.views.actions import as_json
from ecefollow.views.context import Context
from ecefollow.views.page import Axis, Mark, Page, Track

ROOT = Path(__file__).parents[2]
DAY = date(2018, 3, 31)
LOOK = Look(width=80, colour=False, encoding="utf-8")

# Beside an id of three characters, "scheduled" and the gaps, so many columns are the axis's own.
BESIDE = len("1.1  scheduled  ")


def page(*stated: Action, day: date = DAY) -> Page:
    recommendation = Recommendation("1", "Share knowledge", Status.ACCEPTED, actions=stated)
    register = Register(Evaluation("test", "A test", "UNECE"), (recommendation,))
    answers = register.on(day)
    return timeline.page(answers, Context(day, "register.yaml", queries.count_states(answers), {}))


def shown(page: Page, look: Look = LOOK, format: PageFormat = PageFormat.PLAIN) -> list[str]:
    return dispatch.page(page, format, look).splitlines()


def action(due: str | None = None, *updates: Update, ident: str = "1.1", **more: Any) -> Action:
    at = parse_deadline(due) if due else None
    return Action(ident, "Report", ("PMU",), due=at, updates=updates, **more)


def completed(day: str) -> Update:
    return Update(date.fromisoformat(day), Progress.COMPLETED)


def moved(day: str, due: str) -> Update:
    return Update(date.fromisoformat(day), due=parse_deadline(due))


def drawn(axis: Axis, width: int, encoding: str = "utf-8") -> list[str]:
    return [line.plain for line in lines(axis, Look(width, colour=False, encoding=encoding))]


def track(**marks: str) -> Track:
    """A scheduled track, its marks by name, in the order of their days."""
    placed = tuple((date.fromisoformat(day), Mark(name)) for name, day in marks.items())
    return Track("1.1", ("scheduled",), State.SCHEDULED, placed)


def unlabelled(**marks: str) -> Track:
    """A track whose axis has the whole width."""
    return track(**marks)._replace(label="", notes=("",))


def cells(axis: Axis, width: int) -> list[str]:
    """The axis's own part of each line, of an axis that is *width* cells wide."""
    return [line[BESIDE:] for line in drawn(axis, BESIDE + width)]


def row(page: Page, look: Look = LOOK, ident: str = "1.1") -> str:
    """The one line of the page that begins with the id."""
    (line,) = [line for line in shown(page, look) if line.startswith(f"{ident} ")]
    return line


def example_page(path: str, day: date) -> Page:
    register = parse_anew((ROOT / path).read_bytes(), path)
    answers = register.on(day)
    return timeline.page(answers, Context(day, path, queries.count_states(answers), {}))


# Where the marks stand


def test_every_mark_is_in_the_cell_of_its_day_if_each_day_has_one() -> None:
    axis = Axis(date(2018, 1, 1), (track(due="2018-03-01"), track(due="2018-12-31")))
    first, second = cells(axis, 365)[3:5]
    assert (first.index("◆"), second.index("◆")) == (59, 364)
    assert (first.index("│"), second.index("│")) == (0, 0)


@pytest.mark.parametrize(
    ("day", "cell"),
    [
        ("2018-01-05", 0),  # the fifth day of 365, at five days a cell
        ("2018-01-06", 1),
        ("2018-03-31", 17),  # the 90th day
        ("2018-12-26", 71),
        ("2018-12-27", 72),
        ("2018-12-31", 72),
    ],
)
def test_a_mark_is_in_the_cell_that_its_day_shares_with_others(day: str, cell: int) -> None:
    asked = date(2018, 7, 1)
    whole_year = track(due="2018-12-31")._replace(label="1.2")
    first = track(due="2018-01-01")._replace(label="1.3")
    axis = Axis(asked, (track(due=day), whole_year, first))
    assert cells(axis, 73)[3].index("◆") == cell
    assert cells(axis, 73)[2].index("┼") == 181 // 5


def test_both_deadlines_are_seen_though_they_are_a_day_apart_on_an_axis_of_ten_years() -> None:
    moving = action("2015-06-15", moved("2015-06-01", "2015-06-16"))
    far = action("2020-12-31", ident="1.2")
    near = action("2011-01-01", ident="1.3")
    assert "◇◆" in row(page(moving, far, near))


def test_a_deadline_moved_to_an_earlier_day_is_left_of_the_original() -> None:
    moving = action("2018-06-30", moved("2018-01-10", "2018-05-31"))
    line = row(page(moving))
    assert line.index("◆") < line.index("◇")
    assert set(line[line.index("◆") + 1 : line.index("◇")]) == {"┄"}


def test_an_original_deadline_that_has_not_moved_is_not_marked() -> None:
    assert "◇" not in "".join(shown(page(action("2018-06"), action("2018-05", ident="1.2"))))


def test_a_deadline_given_in_other_words_for_the_same_day_has_not_moved() -> None:
    assert "◇" not in row(page(action("2018-06", moved("2018-01-10", "2018-06-30"))))


def test_a_completion_on_the_due_day_is_left_of_the_deadline() -> None:
    everything = action("2018-02-14", moved("2018-02-01", "2018-02-15"), completed("2018-02-15"))
    assert "◇✓◆" in row(page(everything, action("2027-12-31", ident="1.2")))


def test_deadlines_of_the_same_day_are_in_the_same_cell() -> None:
    alone = action("2018-05-05", ident="1.1")
    on_time = action("2018-05-05", completed("2018-05-05"), ident="1.2")
    late = action("2018-05-05", completed("2018-05-06"), ident="1.3")
    moving = action("2018-05-04", moved("2018-05-01", "2018-05-05"), ident="1.4")
    far = action("2010-01-01", ident="1.5"), action("2027-12-31", ident="1.6")
    for asked in (date(2018, 1, 1), date(2018, 5, 5), date(2020, 1, 1)):
        answer = page(alone, on_time, late, moving, *far, day=asked)
        rows = [row(answer, ident=f"1.{number}") for number in range(1, 5)]
        assert len({line.index("◆") for line in rows}) == 1
    assert ["✓◆" in rows[1], "◆✓" in rows[2], "◇◆" in rows[3]] == [True] * 3


def test_what_is_due_and_completed_on_the_day_asked_has_its_deadline_on_the_line() -> None:
    done = action("2018-05-05", completed("2018-05-05"))
    found = shown(page(done, action("2018-05-05", ident="1.2"), day=date(2018, 5, 5)))
    rule, first, second = found[4:7]
    assert {line.index("◆") for line in (first, second)} == {rule.index("┬")}
    assert "✓◆" in first


def test_before_the_first_day_the_axis_has_the_cells_that_its_marks_need() -> None:
    moving = action("2018-01-01", moved("2017-12-01", "2018-01-02"))
    found = shown(page(moving, action("2030-12-31", ident="1.2"), day=date(2018, 1, 2)))
    rule, first, second = found[3:6]
    at = second.index("│")
    assert rule[at - 1 : at + 1] == "─┼"
    assert first[at - 1 : at + 1] == "◇◆"


def test_after_the_last_day_the_axis_has_the_cells_that_its_marks_need() -> None:
    axis = Axis(
        date(2030, 12, 29),
        (track(original="2030-12-30", due="2030-12-31"), track(due="2018-01-01")),
    )
    assert cells(axis, 60)[2].endswith("│◇◆")


def test_marks_that_share_the_last_cell_stay_on_the_axis() -> None:
    axis = Axis(
        date(2018, 1, 1), (track(original="2018-12-30", completed="2018-12-31", due="2018-12-31"),)
    )
    assert cells(axis, 60)[3].index("◇✓◆") == 57


def test_marks_that_share_the_first_cell_stay_on_the_axis_left_of_the_day_asked() -> None:
    early = track(due="2018-01-01", original="2018-01-02")
    axis = Axis(date(2018, 1, 3), (early, track(due="2027-12-31")))
    assert cells(axis, 60)[2].startswith("◆◇│")


def test_yesterdays_deadline_is_left_of_the_day_asked_about_and_tomorrows_right() -> None:
    yesterday = action("2018-07-14")
    tomorrow = action("2018-07-16", ident="1.2")
    far = action("2027-12-31", ident="1.3"), action("2010-01-01", ident="1.4")
    answer = page(yesterday, tomorrow, *far, day=date(2018, 7, 15))
    assert "◆│" in row(answer)
    assert "│◆" in row(answer, ident="1.2")


def test_a_completion_is_marked_on_its_day() -> None:
    axis = Axis(date(2018, 12, 31), (track(due="2018-01-01", completed="2018-04-10"),))
    assert cells(axis, 365)[3].index("✓") == 99


def test_an_action_that_was_opened_again_has_no_completion_to_mark() -> None:
    reopened = action(
        "2018-02-28", completed("2018-02-10"), Update(date(2018, 3, 1), Progress.IN_PROGRESS)
    )
    assert "✓" not in row(page(reopened))


# The lines


def test_the_day_asked_is_a_line_through_the_rule_and_every_row_without_a_mark_there() -> None:
    late, due, early = action("2018-01"), action("2018-03-31"), action("2018-06-30")
    rule, first, second, third = shown(page(late, due, early))[4:8]
    at = first.index("│")
    assert rule[at] in "┬┼"
    assert (second[at], third[at]) == ("◆", "│")


def test_a_heavy_line_runs_from_a_deadline_missed_to_the_day_asked() -> None:
    line = row(page(action("2018-01-31"), action("2018-12", ident="1.2")))
    assert set(line[line.index("◆") + 1 : line.index("│")]) == {"━"}


def test_a_heavy_line_runs_from_a_deadline_missed_to_the_completion() -> None:
    line = row(page(action("2018-01-31", completed("2018-03-10"))))
    assert set(line[line.index("◆") + 1 : line.index("✓")]) == {"━"}
    assert "completed 38 d late" in line


@pytest.mark.parametrize("day", ["2018-01-31", "2018-01-10"])
def test_what_was_completed_in_time_has_no_heavy_line(day: str) -> None:
    assert "━" not in row(page(action("2018-01-31", completed(day))))


def test_what_was_late_when_completed_is_not_drawn_late_against_a_deadline_set_afterwards() -> None:
    line = row(page(action("2018-01-31", completed("2018-02-28"), moved("2018-03-10", "2018-06"))))
    assert "━" not in line
    assert "completed 28 d late" in line


def test_a_light_line_joins_the_original_deadline_to_the_present_one() -> None:
    line = row(page(action("2018-04-30", moved("2018-03-01", "2018-08-31"))))
    assert set(line[line.index("◇") + 1 : line.index("◆")]) == {"┄"}


# What stands left of the axis


@pytest.mark.parametrize(
    ("stated", "note"),
    [
        (action("2018-02-28"), "overdue 31 d"),
        (action("2018-04"), "scheduled"),
        (action("2018-03", completed("2018-03-31")), "completed on time"),
        (action("2018-03", completed("2018-03-30")), "completed 1 d early"),
        (action(None, completed("2018-03-01"), moved("2018-03-02", "2018-05")), "completed"),
        (action("2018", Update(DAY, Progress.NOT_APPLICABLE)), "not applicable"),
    ],
)
def test_a_row_begins_with_the_id_and_the_state(stated: Action, note: str) -> None:
    assert row(page(stated)).startswith(f"1.1  {note}  ")


@pytest.mark.parametrize(
    ("width", "late", "early", "overdue", "dropped"),
    [
        (63, "completed 6 d late", "completed 49 d early", "overdue 214 d", "not applicable"),
        (60, "done 6 d late", "done 49 d early", "overdue 214 d", "not applicable"),
        (50, "done 6 d late", "done 49 d early", "overdue 214 d", "not applicable"),
        (40, "6 d late", "49 d early", "214 d late", "closed"),
        (30, "done", "done", "late", "closed"),
    ],
)
def test_the_narrower_the_shorter_the_notes_and_no_number_is_cut(
    width: int, late: str, early: str, overdue: str, dropped: str
) -> None:
    answer = example_page("examples/followed-up.yaml", date(2021, 12, 31))
    notes = {"B.1": late, "A.1": early, "B.2": overdue, "B.3": dropped}
    for ident, note in notes.items():
        line = row(answer, LOOK._replace(width=width), ident)
        assert line.startswith(f"{ident}  {note}  ")


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@pytest.mark.parametrize("width", range(30, 100, 3))
def test_all_rows_have_their_notes_in_one_form(width: int, encoding: str) -> None:
    answer = example_page("examples/followed-up.yaml", date(2021, 12, 31))
    (axis,) = (part for part in answer.parts if isinstance(part, Axis))
    found = drawn(axis, width, encoding)
    for forms in zip(*(each.notes for each in axis.tracks), strict=True):
        begins = [f"{each.label}  {n}  " for each, n in zip(axis.tracks, forms, strict=True)]
        if all(any(line.startswith(begin) for line in found) for begin in begins):
            return
    pytest.fail("no form is that of all rows")


@pytest.mark.parametrize(
    ("stated", "notes"),
    [
        (action("2018-04"), ("scheduled", "scheduled", "scheduled", "due")),
        (
            action("2018-03", completed("2018-03-31")),
            ("completed on time", "done on time", "on time", "done"),
        ),
        (
            action(None, completed("2018-03-01"), moved("2018-03-02", "2018-05")),
            ("completed", "done", "done", "done"),
        ),
    ],
)
def test_a_note_is_given_from_whole_to_short(stated: Action, notes: tuple[str, ...]) -> None:
    (axis,) = (part for part in page(stated).parts if isinstance(part, Axis))
    assert axis.tracks[0].notes == notes


@pytest.mark.parametrize(("width", "shown"), [(17, "a-long-id.12"), (16, "a-long-id.…")])
def test_an_id_is_cut_only_where_it_would_leave_no_axis(width: int, shown: str) -> None:
    long = track(due="2018-05-31")._replace(label="a-long-id.12")
    assert any(line.startswith(f"{shown}  ") for line in drawn(Axis(DAY, (long,)), width))


def test_in_a_very_narrow_terminal_the_ids_stand_alone() -> None:
    assert row(page(action("2018-02-28")), LOOK._replace(width=20))[5] in "│◆━ "


def test_the_axes_of_all_rows_begin_in_one_column_whatever_the_ids() -> None:
    tracks = [track(due="2018-03-01")._replace(label=label) for label in ("1", "会議.1", "long-1")]
    rows = drawn(Axis(DAY, tuple(tracks)), 80)[3:6]
    assert len({cell_len(line[: line.index("◆")]) for line in rows}) == 1


def test_the_earliest_deadline_comes_first_and_equal_ones_are_in_file_order() -> None:
    stated = [
        action("2018-12-31", ident="1.1"),
        action("2018-02-28", ident="1.2"),
        action("2018-02", ident="1.3"),
        action("2018-05-31", moved("2018-01-01", "2018-01-31"), ident="1.4"),
    ]
    (axis,) = (part for part in page(*stated).parts if isinstance(part, Axis))
    assert [each.label for each in axis.tracks] == ["1.4", "1.2", "1.3", "1.1"]


# Months and years


def test_months_and_years_stand_above_their_first_days() -> None:
    axis = Axis(date(2018, 11, 15), (track(due="2019-02-10"),))
    # Four months, 30 + 31 + 31 + 28 days, on a cell each.
    years, months, rule, *_ = cells(axis, 120)
    assert [(years.index(name), name) for name in ("2018", "2019")] == [(0, "2018"), (61, "2019")]
    places = [months.index(name) for name in ("Nov", "Dec", "Jan", "Feb")]
    assert places == [0, 30, 61, 92]
    assert [rule[at] for at in places] == ["┴"] * 4
    assert rule[14] == "┬"


def test_a_day_asked_at_the_beginning_of_a_month_crosses_its_tick() -> None:
    rule = cells(Axis(date(2018, 12, 1), (track(due="2018-11-30", original="2019-01-31"),)), 92)[2]
    assert rule[30] == "┼"


@pytest.mark.parametrize(
    ("until", "names"),
    [
        ("2018-12-31", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
        ("2019-12-31", "Jan Apr Jul Oct Jan Apr Jul Oct"),
        ("2023-12-31", "Jan Jul Jan Jul Jan Jul Jan Jul Jan Jul Jan Jul"),
        ("2026-12-31", "2018 2019 2020 2021 2022 2023 2024 2025 2026"),
        ("2035-12-31", "2018 2020 2022 2024 2026 2028 2030 2032 2034"),
        ("2058-12-31", "2015 2020 2025 2030 2035 2040 2045 2050 2055"),
        ("2099-12-31", "2010 2020 2030 2040 2050 2060 2070 2080 2090"),
        ("9999-12-31", "2000 3000 4000 5000 6000 7000 8000 9000"),
    ],
)
def test_the_longer_the_time_the_coarser_the_names(until: str, names: str) -> None:
    found = cells(Axis(date(2018, 1, 1), (track(due=until),)), 64)
    rule = next(number for number, line in enumerate(found) if "─" in line)
    assert found[rule - 1].split() == names.split()


def test_the_axis_reaches_from_the_first_to_the_last_marked_month_and_the_day_asked() -> None:
    axis = Axis(date(2018, 5, 20), (track(original="2018-03-31", due="2018-07-01"),))
    assert cells(axis, 80)[1].split() == ["Mar", "Apr", "May", "Jun", "Jul"]


def test_the_axis_begins_a_little_earlier_where_that_gives_its_beginning_a_name() -> None:
    # Of the year's first quarter only March is asked for; the two months before are a sixth.
    found = drawn(Axis(date(2018, 3, 1), (unlabelled(due="2018-12-31"),)), 36)
    assert found[:3] == [
        "2018",
        "Jan     Apr      Jul      Oct",
        "┴────┬──┴────────┴────────┴─────────",
    ]


def test_the_first_name_is_further_right_if_its_step_would_begin_too_early() -> None:
    found = drawn(Axis(date(2018, 3, 10), (unlabelled(due="2018-06-10"),)), 12)
    assert found[:3] == ["   2018", "   Apr", "┬──┴────────"]


def test_a_first_month_that_is_no_january_has_its_year_above_it() -> None:
    found = drawn(Axis(date(2018, 11, 1), (unlabelled(due="2019-01-31"),)), 30)
    assert found[:2] == ["2018               2019", "Nov      Dec       Jan"]


@pytest.mark.parametrize(("width", "begin"), [(31, 27), (40, 36)])
def test_the_last_january_has_its_year_though_that_does_not_fit_behind_its_tick(
    width: int, begin: int
) -> None:
    axis = Axis(date(2018, 3, 1), (unlabelled(due="2018-02-01"), unlabelled(due="2019-01-15")))
    years, months, *_ = drawn(axis, width)
    assert (years.index("2019"), len(years)) == (begin, width)
    assert months.split()[-1] == "Jan"


DAYS = st.dates() | st.dates(date(2015, 1, 1), date(2022, 12, 31))


@example(date.min, date.max, 44)
@example(date(9999, 12, 1), date.max, 100)
@example(date.min, date.min, 8)
@given(DAYS, DAYS, st.integers(1, 200))
def test_names_do_not_touch_and_begin_above_their_ticks(asked: date, due: date, width: int) -> None:
    axis = Axis(asked, (track(due=due.isoformat()),))
    found = drawn(axis, width)
    at = next(number for number, line in enumerate(found) if set(line) & set("┬┼"))
    edge = len(found[at])
    for line in found[:at]:
        for name in re.finditer(r"\S+", line):
            assert len(name[0]) in (3, 4)
            # At the axis's end a name may begin left of its tick, and is still above it.
            place = name.start() if name.end() < edge else slice(*name.span())
            assert set(found[at][place]) & set("┴┼")


@given(DAYS, DAYS, st.integers(1, 200))
def test_january_and_the_first_month_have_their_year_above_them(
    asked: date, due: date, width: int
) -> None:
    found = drawn(Axis(asked, (unlabelled(due=due.isoformat()),)), width)
    at = next(number for number, line in enumerate(found) if set(line) & set("┬┼"))
    for years, months in pairwise(found[:at]):
        first, *others = re.finditer(r"\S+", months)
        for name in [first, *(each for each in others if each[0] == "Jan")]:
            assert years[slice(*name.span())].strip()


# The legend


def test_the_legend_says_what_is_used_and_which_day_was_asked() -> None:
    on_time = page(action("2018-05"), action("2018-06", ident="1.2"))
    assert shown(on_time)[-1] == "◆ deadline   │ 31 Mar 2018"
    everything = page(
        action("2018-01-31", completed("2018-03-01")),
        action("2018-05-31", moved("2018-01-10", "2018-08"), ident="1.2"),
    )
    assert shown(everything, LOOK._replace(width=100))[-1] == (
        "◇ original deadline   ◆ deadline   ✓ completed   ┄ moved   ━ late   │ 31 Mar 2018"
    )


def test_where_only_ascii_comes_out_the_legend_says_other_signs() -> None:
    everything = page(
        action("2018-01-31", completed("2018-03-01")),
        action("2018-05-31", moved("2018-01-10", "2018-08"), ident="1.2"),
    )
    found = shown(everything, Look(100, colour=False, encoding="ascii"))
    assert all(map(str.isascii, found))
    assert found[-1] == (
        "o original deadline   * deadline   v completed   . moved   = late   | 31 Mar 2018"
    )
    late = next(line for line in found if line.startswith("1.1"))
    assert set(late[late.index("*") + 1 : late.rindex("v")]) == {"="}


# Without a deadline


@pytest.mark.parametrize(
    ("stated", "state", "why"),
    [
        (action(ongoing=True), "ongoing", "a continuing duty"),
        (
            action(after=Event("The board\nagrees")),
            "awaiting event",
            "waits for: The board agrees",
        ),
        (action(), "undated", "no deadline is given"),
        (action(None, completed("2018-03-05")), "completed", "5 Mar 2018"),
        (
            action(None, Update(DAY, Progress.NOT_APPLICABLE)),
            "not applicable",
            "no longer applicable",
        ),
    ],
)
def test_an_undated_action_is_listed_below_with_its_state_and_a_reason(
    stated: Action, state: str, why: str
) -> None:
    found = shown(page(action("2018-05", ident="1.2"), stated))
    assert found[-2:] == ["Without a deadline", f"1.1  {state}  {why}"]


def test_the_reasons_stand_in_one_column() -> None:
    found = shown(page(action(ongoing=True), action(after=Event("The board agrees"), ident="1.20")))
    assert found[-2:] == [
        "1.1   ongoing         a continuing duty",
        "1.20  awaiting event  waits for: The board agrees",
    ]


def test_a_deadline_set_later_than_the_day_asked_is_none_yet() -> None:
    stated = action(None, moved("2018-04-01", "2018-05-31"))
    assert shown(page(stated))[-1] == "1.1  undated  no deadline is given"
    assert "◆" in row(page(stated, day=date(2018, 4, 1)))


def test_without_any_deadline_the_page_says_so_and_has_no_axis() -> None:
    assert shown(page(action(ongoing=True))) == [
        "Deadlines, as of 31 Mar 2018",
        "",
        "No action has a deadline.",
        "",
        "Without a deadline",
        "1.1  ongoing  a continuing duty",
    ]


def test_there_is_no_second_section_if_every_action_has_a_deadline() -> None:
    assert "Without a deadline" not in shown(page(action("2018-05")))


def test_a_register_without_actions_says_so() -> None:
    assert shown(page()) == ["Deadlines, as of 31 Mar 2018", "", "The register has no actions."]


# For a program


def test_json_has_the_dated_in_the_order_of_the_axis_and_the_undated_with_why() -> None:
    answer = page(
        action(after=Event("The board agrees"), ident="1.1"),
        action("2018-12-31", ident="1.2"),
        action("2018-02", ident="1.3"),
        action(None, completed("2018-03-05"), ident="1.4"),
    )
    found = json.loads("\n".join(shown(answer, format=PageFormat.JSON)))
    told = ["format", "as_of", "register", "notes", "added_later"]
    assert list(found) == [*told, "total", "actions", "undated"]
    assert (found["format"], found["as_of"], found["total"]) == (1, "2018-03-31", 4)
    assert [(each["id"], each["days_overdue"]) for each in found["actions"]] == [
        ("1.3", 31),
        ("1.2", None),
    ]
    one = Recommendation("1", "Share", Status.ACCEPTED, actions=(action(None),)).on(DAY)
    context = Context(DAY, "register.yaml", queries.count_states([one]), {})
    names = list(as_json(queries.actions([one])[0], context))
    assert [list(each) for each in found["actions"]] == [names, names]
    assert [list(each) for each in found["undated"]] == [[*names, "why"]] * 2
    assert [each["why"] for each in found["undated"]] == [
        "waits for: The board agrees",
        "completed 5 Mar 2018",
    ]


# Colour


def test_a_row_has_the_colour_of_its_state_and_the_day_asked_has_none() -> None:
    late = page(action("2018-02-28"))
    in_colour = LOOK._replace(colour=True)
    line = next(each for each in shown(late, in_colour, PageFormat.TABLE) if "◆" in each)
    assert "\x1b[1;31moverdue 31 d  " in line
    assert "◆━" in line.partition("\x1b[1;31moverdue")[2]
    assert line.endswith("\x1b[0m│")


def test_the_plain_page_has_no_colour() -> None:
    assert "\x1b" not in "".join(shown(page(action("2018-02-28")), LOOK._replace(colour=True)))


# What fits


@st.composite
def actions(draw: st.DrawFn) -> Action:
    days = DAYS | st.dates(DAY - timedelta(40), DAY + timedelta(40))
    dues = st.builds(lambda day: Deadline(day.isoformat(), day), days)
    progress = st.none() | st.sampled_from(
        [Progress.IN_PROGRESS, Progress.COMPLETED, Progress.NOT_APPLICABLE]
    )
    updates = st.builds(Update, days, progress=progress, due=st.none() | dues)
    return Action(
        id=draw(st.from_regex(r"[A-Za-z0-9._-]{1,12}", fullmatch=True)),
        text="Report",
        responsible=(),
        due=draw(st.none() | dues),
        after=draw(st.none() | st.just(Event("The board agrees"))),
        ongoing=draw(st.booleans()),
        updates=tuple(draw(st.lists(updates, max_size=4))),
    )


ENCODINGS = st.sampled_from(["utf-8", "UTF-8", "ascii", "cp1252"])


@given(st.lists(actions(), max_size=4), DAYS, st.integers(1, 200), ENCODINGS)
def test_the_page_keeps_to_any_width_without_blanks_at_the_end(
    stated: Sequence[Action], day: date, width: int, encoding: str
) -> None:
    for line in shown(page(*stated, day=day), Look(width, colour=False, encoding=encoding)):
        assert cell_len(line) <= width
        assert line == line.rstrip()


@pytest.mark.parametrize("width", range(1, 21))
@pytest.mark.parametrize("day", [date(2018, 1, 1), date(2018, 2, 1), date(2018, 4, 30)])
def test_the_narrowest_terminal_has_an_axis_too(day: date, width: int) -> None:
    three = track(original="2018-04-28", due="2018-04-29", completed="2018-04-30")
    found = drawn(Axis(day, (three._replace(is_late=True),)), width)
    assert max(map(len, found)) <= width
    assert set("".join(found)) & set("┬┼")


@given(st.text(min_size=1), st.text(), st.integers(1, 200), ENCODINGS)
def test_the_axis_keeps_to_any_width_whatever_the_labels(
    label: str, note: str, width: int, encoding: str
) -> None:
    named = track(due="2018-05-31")._replace(label=label, notes=(note, note[:5]))
    for line in drawn(Axis(DAY, (named,)), width, encoding):
        assert measured(line) <= width


@given(st.lists(actions(), min_size=1, max_size=4), DAYS, st.integers(60, 200))
def test_from_60_columns_on_every_mark_is_seen_in_the_order_of_the_days(
    stated: Sequence[Action], day: date, width: int
) -> None:
    signs = {Mark.ORIGINAL: "◇", Mark.DUE: "◆", Mark.COMPLETED: "✓"}
    axes = [part for part in page(*stated, day=day).parts if isinstance(part, Axis)]
    for axis in axes:
        rows = [line for line in drawn(axis, width) if "◆" in line][: len(axis.tracks)]
        for each, line in zip(axis.tracks, rows, strict=True):
            seen = [sign for sign in line if sign in signs.values()]
            assert seen == [signs[mark] for _, mark in each.marks]


@given(st.lists(actions(), min_size=1, max_size=4), DAYS, st.integers(60, 200))
def test_marks_stand_on_their_own_side_of_the_day_asked(
    stated: Sequence[Action], day: date, width: int
) -> None:
    axes = [part for part in page(*stated, day=day).parts if isinstance(part, Axis)]
    for axis in axes:
        found = drawn(axis, width)
        at = next(line for line in found if set(line) & set("┬┼"))
        asked = next(number for number, sign in enumerate(at) if sign in "┬┼")
        rows = [line for line in found if "◆" in line]
        for each, line in zip(axis.tracks, rows, strict=False):
            due = line.index("◆")
            (when,) = (day for day, mark in each.marks if mark is Mark.DUE)
            if line[asked : asked + 1] == "│":
                assert (due < asked) == (when < day) or when == day


@pytest.mark.parametrize("width", [20, 40, 60])
def test_a_reason_in_wide_characters_is_wrapped_by_the_columns_it_takes(width: int) -> None:
    event = "加盟国が事務総長の改革案を承認する" * 3
    found = shown(page(action(after=Event(event))), LOOK._replace(width=width))
    first, *others = found[found.index("Without a deadline") + 1 :]
    assert first.startswith("1.1  awaiting event")
    assert all(line.startswith("     ") for line in others)
    assert all(width - 2 < cell_len(line) <= width for line in others[1:-1])
    assert "".join(line.strip() for line in (first, *others)).endswith(event)


# The whole of it


def test_the_shipped_register_on_31_march_2018() -> None:
    found = shown(example_page("data/recommendations.yaml", DAY))
    assert found[: found.index("Without a deadline")] == [
        "Deadlines, as of 31 Mar 2018",
        "",
        "                    2018",
        "                    Feb  Mar  Apr  May   Jun  Jul   Aug   Sep  Oct   Nov  Dec",
        "                    ┴────┴────┼────┴─────┴────┴─────┴─────┴────┴─────┴────┴─────",
        "3.1  overdue 31 d       ◆━━━━━│",
        "5.1  overdue 31 d*      ◆━━━━━│",
        "7.1  overdue 1 d             ◆│",
        "7.2  scheduled*               │                                                ◆",
        "",
        "◆ deadline   ━ late   │ 31 Mar 2018",
        "",
    ]


def test_a_register_with_a_year_of_follow_up() -> None:
    found = shown(example_page("examples/followed-up.yaml", date(2021, 12, 31)))
    assert found == [
        "Deadlines, as of 31 Dec 2021",
        "",
        "                           2021                       2022",
        "                           Jan   Apr    Jul    Oct    Jan    Apr    Jul    Oct",
        "                           ┴─────┴──────┴──────┴──────┼──────┴──────┴──────┴────",
        "B.1  completed 6 d late          ◆✓                   │",
        "B.2  overdue 214 d                    ◆━━━━━━━━━━━━━━━│",
        "A.1  completed 49 d early           ✓   ◆             │",
        "B.3  not applicable                              ◆    │",
        "C.3  scheduled                                        ◆",
        "A.2  scheduled                                 ◇┄┄┄┄┄┄│┄┄┄┄┄┄◆",
        "C.1  scheduled                                        │                        ◆",
        "",
        "◇ original deadline   ◆ deadline   ✓ completed   ┄ moved   ━ late",
        "│ 31 Dec 2021",
        "",
        "Without a deadline",
        "C.2  ongoing  a continuing duty",
    ]


def test_a_year_of_follow_up_in_a_narrow_terminal() -> None:
    answer = example_page("examples/followed-up.yaml", date(2021, 12, 31))
    assert shown(answer, LOOK._replace(width=40)) == [
        "Deadlines, as of 31 Dec 2021",
        "",
        "                 2021        2022",
        "                 Jan  Jul    Jan  Jul",
        "                 ┴────┴─────┬┴────┴─────",
        "B.1  6 d late      ◆✓       │",
        "B.2  214 d late      ◆━━━━━━│",
        "A.1  49 d early      ✓◆     │",
        "B.3  closed               ◆ │",
        "C.3  scheduled              ◆",
        "A.2  scheduled           ◇┄┄│┄┄◆",
        "C.1  scheduled              │          ◆",
        "",
        "◇ original deadline   ◆ deadline",
        "✓ completed   ┄ moved   ━ late",
        "│ 31 Dec 2021",
        "",
        "Without a deadline",
        "C.2  ongoing  a continuing duty",
    ]
