"""The columns of a table on a page."""

import pytest

from ecefollow.render.column_widths import column_widths, is_numeric, numeric


@pytest.mark.parametrize(
    ("rows", "room", "widths"),
    [
        ([["Id", "Due"], ["7.1", "30 Mar 2018"]], 90, [3, 11]),  # no more than they need
        ([["Id", "Action"], ["7.1", "word " * 40]], 60, [3, 57]),  # the text has the rest
        ([["a b", "w" * 9_000]], 40, [3, 37]),
        ([], 40, []),
    ],
)
def test_short_texts_stay_whole_and_long_ones_divide_the_rest(
    rows: list[list[str]], room: int, widths: list[int]
) -> None:
    assert column_widths(rows, room) == widths


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1", "2,000", ""], True),
        (["3 of 5   60 %", "-"], True),
        (["1 was 2"], True),
        (["31 May 2021"], False),
        (["7.1a"], False),
        (["", ""], False),
    ],
)
def test_a_column_of_numbers_is_known(cells: list[str], expected: bool) -> None:
    assert is_numeric(cells) is expected


def test_an_id_is_no_number_though_all_of_its_column_look_like_one() -> None:
    assert numeric([["Id", "Days overdue"], ["7.1", "31"], ["7.2", "1,461"]]) == [False, True]
