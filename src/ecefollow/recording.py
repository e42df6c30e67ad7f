"""What is recorded: entries, checked and added to a register, before and as it is written."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ecefollow import checks, editing, entries, queries, registers, saving, sheets, sources
from ecefollow.diagnostics import Diagnostic, RefusedError
from ecefollow.editing import Edited
from ecefollow.entries import Entry
from ecefollow.model import Register


class Recording(NamedTuple):
    """A register's file as it is, and as it will be."""

    path: str
    before: bytes
    edited: Edited

    def save(self) -> None:
        """Write the file; RefusedError, with nothing changed, where that cannot be done."""
        saving.replace(self.path, self.edited.data, was=self.before)

    def doubts(self, *, today: date) -> list[Diagnostic]:
        """The warnings that point at what is added."""
        added = {
            (place.line + 1, place.column + 1)
            for _, update in self.edited.added
            for place in update.at.values()
        }
        found = checks.warnings(self.edited.register, self.path, today=today)
        return [doubt for doubt in found if doubt.at in added]


def of_one(path: str, ident: str, entry: Entry, *, today: date) -> Recording:
    """The entry, added to what *ident* names, and dated *today* unless it names a day.

    UnreadableError, InvalidError or RefusedError where nothing can be recorded in the register,
    IdError where it has no such id, EntryError where it cannot take this entry.
    """
    before, register = _to_record_in(path)
    queries.require_known(register, [ident])
    addition = entries.addition(register, ident, entry, on=today)
    return Recording(path, before, editing.add(before, register, [addition], path=path))


def of_sheet(path: str, sheet: str, *, on: date | None) -> Recording:
    """Every update that the *sheet* brings, dated *on* where it names no day.

    Fails as `of_one` does, and with RefusedError where any row of the sheet cannot be taken.
    """
    before, register = _to_record_in(path)
    additions = sheets.additions(sources.read(sheet), register, path=sheet, on=on)
    return Recording(path, before, editing.add(before, register, additions, path=path))


def _to_record_in(path: str) -> tuple[bytes, Register]:
    if sources.is_installed(path):
        message = "this is the copy that is installed with the package; record in one of your own"
        raise RefusedError(f"{path}: {message}")
    before = sources.read(path)
    return before, registers.sound(before, path)
