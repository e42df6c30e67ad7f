"""Whole matrices: three houses' forms, each cell of them accounted for, and what is refused."""

import csv
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecefollow.importing import import_document, profile
from ecefollow.importing.account import AccountEntry
from ecefollow.importing.import_document import Imported
from ecefollow.importing.profile import Profile
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

# Where the cells of a matrix went: "ID key" holds the words of the cell, or the value after "=".
HEAD, LEFT = "a heading", "left out, with a finding"
UNKNOWN = "its column is not known"  # which is a finding, once
DAY = "the day of the document"
ACCOUNT: Final[dict[str, list[str] | str]] = {
    "Management response to the evaluation of the “blue corridor” programme": LEFT,
    "Status as at 30 June 2019": DAY,
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
    "Indicators only for the two busiest segments: the others have no counters.": ["2 response"],
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
    "Second call for tender": ["2.1.a note", "2.1.b note", "2.1.a date=2019-06-30"],
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
    "Overdue": LEFT,
    "See note #4: legal advice": ["4.1 note", "4.1 date=2019-06-30"],
}


def imported(path: Path, **given: Any) -> Imported:
    options = {word for words in given.get("words", {}).values() for word in words}
    options |= {*given.get("columns", ())}
    return import_document.read(str(path), EVALUATION, Profile(**given), options=options)


def of_csv(*lines: str, **given: Any) -> tuple[tuple[Recommendation, ...], list[str]]:
    """The recommendations in lines of CSV, and the findings, each "row column: message"."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "table.csv")
        path.write_text("\n".join(lines), encoding="utf-8")
        made = imported(path, **given)
    (register,) = made.registers
    findings = [f"{each.place.row} {each.heading}: {each.message}" for each in made.findings]
    return register.recommendations, findings


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


def test_every_cell_went_where_its_words_are() -> None:
    made = imported(MATRICES / "corridor.xlsx")
    values = dict(said(made.registers[0]))
    account = {words(text): where for text, where in ACCOUNT.items()}
    findings = {words(finding.text) for finding in made.findings}
    for text, entries in by_words(made).items():
        where = account[text]
        went = {place for entry in entries for place in entry.to.split()}
        if where == LEFT:
            assert not went
            assert text in findings or {entry.why for entry in entries} == {UNKNOWN}
        elif where == DAY:
            assert went == {"as_of"}
        elif where == HEAD:
            assert {place.partition(":")[0] for place in went} == {"heading"}
        else:
            assert {place.rpartition(".")[0] for place in went} == {
                each.split()[0] for each in where
            }
            for each in where:
                place, _, value = each.partition("=")
                if value:
                    assert value in values[place]
                else:
                    assert text in words(" ".join(values[place]))


def by_words(made: Imported) -> dict[str, list[AccountEntry]]:
    """The account, by the words of the cells: of those that say the same, all entries."""
    by: dict[str, list[AccountEntry]] = {}
    for entry in made.how.account.entries():
        by.setdefault(words(entry.text), []).append(entry)
    return by


@pytest.mark.parametrize("name", ["corridor.xlsx", "country-office.docx", "fleet.csv"])
def test_what_comes_out_is_a_register_without_an_error(name: str) -> None:
    made = imported(MATRICES / name)
    assert register_file.parse_valid(made.texts[0].encode(), "made.yaml") == made.registers[0]


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
    assert found[-1] == "3 Recommendation: 1 stands above already; it is recommendation 1-2 here"


@pytest.mark.parametrize("words", ["Section I. Staff", "Pillar 2", "II", "Evaluation of 2022"])
def test_what_stands_alone_in_a_column_of_numbers_is_no_recommendation(words: str) -> None:
    rows = (f"{words},,,", "1,Share,Agreed,Meet")
    made, found = of_csv("No,Recommendation,Response,Action", *rows)
    assert [(each.id, each.title) for each in made] == [("1", "Share")]
    assert found[-1].endswith("this row is no record: nothing stands beside this; it was left out")


def test_an_action_without_a_recommendation_is_left_out_and_told_of() -> None:
    made, found = of_csv(HEADS, ",,Meet,PMU,,,,", "1. Share,Agreed,Write,,,,,")
    assert [action.text for each in made for action in each.actions] == ["Write"]
    assert (
        found[0]
        == "2 Action: no recommendation stands here or above that could be read; it was left out"
    )


def test_actions_with_a_word_in_front_of_their_numbers_are_told_apart_in_one_cell() -> None:
    (one,), _ = of_csv("Recommendation,Action", '1. Share,"Action 1.1: Meet\nAction 1.2: Write"')
    assert [(action.id, action.text) for action in one.actions] == [
        *(("1.1", "Meet"), ("1.2", "Write")),
    ]


def test_a_row_without_an_action_says_more_of_the_one_above() -> None:
    made, found = of_csv(HEADS, "1. Share,Agreed,Meet,PMU,2018,,,", ",,,Bureau,,,,")
    assert made[0].actions[0].responsible == ("PMU", "Bureau")
    assert found == [
        "3 Responsible: no action stands in this row; it was read as more about that above"
    ]


def test_what_a_row_says_without_any_action_is_told_of() -> None:
    _, found = of_csv(HEADS, "1. Share,Agreed,,PMU,,,,", "2. Ask,Agreed,Write,PMU,2018,,,")
    assert found == ["2 Responsible: no action stands in this row; it was left out"]


def test_the_beginning_of_a_response_says_the_answer() -> None:
    made, found = of_csv(HEADS, "1. Share,Partially agreed. Some have it.,Meet,PMU,2018,,,")
    assert (made[0].status, made[0].response) == (Status.PARTIAL, "Partially agreed. Some have it.")
    assert found == ["2 Response: this was read as partial, by its first words"]


def test_without_an_answer_the_status_is_not_stated_and_told_of() -> None:
    made, found = of_csv(HEADS, "1. Share,We will think.,Meet,PMU,2018,,,")
    assert (made[0].status, made[0].response) == (Status.NOT_STATED, "We will think.")
    (finding,) = found
    assert finding.startswith("2 Response: no word of an answer is in it; ")


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


def test_since_when_a_state_is_so_nobody_knows_where_only_the_table_has_a_day() -> None:
    made, found = of_csv(HEADS, "1. Share,Agreed,Meet,PMU,2017,Completed,,", as_of=AS_OF)
    (update,) = made[0].actions[0].updates
    assert (update.date, update.progress) == (AS_OF, Progress.COMPLETED)
    assert update.day_unknown
    assert found == []


def test_since_when_it_was_completed_a_status_as_of_a_day_does_not_say() -> None:
    heads = "Recommendation,Action,Status as of 30 June 2024,Status as of 31 December 2024"
    made, _ = of_csv(heads, "1. Share,Meet,In progress,Completed")
    updates = made[0].actions[0].updates
    assert [(each.progress, each.day_unknown) for each in updates] == [
        (Progress.IN_PROGRESS, False),
        (Progress.COMPLETED, True),
    ]


def test_a_remark_on_a_recommendation_without_actions_is_its_note() -> None:
    made, found = of_csv(HEADS, "1. Close,Not accepted,,,,,The branch has many visitors,")
    assert made[0].notes == ("The branch has many visitors",)
    assert found == ["2 Comments: no action stands in this row; it is a note of the recommendation"]


def test_options_that_meet_nothing_are_told_of() -> None:
    _, found = of_csv(
        HEADS,
        "1. Share,Agreed,Meet,PMU,2018,,,",
        columns={"mgmt": "response"},
        words={"progress": {"Nope": "completed"}},
    )
    assert found == [
        "None : --column: no table has this heading",
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
    moved, told = action.updates
    assert (moved.due, moved.day_unknown) == (Deadline("2018-06", date(2018, 6, 30)), True)
    assert (told.note, told.day_unknown) == ("After the town hall", False)
    assert moved.date == told.date == date(2018, 3, 20)


def test_words_behind_the_progress_are_the_note() -> None:
    text = "In progress: two offices of five have it"
    made, found = of_csv(HEADS, f"1. A,Agreed,Meet,PMU,2018,{text},,2018-03-05")
    (update,) = made[0].actions[0].updates
    assert (update.progress, update.note) == (Progress.IN_PROGRESS, text)
    assert found == ["2 Status: this was read as in-progress, by its first words"]


def test_a_word_that_is_not_known_is_told_of_and_can_be_taught() -> None:
    line = "1. Share,Agreed,Meet,PMU,2018,Wrapped,,2018-03-05"
    made, found = of_csv(HEADS, line)
    why = "no word of progress is in it"
    hint = 'if it is progress, --word "WORD=MEANING" says which'
    choices = "not-reported, not-started, in-progress, completed or not-applicable"
    assert found == [f"2 Status: {why}; {hint}: {choices}"]
    action = made[0].actions[0]
    assert (action.updates[0].note, action.reading) == ("Wrapped", f"Status “Wrapped”: {why}.")
    made, found = of_csv(HEADS, line, words={"progress": {"wrapped": "completed"}})
    assert made[0].actions[0].updates[0].progress is Progress.COMPLETED
    assert found == []


def test_the_order_of_a_date_is_an_option() -> None:
    line = "1. Share,Agreed,Meet,PMU,03/04/2018,,,"
    made, _ = of_csv(HEADS, line, dates=DateOrder.MONTH_FIRST)
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
    assert "(U+0007) is not allowed, and was taken out" in found[0]


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
# What is read as one of few values, or as a date.
VALUES = {
    "status",
    "progress",
    "due",
    "revised_due",
    "id",
    *("last_update", "completed_on", "added"),
}
USUAL = st.sampled_from([*profile.languages()["en"].columns])


@given(
    st.lists(USUAL, min_size=2, max_size=8, unique=True),
    st.lists(st.lists(SOUP, max_size=9), max_size=6),
    st.sampled_from([None, AS_OF]),
)
def test_whatever_stands_in_the_cells_a_valid_register_comes_out(
    heads: list[str], rows: list[list[str]], as_of: date | None
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "table.csv")
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["Recommendation", "Action", *heads], *rows])
        try:
            made = imported(path, as_of=as_of)
        except RefusedError:
            return
    (register,) = made.registers
    assert register_file.parse_valid(made.texts[0].encode(), "made.yaml") == register
    findings = {finding.place._replace(path="") for finding in made.findings}
    for entry in made.how.account.entries():
        # What was put nowhere says why, and all else is there or is a value: no word is lost.
        assert entry.to or entry.why
        keys = {place.rpartition(".")[2] for place in entry.to.split()}
        for word in re.findall(r"[^\W_]{3,}", re.sub(FORBIDDEN, "", entry.text)):
            is_there = re.search(re.escape(word), made.texts[0], re.IGNORECASE)
            is_doubted = entry.place in findings or not entry.to
            assert is_there or is_doubted or keys & VALUES or "heading" in entry.to, (word, entry)


# What is refused


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param(
            "a,b\n1,2\n",
            "no column for the recommendation and none for the action was found (the headings are "
            '“a”, “b”); name them with --column "HEADING=title" and --column "HEADING=text", or in '
            "a --profile",
            id="without any heading that is known",
        ),
        pytest.param(
            "Action,Response\nMeet,Agreed\n",
            "no column for the recommendation was found (the headings are “Action”, “Response”); "
            'name them with --column "HEADING=title" and --column "HEADING=text", or in a '
            "--profile",
            id="without a recommendation",
        ),
        pytest.param(
            "Recommendation,Action\n", "there is no recommendation in it", id="without a row"
        ),
        pytest.param("<!doctype html><p> </p>", "there is no text in it", id="without a text"),
    ],
)
def test_a_table_is_refused(text: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RefusedError) as refusal:
        imported(path)
    assert str(refusal.value) == f"{path}: {reason}"


def test_two_columns_for_one_key_are_told() -> None:
    lines = ("Recommendation,Action,Lead,Owner", "1. A,B,C,D")
    with pytest.raises(RefusedError, match="C “Lead” and D “Owner” both stand for responsible"):
        of_csv(*lines)
    made, found = of_csv(*lines, columns={"D": "left-out"})
    assert made[0].actions[0].responsible == ("C",)
    assert not any("left out" in finding for finding in found)


def test_evaluations_whose_names_differ_by_a_sign_have_ids_of_their_own(tmp_path: Path) -> None:
    lines = ("Report,Recommendation,Action", "A/1,1. Share,Meet", "A-1,1. Ask,Write")
    (tmp_path / "table.csv").write_text("\n".join(lines), encoding="utf-8")
    made = imported(tmp_path / "table.csv", split_by="Report")
    assert [register.evaluation.id for register in made.registers] == ["e-a-1", "e-a-1-2"]
    assert len(made.files(str(tmp_path))) == len(made.registers) + 1


def test_two_columns_of_comments_are_one_note() -> None:
    made, _ = of_csv("Recommendation,Action,Remarks,Comments", "1. A,B,C,D", as_of=AS_OF)
    assert made[0].actions[0].updates[0].note == "C\nD"


def test_sheets_that_number_other_recommendations_alike_are_refused(tmp_path: Path) -> None:
    book = pytest.importorskip("openpyxl").Workbook()
    for name, title in (("Gender", "Train staff"), ("IT", "Buy servers")):
        sheet = book.create_sheet(name)
        sheet.append(["No", "Recommendation", "Action"])
        sheet.append([1, title, "Do it"])
    book.save(tmp_path / "two.xlsx")
    with pytest.raises(RefusedError, match="the sheets “Gender” and “IT” number other"):
        imported(tmp_path / "two.xlsx")


def test_the_same_action_may_end_with_another_mark() -> None:
    made, found = of_csv(
        HEADS,
        "1. Share,Agreed,Meet.,PMU,2018,Ongoing,,2017-12-31",
        "1. Share,Agreed,Meet,PMU,2018,Completed,,2018-12-31",
    )
    assert [each.id for each in made[0].actions] == ["1.1"]
    assert found[0].startswith("3 Action: this action stands above")


def test_an_answer_that_was_left_out_stands_so_in_the_account(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    lines = "Recommendation,Response,Action", "1. Share,Agreed,Meet", "1. Share,Rejected,Ask"
    path.write_text("\n".join(lines), encoding="utf-8")
    (entry,) = by_words(imported(path))["Rejected"]
    assert (entry.to, entry.why) == ("", "1 is accepted by what stands above")


@pytest.mark.parametrize(
    ("progress", "update", "day_unknown"),
    [
        ("Completed", "completed", True),
        ("No longer applicable", "not-applicable", True),
        ("In progress", "in-progress", False),
    ],
)
def test_what_was_closed_by_its_last_update_may_have_been_so_before(
    progress: str, update: str, day_unknown: bool
) -> None:
    made, _ = of_csv(HEADS, f"1. Share,Agreed,Meet,PMU,2018,{progress},,2018-06-30")
    (recorded,) = made[0].actions[0].updates
    assert (recorded.progress, recorded.day_unknown) == (update, day_unknown)
    assert recorded.date == date(2018, 6, 30)


def test_a_part_of_a_date_is_never_after_the_document() -> None:
    made, _ = of_csv(
        HEADS, "1. Share,Agreed,Meet,PMU,2018,Completed in 2018,,", as_of=date(2018, 3, 1)
    )
    assert made[0].actions[0].updates[0].date == date(2018, 3, 1)


@pytest.mark.parametrize(
    ("line", "finding"),
    [
        ("1. Share,Agreed,Meet,PMU,2018,Overdue,,", "Status: this says how it stands on a day"),
        ("1. Share,Agreed,Meet,TBD,2018,,,", "Responsible: this names nobody; it was left out"),
        ('1. Share,Agreed,Meet,"""",2018,,,', "Responsible: this names nobody; it was left out"),
        ("1. Share,Agreed,Meet,,,,,\n,Our themes,,,,,,", "Response: this row is no record"),
        ("1. Share,Agreed,Meet,PMU,2018,,,\nSous-total,1,,,,,,", "this row is no record"),
        ("1. Share,Agreed,Meet,PMU,,,,\n,,Meet,HR,,,,", "1.1 has this text too, for other units"),
        (
            "1. Share,Agreed,Meet,,,,,\n,,Approved by the Director,,,,,",
            "nothing stands beside this",
        ),
        ("1. Share,Accepted. We reject part b.,Meet,PMU,2018,,,", "other words may qualify it"),
    ],
)
def test_what_says_nothing_that_a_register_holds_is_named(line: str, finding: str) -> None:
    _, found = of_csv(HEADS, *line.split("\n"))
    assert any(finding in each for each in found)


def test_one_column_may_have_the_numbers_of_recommendations_and_actions() -> None:
    made, _ = of_csv("Ref,Recommendation,Action", "1,Share,", "1.1,,Meet", "1.2,,Write", "2,Ask,")
    assert [(each.id, [action.id for action in each.actions]) for each in made] == [
        ("1", ["1.1", "1.2"]),
        ("2", []),
    ]


def test_columns_named_by_letter_are_found_without_a_heading_that_is_known() -> None:
    made, _ = of_csv("What,How", "1. Share,Meet", columns={"A": "title", "B": "text"})
    assert (made[0].title, made[0].actions[0].text) == ("Share", "Meet")


def test_what_stands_below_the_heading_of_the_answer_is_of_the_answer() -> None:
    made, _ = of_csv(
        "No,Recommendation,Management response,,Follow-up,,",
        ",,Status,Comments,Action,Status,Comments",
        "1,Share,Accepted,With reason,Meet,In progress,Well",
        as_of=AS_OF,
    )
    (recommendation,) = made
    assert (recommendation.status, recommendation.response) == ("accepted", "With reason")
    assert recommendation.actions[0].updates[0].note == "Well"


def test_a_revised_deadline_without_a_first_one_is_an_update() -> None:
    made, _ = of_csv(
        "Recommendation,Action,Deadline set first,Revised deadline",
        "1. Share,Meet,2017,2018",
        as_of=AS_OF,
    )
    (action,) = made[0].actions
    assert (action.due, action.updates[0].day_unknown) == (None, True)
    assert action.updates[0].due is not None


def test_an_address_behind_other_words_than_those_of_proof_is_named(tmp_path: Path) -> None:
    path = tmp_path / "table.html"
    path.write_text(
        "<table><tr><th>Recommendation<th>Action<th>Responsible<th>Comments"
        "<tr><td>1. Share<td>Meet<td><a href='mailto:pmu@example.org'>PMU</a>"
        "<td><a href='https://example.org/minutes'>Minutes</a></table>",
        encoding="utf-8",
    )
    made = imported(path, as_of=AS_OF)
    (update,) = made.registers[0].recommendations[0].actions[0].updates
    assert update.evidence == ("https://example.org/minutes",)
    (entry,) = by_words(made)["mailto:pmu@example.org"]
    assert (entry.to, entry.why) == ("", "this is the address behind the words; it was left out")


def test_an_answer_that_states_nothing_keeps_its_words() -> None:
    made, _ = of_csv(
        "Report symbol,Rec. No.,Recommendation,Addressed to,Acceptance status,Remarks",
        "A/1,1,Share,Head,Not relevant,",
    )
    assert (made[0].status, made[0].response) == ("not-stated", "Not relevant")
