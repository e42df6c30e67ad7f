"""The picture of the deadlines: where its marks stand, at any width."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
from dated_actions import register
from hypothesis import given
from hypothesis import strategies as st
from reports import HARBOUR, UNECE, hostile, portfolio, report_of, told

from ecefollow.register.deadlines import Deadline
from ecefollow.register.standing import Action
from ecefollow.render import timeline_svg
from ecefollow.views.report import Report


def due(*days: date, on: date) -> Report:
    """A report on actions that are due on these days."""
    actions = tuple(
        Action(f"1.{number}", "Do it", (), due=Deadline(day.isoformat(), day))
        for number, day in enumerate(days)
    )
    return report_of(register(*actions), on)


def share(place: str) -> float:
    return float(place.removesuffix("%"))


def marks(picture: str, kind: str) -> list[float]:
    return [
        share(x) for x in re.findall(rf'<use class="{kind}" href="[^"]*" x="([^"]+%)"', picture)
    ]


def asked(picture: str) -> float:
    (place,) = re.findall(r'<line class="asked" x1="([^"]+)"', picture)
    return share(place)


def test_a_deadline_stands_left_of_the_day_asked_if_it_has_passed() -> None:
    picture = timeline_svg.render(told(UNECE, "2018-03-31").timeline)
    late, also_late, just_late = marks(picture, "missed")
    (ahead,) = marks(picture, "due")
    assert late == also_late < just_late < asked(picture) < ahead


def test_a_moved_deadline_has_both_marks() -> None:
    picture = timeline_svg.render(told(HARBOUR, "2021-12-31").timeline)
    (original,) = marks(picture, "original")
    assert original in {share(x) for x in re.findall(r'class="moved" x1="([^"]+)"', picture)}


def test_what_was_late_stays_marked_and_its_completion_is_drawn_last_and_above_the_line() -> None:
    picture = timeline_svg.render(told(HARBOUR, "2021-12-31").timeline)
    row = picture.partition("completed 5 Apr 2021, 6 days late")[2].partition("</li>")[0]
    kinds = re.findall(r'class="(late|missed|completed)"', row)
    assert kinds == ["late", "missed", "completed"]
    assert 'y="-12"/></svg>' in row


def test_a_row_says_in_words_what_its_track_shows() -> None:
    picture = timeline_svg.render(told(HARBOUR, "2021-12-31").timeline)
    row = picture.partition('href="#action-A.2"')[2].partition("<svg")[0]
    words = re.sub("<[^>]+>", "", row)
    assert words.endswith("→ scheduled due 31 Mar 2022, first deadline Q3 2021")


@pytest.mark.parametrize("report", [told(UNECE, "2018-03-31"), hostile()], ids=["unece", "hostile"])
def test_a_picture_is_well_formed(report: Report) -> None:
    ET.fromstring(f"<div>{timeline_svg.render(report.timeline)}</div>")  # noqa: S314 - by us


@given(
    st.lists(st.dates(), min_size=1, max_size=4), st.dates()
)  # the calendar's first and last days too
def test_every_mark_and_name_stands_within_the_picture(days: list[date], on: date) -> None:
    picture = timeline_svg.render(due(*days, on=on).timeline)
    places = [share(x) for x in re.findall(r' x[12]?="([\d.-]+%)"', picture)]
    assert all(0 <= place <= 100 for place in places)
    assert 1 <= len(re.findall(r'<line class="tick', picture)) <= 10


@pytest.mark.parametrize(
    ("days", "seen", "folded"),
    [
        (range(-2, 38), 40, 0),
        (range(60, 101), 31, 10),
        (range(-50, 10), 40, 20),
        ([99] * 50, 0, 50),
    ],
)
def test_of_many_deadlines_those_that_have_passed_or_soon_will_are_seen(
    days: Iterable[int], seen: int, folded: int
) -> None:
    on = date(2018, 1, 1)
    timeline = due(*[on + timedelta(n) for n in days], on=on).timeline
    assert (len(timeline.shown.tracks), len(timeline.rest.tracks)) == (seen, folded)
    picture = timeline_svg.render(timeline)
    assert picture.count("<details") == bool(folded)
    assert picture.count("<figure") == -(-seen // 15) + -(-folded // 15)


def test_of_several_registers_each_evaluation_is_named_above_its_deadlines() -> None:
    picture = timeline_svg.render(portfolio().timeline)
    begin = picture.index('dir="auto">Evaluation of port fees (fictional)</li>')
    assert begin < picture.index('href="#action-ports-fees:1.2">1.2</a>')


def test_without_a_deadline_there_is_no_picture() -> None:
    text = timeline_svg.render(due(on=date(2018, 1, 1)).timeline)
    assert text == "<p>No action has a deadline.</p>"
