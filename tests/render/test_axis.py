"""The time axis in text: where each mark stands, what is written above it, and what fits."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from ecefollow.register.vocabulary import State
from ecefollow.render.axis import lines
from ecefollow.render.canvas import to_text
from ecefollow.render.formats import Look
from ecefollow.render.styles import width as measured
from ecefollow.views.page import Axis, Mark, Track

DAY = date(2018, 3, 31)
SIGNS = {Mark.ORIGINAL: "◇", Mark.DUE: "◆", Mark.COMPLETED: "✓"}

# Beside an id of three characters, "scheduled" and the gaps, so many columns are the axis's own.
BESIDE = len("1.1  scheduled  ")


def track(marks: str, **more: Any) -> Track:
    """A scheduled track with marks such as "due 2018-03-01, completed 2018-04-10"."""
    placed = [mark.split() for mark in marks.split(", ")]
    days = tuple((date.fromisoformat(day), Mark(name)) for name, day in placed)
    return Track("1.1", ("scheduled",), State.SCHEDULED, days)._replace(**more)


def unlabelled(marks: str) -> Track:
    """A track whose axis has the whole width."""
    return track(marks, label="", notes=("",))


def axis(asked: str, *tracks: Track) -> Axis:
    return Axis(date.fromisoformat(asked), tracks)


def drawn(axis: Axis, width: int) -> list[str]:
    return [line.plain for line in lines(axis, Look(width, colour=False, encoding="utf-8"))]


def cells(axis: Axis, width: int) -> list[str]:
    """The axis's own part of each line, of an axis that is *width* cells wide."""
    return [line[BESIDE:] for line in drawn(axis, BESIDE + width)]


def ruled(lines: Sequence[str]) -> int:
    """Which of the lines is the rule: names stand above it, rows below."""
    return next(number for number, line in enumerate(lines) if set(line) & set("┬┼"))


def rows(axis: Axis, width: int) -> list[str]:
    """The axis's own part of each track."""
    whole = cells(axis, width)
    begin = ruled(whole) + 1
    return whole[begin : begin + len(axis.tracks)]


# Where the marks stand


@pytest.mark.parametrize(
    ("day", "cell"),
    [
        ("2018-01-05", 0),  # the fifth day of 365, at five days a cell
        ("2018-01-06", 1),
        ("2018-03-31", 17),  # the 90th day
        ("2018-12-26", 71),
        ("2018-12-27", 72),
    ],
)
def test_a_mark_is_in_the_cell_that_its_day_shares_with_others(day: str, cell: int) -> None:
    whole_year = track("due 2018-12-31"), track("due 2018-01-01")
    year = axis("2018-07-01", track(f"due {day}"), *whole_year)
    assert rows(year, 73)[0].index("◆") == cell
    assert cells(year, 73)[2].index("┼") == 181 // 5


FAR = track("due 2010-01-01"), track("due 2027-12-31")


@pytest.mark.parametrize(
    ("asked", "marks", "others", "row"),
    [
        ("2018-07-15", "due 2018-07-14", FAR, " *◆│"),
        ("2018-07-15", "due 2018-07-16", FAR, " *│◆"),
        (
            "2018-12-31",
            "original 2018-02-14, completed 2018-02-15, due 2018-02-15",
            FAR,
            " *◇✓◆ *│",
        ),
        # In the last cells, and in the first.
        ("2018-01-01", "original 2018-12-30, completed 2018-12-31, due 2018-12-31", (), "│ +◇✓◆"),
        ("2018-01-03", "due 2018-01-01, original 2018-01-02", FAR[1:], "◆◇│"),
        # With no cell of their own left or right of the day asked about.
        ("2018-01-02", "original 2018-01-01, due 2018-01-02", FAR[1:], "◇◆"),
        ("2027-12-29", "original 2027-12-30, due 2027-12-31", FAR[:1], " *│◇◆"),
    ],
)
def test_marks_of_neighbouring_days_stand_side_by_side_on_their_side_of_the_day_asked(
    asked: str, marks: str, others: tuple[Track, ...], row: str
) -> None:
    assert re.fullmatch(row, rows(axis(asked, track(marks), *others), 60)[0])


@pytest.mark.parametrize(
    ("asked", "marks", "row"),
    [
        ("2018-01-01", "original 2018-03-01, due 2018-12-30", r"│ +◇\*┄+◆ *"),
        ("2018-01-01", "due 2018-03-01, original 2018-12-30", r"│ +◆┄+\*◇"),
        ("2018-06-01", "due 2018-05-30, original 2018-05-31", r" +◆◇│"),
    ],
)
def test_a_star_stands_beside_its_mark_and_hides_no_other_sign(
    asked: str, marks: str, row: str
) -> None:
    whole_year = track("due 2018-12-31"), track("due 2018-01-01")
    starred = track(marks, starred=Mark.ORIGINAL)
    assert re.fullmatch(row, rows(axis(asked, starred, *whole_year), 60)[0])


@pytest.mark.parametrize("asked", ["2017-01-01", "2018-05-05", "2020-01-01"])
def test_deadlines_of_the_same_day_are_in_the_same_cell(asked: str) -> None:
    same = [
        track("due 2018-05-05"),
        track("completed 2018-05-05, due 2018-05-05"),
        track("due 2018-05-05, completed 2018-05-06"),
        track("original 2018-05-04, due 2018-05-05"),
    ]
    found = rows(axis(asked, *same, *FAR), 60)
    assert len({row.index("◆") for row in found[:4]}) == 1
    assert ["✓◆" in found[1], "◆✓" in found[2], "◇◆" in found[3]] == [True] * 3


DAYS = st.dates() | st.dates(date(2015, 1, 1), date(2022, 12, 31))
TRACKS = st.builds(
    lambda marks, is_late: Track(
        "1.1",
        ("scheduled", "due"),
        State.SCHEDULED,
        tuple(sorted(((day, mark) for mark, day in marks.items()), key=lambda pair: pair[0])),
        is_late,
    ),
    st.fixed_dictionaries({Mark.DUE: DAYS}, optional={Mark.ORIGINAL: DAYS, Mark.COMPLETED: DAYS}),
    st.booleans(),
)


@given(st.lists(TRACKS, min_size=1, max_size=4), DAYS, st.integers(60, 200))
def test_every_mark_is_seen_in_the_order_of_the_days_and_on_its_side_of_the_day_asked(
    tracks: list[Track], day: date, width: int
) -> None:
    whole = Axis(day, tuple(tracks))
    found = drawn(whole, width)
    rule = ruled(found)
    asked = next(number for number, sign in enumerate(found[rule]) if sign in "┬┼")
    for each, line in zip(tracks, found[rule + 1 :], strict=False):
        seen = [(sign, place) for place, sign in enumerate(line) if sign in SIGNS.values()]
        assert [sign for sign, _ in seen] == [SIGNS[mark] for _, mark in each.marks]
        for (when, _), (_, place) in zip(each.marks, seen, strict=True):
            assert when >= day or place < asked
            assert when <= day or place > asked


# The lines


@pytest.mark.parametrize(
    ("marks", "is_late", "row"),
    [
        ("due 2018-01-31", True, " *◆━+│"),
        ("due 2018-01-31", False, " *◆ +│"),
        ("due 2018-01-31, completed 2018-03-10", True, " *◆━+✓ *│"),
        ("original 2018-01-31, due 2018-06-30", False, " *◇┄+│┄+◆"),
        ("due 2018-05-31, original 2018-06-30", False, " *│ +◆┄+◇"),
        # Late when it was completed, and moved afterwards.
        ("original 2018-01-31, completed 2018-02-28, due 2018-06-30", True, " *◇┄+✓┄+│┄+◆"),
    ],
)
def test_a_heavy_line_is_what_is_late_and_a_light_one_what_was_moved(
    marks: str, row: str, *, is_late: bool
) -> None:
    whole = axis("2018-03-31", track(marks, is_late=is_late))
    assert re.fullmatch(row, rows(whole, 64)[0])


# What stands left of the axis


NOTES = ("completed on time", "done on time", "on time", "done")


@pytest.mark.parametrize(("width", "form"), [(55, 0), (54, 1), (43, 1), (42, 2), (30, 2), (29, 3)])
def test_the_narrower_the_shorter_the_notes_and_all_have_one_form(width: int, form: int) -> None:
    done = track("due 2018-03-01", notes=NOTES)
    short = done._replace(notes=("overdue", "late", "1 d", "?"))
    found = drawn(axis("2018-03-31", done, short), width)
    begin = ruled(found) + 1
    assert found[begin].startswith(f"1.1  {NOTES[form]}  ")
    assert found[begin + 1].startswith(f"1.1  {short.notes[form].ljust(len(NOTES[form]))}  ")


@pytest.mark.parametrize(
    ("width", "label"), [(17, "a-long-id.12  "), (16, "a-long-id.…  "), (8, "a-…  "), (7, "")]
)
def test_an_id_is_cut_only_where_it_would_leave_no_axis(width: int, label: str) -> None:
    long = track("due 2018-05-31", label="a-long-id.12")
    found = drawn(Axis(DAY, (long,)), width)
    line = found[ruled(found) + 1]
    assert line.startswith(label)
    assert set(line.removeprefix(label)) <= set(" │◆")


def test_the_axes_of_all_rows_begin_in_one_column_whatever_the_ids() -> None:
    tracks = [track("due 2018-03-01", label=label) for label in ("1", "会議.1", "long-1")]
    found = drawn(Axis(DAY, tuple(tracks)), 80)[3:6]
    assert len({cell_len(line[: line.index("◆")]) for line in found}) == 1


# Months and years


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
    found = cells(axis("2018-01-01", track(f"due {until}")), 64)
    assert found[ruled(found) - 1].split() == names.split()


RULERS = {
    # Of the year's first quarter only March is asked for; the two months before are a sixth.
    "begins-a-little-earlier-where-that-gives-its-beginning-a-name": (
        *("2018-03-01", "2018-12-31", 36),
        ["2018", "Jan     Apr      Jul      Oct", "┴────┬──┴────────┴────────┴─────────"],
    ),
    "has-its-first-name-further-right-if-its-step-would-begin-too-early": (
        *("2018-03-10", "2018-06-10", 12),
        ["   2018", "   Apr", "┬──┴────────"],
    ),
    "has-a-year-above-a-first-month-that-is-no-january": (
        *("2018-11-01", "2019-01-31", 30),
        ["2018               2019", "Nov      Dec       Jan"],
    ),
    "has-a-year-above-the-last-january-though-it-does-not-fit-behind-the-tick": (
        *("2018-02-01", "2019-01-15", 31),
        ["2018                       2019", "Jan    Apr    Jul    Oct    Jan"],
    ),
}


@pytest.mark.parametrize(("asked", "due", "width", "names"), RULERS.values(), ids=RULERS)
def test_the_ruler(asked: str, due: str, width: int, names: list[str]) -> None:
    assert drawn(axis(asked, unlabelled(f"due {due}")), width)[: len(names)] == names


@example(date.min, date.max, 44)
@example(date(9999, 12, 1), date.max, 100)
@example(date.min, date.min, 8)
@given(DAYS, DAYS, st.integers(1, 200))
def test_names_do_not_touch_stand_above_their_ticks_and_have_their_year(
    asked: date, due: date, width: int
) -> None:
    found = drawn(Axis(asked, (unlabelled(f"due {due}"),)), width)
    rule = ruled(found)
    edge = len(found[rule])
    for line in found[:rule]:
        for name in re.finditer(r"\S+", line):
            assert len(name[0]) in (3, 4)
            # At the axis's end a name may begin left of its tick, and is still above it.
            place = name.start() if name.end() < edge else slice(*name.span())
            assert set(found[rule][place]) & set("┴┼")
    for years, months in pairwise(found[:rule]):
        first, *others = re.finditer(r"\S+", months)
        for name in [first, *(each for each in others if each[0] == "Jan")]:
            assert years[slice(*name.span())].strip()


# The legend


EVERYTHING = (
    track("due 2018-01-31, completed 2018-03-01", is_late=True),
    track("original 2018-05-31, due 2018-08-31"),
)


@pytest.mark.parametrize(
    ("encoding", "tracks", "legend"),
    [
        ("utf-8", [track("due 2018-05-31")], "◆ deadline   │ 31 Mar 2018"),
        (
            "utf-8",
            EVERYTHING,
            "◇ first deadline   ◆ deadline   ✓ completed   ┄ moved   ━ late   │ 31 Mar 2018",
        ),
        (
            "ascii",
            EVERYTHING,
            "o first deadline   * deadline   v completed   . moved   = late   | 31 Mar 2018",
        ),
    ],
    ids=["what-is-used", "everything", "ascii"],
)
def test_the_legend_says_what_is_used_and_which_day_was_asked(
    encoding: str, tracks: Sequence[Track], legend: str
) -> None:
    look = Look(100, colour=False, encoding=encoding)
    # The signs that the output knows are chosen where it becomes text.
    *above, found = to_text(look, *lines(Axis(DAY, tuple(tracks)), look)).splitlines()
    assert found == legend
    assert all(sign in "".join(above) for sign in re.findall(r"(?:^|   )(\S) ", legend))
    assert encoding != "ascii" or "".join(above).isascii()


# What fits


LABELLED = st.builds(
    lambda track, label, note: track._replace(label=label, notes=(note, note[:5])),
    *(TRACKS, st.text(min_size=1), st.text()),
)


WIDTHS = st.integers(1, 20) | st.integers(1, 200)


@given(LABELLED, DAYS, WIDTHS)
def test_the_axis_keeps_to_any_width_without_blanks_at_the_end(
    track: Track, day: date, width: int
) -> None:
    found = drawn(Axis(day, (track,)), width)
    assert set("".join(found)) & set("┬┼")
    for line in found:
        assert measured(line) <= width
        assert line == line.rstrip()
