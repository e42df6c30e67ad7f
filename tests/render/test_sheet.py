"""The sheet to fill in, as a workbook."""

import io
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_registers import as_yaml, random_register

from ecefollow.analysis import queries
from ecefollow.analysis.sheet_columns import ASKED, HEADINGS, HIDDEN, NEW, OF_NEW, sent
from ecefollow.documents import document_file
from ecefollow.reading import register_file
from ecefollow.register.model import Register
from ecefollow.register.schema import PROGRESS
from ecefollow.render import dispatch
from ecefollow.views.context import Context
from ecefollow.views.sheet import sheet as view

openpyxl = pytest.importorskip("openpyxl", reason="the extra xlsx is not installed")
ROOT = Path(__file__).parents[2]
DAY = date(2021, 12, 31)
HARBOUR = "examples/followed-up.yaml"
KEYS = list(HEADINGS)


def register(path: str = HARBOUR) -> Register:
    return register_file.parse_valid((ROOT / path).read_bytes(), path)


def made(asked: Register, **filter: Any) -> Any:
    """The worksheet of all actions of a register."""
    answers = asked.on(DAY)
    context = Context(DAY, "register.yaml", queries.count_states(answers), filter)
    items = queries.actions(answers)
    data = dispatch.sheet(view(items, context, asked, [asked.evaluation]))
    return openpyxl.load_workbook(io.BytesIO(data)).active


@pytest.fixture(scope="module")
def sheet() -> Any:
    return made(register())


def keys_row(sheet: Any) -> int:
    """The row of the keys, below that of the headings."""
    rows = enumerate(sheet.iter_rows(values_only=True), 1)
    return next(number for number, cells in rows if {"id", "text"} <= set(cells))


def column(sheet: Any, key: str) -> str:
    return str(sheet.cell(1, KEYS.index(key) + 1).column_letter)


def test_the_keys_are_hidden_below_headings_in_words(sheet: Any) -> None:
    number = keys_row(sheet)
    assert [cell.value for cell in sheet[number]] == KEYS
    assert [cell.value for cell in sheet[number - 1]] == list(HEADINGS.values())
    assert sheet.row_dimensions[number].hidden
    assert [key for key in KEYS if sheet.column_dimensions[column(sheet, key)].hidden] == [*HIDDEN]


def test_each_action_has_a_row_of_what_is_said_of_it_as_texts(sheet: Any) -> None:
    first = keys_row(sheet) + 1
    items = queries.actions(register().on(DAY))
    for number, item in enumerate(items, first):
        cells = {key: cell for key, cell in zip(KEYS, sheet[number], strict=True) if cell.value}
        assert {key: cell.value for key, cell in cells.items()} == {
            key: text for key, text in sent(item).items() if text
        }
        assert {(cell.data_type, cell.number_format) for cell in cells.values()} == {("s", "@")}


def test_what_stands_above_says_what_it_is_of_which_day_for_whom_and_to_whom_it_goes() -> None:
    sheet = made(register("data/recommendations.yaml"), responsible=("PMU",), state=("overdue",))
    above = [row[0] for row in sheet.iter_rows(max_row=keys_row(sheet) - 2, values_only=True)]
    assert above[:5] == [
        "Cross-sectoral cooperation in UNECE",
        "UNECE · 12 actions, as of 31 Dec 2021",
        "Filter: state overdue",
        "For PMU",
        "* This day stands under one reading of the source.",
    ]
    assert made(register("examples/confirmed.yaml"))["A3"].value == (
        "Send it back to evaluation@example.org"
    )


def test_a_program_that_reads_aloud_is_told_title_language_and_headings(sheet: Any) -> None:
    about = sheet.parent.properties
    assert (about.title, about.language) == (
        "Evaluation of the harbour programme (fictional)",
        "en",
    )
    (table,) = sheet.tables.values()
    assert table.column_names == list(HEADINGS.values())
    assert table.ref == f"A{keys_row(sheet) - 1}:{column(sheet, KEYS[-1])}{sheet.max_row}"


def test_it_prints_on_pages_as_wide_as_it_is_with_the_headings_on_each(sheet: Any) -> None:
    heads = keys_row(sheet) - 1
    assert sheet.print_title_rows == f"${heads}:${heads}"
    assert sheet.freeze_panes == f"B{heads + 1}"
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)


def test_a_row_is_as_high_as_its_longest_text(sheet: Any) -> None:
    (number,) = (row[0].row for row in sheet.iter_rows() if row[0].value == "B.2")
    note = sheet.cell(number, KEYS.index("last_note") + 1)
    assert len(note.value) > 2 * sheet.column_dimensions[note.column_letter].width
    assert sheet.row_dimensions[number].height > 3 * 12
    assert note.alignment.wrap_text


def test_open_is_what_is_asked_and_all_that_a_new_action_needs(sheet: Any) -> None:
    first, new = keys_row(sheet) + 1, sheet.max_row
    assert sheet.protection.sheet
    assert sheet.cell(new, 1).value == NEW
    for key in KEYS:
        of_column = sheet.column_dimensions[column(sheet, key)].protection.locked
        assert of_column == (key not in ASKED)
        for row, is_open in ((first, key in ASKED), (new, key in {*OF_NEW, *ASKED})):
            if sheet.cell(row, KEYS.index(key) + 1).has_style:
                locked = sheet.cell(row, KEYS.index(key) + 1).protection.locked
                assert locked != is_open
            else:  # it is not there: the column's own style counts
                assert of_column != is_open


def test_the_words_are_offered_and_the_day_is_checked(sheet: Any) -> None:
    first, last = keys_row(sheet) + 1, sheet.max_row
    checks = {f"{each.sqref}": each for each in sheet.data_validations.dataValidation}
    of = {key: checks[f"{column(sheet, key)}{first}:{column(sheet, key)}{last}"] for key in ASKED}
    words = of["update_progress"]
    assert (words.type, words.formula1) == ("list", f'"{",".join(PROGRESS.words)}"')
    assert of["update_day_unknown"].formula1 == '"true,false"'
    day = of["update_date"]
    assert (day.type, day.formula1, day.showErrorMessage) == ("date", "TODAY()", True)
    for check in checks.values():  # more, and Excel takes the file for damaged
        assert len(check.promptTitle) <= 32
        assert 0 < len(check.prompt) <= 255
    (recommendation,) = (check for check in checks.values() if check not in of.values())
    letter = column(sheet, "recommendation")
    assert f"{recommendation.sqref}" == f"{letter}{last - 9}:{letter}{last}"
    assert (recommendation.formula1, recommendation.showErrorMessage) == ('"A,B,C"', False)


@given(st.integers(0, 2**32))
def test_whatever_the_register_every_cell_that_is_sent_can_be_read_back(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - no secret
    of = register_file.parse_anew(as_yaml(random_register(random)).encode(), "r.yaml")
    on = date(2018, 1, 1) + timedelta(random.randrange(700))
    answers = of.on(on)
    items = queries.actions(answers)
    context = Context(on, "r.yaml", queries.count_states(answers), {})
    data = dispatch.sheet(view(items, context, of, [of.evaluation]))
    (table,) = document_file.read_data(data).tables
    first = next(n for n, row in enumerate(table.rows) if {"id", "text"} <= set(row)) + 1
    assert table.rows[first - 1] == KEYS
    assert {first - 1} == table.hidden_rows
    for row, item in enumerate(items, first):
        cells = {key: table.cell(row, column) for column, key in enumerate(KEYS)}
        assert cells == dict.fromkeys(KEYS, "") | sent(item)
    assert [row[0] for row in table.rows[first + len(items) :]] == [NEW] * 10
