"""The picture of the deadlines: where its marks stand, at any width."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reports import HARBOUR, UNECE, hostile, report_of, told

from ecefollow.register.deadlines import Deadline
from ecefollow.register.model import Action, Evaluation, Recommendation, Register
from ecefollow.register.vocabulary import Status
from ecefollow.render import timeline_svg
from ecefollow.views.report import MOST_TRACKS, Report


def due(*days: date, on: date) -> Report:
    """A report on actions that are due on these days."""
    actions = tuple(
        Action(f"1.{number}", "Do it", (), due=Deadline(day.isoformat(), day))
        for number, day in enumerate(days)
    )
    recommendation = Recommendation("1", "Do", Status.ACCEPTED, actions=actions)
    return report_of(Register(Evaluation("e", "T", "O"), (recommendation,)), on)


def share(place: str) -> float:
    return float(place.removesuffix("%"))


def marks(picture: str, kind: str) -> list[float]:
    return [share(x) for x in re.findall(rf'<use class="{kind}" href="[^"]*" x="([^"]+)"', picture)]


def test_a_deadline_stands_left_of_the_day_asked_if_it_has_passed() -> None:
    (picture,) = timeline_svg.render(told(UNECE, "2018-03-31").timeline)
    (asked,) = {share(x) for x in re.findall(r'<line class="asked" x1="([^"]+)"', picture)}
    late, also_late, just_late, ahead = marks(picture, "due")
    assert late == also_late < just_late < asked < ahead


def test_a_moved_deadline_has_both_marks() -> None:
    (picture,) = timeline_svg.render(told(HARBOUR, "2021-12-31").timeline)
    (original,) = marks(picture, "original")
    assert original in {share(x) for x in re.findall(r'class="moved" x1="([^"]+)"', picture)}


@pytest.mark.parametrize("report", [told(UNECE, "2018-03-31"), hostile()], ids=["unece", "hostile"])
def test_a_picture_is_well_formed_with_a_title_and_words(report: Report) -> None:
    for picture in timeline_svg.render(report.timeline):
        root = ET.fromstring(picture)  # noqa: S314 - drawn by us
        title, words = root[0], root[1]
        assert root.attrib["role"] == "img"
        assert root.attrib["aria-labelledby"].split() == [title.attrib["id"], words.attrib["id"]]
        assert (title.tag, words.tag) == ("title", "desc")


@given(
    st.lists(st.dates(), min_size=1, max_size=4), st.dates()
)  # the calendar's first and last days too
def test_every_mark_and_name_stands_within_the_picture(days: list[date], on: date) -> None:
    (picture,) = timeline_svg.render(due(*days, on=on).timeline)
    places = [share(x) for x in re.findall(r' x[12]?="([\d.-]+%)"', picture)]
    assert all(0 <= place <= 100 for place in places)
    assert 1 <= len(re.findall(r'<line class="tick', picture)) <= 10


def test_a_long_timeline_is_cut_into_pictures_that_fit_a_page() -> None:
    on = date(2018, 1, 1)
    pictures = timeline_svg.render(due(*[on + timedelta(n) for n in range(60)], on=on).timeline)
    heights = [int(each.partition('height="')[2].partition('"')[0]) for each in pictures]
    assert len(pictures) == 3
    assert max(heights) < 900


def test_of_very_many_deadlines_the_first_are_drawn_and_the_rest_counted() -> None:
    on = date(2018, 1, 1)
    timeline = due(*[on + timedelta(n) for n in range(MOST_TRACKS + 5)], on=on).timeline
    assert (len(timeline.shown), timeline.left_out) == (MOST_TRACKS, 5)


def test_without_a_deadline_there_is_no_picture() -> None:
    assert timeline_svg.render(due(on=date(2018, 1, 1)).timeline) == []
