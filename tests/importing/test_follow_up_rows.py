"""The paragraphs under a heading of follow-up: lists, and what announces them."""

import pytest

from ecefollow.documents.blocks import Place
from ecefollow.importing import profile
from ecefollow.importing.follow_up_text import FollowUp
from ecefollow.importing.profile import Profile
from ecefollow.importing.rows import DocumentRow, HowRead, Said


def rows(*paragraphs: str) -> list[DocumentRow]:
    follow_up = FollowUp(HowRead.by([Profile(), profile.languages()["en"]]))
    said = (Said(text, Place(f"line {n}")) for n, text in enumerate(paragraphs, 1))
    return [row for each in said for row in follow_up.rows(each, each.text)]


@pytest.mark.parametrize(
    ("paragraphs", "labels"),
    [
        (["1.2 HR will:", "(a) Act; and", "(b) go.", "1.3 DES will act."], ["1.2a", "1.2b", None]),
        (["1.2 HR will:", "• act;", "• go."], ["1.2.1", "1.2.2"]),
        (["2. HR will:", "1. act", "2. go", "(a) stay"], ["2-1", "2-2", None]),
        (["HR will:", "(i) act,", "(ii) go"], ["", ""]),
        (["HR will:", "(b) act"], [None]),
        (["HR will:", "• act", "• Ports will be lit."], ["", None]),
        (["HR will:", "• act", "DES will act.", "• go"], ["", None, None]),
    ],
)
def test_the_items_of_a_list_go_on_with_what_announces_it(
    paragraphs: list[str], labels: list[str | None]
) -> None:
    lead, *items = rows(*paragraphs)
    assert lead.is_lead
    assert [item.action.label if item.action else None for item in items] == labels
    named = [item.said.get("responsible") for item in items if item.action]
    assert [name.text for name in named if name] == ["HR"] * len(named)


@pytest.mark.parametrize("mark", ["*", "1.", "(a)", "- •", "iv)", "1.2."])
def test_a_mark_of_a_list_alone_is_nothing(mark: str) -> None:
    assert rows(mark) == []
    assert len(rows(f"{mark} HR will act.")) == 1


def test_an_item_has_no_deadline_of_another_sentence_about_somebody_else() -> None:
    (row,) = rows("1. HR is to act. DES will help by 15 May 2023.")
    assert "due" not in row.said
    (row,) = rows("1. HR is to act. It will be done by 15 May 2023.")
    assert row.said["due"].text == "by 15 May 2023"
