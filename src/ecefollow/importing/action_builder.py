"""One action of a register from the cells of its row."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from ecefollow.documents.table import TableFinding
from ecefollow.importing.days import read_day, read_due
from ecefollow.importing.import_options import ImportOptions
from ecefollow.importing.rows import NOTHING, TableRow
from ecefollow.importing.status_words import option_for
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


@dataclass(slots=True)
class ActionDraft:
    """An action that further rows may add to."""

    id: str
    text: str
    responsible: list[str] = field(default_factory=list)
    accountable: str | None = None
    due: Deadline | None = None
    due_text: str | None = None
    ongoing: bool = False
    readings: list[str] = field(default_factory=list)
    see: list[str] = field(default_factory=list)
    after: str | None = None
    updates: list[Update] = field(default_factory=list)

    def add_reading(self, sentence: str) -> None:
        """Say in the register how a cell was read, once."""
        if sentence not in self.readings:
            self.readings.append(sentence)

    def finished(self) -> Action:
        """The action, with everything that its rows said."""
        return Action(
            self.id,
            self.text,
            tuple(self.responsible),
            accountable=self.accountable,
            due=self.due,
            due_text=self.due_text,
            reading=" ".join(self.readings) or None,
            after=Event(self.after) if self.after else None,
            ongoing=self.ongoing,
            see=tuple(self.see),
            updates=tuple(self.updates),
        )


@dataclass(slots=True)
class RowOfAction:
    """What a row says of an action, in `texts` by key; each that is unclear is reported."""

    draft: ActionDraft
    row: TableRow
    texts: dict[str, str]
    options: ImportOptions
    report: Callable[[TableFinding], None]

    def fill(self) -> None:
        """Add what the row says to the action."""
        draft, texts = self.draft, self.texts
        for name in _names(texts.get("responsible", "")):
            if name not in draft.responsible:
                draft.responsible.append(name)
        self._set("accountable")
        self._set("after")
        if "reading" in texts:
            draft.readings.insert(0, texts["reading"])
        draft.see += [ident for ident in _between_ids(texts.get("see", "")) if ident]
        self._due()
        self._updates()

    def _set(self, key: str) -> None:
        if key not in self.texts:
            return
        before = getattr(self.draft, key)
        if before and before != self.texts[key]:
            self._left_out(key, f"{self.draft.id} has {before!r} from a row above")
        else:
            setattr(self.draft, key, self.texts[key])

    def _due(self) -> None:
        text = self.texts.get("due", "")
        words = self.texts.get("due_text") or text
        if not text and not words:
            return
        cell = read_due(text, self.row.day("due"), self.options.order)
        if self.draft.due_text or self.draft.due or self.draft.ongoing:
            if cell[:2] != (self.draft.due, self.draft.ongoing):
                self._left_out("due", f"{self.draft.id} has a deadline from a row above")
            return
        self.draft.due, self.draft.ongoing = cell.due, cell.ongoing
        if words != (cell.due and cell.due.written) and words.strip("-–—"):
            self.draft.due_text = words
        if cell.choice:
            self._chosen("due", cell.choice)
        elif cell.problem:
            self._chosen("due", f"no deadline was read: {cell.problem}")

    def _updates(self) -> None:
        progress, note = self._progress()
        moved = self._moved()
        evidence = tuple(_names(self.texts.get("evidence", "")))
        day = self._day("last_update")
        done = self._day("completed_on")
        by = self.texts.get("by")
        if done and progress is None:
            progress = Progress.COMPLETED
            self._chosen("completed_on", "completed, by the day on which it was")
        if done and progress is Progress.COMPLETED and done != (day or done):
            self.draft.updates.append(Update(done, progress, evidence=evidence))
            progress, evidence = None, ()
        else:
            day = day or (done if progress is Progress.COMPLETED else None)
        says = progress or moved or note or evidence or by
        on = day or (self.options.as_of if says else None)
        if on and not day and progress is Progress.COMPLETED:
            # Its lateness is counted to a day on which it may long have been completed.
            message = (
                f"nothing says when this was completed; it was dated {format_day(on)}, by --as-of, "
                'and lateness is counted to that day; a column "Date completed" would tell'
            )
            self._chosen("progress", message)
        if on:
            update = Update(on, progress, moved, note, evidence, by)
            if update not in self.draft.updates:
                self.draft.updates.append(update)
        elif says:
            self._undated(progress)

    def _progress(self) -> tuple[Progress | None, str | None]:
        """The progress, and the note with the words behind it where there are more."""
        text, note = self.texts.get("progress", ""), self.texts.get("note")
        if not text:
            return None, note
        words = self.options.vocabulary
        progress = words.meaning(text, Progress)
        if not progress and (progress := words.first_meaning(text, Progress)):
            note = f"{text}\n{note}" if note else text
            if progress is not Progress.NOT_REPORTED:
                message = f"this was read as {progress}, by its first words; all of it is the note"
                self._chosen("progress", message)
        if progress is Progress.NOT_REPORTED:
            message = "this is no progress: whether it is late is worked out from the deadline"
            self._chosen("progress", message)
            return None, note
        if not progress:
            message = (
                "this word for progress is not known; if it means in progress: "
                f"{option_for(text, Progress.IN_PROGRESS)}"
            )
            self._chosen("progress", message)
        return progress, note

    def _moved(self) -> Deadline | None:
        if not (text := self.texts.get("revised_due", "")):
            return None
        cell = read_due(text, self.row.day("revised_due"), self.options.order)
        if not cell.due or self.draft.ongoing:
            message = cell.problem or "this is no deadline"
            self._chosen("revised_due", f"no new deadline was read: {message}")
            return None
        if cell.choice:
            self._chosen("revised_due", cell.choice)
        if not (self.draft.due or self.draft.due_text):
            self.draft.due = cell.due
            return None
        return cell.due

    def _day(self, key: str) -> date | None:
        if not (text := self.texts.get(key, "")) or text.casefold() in NOTHING:
            return None
        day, problem = read_day(text, self.row.day(key), self.options.order)
        if problem:
            self._chosen(key, f"no day was read: {problem}")
        return day

    def _undated(self, progress: Progress | None) -> None:
        """Keep the words of an update for which there is no day, and say which option gives one."""
        kept = []
        for key in ("progress", "revised_due", "note", "evidence", "by"):
            if key in self.texts and not (key == "progress" and progress is None):
                done = key == "progress" and progress is Progress.COMPLETED
                what = "was completed" if done else "was so"
                message = f"no day says when this {what}, so no update was made; --as-of gives one"
                self.report(self.row.finding(key, message, self.texts[key]))
                kept.append(self._cell(key, self.texts[key]))
        if kept:
            self.draft.add_reading(
                f"{', '.join(kept)}: not recorded, because no date goes with it."
            )

    def _chosen(self, key: str, message: str, text: str | None = None) -> None:
        """Report how a cell was read or why not, and put it into the register as well."""
        text = self.texts.get(key, "") if text is None else text
        self.report(self.row.finding(key, message, text))
        self.draft.add_reading(f"{self._cell(key, text)}: {_remedy.split(message)[0]}.")

    def _left_out(self, key: str, why: str) -> None:
        self._chosen(key, f"this was left out: {why}", self.row.texts.get(key, ""))

    def _cell(self, key: str, text: str) -> str:
        """A cell as a reading names it: its heading, and its words on one line."""
        heading = self.row.columns.heading(self.row.where.get(key)) or key
        return f"{heading} “{' '.join(text.split())}”"


def _names(text: str) -> list[str]:
    """The names in a cell: a semicolon or a line feed parts them, since names have commas."""
    names = (name.removeprefix("• ").strip() for name in _between_names(text))
    return [name for name in names if name and name.casefold() not in NOTHING]
