"""The rows of a matrix as entries: what each says, by key, whatever the form of its table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from ecefollow.documents.spreadsheet import column_letters, is_error_value
from ecefollow.documents.table import CellPlace, Table, TableFinding
from ecefollow.importing import headings
from ecefollow.importing.headings import Columns, HeadingError
from ecefollow.importing.words import Vocabulary
from ecefollow.reading.messages import control_message
from ecefollow.register.characters import FORBIDDEN

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
class MatrixEntry:
    """What one row says, by key: the texts, none of them empty, and the columns they stand in.

    `continued` are the keys whose cell belongs to the one above.
    """

    table: Table
    columns: Columns
    row: int
    texts: dict[str, str] = field(default_factory=dict)
    where: dict[str, int] = field(default_factory=dict)
    continued: set[str] = field(default_factory=set)
    days: dict[str, date] = field(default_factory=dict)

    def place(self, key: str | None = None) -> CellPlace:
        """Where the cell of the key stands; that of the row without a key."""
        return self.table.place(self.row, self.where.get(key) if key else None)

    def finding(self, key: str, message: str, text: str | None = None) -> TableFinding:
        """A finding about the cell of the key."""
        place = self.place(key)
        said = self.texts.get(key, "") if text is None else text
        return TableFinding(place, said, message, self.columns.heading(place.column))


def _first_row(table: Table) -> dict[int, str]:
    """What would be the headings of a table of which none are known."""
    rows = (row for row in table.rows if any(map(str.strip, row)))
    return {n: " ".join(text.split()) for n, text in enumerate(next(rows, ())) if text.strip()}


class EntryReader:
    """The entries of one table after the other, and what fits nowhere, as findings."""

    def __init__(self, own_columns: Mapping[str, str], vocabulary: Vocabulary) -> None:
        self.own = own_columns
        self.vocabulary = vocabulary
        self.findings: list[TableFinding] = []
        self.seen: dict[int, str] = {}  # the headings that were met, for what is missing
        self.keys: set[str] = set()
        # Of each short text that was met: the rows of a table say the same again and again.
        self._meanings: dict[str, str | None] = {}

    def read(self, tables: Sequence[Table]) -> list[MatrixEntry]:
        """Every entry, in order; HeadingError if the columns cannot be told."""
        entries = [entry for table in tables for entry in self._of_table(table)]
        seen = self.seen or next(map(_first_row, tables), {})
        headings.require(Columns(dict(enumerate(self.keys)), seen))
        return entries

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

    def _of_table(self, table: Table) -> Iterator[MatrixEntry]:
        columns = _NO_COLUMNS
        passed_over: list[int] = []
        may_go_on = False  # whether the next row may be a second one of headings
        found = False
        for row, texts in enumerate(table.rows):
            if not any(map(str.strip, texts)):
                continue
            if self._is_head(texts):
                columns = self._columns(table, row)
                may_go_on = found = True
            elif may_go_on and self._goes_on(columns, texts):
                columns = self._merged(table, columns, row)
                may_go_on = False
            elif labelled := self._labelled(table, columns, row):
                found = True
                yield labelled
            elif columns.keys:
                may_go_on = False
                yield self._entry(table, columns, row)
            else:
                passed_over.append(row)
        self._report_passed_over(table, passed_over, found=found)

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
        said = [(n, text) for n, text in enumerate(texts) if text.strip()]
        about = {n for n, key in columns.keys.items() if key in headings.REQUIRED}
        return all(n not in about and self._meaning(text) for n, text in said)

    def _columns(self, table: Table, row: int) -> Columns:
        columns = headings.find(table.rows[row], self.own)
        return self._settled(table, columns, row)

    def _merged(self, table: Table, columns: Columns, row: int) -> Columns:
        """The columns, with those that a second row of headings names more closely."""
        below = table.rows[row]
        texts = [columns.heading(n) for n in range(max([*columns.headings, len(below) - 1]) + 1)]
        for column, text in enumerate(below):
            texts[column] = text if text.strip() else texts[column]
        return self._settled(table, headings.find(texts, self.own), row)

    def _settled(self, table: Table, columns: Columns, row: int) -> Columns:
        """The columns, those called "Status" told apart by the words that stand in them."""
        keys = dict(columns.keys)
        for column in [n for n, key in keys.items() if key == "outcome"]:
            others = {key for n, key in keys.items() if n != column}
            cells = [table.cell(below, column) for below in range(row + 1, len(table.rows))]
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
        answers = sum(words.first_status(cell) is not None for cell in cells)
        return (
            "status"
            if answers > sum(bool(words.first_progress(cell)) for cell in cells)
            else ("progress")
        )

    def _labelled(self, table: Table, columns: Columns, row: int) -> MatrixEntry | None:
        """A row that says what it is itself: "Management response: Agreed"."""
        cells = [(n, text.strip()) for n, text in enumerate(table.rows[row]) if text.strip()]
        if len(cells) > 2 or not (found := _label(cells[0][1])):  # noqa: PLR2004 - and its value
            return None
        key = headings.meaning(found["label"], self.own)
        if key not in _OF_RECOMMENDATIONS:
            return None
        column, rest = cells[0][0], found["rest"]
        if len(cells) > 1:
            in_columns = "title" in columns.keys.values() and found["number"]
            if rest or in_columns or headings.meaning(cells[1][1], self.own):
                return None
            column, rest = cells[1]
        elif columns.keys.get(column) == key and key != "title":
            return None
        entry = MatrixEntry(table, Columns({}, {column: found["label"]}), row)
        self.keys.add(key)
        if key == "title" and found["number"]:
            self._add(entry, "recommendation", column, found["number"])
        if rest:
            self._add(entry, key, column, rest)
        return entry

    def _entry(self, table: Table, columns: Columns, row: int) -> MatrixEntry:
        entry = MatrixEntry(table, columns, row)
        for column, text in enumerate(table.rows[row]):
            key = columns.keys.get(column)
            if (row, column) in table.continued and key:
                entry.continued.add(key)
            if not text:
                continue
            if key:
                self._add(entry, key, column, text)
            elif text.strip() and not self._is_left_out(columns, column):
                heading = columns.heading(column)
                message = (
                    "this heading is not known, so the cell was left out; "
                    f'--column "{heading}=KEY" says what it is'
                )
                if not heading:
                    message = "this is in a column without a heading, and was left out"
                where = table.place(row, column)
                self.findings.append(TableFinding(where, text, message, columns.heading(column)))
        return entry

    def _is_left_out(self, columns: Columns, column: int) -> bool:
        return headings.meaning(columns.heading(column), self.own) == ""

    def _add(self, entry: MatrixEntry, key: str, column: int, text: str) -> None:
        entry.where[key] = column
        if day := entry.table.days.get((entry.row, column)):
            entry.days[key] = day
        said = text.strip() if text.isprintable() else self._cleaned(entry, key, text)
        if is_error_value(said):
            message = "this is what a spreadsheet shows for a formula that failed; it was left out"
            self.findings.append(entry.finding(key, message, said))
        elif said and (key == "due" or said.casefold() not in NOTHING):
            entry.texts[key] = said

    def _cleaned(self, entry: MatrixEntry, key: str, text: str) -> str:
        """The text with line feeds and plain blanks, without what no register may hold."""
        said = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n")
        said = said.replace("\xa0", " ").replace("\u202f", " ").replace("\t", " ")
        if found := FORBIDDEN.search(said):
            message = f"{control_message(found[0])}, and was taken out"
            self.findings.append(entry.finding(key, message, text))
            said = FORBIDDEN.sub("", said)
        return _blank_line_ends.sub("", said).strip()

    def _report_passed_over(self, table: Table, rows: Sequence[int], *, found: bool) -> None:
        """Report what stands above the headings, and all of a table without any."""
        why = "this stands above the headings" if found else "no headings are known here"
        message = f"{why}; it was left out"
        for row in rows:
            for column, text in enumerate(table.rows[row]):
                if said := text.strip():
                    self.findings.append(TableFinding(table.place(row, column), said, message))
