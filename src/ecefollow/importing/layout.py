"""What each row of a table and each paragraph says, by key, whatever the form of the document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from ecefollow.documents.blocks import Block, Paragraph, Place, Table
from ecefollow.importing.columns import Head, HeadFinder, TableColumn
from ecefollow.importing.rows import OF_RECOMMENDATIONS, DocumentRow, HowRead, Said
from ecefollow.importing.table_body import NO_COLUMN, TableBody, cleaned
from ecefollow.register.deadlines import format_day

_LABELS: Final = ("title", *OF_RECOMMENDATIONS)
# What the paragraphs below a label may go on with.
_GOES_ON: Final = frozenset(("response", "reservation", "notes"))
_ANSWERS: Final = frozenset(("status", "response"))


class Layout:
    """Reads the blocks of a document one after the other; what fits nowhere is a finding."""

    def __init__(self, how: HowRead, finder: HeadFinder) -> None:
        self.heads: list[Head] = []
        self.as_of: date | None = None  # the day that the document gives for itself
        self._how = how
        self._finder = finder
        self._group: Said | None = None  # the heading of a group speaks for the rows below it
        self._open = ""  # the key of a label, of which what follows may say more
        self._is_answered = False  # whether the last recommendation of a label has its answer
        names = "|".join(map(re.escape, how.vocabulary.names("last_update")))
        self._as_of_in = re.compile(rf"\b(?:{names})\b[\s:]*(.*)", re.IGNORECASE | re.DOTALL).search

    def rows(self, blocks: Iterable[Block]) -> list[DocumentRow]:
        """Every row that says something, in order; HeadingError if columns cannot be told."""
        rows: list[DocumentRow] = []
        for block in blocks:
            rows += self._of_table(block) if isinstance(block, Table) else self._of_text(block)
        return rows

    def _of_text(self, block: Paragraph) -> Iterator[DocumentRow]:
        said = cleaned(Said(block.text, Place(block.name), "", block.detail), self._how)
        if not said:
            return
        if row := self._labelled([said], NO_COLUMN, Head({}, 0)):
            yield row
            self._note_answer([row])
        elif self._how.vocabulary.is_no_record(said.text) or not self._open:
            yield from self._no_record(
                [said], "this is not read: neither a label nor a table says what it is"
            )
        else:
            yield self._more(said)

    def _of_table(self, table: Table) -> Iterator[DocumentRow]:
        self._group = None if table.name.startswith("sheet ") else self._group
        body = TableBody(table, self._how)
        above: list[list[Said]] = []
        number = 0
        while number < len(table.rows):
            if head := self._finder.at(table, number):
                self._open = ""
                self.heads.append(head)
                body.begin(number, head)
                number += head.rows
                continue
            if cells := body.cells(number):
                itself = self._alone(body, [said for _, said in cells], cells[0][0])
                if itself is not None:
                    if above and self._is_answered and any(map(_is_answer, itself)):
                        # What stands in the place of its recommendation could not be read.
                        yield DocumentRow(above[-1][0].place, is_lost=True)
                    yield from itself
                    self._note_answer(itself)
                elif body.head.columns:
                    self._open = ""
                    row = body.row(number, cells)
                    if self._group and "title" in row.said:
                        row.said.setdefault("tags", self._group)
                    yield row
                else:
                    above.append([said for _, said in cells])
            number += 1
        why = "this stands above the headings" if body.head.columns else "no heading is known here"
        for said in above:
            yield from self._no_record(said, why)
        body.report()

    def _alone(
        self, body: TableBody, said: Sequence[Said], column: TableColumn
    ) -> list[DocumentRow] | None:
        """The rows of one that says itself what it is; None if its columns say so."""
        first = said[0]
        if row := self._labelled(said, column, body.head):
            return [row]
        if self._how.vocabulary.is_no_record(first.text):
            return [*self._no_record(said, "this row is no record")]
        if len(said) > 1:
            return None
        if self._open and (not column.key or first.detail.columns > 1):
            return [self._more(first)]
        if body.head.columns and body.stands_over(first):
            return [DocumentRow(first.place, {"title": first}, is_alone=True)]
        return None

    def _note_answer(self, rows: Sequence[DocumentRow]) -> None:
        for row in rows:
            is_title = row.label is not None and row.label.key == "title"
            self._is_answered = _is_answer(row) or (self._is_answered and not is_title)

    def _more(self, said: Said) -> DocumentRow:
        """A lone text that says more of the label above it."""
        return DocumentRow(said.place, {self._open: said}, goes_on=True)

    def _labelled(
        self, said: Sequence[Said], column: TableColumn, head: Head
    ) -> DocumentRow | None:
        """A row that says what it is itself: "Management response: Agreed"."""
        first, value = said[0], said[-1]
        if len(said) > 2 or not (label := self._how.labels.read(first.text)):  # noqa: PLR2004
            return None
        if label.key == "text":
            self._open = ""
            if len(said) == 1 and not (label.rest or label.number):  # "Key actions:" is no action
                self._how.account.read(first.place, "heading")
                return DocumentRow(first.place, label=label)
        if label.key not in _LABELS:
            return None
        if len(said) > 1:
            is_in_columns = head.has("title") and label.number
            if label.rest or is_in_columns or self._how.vocabulary.key(value.text):
                return None
            self._how.account.read(first.place, "heading")
        elif column.key == label.key != "title":
            return None
        else:
            value = first._replace(text=label.rest)
        value = value._replace(heading=label.words)
        row = DocumentRow(first.place, label=label)
        if label.key == "tags":
            self._group = value if value.text else None
            return row
        self._open = label.key if label.key in _GOES_ON or not value.text else ""
        if value.text or label.key == "title":
            row.said[label.key] = value
        else:
            self._how.account.read(first.place, "heading")
        return row

    def _no_record(self, said: Sequence[Said], why: str) -> Iterator[DocumentRow]:
        """Leave out a row or paragraph, which may give the document's day.

        It may also begin a recommendation that cannot be read: what follows is then of none.
        """
        texts = [cell.text for cell in said]
        day = self._find_day(said)
        if len(said) == 1 and self._how.labels.may_begin_recommendation(texts[0]):
            why = "this looks like a recommendation, and its number and text cannot be told apart"
            yield DocumentRow(said[0].place, is_lost=True)
        for cell in said:
            self._how.account.leave(cell.place, why)
        message = f"{why}; it was left out"
        if day:
            message = f"this was read as the day of the document, {format_day(day)}"
            if self._how.as_of:
                message = "this is the day of the document; --as-of goes before it"
        self._how.find(said[0], message, " | ".join(texts))

    def _find_day(self, said: Sequence[Said]) -> date | None:
        """Take the day that the document gives for itself: "Tracker as of 31 March 2025"."""
        for cell, following in zip(said, [*said[1:], None], strict=True):
            if self.as_of or not (match := self._as_of_in(cell.text)):
                continue
            told = following if following and not match[1] else cell
            self.as_of, _ = self._how.day(told._replace(text=match[1] or told.text))
            if self.as_of:
                self._how.account.read(told.place, "as_of")
                return self.as_of
        return None


def _is_answer(row: DocumentRow) -> bool:
    return row.label is not None and row.label.key in _ANSWERS
