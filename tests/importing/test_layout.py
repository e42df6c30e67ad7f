"""What each row says, where no form shows it: what is lost, alone, hidden or struck out."""

import pytest

from ecefollow.documents.blocks import Block, Detail, Finding, Paragraph, Table
from ecefollow.importing import profile
from ecefollow.importing.account import Account
from ecefollow.importing.columns import HeadFinder
from ecefollow.importing.layout import Layout
from ecefollow.importing.rows import DocumentRow, HowRead

HEADS = ["Recommendation", "Action", "Responsible", "Due date", "Comments"]


def laid_out(*blocks: Block) -> tuple[list[DocumentRow], list[Finding]]:
    """The rows of the blocks, and what was found, with what nobody has read."""
    how = HowRead.by([profile.Profile(), profile.languages()["en"]])
    how.account = Account(blocks)
    rows = Layout(how, HeadFinder(how.vocabulary, how.profiles[0])).rows(blocks)
    return rows, how.account.close([], how.findings)


def test_what_has_an_answer_of_its_own_is_not_of_the_recommendation_above() -> None:
    heads = ["Key action", "Responsible unit"]
    first = [["Recommendation 1: A"], ["Management response: Rejected"], heads, ["B", "PMU"]]
    second = [["Issue 2: C"], ["Management response: Agreed"], heads, ["D", "HR"]]
    rows, _ = laid_out(Table("table 1", first), Table("table 2", second))
    assert [row.is_lost for row in rows] == [False, False, False, True, False, False]


def test_a_caption_above_a_recommendation_loses_nothing() -> None:
    rows = [["Our table"], ["Recommendation 1: A"], ["Management response: Agreed"], HEADS]
    laid, _ = laid_out(Table("table 1", rows), Table("table 2", rows))
    assert not any(row.is_lost for row in laid)


def test_a_legend_beside_the_table_is_no_part_of_a_row() -> None:
    legend = ["A. Staff", "", "", "", "", "Legend"]
    rows, _ = laid_out(Table("", [HEADS, legend, ["1. A", "B", "PMU"]]))
    assert [row.is_alone for row in rows] == [True, False]


def test_hidden_rows_and_columns_are_read_and_told_of() -> None:
    rows = [HEADS, ["1. A", "B", "PMU"], ["", "C", ""]]
    laid, findings = laid_out(Table("", rows, hidden_rows={2}, hidden_columns={2, 5}))
    assert [row.said["text"].text for row in laid] == ["B", "C"]
    messages = [finding.message for finding in findings if "hidden" in finding.message]
    assert messages == [
        "this row is hidden; it was read all the same",
        "this column is hidden; it was read all the same",
    ]


@pytest.mark.parametrize("detail", [Detail(struck="It will go."), Detail(hidden="It will go.")])
def test_a_paragraph_wholly_struck_out_or_hidden_is_left_out(detail: Detail) -> None:
    texts = ["Recommendation 1: A", "Action plan:", "", "Ports will act."]
    rows, findings = laid_out(
        *(Paragraph(f"{n}", text, Detail() if text else detail) for n, text in enumerate(texts))
    )
    assert [row.said["text"].text for row in rows[2:]] == ["Ports will act."]
    assert findings[-1].text == "It will go."
