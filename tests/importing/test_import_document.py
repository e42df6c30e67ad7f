"""Whole matrices: three houses' forms, each cell of them accounted for, and what is refused."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecefollow.documents import csv_file, document_file
from ecefollow.documents.table import Table
from ecefollow.importing import headings, import_document
from ecefollow.importing.days import read_due
from ecefollow.importing.headings import HEADINGS, HeadingError
from ecefollow.importing.import_document import Imported
from ecefollow.importing.import_options import ImportOptions
from ecefollow.importing.splitting import recommendation_number
from ecefollow.importing.status_words import Vocabulary
from ecefollow.importing.yaml_writer import register_text
from ecefollow.reading import register_file
from ecefollow.reading.diagnostics import RefusedError
from ecefollow.register.characters import FORBIDDEN
from ecefollow.register.date_parser import DateOrder
from ecefollow.register.deadlines import Deadline
from ecefollow.register.model import Evaluation, Recommendation, Register
from ecefollow.register.vocabulary import Progress, Status

MATRICES = Path(__file__).parents[1] / "data" / "matrices"
EVALUATION = Evaluation("e", "T", "O")
AS_OF = date(2021, 6, 30)

# Where the cells of each matrix went: "ID key" holds the words of the cell, or the value after "=".
HEAD, LEFT = "a heading", "left out, with a finding"
ACCOUNTS: Final[dict[str, dict[str, list[str] | str]]] = {
    "corridor.xlsx": {
        "Management response to the evaluation of the “blue corridor” programme": LEFT,
        "Status as at 30 June 2019": LEFT,
        **dict.fromkeys(
            (
                *("No.", "Recommendation", "Acceptance", "Management response", "Budget"),
                *("Actions planned", "Responsible unit(s)", "Target date", "Remarks"),
                *("Implementation status", "Last updated"),
            ),
            HEAD,
        ),
        "1": ["1 id=1"],
        "The programme should agree on “one corridor, one voice” with all partners.": ["1 title"],
        "Fully accepted": ["1 status=accepted"],
        "Management agrees.\nThe partners’ forum has taken it up.": ["1 response"],
        "1.1": ["1.1 id"],
        "Draft a joint statement": ["1.1 text"],
        "Partnerships Unit": ["1.1 responsible", "1.3 responsible"],
        "31 March 2019": ["1.1 due_text", "1.1 due=2019-03-31"],
        "Completed": ["1.1 progress=completed"],
        "Adopted at the forum’s 3rd session": ["1.1 note"],
        "2019-03-28": ["1.1 date=2019-03-28"],
        "12 000": LEFT,
        "1.2": ["1.2 id"],
        "Publish the statement on the programme’s website": ["1.2 text"],
        "Partnerships Unit\nWeb Team": ["1.2 responsible"],
        "Q2 2019": ["1.2 due_text", "1.2 due=2019-Q2"],
        "In progress": ["1.2 progress=in-progress"],
        "2019-06-14": ["1.2 date=2019-06-14"],
        "1.3": ["1.3 id"],
        "Keep partners informed": ["1.3 text"],
        "Ongoing": ["1.3 due_text", "1.3 ongoing=True", "1.3 progress=in-progress"],
        "2": ["2 id=2"],
        "Strengthen monitoring – with indicators for each segment": ["2 title"],
        "Partially accepted": ["2 status=partial"],
        "Indicators only for the two busiest segments: the others have no counters.": [
            "2 response"
        ],
        "2.1": ["2.1.a id=2.1.a", "2.1.b id=2.1.b"],
        "(a) Define indicators\n(b) Install counters on segments 1 and 2": [
            "2.1.a text=Define indicators",
            "2.1.b text=Install counters on segments 1 and 2",
        ],
        "Monitoring Unit": ["2.1.a responsible", "2.1.b responsible"],
        "06/2019\n12/2019": ["2.1.a due=2019-06", "2.1.b due=2019-12"],
        "Not started": ["2.1.a progress=not-started", "2.1.b progress=not-started"],
        "Tender under preparation": ["2.1.a note", "2.1.b note"],
        "2019-06-01": ["2.1.a date=2019-06-01", "2.1.b date=2019-06-01"],
        "Second call for tender": ["2.1.a note", "2.1.b note", "2.1.a date=2021-06-30"],
        "3": ["3 id=3"],
        "Close the northern office": ["3 title"],
        "Not accepted": ["3 status=rejected"],
        "The office serves three countries.": ["3 response"],
        "4": ["4 id=4"],
        "Review the fee schedule": ["4 title"],
        "Under consideration": ["4 status=pending"],
        "4.1": ["4.1 id"],
        "Review fees": ["4.1 text"],
        "Finance": ["4.1 responsible"],
        "03/04/2019": ["4.1 due_text", "4.1 due=None", "4.1 reading"],
        "Overdue": ["4.1 reading"],
        "See note #4: legal advice": ["4.1 note", "4.1 date=2021-06-30"],
    },
    "country-office.docx": {
        "Management response template": LEFT,
        "Overall comments: Management thanks the evaluators.": LEFT,
        **dict.fromkeys(
            (
                *("Key Action(s)", "Time Frame", "Responsible Unit(s)", "Tracking*"),
                *("Comments", "Status"),
            ),
            HEAD,
        ),
        "Evaluation Recommendation or Issue 1: The country office should plan jointly with the "
        "ministry’s “planning cell”.": [
            "1 id=1",
            "1 title=The country office should plan jointly with the ministry’s “planning cell”.",
        ],
        "Management Response: Agreed. Joint planning began in 2020.": [
            "1 status=accepted",
            "1 response=Agreed. Joint planning began in 2020.",
        ],
        "1.1 Hold two planning retreats a year": [
            "1.1 id=1.1",
            "1.1 text=Hold two planning retreats a year",
        ],
        "2021/01": ["1.1 due_text", "1.1 due=2021-01"],
        "Programme Unit": ["1.1 responsible"],
        "First retreat held": ["1.1 note"],
        "Initiated": ["1.1 progress=in-progress"],
        "1.2 Second an adviser to the ministry": [
            "1.2 id=1.2",
            "1.2 text=Second an adviser to the ministry",
        ],
        "By December 2021": ["1.2 due_text", "1.2 due=2021-12", "1.2 reading"],
        "Operations; Ministry": ["1.2 responsible"],
        "Not Initiated": ["1.2 progress=not-started"],
        "Evaluation Recommendation or Issue 2: Use cash transfers more.": [
            "2 id=2",
            "2 title=Use cash transfers more.",
        ],
        "Management Response: Disagree: the banks’ network is too thin.": [
            "2 status=rejected",
            "2 response=Disagree: the banks’ network is too thin.",
        ],
        "Evaluation Recommendation or Issue 3: Write down lessons": [
            "3 id=3",
            "3 title=Write down lessons",
        ],
        "Management Response: Partially agree": ["3 status=partial"],
        "3.1 Publish a paper on lessons": ["3.1 id=3.1", "3.1 text=Publish a paper on lessons"],
        "No due date": ["3.1 due_text", "3.1 due=None"],
        "M&E Officer": ["3.1 responsible"],
        "Dropped with the closure of the project": ["3.1 note"],
        "No Longer Applicable": ["3.1 progress=not-applicable"],
        "* If the management response is tracked electronically, the tracking columns stay "
        "empty.": LEFT,
    },
    "fleet.csv": {
        **dict.fromkeys(
            (
                *("Recommendation", "Response", "Follow-up action", "Lead", "Deadline"),
                *("Tracking status", "Evidence", "Comments"),
            ),
            HEAD,
        ),
        "Recommendation 1: Train the crews’ trainers": [
            "1 id=1",
            "1 title=Train the crews’ trainers",
        ],
        "Accept": ["1 status=accepted"],
        "Recruit two trainers.\nTrain all crews.": [
            "1.1 text=Recruit two trainers.",
            "1.2 text=Train all crews.",
        ],
        "Training Branch": ["1.1 responsible", "1.2 responsible"],
        "Mar-18": ["1.1 due_text", "1.1 due=2018-03", "1.2 due=2018-03"],
        "Closed": ["1.1 progress=completed", "1.2 progress=completed"],
        "https://example.org/trainers\nList of crews": ["1.1 evidence", "1.2 evidence"],
        "Both began in “April”": ["1.1 note", "1.2 note"],
        "Write a manual": ["1.3 text"],
        "Training Branch; Fleet": ["1.3 responsible"],
        "end of 2018": ["1.3 due_text", "1.3 due=2018"],
        "In progress": ["1.3 progress=in-progress"],
        "50 % done – draft circulated": ["1.3 note"],
        "Recommendation 2: Renew the fleet, as funds allow": [
            "2 id=2",
            "2 title=Renew the fleet, as funds allow",
        ],
        "Management sees no need to decide before 2019.": ["2 response", "2 status=not-stated"],
        "Assess the fleet’s age": ["2.1 text"],
        "Fleet": ["2.1 responsible"],
        "Q1 and Q3 2018": ["2.1 due_text", "2.1 due=None", "2.1 reading"],
        "Late; consultant ill": ["2.1 reading", "2.1 note"],
    },
}


def reading(**given: Any) -> ImportOptions:
    return ImportOptions(given.pop("columns", {}), Vocabulary(given.pop("words", {})), **given)


def imported(path: Path, **given: Any) -> Imported:
    return import_document.read(str(path), EVALUATION, reading(**given))


def of_csv(*lines: str, **given: Any) -> tuple[tuple[Recommendation, ...], list[str]]:
    """The recommendations in lines of CSV, and the findings, each "row column: message"."""
    tables = csv_file.read("\n".join(lines).encode()).tables
    made, findings = import_document.recommendations_in(tables, reading(**given))
    return made, [f"{each.place.row} {each.heading}: {each.message}" for each in findings]


def said(register: Register) -> Iterator[tuple[str, list[str]]]:
    """What the register says, by id and key: the values, those of updates under their own keys."""
    for record in register.records:
        names = [name for name in type(record).__slots__ if name not in {"at", "actions"}]
        for name in names:
            value = getattr(record, name)
            each = (
                value if isinstance(value, tuple) and not isinstance(value, Deadline) else [value]
            )
            if name != "updates":
                yield f"{record.id} {name}", [as_text(item) for item in each]
        for key in ("date", "progress", "note", "evidence", "by"):
            if updates := getattr(record, "updates", ()):
                found = [getattr(update, key, None) for update in updates]
                flat = [x for item in found for x in (item if isinstance(item, tuple) else [item])]
                yield f"{record.id} {key}", [as_text(item) for item in flat]


def as_text(value: object) -> str:
    return value.written if isinstance(value, Deadline) else str(value)


def words(text: str) -> str:
    return " ".join(text.replace(";", " ").split())


# Every cell


@pytest.mark.parametrize("name", ACCOUNTS)
def test_every_cell_is_accounted_for(name: str) -> None:
    account = {words(text): where for text, where in ACCOUNTS[name].items()}
    made = imported(MATRICES / name, as_of=AS_OF)
    values = dict(said(made.register))
    left = {words(finding.text) for finding in made.findings if "left out" in finding.message}
    for table in document_file.read(str(MATRICES / name)).tables:
        for cell in (words(text) for row in table.rows for text in row):
            where = account[cell] if cell else HEAD
            if where == LEFT:
                assert cell in left
            elif where != HEAD:
                assert cell not in left
                for each in where:
                    place, _, value = each.partition("=")
                    if value:
                        assert value in values[place]
                    else:
                        assert cell in words(" ".join(values[place]))


@pytest.mark.parametrize("name", ACCOUNTS)
def test_what_comes_out_is_a_register_without_an_error(name: str) -> None:
    made = imported(MATRICES / name)
    assert register_file.parse_valid(made.text.encode(), "made.yaml") == made.register


@pytest.mark.parametrize("name", ACCOUNTS)
def test_without_a_day_the_words_of_progress_stand_in_the_reading(name: str) -> None:
    made = imported(MATRICES / name)
    values = dict(said(made.register))
    for text, where in ACCOUNTS[name].items():
        if where in (HEAD, LEFT):
            continue
        for place in (each.partition("=")[0] for each in where):
            ident, key = place.split()
            if key in {"note", "evidence"} and place not in values:
                assert words(text) in words(" ".join(values[f"{ident} reading"]))


# The parts of a table


HEADS = "Recommendation,Response,Action,Responsible,Due date,Status,Comments,Last updated"


def test_a_recommendation_may_be_repeated_or_left_empty_below() -> None:
    made, found = of_csv(
        HEADS,
        "1. Share,Agreed,Meet,PMU,2018,,,",
        ",,Write,PMU,2018,,,",
        "1. Share,Agreed,Send,PMU,2018,,,",
        "2. Ask,Rejected,,,,,,",
    )
    assert [(each.id, each.title, each.status) for each in made] == [
        ("1", "Share", Status.ACCEPTED),
        ("2", "Ask", Status.REJECTED),
    ]
    assert [action.id for action in made[0].actions] == ["1.1", "1.2", "1.3"]
    assert made[1].actions == ()
    assert found == []


def test_recommendations_without_a_number_are_counted_and_told_of() -> None:
    made, found = of_csv(HEADS, "Share,Agreed,Meet,PMU,2018,,,", "Ask,Agreed,Write,PMU,2018,,,")
    assert [each.id for each in made] == ["1", "2"]
    assert found == [
        "2 Recommendation: there is no number; it is recommendation 1 here",
        "3 Recommendation: there is no number; it is recommendation 2 here",
    ]


def test_the_same_number_over_another_text_is_another_recommendation() -> None:
    made, found = of_csv(
        HEADS, "1. Share,Agreed,Meet,PMU,2018,,,", "1. Ask,Agreed,Write,PMU,2018,,,"
    )
    assert [(each.id, each.title) for each in made] == [("1", "Share"), ("1-2", "Ask")]
    assert found == ["3 Recommendation: 1 stands above already; it is recommendation 1-2 here"]


def test_an_action_without_a_recommendation_is_left_out_and_told_of() -> None:
    made, found = of_csv(HEADS, ",,Meet,PMU,,,,", "1. Share,Agreed,Write,,,,,")
    assert [action.text for each in made for action in each.actions] == ["Write"]
    assert found[0] == "2 Action: no recommendation stands here or above; this was left out"


def test_a_row_without_an_action_says_more_of_the_one_above() -> None:
    made, found = of_csv(HEADS, "1. Share,Agreed,Meet,PMU,2018,,,", ",,,Bureau,,,,")
    assert made[0].actions[0].responsible == ("PMU", "Bureau")
    assert found == [
        "3 Responsible: no action stands in this row; it was read as more about that above"
    ]


def test_what_a_row_says_without_any_action_is_told_of() -> None:
    _, found = of_csv(HEADS, "1. Share,Agreed,,PMU,,,,", "2. Ask,Agreed,Write,PMU,2018,,,")
    assert found == ["2 Responsible: no action stands in this row; this was left out"]


def test_the_beginning_of_a_response_says_the_answer() -> None:
    made, found = of_csv(HEADS, "1. Share,Partially agreed. Not all.,Meet,PMU,2018,,,")
    assert (made[0].status, made[0].response) == (Status.PARTIAL, "Partially agreed. Not all.")
    assert found == ["2 Response: this was read as partial, by its first words"]


def test_without_an_answer_the_status_is_not_stated_and_told_of() -> None:
    made, found = of_csv(HEADS, "1. Share,We agree to think.,Meet,PMU,2018,,,")
    assert (made[0].status, made[0].response) == (Status.NOT_STATED, "We agree to think.")
    assert found == [
        "2 Recommendation: no answer to this recommendation was found; its status is not-stated"
    ]


def test_a_column_called_status_is_told_apart_by_its_words() -> None:
    made, _ = of_csv("Recommendation,Action,Status", "1. Share,Meet,Agreed")
    assert made[0].status is Status.ACCEPTED
    made, _ = of_csv("Recommendation,Action,Status", "1. Share,Meet,Ongoing", as_of=AS_OF)
    assert made[0].actions[0].updates[0].progress is Progress.IN_PROGRESS


def test_completed_without_a_day_says_which_option_settles_it() -> None:
    made, found = of_csv(HEADS, "1. Share,Agreed,Meet,PMU,2018,Completed,,")
    assert made[0].actions[0].updates == ()
    assert found == [
        "2 Status: no day says when this was completed, so no update was made; --as-of gives one"
    ]


def test_a_completion_dated_by_the_day_of_the_table_is_told_of() -> None:
    made, found = of_csv(HEADS, "1. Share,Agreed,Meet,PMU,2017,Completed,,", as_of=AS_OF)
    (action,) = made[0].actions
    assert action.updates[0].date == AS_OF
    assert len(found) == 1
    assert found[0].startswith("2 Status: nothing says when this was completed; it was dated ")
    assert action.reading
    assert "nothing says when this was completed" in action.reading


def test_a_remark_on_a_recommendation_without_actions_is_its_note() -> None:
    made, found = of_csv(HEADS, "1. Close,Not accepted,,,,,The branch has many visitors,")
    assert made[0].notes == ("The branch has many visitors",)
    assert found == ["2 Comments: no action stands in this row; it is a note of the recommendation"]


def test_options_that_meet_nothing_are_told_of() -> None:
    _, found = of_csv(
        HEADS,
        "1. Share,Agreed,Meet,PMU,2018,,,",
        columns={"mgmt": "response"},
        words={"Nope": Progress.COMPLETED},
    )
    assert found == [
        "None : --column: there is no such heading",
        "None : --word: no cell is this word",
    ]


def test_the_day_of_completion_may_stand_apart_from_the_last_update() -> None:
    made, _ = of_csv(
        "Recommendation,Action,Status,Date completed,Last updated,Comments",
        "1. Share,Meet,Completed,2018-03-05,2018-04-01,Reported to the board",
    )
    first, second = made[0].actions[0].updates
    assert (first.date, first.progress) == (date(2018, 3, 5), Progress.COMPLETED)
    assert (second.date, second.note) == (date(2018, 4, 1), "Reported to the board")


def test_a_revised_due_date_is_an_update() -> None:
    made, _ = of_csv(
        "Recommendation,Action,Due date,Revised due date,Comments,Last updated",
        "1. Share,Meet,2018-03,2018-06,After the town hall,2018-03-20",
    )
    (action,) = made[0].actions
    assert action.due == Deadline("2018-03", date(2018, 3, 31))
    (update,) = action.updates
    assert update.due == Deadline("2018-06", date(2018, 6, 30))
    assert update.note == "After the town hall"


def test_words_behind_the_progress_are_the_note() -> None:
    made, found = of_csv(HEADS, "1. A,Agreed,Meet,PMU,2018,In progress: 2 of 5,,2018-03-05")
    (update,) = made[0].actions[0].updates
    assert (update.progress, update.note) == (Progress.IN_PROGRESS, "In progress: 2 of 5")
    assert found == [
        "2 Status: this was read as in-progress, by its first words; all of it is the note"
    ]


def test_a_word_that_is_not_known_is_told_of_and_can_be_taught() -> None:
    line = "1. Share,Agreed,Meet,PMU,2018,Terminé,,2018-03-05"
    made, found = of_csv(HEADS, line)
    message = "this word for progress is not known"
    assert found == [f'2 Status: {message}; if it means in progress: --word "Terminé=in-progress"']
    assert made[0].actions[0].reading == f"Status “Terminé”: {message}."
    made, found = of_csv(HEADS, line, words={"terminé": Progress.COMPLETED})
    assert made[0].actions[0].updates[0].progress is Progress.COMPLETED
    assert found == []


def test_the_order_of_a_date_is_an_option() -> None:
    line = "1. Share,Agreed,Meet,PMU,03/04/2018,,,"
    made, _ = of_csv(HEADS, line, order=DateOrder.MONTH_FIRST)
    assert made[0].actions[0].due == Deadline("2018-03-04", date(2018, 3, 4))


def test_a_number_of_its_own_column_stands_to_the_left_of_what_it_numbers() -> None:
    made, _ = of_csv(
        "No.,Recommendation,No.,Action", "R3,Share,3.a,Meet", ",,2,Write", "Rec. 4,Ask,,Talk"
    )
    assert [(each.id, [a.id for a in each.actions]) for each in made] == [
        ("R3", ["R3.3.a", "R3.2"]),
        ("4", ["4.1"]),
    ]


def test_control_characters_are_taken_out_and_told_of() -> None:
    made, found = of_csv(HEADS, "1. Share\u2028,Agreed,Me\x07et,PMU,2018,,,")
    assert (made[0].title, made[0].actions[0].text) == ("Share", "Meet")
    assert "(U+0007) is not allowed, and was taken out" in found[1]


def test_what_a_spreadsheet_shows_for_a_failed_formula_is_left_out() -> None:
    made, found = of_csv(HEADS, "1. Share,Agreed,Meet,#NAME?,2018,,,")
    assert made[0].actions[0].responsible == ()
    assert found[0].startswith("2 Responsible: this is what a spreadsheet shows for a formula")


SOUP = st.text(st.sampled_from("a B1.:;-\n(\x07\xa0\u200b\"'#“é,/"), max_size=8) | st.sampled_from(
    [
        *("", "1", "2.1", "Recommendation 1: A", "Recommendation 2", "1. A", "A", "7.1 B", "R1"),
        *("Agreed", "Partially accepted. No.", "Rejected", "Management response: Agreed", "-"),
        *("1. a\n2. b", "- a\n- b", "Do:\n(a) x\n(b) y", "A.\nB.", "1) a 2) b", "#NAME?"),
        *("2018-03-31", "2018", "by June 2018", "03/04/2018", "Ongoing", "TBD", "Q1 and Q2 2018"),
        *("Completed", "Overdue", "In progress. Well.", "<<<<<<< a", "x\u2028y", "yes", "~"),
    ]
)
USUAL = st.sampled_from([name for names in HEADINGS.values() for name in names[:2]])


@given(
    st.lists(USUAL, min_size=2, max_size=8, unique=True),
    st.lists(st.lists(SOUP, max_size=9), max_size=6),
    st.sampled_from([None, AS_OF]),
)
def test_whatever_stands_in_the_cells_a_valid_register_comes_out(
    heads: list[str], rows: list[list[str]], as_of: date | None
) -> None:
    continued = {(number, 0) for number in range(2, len(rows), 2)}
    table = Table("", [["Recommendation", "Action", *heads], *rows], continued=continued)
    try:
        made, findings = import_document.recommendations_in([table], reading(as_of=as_of))
    except HeadingError:
        return
    register = Register(EVALUATION, made)
    text = register_text(register)
    assert register_file.parse_valid(text.encode(), "made.yaml") == register
    where = {finding.place for finding in findings}
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            # What was put nowhere was told of: no word is lost.
            for word in re.findall(r"[^\W_]{3,}", re.sub(FORBIDDEN, "", cell)):
                said = re.search(re.escape(word), text, re.IGNORECASE)
                assert said or table.place(number, column) in where or is_known(cell), (word, text)


def is_known(cell: str) -> bool:
    """Whether the cell is a heading, or a word or date that is read as a value."""
    words = Vocabulary()
    label = cell.partition(":")[0]
    return bool(
        headings.meaning(label, {})
        or words.meaning(cell, Status)
        or words.meaning(cell, Progress)
        or read_due(cell, None, None).due
        or recommendation_number(cell).label
    )


# What is refused


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param(
            "Recommendation,Response,Cost\n1. Share,Agreed,10\n",
            'no column for the action; name it with --column "Heading=text" '
            "(found: Recommendation, Response, Cost)",
            id="without a column",
        ),
        pytest.param(
            "N°;Recommandation;Réponse\n1;A;B\n",
            'no column for the recommendation; name it with --column "Heading=title" '
            "(found: N°, Recommandation, Réponse)",
            id="without any heading that is known",
        ),
        pytest.param(
            "Recommendation,Action\n", "there is no recommendation in it", id="without a row"
        ),
    ],
)
def test_a_table_is_refused(text: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RefusedError) as refusal:
        imported(path)
    assert str(refusal.value) == f"{path}: {reason}"


def test_two_columns_for_one_key_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Recommendation,Action,Remarks,Comments\n1. A,B,C,D\n", encoding="utf-8")
    with pytest.raises(RefusedError, match="C “Remarks” and D “Comments” both stand"):
        imported(path)
    made = imported(path, columns={"comments": ""}, as_of=AS_OF)
    assert made.register.recommendations[0].actions[0].updates[0].note == "C"
    assert [finding.text for finding in made.findings if finding.text == "D"] == []
