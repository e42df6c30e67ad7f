"""Recording: new updates are checked, added to the register's text, and saved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ecefollow.analysis import ids
from ecefollow.analysis.changes_in_words import describe_outcome, describe_update
from ecefollow.analysis.values_in_words import words
from ecefollow.reading import checks, sources
from ecefollow.reading.diagnostics import RefusedError
from ecefollow.reading.messages import escaped
from ecefollow.reading.portfolio import duplicate_evaluation
from ecefollow.reading.register_file import InvalidRegisterError, parse_anew
from ecefollow.recording import atomic_write, new_update, sheet_updates, splicing
from ecefollow.recording.atomic_write import Replacement
from ecefollow.recording.new_update import Addition, Happened, NewUpdate
from ecefollow.recording.splicing import Edited
from ecefollow.recording.temporary_file import alone
from ecefollow.register.model import Action, ChangedAnswer, Recommendation, Register, Update
from ecefollow.register.portfolio import RegisterFile, as_one, qualified, split


class Recording(NamedTuple):
    """A register's file as it was, and with the new updates; its evaluation in a portfolio."""

    path: str
    before: bytes
    edited: Edited
    evaluation: str | None = None

    def description(self) -> str:
        """A line for each update that is added: where it stands in the file, and what it means."""
        lines = [
            (event.at["happened"].line + 1, action.id, f"the event happened on {words(day)}")
            for action in self.edited.happened
            if (event := action.after) and (day := event.happened)
        ]
        lines += [
            (
                update.at.line_number,
                record.id,
                describe_update(record, update) + _outcome(record, update),
            )
            for record, update in self.edited.added
        ]
        return "".join(
            f"{escaped(self.path)}:{number}: {self._called(ident)} {text}\n"
            for number, ident, text in lines
        )

    def warnings(self, *, today: date) -> list[str]:
        """A line for each warning about what is added, and for what changes nothing."""
        events = [action.after for action in self.edited.happened if action.after]
        added = {
            (position.line + 1, position.column + 1)
            for position in (
                *(event.at["happened"] for event in events),
                *(own for _, update in self.edited.added for own in update.at.values()),
            )
        }
        lines = [
            f"{warning.place}: {warning.code.replace('-', ' ')}: {warning.message}"
            for warning in checks.warnings(self.edited.register, self.path, today=today)
            if warning.at in added
        ]
        lines += [
            f"{escaped(self.path)}:{update.at.line_number}: {self._called(action.id)}: {text}"
            for action, update in self.edited.added
            if isinstance(action, Action) and isinstance(update, Update)
            if (text := new_update.correction(action, update))
        ]
        return lines

    def _called(self, ident: str) -> str:
        return qualified(self.evaluation, ident) if self.evaluation else ident


class Prepared(NamedTuple):
    """The files that change, and a line for each row of a sheet that is recorded already."""

    recordings: list[Recording]
    already: list[str]


def record(
    paths: Sequence[str], ident: str | None, update: NewUpdate, *, sheet: str | None, today: date
) -> Prepared:
    """What `prepare` makes of the arguments, saved: all files, or none.

    Whoever records in the same files meanwhile waits, so that each adds to what the others wrote.
    """
    with alone(*paths):
        prepared = prepare(paths, ident, update, sheet=sheet, today=today)
        atomic_write.replace_all(
            [Replacement(path, edited.data, was) for path, was, edited, _ in prepared.recordings]
        )
    return prepared


def prepare(
    paths: Sequence[str], ident: str | None, update: NewUpdate, *, sheet: str | None, today: date
) -> Prepared:
    """The registers at the paths with the update added to *ident*, or with all of a *sheet*.

    With several registers, ids are those of the portfolio. An update without a day is dated
    *today*; a row of a sheet needs a day of its own, or that of *update*. UnreadableError,
    InvalidRegisterError or RefusedError if nothing can be recorded in a register, IdError if no
    register has the id, InvalidUpdateError if the id cannot take it.
    """
    files = {path: _read(path) for path in paths}
    _require_unique([file for file, _ in files.values()])
    is_portfolio = len(paths) > 1
    register = as_one([file for file, _ in files.values()], is_portfolio=is_portfolio)
    additions: Sequence[Addition | Happened]
    already: list[str] = []
    if sheet:
        day = update.day(today=today)
        additions, already = sheet_updates.read(sources.read(sheet), register, path=sheet, on=day)
    else:
        additions = [*_additions(register, ident or "", update, today=today)]
    recordings = [
        Recording(
            path,
            before,
            splicing.add(before, file.register, own, path=path),
            evaluation=file.register.evaluation.id if is_portfolio else None,
        )
        for path, (file, before) in files.items()
        if (own := _of(file, additions, is_portfolio=is_portfolio))
    ]
    return Prepared(recordings, already)


def _read(path: str) -> tuple[RegisterFile, bytes]:
    before = sources.read(path)
    if sources.is_installed(path):
        message = "this copy is installed with the package; record in a register of your own"
        raise RefusedError(f"{escaped(path)}: {message}")
    return RegisterFile(path, parse_anew(before, path)), before


def _require_unique(files: Sequence[RegisterFile]) -> None:
    """InvalidRegisterError if two of the registers are of one evaluation."""
    paths: dict[str, str] = {}
    for path, register in files:
        if (first := paths.setdefault(register.evaluation.id, path)) != path:
            problem = duplicate_evaluation(path, register.evaluation, first)
            raise InvalidRegisterError(path, [problem], [])


def _of(
    file: RegisterFile, additions: Sequence[Addition | Happened], *, is_portfolio: bool
) -> list[Addition | Happened]:
    """The additions that belong to a register, with the ids that it has itself."""
    if not is_portfolio:
        return [*additions]
    evaluation = file.register.evaluation.id
    return [
        addition._replace(id=ident)
        for addition in additions
        for owner, ident in [split(addition.id)]
        if owner == evaluation
    ]


def _additions(
    register: Register, ident: str, update: NewUpdate, *, today: date
) -> Iterator[Addition | Happened]:
    """What is given for an id: an update, the day of the event that it waited for, or both."""
    (ident,) = ids.require_known(register, [ident])
    record = next(record for record in register.records if record.id == ident)
    if update.happened:
        yield new_update.happened(record, update.happened)
    if not update.happened or not update._replace(happened=None).is_empty:
        yield new_update.addition(record, update, on=update.day(today=today) or today)


def _outcome(record: Recommendation | Action, update: Update | ChangedAnswer) -> str:
    """What later updates leave of a late entry; empty if there are none."""
    if all(other.date <= update.date for other in record.updates):
        return ""
    return describe_outcome(record.on(date.max))
