"""What a row says of its action: who, by when, what comes first; and its reports."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from ecefollow.importing import reported_progress
from ecefollow.importing.action_cells import ActionCells
from ecefollow.importing.drafts import ActionDraft
from ecefollow.importing.rows import DocumentRow, HowRead, Said
from ecefollow.register.deadlines import Deadline
from ecefollow.register.standing import Event, Update

_between_ids: Final = re.compile(r"[\s,;]+").split
_FLAGS: Final = {"true": True, "yes": True, "false": False, "no": False}
# What a row says of its action, besides the text.
OF_ACTIONS: Final = (
    *("responsible", "original_responsible", "accountable", "added", "due", "revised_due"),
    *("progress", "last_update", "completed_on", "note", "evidence", "by", "due_text", "reading"),
    *("after", "expected", "happened", "ongoing", "discretionary", "see", "verification"),
)


def same(
    how: HowRead, drafts: Sequence[ActionDraft], row: DocumentRow, said: Mapping[str, Said]
) -> ActionDraft | None:
    """The action of the same text that a row is about again, if any of the drafts is.

    It is where it names the same units and, in the same table, the same deadline; or reports on a
    day of its own.
    """
    if not drafts:
        return None
    cells = ActionCells(how, drafts[0], said)
    units, due = cells.names("responsible"), cells.due("due").due
    for draft in drafts:
        is_later = row.place.block != draft.rows[0].place.block or "last_update" in said
        is_of_others = units and draft.responsible and units != draft.responsible
        if not is_of_others and (is_later or due == draft.due):
            return draft
    return None


def fill(how: HowRead, draft: ActionDraft, row: DocumentRow, said: Mapping[str, Said]) -> None:
    """Add what a row says to the action: *said*, and what it says for days of its headings."""
    cells = ActionCells(how, draft, said, row.columns)
    draft.rows.append(row)
    draft.spoke_on = _first_day(cells) or draft.spoke_on
    for key in OF_ACTIONS:
        # What reports on it reads these, if it takes them.
        if key in said and key not in {"progress", "last_update"}:
            cells.read(key)
    first = "original_responsible" if cells.has_column("original_responsible") else "responsible"
    draft.responsible += [n for n in cells.names(first) if n not in draft.responsible]
    _add_texts(cells)
    _add_event(cells)
    _add_due(cells)
    for day, states in sorted(row.dated.items()):
        dated = ActionCells(how, draft, states)
        for key in states:
            dated.read(key)
        reported_progress.add(dated, day_of_heading=day)
    if "revised_due" in said:
        _add_revised(cells)
    reported_progress.add(cells)


def _add_texts(cells: ActionCells) -> None:
    draft, said = cells.draft, cells.said
    accountable = cells.text("accountable")
    if draft.accountable and accountable not in {None, draft.accountable}:
        cells.leave_out("accountable", f"{draft.id} has {draft.accountable!r} from above")
    draft.accountable = draft.accountable or accountable
    if reading := cells.text("reading"):
        draft.readings.insert(0, reading)
    draft.see += filter(None, _between_ids(cells.text("see") or ""))
    draft.added = cells.day("added") or draft.added
    if "verification" in said:
        cells.how.find(said["verification"], "nothing says by whom this was found; it was left out")
    for key in [key for key in ("ongoing", "discretionary") if key in said]:
        flag = _FLAGS.get(said[key].text.casefold())
        if flag is None:
            cells.leave_out(key, "this is neither yes nor no")
        setattr(draft, key, flag or getattr(draft, key))


def _add_event(cells: ActionCells) -> None:
    if event := cells.text("after"):
        cells.draft.after = Event(event, cells.due("expected").due, cells.day("happened"))
    else:
        for key in ("expected", "happened"):
            if key in cells.said:
                cells.leave_out(key, "no event stands beside it")


def _add_due(cells: ActionCells) -> None:
    draft, said = cells.draft, cells.said
    words = cells.text("due_text") or cells.text("due")
    if "due" not in said or not words:
        draft.due_text = draft.due_text or words
        return
    cell = cells.due("due")
    if draft.due or draft.due_text or draft.ongoing or draft.updates:
        _compare_due(cells, cell.due)
        return
    draft.due = cell.due
    draft.ongoing = draft.ongoing or (cell.ongoing and not cell.due)
    if cell.after and not draft.after:
        draft.after = Event(cell.after)
    is_written = cell.due and words in {cell.due.written, cell.due.last.isoformat()}
    if not is_written and words.strip("-–—"):
        draft.due_text = words
    if cell.choice:
        cells.choose("due", cell.choice)
    elif cell.problem:
        cells.choose("due", f"no deadline was read: {cell.problem}")
    if cell.moved:
        _move(cells, "due", cell.moved)


def _compare_due(cells: ActionCells, due: Deadline | None) -> None:
    """Take the deadline of a later row about the same action: it was moved if it is another."""
    last = cells.draft.last_due
    if due and last and due.last != last.last:
        _move(cells, "due", due)
    elif due != cells.draft.due and not last:
        cells.leave_out("due", f"{cells.draft.id} has a deadline from a row above")


def _add_revised(cells: ActionCells) -> None:
    draft = cells.draft
    cell = cells.due("revised_due")
    due = cell.moved or cell.due
    if not due or draft.ongoing:
        message = cell.problem or "this is no deadline"
        cells.choose("revised_due", f"no new deadline was read: {message}")
        return
    if cell.choice:
        cells.choose("revised_due", cell.choice)
    if draft.due and draft.due.last == due.last:
        draft.due = min(due, draft.due, key=lambda one: len(one.written))
    elif not (draft.due or draft.due_text or _first_day(cells)):
        cells.choose("revised_due", "no first deadline stands beside it; this is the first")
        draft.due = due
    elif not draft.last_due or draft.last_due.last != due.last:
        _move(cells, "revised_due", due)


def _move(cells: ActionCells, key: str, due: Deadline) -> None:
    """Move the deadline by an update, dated by the first day for which the row speaks.

    Since when it was moved, no table says.
    """
    if day := _first_day(cells):
        cells.draft.add_update(Update(day, due=due, day_unknown=True))
    else:
        message = "no day says when the deadline was moved, so no update was made"
        cells.choose(key, f"{message}; --as-of gives one")


def _first_day(cells: ActionCells) -> date | None:
    """The first day for which the row speaks, None without any."""
    done = cells.due("completed_on").due
    return (done.last if done else None) or cells.day("last_update") or cells.how.as_of
