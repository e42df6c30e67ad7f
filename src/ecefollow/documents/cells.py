"""The names of cells, and the changes that spreadsheets make to texts."""

import re
from collections.abc import Iterable
from typing import Final

from ecefollow.reading.quoting import escaped

# What a spreadsheet reads as a formula (OWASP, "CSV Injection"). Leading apostrophes are included,
# so that removing one always restores the text.
_is_formula: Final = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]").match
_is_error: Final = re.compile(r"#(?:NAME\?|REF!|VALUE!|DIV/0!|N/A|NUM!|NULL!)|Err:[0-9]+").fullmatch


class TableError(ValueError):
    """The file cannot be read as a table; the message says why, and on which line if known."""


def damaged(error: BaseException, advice: str) -> TableError:
    """What a library raised for a file, in one line, and what to do; its cause is the innermost."""
    while error.args and isinstance(error.args[0], Exception):  # one that wraps another
        error = error.args[0]
    reason = escaped(f"{error}".partition("\n")[0] or type(error).__name__)
    told = TableError(f"the file is damaged: {reason}; {advice}")
    told.__cause__ = error
    return told


def cell_text(cell: str) -> str:
    """The text of a cell, without spaces around it and without an apostrophe from `guarded`."""
    return unguarded(cell.strip().replace("\r\n", "\n").replace("\r", "\n"))


def is_error_value(cell: str) -> bool:
    """Whether a cell has the error value of a formula, such as "#NAME?"."""
    return bool(_is_error(cell))


def column_letters(column: int) -> str:
    """A spreadsheet's name for a column, counted from 0: A to Z, then AA, AB."""
    more, last = divmod(column, 26)
    return (column_letters(more - 1) if more else "") + chr(ord("A") + last)


def list_cell(items: Iterable[str]) -> str:
    """Several items in a cell; a semicolon within one is escaped, since a plain one parts two."""
    return "; ".join(item.replace("\\", "\\\\").replace(";", "\\;") for item in items)


def guarded(text: str) -> str:
    """The text, after an apostrophe if a spreadsheet would read it as a formula."""
    return f"'{text}" if _is_formula(text) else text


def unguarded(cell: str) -> str:
    """The text that `guarded` was given."""
    return cell[1:] if cell.startswith("'") and _is_formula(cell) else cell
