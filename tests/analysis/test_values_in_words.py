"""Values as a reader is shown them, whatever the format."""

import pytest

from ecefollow.analysis.values_in_words import closed_of_all, count, lateness, part_of, words


def test_a_large_number_is_easy_to_read() -> None:
    assert words(1960) == "1,960"
    assert count(1960, "action") == "1,960 actions"
    assert part_of(1960, 10_000, "action") == "1,960 of 10,000 actions"
    assert lateness(1705) == "1,705 days late"


@pytest.mark.parametrize(
    ("closed", "actions", "told"),
    [(0, 0, "no action"), (0, 1, "0 of 1 action closed"), (1_000, 2_000, "1,000 of 2,000 actions")],
)
def test_of_no_action_none_is_closed(closed: int, actions: int, told: str) -> None:
    assert closed_of_all(closed, actions).startswith(told)
