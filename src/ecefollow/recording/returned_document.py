"""What comes back from others: a sheet of our own that was filled in, or a table of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from ecefollow.analysis.values_in_words import count
from ecefollow.documents import document_file
from ecefollow.documents.blocks import Document, Finding, Table
from ecefollow.documents.cells import TableError
from ecefollow.importing import document_rows, profile, recognition
from ecefollow.importing.account import Account
from ecefollow.importing.columns import HeadingError
from ecefollow.importing.import_document import in_order
from ecefollow.importing.profile import Profile
from ecefollow.importing.recommendations import RecommendationBuilder
from ecefollow.importing.rows import HowRead
from ecefollow.reading.diagnostics import RefusedError
from ecefollow.recording import sheet_head, tracker_rows
from ecefollow.recording.new_update import AnyAddition
from ecefollow.recording.returned_rows import Outcome, ReturnedRows
from ecefollow.recording.sheet_rows import FilledSheet
from ecefollow.register.model import Register
from ecefollow.register.schema import UPDATE_COLUMNS


class HowReturned(NamedTuple):
    """How a document that comes back is taken: as the profile says, with new records or without."""

    own: Profile = Profile()
    adds_new: bool = False


class Returned(NamedTuple):
    """What a document adds to a register, what each row does, and where everything went."""

    additions: list[AnyAddition]
    outcomes: list[Outcome]
    already: list[Finding]  # rows that were recorded before
    findings: list[Finding]
    account: Account

    def lines(self, *, rows: bool) -> list[str]:
        """What is to be known of it: findings, rows that were recorded before, the account.

        With *rows*, also what each row does.
        """
        nothing = [] if self.additions else ["Nothing new to record"]
        every = [*self.findings, *self.already, *(self.outcomes if rows else ())]
        return [*map(str, every), self.account.tally(), *nothing]


def read(
    path: str, register: Register, taken: HowReturned, *, on: date | None, today: date
) -> Returned:
    """What the document at *path* adds to the register; nothing of it if there is a problem.

    A row of our own sheet without a day is dated *on*, if that is given. UnreadableError if the
    document cannot be read, RefusedError with all problems if there are any.
    """
    try:
        document = document_file.read(path, taken.own.encoding)
        blocks = document_rows.chosen(document.blocks, taken.own.sheet)
        tables = [block for block in blocks if isinstance(block, Table)]
        sheets = [(t, row) for t in tables if (row := sheet_head.row_of(t)) is not None]
        if sheets:
            # A person answers in a language of their own.
            others = (replace(each, dates=None) for each in profile.languages().values())
            how = HowRead.by([*recognition.profiles_for(blocks, taken.own), *others])
            how.account = Account(blocks)
            rows = ReturnedRows(register, how, taken.adds_new)
            names = {table.name for table, _ in sheets}
            rows.problems += [
                finding
                for finding in document.findings
                if finding.place.block in names and finding.place.column is not None
            ]
            for table, row in sheets:
                FilledSheet(table, row, rows, on=on, today=today).read()
        else:
            rows = _read_tracker(document, register, taken, on=on)
    except (TableError, HeadingError) as error:
        raise RefusedError(f"{path}: {error}; nothing was recorded") from None
    account = rows.how.account
    if rows.problems:
        for table in document.tables:
            for number, texts in enumerate(table.rows):
                for n in range(len(texts)):  # which are not asked for here
                    account.leave(table.place(number, n), "no row was recorded")
    findings = account.close(document.findings, rows.how.findings)
    if rows.problems:
        amount = "a problem" if len(rows.problems) == 1 else count(len(rows.problems), "problem")
        problems = in_order([*rows.problems, *_beside(rows.problems, findings)], blocks, path)
        raise RefusedError(f"{path} has {amount}; no row was recorded", *map(str, problems))
    named = in_order(findings, blocks, path)
    already = in_order(rows.already, blocks, path)
    if sheets and not (rows.additions or already or named):
        columns = ", ".join(UPDATE_COLUMNS)
        raise RefusedError(f"{path}: nothing to record: the columns {columns} are empty")
    outcomes = [each._replace(place=each.place._replace(path=path)) for each in rows.outcomes]
    return Returned(rows.additions, outcomes, already, named, account)


def _beside(problems: Sequence[Finding], findings: Iterable[Finding]) -> Iterator[Finding]:
    """What else was found in the rows that have a problem, of which it may be the cause."""
    places = {finding.place[:2] for finding in problems}
    said = {finding[:2] for finding in problems}
    return (each for each in findings if each.place[:2] in places and each[:2] not in said)


def _read_tracker(
    document: Document, register: Register, taken: HowReturned, *, on: date | None
) -> ReturnedRows:
    if on:
        message = "--date is for the rows of a sheet of ours; --as-of gives the day of any other"
        raise RefusedError(message)
    of_document = document_rows.read(document, taken.own, is_tracker=True)
    rows = ReturnedRows(register, of_document.how, taken.adds_new)
    builder = RecommendationBuilder(of_document.how, rows.known)
    builder.build(of_document.rows)
    tracker_rows.compare(builder.drafts, rows)
    return rows
