"""A sheet to fill in, as a workbook: what is asked is open, all else is locked."""

import io
from typing import Any, Final

from ecefollow.reading import extras
from ecefollow.register.schema import DAY, UPDATE, UPDATE_COLUMNS, Scalar
from ecefollow.views.json_values import json_value
from ecefollow.views.listing import Listing

HOW: Final = (
    "Fill in the white cells of the actions that have news, save, and send the file back. "
    "Leave the other rows empty."
)
_HEADS: Final = 2  # the row of the headings, below the line that says how
_WIDTHS: Final = {"id": 8, "text": 60, "responsible": 26, "update_note": 44, "update_evidence": 32}
_WIDTH: Final = 16
_WORDS: Final = "Choose one of the words in the list."
_DAYS: Final = "A day is wanted, such as 2018-03-31, and none that is still to come."
_GREY, _DARK = "FFE7E6E6", "FF404040"


def render(listing: Listing) -> bytes:
    """The listing's fields as a workbook; RefusedError if the extra is not installed."""
    with extras.needed("openpyxl"):
        # Late: an extra, and slow to import.
        import openpyxl
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Actions"
    names = [field.name for field in listing.fields]
    _write(sheet, 1, [HOW])
    _write(sheet, _HEADS, names)
    for number, row in enumerate(listing.rows, _HEADS + 1):
        _write(sheet, number, [_text(field.cell(row)) for field in listing.fields])
    _style(sheet, names)
    _validate(sheet, names)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _text(value: Any) -> str:
    shown = json_value(value)
    if isinstance(shown, list):
        return "; ".join(shown)
    return "" if shown is None else str(shown)


def _write(sheet: Any, row: int, texts: list[str]) -> None:
    """Write texts, each as it stands: neither an id nor a text is a number or a formula."""
    for column, text in enumerate(texts, 1):
        cell = sheet.cell(row, column)
        if text:
            cell.value = text
            cell.data_type = "s"
        cell.number_format = "@"


def _style(sheet: Any, names: list[str]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill, Protection
    from openpyxl.utils import get_column_letter

    for column, name in enumerate(names, 1):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(name, _WIDTH)
        head = sheet.cell(_HEADS, column)
        head.font = Font(bold=True, color="FFFFFFFF")
        head.fill = PatternFill("solid", fgColor=_DARK)
        for row in range(_HEADS + 1, sheet.max_row + 1):
            cell = sheet.cell(row, column)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if name in UPDATE_COLUMNS:
                cell.protection = Protection(locked=False)
                if UPDATE.kinds[UPDATE_COLUMNS[name]] is DAY:
                    cell.number_format = "yyyy-mm-dd"
            else:
                cell.fill = PatternFill("solid", fgColor=_GREY)
    sheet.cell(1, 1).font = Font(italic=True)
    sheet.freeze_panes = sheet.cell(_HEADS + 1, 3)
    # Without a password: it keeps from slips, not from anybody.
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False


def _validate(sheet: Any, names: list[str]) -> None:
    """Offer the allowed words, check the days, and say of each cell what belongs there."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    helps = {key.name: key.help for key in UPDATE.keys}
    for name, key in UPDATE_COLUMNS.items():
        kind = UPDATE.kinds[key]
        rule: dict[str, Any] = {}
        if isinstance(kind, Scalar) and kind.words:
            rule = {"type": "list", "formula1": f'"{",".join(kind.words)}"', "error": _WORDS}
        elif kind is DAY:
            rule = {"type": "date", "operator": "lessThanOrEqual", "formula1": "TODAY()"}
            rule["error"] = _DAYS
        check = DataValidation(
            **rule,
            allow_blank=True,
            showInputMessage=True,
            promptTitle=key,
            prompt=helps[key],
            showErrorMessage=bool(rule),
            errorTitle=key,
        )
        letter = get_column_letter(names.index(name) + 1)
        check.add(f"{letter}{_HEADS + 1}:{letter}{max(sheet.max_row, _HEADS + 1)}")
        sheet.add_data_validation(check)
