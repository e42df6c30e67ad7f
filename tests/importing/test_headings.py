"""Columns by their headings: in any order and case, and told where they cannot be."""

import pytest

from ecefollow.importing.headings import (
    HEADINGS,
    HeadingError,
    find,
    folded,
    meaning,
    require,
)
from ecefollow.importing.status_words import PROGRESS_WORDS, STATUS_WORDS, Vocabulary
from ecefollow.register.vocabulary import Status


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("RECOMMENDATION", "title"),
        ("Key Action(s)", "text"),
        ("Responsible\nUnit(s):", "responsible"),
        ("DueDate", "due"),
        ("Time\xa0frame", "due"),
        ("Rec. No.", "recommendation"),
        ("Tracking*", "progress"),
        ("Management’s response", "response"),
        ("4. Comments", "note"),
        ("Deadline (dd/mm/yyyy)", "due"),
        ("Budget", None),
    ],
)
def test_a_heading_is_known_however_it_is_written(heading: str, key: str | None) -> None:
    assert meaning(heading, {}) == key


def test_no_heading_stands_for_two_keys() -> None:
    names = [name for names in HEADINGS.values() for name in names]
    assert len(names) == len(set(names))


def test_every_heading_of_the_table_is_found_as_it_stands_there() -> None:
    for key, names in HEADINGS.items():
        assert {meaning(name, {}) for name in names} <= {key}


def test_an_own_key_goes_before_the_usual_one() -> None:
    own = {folded("Fin prévue"): "due", folded("Comments"): "", "c": "note"}
    found = find(["Fin prévue", "Comments", "Remarks"], own)
    assert found.keys == {0: "due", 2: "note"}


def test_two_headings_for_one_key_are_refused_with_all_that_was_found() -> None:
    with pytest.raises(HeadingError) as caught:
        find(["Recommendation", "Lead", "Owner"], {})
    assert str(caught.value) == (
        "the columns B “Lead” and C “Owner” both stand for responsible; leave one out, "
        'with --column "C=" (found: Recommendation, Lead, Owner)'
    )


def test_a_required_heading_that_is_missing_is_refused() -> None:
    with pytest.raises(HeadingError, match="no column for the recommendation"):
        require(find(["Action", "Lead"], {}))


def test_no_word_has_two_meanings() -> None:
    tables = (*STATUS_WORDS.values(), *PROGRESS_WORDS.values())
    words = [word for names in tables for word in names]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("text", ["Fully accepted", "FULLY  ACCEPTED.", "fully-accepted", "Agree"])
def test_a_word_is_known_however_it_is_written(text: str) -> None:
    assert Vocabulary().meaning(text, Status) == "accepted"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Partially accepted. Not all.", "partial"),
        ("Agreed: all of it", "accepted"),
        ("Rejected – no funds", "rejected"),
        ("Not accepted, since", "rejected"),
        ("Acceptable", None),
        ("We agree to disagree", None),
    ],
)
def test_a_longer_text_is_known_by_its_first_words(text: str, status: str | None) -> None:
    assert Vocabulary().first_meaning(text, Status) == status
