"""What each row of a table says, by key, whatever the form of the table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from ecefollow.documents.cells import column_letters, is_error_value
from ecefollow.documents.table import CellPlace, Table, TableFinding
from ecefollow.importing import headings
from ecefollow.importing.headings import Columns, HeadingError
from ecefollow.importing.import_options import ImportOptions
from ecefollow.reading.messages import control_message
from ecefollow.register.characters import FORBIDDEN
from ecefollow.register.vocabulary import Progress, Status

# What stands in a cell that says nothing.
NOTHING: Final = frozenset(("-", "–", "—", "n/a", "na", "none", "nil", "."))
_OF_RECOMMENDATIONS: Final = ("title", "status", "response", "reservation", "notes", "tags")
_LONGEST_HEADING: Final = 80
_NO_COLUMNS: Final = Columns({}, {})
_label: Final = re.compile(
    r"(?P<label>[^\W\d][^:\n]{2,60}?)\s*(?:\(?(?P<number>(?:no\.?\s*|#\s*)?[0-9][0-9.]*)\)?)?"
    r"\s*(?:[:–—-]|\.(?=\s)|$)\s*(?P<rest>.*)",
    re.DOTALL,
).fullmatch
_blank_line_ends: Final = re.compile(r"[ \t]+(?=\n)")


@dataclass(slots=True)
class TableRow:
    """What one row says, by key: the texts, none of them empty, and the columns they stand in.

    `continued` are the keys whose cell belongs to the one above.
    """

    table: Table
    columns: Columns
    number: int  # from 0
    texts: dict[str, str] = field(default_factory=dict)
    where: dict[str, int] = field(default_factory=dict)
    continued: set[str] = field(default_factory=set)

    def day(self, key: str) -> date | None:
        """The date that a spreadsheet knows the cell of the key to be."""
        return self.table.days.get((self.number, self.where.get(key, -1)))

    def place(self, key: str | None = None) -> CellPlace:
        """Where the cell of the key stands; that of the row without a key."""
        return self.table.place(self.number, self.where.get(key) if key else None)

    def finding(self, key: str, message: str, text: str | None = None) -> TableFinding:
        """A finding about the cell of the key."""
        place = self.place(key)
        quoted = self.texts.get(key, "") if text is None else text
        return TableFinding(place, quoted, message, self.columns.heading(place.column))


def _first_row(table: Table) -> dict[int, str]:
    """What would be the headings of a table of which none are known."""
    rows = (row for row in table.rows if any(map(str.strip, row)))
    return {n: " ".join(text.split()) for n, text in enumerate(next(rows, ())) if text.strip()}


class RowReader:
    """Reads the rows of one table after the other, and reports what fits nowhere, as findings."""

    def __init__(self, options: ImportOptions) -> None:
        self.own = options.columns
        self.vocabulary = options.vocabulary
        self.findings: list[TableFinding] = []
        self.seen: dict[int, str] = {}  # the headings that were met, for what is missing
        self.keys: set[str] = set()
        # Of each short text that was met: the rows of a table say the same again and again.
        self._meanings: dict[str, str | None] = {}

    def read(self, tables: Sequence[Table]) -> list[TableRow]:
        """Every row, in order; HeadingError if the columns cannot be told."""
        rows = [row for table in tables for row in self._of_table(table)]
        seen = self.seen or next(map(_first_row, tables), {})
        headings.require(Columns(dict(enumerate(self.keys)), seen))
        return rows

    def unmet(self, tables: Sequence[Table]) -> dict[str, str]:
        """The keys of `--column` whose headings stand nowhere in the tables."""
        left = dict(self.own)
        if left:
            for table in tables:
                for row in table.rows:
                    for column, text in enumerate(row):
                        label = _label(text) if len(text) <= _LONGEST_HEADING else None
                        for name in (column_letters(column), text, label["label"] if label else ""):
                            left.pop(headings.folded(name), None)
        return left

    def _of_table(self, table: Table) -> Iterator[TableRow]:
        columns = _NO_COLUMNS
        passed_over: list[int] = []
        may_go_on = False  # whether the next row may be a second one of headings
        has_head = False
        for number, texts in enumerate(table.rows):
            if not any(map(str.strip, texts)):
                continue
            if self._is_head(texts):
                columns = self._settled(table, texts, number)
                may_go_on = has_head = True
            elif may_go_on and self._goes_on(columns, texts):
                columns = self._merged(table, columns, number)
                may_go_on = False
            elif labelled := self._labelled(table, columns, number):
                has_head = True
                yield labelled
            elif columns.keys:
                may_go_on = False
                yield self._under_headings(table, columns, number)
            else:
                passed_over.append(number)
        self._report_passed_over(table, passed_over, has_head=has_head)

    def _is_head(self, texts: Sequence[str]) -> bool:
        """Whether a row has the headings of the recommendation or the action, and of another."""
        short = [text for text in texts if text.strip() and len(text) <= _LONGEST_HEADING]
        meant = [meant for text in short if (meant := self._meaning(text))]
        return len(set(meant)) > 1 and not {"title", "text"}.isdisjoint(meant)

    def _meaning(self, text: str) -> str | None:
        if text not in self._meanings:
            self._meanings[text] = headings.meaning(text, self.own)
        return self._meanings[text]

    def _goes_on(self, columns: Columns, texts: Sequence[str]) -> bool:
        """Whether a row has more headings, and nothing below those of what it is about."""
        cells = [(n, text) for n, text in enumerate(texts) if text.strip()]
        about = {n for n, key in columns.keys.items() if key in headings.REQUIRED}
        return all(n not in about and self._meaning(text) for n, text in cells)

    def _merged(self, table: Table, columns: Columns, number: int) -> Columns:
        """The columns, with those that a second row of headings names more closely."""
        below = table.rows[number]
        texts = [columns.heading(n) for n in range(max([*columns.headings, len(below) - 1]) + 1)]
        for column, text in enumerate(below):
            texts[column] = text if text.strip() else texts[column]
        return self._settled(table, texts, number)

    def _settled(self, table: Table, texts: Sequence[str], number: int) -> Columns:
        """The columns, those called "Status" told apart by the words that stand in them."""
        columns = headings.find(texts, self.own)
        keys = dict(columns.keys)
        for column in [n for n, key in keys.items() if key == "outcome"]:
            others = {key for n, key in keys.items() if n != column}
            cells = [table.cell(below, column) for below in range(number + 1, len(table.rows))]
            key = self._outcome(cells)
            if key in others:
                key = "status" if key == "progress" else "progress"
            if key in others:
                name = columns.headings[column]
                raise HeadingError(f"“{name}” could be the status or the progress; use --column")
            keys[column] = key
        self.seen |= columns.headings
        self.keys |= set(keys.values())
        return Columns(keys, columns.headings)

    def _outcome(self, cells: Sequence[str]) -> str:
        words = self.vocabulary
        answers = sum(words.first_meaning(cell, Status) is not None for cell in cells)
        progress = sum(words.first_meaning(cell, Progress) is not None for cell in cells)
        return "status" if answers > progress else "progress"

    def _labelled(self, table: Table, columns: Columns, number: int) -> TableRow | None:
        """A row that says what it is itself: "Management response: Agreed"."""
        cells = [(n, text.strip()) for n, text in enumerate(table.rows[number]) if text.strip()]
        if len(cells) > 2 or not (label := _label(cells[0][1])):  # noqa: PLR2004 - and its value
            return None
        key = headings.meaning(label["label"], self.own)
        if key not in _OF_RECOMMENDATIONS:
            return None
        column, rest = cells[0][0], label["rest"]
        if len(cells) > 1:
            in_columns = "title" in columns.keys.values() and label["number"]
            if rest or in_columns or headings.meaning(cells[1][1], self.own):
                return None
            column, rest = cells[1]
        elif columns.keys.get(column) == key and key != "title":
            return None
        row = TableRow(table, Columns({}, {column: label["label"]}), number)
        self.keys.add(key)
        if key == "title" and label["number"]:
            self._add(row, "recommendation", column, label["number"])
        if rest:
            self._add(row, key, column, rest)
        return row

    def _under_headings(self, table: Table, columns: Columns, number: int) -> TableRow:
        row = TableRow(table, columns, number)
        for column, text in enumerate(table.rows[number]):
            key = columns.keys.get(column)
            if (number, column) in table.continued and key:
                row.continued.add(key)
            if not text:
                continue
            if key:
                self._add(row, key, column, text)
                continue
            heading = columns.heading(column)
            if text.strip() and headings.meaning(heading, self.own) != "":
                message = (
                    "this heading is not known, so the cell was left out; "
                    f'--column "{heading}=KEY" says what it is'
                )
                if not heading:
                    message = "this is in a column without a heading, and was left out"
                where = table.place(number, column)
                self.findings.append(TableFinding(where, text, message, heading))
        return row

    def _add(self, row: TableRow, key: str, column: int, text: str) -> None:
        row.where[key] = column
        cleaned = text.strip() if text.isprintable() else self._cleaned(row, key, text)
        if is_error_value(cleaned):
            message = "this is what a spreadsheet shows for a formula that failed; it was left out"
            self.findings.append(row.finding(key, message, cleaned))
        elif cleaned and (key == "due" or cleaned.casefold() not in NOTHING):
            row.texts[key] = cleaned

    def _cleaned(self, row: TableRow, key: str, text: str) -> str:
        """The text with line feeds and plain blanks, without what no register may hold."""
        cleaned = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n")
        cleaned = cleaned.replace("\xa0", " ").replace("\u202f", " ").replace("\t", " ")
        if match := re.search(FORBIDDEN, cleaned):
            message = f"{control_message(match[0])}, and was taken out"
            self.findings.append(row.finding(key, message, text))
            cleaned = re.sub(FORBIDDEN, "", cleaned)
        return _blank_line_ends.sub("", cleaned).strip()

    def _report_passed_over(self, table: Table, numbers: Sequence[int], *, has_head: bool) -> None:
        """Report what stands above the headings, and all of a table without any."""
        why = "this stands above the headings" if has_head else "no headings are known here"
        message = f"{why}; it was left out"
        for number in numbers:
            for column, text in enumerate(table.rows[number]):
                if stripped := text.strip():
                    self.findings.append(
                        TableFinding(table.place(number, column), stripped, message)
                    )
