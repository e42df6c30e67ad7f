"""Columns by their headings: in rows that surely are headings, and told where they cannot be."""

from datetime import date

import pytest

from ecefollow.documents.blocks import Detail, Table
from ecefollow.importing import profile
from ecefollow.importing.columns import Head, HeadFinder, HeadingError
from ecefollow.importing.meanings import Vocabulary
from ecefollow.importing.profile import Profile


def head(
    *rows: str, own: Profile | None = None, merged: dict[str, tuple[int, int]] | None = None
) -> Head | None:
    """The head of a table with rows such as "a | b", in which "r0c1" is merged over (1, 2)."""
    own = own or Profile()
    vocabulary = Vocabulary([own, profile.languages()["en"]])
    cells = [[text.strip() for text in row.split("|")] for row in rows]
    details = {(int(at[1]), int(at[3])): Detail(*span) for at, span in (merged or {}).items()}
    finder = HeadFinder(vocabulary, own)
    return finder.at(Table("", cells, details), 0)


def keys(
    *rows: str, own: Profile | None = None, merged: dict[str, tuple[int, int]] | None = None
) -> list[str]:
    found = head(*rows, own=own, merged=merged)
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
    assert head(row) is None


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
    ],
)
def test_what_a_column_holds_goes_by_those_beside_it(row: str, expected: list[str]) -> None:
    assert keys(row) == expected


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


def test_a_day_in_a_heading_is_the_day_of_the_column() -> None:
    found = head(
        "Recommendation | Action | Status as of 30 June 2024 | Status as of 31 December 2024"
    )
    assert found
    assert [(c.key, c.day) for n, c in sorted(found.columns.items()) if n > 1] == [
        ("progress", date(2024, 6, 30)),
        ("progress", date(2024, 12, 31)),
    ]


@pytest.mark.parametrize(
    ("rows", "merged", "expected", "number"),
    [
        pytest.param(
            (
                "Recommendation | Action | Tracking | ",
                " |  | Status | Comments",
                "1. A | B | C | D",
            ),
            {"r0c2": (1, 2)},
            ["title", "text", "progress", "note"],
            2,
            id="under a merged heading",
        ),
        pytest.param(
            (
                "Recommendation | Action | Tracking | ",
                " |  | Status | Comments",
                "1. A | B | C | D",
            ),
            {},
            ["title", "text", "progress", "note"],
            2,
            id="under one that a CSV file leaves alone",
        ),
        pytest.param(
            ("Recommendation | Action | Lead", "1. A | B | Owner"),
            {},
            ["title", "text", "responsible"],
            1,
            id="a row of a record is none",
        ),
    ],
)
def test_a_second_row_of_headings_completes_the_first(
    rows: tuple[str, ...], merged: dict[str, tuple[int, int]], expected: list[str], number: int
) -> None:
    assert keys(*rows, merged=merged) == expected
    found = head(*rows, merged=merged)
    assert found
    assert found.rows == number


def test_what_the_reader_says_goes_before_what_is_known() -> None:
    own = Profile(columns={"Fin prévue": "due", "Comments": "left-out", "d": "note"})
    row = "Recommendation | Fin prévue | Comments | Remarks"
    assert keys(row, own=own) == ["title", "due", "left-out", "note"]


def test_a_column_may_tell_evaluations_apart() -> None:
    own = Profile(split_by="Report symbol")
    assert keys("Recommendation | report symbol | Action", own=own) == [
        "title",
        "evaluation",
        "text",
    ]
