"""Several actions, or several names, in one cell."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ecefollow.importing.labels import Labels
from ecefollow.importing.splitting import lines_of, names, split

LABELS = Labels(["Recommendation"], ["Action", "Key action"], lambda _: None)


@pytest.mark.parametrize(
    ("text", "labels", "parts"),
    [
        ("1. Plan\n2. Do\nit well", ["1", "2"], ["Plan", "Do\nit well"]),
        ("1) Plan. 2) Do.", ["1", "2"], ["Plan.", "Do."]),
        ("Plan it.\nDo it", ["", ""], ["Plan it.", "Do it"]),
        ("Plan it.\n\nDo it\nwell", ["", ""], ["Plan it.", "Do it\nwell"]),
        (
            "Key action 1 (urgent): Plan\nAction 2: Do",
            ["1", "2"],
            ["Key action 1 (urgent): Plan", "Do"],
        ),
        ("1. Plan\n- a\n- b\n2. Do", ["1", "2"], ["Plan\n- a\n- b", "Do"]),
        ("• Plan\n  - a\n• Do", ["", ""], ["Plan\n  - a", "Do"]),
        ("o Plan\no Do", ["", ""], ["Plan", "Do"]),
        ("• Plan", [""], ["Plan"]),
        ("1. Plan\n(a) one\n(b) two", [""], ["1. Plan\n(a) one\n(b) two"]),
        ("1.5 million to raise\n0.7 per cent", [""], ["1.5 million to raise\n0.7 per cent"]),
        ("Phase 1: plan\nPhase 2: do", [""], ["Phase 1: plan\nPhase 2: do"]),
        ("Plan and\ndo", [""], ["Plan and\ndo"]),
        ("Plan (see 1. above) and 2. do", [""], ["Plan (see 1. above) and 2. do"]),
    ],
)
def test_actions_in_a_cell_are_told_apart(text: str, labels: list[str], parts: list[str]) -> None:
    found = split(text, LABELS)
    assert [part.label for part in found.parts] == labels
    assert [part.text for part in found.parts] == parts


def test_what_stands_above_a_list_is_no_action() -> None:
    found = split("The office will:\n- plan\n- do", LABELS)
    assert (found.intro, [part.text for part in found.parts]) == (
        "The office will:",
        ["plan", "do"],
    )


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("PMU\n\nHR", ["PMU", "HR"]),
        ("1. PMU\n2. HR", ["PMU", "HR"]),
        ("- PMU\n- HR", ["PMU", "HR"]),
        ("30. June 2024\n31. July 2024", ["30. June 2024", "31. July 2024"]),
        ("PMU", None),
    ],
)
def test_each_of_several_actions_has_a_line(text: str, lines: list[str] | None) -> None:
    assert lines_of(text, 2) == lines


@pytest.mark.parametrize(
    ("text", "parted_by", "found"),
    [
        ("PMU; HR\nLegal", "", ["PMU", "HR", "Legal"]),
        ("Head of HR,\nHR Department", "", ["Head of HR, HR Department"]),
        ("Research &\nStatistics", "", ["Research & Statistics"]),
        ("A / B", "", ["A / B"]),
        ("A / B/C", "/", ["A", "B", "C"]),
        ("Policy (budget; legal\nand press); HR", "", ["Policy (budget; legal and press)", "HR"]),
        ("• PMU\n• HR", "", ["PMU", "HR"]),
        ("PMU;;PMU,\n", "", ["PMU"]),
        ("", "", []),
    ],
)
def test_names_in_a_cell_are_told_apart(text: str, parted_by: str, found: list[str]) -> None:
    assert [*names(text, tuple(parted_by))] == found


def test_a_word_parts_names_where_it_stands_alone() -> None:
    assert names("Finance and Andean office", ("and",)) == ("Finance", "Andean office")


PIECES = st.sampled_from(
    [
        *(
            "1. ",
            "2) ",
            "(3) ",
            "a) ",
            "b) ",
            "1.1 ",
            "- ",
            "• ",
            "o ",
            "Action 1: ",
            "Action 2 (x): ",
        ),
        *("Plan it.", "do; ", "HR,", "/ ", "(", ")", "\n", "\n\n", " ", "12. session", "é"),
    ]
)


@given(st.lists(PIECES).map("".join), st.sampled_from(["", "/", ",/"]))
@example("2) 1. \n(3) Action 1: 1. ", "")
def test_no_word_of_a_cell_is_lost(text: str, parted_by: str) -> None:
    found = split(text, LABELS)
    told = " ".join([found.intro, *(f"{part.label} {part.text}" for part in found.parts)])
    beside = {"Action", "o"}  # in front of a number, or a bullet
    assert set(re.findall(r"\w+", text)) - set(re.findall(r"\w+", told)) <= beside
    named = " ".join(names(text, tuple(parted_by)))
    numbers = {"1", "2", "3", "a", "b", "o"}  # in front of a list of names
    assert set(re.findall(r"\w+", text)) - set(re.findall(r"\w+", named)) <= numbers
