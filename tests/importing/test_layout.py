"""What each row says, by key: merged cells, groups, labels, totals, and what fits nowhere."""

from datetime import date
from typing import NamedTuple

import pytest

from ecefollow.documents.blocks import Block, Detail, Finding, Paragraph, Table
from ecefollow.importing import profile
from ecefollow.importing.account import Account
from ecefollow.importing.columns import HeadFinder
from ecefollow.importing.layout import Layout
from ecefollow.importing.rows import DocumentRow, HowRead

HEADS = ["Recommendation", "Action", "Responsible", "Due date", "Comments"]


class LaidOut(NamedTuple):
    as_of: date | None
    findings: list[Finding]


def laid_out(*blocks: Block) -> tuple[LaidOut, list[DocumentRow], Account]:
    english = profile.languages()["en"]
    account = Account(blocks)
    how = HowRead.by([profile.Profile(), english])
    how.account = account
    layout = Layout(how, HeadFinder(how.vocabulary, {}, None))
    rows = layout.rows(blocks)
    return LaidOut(how.as_of, how.findings), rows, account


def table(*rows: list[str], heads: list[str] = HEADS, **details: Detail) -> Table:
    """A table, of which "r2c0" is a detail of the first cell in the row of that index."""
    by_place = {(int(at[1]), int(at[3])): detail for at, detail in details.items()}
    return Table("", [heads, *rows], by_place)


def said(rows: list[DocumentRow]) -> list[dict[str, str]]:
    return [{key: text.text for key, text in row.said.items()} for row in rows]


def left(account: Account) -> list[str]:
    """What was left out so far; what nobody has read yet aside."""
    nobody = "nothing says what this is"
    return [e.text for e in account.entries() if e.why and not e.why.startswith(nobody)]


def test_a_row_says_what_its_columns_hold() -> None:
    _, rows, _ = laid_out(table(["1. A", "B", "PMU", "-", "n/a"]))
    assert said(rows) == [{"title": "1. A", "text": "B", "responsible": "PMU", "due": "-"}]


def test_a_merged_cell_speaks_for_its_rows_and_for_none_above() -> None:
    merged = Detail(rows=2)
    _, rows, _ = laid_out(
        table(
            ["1. A", "B", "", "", ""], ["", "C", "PMU", "", ""], ["", "D", "", "", ""], r2c2=merged
        )
    )
    assert [text.get("responsible") for text in said(rows)] == [None, "PMU", "PMU"]
    assert [row.continued for row in rows] == [set(), set(), {"responsible"}]


def test_the_heading_of_a_group_speaks_for_the_rows_below_it() -> None:
    _, rows, _ = laid_out(
        table(
            ["1. A", "B", "", "", ""], ["Theme: Safety", "", "", "", ""], ["2. C", "D", "", "", ""]
        )
    )
    titled = [text for text in said(rows) if "title" in text]
    assert titled == [
        {"title": "1. A", "text": "B"},
        {"title": "2. C", "text": "D", "tags": "Safety"},
    ]


@pytest.mark.parametrize(
    "first", ["Total", "Total: 12", "Source: the office", "* Not yet", "Legend", "Note: as planned"]
)
def test_what_is_no_record_is_left_out_and_told_of(first: str) -> None:
    layout, rows, account = laid_out(table(["1. A", "B", "", "", ""], [first, "12", "", "", ""]))
    assert said(rows) == [{"title": "1. A", "text": "B"}]
    assert [finding.text for finding in layout.findings] == [f"{first} | 12"]
    assert left(account) == [first, "12"]


def test_a_paragraph_is_read_where_it_says_what_it_is() -> None:
    layout, rows, _ = laid_out(
        Paragraph("paragraph 1", "An introduction"),
        Paragraph("paragraph 2", "Recommendation 1: A"),
        Paragraph("paragraph 3", "Management response: Agreed."),
        Paragraph("paragraph 4", "It will be done."),
    )
    assert said(rows) == [{"title": "A"}, {"response": "Agreed."}, {"response": "It will be done."}]
    assert [row.goes_on for row in rows] == [False, False, True]
    assert [finding.text for finding in layout.findings] == ["An introduction"]


@pytest.mark.parametrize("text", ["Tracker as of 31 March 2025", "Status as of: 31 March 2025"])
def test_the_document_may_give_its_day(text: str) -> None:
    layout, _, account = laid_out(Table("", [[text], HEADS, ["1. A", "B"]]))
    assert layout.as_of == date(2025, 3, 31)
    assert next(account.entries()).to == "as_of"


def test_what_stands_above_the_headings_is_told_of() -> None:
    layout, _, _ = laid_out(Table("", [["Our response"], HEADS, ["1. A", "B"]]))
    assert [finding.message for finding in layout.findings] == [
        "this stands above the headings; it was left out"
    ]


def test_what_has_an_answer_of_its_own_is_not_of_the_recommendation_above() -> None:
    heads = ["Key action", "Responsible unit"]
    first = [["Recommendation 1: A"], ["Management response: Rejected"], heads, ["B", "PMU"]]
    second = [["Issue 2: C"], ["Management response: Agreed"], heads, ["D", "HR"]]
    _, rows, _ = laid_out(Table("table 1", first), Table("table 2", second))
    assert [row.is_lost for row in rows] == [False, False, False, True, False, False]


def test_a_caption_above_a_recommendation_loses_nothing() -> None:
    rows = [["Our table"], ["Recommendation 1: A"], ["Management response: Agreed"], HEADS]
    _, laid, _ = laid_out(Table("table 1", rows), Table("table 2", rows))
    assert not any(row.is_lost for row in laid)


def test_a_legend_beside_the_table_is_no_part_of_a_row() -> None:
    _, rows, _ = laid_out(table(["A. Staff", "", "", "", "", "Legend"], ["1. A", "B", "PMU"]))
    assert [row.is_alone for row in rows] == [True, False]


def test_a_column_that_nobody_knows_is_told_of_once() -> None:
    heads = ["Recommendation", "Action", "Cost"]
    layout, _, account = laid_out(table(["1. A", "B", "5"], ["2. C", "D", "6"], heads=heads))
    (finding,) = layout.findings
    assert (finding.text, finding.place.column) == ("Cost", 2)
    assert "its 2 cells were left out" in finding.message
    assert left(account) == ["5", "6"]


def test_hidden_rows_and_columns_are_read_and_told_of() -> None:
    hidden = table(["1. A", "B", "PMU", "", ""], ["", "C", "", "", ""])
    hidden.hidden_rows, hidden.hidden_columns = {2}, {2, 5}
    layout, rows, _ = laid_out(hidden)
    assert [text["text"] for text in said(rows)] == ["B", "C"]
    assert [finding.message for finding in layout.findings] == [
        "this row is hidden; it was read all the same",
        "this column is hidden; it was read all the same",
    ]


def test_a_colour_in_the_place_of_a_word_is_told_of() -> None:
    heads = ["Recommendation", "Action", "Progress"]
    layout, _, _ = laid_out(table(["1. A", "B", ""], heads=heads, r1c2=Detail(fill="92D050")))
    (finding,) = layout.findings
    assert finding.message.startswith("colour alone (92D050) says something here")


def test_a_row_whose_action_is_struck_out_says_so() -> None:
    _, rows, _ = laid_out(table(["1. A", "", "PMU", "", ""], r1c1=Detail(struck="Meet")))
    assert [row.is_struck for row in rows] == [True]


def test_control_characters_are_taken_out_and_blanks_made_plain() -> None:
    layout, rows, _ = laid_out(table(["1. A\xa0B", "C\u2028 \x07D\t\nE", "", "", ""]))
    (text,) = said(rows)
    assert text == {"title": "1. A B", "text": "C\n D\nE"}
    assert len(layout.findings) == 1


def test_what_a_spreadsheet_shows_for_a_failed_formula_is_left_out() -> None:
    layout, rows, _ = laid_out(table(["1. A", "B", "#NAME?", "", ""]))
    assert said(rows) == [{"title": "1. A", "text": "B"}]
    assert layout.findings[0].message.startswith("this is what a spreadsheet shows for a formula")


@pytest.mark.parametrize("detail", [Detail(struck="It will go."), Detail(hidden="It will go.")])
def test_a_paragraph_wholly_struck_out_or_hidden_is_left_out(detail: Detail) -> None:
    texts = ["Recommendation 1: A", "Action plan:", "", "Ports will act."]
    _, rows, account = laid_out(
        *(Paragraph(f"{n}", text, Detail() if text else detail) for n, text in enumerate(texts))
    )
    assert said(rows)[2:] == [{"text": "Ports will act."}]
    assert [finding.text for finding in account.close([], [])][-1:] == ["It will go."]
