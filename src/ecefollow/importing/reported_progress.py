"""What a row reports of an action: its progress, the words beside it, and of which day it is."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Final, NamedTuple

from ecefollow.importing import splitting
from ecefollow.importing.action_cells import ActionCells
from ecefollow.importing.meanings import choices
from ecefollow.importing.rows import Said
from ecefollow.register.deadlines import format_day
from ecefollow.register.standing import Update
from ecefollow.register.vocabulary import Progress

_CHOICES: Final = f'if it is progress, --word "WORD=MEANING" says which: {choices(Progress)}'
_WHOLE_DAY: Final = len("2018-03-31")
_REPORTED: Final = ("progress", "note", "evidence", "by")
_address: Final = re.compile(r"https?://\S+").fullmatch
_YEAR: Final = "(?:19|20)[0-9]{2}"
_dates: Final = re.compile(
    rf"(?:[0-9]{{1,2}}(?:st|nd|rd|th|er)?[ -])?(?:[^\W\d_]{{3,12}}\.?[ -])(?:[0-9]{{1,2}},? )?"
    rf"{_YEAR}\b|\b{_YEAR}-[0-9]{{2}}-[0-9]{{2}}\b|\b[0-9]{{1,2}}[./][0-9]{{1,2}}[./]{_YEAR}\b"
).findall


class _Day(NamedTuple):
    """The day on which something came to be so; by which it was, if since when *is unknown*."""

    day: date
    is_unknown: bool = False


class _State(NamedTuple):
    """The progress in a cell, the words that say more of it, and the cell of its own day."""

    progress: Progress | None = None
    words: str | None = None
    day: Said | None = None


def add(cells: ActionCells, *, day_of_heading: date | None = None) -> None:
    """Add the updates that a row makes; without a day for them, its words go into the reading."""
    draft = cells.draft
    state = _state(cells)
    words = cells.text("note")
    is_address = words is not None and _address(words)
    note = "\n".join(filter(None, (state.words, None if is_address else words))) or None
    evidence, by, handed_over = _evidence(cells), cells.text("by"), _handed_over(cells)
    last = cells.day("last_update")
    progress, day = _dated(cells, state, last, day_of_heading)
    is_later = bool(last and day and not day.is_unknown and last > day.day)
    if last and day and is_later:
        # What was done on one day was written about on a later one.
        draft.add_update(Update(day.day, progress, evidence=evidence))
        progress, evidence, day = None, (), _Day(last)
    says_more = bool(progress or note or evidence or by or handed_over is not None)
    if last and (says_more or draft.updates):
        cells.read("last_update", "updates")
    if not says_more:
        _add_day_alone(cells, last, says_so=is_later)
    elif day:
        told = (progress, None, note, evidence, by, handed_over)
        _add(cells, Update(day.day, *told, day_unknown=day.is_unknown))
    else:
        _report_undated(cells, progress)


def _state(cells: ActionCells) -> _State:
    if not (said := cells.said.get("progress")):
        return _State()
    reading = cells.how.vocabulary.progress(said.text, said.heading)
    if reading.meaning is Progress.NOT_REPORTED:
        if said.text == Progress.NOT_REPORTED:
            cells.how.account.leave(said.place, "this says that there is nothing")
        else:
            cells.how.leave(said, "this says how it stands on a day, which is worked out")
        return _State()
    cells.read("progress")
    if reading.why and not reading.meaning:
        cells.choose("progress", f"{reading.why}; {_CHOICES}")
    elif reading.why:
        cells.choose("progress", f"this was read as {reading.meaning}, {reading.why}")
    if reading.day and reading.meaning:
        return _State(reading.meaning, None, said._replace(text=reading.day))
    return _State(reading.meaning, None if reading.whole else said.text)


def _dated(
    cells: ActionCells, state: _State, own: date | None, day_of_heading: date | None
) -> tuple[Progress | None, _Day | None]:
    """The progress and its day: that of its completion, of the heading, the row's *own*, of all."""
    progress = state.progress
    done = cells.said.get("completed_on")
    if done and progress not in {None, Progress.COMPLETED}:
        cells.leave_out("completed_on", f"the progress is {progress}, and not completed")
        done = None
    elif done and "progress" in cells.said and not progress:
        cells.leave_out("completed_on", "the progress is not that it was completed")
        done = None
    day = _day_of(cells, done or state.day)
    if done and day and not progress:
        progress = Progress.COMPLETED
        cells.choose("completed_on", "completed, by the day on which it was")
    is_closed = progress is not None and progress.is_closed
    if not day and (reported := day_of_heading or own):
        # "Last updated" says that it was so by then, and not since when.
        day = _Day(reported, is_unknown=is_closed)
    by = cells.how.as_of
    if not day and is_closed:
        by = _day_in_note(cells) or by
    return progress, day or (_Day(by, is_unknown=True) if by else None)


def _day_of(cells: ActionCells, said: Said | None) -> _Day | None:
    """The day in a cell; else the last of its month, by which it was so at the latest."""
    if not said:
        return None
    cell = cells.how.due(said)
    if cell.choice:
        cells.how.find(said, cell.choice)
    if not cell.due:
        cells.how.find(said, f"no day was read: {cell.problem or 'this is no day'}")
        return None
    as_of = cells.how.as_of
    if len(cell.due.written) == _WHOLE_DAY:
        if as_of and cell.due.last > as_of:
            message = f"this is after the day of the document, {format_day(as_of)}"
            cells.how.find(said, message)
        return _Day(cell.due.last)
    by = min(cell.due.last, as_of or cell.due.last)
    cells.how.find(said, f"this is only part of a date; it was so by {format_day(by)}")
    return _Day(by, is_unknown=True)


def _day_in_note(cells: ActionCells) -> date | None:
    """The one date in the words beside a closed state: by then at the latest it was closed."""
    said = cells.said.get("note")
    shown = _dates(said.text) if said else []
    due = cells.how.due(said._replace(text=shown[0])).due if said and len(shown) == 1 else None
    if not due:
        return None
    message = f"no other day says when it was closed; by {format_day(due.last)}, as this says"
    cells.choose("note", message, shown[0])
    return due.last


def _evidence(cells: ActionCells) -> tuple[str, ...]:
    """The proof: what the column for it says, and the addresses behind its words and the note's."""
    evidence = list(splitting.names(cells.text("evidence") or ""))
    if (note := cells.text("note")) and _address(note):
        evidence.append(note)
    for key, said in cells.said.items():
        links = said.detail.link.split("\n") if key in {"evidence", "note"} else ()
        for link in filter(_address, links):
            cells.how.account.read_link(said.place, link, f"{cells.draft.id}.evidence")
            if link not in evidence:
                evidence = [item for item in evidence if key != "evidence" or item != said.text]
                evidence.append(link)
    return tuple(evidence)


def _handed_over(cells: ActionCells) -> tuple[str, ...] | None:
    """Who carries it out now, if the table says besides who was to do so first."""
    if not cells.has_column("original_responsible"):
        return None
    present = cells.names("responsible")
    return tuple(present) if present != cells.draft.responsible else None


def _add(cells: ActionCells, update: Update) -> None:
    """Add the update, in one with that of a deadline which was moved by the same day."""
    updates = cells.draft.updates
    move = Update(update.date, due=cells.draft.last_due, day_unknown=True)
    if update.day_unknown and move.due and updates[-1:] == [move]:
        del updates[-1]
        update = replace(update, due=move.due)
    cells.draft.add_update(update)


def _add_day_alone(cells: ActionCells, last: date | None, *, says_so: bool) -> None:
    """Keep the day for which a row speaks, if it *says so* that nothing more was reported."""
    draft = cells.draft
    says_so = says_so or cells.text("progress") == Progress.NOT_REPORTED
    if last and says_so and all(update.date != last for update in draft.updates):
        draft.add_update(Update(last))
        cells.read("last_update", "updates")
    elif "last_update" in cells.said and not draft.updates:
        place = cells.said["last_update"].place
        cells.how.account.leave(place, "nothing was reported for this day")


def _report_undated(cells: ActionCells, progress: Progress | None) -> None:
    """Keep the words of an update for which there is no day, and say which option gives one."""
    keys = [key for key in _REPORTED if key in cells.said and (key != "progress" or progress)]
    what = "was completed" if progress is Progress.COMPLETED else "was so"
    for key in keys:
        message = f"no day says when this {what}, so no update was made; --as-of gives one"
        cells.how.find(cells.said[key], message)
    if keys:
        kept = ", ".join(map(cells.cell, keys))
        cells.draft.add_reading(f"{kept}: not recorded, because no date goes with it.")
