"""The sheet to fill in, as a workbook: what is asked is open, all else is locked."""

from typing import Any, Final

from ecefollow.analysis.sheet_columns import ASKED, HEADINGS, HIDDEN, NEW, OF_NEW
from ecefollow.register.schema import DAY, FLAG, UPDATE, UPDATE_COLUMNS, Scalar
from ecefollow.register.vocabulary import State
from ecefollow.render.workbook import BookColumn, Cell, Workbook
from ecefollow.render.wrapping import wrapped
from ecefollow.views.sheet import Sheet

_WIDTHS: Final = {
    "id": 7,
    "recommendation": 22,
    "text": 36,
    "state": 14,
    "last_note": 22,
    "update_note": 30,
    "update_evidence": 17,
}
_WIDTH: Final = 11.5
_WIDEST_ID: Final = 24
_ROOM: Final = 160  # letters of a line above the table, which are not to run off the page
_NEW_ROWS: Final = 10
_MOST_CHOICES: Final = 255  # letters of all together, in Excel
_WORDS: Final = "Choose one of the words in the list."
_DAYS: Final = "A day is wanted, such as 2018-03-31, and none that is still to come."


def render(sheet: Sheet) -> bytes:
    """The sheet as a workbook; RefusedError if the extra is not installed."""
    rows = sheet.listing.rows
    widest = max((len(row["id"]) + 1 for row in rows), default=0)
    widths = _WIDTHS | {"id": min(max(_WIDTHS["id"], widest), _WIDEST_ID)}
    columns = [
        BookColumn(head, widths.get(key, _WIDTH), _style(key), is_hidden=key in HIDDEN)
        for key, head in HEADINGS.items()
    ]
    book = Workbook("Actions", columns, title=sheet.title, language=sheet.language)
    for line, style in [(sheet.title, "Heading 1"), *((line, "About") for line in sheet.about)]:
        for part in wrapped(line, _ROOM):
            book.add_line(part, style)
            # Hidden, to know what was sent when it comes back.
            mark = book.sheet.cell(book.row, len(HEADINGS), part)
            mark.data_type = "s"
    book.begin_table()
    book.add((Cell(key, "Given") for key in HEADINGS), is_high=False)
    book.sheet.row_dimensions[book.row].hidden = True
    first = book.row + 1
    for row in rows:
        late = {"state": "Late"} if row["state"].startswith(State.OVERDUE.words) else {}
        book.add(Cell(row[key], late.get(key, "")) for key in HEADINGS)
    new = book.row + 1
    for _ in range(_NEW_ROWS):
        of_new = {"id": Cell(NEW)} | dict.fromkeys(OF_NEW, Cell("", "To fill in"))
        book.add(of_new.get(key, Cell("")) for key in HEADINGS)
    book.end_table(has_filter=False)
    _check(book.sheet, first, new, sheet.recommendations)
    # Without a password: it keeps from slips, not from anybody.
    book.sheet.protection.sheet = True
    book.sheet.protection.formatColumns = book.sheet.protection.formatRows = False
    return book.data


def _style(key: str) -> str:
    if key not in ASKED:
        return "Given"
    return "Day to fill in" if UPDATE.kinds[UPDATE_COLUMNS[key]] is DAY else "To fill in"


def _check(sheet: Any, first: int, new: int, recommendations: tuple[str, ...]) -> None:
    """Offer the allowed words, check the days, and say of each cell what belongs there."""
    helps = {key.name: key.help for key in UPDATE.keys}
    for column, key in UPDATE_COLUMNS.items():
        kind = UPDATE.kinds[key]
        rule: dict[str, Any] = {}
        if isinstance(kind, Scalar) and (kind.words or kind is FLAG):
            rule = {"type": "list", "error": _WORDS}
            rule["formula1"] = _choices(kind.words or ("true", "false"))
        elif kind is DAY:
            rule = {"type": "date", "operator": "lessThanOrEqual", "formula1": "TODAY()"}
            rule["error"] = _DAYS
        rule |= {"showErrorMessage": bool(rule), "errorTitle": ASKED[column]}
        _add_check(sheet, column, first, prompt=helps[key], **rule)
    choices = _choices(recommendations)
    if len(choices) <= _MOST_CHOICES:
        prompt = "The number of the recommendation that the action is for"
        _add_check(sheet, "recommendation", new, prompt=prompt, type="list", formula1=choices)


def _choices(words: tuple[str, ...]) -> str:
    return f'"{",".join(words)}"'


def _add_check(sheet: Any, key: str, first: int, **rule: Any) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    check = DataValidation(
        **rule, allow_blank=True, showInputMessage=True, promptTitle=HEADINGS[key]
    )
    letter = get_column_letter([*HEADINGS].index(key) + 1)
    check.add(f"{letter}{first}:{letter}{sheet.max_row}")
    sheet.add_data_validation(check)
