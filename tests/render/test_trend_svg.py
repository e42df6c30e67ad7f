"""The small bars of what was overdue and completed at each month's end."""

import re
from datetime import date

from ecefollow.analysis.trend import Tally
from ecefollow.render import trend_svg


def test_both_rows_are_drawn_on_one_scale() -> None:
    drawn = trend_svg.render([Tally(date(2021, 1, 31), 4, 0), Tally(date(2021, 2, 28), 2, 8)])
    heights = [int(each) for each in re.findall(r'" height="(\d+)"/>', drawn)]
    assert heights == [22, 11, 1, 44]


def test_without_tallies_nothing_is_drawn() -> None:
    assert trend_svg.render([]) == ""
