"""Recording: new updates are checked, added to the register's text, and saved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ecefollow.analysis import ids
from ecefollow.analysis.wording import describe_outcome, describe_update
from ecefollow.analysis.words import words
from ecefollow.reading import checks, sources
from ecefollow.reading.diagnostics import RefusedError
from ecefollow.reading.messages import escaped
from ecefollow.reading.register_file import parse_valid
from ecefollow.recording import atomic_write, new_update, sheet_updates, splicing
from ecefollow.recording.new_update import Addition, Happened, NewUpdate
from ecefollow.recording.splicing import Edited
from ecefollow.register.model import Action, ChangedAnswer, Recommendation, Register, Update


class Recording(NamedTuple):
    """A register's file as it was, and with the new updates."""

    path: str
    before: bytes
    edited: Edited

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
        return "".join(f"{escaped(self.path)}:{n}: {ident} {text}\n" for n, ident, text in lines)

    def warnings(self, *, today: date) -> list[str]:
        """A line for each warning about what is added: "late entry: ..."."""
        added = {
            (position.line + 1, position.column + 1)
            for _, update in self.edited.added
            for position in update.at.values()
        }
        found = checks.warnings(self.edited.register, self.path, today=today)
        return [
            f"{warning.place}: {warning.code.replace('-', ' ')}: {warning.message}"
            for warning in found
            if warning.at in added
        ]


def record(
    path: str, ident: str | None, update: NewUpdate, *, sheet: str | None, today: date
) -> Recording:
    """What `prepare` makes of the arguments, saved.

    Whoever records in the same file meanwhile waits, so that each adds to what the others wrote.
    """
    with atomic_write.lock(path):
        recording = prepare(path, ident, update, sheet=sheet, today=today)
        atomic_write.replace(path, recording.edited.data, was=recording.before)
    return recording


def prepare(
    path: str, ident: str | None, update: NewUpdate, *, sheet: str | None, today: date
) -> Recording:
    """The register at *path* with the update added to *ident*, or with all updates of a *sheet*.

    An update without a day is dated *today*; a row of a sheet needs a day of its own, or that of
    *update*. UnreadableError, InvalidRegisterError or RefusedError if nothing can be recorded in
    the register, IdError if it does not have the id, InvalidUpdateError if the id cannot take it.
    """
    before = sources.read(path)
    if sources.is_installed(path):
        message = "this copy is installed with the package; record in a register of your own"
        raise RefusedError(f"{path}: {message}")
    register = parse_valid(before, path)
    additions: Sequence[Addition | Happened]
    if sheet:
        day = update.day(today=today)
        data = sources.read(sheet)
        additions = sheet_updates.additions(data, register, path=sheet, on=day)
    else:
        additions = [*_additions(register, ident or "", update, today=today)]
    return Recording(path, before, splicing.add(before, register, additions, path=path))


def _additions(
    register: Register, ident: str, update: NewUpdate, *, today: date
) -> Iterator[Addition | Happened]:
    """What is given for an id: an update, the day of the event that it waited for, or both."""
    ids.require_known(register, [ident])
    record = next(record for record in register.records if record.id == ident)
    if update.happened:
        yield new_update.happened(record, update.happened)
    if not update.happened or not update._replace(happened=None).is_empty:
        given = update._replace(happened=None)
        yield new_update.addition(record, given, on=update.day(today=today) or today)


def _outcome(record: Recommendation | Action, update: Update | ChangedAnswer) -> str:
    """What later updates leave of a late entry; empty if there are none."""
    if all(each.date <= update.date for each in record.updates):
        return ""
    return describe_outcome(record.on(date.max))
