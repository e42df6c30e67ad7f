"""What is recorded: entries, checked and added to a register, before and as it is written."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ecefollow.analysis import queries
from ecefollow.analysis.wording import leaving
from ecefollow.reading import checks, register_file, sources
from ecefollow.reading.diagnostics import RefusedError
from ecefollow.reading.messages import escaped
from ecefollow.recording import atomic_write, new_update, splicing, spreadsheet
from ecefollow.recording.new_update import Entry
from ecefollow.recording.splicing import Edited
from ecefollow.register.model import Action, ChangedAnswer, Recommendation, Register, Update
from ecefollow.views.show import told


class Recording(NamedTuple):
    """A register's file as it is, and as it will be."""

    path: str
    before: bytes
    edited: Edited

    def save(self) -> None:
        """Write the file; RefusedError, with nothing changed, where that cannot be done."""
        atomic_write.replace(self.path, self.edited.data, was=self.before)

    def told(self) -> str:
        """A line for each update that is added: where it stands in the file, and what it means."""
        return "".join(
            f"{escaped(self.path)}:{update.at.line_number}: "
            f"{record.id} {told(record, update)}{_overtaken(record, update)}\n"
            for record, update in self.edited.added
        )

    def doubts(self, *, today: date) -> list[str]:
        """A line for each warning that points at what is added: "late entry: ..."."""
        added = {
            (place.line + 1, place.column + 1)
            for _, update in self.edited.added
            for place in update.at.values()
        }
        found = checks.warnings(self.edited.register, self.path, today=today)
        return [
            f"{doubt.place}: {doubt.code.replace('-', ' ')}: {doubt.message}"
            for doubt in found
            if doubt.at in added
        ]


def of_one(path: str, ident: str, entry: Entry, *, today: date) -> Recording:
    """The entry, added to what *ident* names, and dated *today* unless it names a day.

    UnreadableError, InvalidError or RefusedError where nothing can be recorded in the register,
    IdError where it has no such id, EntryError where it cannot take this entry.
    """
    before, register = _to_record_in(path)
    queries.require_known(register, [ident])
    record = next(record for record in register.records if record.id == ident)
    addition = new_update.addition(record, entry, on=new_update.day_of(entry, today=today) or today)
    return Recording(path, before, splicing.add(before, register, [addition], path=path))


def of_sheet(path: str, sheet: str, *, on: date | None) -> Recording:
    """Every update that the *sheet* brings, dated *on* where it names no day.

    UnreadableError, InvalidError or RefusedError where nothing can be recorded in the register, or
    any row of the sheet cannot be taken.
    """
    before, register = _to_record_in(path)
    additions = spreadsheet.additions(sources.read(sheet), register, path=sheet, on=on)
    return Recording(path, before, splicing.add(before, register, additions, path=path))


def _to_record_in(path: str) -> tuple[bytes, Register]:
    before = sources.read(path)
    if sources.is_installed(path):
        message = "this is the copy that is installed with the package; record in one of your own"
        raise RefusedError(f"{path}: {message}")
    return before, register_file.sound(before, path)


def _overtaken(record: Recommendation | Action, update: Update | ChangedAnswer) -> str:
    """What later updates leave of a late entry, nothing where there are none."""
    if all(each.date <= update.date for each in record.updates):
        return ""
    return leaving(record.on(date.max))
