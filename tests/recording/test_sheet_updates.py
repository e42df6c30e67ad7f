"""Sheets that come back filled in: what is taken from them, and what is told of the rest."""

import csv
import io
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from portfolios import FICTION, Answer, answer

from ecefollow.reading.diagnostics import RefusedError
from ecefollow.reading.register_file import parse_anew
from ecefollow.recording import sheet_updates
from ecefollow.recording.new_update import Addition
from ecefollow.register.characters import FORBIDDEN
from ecefollow.register.deadlines import parse_deadline
from ecefollow.register.model import Action, Evaluation, Recommendation, Register, Update
from ecefollow.register.portfolio import RegisterFile, as_one
from ecefollow.register.schema import UPDATE_COLUMNS
from ecefollow.register.vocabulary import Progress, Status

DAY = date(2018, 3, 5)
REVIEW = "Finalise the review,\nby March"
ASSESS = "=Assess the measures"
MEET = "Meet à temps"
ACTIONS = (
    Action("7.1", REVIEW, ("PMU",), due=parse_deadline("2018-03-30")),
    Action("7.10", ASSESS, ("PMU",)),
    Action("7.2", MEET, ("PMU",), ongoing=True),
)
REGISTER = Register(
    Evaluation("e", "E", "O"),
    (Recommendation("7", "Coordinate", Status.ACCEPTED, actions=ACTIONS),),
)
TEXTS = {"7.1": REVIEW, "7.10": f"'{ASSESS}", "7.2": MEET}


def row(ident: str, **update: str) -> dict[str, str]:
    cells = {f"update_{name}": cell for name, cell in update.items()}
    return {"id": ident, "text": TEXTS.get(ident, ""), **cells}


def sheet(*rows: dict[str, str], heads: Iterable[str] = (), delimiter: str = ",") -> bytes:
    """A sheet with these rows, as a spreadsheet saves it."""
    written = io.StringIO(newline="")
    columns = list(heads) or ["id", "text", *UPDATE_COLUMNS]
    writer = csv.DictWriter(written, columns, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()


def taken(data: bytes, on: date | None = None) -> list[Addition]:
    return sheet_updates.read(data, REGISTER, path="answers.csv", on=on).additions


def told(data: bytes) -> list[str]:
    """What is said of a sheet that is refused, but for its name."""
    with pytest.raises(RefusedError, match=r"answers\.csv has ") as refused:
        taken(data)
    assert all(problem.startswith("answers.csv: ") for problem in refused.value.problems)
    return [problem.removeprefix("answers.csv: ") for problem in refused.value.problems]


# What is taken


JUNE = parse_deadline("2018-06")
UPDATES = {
    "every-column": (
        {
            "date": "2018-03-05",
            "progress": "in-progress",
            "due": "2018-06",
            "note": "Later.",
            "evidence": "Minutes, of March; List",
            "by": "PMU",
        },
        Update(DAY, Progress.IN_PROGRESS, JUNE, "Later.", ("Minutes, of March", "List"), "PMU"),
    ),
    "a-word-as-it-is-shown": (
        {"date": "2018-03-05", "progress": " In progress "},
        Update(DAY, Progress.IN_PROGRESS),
    ),
    "true-as-spreadsheets-write-it": (
        {"date": "2018-03-05", "progress": "completed", "day_unknown": "TRUE"},
        Update(DAY, Progress.COMPLETED, day_unknown=True),
    ),
    "a-semicolon-that-does-not-end-an-item": (
        {"date": "2018-03-05", "evidence": "a\\;b;;c \nd;"},
        Update(DAY, evidence=("a;b", "c", "d")),
    ),
    "blanks-and-line-ends-that-a-spreadsheet-puts-into-cells": (
        {"date": " 2018-03-05", "note": "one\r\ntwo "},
        Update(DAY, note="one\ntwo"),
    ),
}


@pytest.mark.parametrize(("cells", "update"), UPDATES.values(), ids=UPDATES)
def test_a_row_that_is_filled_in_becomes_an_update(cells: dict[str, str], update: Update) -> None:
    filled = row("7.1", **cells) | {"text": REVIEW.replace("\n", "\r\n") + " "}
    assert taken(sheet(filled)) == [Addition("7.1", update)]


def test_a_row_that_nobody_filled_in_brings_nothing_and_stops_no_other() -> None:
    mixed = row("7.1") | {"text": "Another"}
    filled = row("7.2", date="2018-03-05", note="Met.")
    assert [each.id for each in taken(sheet(mixed, filled, row("7.10")))] == ["7.2"]


def test_a_text_that_would_be_a_formula_is_the_same_with_and_without_its_guard() -> None:
    for text in (ASSESS, f"'{ASSESS}"):
        filled = row("7.10", date="2018-03-05", note=f"'{text}" if text[0] == "=" else text)
        (addition,) = taken(sheet(filled | {"text": text}))
        assert addition.update.note == ASSESS


def test_a_sheet_may_be_in_any_form_in_which_tables_are_read() -> None:
    filled = sheet(row("7.1", date="2018-03-05", note="Größe"), delimiter=";")
    (addition,) = taken(filled.decode().encode("cp1252"))
    assert addition.update.note == "Größe"


def test_empty_rows_and_columns_do_not_count() -> None:
    data = sheet(row("7.1", date="2018-03-05", note="x")).decode().replace("\r\n", ",,\r\n")
    assert taken(f"{data},,,\r\n".encode())


# What is refused, row by row


LATER = row("7.1", date="2018-03-05", due="2018-06", note="Later.")
NOTED = row("7.1", date="2018-03-05", note="x")
PROBLEMS = {
    "row 2, column C (update_date): '31/03/2018' is not a day such as 2018-03-31": [
        row("7.1", date="31/03/2018", note="x")
    ],
    "row 2, column E (update_due): '31.03.2018' is not a day, month, quarter, half-year": [
        row("7.1", date="2018-03-05", due="31.03.2018", note="x")
    ],
    "row 2, column D (update_progress): 'complet' is not one of not-started, in-progress,": [
        row("7.1", date="2018-03-05", progress="complet")
    ],
    "row 3, column C (update_date): the day it happened is missing": [
        row("7.10"),
        row("7.1", note="x"),
    ],
    "row 2, column C (update_date): nothing to record": [row("7.1", date="2018-03-05", by="PMU")],
    "row 2, column G (update_note): the control character '\\x1b' (U+001B) is not allowed": [
        row("7.1", date="2018-03-05", note="\x1b[0m")
    ],
    "row 2, column G (update_note): 'Err:501' is a spreadsheet error value": [
        row("7.1", date="2018-03-05", note="Err:501")
    ],
    "row 3, column G (update_note): say why the deadline moves from Jun 2018 to 30 Mar 2018": [
        LATER,
        row("7.1", date="2018-03-06", due="2018-03-30"),
    ],
    "row 4, column C (update_date): 7.1 already has this update, from a row above": [
        NOTED,
        row("7.2"),
        NOTED,
    ],
    "row 2, column A (id): the register has no action '7.11'; did you mean '7.1'?": [
        row("7.11", date="2018-03-05", note="x")
    ],
    "row 2, column A (id): '7.1' is in the row with the text of 7.10; did a spreadsheet change": [
        row("7.10", date="2018-03-05", note="x") | {"id": "7.1"}
    ],
    "row 2, column B (text): the sheet was not opened as UTF-8": [
        row("7.2", date="2018-03-05", note="x") | {"text": MEET.encode().decode("cp1252")}
    ],
    "row 2, column B (text): this is not the text of 7.1; were rows mixed up?": [
        NOTED | {"text": "Another"}
    ],
}


@pytest.mark.parametrize(("expected", "rows"), PROBLEMS.items(), ids=PROBLEMS)
def test_a_problem_has_its_row_and_its_column(expected: str, rows: list[dict[str, str]]) -> None:
    (problem,) = told(sheet(*rows))
    assert problem.startswith(expected)


def test_a_deadline_is_compared_with_that_of_the_row_above() -> None:
    assert len(taken(sheet(LATER, row("7.1", date="2018-03-06", due="2018-06")))) == 2


def test_every_problem_is_reported_and_no_row_is_recorded() -> None:
    bad = row("7.1", date="5 March", progress="done")
    ongoing = row("7.2", date="2018-03-05", due="2018", note="x")
    places = [problem.partition(":")[0] for problem in told(sheet(NOTED, bad, ongoing))]
    assert places == [
        "row 3, column C (update_date)",
        "row 3, column D (update_progress)",
        "row 4, column E (update_due)",
    ]


def test_a_cell_under_no_head_is_not_lost_in_silence() -> None:
    data = sheet(row("7.1", date="2018-03-05", note="x")).removesuffix(b"\r\n") + b",,lost\r\n"
    assert told(data) == ["row 2, column L: 'lost' is in a column without a heading"]


# What is refused as a whole


NO_SHEETS = {
    "row 1: the column id is missing": b"text,update_note\n",
    "row 1: the column text is missing": b"id,update_note\n",
    "row 1: there is no column for an update (update_date,": b"id,text,\n7.1,x,\n",
    "row 1, column D (update_notes): unknown column 'update_notes'; did you mean": (
        b"id,text,update_date,update_notes\n"
    ),
    "row 1, column C (update_note): there is more than one column with this name": (
        b"id,text,update_note,update_note\n"
    ),
    "row 1, column D (update_verified): unknown column": b"id,text,update_by,update_verified\n",
    "line 2: this is neither UTF-8 nor UTF-16 nor Windows": b"id,text,update_note\n\x81",
    "line 2: unexpected end of data": b'id,text,update_note\n7.1,"open',
    "the file is damaged: File is not a zip file": b"PK\x03\x04\x14",
    "the file is empty": b"",
}


@pytest.mark.parametrize(("expected", "data"), NO_SHEETS.items(), ids=NO_SHEETS)
def test_a_file_that_is_not_such_a_sheet_is_refused(expected: str, data: bytes) -> None:
    (problem,) = told(data)
    assert problem.startswith(expected)


def test_a_sheet_with_nothing_filled_in_is_refused() -> None:
    with pytest.raises(
        RefusedError, match=r"nothing to record: the columns update_date, .* are empty"
    ):
        taken(sheet(row("7.1"), row("7.2")))


@example(b"id,text,update_note\n7.1,")
@example(b"id,text,update_note\n\x1b\n%TAG")
@given(
    st.binary(max_size=300)
    | st.text(st.sampled_from('idtexupa_no7.1,;"\n\r\t\x00')).map(str.encode)
)
def test_whatever_a_file_holds_it_is_taken_or_refused(data: bytes) -> None:
    with suppress(RefusedError):
        assert taken(data)


def is_typed(text: str) -> bool:
    """Whether a spreadsheet keeps the text as it is, and a register may have it."""
    changed = text != text.strip() or "\r" in text or text.startswith("'")
    return bool(text) and not changed and not re.search(FORBIDDEN, text + "a")


@given(st.text().filter(is_typed))
def test_a_note_comes_back_as_it_was_typed(text: str) -> None:
    (addition,) = taken(sheet(row("7.1", date="2018-03-05", note=text)))
    assert addition.update.note == text


# On the command line

Run = Callable[..., Answer]
REGISTER_FILE = Path("data", "recommendations.yaml")
FROM_SHEET = ("record", "--from", "sheet.csv")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    (tmp_path / "data").mkdir()
    shutil.copy(FICTION, tmp_path / REGISTER_FILE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ECEFOLLOW_REGISTER", raising=False)
    return answer


ANSWERS = {
    "B.1": {"date": "2021-06-01", "note": "=the lamps, again; one is broken\nand é", "by": "PMU"},
    "B.2": {"date": "2021-12-20", "progress": "completed", "evidence": "List; Minutes 3"},
}
TAKEN = [
    Update(date(2021, 6, 1), note="=the lamps, again; one is broken\nand é", by="PMU"),
    Update(date(2021, 12, 20), Progress.COMPLETED, evidence=("List", "Minutes 3")),
]


def fill_in(run: Run, answers: dict[str, dict[str, str]]) -> None:
    """Write the template as sheet.csv, with answers under its empty heads."""
    template = run("actions", "B", "--template")[1]
    reader = csv.DictReader(io.StringIO(template, newline=""))
    rows = [dict(cells) for cells in reader]
    for cells in rows:
        for name, cell in answers.get(cells["id"], {}).items():
            assert cells[f"update_{name}"] == ""
            cells[f"update_{name}"] = cell
    Path("sheet.csv").write_bytes(sheet(*rows, heads=reader.fieldnames or ()))


def last_updates() -> list[Update]:
    register = parse_anew(REGISTER_FILE.read_bytes(), str(REGISTER_FILE))
    one, two, *_ = register.recommendations[1].actions
    return [one.updates[-1], two.updates[-1]]


def test_a_sheet_goes_out_and_comes_back(run: Run) -> None:
    fill_in(run, ANSWERS)
    status, out, _ = run(*FROM_SHEET)
    assert status == 0
    assert out.count("\n") == 2
    assert last_updates() == TAKEN


def test_what_a_sheet_says_is_recorded_once_however_often_it_is_taken(run: Run) -> None:
    fill_in(run, ANSWERS)
    assert run(*FROM_SHEET)[0] == 0
    once = REGISTER_FILE.read_bytes()
    status, out, err = run(*FROM_SHEET)
    assert (status, out) == (0, "")
    assert "B.2 already has this update, on line " in err
    assert err.endswith("sheet.csv: nothing new to record\n")
    assert REGISTER_FILE.read_bytes() == once


def test_a_day_may_be_given_to_all_rows_without_one(run: Run) -> None:
    fill_in(run, {"B.1": {"note": "x"}})
    assert run(*FROM_SHEET)[0] == 2
    assert run(*FROM_SHEET, "--date", "2021-06-01")[0] == 0
    assert last_updates()[0] == Update(date(2021, 6, 1), note="x")


def test_a_sheet_that_is_larger_than_any_table_is_not_read(run: Run) -> None:
    Path("sheet.csv").touch()
    os.truncate("sheet.csv", 64 * 1024 * 1024 + 1)
    assert run(*FROM_SHEET) == (2, "", "ecefollow: sheet.csv: it is larger than 64 MB\n")


def test_of_a_sheet_with_a_problem_nothing_is_recorded(run: Run) -> None:
    fill_in(run, ANSWERS | {"B.3": {"date": "9/4/2021", "note": "x"}})
    before = REGISTER_FILE.read_bytes()
    status, out, err = run(*FROM_SHEET)
    assert (status, out) == (2, "")
    assert "sheet.csv: row 4, column F (update_date): '9/4/2021' is not a day" in err
    assert "ecefollow: sheet.csv has a problem; no row was recorded" in err
    assert REGISTER_FILE.read_bytes() == before


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ((*FROM_SHEET, "B.1"), "a sheet with --from and at most --date"),
        ((*FROM_SHEET, "--note", "x"), "a sheet with --from and at most --date"),
        (("record", "--from", "nowhere.csv"), "nowhere.csv: there is no such file"),
        (("actions", "--template", "--format", "json"), "--template writes csv, not json"),
        (("actions", "-o", "sheet.csv"), "--output is for the sheet that --template writes"),
    ],
)
def test_what_does_not_go_together_is_refused(
    run: Run, args: tuple[str, ...], expected: str
) -> None:
    status, out, err = run(*args)
    assert (status, out) == (2, "")
    assert expected in err


def test_a_sheet_in_csv_may_be_made_as_a_file_too_which_is_not_overwritten(run: Run) -> None:
    to_a_file = ("actions", "B", "--template", "--output", "sheet.csv")
    assert run(*to_a_file)[0] == 0
    assert Path("sheet.csv").read_text(encoding="utf-8") == run(*to_a_file[:3])[1]
    status, _, err = run("actions", "A", *to_a_file[2:])
    assert status == 2
    assert "sheet.csv is there already" in err


# Workbooks


@pytest.fixture
def fill_workbook(run: Run) -> Callable[..., None]:
    openpyxl = pytest.importorskip("openpyxl", reason="the extra xlsx is not installed")

    def fill(answers: dict[str, dict[str, Any]], *, formula: str = "") -> None:
        """Write the template as sheet.xlsx, with answers under its empty heads."""
        made = run("actions", "B", "--template", "-o", "sheet.xlsx")
        assert made[:2] == (0, "Made sheet.xlsx\n")
        book = openpyxl.load_workbook("sheet.xlsx")
        heads = [cell.value for cell in book.active[2]]
        for row in book.active.iter_rows(min_row=3):
            for name, value in answers.get(row[0].value, {}).items():
                cell = row[heads.index(f"update_{name}")]
                assert not cell.protection.locked
                cell.value = value
                if name != "date":
                    cell.data_type = "f" if value == formula else "s"
        book.save("sheet.xlsx")

    return fill


def test_a_workbook_goes_out_and_comes_back(run: Run, fill_workbook: Callable[..., None]) -> None:
    fill_workbook(ANSWERS | {"B.2": {**ANSWERS["B.2"], "date": date(2021, 12, 20)}})
    assert run("record", "--from", "sheet.xlsx")[0] == 0
    assert last_updates() == TAKEN


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (
            {"date": "9/4/2021", "note": "x"},
            "row 3, column F (update_date): '9/4/2021' is not a day",
        ),
        ({"date": "2021-06-01", "note": "=1+1"}, "row 3: this formula has no value"),
    ],
)
def test_the_problems_of_a_workbook_have_its_rows(
    run: Run, fill_workbook: Callable[..., None], answer: dict[str, str], problem: str
) -> None:
    fill_workbook({"B.1": answer}, formula="=1+1")
    status, _, err = run("record", "--from", "sheet.xlsx")
    assert status == 2
    assert f"sheet.xlsx: {problem}" in err


# Through LibreOffice


OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
# The numbers: commas, double quotes, UTF-8, from the first line on.
CSV = "Text - txt - csv (StarCalc):44,34,76,1"
through_office = pytest.mark.skipif(
    not OFFICE, reason="LibreOffice is not installed (libreoffice-calc)"
)


def convert(made: str, form: str, *more: str) -> None:
    """Open a file in LibreOffice Calc, and keep it in another form in the folder "back"."""
    home = f"-env:UserInstallation={Path('home').absolute().as_uri()}"
    command = [str(OFFICE), home, "--headless", "--convert-to", form, "--outdir", "back"]
    subprocess.run([*command, *more, made], check=True, capture_output=True, timeout=110)


def through_libreoffice() -> bytes:
    """The sheet, opened in LibreOffice Calc, kept as a workbook, and saved as CSV again."""
    convert("sheet.csv", "xlsx", f"--infilter={CSV}")
    convert("back/sheet.xlsx", f"csv:{CSV}")
    return Path("back/sheet.csv").read_bytes()


@pytest.mark.slow
@through_office
def test_a_sheet_comes_back_through_a_real_spreadsheet(run: Run) -> None:
    fill_in(run, ANSWERS)
    Path("sheet.csv").write_bytes(through_libreoffice())
    status, _, err = run(*FROM_SHEET)
    assert (status, err) == (0, "")
    assert last_updates() == TAKEN


@pytest.mark.slow
@through_office
@pytest.mark.usefixtures("run")
def test_an_id_that_a_real_spreadsheet_changes_is_noticed() -> None:
    Path("sheet.csv").write_bytes(sheet(row("7.10", date="2018-03-05", note="x")))
    (problem,) = told(through_libreoffice())
    assert "'7.1' is in the row with the text of 7.10" in problem


@pytest.mark.slow
@through_office
def test_a_workbook_comes_back_through_a_real_spreadsheet(
    run: Run, fill_workbook: Callable[..., None]
) -> None:
    fill_workbook(ANSWERS)
    convert("sheet.xlsx", "ods")
    convert("back/sheet.ods", "xlsx")
    assert run("record", "--from", "back/sheet.xlsx")[0] == 0
    assert last_updates() == TAKEN


# Several registers


def test_an_id_without_its_evaluation_is_enough_with_the_text_of_one_action() -> None:
    other = replace(REGISTER, evaluation=Evaluation("f", "F", "O"), recommendations=())
    files = [RegisterFile("e.yaml", REGISTER), RegisterFile("f.yaml", other)]
    register = as_one(files, is_portfolio=True)
    data = sheet(row("7.2", note="Met."))
    (found,) = sheet_updates.read(data, register, path="answers.csv", on=DAY).additions
    assert found.id == "e:7.2"
