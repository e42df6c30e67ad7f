"""What was true of a register on a day: sections 4 and 5 of the specification, read literally.

The register is plain data, as ``yaml.load(text, yaml.BaseLoader)`` gives it: dicts, lists and
strings. It is taken to be valid. Nothing here is fast; each rule stands below its sentence.

Where the text can be read in more than one way, this is the reading taken:

 1. Order. "In order of their dates; of two on one day the later line wins": the lines are sorted
    by date, and lines of one day keep the order of the file. Everything below that speaks of
    first, last, earlier, later, "in force" or "unbroken" means this order, so a late entry stands
    where its date puts it, also when that changes original_due, revisions, completed_on or
    days_late. The text gives no other order, and the date is "the day it happened".
 2. Every field is as of D. original_due, revisions and last_update too see no line after D.
 3. revisions compares the last day with the one before it. Saying the same last day again, even
    in another precision (2018-02, then 2018-02-28), is no revision. Moving there and back is two.
 4. revisions, no due of its own: the first deadline that an update sets changes nothing that was
    there, so it is no revision; it becomes the original.
 5. due_written is the text in the file of the deadline that due(D) comes from ("2018-02"), since
    JSON carries values, not words. The last line wins even if it only changed the precision.
 6. "Present unbroken completion" is judged day by day: "of two on one day the later line wins", so
    what a later line of the day corrected held on no day. "Completed" on the 5th, reopened and
    completed again on the 10th gives the 5th, for no day ended without it. (It was first read line
    by line here, which gave the 10th.) Any other progress at the end of a day breaks it,
    not-applicable too; a line without progress, or "completed" once more, does not.
 7. "The line that completed it": of the lines dated completed_on, the first that says completed. If
    on one day an action is completed, reopened, its deadline moved and completed again, that is the
    first of these lines and the move does not count: "a later line of the same day [...] makes
    nothing less late", and within a day the lateness would otherwise vanish from every answer, as
    of any day. Reopened on one day and completed again on a later one it is a new completion,
    judged by the deadline then in force; the lateness of the first still shows as of the days
    between.
 8. "In force at the line" includes a deadline which that very line sets; only later lines are
    excluded by the text.
 9. days_late is null if no deadline was in force at that line, even if a later line set one:
    a line added afterwards makes nothing early.
10. "Closed" is completed or not-applicable; every other action is open.
11. "Happened by D" includes D. An event without a day has not happened.
12. "responsible: []" in an update does set the responsible: to nobody.
13. original_responsible is always the action's own list, changed or not.
14. last_update is the date of the last update of the action itself, whatever it says; updates of
    its recommendation do not count.
15. next_due of a recommendation goes by due(D), not by the original deadline.
16. Against the original: days are counted from the original deadline as known on D; the present
    deadline does not matter.
17. ongoing counts only if it says "true". With a due (not valid) the due would decide.
"""

# ruff: noqa: ERA001 - the rules are quoted, not commented out

import calendar
import re
from datetime import date
from typing import Any, Literal


def last_day(written: str) -> date:
    """The last day of a deadline: a day, a month, a quarter or a year."""
    # "A month, quarter or year means its last day"
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", written):
        return date.fromisoformat(written)
    if re.fullmatch(r"\d{4}-\d{2}", written):
        return _end_of_month(int(written[:4]), int(written[5:]))
    if re.fullmatch(r"\d{4}-Q[1-4]", written):
        return _end_of_month(int(written[:4]), 3 * int(written[6:]))
    if re.fullmatch(r"\d{4}", written):
        return date(int(written), 12, 31)
    raise ValueError(f"not a deadline: {written!r}")


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _updates(thing: dict[str, Any], day: date) -> list[dict[str, Any]]:
    """The updates that count on a day, in their order."""
    # "look only at updates dated on or before D, in order of their dates; of two on one day the
    # later line wins."
    seen = [
        update for update in thing.get("updates", []) if date.fromisoformat(update["date"]) <= day
    ]
    return sorted(seen, key=lambda update: date.fromisoformat(update["date"]))  # a stable sort


def _last_set(updates: list[dict[str, Any]], key: str, otherwise: Any) -> Any:
    """What the last update that has this key says, else the other value."""
    value = otherwise
    for update in updates:
        if key in update:
            value = update[key]
    return value


def _due_written(action: dict[str, Any], updates: list[dict[str, Any]]) -> str | None:
    # "due(D): the last deadline those updates set, else the action's own due."
    written: str | None = _last_set(updates, "due", action.get("due"))
    return written


def _original_due(action: dict[str, Any], updates: list[dict[str, Any]]) -> date | None:
    # "original_due: the action's own due, else the first one that an update set, in this order:
    # the first line, not the last of its day."
    if "due" in action:
        return last_day(action["due"])
    for update in updates:
        if "due" in update:
            return last_day(update["due"])
    return None


def _revisions(action: dict[str, Any], updates: list[dict[str, Any]]) -> int:
    # "Every line that changes the last day counts in revisions, those of one day too: what was
    # recorded once can be corrected, not undone."
    count = 0
    present = last_day(action["due"]) if "due" in action else None
    for update in updates:
        if "due" not in update:
            continue
        new = last_day(update["due"])
        if present is not None and new != present:
            count += 1
        present = new
    return count


def _progress(updates: list[dict[str, Any]]) -> str:
    # "progress(D): the last progress those updates set, else not-reported."
    progress: str = _last_set(updates, "progress", "not-reported")
    return progress


def _completed_on(updates: list[dict[str, Any]]) -> date | None:
    # "completed_on: the first day of the present unbroken completion, null unless completed."
    if _progress(updates) != "completed":
        return None
    at_the_end_of: dict[str, str] = {}  # of each day that reports progress, its last line's
    for update in updates:
        if "progress" in update:
            at_the_end_of[update["date"]] = update["progress"]
    began: str | None = None
    for day, progress in at_the_end_of.items():  # in the order of the days
        if progress != "completed":
            began = None
        elif began is None:
            began = day
    return None if began is None else date.fromisoformat(began)


def _days_late(
    action: dict[str, Any], updates: list[dict[str, Any]], completed_on: date | None
) -> int | None:
    # "days_late = completed_on - the last day of the deadline in force at the line that completed
    # it (a later line of the same day, or of a later one, makes nothing less late), null unless
    # completed with a due; negative is early."
    if completed_on is None:
        return None
    line = next(
        number
        for number, update in enumerate(updates)
        if date.fromisoformat(update["date"]) == completed_on
        and update.get("progress") == "completed"
    )
    in_force = _due_written(action, updates[: line + 1])
    if in_force is None:
        return None
    return (completed_on - last_day(in_force)).days


def _state(action: dict[str, Any], progress: str, due: date | None, day: date) -> str:
    # "state(D): the first that fits:"
    # "1. progress is completed -> completed; not-applicable -> not-applicable"
    if progress == "completed":
        return "completed"
    if progress == "not-applicable":
        return "not-applicable"
    # "2. it has a due: last day < D -> overdue, otherwise scheduled"
    if due is not None:
        return "overdue" if due < day else "scheduled"
    # "3. ongoing -> ongoing"
    if action.get("ongoing") == "true":
        return "ongoing"
    # "4. after whose event has not happened by D -> awaiting-event"
    if "after" in action:
        happened = action["after"].get("happened")
        if happened is None or last_day(happened) > day:
            return "awaiting-event"
    # "5. otherwise undated"
    return "undated"


def _status(recommendation: dict[str, Any], day: date) -> str:
    # "status(D) of a recommendation: the last its updates set, else its own."
    status: str = _last_set(_updates(recommendation, day), "status", recommendation["status"])
    return status


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _standing(recommendation: dict[str, Any], action: dict[str, Any], day: date) -> dict[str, Any]:
    """One action as it stands on a day."""
    updates = _updates(action, day)
    written = _due_written(action, updates)
    due = None if written is None else last_day(written)
    original = _original_due(action, updates)
    progress = _progress(updates)
    state = _state(action, progress, due, day)

    # "slippage_days = due(D) - original_due, 0 when not moved, null without a due."
    slippage = None
    if due is not None and original is not None:
        slippage = (due - original).days

    # "days_overdue = D - last day of due(D), null unless overdue."
    days_overdue = None
    if state == "overdue" and due is not None:
        days_overdue = (day - due).days

    completed_on = _completed_on(updates)

    # "last_update"
    last_update = updates[-1]["date"] if updates else None

    return {
        "id": action["id"],
        "recommendation": recommendation["id"],
        "status": _status(recommendation, day),
        # "responsible(D): the last those updates set, else the action's own. [...] JSON has
        # original_responsible besides."
        "responsible": list(_last_set(updates, "responsible", action["responsible"])),
        "original_responsible": list(action["responsible"]),
        "due": _iso(due),
        "due_written": written,
        "original_due": _iso(original),
        "revisions": _revisions(action, updates),
        "slippage_days": slippage,
        "days_overdue": days_overdue,
        "days_late": _days_late(action, updates, completed_on),
        "progress": progress,
        "completed_on": _iso(completed_on),
        "last_update": last_update,
        "state": state,
    }


def _is_open(standing: dict[str, Any]) -> bool:
    return standing["state"] not in ("completed", "not-applicable")


def actions(register: dict[str, Any], day: date) -> list[dict[str, Any]]:
    """Every action as it stands on a day, in the order of the file."""
    return [
        _standing(recommendation, action, day)
        for recommendation in register["recommendations"]
        for action in recommendation.get("actions", [])
    ]


def recommendations(register: dict[str, Any], day: date) -> list[dict[str, Any]]:
    """Every recommendation as it stands on a day, in the order of the file."""
    rows: list[dict[str, Any]] = []
    for recommendation in register["recommendations"]:
        standings = [
            _standing(recommendation, action, day) for action in recommendation.get("actions", [])
        ]
        # "'next due' is the earliest open one, past or not."
        dues = [s["due"] for s in standings if _is_open(s) and s["due"] is not None]
        rows.append(
            {
                "id": recommendation["id"],
                "status": _status(recommendation, day),
                # "actions (their number), closed, next_due"
                "actions": len(standings),
                "closed": sum(1 for s in standings if not _is_open(s)),
                "next_due": min(dues, default=None),
            }
        )
    return rows


def overdue(
    register: dict[str, Any], day: date, *, against: Literal["present", "original"]
) -> list[tuple[str, int]]:
    """The overdue actions and their days, longest overdue first; equals in the file's order."""
    found: list[tuple[str, int]] = []
    for standing in actions(register, day):
        if against == "present":
            if standing["state"] == "overdue":
                found.append((standing["id"], standing["days_overdue"]))
        # "overdue --against original takes open actions whose original deadline has passed, and
        # counts days from it: a moved date hides nothing."
        elif _is_open(standing) and standing["original_due"] is not None:
            original = date.fromisoformat(standing["original_due"])
            if original < day:
                found.append((standing["id"], (day - original).days))
    # "overdue actions, longest overdue first, with days overdue"
    return sorted(found, key=lambda pair: -pair[1])  # a stable sort
