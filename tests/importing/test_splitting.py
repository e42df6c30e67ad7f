"""Numbers in front of texts, and several actions in one cell."""

import pytest

from ecefollow.importing.splitting import recommendation_number, split


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("Recommendation 3: Share", "3", "Share"),
        ("Recommendation No. 3 – Share", "3", "Share"),
        ("Evaluation Recommendation or Issue 3: Share", "3", "Share"),
        ("Rec. 3 Share", "3", "Share"),
        ("R3: Share", "3", "Share"),
        ("RECOMMENDATION A. Share", "A", "Share"),
        ("3. Share", "3", "Share"),
        ("3) Share", "3", "Share"),
        ("3.2 Share", "3.2", "Share"),
        ("Recommendation 3", "3", "Recommendation 3"),
        ("Share 3 papers", "", "Share 3 papers"),
        ("2018 plans", "", "2018 plans"),
        ("Recommendations of 2017", "", "Recommendations of 2017"),
        ("Reform the offices", "", "Reform the offices"),
        ("A. Share", "", "A. Share"),
    ],
)
def test_the_number_of_a_recommendation_stands_in_front(text: str, number: str, rest: str) -> None:
    assert recommendation_number(text) == (number, rest)


@pytest.mark.parametrize(
    ("text", "labels", "parts"),
    [
        ("1. Plan\n2. Do\nit well", ["1", "2"], ["Plan", "Do\nit well"]),
        ("(a) Plan\n(b) Do", ["a", "b"], ["Plan", "Do"]),
        ("3.1 Plan\n3.2 Do", ["3.1", "3.2"], ["Plan", "Do"]),
        ("• Plan\n• Do", ["", ""], ["Plan", "Do"]),
        ("Key action 3.1: Plan\nKey action 3.2: Do", ["3.1", "3.2"], ["Plan", "Do"]),
        ("1) Plan. 2) Do.", ["1", "2"], ["Plan.", "Do."]),
        ("Plan it.\nDo it", ["", ""], ["Plan it.", "Do it"]),
        ("Plan it.\n\nDo it\nwell", ["", ""], ["Plan it.", "Do it\nwell"]),
        ("3.2 Plan", ["3.2"], ["Plan"]),
        ("Plan and\ndo", [""], ["Plan and\ndo"]),
        ("Plan:\nDo it.", [""], ["Plan:\nDo it."]),
        ("Plan (see 1. above) and 2. do", [""], ["Plan (see 1. above) and 2. do"]),
        ("2018 will be planned", [""], ["2018 will be planned"]),
    ],
)
def test_actions_in_a_cell_are_told_apart(text: str, labels: list[str], parts: list[str]) -> None:
    found = split(text)
    assert [part.label for part in found.parts] == labels
    assert [part.text for part in found.parts] == parts


def test_what_stands_above_a_list_is_no_action() -> None:
    found = split("The office will:\n- plan\n- do")
    assert (found.intro, [part.text for part in found.parts]) == (
        "The office will:",
        ["plan", "do"],
    )
