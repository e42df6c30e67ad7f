"""Tables whole: what comes in of each and what is said of the rest, and what is refused."""

from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest
from documents_of_registers import in_brief
from table_files import Cell, html_of

from ecefollow.importing import import_document
from ecefollow.importing.import_document import Imported
from ecefollow.importing.profile import Profile
from ecefollow.reading.diagnostics import RefusedError
from ecefollow.register.date_parser import DateOrder
from ecefollow.register.model import Evaluation

EVALUATION = Evaluation("e", "T", "O")
AS_OF = date(2021, 6, 30)


def imported(path: Path, **given: Any) -> Imported:
    options = {word for words in given.get("words", {}).values() for word in words}
    options |= {*given.get("columns", ())}
    return import_document.read(str(path), EVALUATION, Profile(**given), options=options)


def of_csv(lines: str, **given: Any) -> tuple[str, str]:
    """What comes of lines of CSV, in brief, and the findings, each "row column: message"."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "table.csv")
        path.write_text(lines, encoding="utf-8")
        made = imported(path, **given)
    findings = (f"{each.place.row} {each.heading}: {each.message}" for each in made.findings)
    return in_brief(*made.registers), "\n".join(findings)


# What is read

HEADS: Final = "Recommendation,Response,Action,Responsible,Due date,Status,Comments,Last updated"
BELOW_HEADS: Final[dict[str, tuple[str, ...]]] = {
    "a number over another text": (
        "1. Share,Agreed,Meet,PMU,2018,,,",
        "1. Ask,Agreed,Write,PMU,2018,,,",
        "1 Share: accepted / 1.1 Meet; PMU; 2018 / 1-2 Ask: accepted / 1-2.1 Write; PMU; 2018",
        "3 Recommendation: 1 stands above already; it is recommendation 1-2 here",
    ),
    "no number": (
        "Share,Agreed,Meet,PMU,2018,,,",
        "Ask,Agreed,Write,PMU,2018,,,",
        "1 Share: accepted / 1.1 Meet; PMU; 2018 / 2 Ask: accepted / 2.1 Write; PMU; 2018",
        "3 Recommendation: there is no number; it is recommendation 2 here",
    ),
    "no recommendation": (
        ",,Meet,,,,,",
        "1. Share,Agreed,Write,,,,,",
        "1 Share: accepted / 1.1 Write",
        "2 Action: no recommendation stands here or above that could be read; it was left out",
    ),
    "no action below one": (
        "1. Share,Agreed,Meet,PMU,2018,,,",
        ",,,Bureau,,,,",
        "1 Share: accepted / 1.1 Meet; PMU; Bureau; 2018",
        "3 Responsible: no action stands in this row; it was read as more about that above",
    ),
    "no action": (
        "1. Share,Agreed,,PMU,,,,",
        "1 Share: accepted",
        "2 Responsible: no action stands in this row; it was left out",
    ),
    "a remark without an action": (
        "1. Close,Not accepted,,,,,The branch has many visitors,",
        "1 Close: rejected; The branch has many visitors",
        "2 Comments: no action stands in this row; it is a note of the recommendation",
    ),
    "no answer": (
        "1. Share,We will think.,Meet,,,,,",
        "1 Share: not-stated; We will think. / 1.1 Meet",
        '2 Response: no word of an answer is in it; if it is an answer, --word "WORD=MEANING" say',
    ),
    "an answer and another": (
        "1. Share,Accepted. We reject part b.,Meet,,,,,",
        "1 Share: not-stated; Accepted. We reject part b. / 1.1 Meet",
        "2 Response: “accepted” stands in it, and other words may qualify it; if it is an answer,",
    ),
    "another answer below": (
        "1. Share,Agreed,Meet,,,,,",
        "1. Share,Rejected,Ask,,,,,",
        "1 Share: accepted / 1.1 Meet / 1.2 Ask",
        "3 Response: 1 is accepted by what stands above; it was left out",
    ),
    "completed without a day": (
        "1. Share,Agreed,Meet,,,Completed,,",
        "1 Share: accepted / 1.1 Meet",
        "2 Status: no day says when this was completed, so no update was made; --as-of gives one",
    ),
    "completed in a year that goes on": (
        "1. Share,Agreed,Meet,,,Completed in 2021,,",
        "1 Share: accepted / 1.1 Meet; 2021-06-30? completed",
        "2 Status: this is only part of a date; it was so by 30 Jun 2021",
    ),
    "words behind the progress": (
        "1. Share,Agreed,Meet,,,In progress: two offices have it,,2018-03-05",
        "1 Share: accepted / 1.1 Meet; 2018-03-05 in-progress In progress: two offices have it",
        "2 Status: this was read as in-progress, by its first words",
    ),
    "a word that nobody knows": (
        "1. Share,Agreed,Meet,,,Wrapped,,2018-03-05",
        "1 Share: accepted / 1.1 Meet; 2018-03-05 Wrapped",
        '2 Status: no word of progress is in it; if it is progress, --word "WORD=MEANING" says wh',
    ),
    "a word that was taught": (
        "1. Share,Agreed,Meet,,,Wrapped,,2018-03-05",
        "1 Share: accepted / 1.1 Meet; 2018-03-05? completed",
        "",
    ),
    "options that meet nothing": (
        "1. Share,Agreed,Meet,,,,,",
        "1 Share: accepted / 1.1 Meet",
        "None : --word: no cell is this word",
    ),
    "the order of a date": (
        "1. Share,Agreed,Meet,,03/04/2018,,,",
        "1 Share: accepted / 1.1 Meet; 2018-03-04",
        "",
    ),
    "control characters": (
        '1. Share\u2028,Agreed,"Me\x07et \nat once",,,,,',
        "1 Share: accepted / 1.1 Meet\nat once",
        "2 Action: the control character '\\x07' (U+0007) is not allowed, and was taken out",
    ),
    "a formula that failed": (
        "1. Share,Agreed,Meet,#NAME?,,,,",
        "1 Share: accepted / 1.1 Meet",
        "2 Responsible: this is what a spreadsheet shows for a formula that failed; it was left o",
    ),
    "another full stop": (
        "1. Share,Agreed,Meet.,,,Ongoing,,2017-12-31",
        "1. Share,Agreed,Meet,,,Completed,,2018-12-31",
        "1 Share: accepted / 1.1 Meet.; 2017-12-31 in-progress; 2018-12-31? completed",
        "3 Action: this action stands above; what this row says was added to 1.1",
    ),
    "the text of another": (
        "1. Share,Agreed,Meet,PMU,,,,",
        ",,Meet,HR,,,,",
        "1 Share: accepted / 1.1 Meet; PMU / 1.2 Meet; HR",
        "3 Action: 1.1 has this text too, for other units or another deadline; this is another ac",
    ),
    "nobody's name": (
        "1. Share,Agreed,Meet,TBD,,,,",
        "1 Share: accepted / 1.1 Meet",
        "2 Responsible: this names nobody; it was left out",
    ),
    "a ditto mark": (
        '1. Share,Agreed,Meet,"""",,,,',
        "1 Share: accepted / 1.1 Meet",
        "2 Responsible: this names nobody; it was left out",
    ),
    "a heading in another column": (
        "1. Share,Agreed,Meet,,,,,",
        ",Our themes,,,,,,",
        "1 Share: accepted / 1.1 Meet",
        "3 Response: this row is no record: nothing stands beside this; it was left out",
    ),
    "an action alone": (
        "1. Share,Agreed,Meet,,,,,",
        ",,Approved by the Director,,,,,",
        "1 Share: accepted / 1.1 Meet / 1.2 Approved by the Director",
        "3 Action: nothing stands beside this; it was read as an action",
    ),
}
TABLES: Final = {name: (HEADS, *case) for name, case in BELOW_HEADS.items()} | {
    "a heading above the numbers": (
        "No,Recommendation,Response,Action",
        "Pillar 2,,,",
        "1,Share,Agreed,Meet",
        "1 Share: accepted / 1.1 Meet",
        "2 No: this row is no record: nothing stands beside this; it was left out",
    ),
    "a legend beside the table": (
        "No,Recommendation,Response,Action",
        ",Our staff,,,,Legend",
        "1,Share,Agreed,Meet",
        "1 Share: accepted / 1.1 Meet",
        "2 Recommendation: this row is no record: no number, and nothing beside it; it was left",
    ),
    "a Roman number above them": (
        "No,Recommendation,Response,Action",
        "II,,,",
        "1,Share,Agreed,Meet",
        "1 Share: accepted / 1.1 Meet",
        "2 No: this row is no record: nothing stands beside this; it was left out",
    ),
    "words in front of numbers": (
        "Recommendation,Response,Action",
        '1. Share,Agreed,"Action 1.1: Meet\nAction 1.2: Write"',
        "1 Share: accepted / 1.1 Meet / 1.2 Write",
        "2 Action: this was read as 2 actions",
    ),
    "a day in the heading": (
        "Recommendation,Response,Action,Status as of 30 June 2024,Status as of 31 December 2024",
        "1. Share,Agreed,Meet,In progress,Completed",
        "1 Share: accepted / 1.1 Meet; 2024-06-30 in-progress; 2024-12-31? completed",
        "",
    ),
    "the day of completion": (
        "Recommendation,Response,Action,Status,Date completed,Last updated,Comments",
        "1. Share,Agreed,Meet,Completed,2018-03-05,2018-04-01,Told the board",
        "1 Share: accepted / 1.1 Meet; 2018-03-05 completed; 2018-04-01 Told the board",
        "",
    ),
    "a revised deadline": (
        "Recommendation,Response,Action,Due date,Revised due date,Comments,Last updated",
        "1. Share,Agreed,Meet,2018-03,2018-06,After the fair,2018-03-20",
        "1 Share: accepted / 1.1 Meet; 2018-03; 2018-03-20? to 2018-06; 2018-03-20 After the fair",
        "",
    ),
    "a revised deadline alone": (
        "Recommendation,Response,Action,Revised deadline,First deadline",
        "1. Share,Agreed,Meet,2018,2017",
        "1 Share: accepted / 1.1 Meet; 2017; 2021-06-30? to 2018",
        "",
    ),
    "a day of completion beside another progress": (
        "Recommendation,Response,Action,Status,Date completed",
        "1. Share,Agreed,Meet,In progress,2018-03-05",
        "1 Share: accepted / 1.1 Meet; 2021-06-30? in-progress",
        "2 Date completed: this was left out: the progress is in-progress, and not completed",
    ),
    "a day of completion that is to come": (
        "Recommendation,Response,Action,Status,Date completed",
        "1. Share,Agreed,Meet,Completed,2022-03-05",
        "1 Share: accepted / 1.1 Meet; 2022-03-05 completed",
        "2 Date completed: this is after the day of the document, 30 Jun 2021",
    ),
    "another deadline below": (
        "Recommendation,Response,Action,Accountable,Due date",
        "1. Share,Agreed,Meet,PMU,2018",
        ",,,HR,2019",
        "1 Share: accepted / 1.1 Meet; 2018",
        "3 Due date: no day says when the deadline was moved, so no update was made; --as-of",
    ),
    "a deadline below words for one": (
        "Recommendation,Response,Action,Due date",
        "1. Share,Agreed,Meet,soon",
        ",,,2018",
        "1 Share: accepted / 1.1 Meet",
        "3 Due date: this was left out: 1.1 has a deadline from a row above",
    ),
    "a revised deadline that is none": (
        "Recommendation,Response,Action,Due date,Revised due date",
        "1. Share,Agreed,Meet,2018,soon",
        "1 Share: accepted / 1.1 Meet; 2018",
        "2 Revised due date: no new deadline was read: this is not read as a deadline",
    ),
    "neither yes nor no": (
        "Recommendation,Response,Action,ongoing,see",
        "1. Share,Agreed,Meet,perhaps,9.9",
        "1 Share: accepted / 1.1 Meet",
        "2 ongoing: this was left out: this is neither yes nor no",
    ),
    "a number and no text": (
        "Rec. No.,Response,Action",
        "1,Agreed,Meet",
        "1 Recommendation 1: accepted / 1.1 Meet",
        "2 Rec. No.: there is no text of the recommendation; its title is “Recommendation 1”",
    ),
    "numbers to the left": (
        "No.,Recommendation,Response,No.,Action",
        "R3,Share,Agreed,3.a,Meet",
        ",,,2,Write",
        "Rec. 4,Ask,Agreed,,Talk",
        "R3 Share: accepted / R3.3.a Meet / R3.2 Write / 4 Ask: accepted / 4.1 Talk",
        "",
    ),
    "one column of numbers": (
        "Ref,Recommendation,Response,Action",
        "1,Share,Agreed,",
        "1.1,,,Meet",
        "1.2,,,Write",
        "2,Ask,Agreed,",
        "1 Share: accepted / 1.1 Meet / 1.2 Write / 2 Ask: accepted",
        "",
    ),
    "two columns of comments": (
        "Recommendation,Response,Action,Remarks,Comments",
        "1. Share,Agreed,Meet,One,Two",
        "1 Share: accepted / 1.1 Meet; 2021-06-30? One\nTwo",
        "",
    ),
    "columns by letter": (
        "What,So,How",
        "1. Share,Agreed,Meet",
        "1 Share: accepted / 1.1 Meet",
        "",
    ),
    "headings in two rows": (
        "No,Recommendation,Management response,,Follow-up,,",
        ",,Status,Comments,Action,Status,Comments",
        "1,Share,Accepted,With reason,Meet,In progress,Well",
        "1 Share: accepted; With reason / 1.1 Meet; 2021-06-30? in-progress Well",
        "",
    ),
    "an answer that states nothing": (
        "Rec. No.,Recommendation,Addressed to,Acceptance status",
        "1,Share,Head,Not relevant",
        "1 Share: not-stated; Not relevant / 1.1 Share; Head",
        "",
    ),
}
OPTIONS: Final[dict[str, dict[str, Any]]] = {
    "completed in a year that goes on": {"as_of": AS_OF},
    "a word that was taught": {"words": {"progress": {"wrapped": "completed"}}},
    "options that meet nothing": {
        "columns": {"mgmt": "response"},
        "words": {"progress": {"Nope": "completed"}},
    },
    "the order of a date": {"dates": DateOrder.MONTH_FIRST},
    "a day of completion beside another progress": {"as_of": AS_OF},
    "a day of completion that is to come": {"as_of": AS_OF},
    "a revised deadline alone": {"as_of": AS_OF},
    "two columns of comments": {"as_of": AS_OF},
    "columns by letter": {"columns": {"A": "title", "B": "response", "C": "text"}},
    "headings in two rows": {"as_of": AS_OF},
}


@pytest.mark.parametrize("name", TABLES)
def test_what_comes_of_a_table(name: str) -> None:
    *lines, expected, finding = TABLES[name]
    made, found = of_csv("\n".join(lines), **OPTIONS.get(name, {}))
    assert made == expected
    assert finding in found if finding else not found


def test_evaluations_whose_names_differ_by_a_sign_have_ids_of_their_own(tmp_path: Path) -> None:
    lines = "Report,Recommendation,Action\nA/1,1. Share,Meet\nA-1,1. Ask,Write"
    (tmp_path / "table.csv").write_text(lines, encoding="utf-8")
    made = imported(tmp_path / "table.csv", split_by="Report")
    assert [register.evaluation.id for register in made.registers] == ["e-a-1", "e-a-1-2"]
    assert len(made.files(str(tmp_path))) == len(made.registers) + 1


def test_an_address_behind_other_words_than_those_of_proof_is_named(tmp_path: Path) -> None:
    path = tmp_path / "table.html"
    path.write_text(
        "<table><tr><th>Recommendation<th>Action<th>Responsible<th>Comments"
        "<tr><td>1. Share<td>Meet<td><a href='mailto:pmu@example.org'>PMU</a>"
        "<td><a href='https://example.org/minutes'>Minutes</a></table>",
        encoding="utf-8",
    )
    made = imported(path, as_of=AS_OF)
    expected = "1.1 Meet; PMU; 2021-06-30? Minutes https://example.org/minutes"
    assert expected in in_brief(*made.registers)
    links = {entry.text: (entry.to, entry.why) for entry in made.how.account.entries()}
    why = "this is the address behind the words; it was left out"
    assert links["mailto:pmu@example.org"] == ("", why)


HEADED: Final = "<tr><td>Management response: Agreed<tr><td>Key action<td>Unit<tr><td>{}<td>PMU"


@pytest.mark.parametrize(
    ("above", "actions"),
    [
        ("Recommendation 2: Ask", 2),
        ("Our table<tr><td>Recommendation 2: Ask", 2),
        ("Issue 2: Ask", 1),
    ],
)
def test_what_has_an_answer_of_its_own_is_not_of_the_recommendation_above(
    above: str, actions: int, tmp_path: Path
) -> None:
    named = {"Recommendation 1: A": "Meet", above: "Write"}
    tables = (f"<table><tr><td>{name}{HEADED.format(text)}</table>" for name, text in named.items())
    (tmp_path / "tables.html").write_text("<p>And:</p>".join(tables), encoding="utf-8")
    made = in_brief(*imported(tmp_path / "tables.html").registers)
    assert made.count("; PMU") == actions


# What is refused


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a,b\n1,2", "no column for the recommendation and none for the action was found (the he"),
        ("Action,Response\nA,B", "no column for the recommendation was found (the headings are “A"),
        ("Recommendation,Action\n", "there is no recommendation in it"),
        ("Recommendation,Action,Lead,Owner\n1. A,B,C,D", "the columns C “Lead” and D “Owner” both"),
        ("<!doctype html><p> </p>", "there is no text in it"),
    ],
)
def test_a_table_is_refused(text: str, reason: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        of_csv(text)
    assert f"table.csv: {reason}" in str(refusal.value)


def test_sheets_that_number_other_recommendations_alike_are_refused(tmp_path: Path) -> None:
    book = pytest.importorskip("openpyxl").Workbook()
    for name, title in (("Gender", "Train staff"), ("IT", "Buy servers")):
        sheet = book.create_sheet(name)
        sheet.append(["No", "Recommendation", "Action"])
        sheet.append([1, title, "Do it"])
    book.save(tmp_path / "two.xlsx")
    with pytest.raises(RefusedError, match="the sheets “Gender” and “IT” number other"):
        imported(tmp_path / "two.xlsx")


def test_a_cell_below_an_unknown_heading_counts_once_over_all_its_rows(tmp_path: Path) -> None:
    heads = [Cell(text) for text in ("Recommendation", "Response", "Action", "Budget line")]
    rows: list[list[Cell | None]] = [
        [*heads],
        [Cell("1. Share", rows=2), Cell("Agreed", rows=2), Cell("Meet"), Cell("B-12", rows=2)],
        [None, None, Cell("Write"), None],
    ]
    path = tmp_path / "table.html"
    path.write_bytes(html_of(Random(0), rows))  # noqa: S311 - no secret
    (finding,) = imported(path).findings
    assert finding.text == "Budget line"
    assert finding.message.startswith("this heading is not known: its cell was left out")
