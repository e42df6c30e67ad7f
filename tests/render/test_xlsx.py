"""A sheet to fill in, as a workbook."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ecefollow.analysis import queries
from ecefollow.reading import register_file
from ecefollow.register.schema import PROGRESS, UPDATE_COLUMNS
from ecefollow.render import dispatch
from ecefollow.render.xlsx import HOW
from ecefollow.views import actions
from ecefollow.views.context import Context

openpyxl = pytest.importorskip("openpyxl", reason="the extra xlsx is not installed")
ROOT = Path(__file__).parents[2]
FICTION = ROOT / "examples" / "followed-up.yaml"
DAY = date(2021, 12, 31)


@pytest.fixture(scope="module")
def sheet() -> Any:
    register = register_file.parse_valid(FICTION.read_bytes(), FICTION.name)
    answers = register.on(DAY)
    context = Context(DAY, "register.yaml", queries.count_states(answers), {})
    listing = actions.template(queries.actions(answers), context)
    return openpyxl.load_workbook(io.BytesIO(dispatch.sheet(listing, "A.XLSX"))).active


def column(sheet: Any, name: str) -> str:
    return str(next(cell.column_letter for cell in sheet[2] if cell.value == name))


def test_one_line_says_how_and_the_heads_are_frozen_below_it(sheet: Any) -> None:
    assert sheet["A1"].value == HOW
    assert [cell.value for cell in sheet[2]][-len(UPDATE_COLUMNS) :] == list(UPDATE_COLUMNS)
    assert sheet.freeze_panes == "C3"


def test_only_the_columns_of_the_update_are_open(sheet: Any) -> None:
    assert sheet.protection.sheet
    for head in sheet[2]:
        locked = {sheet.cell(row, head.column).protection.locked for row in range(3, 11)}
        assert locked == {head.value not in UPDATE_COLUMNS}


def test_the_words_are_offered_and_the_day_is_checked(sheet: Any) -> None:
    checks = {f"{each.sqref}": each for each in sheet.data_validations.dataValidation}
    words = checks[f"{column(sheet, 'update_progress')}3:{column(sheet, 'update_progress')}10"]
    assert (words.type, words.formula1) == ("list", f'"{",".join(PROGRESS.words)}"')
    day = checks[f"{column(sheet, 'update_date')}3:{column(sheet, 'update_date')}10"]
    assert (day.type, day.formula1, day.showErrorMessage) == ("date", "TODAY()", True)
    assert len(checks) == len(UPDATE_COLUMNS)
    assert all(check.prompt for check in checks.values())


def test_ids_and_texts_are_texts_whatever_they_look_like(sheet: Any) -> None:
    assert {sheet.cell(row, 1).number_format for row in range(3, 11)} == {"@"}
    assert {sheet.cell(row, 2).data_type for row in range(3, 11)} == {"s"}


def test_texts_are_wrapped_in_a_sensible_width(sheet: Any) -> None:
    assert sheet.column_dimensions[column(sheet, "text")].width == 60
    assert all(cell.alignment.wrap_text for row in sheet.iter_rows(min_row=3) for cell in row)
