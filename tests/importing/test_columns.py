"""Columns by their headings: in rows that surely are headings, and told where they cannot be."""

import pytest

from ecefollow.documents.blocks import Table
from ecefollow.importing import profile
from ecefollow.importing.columns import HeadFinder, HeadingError
from ecefollow.importing.meanings import Vocabulary
from ecefollow.importing.profile import Profile


def keys(*rows: str, own: Profile = Profile()) -> list[str]:  # noqa: B008 - it is frozen
    """The keys of the columns below the first row of a table of rows such as "a | b"."""
    finder = HeadFinder(Vocabulary([own, profile.languages()["en"]]), own)
    cells = [[text.strip() for text in row.split("|")] for row in rows]
    found = finder.at(Table("", cells), 0)
    return [column.key for _, column in sorted(found.columns.items())] if found else []


@pytest.mark.parametrize(
    "row",
    [
        "Recommendation | Share what is known",
        "Responsible | Due date",
        "Share | PMU | 2018",
        f"Recommendation | Action {'x' * 200}",
        " | ",
    ],
)
def test_a_row_of_headings_has_a_subject_and_another_column(row: str) -> None:
    assert keys(row) == []


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("No. | Recommendation | No. | Action", ["recommendation", "title", "id", "text"]),
        ("No. | Action | Lead", ["id", "text", "responsible"]),
        ("Recommendation | Action | Completion date", ["title", "text", "due"]),
        (
            "Recommendation | Action | Due date | Completion date",
            ["title", "text", "due", "completed_on"],
        ),
        ("Recommendation | Action | Remarks | Comments", ["title", "text", "note", "note"]),
        ("Recommendation | Action | Cost", ["title", "text", ""]),
        ("Recommendation | Action | Lead", ["title", "text", "responsible"]),
    ],
)
def test_what_a_column_holds_goes_by_those_beside_it(row: str, expected: list[str]) -> None:
    assert keys(row, "1. A | B | Owner") == expected


@pytest.mark.parametrize(
    ("cell", "key"),
    [("Agreed", "status"), ("Completed", "progress"), ("", "progress"), ("soon", "progress")],
)
def test_a_status_is_an_answer_or_progress_by_its_words(cell: str, key: str) -> None:
    assert keys("Recommendation | Action | Status", f"1. Share | Meet | {cell}")[2] == key


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("1", "recommendation"),
        ("Rec. 3", "recommendation"),
        ("1. Share", "title"),
        ("Ask them", "title"),
    ],
)
def test_a_rec_is_a_number_or_a_title_by_its_texts(cell: str, key: str) -> None:
    assert keys("Rec | Action", f"{cell} | Meet")[0] == key


def test_a_number_beside_such_a_column_is_that_of_the_recommendation() -> None:
    meant = keys("No. | Rec | Action", "3 | Share what is known with all | Meet")
    assert meant == ["recommendation", "title", "text"]


def test_a_status_is_what_no_other_column_is() -> None:
    assert keys("Recommendation | Acceptance | Action | Status", "1. A | Yes | B | Agreed") == [
        *("title", "status", "text", "progress"),
    ]


def test_two_statuses_of_progress_are_refused_and_named() -> None:
    with pytest.raises(HeadingError, match="C “Status” and D “Status” both stand for progress"):
        keys("Recommendation | Action | Status | Status", "1. A | B | Closed | Completed")


def test_what_the_reader_says_goes_before_what_is_known() -> None:
    own = Profile(columns={"Fin prévue": "due", "Comments": "left-out", "d": "note"})
    row = "Recommendation | Fin prévue | Comments | Remarks"
    assert keys(row, own=own) == ["title", "due", "left-out", "note"]
