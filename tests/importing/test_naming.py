"""The numbers and texts of recommendations and actions, told from their columns as a whole."""

import pytest

from ecefollow.documents.blocks import Place
from ecefollow.importing import naming, profile
from ecefollow.importing.rows import DocumentRow, HowRead, Said

ENGLISH = profile.languages()["en"]


def how() -> HowRead:
    return HowRead.by([ENGLISH])


def rows(*texts: dict[str, str]) -> list[DocumentRow]:
    return [
        DocumentRow(
            Place("", number),
            {
                key: Said(text, Place("", number, column))
                for column, (key, text) in enumerate(said.items())
            },
        )
        for number, said in enumerate(texts, 2)
    ]


def names(*texts: dict[str, str]) -> list[tuple[str, str]]:
    made = rows(*texts)
    naming.tell(made, how())
    return [(row.name.id, row.name.title) for row in made if row.name]


def titles(*texts: str) -> list[tuple[str, str]]:
    return names(*({"title": text} for text in texts))


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("1. Share", "2. Ask"), [("1", "Share"), ("2", "Ask")]),
        (("Recommendation 1: Share", "Recommendation 2: Ask"), [("1", "Share"), ("2", "Ask")]),
        (("Share", "Ask"), [("", "Share"), ("", "Ask")]),
        (
            ("1.5 million to be raised", "0.7 per cent of the budget"),
            [("", "1.5 million to be raised"), ("", "0.7 per cent of the budget")],
        ),
        (("1. Share\nwhat is known",), [("1", "Share what is known")]),
    ],
)
def test_a_number_is_taken_off_where_the_column_counts(
    texts: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    assert titles(*texts) == expected


@pytest.mark.parametrize(
    ("number", "title", "expected"),
    [
        ("1", "1. Share", ("1", "Share")),
        ("3", "1.5 million to be raised", ("3", "1.5 million to be raised")),
        ("Recommendation 3", "Share", ("3", "Share")),
    ],
)
def test_the_number_of_its_own_column_is_the_id(
    number: str, title: str, expected: tuple[str, str]
) -> None:
    assert names({"recommendation": number, "title": title}) == [expected]


def test_a_number_that_no_register_may_have_is_told_of() -> None:
    reader = how()
    (row,) = rows({"recommendation": "A/1", "title": "Share"})
    ident = naming.ident_of(row, "recommendation", reader)
    assert ident != "A/1"
    assert reader.findings


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("1.1 Meet", "1.2 Write"), [("1.1", "Meet"), ("1.2", "Write")]),
        (("Action 1: Meet", "Action 2: Write"), [("1", "Meet"), ("2", "Write")]),
        (("Meet", "Write"), [("", "Meet"), ("", "Write")]),
        (("2 vehicles are bought",), [("", "2 vehicles are bought")]),
    ],
)
def test_the_number_of_an_action_is_told_from_all_of_a_recommendation(
    texts: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    made = rows({"title": "1. Share", "text": texts[0]}, *({"text": text} for text in texts[1:]))
    naming.tell(made, how())
    assert [(row.action.label, row.action.text) for row in made if row.action] == expected
