"""One action of a register from the cells of its row."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from ecefollow.documents.table import TableFinding
from ecefollow.importing.days import read_day, read_due
from ecefollow.importing.rows import NOTHING, TableRow
from ecefollow.importing.status_words import Vocabulary, option_for
from ecefollow.register.date_parser import DateOrder
from ecefollow.register.deadlines import Deadline, format_day
from ecefollow.register.model import Action, Event, Update
from ecefollow.register.vocabulary import Progress

_between_names: Final = re.compile(r"\s*[;\n]\s*").split
_remedy: Final = re.compile("; (?:--|if it means|a column)")  # what a register needs no more
_between_ids: Final = re.compile(r"[\s,;]+").split
# What a row says of its action, besides the text.
OF_ACTIONS: Final = (
    *("responsible", "accountable", "due", "revised_due", "progress", "last_update"),
    *("completed_on", "note", "evidence", "by", "due_text", "reading", "after", "see"),
)


class Settings(NamedTuple):
    """How cells are read where they do not say it themselves."""

    vocabulary: Vocabulary
    order: DateOrder | None = None
    as_of: date | None = None


@dataclass(slots=True)
class ActionDraft:
    """An action that further rows may add to."""

    id: str
    text: str
    row: TableRow
    responsible: list[str] = field(default_factory=list)
    accountable: str | None = None
    due: Deadline | None = None
    due_text: str | None = None
    ongoing: bool = False
    readings: list[str] = field(default_factory=list)
    see: list[str] = field(default_factory=list)
    after: str | None = None
    updates: list[Update] = field(default_factory=list)


class ActionBuilder:
    """Reads the cells of rows into actions, and reports each that was unclear or was not read."""

    def __init__(self, settings: Settings, report: Callable[[TableFinding], None]) -> None:
        self.settings = settings
        self.report = report

    def fill(self, draft: ActionDraft, row: TableRow, texts: dict[str, str]) -> None:
        """Add what a row says, in *texts* by key, to an action."""
        for name in _names(texts.get("responsible", "")):
            if name not in draft.responsible:
                draft.responsible.append(name)
        self._set(draft, "accountable", row, texts)
        self._set(draft, "after", row, texts)
        if "reading" in texts:
            draft.readings.insert(0, texts["reading"])
        draft.see += [ident for ident in _between_ids(texts.get("see", "")) if ident]
        self._due(draft, row, texts)
        self._updates(draft, row, texts)

    def _set(self, draft: ActionDraft, key: str, row: TableRow, texts: dict[str, str]) -> None:
        if key not in texts:
            return
        before = getattr(draft, key)
        if before and before != texts[key]:
            self._left_out(draft, row, key, f"{draft.id} has {before!r} from a row above")
        else:
            setattr(draft, key, texts[key])

    def _due(self, draft: ActionDraft, row: TableRow, texts: dict[str, str]) -> None:
        text = texts.get("due", "")
        words = texts.get("due_text") or text
        if not text and not words:
            return
        cell = read_due(text, row.days.get("due"), self.settings.order)
        if draft.due_text or draft.due or draft.ongoing:
            if cell[:2] != (draft.due, draft.ongoing):
                self._left_out(draft, row, "due", f"{draft.id} has a deadline from a row above")
            return
        draft.due, draft.ongoing = cell.due, cell.ongoing
        if words != (cell.due and cell.due.written) and words.strip("-–—"):
            draft.due_text = words
        if cell.choice:
            self._chosen(draft, row, "due", text, cell.choice)
        elif cell.problem:
            self._chosen(draft, row, "due", text, f"no deadline was read: {cell.problem}")

    def _updates(self, draft: ActionDraft, row: TableRow, texts: dict[str, str]) -> None:
        progress, note = self._progress(draft, row, texts)
        moved = self._moved(draft, row, texts)
        evidence = tuple(_names(texts.get("evidence", "")))
        day = self._day(draft, row, texts, "last_update")
        done = self._day(draft, row, texts, "completed_on")
        by = texts.get("by")
        if done and progress is None:
            progress = Progress.COMPLETED
            message = "completed, by the day on which it was"
            self._chosen(draft, row, "completed_on", texts["completed_on"], message)
        if done and progress is Progress.COMPLETED and done != (day or done):
            draft.updates.append(Update(done, progress, evidence=evidence))
            progress, evidence = None, ()
        else:
            day = day or (done if progress is Progress.COMPLETED else None)
        says = progress or moved or note or evidence or by
        on = day or (self.settings.as_of if says else None)
        if on and not day and progress is Progress.COMPLETED:
            # Its lateness is counted to a day on which it may long have been completed.
            message = (
                f"nothing says when this was completed; it was dated {format_day(on)}, by --as-of, "
                'and lateness is counted to that day; a column "Date completed" would tell'
            )
            self._chosen(draft, row, "progress", texts.get("progress", ""), message)
        if on:
            update = Update(on, progress, moved, note, evidence, by)
            if update not in draft.updates:
                draft.updates.append(update)
        elif says:
            self._undated(draft, row, texts, progress)

    def _progress(
        self, draft: ActionDraft, row: TableRow, texts: dict[str, str]
    ) -> tuple[Progress | None, str | None]:
        """The progress, and the note with the words behind it where there are more."""
        text, note = texts.get("progress", ""), texts.get("note")
        if not text:
            return None, note
        words = self.settings.vocabulary
        progress = words.progress(text)
        if not progress and (progress := words.first_progress(text)):
            note = f"{text}\n{note}" if note else text
            if progress is not Progress.NOT_REPORTED:
                message = f"this was read as {progress}, by its first words; all of it is the note"
                self._chosen(draft, row, "progress", text, message)
        if progress is Progress.NOT_REPORTED:
            message = "this is no progress: whether it is late is worked out from the deadline"
            self._chosen(draft, row, "progress", text, message)
            return None, note
        if not progress:
            message = (
                "this word for progress is not known; if it means in progress: "
                f"{option_for(text, Progress.IN_PROGRESS)}"
            )
            self._chosen(draft, row, "progress", text, message)
        return progress, note

    def _moved(self, draft: ActionDraft, row: TableRow, texts: dict[str, str]) -> Deadline | None:
        if not (text := texts.get("revised_due", "")):
            return None
        cell = read_due(text, row.days.get("revised_due"), self.settings.order)
        if not cell.due or draft.ongoing:
            message = cell.problem or "this is no deadline"
            self._chosen(draft, row, "revised_due", text, f"no new deadline was read: {message}")
            return None
        if cell.choice:
            self._chosen(draft, row, "revised_due", text, cell.choice)
        if not (draft.due or draft.due_text):
            draft.due = cell.due
            return None
        return cell.due

    def _day(
        self, draft: ActionDraft, row: TableRow, texts: dict[str, str], key: str
    ) -> date | None:
        if not (text := texts.get(key, "")) or text.casefold() in NOTHING:
            return None
        day, problem = read_day(text, row.days.get(key), self.settings.order)
        if problem:
            self._chosen(draft, row, key, text, f"no day was read: {problem}")
        return day

    def _undated(
        self,
        draft: ActionDraft,
        row: TableRow,
        texts: dict[str, str],
        progress: Progress | None,
    ) -> None:
        """Keep the words of an update for which there is no day, and say which option gives one."""
        kept = []
        for key in ("progress", "revised_due", "note", "evidence", "by"):
            if key in texts and not (key == "progress" and progress is None):
                done = key == "progress" and progress is Progress.COMPLETED
                what = "was completed" if done else "was so"
                message = f"no day says when this {what}, so no update was made; --as-of gives one"
                self.report(row.finding(key, message, texts[key]))
                kept.append(_cell(row, key, texts[key]))
        if kept:
            _add(draft, f"{', '.join(kept)}: not recorded, because no date goes with it.")

    def _chosen(self, draft: ActionDraft, row: TableRow, key: str, text: str, message: str) -> None:
        """Report how a cell was read or why not, and put it into the register as well."""
        self.report(row.finding(key, message, text))
        _add(draft, f"{_cell(row, key, text)}: {_remedy.split(message)[0]}.")

    def _left_out(self, draft: ActionDraft, row: TableRow, key: str, why: str) -> None:
        self._chosen(draft, row, key, row.texts.get(key, ""), f"this was left out: {why}")


def finished(draft: ActionDraft) -> Action:
    """The action, with everything that its rows said."""
    return Action(
        draft.id,
        draft.text,
        tuple(draft.responsible),
        accountable=draft.accountable,
        due=draft.due,
        due_text=draft.due_text,
        reading=" ".join(draft.readings) or None,
        after=Event(draft.after) if draft.after else None,
        ongoing=draft.ongoing,
        see=tuple(draft.see),
        updates=tuple(draft.updates),
    )


def _names(text: str) -> list[str]:
    """The names in a cell: a semicolon or a line feed parts them, since names have commas."""
    names = (name.removeprefix("• ").strip() for name in _between_names(text))
    return [name for name in names if name and name.casefold() not in NOTHING]


def _cell(row: TableRow, key: str, text: str) -> str:
    """A cell as a reading names it: its heading, and its words on one line."""
    heading = row.columns.heading(row.where.get(key)) or key
    return f"{heading} “{' '.join(text.split())}”"


def _add(draft: ActionDraft, reading: str) -> None:
    if reading not in draft.readings:
        draft.readings.append(reading)
