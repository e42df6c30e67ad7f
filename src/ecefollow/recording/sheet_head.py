"""The head of a sheet of our own: where it is, what each column holds, and what stands above."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from ecefollow.analysis.sheet_columns import ASKED, HEADINGS, HIDDEN
from ecefollow.documents.blocks import Finding, Table
from ecefollow.documents.cells import cell_text, column_letters
from ecefollow.importing.columns import Head, TableColumn
from ecefollow.importing.rows import HowRead, Said
from ecefollow.reading.quoting import did_you_mean, quoted
from ecefollow.register.schema import UPDATE_COLUMNS

_BY_WORDS: Final = {heading.casefold(): key for key, heading in HEADINGS.items()}
_ALL: Final = ", ".join(UPDATE_COLUMNS)
_LOWEST: Final = 20  # rows in which that of the keys may be
_MOST_ALIKE: Final = 2  # headings of what is asked, which a tracker of others may have too
# Where an answer belongs that stands in a column which shows what is known, or in an added one.
_ASKED_FOR: Final = {
    "due": "update_due",
    "revised_due": "update_due",
    "state": "update_progress",
    "progress": "update_progress",
    "outcome": "update_progress",
    "responsible": "update_responsible",
    "last_note": "update_note",
    "note": "update_note",
    "notes": "update_note",
    "evidence": "update_evidence",
    "by": "update_by",
    "last_update": "update_date",
    "completed_on": "update_date",
}


class SheetHead(NamedTuple):
    """The columns; which column asks for what stands in another; and what is wrong with them."""

    head: Head
    asked: dict[str, str]
    problems: list[Finding]


def row_of(table: Table) -> int | None:
    """The row that has the keys of the columns, else our headings; None if it is not our sheet."""
    rows = table.rows[:_LOWEST]
    keys = (n for n, row in enumerate(rows) if not UPDATE_COLUMNS.keys().isdisjoint(_texts(row)))
    asked = ({_BY_WORDS.get(" ".join(text.casefold().split())) for text in row} for row in rows)
    words = (n for n, names in enumerate(asked) if len(ASKED.keys() & names) > _MOST_ALIKE)
    return next(keys, next(words, None))


def read(table: Table, number: int, how: HowRead) -> SheetHead:
    """The head whose row of the keys has this *number*: a column that somebody added is known too.

    It is by its key that a column is told, else by the heading above.
    """
    keys = _texts(table.rows[number])
    has_keys = not UPDATE_COLUMNS.keys().isdisjoint(keys)
    first = number - has_keys  # that of the headings in words
    above = [" ".join(text.split()) for text in table.rows[first]] if first >= 0 else []
    named = {name.upper(): key for name, key in how.profiles[0].columns.items()}
    columns: dict[int, TableColumn] = {}
    asked, problems = dict(_ASKED_FOR), list[Finding]()
    taken = {key for key in keys if key in HEADINGS} | {*named.values()}
    for n in range(max(map(len, table.rows))):
        given = keys[n] if has_keys and n < len(keys) else ""
        heading = (above[n] if n < len(above) else "") or given
        key = named.get(column_letters(n), named.get(heading.upper(), given))
        if key in HEADINGS:
            if any(column.key == key for column in columns.values()):
                message = "there is more than one column with this name"
                problems.append(Finding(table.place(number, n), "", message, key))
        elif (ours := _BY_WORDS.get(heading.casefold())) and ours not in taken:
            key = ours
            taken.add(key)
        elif key.startswith("update"):
            hint = did_you_mean(key, UPDATE_COLUMNS) or f"; the columns are {_ALL}"
            message = f"unknown column {quoted(key)}{hint}"
            problems.append(Finding(table.place(number, n), "", message))
        else:
            known = key if key in _ASKED_FOR else how.vocabulary.key(given or heading)
            key = known if known in _ASKED_FOR and known not in taken else f"{n}"
            if known in _ASKED_FOR:
                asked[key] = _ASKED_FOR[known]
        columns[n] = TableColumn(key, heading)
        if key in HIDDEN:
            table.hidden_columns.discard(n)
    _read_above(table, range(max(first, 0), number), columns, how)
    return SheetHead(Head(columns, 1), asked, problems)


def _read_above(
    table: Table, headings: range, columns: Mapping[int, TableColumn], how: HowRead
) -> None:
    """Note the rows of the headings, and the lines above them."""
    table.hidden_rows.discard(headings.stop)
    for place, detail in table.details.items():
        table.details[place] = detail._replace(fill="")  # our own colours say where to write
    for row in headings:
        for n in (n for n, text in enumerate(table.rows[row]) if text.strip()):
            how.account.read(table.place(row, n), "heading")
    last = next((n for n, column in columns.items() if column.key == "recorded"), len(columns))
    sent = [table.cell(row, last) for row in range(headings.start)]
    for row, mark in enumerate(sent):
        line, text = table.place(row, 0), table.cell(row, 0)
        if mark and text.strip():
            how.account.read(table.place(row, last), "mark")
        elif mark:
            how.leave(Said(mark, table.place(row, last)), "this is not what was sent")
        if text.strip() and any(sent) and text.split() != mark.split():
            was = f", {quoted(mark)}" if mark else ""
            how.leave(Said(text, line), f"this is not what was sent{was}")
        elif text.strip():
            how.account.read(line, "heading")


def _texts(row: Iterable[str]) -> list[str]:
    return [*map(cell_text, row)]
