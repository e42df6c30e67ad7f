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

from ecefollow.cli import main
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

REGISTER = Register(
    Evaluation("e", "E", "O"),
    (
        Recommendation(
            "7",
            "Coordinate",
            Status.ACCEPTED,
            actions=(
                Action("7.1", REVIEW, ("PMU",), due=parse_deadline("2018-03-30")),
                Action("7.10", ASSESS, ("PMU",)),
                Action("7.2", "Meet", ("PMU",), ongoing=True),
            ),
        ),
    ),
)
TEXTS = {"7.1": REVIEW, "7.10": f"'{ASSESS}", "7.2": "Meet"}


def row(ident: str, **update: str) -> dict[str, str]:
    cells = {f"update_{name}": cell for name, cell in update.items()}
    return {"id": ident, "text": TEXTS.get(ident, ""), **cells}


def sheet(*rows: dict[str, str], heads: Iterable[str] = (), **form: Any) -> bytes:
    """A sheet with these rows, as a spreadsheet saves it."""
    encoding = form.pop("encoding", "utf-8")
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, list(heads) or ["id", "text", *UPDATE_COLUMNS], **form)
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode(encoding)


def taken(data: bytes, on: date | None = None) -> list[Addition]:
    return sheet_updates.read(data, REGISTER, path="answers.csv", on=on).additions


def told(data: bytes) -> list[str]:
    """What is said of a sheet that is refused, but for its name."""
    with pytest.raises(RefusedError, match=r"answers\.csv has ") as refused:
        taken(data)
    assert all(problem.startswith("answers.csv: ") for problem in refused.value.problems)
    return [problem.removeprefix("answers.csv: ") for problem in refused.value.problems]


# What is taken


def test_a_row_that_is_filled_in_becomes_an_update() -> None:
    filled = row(
        "7.1",
        date="2018-03-05",
        progress="in-progress",
        due="2018-06",
        note="Later.",
        evidence="Minutes, of March; https://example.org/a",
        by="PMU",
    )
    evidence = ("Minutes, of March", "https://example.org/a")
    expected = Update(
        DAY, Progress.IN_PROGRESS, parse_deadline("2018-06"), "Later.", evidence, "PMU"
    )
    assert taken(sheet(filled)) == [Addition("7.1", expected)]


@pytest.mark.parametrize("cell", ["true", "TRUE", "True"])
def test_a_day_may_be_unknown_as_spreadsheets_write_it(cell: str) -> None:
    filled = row("7.1", date="2018-03-05", progress="completed", day_unknown=cell)
    expected = Update(DAY, Progress.COMPLETED, day_unknown=True)
    assert taken(sheet(filled)) == [Addition("7.1", expected)]


def test_a_sheet_has_no_column_for_a_verification() -> None:
    heads = ["id", "text", *UPDATE_COLUMNS, "update_verified"]
    filled = row("7.1", date="2018-03-05", verified="confirmed", by="Audit")
    (problem,) = told(sheet(filled, heads=heads))
    assert "unknown column 'update_verified'" in problem


def test_a_row_that_is_left_empty_brings_nothing() -> None:
    filled = row("7.2", date="2018-03-05", note="Met.")
    assert [each.id for each in taken(sheet(row("7.1"), filled, row("7.10")))] == ["7.2"]


def test_a_text_that_would_be_a_formula_is_the_same_with_and_without_its_guard() -> None:
    for text in (ASSESS, f"'{ASSESS}"):
        filled = row("7.10", date="2018-03-05", note=f"'{text}" if text[0] == "=" else text)
        (addition,) = taken(sheet(filled | {"text": text}))
        assert addition.update.note == ASSESS


def test_a_row_without_a_day_takes_the_one_given_for_all() -> None:
    (addition,) = taken(sheet(row("7.1", note="Begun.")), on=DAY)
    assert addition.update.date == DAY


def test_a_word_may_be_given_as_it_is_shown() -> None:
    (addition,) = taken(sheet(row("7.1", date="2018-03-05", progress=" In progress ")))
    assert addition.update == Update(DAY, Progress.IN_PROGRESS)


def test_a_semicolon_within_an_item_does_not_end_the_item() -> None:
    filled = row("7.1", date="2018-03-05", evidence="a\\;b;;c \nd;")
    (addition,) = taken(sheet(filled))
    assert addition.update == Update(DAY, evidence=("a;b", "c", "d"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_it_does_not_matter_how_a_spreadsheet_saves(
    delimiter: str, end: str, encoding: str
) -> None:
    filled = row("7.1", date="2018-03-05", note="Größe; größer, am größten")
    form = {"delimiter": delimiter, "lineterminator": end, "encoding": encoding}
    (addition,) = taken(sheet(filled, **form))
    assert addition.update.note == "Größe; größer, am größten"


def test_line_ends_and_blanks_that_a_spreadsheet_puts_into_cells_do_not_count() -> None:
    filled = row("7.1", date=" 2018-03-05", note="one\r\ntwo ")
    filled["text"] = REVIEW.replace("\n", "\r\n") + " "
    (addition,) = taken(sheet(filled))
    assert addition.update == Update(DAY, note="one\ntwo")


def test_empty_rows_and_columns_do_not_count() -> None:
    data = sheet(row("7.1", date="2018-03-05", note="x")).decode().replace("\r\n", ",,\r\n")
    assert taken(f"{data},,,\r\n".encode())


# What is refused, row by row


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (
            {"date": "31/03/2018", "note": "x"},
            "column C (update_date): '31/03/2018' is not a day such as 2018-03-31",
        ),
        (
            {"date": "2018-03-05", "due": "31.03.2018", "note": "x"},
            "column E (update_due): '31.03.2018' is not a day, month, quarter, half-year",
        ),
        (
            {"date": "2018-03-05", "progress": "complet"},
            "column D (update_progress): 'complet' is not one of not-started, in-progress,",
        ),
        ({"note": "x"}, "column C (update_date): the day it happened is missing"),
        (
            {"date": "2018-03-05", "due": "2018-06"},
            "column G (update_note): say why the deadline moves from 30 Mar 2018 to Jun 2018",
        ),
        (
            {"date": "2018-03-05", "note": "\x1b[0m"},
            "column G (update_note): the control character '\\x1b' (U+001B) is not allowed",
        ),
        ({"date": "2018-03-05", "by": "PMU"}, "column C (update_date): nothing to record"),
    ],
)
def test_a_problem_has_its_row_and_its_column(cells: dict[str, str], expected: str) -> None:
    (problem,) = told(sheet(row("7.10"), row("7.1", **cells)))
    assert problem.startswith(f"row 3, {expected}")


def test_every_problem_is_reported_and_no_row_is_recorded() -> None:
    good = row("7.1", date="2018-03-05", note="x")
    bad = row("7.1", date="5 March", progress="done")
    ongoing = row("7.2", date="2018-03-05", due="2018", note="x")
    places = [problem.partition(":")[0] for problem in told(sheet(good, bad, ongoing))]
    assert places == [
        "row 3, column C (update_date)",
        "row 3, column D (update_progress)",
        "row 4, column E (update_due)",
    ]


def test_an_id_that_a_spreadsheet_made_a_number_is_refused() -> None:
    mangled = row("7.10", date="2018-03-05", note="x") | {"id": "7.1"}
    (problem,) = told(sheet(mangled))
    assert problem.startswith(
        "row 2, column A (id): '7.1' is in the row with the text of 7.10; did"
    )
    assert problem.endswith("format the column as text and write 7.10")


def test_an_id_and_a_text_that_disagree_are_refused() -> None:
    mixed = row("7.1", date="2018-03-05", note="x") | {"text": "Another"}
    assert told(sheet(mixed)) == [
        "row 2, column B (text): this is not the text of 7.1; were rows mixed up?"
    ]


def test_a_row_that_nobody_filled_in_stops_no_other() -> None:
    mixed = row("7.1") | {"text": "Another"}
    assert taken(sheet(mixed, row("7.2", date="2018-03-05", note="x")))


def test_a_sheet_that_was_not_opened_as_utf8_is_recognised() -> None:
    text = REGISTER.recommendations[0].actions[0].text
    accented = replace(REGISTER.recommendations[0].actions[0], text=f"{text} à temps")
    recommendation = replace(REGISTER.recommendations[0], actions=(accented,))
    register = replace(REGISTER, recommendations=(recommendation,))
    misread = accented.text.encode().decode("cp1252")
    filled = row("7.1", date="2018-03-05", note="x") | {"text": misread}
    with pytest.raises(RefusedError) as refused:
        sheet_updates.read(sheet(filled), register, path="answers.csv", on=None)
    assert "was not opened as UTF-8" in refused.value.problems[0]


@pytest.mark.parametrize("cell", ["#NAME?", "#REF!", "Err:501"])
def test_what_is_left_of_a_formula_is_refused(cell: str) -> None:
    assert told(sheet(row("7.1", date="2018-03-05", note=cell))) == [
        f"row 2, column G (update_note): '{cell}' is a spreadsheet error value"
    ]


def test_a_row_is_checked_against_the_rows_above_it() -> None:
    later = row("7.1", date="2018-03-05", due="2018-06", note="Later.")
    back = row("7.1", date="2018-03-06", due="2018-03-30")
    again = row("7.1", date="2018-03-06", due="2018-06")
    (problem,) = told(sheet(later, back))
    assert problem.startswith(
        "row 3, column G (update_note): say why the deadline moves from Jun 2018"
    )
    assert len(taken(sheet(later, again))) == 2


def test_an_unknown_id_is_refused_with_the_nearest() -> None:
    unknown = row("7.11", date="2018-03-05", note="x")
    assert told(sheet(unknown)) == [
        "row 2, column A (id): the register has no action '7.11'; did you mean '7.1'?"
    ]


def test_the_same_update_twice_is_refused() -> None:
    filled = row("7.1", date="2018-03-05", note="x")
    assert told(sheet(filled, row("7.2"), filled)) == [
        "row 4, column C (update_date): 7.1 already has this update, from a row above"
    ]


def test_a_cell_under_no_head_is_not_lost_in_silence() -> None:
    data = sheet(row("7.1", date="2018-03-05", note="x")).removesuffix(b"\r\n") + b",,lost\r\n"
    assert told(data) == ["row 2, column L: 'lost' is in a column without a heading"]


# What is refused as a whole


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        (["text", "update_note"], "row 1: the column id is missing"),
        (["id", "update_note"], "row 1: the column text is missing"),
        (["id", "text", "note"], "row 1: there is no column for an update (update_date,"),
        (
            ["id", "text", "update_date", "update_notes"],
            "row 1, column D (update_notes): unknown column 'update_notes'; did you mean",
        ),
        (
            ["id", "text", "update_note", "update_note"],
            "row 1, column C (update_note): there is more than one column with this name",
        ),
    ],
)
def test_missing_repeated_and_unknown_columns_are_reported(heads: list[str], expected: str) -> None:
    (problem,) = told(",".join(heads).encode() + b"\n")
    assert problem.startswith(expected)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"id,text,update_note\n\x81", "line 2: this is neither UTF-8 nor UTF-16 nor Windows"),
        (b'id,text,update_note\n7.1,"open', "line 2: unexpected end of data"),
        (b"PK\x03\x04\x14", "the file is damaged: File is not a zip file"),
        (b"", "the file is empty"),
        (b"id,text,\n7.1,x,\n", "row 1: there is no column for an update (update_date,"),
    ],
)
def test_a_file_that_is_not_a_sheet_is_refused_with_the_line(data: bytes, expected: str) -> None:
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


notes = st.text(st.characters(exclude_categories=["Cs"])).filter(
    lambda text: bool(text) and text == text.strip() and not re.search(FORBIDDEN, text + "a")
)


@given(notes.filter(lambda text: "\r" not in text and not text.startswith("'")))
def test_a_note_comes_back_as_it_was_typed(text: str) -> None:
    (addition,) = taken(sheet(row("7.1", date="2018-03-05", note=text)))
    assert addition.update.note == text


# On the command line

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    (tmp_path / "data").mkdir()
    fiction = Path(__file__).parents[2] / "examples" / "followed-up.yaml"
    shutil.copy(fiction, tmp_path / "data" / "recommendations.yaml")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ECEFOLLOW_REGISTER", raising=False)

    def run(*args: str) -> tuple[int, str, str]:
        status = main.run(args)
        return status, *capfd.readouterr()

    return run


def filled_in(template: str, answers: dict[str, dict[str, str]]) -> bytes:
    """The template, with answers under its empty heads."""
    reader = csv.DictReader(io.StringIO(template, newline=""))
    rows = [dict(cells) for cells in reader]
    for cells in rows:
        for name, cell in answers.get(cells["id"], {}).items():
            assert cells[f"update_{name}"] == ""
            cells[f"update_{name}"] = cell
    return sheet(*rows, heads=reader.fieldnames or ())


ANSWERS = {
    "B.1": {"date": "2021-06-01", "note": "=the lamps, again; one is broken\nand é", "by": "PMU"},
    "B.2": {"date": "2021-12-20", "progress": "completed", "evidence": "List; Minutes 3"},
}
TAKEN = [
    Update(date(2021, 6, 1), note="=the lamps, again; one is broken\nand é", by="PMU"),
    Update(date(2021, 12, 20), Progress.COMPLETED, evidence=("List", "Minutes 3")),
]


def last_updates() -> list[Update]:
    path = Path("data", "recommendations.yaml")
    register = parse_anew(path.read_bytes(), str(path))
    one, two, *_ = register.recommendations[1].actions
    return [one.updates[-1], two.updates[-1]]


def test_a_sheet_goes_out_and_comes_back(run: Run) -> None:
    args = ("actions", "--responsible", "Harbour Master", "--template")
    _, template, _ = run(*args)
    assert run(*args[:3], "--format", "csv", "--template")[1] == template
    Path("sheet.csv").write_bytes(filled_in(template, ANSWERS))
    status, out, _ = run("record", "--from", "sheet.csv")
    assert status == 0
    assert out.count("\n") == 2
    assert last_updates() == TAKEN


def test_what_a_sheet_says_is_recorded_once_however_often_it_is_taken(run: Run) -> None:
    _, template, _ = run("actions", "B", "--template")
    Path("sheet.csv").write_bytes(filled_in(template, ANSWERS))
    assert run("record", "--from", "sheet.csv")[0] == 0
    once = Path("data", "recommendations.yaml").read_bytes()
    status, out, err = run("record", "--from", "sheet.csv")
    assert (status, out) == (0, "")
    assert "B.2 already has this update, on line " in err
    assert err.endswith("sheet.csv: nothing new to record\n")
    assert Path("data", "recommendations.yaml").read_bytes() == once


def test_a_day_may_be_given_to_all_rows_without_one(run: Run) -> None:
    _, template, _ = run("actions", "B", "--template")
    Path("sheet.csv").write_bytes(filled_in(template, {"B.1": {"note": "x"}}))
    assert run("record", "--from", "sheet.csv")[0] == 2
    assert run("record", "--from", "sheet.csv", "--date", "today", "--dry-run")[0] == 0
    assert run("record", "--from", "sheet.csv", "--date", "2021-06-01")[0] == 0
    register = parse_anew(Path("data", "recommendations.yaml").read_bytes(), "r")
    last = register.recommendations[1].actions[0].updates[-1]
    assert last == Update(date(2021, 6, 1), note="x")


def test_a_sheet_that_is_larger_than_any_table_is_not_read(run: Run) -> None:
    Path("sheet.csv").touch()
    os.truncate("sheet.csv", 64 * 1024 * 1024 + 1)
    assert run("record", "--from", "sheet.csv") == (
        2,
        "",
        "ecefollow: sheet.csv: it is larger than 64 MB\n",
    )


def test_a_dry_run_of_a_sheet_shows_what_would_change(run: Run) -> None:
    _, template, _ = run("actions", "B", "--template")
    Path("sheet.csv").write_bytes(filled_in(template, ANSWERS))
    before = Path("data", "recommendations.yaml").read_bytes()
    status, out, _ = run("record", "--from", "sheet.csv", "--dry-run")
    assert status == 0
    assert "+            evidence: [List, Minutes 3]" in out
    assert Path("data", "recommendations.yaml").read_bytes() == before


def test_of_a_sheet_with_a_problem_nothing_is_recorded(run: Run) -> None:
    _, template, _ = run("actions", "B", "--template")
    answers = ANSWERS | {"B.3": {"date": "9/4/2021", "note": "x"}}
    Path("sheet.csv").write_bytes(filled_in(template, answers))
    before = Path("data", "recommendations.yaml").read_bytes()
    status, out, err = run("record", "--from", "sheet.csv")
    assert (status, out) == (2, "")
    assert "sheet.csv: row 4, column F (update_date): '9/4/2021' is not a day" in err
    assert "ecefollow: sheet.csv has a problem; no row was recorded" in err
    assert Path("data", "recommendations.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (("record", "--from", "sheet.csv", "B.1"), "a sheet with --from and at most --date"),
        (
            ("record", "--from", "sheet.csv", "--note", "x"),
            "a sheet with --from and at most --date",
        ),
        (("record", "--from", "nowhere.csv"), "nowhere.csv: there is no such file"),
        (("actions", "--template", "--format", "json"), "--template writes csv, not json"),
    ],
)
def test_what_does_not_go_together_is_refused(
    run: Run, args: tuple[str, ...], expected: str
) -> None:
    status, out, err = run(*args)
    assert (status, out) == (2, "")
    assert expected in err


OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def through_libreoffice(file: Path) -> Path:
    """The sheet, opened in LibreOffice Calc, kept as a workbook, and saved as CSV again."""
    back = file.parent / "back"
    for form, made in (("xlsx", file), ("csv", file.with_suffix(".xlsx"))):
        # The numbers: commas, double quotes, UTF-8, from the first line on.
        options = "Text - txt - csv (StarCalc):44,34,76,1"
        convert = ["--convert-to", form if form == "xlsx" else f"csv:{options}"]
        reading = [f"--infilter={options}"] if form == "xlsx" else []
        home = f"-env:UserInstallation={(file.parent / 'home').as_uri()}"
        folder = file.parent if form == "xlsx" else back
        where = ["--outdir", str(folder), str(made)]
        command = [str(OFFICE), home, "--headless", *convert, *reading, *where]
        subprocess.run(command, check=True, capture_output=True, timeout=110)
    return back / file.name


@pytest.mark.slow
@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed (libreoffice-calc)")
def test_a_sheet_comes_back_through_a_real_spreadsheet(run: Run, tmp_path: Path) -> None:
    _, template, _ = run("actions", "--responsible", "Harbour Master", "--template")
    file = tmp_path / "sheet.csv"
    file.write_bytes(filled_in(template, ANSWERS))
    status, _, err = run("record", "--from", str(through_libreoffice(file)))
    assert (status, err) == (0, "")
    assert last_updates() == TAKEN


@pytest.mark.slow
@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed (libreoffice-calc)")
def test_an_id_that_a_real_spreadsheet_changes_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "sheet.csv"
    file.write_bytes(sheet(row("7.10", date="2018-03-05", note="x")))
    (problem,) = told(through_libreoffice(file).read_bytes())
    assert "'7.1' is in the row with the text of 7.10" in problem


# Workbooks


def filled_workbook(path: Path, answers: dict[str, dict[str, Any]], *, formula: str = "") -> None:
    """Fill the workbook in, with answers under its empty heads."""
    openpyxl = pytest.importorskip("openpyxl", reason="the extra xlsx is not installed")
    book = openpyxl.load_workbook(path)
    heads = [cell.value for cell in book.active[2]]
    for row in book.active.iter_rows(min_row=3):
        for name, value in answers.get(row[0].value, {}).items():
            cell = row[heads.index(f"update_{name}")]
            assert not cell.protection.locked
            cell.value = value
            cell.data_type = "f" if value == formula else cell.data_type if name == "date" else "s"
    book.save(path)


def test_a_workbook_goes_out_and_comes_back(run: Run) -> None:
    pytest.importorskip("openpyxl", reason="the extra xlsx is not installed")
    args = ("actions", "--responsible", "Harbour Master", "--template", "-o", "sheet.xlsx")
    status, out, _ = run(*args)
    assert (status, out) == (0, "Made sheet.xlsx\n")
    answers: dict[str, dict[str, Any]] = {**ANSWERS}
    answers["B.2"] = {**ANSWERS["B.2"], "date": date(2021, 12, 20)}
    filled_workbook(Path("sheet.xlsx"), answers)
    assert run("record", "--from", "sheet.xlsx")[0] == 0
    assert last_updates() == TAKEN


def test_the_problems_of_a_workbook_have_its_rows(run: Run) -> None:
    pytest.importorskip("openpyxl", reason="the extra xlsx is not installed")
    run("actions", "B", "--template", "-o", "sheet.xlsx")
    filled_workbook(Path("sheet.xlsx"), {"B.1": {"date": "9/4/2021", "note": "x"}})
    _, _, err = run("record", "--from", "sheet.xlsx")
    assert "sheet.xlsx: row 3, column F (update_date): '9/4/2021' is not a day" in err


def test_a_formula_without_a_value_is_a_problem_of_a_workbook(run: Run) -> None:
    pytest.importorskip("openpyxl", reason="the extra xlsx is not installed")
    run("actions", "B", "--template", "-o", "sheet.xlsx")
    answers = {"B.1": {"date": "2021-06-01", "note": "=1+1"}}
    filled_workbook(Path("sheet.xlsx"), answers, formula="=1+1")
    status, _, err = run("record", "--from", "sheet.xlsx")
    assert status == 2
    assert "sheet.xlsx: row 3: this formula has no value" in err


def test_a_sheet_in_csv_may_be_made_as_a_file_too(run: Run) -> None:
    template = run("actions", "B", "--template")[1]
    assert run("actions", "B", "--template", "--output", "sheet.csv")[0] == 0
    assert Path("sheet.csv").read_text(encoding="utf-8") == template
    status, _, err = run("actions", "A", "--template", "--output", "sheet.csv")
    assert status == 2
    assert "sheet.csv is there already" in err


def test_a_file_is_made_of_a_template_alone(run: Run) -> None:
    status, _, err = run("actions", "-o", "actions.csv")
    assert status == 2
    assert "--output is for the sheet that --template writes" in err


@pytest.mark.slow
@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed (libreoffice-calc)")
def test_a_workbook_comes_back_through_a_real_spreadsheet(run: Run, tmp_path: Path) -> None:
    run("actions", "--responsible", "Harbour Master", "--template", "-o", "sheet.xlsx")
    filled_workbook(Path("sheet.xlsx"), ANSWERS)
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    for form, made in (("ods", "sheet.xlsx"), ("xlsx", "back/sheet.ods")):
        command = [str(OFFICE), home, "--headless", "--convert-to", form, "--outdir", "back", made]
        subprocess.run(command, check=True, capture_output=True, timeout=110)
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
